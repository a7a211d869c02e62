//! What is said of a ZIP as a whole; its entries are counted folder by folder, as files are.

use crate::finding::{Finding, codes};
use crate::text;

/// Old tools for Windows.
pub(super) fn backslashes(label: &str) -> Finding {
    let what = text!(
        "tệp ZIP dùng dấu `\\` giữa các thư mục; chúng được hiểu là `/`",
        "the ZIP has backslashes between folders; they are read as slashes"
    );
    Finding::new(&codes::ZIP_BACKSLASH, label, what)
}

/// Names from before Unicode.
pub(super) fn encoding(label: &str, encoding: &str, n: u64) -> Finding {
    let what = text!(
        "{n} tên trong tệp ZIP không ở dạng Unicode, được đọc theo {encoding}",
        "{n} names in the ZIP are not Unicode and were read as {encoding}"
    );
    Finding::new(&codes::ZIP_NAME_ENCODING, label, what)
}

/// Names that the packing tool could not write.
pub(super) fn lost(label: &str, n: u64) -> Finding {
    let what = text!(
        "{n} tên trong tệp ZIP có dấu `?` ở chỗ chữ có dấu bị mất khi nén",
        "{n} names in the ZIP have `?` where letters were lost when it was packed"
    );
    Finding::new(&codes::ZIP_NAME_LOST, label, what)
}

/// Bytes that no entry accounts for.
pub(super) fn extra_bytes(label: &str) -> Finding {
    let what =
        text!("trước hoặc sau phần ZIP còn có dữ liệu khác", "there are other data before or behind the ZIP proper");
    Finding::new(&codes::ZIP_EXTRA_BYTES, label, what)
}

/// Names that some systems take for one.
pub(super) fn clash(label: &str, n: u64) -> Finding {
    let what = text!(
        "{n} tên chỉ khác tên khác ở chữ hoa, chữ thường hoặc cách ghép dấu; tất cả đều được nhận",
        "{n} names differ from others only by case or by how accents are composed; all were taken"
    );
    Finding::new(&codes::ZIP_NAME_CLASH, label, what)
}
