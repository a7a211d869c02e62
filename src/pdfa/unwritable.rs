//! Why a PDF/A cannot be written although the disk is willing: limits of the standard, or an unfit image.

use std::error::Error;
use std::fmt;
use std::io;

use crate::text;
use crate::text::Text;

/// What stands against writing; travels inside an [`io::Error`] and can be taken out with `downcast`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// An object would start past byte 9,999,999,999, where its place has more than ten digits
    /// (ISO 32000-1, 7.5.4). The document must be divided.
    FileTooLong,
    /// More than 8,388,607 objects (ISO 19005-2, 6.1.13). The document must be divided.
    TooManyObjects,
    /// A stream is longer than 2,147,483,647 bytes, so that its Length is no PDF integer (6.1.13).
    StreamTooLong,
    /// A document has at least one page.
    NoPages,
    /// The image breaks a rule of image dictionaries (ISO 32000-1, 8.9.5); the word says which.
    UnfitImage(&'static str),
    /// The text has more than 2,048 different characters beyond the basic plane of Unicode.
    TooManyCharacters,
    /// The title or language cannot stand in a PDF.
    UnfitDescription,
}

impl Unwritable {
    /// Returns the sentence for people, with what to do.
    pub fn text(self) -> Text {
        match self {
            Unwritable::FileTooLong | Unwritable::TooManyObjects => text!(
                "tài liệu quá dài cho một tệp PDF/A; hãy chia thành nhiều tài liệu",
                "the document is too long for one PDF/A file; divide it into several"
            ),
            Unwritable::StreamTooLong => text!(
                "ảnh của một trang lớn hơn 2 GiB; hãy quét lại với độ phân giải thấp hơn",
                "the image of one page is larger than 2 GiB; scan it again at a lower resolution"
            ),
            Unwritable::NoPages => text!("tài liệu không có trang nào", "the document has no page"),
            Unwritable::UnfitImage(what) => {
                text!("ảnh không đưa được vào PDF/A: {what}", "the image does not fit into a PDF/A: {what}")
            }
            Unwritable::TooManyCharacters => text!(
                "lớp chữ có quá nhiều ký tự hiếm khác nhau; hãy chia thành nhiều tài liệu",
                "the text layer has too many different rare characters; divide the document into several"
            ),
            Unwritable::UnfitDescription => text!(
                "tiêu đề hoặc mã ngôn ngữ không đưa được vào PDF",
                "the title or the language code cannot stand in a PDF"
            ),
        }
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text().en)
    }
}

impl Error for Unwritable {}

impl From<Unwritable> for io::Error {
    fn from(why: Unwritable) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidInput, why)
    }
}
