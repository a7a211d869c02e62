//! What a program and its workers say to each other.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use crate::checks::pdfa::Options;
use crate::digest::Digest;
use crate::fault::Fault;
use crate::finding::{Code, codes};
use crate::formats;
use crate::intake::place::Place;
use crate::ops::check::Judgement;
use crate::ops::ingest::pdf::{Outcome, Placed, Wish};
use crate::ops::see::sight::Wanted;
use crate::page::{
    Coding, Colour, Content, Embedding, Mask, Note, Orientation, PageImage, Preview, Refusal, Resolution, Stop,
};
use crate::records::profile;
use crate::text;
use crate::text::Text;

use super::sights::{SeenHead, ShownHead};

/// One piece of work.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub job: Job,
    /// The file, or the entry of a ZIP.
    pub place: Place,
    /// What it may take of the machine.
    pub budget: Budget,
}

/// What is to be done with a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Job {
    /// Read a scan, page by page.
    Read {
        /// The name of its format.
        format: String,
        /// What the format checks before it decodes.
        limits: formats::Limits,
    },
    /// Take a PDF apart.
    Pdf(Box<Wish>),
    /// See the pages of a file, at first sight or decoded.
    See {
        /// The name of its format; `None` for a PDF.
        format: Option<String>,
        /// What may be asked of the machine.
        limits: profile::Limits,
        /// Which pages are decoded, and how; `None` for all at first sight.
        wanted: Option<Wanted>,
    },
    /// Judge a PDF.
    Check {
        /// What to check.
        options: Options,
        /// What may be asked of the machine.
        limits: profile::Limits,
    },
}

/// What one piece of work may take of the machine.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Budget {
    /// Bytes of memory.
    pub memory: u64,
    /// Seconds of work.
    pub seconds: u64,
    /// Bytes of any file that is written.
    pub written: u64,
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// It is there and waits for work.
    Ready,
    /// It has come so far.
    Stage(Stage),
    /// A page; its data are in the blocks.
    Page(Box<PageHead>),
    /// A page at first sight; its preview is the block.
    Seen(Box<SeenHead>),
    /// A page, decoded; its pixels are in the blocks.
    Shown(ShownHead),
    /// All is read.
    Done,
    /// What became of a PDF.
    Taken(Box<Outcome>),
    /// What is said of a PDF.
    Judged(Box<Judgement>),
    /// It stopped, for a reason that it can tell.
    Stopped(Stopped),
}

impl Reply {
    /// Returns what tells one page from others, if this is a page: a second try must begin with the same ones.
    pub fn page(&self) -> Option<Digest> {
        match self {
            Reply::Page(head) => Some(head.content.sha256),
            Reply::Seen(head) => Some(head.page.content.sha256),
            Reply::Shown(head) => Some(Digest::of(format!("{head:?}").as_bytes())),
            _ => None,
        }
    }
}

/// How far a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing of it is known.
    Opening,
    /// So many pages are read.
    Pages(u32),
    /// Its objects are being read.
    Parsing,
    /// Its signatures are being read.
    Signatures,
    /// It is being checked against PDF/A.
    Checking,
    /// Its images are being lifted out.
    Lifting,
    /// It is being mended.
    Mending,
    /// Its looks are being compared with those of the file.
    Comparing,
    /// Its pages are being painted.
    Painting,
}

impl Stage {
    /// Returns the stage in words.
    pub fn text(self) -> Text {
        match self {
            Stage::Opening => text!("mở tệp", "opening the file"),
            Stage::Pages(number) => text!("sau trang {number}", "after page {number}"),
            Stage::Parsing => text!("đọc các đối tượng", "reading its objects"),
            Stage::Signatures => text!("đọc chữ ký", "reading its signatures"),
            Stage::Checking => text!("kiểm tra PDF/A", "checking it against PDF/A"),
            Stage::Lifting => text!("lấy ảnh ra", "lifting its images out"),
            Stage::Mending => text!("sửa tệp", "mending it"),
            Stage::Comparing => text!("so sánh hình trang", "comparing its looks"),
            Stage::Painting => text!("vẽ các trang", "painting its pages"),
        }
    }
}

/// What befell a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It ended of itself.
    Crashed,
    /// It did not end in time.
    Timeout,
    /// It ran into a limit.
    Refused,
}

/// How a worker failed over a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What befell it.
    pub verdict: Verdict,
    /// How that was noticed.
    pub how: Text,
    /// How far it had come.
    pub stage: Stage,
    /// Why, if it said so.
    pub cause: Option<Text>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        let code = match failure.verdict {
            Verdict::Crashed => &codes::WORKER_CRASHED,
            Verdict::Timeout => &codes::WORKER_TIMEOUT,
            Verdict::Refused => &codes::WORKER_REFUSED,
        };
        let (how, stage) = (&failure.how, failure.stage.text());
        let cause = failure.cause.unwrap_or_else(|| text!("", ""));
        let behind = |cause: &str| if cause.is_empty() { String::new() } else { format!(": {cause}") };
        let vi = format!("tiến trình phụ dừng cả hai lần, {} ({}){}", how.vi, stage.vi, behind(&cause.vi));
        let en = format!("the worker process failed twice, {} ({}){}", how.en, stage.en, behind(&cause.en));
        Refusal::new(code, Text { vi, en })
    }
}

/// A page image without its data.
#[derive(Debug, Serialize, Deserialize)]
pub struct PageHead {
    /// The number in its file.
    pub frame: u32,
    /// How it lies on its page.
    pub placed: Option<Placed>,
    width: u32,
    height: u32,
    bits: u8,
    colour: Colour,
    coding: Coding,
    inverted: bool,
    /// Without its data, if it is a soft one.
    mask: Option<Mask>,
    resolution: Option<Resolution>,
    orientation: Orientation,
    embedding: Embedding,
    /// What determines the pixels.
    pub content: Content,
    /// Blocks across and down.
    preview: (u32, u32),
    notes: Vec<NoteHead>,
}

#[derive(Debug, Serialize, Deserialize)]
struct NoteHead {
    code: String,
    what: Text,
}

impl PageHead {
    /// Takes a page apart: the head, and four blocks with data, soft mask, preview and shared segments.
    pub fn of(frame: u32, image: PageImage<'_>, placed: Option<Placed>) -> (PageHead, [Cow<'_, [u8]>; 4]) {
        let (mask, soft) = match image.mask {
            Some(Mask::Soft { bits, data }) => (Some(Mask::Soft { bits, data: Vec::new() }), data),
            mask => (mask, Vec::new()),
        };
        let (coding, shared) = match image.coding {
            Coding::Jbig2 { globals: Some(globals) } => (Coding::Jbig2 { globals: Some(Vec::new()) }, globals),
            coding => (coding, Vec::new()),
        };
        let Preview { width: across, height: down, grey } = image.preview;
        let note = |note: Note| NoteHead { code: note.code.name.to_owned(), what: note.what };
        let head = PageHead {
            frame,
            placed,
            width: image.width,
            height: image.height,
            bits: image.bits,
            colour: image.colour,
            coding,
            inverted: image.inverted,
            mask,
            resolution: image.resolution,
            orientation: image.orientation,
            embedding: image.embedding,
            content: image.content,
            preview: (across, down),
            notes: image.notes.into_iter().map(note).collect(),
        };
        (head, [image.data, Cow::Owned(soft), Cow::Owned(grey), Cow::Owned(shared)])
    }

    /// Puts the page together again; `None` where blocks are missing or a note is of no known kind.
    pub fn image(self, blocks: Vec<Vec<u8>>) -> Option<PageImage<'static>> {
        let [data, soft, grey, shared] = <[Vec<u8>; 4]>::try_from(blocks).ok()?;
        let mask = match self.mask {
            Some(Mask::Soft { bits, .. }) => Some(Mask::Soft { bits, data: soft }),
            mask => mask,
        };
        let coding = match self.coding {
            Coding::Jbig2 { globals: Some(_) } => Coding::Jbig2 { globals: Some(shared) },
            coding => coding,
        };
        let note = |head: NoteHead| Some(Note { code: code(&head.code)?, what: head.what });
        Some(PageImage {
            width: self.width,
            height: self.height,
            bits: self.bits,
            colour: self.colour,
            coding,
            inverted: self.inverted,
            mask,
            data: Cow::Owned(data),
            resolution: self.resolution,
            orientation: self.orientation,
            embedding: self.embedding,
            content: self.content,
            preview: Preview { width: self.preview.0, height: self.preview.1, grey },
            notes: self.notes.into_iter().map(note).collect::<Option<_>>()?,
        })
    }
}

/// A [`Stop`] in words that can be sent.
#[derive(Debug, Serialize, Deserialize)]
pub enum Stopped {
    /// The material is refused.
    Refused {
        /// The name of the code.
        code: String,
        /// The sentence for this case.
        what: Text,
        /// Where in the file, in bytes.
        offset: Option<u64>,
        /// On which page, from 1.
        page: Option<u32>,
    },
    /// The file could not be read from its disk.
    Unreadable(Cause),
    /// The work could not be done.
    Fault(Option<Text>, Cause),
}

/// What the system said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cause {
    /// Its number for the error, where there is one.
    number: Option<i32>,
    words: String,
}

impl From<Stop> for Stopped {
    fn from(stop: Stop) -> Stopped {
        match stop {
            Stop::Refused(refusal) => {
                let Refusal { code, what, offset, page } = *refusal;
                Stopped::Refused { code: code.name.to_owned(), what, offset, page }
            }
            Stop::Unreadable(error) => Stopped::Unreadable(Cause::of(&error)),
            Stop::Fault(error) => {
                let number = error.root_cause().downcast_ref::<io::Error>().and_then(io::Error::raw_os_error);
                let what = error.downcast_ref::<Fault>().map(|fault| fault.what.clone());
                Stopped::Fault(what, Cause { number, words: error.root_cause().to_string() })
            }
        }
    }
}

impl From<Stopped> for Stop {
    fn from(stopped: Stopped) -> Stop {
        match stopped {
            Stopped::Refused { code: name, what, offset, page } => {
                Refusal { code: code(&name).unwrap_or(&codes::WORKER_REFUSED), what, offset, page }.into()
            }
            Stopped::Unreadable(cause) => Stop::Unreadable(cause.error()),
            Stopped::Fault(what, cause) => {
                let what = what.unwrap_or_else(|| text!("tiến trình phụ gặp lỗi", "a worker process failed"));
                Stop::Fault(Fault::caused(what, cause.error()))
            }
        }
    }
}

impl Cause {
    fn of(error: &io::Error) -> Cause {
        Cause { number: error.raw_os_error(), words: error.to_string() }
    }

    fn error(self) -> io::Error {
        self.number.map_or_else(|| io::Error::other(self.words), io::Error::from_raw_os_error)
    }
}

fn code(name: &str) -> Option<&'static Code> {
    codes::all().find(|code| code.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_comes_through_with_its_place() {
        let refusal = Refusal::new(&codes::CORRUPT, text!("hỏng", "broken")).at(7).on_page(2);
        let sent = serde_json::to_vec(&Stopped::from(Stop::from(refusal))).unwrap();
        let Stop::Refused(back) = Stop::from(serde_json::from_slice::<Stopped>(&sent).unwrap()) else { panic!() };
        assert_eq!((back.code, back.offset, back.page), (&codes::CORRUPT, Some(7), Some(2)));
    }

    #[test]
    fn a_full_disk_is_still_a_full_disk() {
        let full = io::Error::from_raw_os_error(28);
        let stop = Stop::Fault(Fault::caused(text!("không ghi được", "could not write"), full));
        let Stop::Fault(back) = Stop::from(Stopped::from(stop)) else { panic!() };
        assert_eq!(back.downcast_ref::<Fault>().unwrap().what.en, "could not write");
        assert_eq!(back.root_cause().downcast_ref::<io::Error>().unwrap().raw_os_error(), Some(28));
    }
}
