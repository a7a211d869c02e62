//! PDFs that are nothing but page images: the images are lifted out as they are, and the PDF is built anew.
//!
//! First every page is looked at without its data, and one page of each kind is lifted and compared with its source;
//! only then are pages handed over, one at a time. What would lose anything is left to the classes that mend.

mod layout;
mod matrix;
mod picture;
mod place;
mod space;
mod state;
mod unfit;
mod words;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, SeekFrom};

use crate::finding::codes;
use crate::formats;
use crate::intake::place::{Opened, Place};
use crate::ops::worker::Stage;
use crate::page::{PageImage, Stop};
use crate::pdf::excerpt::{self, Part};
use crate::pdf::file::{File, Page};
use crate::pdf::mend;
use crate::pdf::object::Object;
use crate::pdfa::geometry::PageBox;
use crate::pdfa::{Conformance, Description, Writer};
use crate::records::profile;
use crate::sidecar::taken::{Change, Class};
use crate::text;
use crate::text::Text;

use super::compare::{self, Compared};
use super::{Bytes, Outcome, Placed, Subject};
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
    let pages = match survey(file, &limits)? {
        Ok(pages) => pages,
        Err(unfit) => {
            // A document by itself may be anything else; among scans it had to be this.
            if subject.wish.joins {
                subject.reasons.push(unfit.text());
            }
            return Ok(None);
        }
    };
    let mut tally = Tally::default();
    for (page, number) in pages.iter().zip(1u32..) {
        let (image, placed) = lift(file, page, &limits, &mut tally).map_err(|stop| on_page(stop, number))?;
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
fn survey<R: Read + Seek>(file: &File<R>, limits: &formats::Limits) -> Result<Fit<Vec<Page>>, Stop> {
    let mut kinds = BTreeSet::new();
    let mut look = || -> Result<Fit<Vec<Page>>, Stop> {
        if let Err(unfit) = document(file) {
            return Ok(Err(unfit));
        }
        let pages = match file.pages() {
            Ok(pages) if !pages.is_empty() => pages,
            Ok(_) => return Ok(because(text!("không có trang nào", "there is no page"))),
            Err(unreadable) => return Ok(Err(unreadable.into())),
        };
        for (page, number) in pages.iter().zip(1u32..) {
            let kind = match parts(file, page) {
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
        Ok(Ok(pages))
    };
    look()
}

/// Looks for what a document of images alone cannot carry.
fn document<R: Read + Seek>(file: &File<R>) -> Fit<()> {
    if file.is_encrypted() {
        return because(text!("tệp được mã hóa", "the file is encrypted"));
    }
    let catalog = file.catalog()?;
    let Some(catalog) = catalog.as_dict() else {
        return because(text!("tệp không có Catalog", "the file has no catalog"));
    };
    let is_there = |key: &str| -> Fit<bool> { Ok(!matches!(*file.value(catalog, key)?, Object::Null)) };
    let form = file.value(catalog, "AcroForm")?;
    let fields = form.as_dict().map(|form| file.value(form, "Fields")).transpose()?;
    let has_fields = fields.is_some_and(|fields| fields.as_array().is_some_and(|fields| !fields.is_empty()));
    let outlines = file.value(catalog, "Outlines")?;
    let has_outlines = outlines.as_dict().is_some_and(|outlines| outlines.has("First"));
    let names = file.value(catalog, "Names")?;
    let has_files = names.as_dict().is_some_and(|names| names.has("EmbeddedFiles"));
    let lost: &[(bool, Text)] = &[
        (has_fields, text!("biểu mẫu", "form fields")),
        (has_outlines, text!("mục lục (bookmark)", "bookmarks")),
        (has_files || is_there("AF")?, text!("tệp đính kèm", "attached files")),
        (is_there("OCProperties")?, text!("lớp bật tắt được", "optional content")),
    ];
    match lost.iter().find(|(is_lost, _)| *is_lost) {
        Some((_, Text { vi, en })) => because(Text { vi: format!("tệp có {vi}"), en: format!("the file has {en}") }),
        None => Ok(()),
    }
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
        format!("{} {a}{b}{c}{d} {rotation} {unit} {text}", self.picture.kind())
    }
}

fn parts<R: Read + Seek>(file: &File<R>, page: &Page) -> Fit<Parts> {
    annotations(file, page)?;
    let visible = place::visible(page)?;
    let layout = layout::of_page(file, page, visible)?;
    let picture = picture::describe(file, &layout.image, &layout.resources)?;
    let placed = place::placed(page, visible, &layout.matrix, picture.pixels)?;
    Ok(Parts { layout, picture, placed })
}

/// A page with notes, stamps or links says more than its image.
fn annotations<R: Read + Seek>(file: &File<R>, page: &Page) -> Fit<()> {
    let Some(dict) = page.dict.as_dict() else { return Ok(()) };
    let found = file.value(dict, "Annots")?;
    match found.as_array() {
        Some(items) if !items.is_empty() => {
            because(text!("trang có chú thích hoặc liên kết", "a page has annotations"))
        }
        _ => Ok(()),
    }
}

/// Lifts a page, with its words.
fn lift<R: Read + Seek>(
    file: &File<R>,
    page: &Page,
    limits: &formats::Limits,
    tally: &mut Tally,
) -> Result<(PageImage<'static>, Placed), Stop> {
    let Parts { layout, picture, mut placed } = parts(file, page).map_err(stop)?;
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

fn on_page(stop: Stop, number: u32) -> Stop {
    match stop {
        Stop::Refused(refusal) => Stop::Refused(Box::new(refusal.on_page(number))),
        other => other,
    }
}

/// Builds the page anew and compares its looks with those of its source, at an eighth of the image's size.
fn prove<R: Read + Seek>(file: &File<R>, page: &Page, limits: &formats::Limits) -> Result<Fit<()>, Stop> {
    let (image, placed) = lift(file, page, limits, &mut Tally::default())?;
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
        return Err(Stop::Fault(error.into()));
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
