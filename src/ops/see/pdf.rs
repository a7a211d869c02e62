//! The pages of a PDF, in a worker process: images of scans are lifted, all other pages painted.

use crate::digest::Digest;
use crate::document;
use crate::finding::codes;
use crate::formats::pixels;
use crate::formats::rows::Shape;
use crate::formats::shrink::Shrink;
use crate::formats::stream::Stream;
use crate::intake::place::Place;
use crate::ops::ingest::pdf::scan::look::Look;
use crate::ops::ingest::pdf::{Placed, Visible, visible};
use crate::page::{Orientation, PageImage, Refusal, Stop};
use crate::raster::Picture;
use crate::records::profile::Limits;
use crate::text;

use super::paint::Painter;
use super::sight::{self, Shown, Wanted};
use super::{Page, Sink, on_page};

/// Dots per inch of painted pages: as many as pages are compared at.
const DPI: f64 = 200.0;

/// What a page is.
enum Sight {
    Lifted(Box<PageImage<'static>>, Placed),
    /// With its dots per inch.
    Painted(Picture, f64),
}

/// Hands over every page at first sight.
pub(super) fn pages(place: &Place, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let look = Look::open(place, limits)?;
    let mut source = None;
    each(&look, limits, DPI, &|_| true, &mut |frame, sight| match sight {
        Sight::Lifted(image, placed) => sink(sight::page(frame, *image, Some(&placed))),
        Sight::Painted(picture, dpi) => {
            let sha256 = match source {
                Some(sha256) => sha256,
                None => *source.insert(place.digest()?),
            };
            let visible = look.pages().and_then(|pages| pages.get(frame as usize - 1)).map(visible::of);
            sink(painted(frame, sha256, visible, &picture, dpi))
        }
    })
}

/// Decodes chosen pages.
pub(super) fn show(place: &Place, limits: &Limits, wanted: &Wanted, sink: &mut sight::Sink<'_>) -> Result<(), Stop> {
    let look = Look::open(place, limits)?;
    let is_wanted = |frame: u32| wanted.frames.contains(&frame);
    each(&look, limits, DPI.min(wanted.at_most), &is_wanted, &mut |frame, seen| {
        let shown = match seen {
            Sight::Lifted(image, placed) => {
                let view = sight::view(&image, Some(&placed), wanted.at_most);
                sight::show(&Stream::of(&image), &view, wanted.colours, &sight::limits(limits))
            }
            Sight::Painted(picture, _) if wanted.colours => Ok(Shown::Picture(picture)),
            Sight::Painted(Picture { width, height, rgb }, dpi) => {
                Ok(Shown::Raster(pixels::painted(width, height, &rgb, Some(dpi))))
            }
        };
        sink(frame, shown.map_err(|refusal| on_page(refusal, frame))?)
    })
}

/// Hands over what the wanted pages are, in order; pages are painted at so many dots per inch.
fn each(
    look: &Look<'_>,
    limits: &Limits,
    dpi: f64,
    is_wanted: &dyn Fn(u32) -> bool,
    sink: &mut dyn FnMut(u32, Sight) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut painter = None;
    let count = match look.pages() {
        Some(pages) => pages.len(),
        None => painter.insert(Painter::open(look.bytes()?)?).page_count(),
    };
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(visible::no_page().into());
    }
    if count > limits.pages {
        let what = text!("PDF có {count} trang, quá nhiều", "the PDF has {count} pages, too many");
        return Err(Refusal::new(&codes::TOO_LARGE, what).into());
    }
    for number in (1..=count).filter(|number| is_wanted(*number)) {
        if let Some((image, placed)) = look.lift(number)? {
            sink(number, Sight::Lifted(Box::new(image), placed))?;
            continue;
        }
        let painter = match &mut painter {
            Some(painter) => painter,
            None => painter.insert(Painter::open(look.bytes()?)?),
        };
        let picture = painter.page(number, dpi, limits.pixels).map_err(|refusal| on_page(refusal, number))?;
        // Painters do not know that a page may have units of its own.
        let unit = look.pages().and_then(|pages| pages.get(number as usize - 1)).map_or(1.0, |page| page.user_unit);
        sink(number, Sight::Painted(picture, dpi / unit))?;
    }
    Ok(())
}

fn painted(frame: u32, source: Digest, visible: Option<Visible>, picture: &Picture, dpi: f64) -> Page {
    let Picture { width, height, rgb } = picture;
    let points = |pixels: u32| (f64::from(pixels) * 72.0 / dpi).round().max(1.0) as u32;
    let Visible { width: across, height: down } =
        visible.unwrap_or(Visible { width: points(*width), height: points(*height) });
    let mut shrink = Shrink::new(Shape { width: *width, height: *height, bits: 8, channels: 3 });
    rgb.chunks_exact((*width as usize * 3).max(1)).for_each(|row| shrink.row(row, &[]));
    Page {
        frame,
        content: document::content_in_pdf(source, frame, across, down),
        preview: shrink.finish(),
        dpi: Some(dpi),
        orientation: Orientation::UPRIGHT,
        size: (*width, *height),
        painted: true,
    }
}
