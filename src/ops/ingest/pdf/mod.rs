//! PDFs from elsewhere: what class a PDF is of, and what becomes of it. Called within a worker process.
//!
//! The classes are asked in order; the first that takes the file decides. Nothing here writes into the archive but the
//! one output file that the request names.

mod compare;
mod conforming;
mod encryption;
mod matrix;
pub mod own;
#[cfg(feature = "render")]
mod rasterise;
mod repair;
mod said;
pub mod scan;
mod signed;
pub mod visible;

use std::ffi::OsString;
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::files::container::opened::Opened;
use crate::finding::{Finding, codes};
use crate::intake::discover::Found;
use crate::intake::place::Place;
use crate::ops::worker::Stage;
use crate::page::{Orientation, PageImage, Refusal, Stop};
use crate::pdf::{self, Obstacle};
use crate::pdfa::text::Word;
use crate::records::profile;
use crate::sidecar::taken::{Change, Class, Said, Signature};
use crate::text;
use crate::text::Text;

/// What is asked of a PDF.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// Where a mended PDF is to be written; nothing is there yet.
    pub out: OsString,
    /// The title of the document: its name in the archive.
    pub title: String,
    /// Whether its pages are to join those of other files, so that only a scan will do.
    pub joins: bool,
    /// Whether its pages may be painted, if nothing else helps.
    pub rasterise: bool,
    /// What may be asked of the machine.
    pub limits: profile::Limits,
}

/// What became of a PDF.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Its class.
    pub class: Class,
    /// Why it is of that class.
    pub reason: Text,
    /// The part of PDF/A that it says it keeps to.
    pub claim: Option<String>,
    /// What it says of itself, where the PDF is made anew.
    pub said: Option<Said>,
    /// What the published PDF was found to be: `PDF/A-2b`, or `PDF 1.6` where it is none.
    pub conformance: String,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What signatures say.
    pub signatures: Vec<Signature>,
    /// Where the PDF that is published comes from.
    pub bytes: Bytes,
    /// Whether the file as it came is to be kept beside the PDF.
    pub keeps_original: bool,
    /// What a person should know: codes and sentences.
    pub notes: Vec<(String, Text)>,
}

/// Where the PDF that is published comes from.
#[derive(Debug, Serialize, Deserialize)]
pub enum Bytes {
    /// It is built from the pages that were handed over.
    Pages,
    /// It is the file itself; these are the visible boxes of its pages.
    Source(Vec<Visible>),
    /// It is the file itself, which sohoa built from the pages that were handed over.
    Own(Vec<own::OwnPage>),
    /// It was written where the wish says; these are the visible boxes of its pages.
    Written(Vec<Visible>),
}

/// What is shown of a page, as its reader sees it: points, rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visible {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

/// How an image lies on its page, where that is not what its own size and resolution say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The size of the page in its own units: across and down, before it is turned.
    pub size: (f64, f64),
    /// Where the unit square of the image goes.
    pub image: [f64; 6],
    /// How the page is turned, clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
    /// Its unit, in 1/72 inch.
    pub user_unit: u32,
    /// Pixels of the image for each inch of the page: along its rows, and along its columns.
    pub dpi: (f64, f64),
    /// Invisible words, each with where it goes.
    pub words: Vec<Word>,
}

impl Placed {
    /// Returns how the stored image is turned and mirrored before it is seen: by its matrix, and by its page.
    pub fn orientation(&self) -> Orientation {
        let turned = |(x, y): (f64, f64)| match self.rotation {
            90 => (y, -x),
            180 => (-x, -y),
            270 => (-y, x),
            _ => (x, y),
        };
        let [a, b, c, d, ..] = self.image;
        // Where the next pixel of a row lies, and where the next row.
        let (across, down) = (turned((a, b)), turned((-c, -d)));
        let is_upright = across.0.abs() >= across.1.abs();
        Orientation::from_tag(match (is_upright, across.0 > 0.0, across.1 > 0.0, down.0 > 0.0, down.1 > 0.0) {
            (true, true, _, _, false) => 1,
            (true, false, _, _, false) => 2,
            (true, false, _, _, true) => 3,
            (true, true, _, _, true) => 4,
            (false, _, false, true, _) => 5,
            (false, _, false, false, _) => 6,
            (false, _, true, false, _) => 7,
            (false, _, true, true, _) => 8,
        })
    }
}

/// Takes pages in order, from 1.
pub type PageSink<'s> = dyn FnMut(u32, PageImage<'_>, Option<Placed>) -> Result<(), Stop> + 's;

/// A PDF that is being looked at.
pub struct Subject<'o> {
    /// The file, in our own reader; why not, where that cannot read it.
    pub file: Result<pdf::file::File<Opened>, pdf::Unreadable>,
    /// Where it lies.
    pub place: &'o Place,
    /// What is asked.
    pub wish: &'o Wish,
    /// Told how far the work is.
    pub stage: &'o mut dyn FnMut(Stage),
    /// Takes the pages of a scan.
    pub sink: &'o mut PageSink<'o>,
    /// Why earlier classes did not take it.
    pub reasons: Vec<Text>,
}

/// Returns the findings about a PDF, for what its outcome notes.
pub fn findings(notes: Vec<(String, Text)>, found: &Found) -> Vec<Finding> {
    let code = |name: &str| codes::all().find(|code| code.name == name);
    notes.into_iter().filter_map(|(name, what)| Some(Finding::new(code(&name)?, &found.label, what))).collect()
}

/// Asks one class; `None` passes the file on to the next, with a reason left in [`Subject::reasons`].
type Take = fn(&mut Subject<'_>) -> Result<Option<Outcome>, Stop>;

/// The classes, in order.
const CLASSES: &[(Stage, Take)] = &[
    (Stage::Signatures, signed::take),
    (Stage::Lifting, own::take),
    (Stage::Checking, conforming::take),
    (Stage::Lifting, scan::take),
    (Stage::Mending, repair::take),
    #[cfg(feature = "render")]
    (Stage::Painting, rasterise::take),
];

/// Takes a PDF apart, in a worker process.
pub fn take<'o>(
    place: &'o Place,
    wish: &'o Wish,
    stage: &'o mut dyn FnMut(Stage),
    sink: &'o mut PageSink<'o>,
) -> Result<Outcome, Stop> {
    let file = pdf::file::File::open(place.open()?, limits(&wish.limits));
    if let Ok(file) = &file
        && file.pages().is_ok_and(|pages| pages.is_empty())
    {
        return Err(visible::no_page().into());
    }
    if let Some(refusal) = barred(&file) {
        return Err(refusal.into());
    }
    let mut opened = Subject { file, place, wish, stage, sink, reasons: Vec::new() };
    for (stage, class) in CLASSES {
        (opened.stage)(*stage);
        if let Some(mut outcome) = class(&mut opened)? {
            if !matches!(outcome.bytes, Bytes::Source(_) | Bytes::Own(_)) && !wish.joins {
                outcome.said = said::read(&opened)?;
            }
            return Ok(outcome);
        }
    }
    Err(refusal(&opened).into())
}

/// Returns the limits of a profile as our reader of PDFs takes them.
pub fn limits(limits: &profile::Limits) -> pdf::Limits {
    pdf::Limits {
        inflation: limits.inflation,
        nesting: limits.nesting,
        objects: limits.objects,
        memory: limits.memory,
        pages: limits.pages,
    }
}

/// Says what no class may take: a file beyond the limits, which readers that forgive would swallow, and a locked one,
/// of which nothing can be said, not even of its signatures.
pub fn barred<R: Read + Seek>(file: &Result<pdf::file::File<R>, pdf::Unreadable>) -> Option<Refusal> {
    match file {
        Err(why) if why.obstacle == Obstacle::Limit => Some(unreadable(why)),
        Ok(file) if pdf::mend::needs_password(file) => Some(encrypted()),
        _ => None,
    }
}

fn encrypted() -> Refusal {
    Refusal::new(&codes::PDF_ENCRYPTED, text!("PDF có mật khẩu", "the PDF is protected by a password"))
}

/// Says why no class took the file.
fn refusal(subject: &Subject<'_>) -> Refusal {
    let reasons = |of: fn(&Text) -> &str| subject.reasons.iter().map(of).collect::<Vec<_>>().join("; ");
    let what = Text { vi: reasons(|text| &text.vi), en: reasons(|text| &text.en) };
    match &subject.file {
        Err(why) => unreadable(why),
        Ok(file) if file.is_encrypted() => encrypted(),
        Ok(_) if subject.wish.joins => Refusal::new(&codes::PDF_NOT_ALONE, what),
        Ok(_) => {
            let Text { vi, en } = what;
            let what =
                text!("không phải PDF/A-2 và không sửa được: {vi}", "it is no PDF/A-2 and cannot be mended: {en}");
            Refusal::new(&codes::PDF_NONCONFORMING, what)
        }
    }
}

/// Says that a PDF cannot be read, and where.
pub fn unreadable(why: &pdf::Unreadable) -> Refusal {
    let code = match why.obstacle {
        Obstacle::Broken => &codes::PDF_UNREADABLE,
        Obstacle::Limit => &codes::TOO_LARGE,
        Obstacle::Disk => &codes::SOURCE_UNREADABLE,
    };
    Refusal { offset: why.offset, ..Refusal::new(code, why.what.clone()) }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::pdf::words::tests::pdf;

    fn code(bytes: &[u8], limits: pdf::Limits) -> Option<&'static str> {
        barred(&pdf::file::File::open(Cursor::new(bytes), limits)).map(|refusal| refusal.code.name)
    }

    #[test]
    fn what_exceeds_a_limit_goes_to_no_class_and_what_is_broken_does() {
        let bytes = pdf("", "0 0 9 9 re f");
        assert_eq!(code(&bytes, pdf::Limits::default()), None);
        assert_eq!(code(&bytes, pdf::Limits { objects: 2, ..pdf::Limits::default() }), Some("format.too-large"));
        assert_eq!(code(&bytes[..bytes.len() / 2], pdf::Limits::default()), None);
    }

    #[test]
    fn a_file_that_needs_a_password_goes_to_no_class_whatever_it_says_of_signatures() {
        let locked = |word: &str| {
            let mut bytes = pdf::mend::tests::locked(word);
            bytes.extend(b"%/ByteRange");
            code(&bytes, pdf::Limits::default())
        };
        assert_eq!((locked("bad"), locked("")), (Some("pdf.encrypted"), None));
    }
}
