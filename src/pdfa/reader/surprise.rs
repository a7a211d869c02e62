//! Why a PDF could not be read back: the disk, or something that the writer never writes.

use std::error::Error;
use std::fmt;
use std::io;

use crate::text;
use crate::text::Text;

/// Why reading back stopped.
#[derive(Debug)]
pub enum ReadError {
    /// The file could not be read.
    Io(io::Error),
    /// The file is not as sohoa writes PDFs.
    Surprise(Surprise),
}

/// Something that the writer never writes, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// What is not as written.
    pub part: Part,
    /// Near which byte of the file.
    pub at: u64,
}

/// A part of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first line.
    Header,
    /// The last three lines.
    Ending,
    /// The cross-reference table.
    Table,
    /// The trailer dictionary.
    Trailer,
    /// The list of pages, or the number asked for is not in it.
    Pages,
    /// The object of this number.
    Object(u32),
    /// The stream of this object: its frame or its length.
    Stream(u32),
    /// The entry of this name in a dictionary.
    Entry(&'static str),
}

impl Surprise {
    /// Returns the sentence for people.
    pub fn text(&self) -> Text {
        let (part, at) = (self.part.text(), self.at);
        Text {
            vi: format!("PDF không đúng như sohoa đã ghi: {}, gần byte {at}", part.vi),
            en: format!("the PDF is not as sohoa wrote it: {}, near byte {at}", part.en),
        }
    }
}

impl Part {
    fn text(self) -> Text {
        match self {
            Part::Header => text!("dòng đầu", "the first line"),
            Part::Ending => text!("các dòng cuối", "the last lines"),
            Part::Table => text!("bảng tham chiếu chéo", "the cross-reference table"),
            Part::Trailer => text!("phần đuôi (trailer)", "the trailer"),
            Part::Pages => text!("danh sách trang", "the list of pages"),
            Part::Object(id) => text!("đối tượng {id}", "object {id}"),
            Part::Stream(id) => text!("luồng của đối tượng {id}", "the stream of object {id}"),
            Part::Entry(key) => text!("mục `{key}`", "the entry `{key}`"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(_) => out.write_str("the PDF could not be read"),
            ReadError::Surprise(surprise) => out.write_str(&surprise.text().en),
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ReadError::Io(error) => Some(error),
            ReadError::Surprise(_) => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Io(error)
    }
}

/// Returns the error for something unexpected.
pub(super) fn surprise(part: Part, at: u64) -> ReadError {
    ReadError::Surprise(Surprise { part, at })
}
