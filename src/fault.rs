//! What sohoa could not do: a fault of the environment or of the call, never of the material.
//!
//! A [`Fault`] says in both languages what was attempted; its source says why it failed. The face
//! walks the chain and prints one message. Problems of the material are findings, not faults.

use std::error::Error;
use std::fmt;
use std::io;

use crate::text;
use crate::text::Text;

/// One step that could not be done.
#[derive(Debug)]
pub struct Fault {
    /// Stable code for scripts, such as `archive.locked`; empty when the step has none.
    pub code: &'static str,
    /// What was attempted, or what is wrong and what to do.
    pub what: Text,
    source: Option<anyhow::Error>,
}

impl Fault {
    /// Makes a fault without a deeper cause.
    pub fn raise(code: &'static str, what: Text) -> anyhow::Error {
        anyhow::Error::new(Fault { code, what, source: None })
    }

    /// Makes a fault that says what was attempted when `source` happened.
    pub fn caused(what: Text, source: impl Into<anyhow::Error>) -> anyhow::Error {
        anyhow::Error::new(Fault { code: "", what, source: Some(source.into()) })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what.en)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref())
    }
}

/// Says what was attempted when a step fails.
pub trait Attempt<T> {
    /// Wraps the error in a [`Fault`] that says what was attempted.
    fn attempt(self, what: impl FnOnce() -> Text) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> Attempt<T> for Result<T, E> {
    fn attempt(self, what: impl FnOnce() -> Text) -> anyhow::Result<T> {
        self.map_err(|error| Fault::caused(what(), error))
    }
}

/// The commonest faults of a machine: stable code, and what it says, with advice where there is one.
const OF_MACHINES: &[(io::ErrorKind, &str, &str, &str)] = &[
    (
        io::ErrorKind::StorageFull,
        "disk.full",
        "đĩa đã đầy; hãy giải phóng dung lượng rồi chạy lại, việc đã xong không mất",
        "the disk is full; make room and run again, finished work is kept",
    ),
    (
        io::ErrorKind::QuotaExceeded,
        "disk.full",
        "đã hết hạn mức đĩa; hãy xin thêm rồi chạy lại, việc đã xong không mất",
        "the disk quota is used up; ask for more and run again, finished work is kept",
    ),
    (io::ErrorKind::PermissionDenied, "disk.permission", "không có quyền", "permission denied"),
    (io::ErrorKind::ReadOnlyFilesystem, "disk.read-only", "hệ thống tệp chỉ cho đọc", "the file system is read-only"),
    (io::ErrorKind::NotFound, "disk.not-found", "không tìm thấy", "not found"),
    (io::ErrorKind::IsADirectory, "disk.is-folder", "đây là thư mục, không phải tệp", "this is a folder, not a file"),
    (io::ErrorKind::NotADirectory, "disk.no-folder", "đây không phải thư mục", "this is no folder"),
    (io::ErrorKind::UnexpectedEof, "disk.cut-short", "tệp dừng giữa chừng", "the file ends too early"),
];

/// Returns code and sentence of a fault of the machine; `None` for those without a row.
pub fn of_machine(error: &io::Error) -> Option<(&'static str, Text)> {
    let (_, code, vi, en) = OF_MACHINES.iter().find(|(kind, ..)| *kind == error.kind())?;
    Some((*code, text!("{vi}", "{en}")))
}

/// Says why the machine failed; in the words of the system where the fault has no row.
pub fn why(error: &io::Error) -> Text {
    of_machine(error).map_or_else(|| text!("{error}", "{error}"), |(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_keeps_both_languages_and_its_cause() {
        let failed: Result<(), _> = Err(io::Error::from(io::ErrorKind::StorageFull));
        let error = failed.attempt(|| crate::text!("không ghi được `x`", "could not write `x`")).unwrap_err();
        let fault = error.downcast_ref::<Fault>().unwrap();
        assert_eq!(fault.what.vi, "không ghi được `x`");
        assert!(error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some()));
    }
}
