//! What is said of a ZIP as a whole, and why an entry is left.

use crate::finding::{Code, Finding, codes};
use crate::text;
use crate::text::Text;

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

/// Says why an entry is left.
pub fn why(code: &Code) -> Text {
    match code.name {
        "zip.unsafe-name" => text!(
            "đường dẫn này có thể dẫn ra ngoài, hoặc không hệ thống nào lưu được",
            "the path could lead elsewhere, or no system can store it"
        ),
        "zip.name-twice" => text!("tên này có hai lần trong tệp ZIP", "the ZIP has this name twice"),
        "zip.special" => text!("đây không phải là tệp thông thường", "it is no regular file"),
        "zip.encrypted" => text!("mục này có mật khẩu", "it asks for a password"),
        "zip.method" => text!("phương pháp nén không được hỗ trợ", "it is packed by a method that is not read"),
        "zip.damaged" => text!(
            "kích thước hoặc vị trí ghi trong tệp ZIP không thể đúng",
            "size or place, as the ZIP has them, cannot be right"
        ),
        "zip.bomb" => text!(
            "mục này khi bung ra lớn hơn dữ liệu nén đến mức không thể là ảnh quét",
            "it would inflate to so many times its packed size as no scan does"
        ),
        "zip.overlap" => text!("dữ liệu của mục này chồng lên mục khác", "its data overlap those of another entry"),
        "format.too-large" => text!("mục này lớn hơn giới hạn bộ nhớ", "it is larger than the memory limit"),
        _ => text!("không được nhận", "it was not taken"),
    }
}
