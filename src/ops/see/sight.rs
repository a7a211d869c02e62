//! From a page image to what is seen of it: at first sight, or decoded for comparing and for people.

use serde::{Deserialize, Serialize};

use crate::formats;
use crate::formats::pixels::{self, View};
use crate::formats::stream::Stream;
use crate::ops::ingest::pdf::Placed;
use crate::page::{PageImage, Preview, Refusal, Stop};
use crate::pdfa::resolution::{self, Origin};
use crate::raster::{Picture, Raster};
use crate::records::profile::Limits;

use super::Page;

/// Which pages are wanted, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wanted {
    /// Their numbers.
    pub frames: Vec<u32>,
    /// The most dots per inch.
    pub at_most: f64,
    /// For people, in colour.
    pub colours: bool,
}

impl Wanted {
    /// Says whether no page from this number on is wanted.
    pub fn ends_before(&self, frame: u32) -> bool {
        self.frames.iter().all(|wanted| *wanted < frame)
    }
}

/// A page, decoded.
#[derive(Debug)]
pub enum Shown {
    /// For comparing.
    Raster(Raster),
    /// For people.
    Picture(Picture),
}

/// Takes decoded pages in order.
pub type Sink<'s> = dyn FnMut(u32, Shown) -> Result<(), Stop> + 's;

/// Returns the limits of a profile as the formats take them.
pub fn limits(limits: &Limits) -> formats::Limits {
    formats::Limits { pixels: limits.pixels, memory: limits.memory, pages: limits.pages }
}

/// Returns how an image lies on its page: as its PDF says, else by its own word, or the shape of a paper.
pub fn view(image: &PageImage<'_>, placed: Option<&Placed>, at_most: f64) -> View {
    let Some(placed) = placed else {
        let decided = resolution::decide(image.width, image.height, image.resolution);
        let is_known = decided.from != Origin::Default;
        let dpi = is_known.then(|| (decided.dpi.x(), decided.dpi.y()));
        return View { orientation: image.orientation, dpi, at_most };
    };
    View { orientation: placed.orientation(), dpi: Some(placed.dpi), at_most }
}

/// Returns a page at first sight.
pub fn page(frame: u32, image: PageImage<'_>, placed: Option<&Placed>) -> Page {
    let view = view(&image, placed, f64::INFINITY);
    first_sight(frame, &view, (image.width, image.height), image.preview, image.content)
}

/// Puts a page at first sight together.
pub fn first_sight(
    frame: u32,
    view: &View,
    stored: (u32, u32),
    preview: Preview,
    content: crate::page::Content,
) -> Page {
    let (size, dpi) = pixels::size(stored.0, stored.1, view);
    let preview = pixels::square_preview(preview, view.dpi);
    Page { frame, content, preview, dpi, orientation: view.orientation, size, painted: false }
}

/// Decodes an image.
pub fn show(stream: &Stream<'_>, view: &View, colours: bool, limits: &formats::Limits) -> Result<Shown, Refusal> {
    match colours {
        false => pixels::raster(stream, view, limits).map(Shown::Raster),
        true => pixels::picture(stream, view, limits).map(Shown::Picture),
    }
}
