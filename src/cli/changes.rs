//! What was changed in a PDF from elsewhere, in the words of people: a row for each word of `changes[]`.

use sohoa::text;
use sohoa::text::Text;

/// Words of sidecars (`docs/archive-format.md`, 6.4), in Vietnamese and English.
const ALL: &[(&str, &str, &str)] = &[
    ("images-lifted", "ảnh được lấy nguyên ra khỏi PDF", "images lifted out as they were"),
    ("pages-painted", "trang được vẽ lại thành ảnh", "pages painted as images"),
    ("words-carried-over", "từ của lớp chữ ẩn được giữ lại", "words of the invisible text carried over"),
    ("letters-dropped", "chữ không rõ mã Unicode bị bỏ khỏi lớp chữ", "letters without Unicode values left out"),
    ("output-intent-set", "không gian màu đầu ra (OutputIntent) được ghi", "output intent set"),
    ("metadata-rewritten", "siêu dữ liệu XMP được viết lại", "metadata written anew"),
    ("part-metadata-removed", "siêu dữ liệu của từng phần bị gỡ", "metadata of parts removed"),
    ("info-removed", "bảng thông tin tài liệu (Info) bị gỡ", "document information removed"),
    ("encryption-removed", "mã hóa bị gỡ (mật khẩu mở tệp để trống)", "encryption with an empty password removed"),
    ("streams-recoded", "luồng dữ liệu được nén lại bằng cách PDF/A cho phép", "streams coded anew"),
    ("resources-copied-down", "tài nguyên được ghi vào từng trang", "resources copied down to pages"),
    ("default-cmyk-set", "hồ sơ màu CMYK mặc định được ghi", "default CMYK set"),
    ("actions-removed", "hành động bị gỡ", "actions removed"),
    ("additional-actions-removed", "hành động kèm theo bị gỡ", "additional actions removed"),
    ("scripts-removed", "mã lệnh JavaScript bị gỡ", "scripts removed"),
    ("presentation-steps-removed", "bước trình chiếu bị gỡ", "presentation steps removed"),
    ("presentations-removed", "bản trình chiếu bị gỡ", "presentations removed"),
    ("annotations-removed", "chú thích bị gỡ", "annotations removed"),
    ("hidden-annotations-removed", "chú thích ẩn bị gỡ", "hidden annotations removed"),
    ("annotation-flags-set", "cờ hiển thị và in của chú thích được đặt", "flags of annotations set"),
    ("extra-appearances-removed", "hình hiển thị thừa của chú thích bị gỡ", "extra appearances removed"),
    ("attachments-removed", "tệp đính kèm bị gỡ", "attachments removed"),
    ("permissions-removed", "khai báo quyền (Perms) bị gỡ", "permissions removed"),
    ("requirements-removed", "yêu cầu đối với chương trình đọc bị gỡ", "requirements on readers removed"),
    ("signatures-removed", "dấu hiệu có chữ ký bị gỡ khỏi biểu mẫu", "marks of signatures removed from the form"),
    ("empty-signature-fields-removed", "ô ký còn trống bị gỡ", "empty signature fields removed"),
    ("xfa-removed", "biểu mẫu XFA bị gỡ", "XFA forms removed"),
    ("form-appearances-fixed", "hình hiển thị của biểu mẫu được cố định", "appearances of forms fixed"),
    ("interpolation-removed", "thiết đặt làm mượt ảnh bị gỡ", "interpolation of images removed"),
    ("alternate-images-removed", "ảnh thay thế bị gỡ", "alternate images removed"),
    ("opi-removed", "tham chiếu ảnh ngoài (OPI) bị gỡ", "OPI removed"),
    ("postscript-removed", "mã PostScript bị gỡ", "PostScript removed"),
    ("reference-objects-removed", "tham chiếu đến tệp khác bị gỡ", "references to other files removed"),
    ("transfer-functions-removed", "hàm chuyển sắc độ bị gỡ", "transfer functions removed"),
    ("halftones-removed", "thiết đặt tram in bị gỡ", "halftones removed"),
    ("blend-modes-replaced", "kiểu hòa trộn màu được thay", "blend modes replaced"),
    ("rendering-intents-replaced", "cách thể hiện màu được thay", "rendering intents replaced"),
    ("glyph-lists-removed", "danh sách nét chữ (CharSet, CIDSet) bị gỡ", "glyph lists (CharSet, CIDSet) removed"),
    ("optional-content-mended", "cấu hình lớp bật tắt được sửa lại", "optional content mended"),
    ("file-rebuilt", "tệp được dựng lại vì bảng tham chiếu hỏng hoặc bị mã hóa", "file rebuilt"),
    ("page-labels-removed", "nhãn số trang bị gỡ", "page labels removed"),
    ("destinations-removed", "điểm đến đặt tên bị gỡ", "named destinations removed"),
    ("tags-removed", "thẻ cấu trúc bị gỡ", "structure tags removed"),
    ("notes-removed", "ghi chú dán bị gỡ", "sticky notes removed"),
    ("collection-removed", "khai báo bộ sưu tập tệp bị gỡ", "collection of files removed"),
    (
        "signature-flags-removed",
        "cờ chữ ký của biểu mẫu không có chữ ký bị gỡ",
        "flags of signatures that are not there removed",
    ),
    ("page-tree-mended", "cây trang được sửa", "page tree mended"),
    ("field-tree-mended", "cây trường biểu mẫu được sửa", "tree of form fields mended"),
    ("annotation-places-set", "vị trí chú thích được đặt", "places of annotations set"),
    ("bookmark-titles-set", "tên mục lục trống được đặt", "titles of bookmarks set"),
    ("dead-destinations-removed", "điểm đến không còn trang bị gỡ", "destinations without a page removed"),
    ("glyph-boxes-opened", "khung hình chữ Type 3 được mở", "boxes of Type 3 glyphs opened"),
    ("misplaced-names-removed", "tên đặt sai chỗ bị gỡ", "misplaced names removed"),
    ("named-appearances-removed", "hình hiển thị đặt tên bị gỡ", "named appearances removed"),
    ("page-templates-removed", "trang mẫu bị gỡ", "page templates removed"),
];

/// Puts the word of a change in words of people; one that is not known stands as it is.
pub fn words(what: &str) -> Text {
    match ALL.iter().find(|(word, ..)| *word == what) {
        Some((_, vi, en)) => text!("{vi}", "{en}"),
        None => text!("{what}", "{what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_format_has_its_row() {
        let format = include_str!("../../docs/archive-format.md");
        let (_, after) = format.split_once("The words of `changes[]`:").unwrap();
        let (list, _) = after.split_once("\n\n").unwrap();
        let mut documented = list.split('`').skip(1).step_by(2).peekable();
        assert!(documented.peek().is_some());
        for word in documented {
            assert!(ALL.iter().any(|(known, ..)| *known == word), "{word}");
        }
    }
}
