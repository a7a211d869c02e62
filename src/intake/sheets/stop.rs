//! Why the reading of a workbook ends early: the material is bad, which is a finding, or the disk failed, which is a fault.

use std::io;

use zip::result::ZipError;

use crate::finding::{Code, codes};
use crate::text;
use crate::text::Text;

/// Why reading ends before the end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The material: the kind of finding, and what is wrong without the place.
    Bad(&'static Code, Text),
    /// The machine.
    Disk(io::Error),
}

/// What a step of reading returns.
pub(super) type Step<T> = Result<T, Stop>;

impl Stop {
    /// Says that the file cannot be opened as a workbook.
    pub(super) fn unreadable(what: Text) -> Stop {
        Stop::Bad(&codes::SHEET_UNREADABLE, what)
    }

    /// Says that the data end early or contradict themselves.
    pub(super) fn damaged() -> Stop {
        Stop::unreadable(text!(
            "tệp bị hỏng hoặc chưa được chép hết",
            "the file is damaged or was not copied to its end"
        ))
    }

    /// Says that a password is needed.
    pub(super) fn encrypted() -> Stop {
        Stop::Bad(&codes::SHEET_ENCRYPTED, text!("tệp có mật khẩu", "the file asks for a password"))
    }

    /// Says that a limit would be passed.
    pub(super) fn too_large(what: Text) -> Stop {
        Stop::Bad(&codes::SHEET_TOO_LARGE, what)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        match error.kind() {
            // Only the operating system's errors have a number; decoders make theirs up.
            _ if error.raw_os_error().is_some() => Stop::Disk(error),
            io::ErrorKind::FileTooLarge => Stop::too_large(text!(
                "nội dung khi bung ra, hoặc một đoạn chữ trong đó, lớn hơn giới hạn",
                "the content inflates to more than the limit, or one text in it is longer than any cell"
            )),
            _ => Stop::damaged(),
        }
    }
}

impl From<ZipError> for Stop {
    fn from(error: ZipError) -> Stop {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Stop::encrypted(),
            _ => Stop::damaged(),
        }
    }
}

impl From<quick_xml::Error> for Stop {
    fn from(error: quick_xml::Error) -> Stop {
        match error {
            quick_xml::Error::Io(error) => match error.raw_os_error() {
                Some(number) => Stop::Disk(io::Error::from_raw_os_error(number)),
                None => io::Error::from(error.kind()).into(),
            },
            _ => Stop::damaged(),
        }
    }
}
