//! Documents of an archive: PDFs that sohoa built are read here, since it wrote them; all others by workers.

use std::fs::File;
use std::path::Path;

use crate::checks::stored::Stored;
use crate::finding::codes;
use crate::formats::pixels::View;
use crate::formats::readback;
use crate::intake::place::Place;
use crate::page::{Refusal, Stop};
use crate::pdfa::reader::Reader;
use crate::pdfa::reader::surprise::ReadError;
use crate::records::profile::Limits;
use crate::sidecar::{Kept, Page as Known, Sidecar};
use crate::text;

use super::sight::{self, Wanted};
use super::{Eyes, Page, Sink, on_page};

/// Where a guess was made that nothing speaks for (`pdfa::resolution`).
const DEFAULT: &str = "default";

/// Hands over every page at first sight; what determines its pixels is what was sealed.
pub(super) fn pages(eyes: &Eyes<'_>, pdf: &Path, sidecar: &Sidecar, sink: &mut Sink<'_>) -> Result<(), Stop> {
    if sidecar.pdf.kept != Kept::Built {
        return eyes.pool.pages(&Place::from(pdf), sidecar.pdf.size, None, &mut |page| {
            let known = sidecar.pages.iter().find(|known| known.number == page.frame);
            match known.filter(|_| page.painted) {
                Some(known) => sink(Page { content: known.content.clone(), ..page }),
                None => sink(page),
            }
        });
    }
    each(pdf, sidecar, eyes.limits, &|_| true, &mut |known, stored| {
        let (_, preview) = readback::survey(&stored.stream())?;
        let (view, size) = (view(known, f64::INFINITY), (stored.image.width, stored.image.height));
        Ok(sink(sight::first_sight(known.number, &view, size, preview, known.content.clone())))
    })
}

/// Decodes chosen pages.
pub(super) fn show(
    eyes: &Eyes<'_>,
    pdf: &Path,
    sidecar: &Sidecar,
    wanted: &Wanted,
    sink: &mut sight::Sink<'_>,
) -> Result<(), Stop> {
    if sidecar.pdf.kept != Kept::Built {
        return eyes.pool.show(&Place::from(pdf), sidecar.pdf.size, None, wanted, sink);
    }
    let limits = sight::limits(eyes.limits);
    each(pdf, sidecar, eyes.limits, &|number| wanted.frames.contains(&number), &mut |known, stored| {
        let view = view(known, wanted.at_most);
        let shown = sight::show(&stored.stream(), &view, wanted.colours, &limits)?;
        Ok(sink(known.number, shown))
    })
}

/// Takes an image; a refusal is about the image, what it returns about whoever wanted it.
type Take<'t> = dyn FnMut(&Known, &Stored) -> Result<Result<(), Stop>, Refusal> + 't;

/// Takes the images of the wanted pages out of a PDF of ours.
fn each(
    pdf: &Path,
    sidecar: &Sidecar,
    limits: &Limits,
    is_wanted: &dyn Fn(u32) -> bool,
    take: &mut Take<'_>,
) -> Result<(), Stop> {
    let mut reader = Reader::open(File::open(pdf)?).map_err(stop)?;
    for (idx, known) in sidecar.pages.iter().enumerate().filter(|(_, known)| is_wanted(known.number)) {
        let stored = Stored::read(&mut reader, idx).map_err(stop)?;
        let pixels = u64::from(stored.image.width) * u64::from(stored.image.height);
        if pixels > limits.pixels {
            let what = text!("ảnh có {pixels} điểm, quá lớn", "the image has {pixels} pixels, too many");
            return Err(on_page(Refusal::new(&codes::TOO_LARGE, what), known.number));
        }
        take(known, &stored).map_err(|refusal| on_page(refusal, known.number))??;
    }
    Ok(())
}

fn view(known: &Known, at_most: f64) -> View {
    let stated = known.dpi.as_ref().filter(|dpi| dpi.from != DEFAULT);
    let dpi = stated.map(|dpi| (dpi.value, dpi.down.unwrap_or(dpi.value)));
    View { orientation: known.orientation, dpi, at_most }
}

fn stop(error: ReadError) -> Stop {
    match error {
        ReadError::Io(error) => Stop::Unreadable(error),
        ReadError::Surprise(surprise) => Refusal::new(&codes::PDF_UNREADABLE, surprise.text()).into(),
    }
}
