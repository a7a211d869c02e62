//! Exporting documents, and reading and verifying packages.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

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
    /// A document is not as it was sealed.
    EXPORT_DAMAGED = Error "export.damaged" "Chạy `sohoa verify`, khôi phục từ bản sao lưu, rồi xuất lại." "Run `sohoa verify`, restore it from a backup, then export again.";
    /// Nothing was selected.
    EXPORT_NOTHING = Warning "export.nothing" "Xem lại các điều kiện chọn bằng `sohoa find`." "Look at the conditions with `sohoa find`.";
    /// The recipient has everything already.
    EXPORT_UP_TO_DATE = Info "export.up-to-date" "Không phải làm gì." "Nothing has to be done.";
    /// An id that was asked for is not in the archive.
    EXPORT_UNKNOWN = Warning "export.unknown" "Kiểm tra lại mã trong tệp." "Check the id in the file.";
    /// A document that was asked for was withdrawn.
    EXPORT_WITHDRAWN = Warning "export.withdrawn" "Tài liệu đã rút khỏi kho không được giao; nếu rút nhầm, khôi phục bằng `sohoa amend`." "What was withdrawn is never handed over; if by mistake, bring it back with `sohoa amend`.";
    /// Documents were left out because they are there twice.
    EXPORT_DUPLICATE = Info "export.duplicate" "Muốn giao cả bản trùng, dùng `--exclude-duplicates none`." "To hand them over as well, use `--exclude-duplicates none`.";
    /// A package is larger than was asked, because what it holds is never torn.
    EXPORT_LARGE = Warning "export.too-large" "Hỏi bên nhận có nhận được gói lớn như vậy không." "Ask whether the recipient can take a package of this size.";
    /// A dossier leaves without those of its documents that are not ready.
    EXPORT_INCOMPLETE = Warning "export.incomplete" "Hoàn thiện các tài liệu còn thiếu, rồi xuất lại hồ sơ." "Make the other documents ready, then export the dossier again.";
    /// There are more findings than are told.
    EXPORT_MORE = Warning "export.more" "Sửa những lỗi đã nêu rồi chạy lại." "Mend what is told, then run again.";
    /// Something else lies where a package belongs.
    EXPORT_EXISTS = Error "export.exists" "Chuyển nó đi chỗ khác rồi chạy lại; không bao giờ ghi đè." "Move it away and run again; nothing is ever overwritten.";

    // The ledger of exports.
    /// A line of the ledger is not as it was written.
    LEDGER_LINE = Error "ledger.line" "Khôi phục `exports/ledger.jsonl` từ bản sao lưu." "Restore `exports/ledger.jsonl` from a backup.";
}
