//! Exporting documents, and reading and verifying packages.

use super::super::Code;
use super::super::Severity::{Error, Warning};

codes! { PACKAGES;
    // Exporting.
    /// A field that the format demands has no value.
    EXPORT_FIELD = Error "export.field" "Bổ sung trường ấy bằng `sohoa amend`, rồi xuất lại." "Add the field with `sohoa amend`, then export again.";
    /// The value of a field is longer than the format allows, or not what it allows.
    EXPORT_VALUE = Error "export.value" "Sửa giá trị bằng `sohoa amend`, rồi xuất lại." "Correct the value with `sohoa amend`, then export again.";
    /// The PDF is not what the format demands.
    EXPORT_PDF = Error "export.pdf" "Quét lại, hoặc chọn cấu hình gói không đòi hỏi điều này." "Scan the paper again, or choose a package profile that does not ask for this.";
    /// The PDF has no text layer.
    EXPORT_TEXT = Warning "export.no-text" "Nhận dạng chữ trước khi giao, nếu bên nhận đòi hỏi." "Recognise the text before handing over, if the recipient asks for it.";
    /// The number of pages in the record is not that of the PDF.
    EXPORT_PAGES = Error "export.pages" "So với bản giấy, rồi sửa số trang bằng `sohoa amend`." "Compare with the paper, then correct the number with `sohoa amend`.";
    /// Documents of one dossier say different things of it.
    EXPORT_DOSSIER = Error "export.dossier" "Sửa các trường của hồ sơ bằng `sohoa amend` cho thống nhất." "Make the fields of the dossier agree with `sohoa amend`.";
    /// What is to be transferred is not to be kept permanently.
    EXPORT_RETENTION = Error "export.retention" "Chỉ nộp lưu hồ sơ vĩnh viễn (`01`); nếu có lệnh khác, dùng `--force-retention`." "Only what is kept permanently (`01`) is transferred; if ordered otherwise, use `--force-retention`.";
}
