//! What is shown of the pages of a PDF: the crop box within the media box, in points, turned as readers see it.

use std::io::{Read, Seek};

use crate::finding::codes;
use crate::page::{Refusal, Stop};
use crate::pdf::file::{File, Page};
use crate::text;

use super::{Visible, unreadable};

/// What readers show where a page states no size.
const LETTER: [f64; 4] = [0.0, 0.0, 612.0, 792.0];

/// Returns the boxes of all pages; a PDF without a page is refused.
pub fn boxes<R: Read + Seek>(file: &File<R>) -> Result<Vec<Visible>, Stop> {
    let pages = file.pages().map_err(|why| unreadable(&why))?;
    if pages.is_empty() {
        return Err(no_page().into());
    }
    Ok(pages.iter().map(of).collect())
}

/// Refuses a PDF without a page.
pub fn no_page() -> Refusal {
    Refusal::new(&codes::NO_PAGES, text!("PDF không có trang nào", "the PDF has no page"))
}

/// Returns the box of one page.
pub fn of(page: &Page) -> Visible {
    let media = page.media_box.as_ref().map_or(LETTER, |media| media.value);
    let crop = page.crop_box.as_ref().map_or(media, |crop| crop.value);
    let within = [crop[0].max(media[0]), crop[1].max(media[1]), crop[2].min(media[2]), crop[3].min(media[3])];
    let [left, bottom, right, top] = if within[0] < within[2] && within[1] < within[3] { within } else { media };
    let points = |units: f64| (units * page.user_unit).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    let (width, height) = (points(right - left), points(top - bottom));
    let turn = page.rotate.as_ref().and_then(|turn| turn.value.as_int()).unwrap_or(0);
    if turn.rem_euclid(180) == 90 { Visible { width: height, height: width } } else { Visible { width, height } }
}
