//! The trailer and the end of the file (6.1.3).

use std::io::{Read, Seek};

use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::Object;
use crate::text;

/// Bytes at the end of the file in which the last `%%EOF` is looked for.
const TAIL: u64 = 2048;

/// Checks the trailer that counts, and what follows it.
pub(super) fn check<R: Read + Seek>(file: &File<R>, out: &mut Breaches) {
    if !has_identifiers(file) {
        out.add(
            "6.1.3-1",
            None,
            text!("phần cuối tệp không có ID gồm hai chuỗi", "the trailer has no ID of two strings"),
        );
    }
    if file.is_encrypted() {
        out.add("6.1.3-2", None, text!("tệp bị mã hóa", "the file is encrypted"));
    }
    if !ends_well(file) {
        let what = text!(
            "sau `%%EOF` cuối cùng còn dữ liệu, hoặc không có `%%EOF`",
            "data follow the last `%%EOF`, or there is none"
        );
        out.add("6.1.3-3", None, what);
    }
    let size = file.value(file.trailer(), "Size").ok().and_then(|size| size.as_int()).unwrap_or(0);
    let highest = i64::from(file.highest_number());
    if size != highest + 1 {
        let what = text!(
            "Size là {size} nhưng số đối tượng cao nhất là {highest}",
            "Size is {size}, but the highest object number is {highest}"
        );
        out.add("32000-1:7.5.5", None, what);
    }
}

fn has_identifiers<R: Read + Seek>(file: &File<R>) -> bool {
    let Ok(id) = file.value(file.trailer(), "ID") else { return false };
    let Some([first, second]) = id.as_array() else { return false };
    let is_text =
        |item: &Object| file.resolve(item).is_ok_and(|item| item.as_string().is_some_and(|text| !text.is_empty()));
    is_text(first) && is_text(second)
}

/// Says whether at most one end of line follows the last `%%EOF`.
fn ends_well<R: Read + Seek>(file: &File<R>) -> bool {
    let Ok(tail) = file.bytes(file.length().saturating_sub(TAIL), TAIL) else { return false };
    let end = tail.windows(5).rposition(|word| word == b"%%EOF").map(|at| &tail[at + 5..]);
    matches!(end, Some(b"" | b"\n" | b"\r" | b"\r\n"))
}
