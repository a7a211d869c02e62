//! The file header (6.1.2), and the version in the catalog, which may replace the one in the header.

use std::io::{Read, Seek};

use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::Object;
use crate::text;

/// Checks both; bytes before the header are a mark of the reader.
pub(super) fn check<R: Read + Seek>(file: &File<R>, out: &mut Breaches) {
    let header = file.header();
    if !is_version(&header.version) {
        let what =
            text!("dòng đầu không phải `%PDF-1.n` với n từ 0 đến 7", "the header is not `%PDF-1.n` with n from 0 to 7");
        out.add("6.1.2-1", None, what);
    }
    if !is_binary(&header.after) {
        let what = text!(
            "sau dòng đầu không có chú thích với ít nhất bốn byte lớn hơn 127",
            "the header is not followed by a comment of at least four bytes above 127"
        );
        out.add("6.1.2-2", None, what);
    }
    let version =
        file.catalog().ok().and_then(|catalog| catalog.as_dict().and_then(|catalog| catalog.get("Version").cloned()));
    let version = version.and_then(|version| file.resolve(&version).ok());
    if let Some(version) = version.filter(|version| **version != Object::Null)
        && !version.as_name().is_some_and(is_version)
    {
        out.add(
            "6.1.2-1",
            None,
            text!(
                "phiên bản trong Catalog của PDF không từ 1.0 đến 1.7",
                "the version in the catalog is not one of 1.0 to 1.7"
            ),
        );
    }
}

fn is_version(version: &[u8]) -> bool {
    matches!(version, [b'1', b'.', b'0'..=b'7'])
}

/// Says whether exactly one end of line is followed by `%` and four bytes above 127.
fn is_binary(after: &[u8]) -> bool {
    let line = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).or_else(|| after.strip_prefix(b"\r"));
    let comment = line.and_then(|line| line.strip_prefix(b"%"));
    comment.and_then(|comment| comment.get(..4)).is_some_and(|bytes| bytes.iter().all(|byte| *byte > 127))
}
