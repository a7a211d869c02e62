//! Exporting documents, and reading and verifying packages.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

codes! { PACKAGES;
    // Exporting.
    /// A field that the format demands has no value.
    EXPORT_FIELD = Error "export.field" "Bổ sung bằng `sohoa amend TÀI_LIỆU… --set TRƯỜNG=GIÁ_TRỊ`; trường của hồ sơ thì bổ sung ở mọi tài liệu của nó." "Add it with `sohoa amend DOCUMENT... --set FIELD=VALUE`; a field of a dossier with all of its documents.";
    /// The value of a field is longer than the format allows, or not what it allows.
    EXPORT_VALUE = Error "export.value" "Sửa bằng `sohoa amend TÀI_LIỆU… --set TRƯỜNG=GIÁ_TRỊ`; trường của hồ sơ thì sửa ở mọi tài liệu của nó." "Correct it with `sohoa amend DOCUMENT... --set FIELD=VALUE`; a field of a dossier with all of its documents.";
    /// The PDF is not what the format demands.
    EXPORT_PDF = Error "export.pdf" "Quét lại, hoặc chọn cấu hình gói không đòi hỏi điều này." "Scan the paper again, or choose a package profile that does not ask for this.";
    /// The PDF has no text layer.
    EXPORT_TEXT = Warning "export.no-text" "Nhận dạng chữ trước khi giao, nếu bên nhận đòi hỏi." "Recognise the text before handing over, if the recipient asks for it.";
    /// The number of pages in the record is not that of the PDF.
    EXPORT_PAGES = Error "export.pages" "So với bản giấy, rồi sửa số trang bằng `sohoa amend`." "Compare with the paper, then correct the number with `sohoa amend`.";
    /// Documents of one dossier say different things of it.
    EXPORT_DOSSIER = Error "export.dossier" "Ghi cùng một giá trị vào mọi tài liệu của hồ sơ (`sohoa find --dossier` liệt kê): `sohoa amend TÀI_LIỆU… --set dossier.TRƯỜNG=GIÁ_TRỊ`." "Give all documents of the dossier, which `sohoa find --dossier` lists, the same value: `sohoa amend DOCUMENT... --set dossier.FIELD=VALUE`.";
    /// Two documents of a package would have one name.
    EXPORT_NAME = Error "export.name" "Thêm `{ordinal}` hoặc `{docId}` vào mẫu tên tệp (`data_file`, `document_file`) của cấu hình gói." "Add `{ordinal}` or `{docId}` to the templates of file names (`data_file`, `document_file`) in the package profile.";
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
    EXPORT_INCOMPLETE = Warning "export.incomplete" "Hoàn thiện hoặc chọn thêm các tài liệu còn thiếu, rồi xuất lại hồ sơ." "Make the other documents ready, or select them, too; then export the dossier again.";
    /// The ledger of exports has nothing for this recipient, and something for others.
    EXPORT_RECIPIENT = Info "export.recipient" "Nếu đây là bên nhận mới thì không cần làm gì; nếu không, viết tên đúng như lần giao trước." "If the recipient is new, nothing needs to be done; else spell the name as at the last export.";
    /// There are more findings than are told.
    EXPORT_MORE = Warning "export.more" "Sửa những lỗi đã nêu rồi chạy lại." "Mend what is told, then run again.";
    /// Something else lies where a package belongs.
    EXPORT_EXISTS = Error "export.exists" "Chuyển nó đi chỗ khác rồi chạy lại; không bao giờ ghi đè." "Move it away and run again; nothing is ever overwritten.";

    // The ledger of exports.
    /// A line of the ledger is not as it was written.
    LEDGER_LINE = Error "ledger.line" "Khôi phục `exports/ledger.jsonl` từ bản sao lưu." "Restore `exports/ledger.jsonl` from a backup.";

    // Importing packages.
    /// A part of a package that is no document: METS, records, schemas, manifests.
    SOURCE_PACKAGE_PART = Info "source.package-part" "Tệp này mô tả gói; nội dung cần thiết đã được đọc, không cần làm gì." "The file describes the package; what matters in it was read, nothing is to be done.";
    /// A package that is not as it says, and of which nothing was imported.
    SOURCE_PACKAGE_REFUSED = Error "source.package-refused" "Xin lại gói từ bên gửi, hoặc chép lại; các chỗ sai được nêu ngay sau." "Ask the sender for the package again, or copy it again; what is wrong is told next.";
    /// Files that the package lists without a digest.
    SOURCE_PACKAGE_UNCHECKED = Warning "source.package-unchecked" "Đối chiếu các tệp ấy với bên gửi; lần sau xin gói có đủ mã băm." "Compare the files with the sender's; next time ask for digests of all.";
    /// A document that the package leads to, and that lies elsewhere.
    SOURCE_PACKAGE_ELSEWHERE = Warning "source.package-elsewhere" "Tìm tài liệu trong gói trước đó và nhập gói ấy." "Find the document in the earlier package, and ingest that one.";
    /// The METS of a package cannot be understood.
    SOURCE_PACKAGE_METS = Error "source.package-mets" "Xin lại gói từ bên gửi." "Ask the sender for the package again.";
    /// A record of a package cannot be understood.
    SOURCE_PACKAGE_RECORD = Warning "source.package-record" "Tài liệu được nhập không có thông tin mô tả; bổ sung bằng `sohoa amend`." "Its document came without a record; add it with `sohoa amend`.";
}
