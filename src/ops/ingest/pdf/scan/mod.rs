//! PDFs that are nothing but page images: the images are lifted out as they are, and the PDF is built anew.
//!
//! First every page is looked at without its data, and one page of each kind is lifted and compared with its source;
//! only then are pages handed over, one at a time. What would lose anything is left to the classes that mend.

mod budget;
mod coding;
mod document;
mod layout;
pub mod look;
mod odd;
mod picture;
mod place;
mod space;
mod state;
mod unfit;
mod words;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, SeekFrom};

use crate::files::container::opened::Opened;
use crate::finding::codes;
use crate::formats;
use crate::intake::place::Place;
use crate::ops::worker::Stage;
use crate::page::{PageImage, Stop};
use crate::pdf::excerpt::{self, Part};
use crate::pdf::file::{File, Page};
use crate::pdf::mend;
use crate::pdfa::geometry::PageBox;
use crate::pdfa::unwritable::Unwritable;
use crate::pdfa::{Conformance, Description, Writer};
use crate::records::profile;
use crate::sidecar::taken::{Change, Class};
use crate::text;

use super::compare::{self, Compared};
use super::{Bytes, Outcome, Placed, Subject};
use budget::Budget;
use layout::Layout;
use picture::Picture;
use unfit::{Fit, Unfit, because, refusal};

/// Looks whether the PDF is a scan, and if so hands its pages over.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    let plain = match &subject.file {
        Ok(file) if !file.is_encrypted() => None,
        _ => plain(subject.place, &subject.wish.limits)?,
    };
    let file = match (&plain, &subject.file) {
        (Some(file), _) | (None, Ok(file)) => file,
        (None, Err(_)) => return Ok(None),
    };
    let limits = &subject.wish.limits;
    let limits = formats::Limits { pixels: limits.pixels, memory: limits.memory, pages: limits.pages };
    let Scan { pages, left } = match survey(file, &limits)? {
        Ok(scan) => scan,
        Err(unfit) => {
            // A document by itself may be anything else; among scans it had to be this.
            if subject.wish.joins {
                subject.reasons.push(unfit.text());
            }
            return Ok(None);
        }
    };
    let mut tally = Tally { left, ..Tally::default() };
    let budget = Budget::of(pages.len());
    for (page, number) in pages.iter().zip(1u32..) {
        let (image, placed) = lift(file, page, &limits, &budget, &mut tally).map_err(|stop| on_page(stop, number))?;
        if image.mask.is_some() {
            return Err(on_page(stop(transparent()), number));
        }
        (subject.sink)(number, image, Some(placed))?;
        (subject.stage)(Stage::Pages(number));
    }
    Ok(Some(tally.outcome(pages.len(), plain.is_some())))
}

/// Opens a file anew whose cross-references are broken, or that is encrypted with an empty password: its images are as
/// good as any. `None` where that does not help.
fn plain(place: &Place, limits: &profile::Limits) -> Result<Option<File<Opened>>, Stop> {
    let mut opened = place.open()?;
    let size = opened.seek(SeekFrom::End(0))?;
    if size > limits.memory {
        return Ok(None);
    }
    opened.seek(SeekFrom::Start(0))?;
    let mut source = Vec::new();
    opened.take(size).read_to_end(&mut source)?;
    let limits = super::limits(limits);
    let written = mend::plain(&source, &limits).ok();
    Ok(written.and_then(|bytes| File::open(Opened::Memory(Cursor::new(bytes)), limits).ok()))
}

/// What was carried over.
#[derive(Default)]
struct Tally {
    words: u32,
    dropped: u64,
    /// The words for what the catalog has and a document of images has not.
    left: Vec<&'static str>,
}

/// A document that is a scan.
struct Scan {
    pages: Vec<Page>,
    left: Vec<&'static str>,
}

impl Tally {
    fn outcome(self, n_pages: usize, is_plain: bool) -> Outcome {
        let change = |what: &str, count: u32| Change { what: what.to_owned(), count };
        let mut changes = vec![change("images-lifted", n_pages as u32)];
        if is_plain {
            changes.push(change("file-rebuilt", 1));
        }
        if self.words > 0 {
            changes.push(change("words-carried-over", self.words));
        }
        changes.extend(self.left.iter().map(|word| change(word, 1)));
        let mut notes = Vec::new();
        if self.dropped > 0 {
            let dropped = self.dropped;
            let what = text!(
                "{dropped} chữ ẩn không có mã Unicode",
                "{dropped} letters of the invisible text have no Unicode value"
            );
            notes.push((codes::TEXT_DROPPED.name.to_owned(), what));
            changes.push(change("letters-dropped", u32::try_from(dropped).unwrap_or(u32::MAX)));
        }
        Outcome {
            class: Class::Scan,
            reason: text!("mỗi trang chỉ gồm một ảnh", "every page is one image"),
            claim: None,
            said: None,
            conformance: "PDF/A-2u".to_owned(),
            changes,
            signatures: Vec::new(),
            bytes: Bytes::Pages,
            keeps_original: false,
            notes,
        }
    }
}

/// Looks at every page; returns them if all of them are pages of a scan.
fn survey<R: Read + Seek>(file: &File<R>, limits: &formats::Limits) -> Result<Fit<Scan>, Stop> {
    let (left, pages) = match document::left_behind(file).and_then(|left| Ok((left, file.pages()?))) {
        Ok((_, pages)) if pages.is_empty() => return Ok(because(text!("không có trang nào", "there is no page"))),
        Ok(found) => found,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let (mut kinds, budget) = (BTreeSet::new(), Budget::of(pages.len()));
    for (page, number) in pages.iter().zip(1u32..) {
        let kind = match parts(file, page, &budget) {
            Ok(parts) => parts.kind(),
            Err(unfit) => return Ok(Err(unfit)),
        };
        if kinds.insert(kind) {
            let proof = prove(file, page, limits).map_err(|stop| on_page(stop, number))?;
            if let Err(unfit) = proof {
                return Ok(Err(unfit));
            }
        }
    }
    Ok(Ok(Scan { pages, left }))
}

/// A page taken apart.
struct Parts {
    layout: Layout,
    picture: Picture,
    placed: Placed,
}

impl Parts {
    /// Returns what tells this kind of page from others in one document.
    fn kind(&self) -> String {
        let [a, b, c, d, ..] = self.placed.image.map(|value| value.abs() > 1e-3 && value > 0.0);
        let (rotation, unit, text) = (self.placed.rotation, self.placed.user_unit, self.layout.has_text);
        format!("{} {a}{b}{c}{d} {rotation} {unit} {text} {:?}", self.picture.kind(), self.layout.words)
    }
}

fn parts<R: Read + Seek>(file: &File<R>, page: &Page, budget: &Budget) -> Fit<Parts> {
    document::page(file, page)?;
    take_apart(file, page, budget)
}

fn take_apart<R: Read + Seek>(file: &File<R>, page: &Page, budget: &Budget) -> Fit<Parts> {
    let visible = place::visible(page)?;
    let layout = layout::of_page(file, page, visible, budget)?;
    let picture = picture::describe(file, &layout.image, &layout.resources)?;
    let placed = place::placed(page, visible, &layout.matrix, picture.pixels)?;
    Ok(Parts { layout, picture, placed })
}

/// Lifts a page, with its words.
fn lift<R: Read + Seek>(
    file: &File<R>,
    page: &Page,
    limits: &formats::Limits,
    budget: &Budget,
    tally: &mut Tally,
) -> Result<(PageImage<'static>, Placed), Stop> {
    let Parts { layout, picture, mut placed } = parts(file, page, budget).map_err(stop)?;
    if layout.has_text {
        let visible = place::visible(page).map_err(stop)?;
        let found = words::of_page(file, page, visible).map_err(|unreadable| stop(unreadable.into()))?;
        tally.words += found.words.len() as u32;
        tally.dropped += found.dropped;
        placed.words = found.words;
    }
    let image = picture.lift(file, limits)?;
    Ok((image, placed))
}

/// A page that was one of a scan a moment ago, and is none now.
fn stop(unfit: Unfit) -> Stop {
    match unfit {
        Unfit::Unreadable(unreadable) => refusal(unreadable).into(),
        Unfit::Because(what) => crate::page::Refusal::new(&codes::CORRUPT, what).into(),
    }
}

/// An image whose own data say that it is seen through; readers do not agree on whether it is.
fn transparent() -> Unfit {
    Unfit::Because(text!("ảnh có độ trong suốt", "an image is transparent"))
}

fn on_page(stop: Stop, number: u32) -> Stop {
    match stop {
        Stop::Refused(refusal) => Stop::Refused(Box::new(refusal.on_page(number))),
        other => other,
    }
}

/// Builds the page anew and compares its looks with those of its source, at an eighth of the image's size.
fn prove<R: Read + Seek>(file: &File<R>, page: &Page, limits: &formats::Limits) -> Result<Fit<()>, Stop> {
    let (image, placed) = lift(file, page, limits, &Budget::of(1), &mut Tally::default())?;
    if image.mask.is_some() {
        return Ok(Err(transparent()));
    }
    let Some(sheet) = PageBox::placed(placed.size, placed.image, placed.rotation, placed.user_unit) else {
        return Ok(because(text!("trang không đặt lại được", "the page cannot be placed")));
    };
    let description = Description { title: String::new(), conformance: Conformance::U, language: None };
    let mut built = Vec::new();
    let written = Writer::new(&mut built, description).and_then(|mut writer| {
        writer.page(&image, &sheet, &placed.words, None)?;
        writer.finish()
    });
    if let Err(error) = written {
        return match error.get_ref().and_then(|inner| inner.downcast_ref::<Unwritable>()) {
            Some(why) => Ok(because(why.text())),
            None => Err(Stop::Fault(error.into())),
        };
    }
    let source = match excerpt::page(file, page, Part::Whole) {
        Ok(source) => source,
        Err(unreadable) => return Ok(Err(unreadable.into())),
    };
    let dpi = placed.dpi.0.max(placed.dpi.1) * f64::from(placed.user_unit);
    Ok(match compare::looks(source, built, (dpi / 8.0 / 72.0) as f32) {
        Ok(Compared::Differs(_)) => because(text!("trang dựng lại trông khác", "the page built anew looks different")),
        Ok(Compared::Same | Compared::Unable) => Ok(()),
        Err(unreadable) => Err(unreadable.into()),
    })
}

#[cfg(test)]
mod tests;
