//! Verifying packages for handing over, whoever made them.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

codes! { JUDGING;
    // Verifying packages.
    /// An XML file of a package cannot be read.
    PACKAGE_XML = Error "package.xml" "Xin bên lập gói xuất lại; phần phụ thuộc vào tệp này chưa được kiểm tra." "Ask the maker to export the package again; what depends on this file was not checked.";
    /// A METS lacks what it must say of its package.
    PACKAGE_HEADER = Error "package.header" "Bên nhận có thể từ chối gói; báo cho bên lập gói." "The recipient may refuse the package; tell its maker.";
    /// A METS lacks what it should say, or says it in another way.
    PACKAGE_METS = Warning "package.mets" "Gói vẫn dùng được; báo cho bên lập gói để sửa phần mềm." "The package is usable; tell its maker to mend the program.";
    /// The name of the package is not its OBJID.
    PACKAGE_NAME = Warning "package.name" "Đổi tên thư mục theo OBJID (dấu `:` thành `_`) trước khi giao." "Rename the folder to the OBJID (`:` as `_`) before handing over.";
    /// A name in a package is not made of plain letters.
    PACKAGE_FILE_NAME = Warning "package.file-name" "Đặt tên tệp chỉ bằng chữ không dấu, số, `.`, `_` và `-`." "Name files with plain letters, digits, `.`, `_` and `-` only.";
    /// A time has no zone, or is given for another one.
    PACKAGE_TIME = Warning "package.time" "Ghi thời gian theo ISO 8601 với `+07:00`." "Write times as ISO 8601 with `+07:00`.";
    /// Digests are in small letters.
    PACKAGE_DIGEST_CASE = Info "package.digest-case" "Không cần làm gì." "Nothing needs to be done.";
    /// A file has no digest that can be compared.
    PACKAGE_DIGEST = Error "package.digest" "Xin bên lập gói ghi mã băm SHA-256; nội dung tệp này chưa được đối chiếu." "Ask the maker for a SHA-256 digest; the content of this file was not compared.";
    /// Digests are of an algorithm that the rules do not allow.
    PACKAGE_ALGORITHM = Warning "package.algorithm" "Mã băm đã được đối chiếu; xin bên lập gói dùng SHA-256." "The digests were compared; ask the maker to use SHA-256.";
    /// The size of a file is not what the package says.
    PACKAGE_SIZE = Error "package.size" "Đối chiếu với bên lập gói xem tệp nào là đúng." "Ask the maker which is right, the file or the size.";
    /// A link leads to no file of the package.
    PACKAGE_HREF = Error "package.href" "Liên kết này không bao giờ được mở; xin bên lập gói sửa." "The link was not followed; ask the maker to correct it.";
    /// A name is spelt with other capitals than on disk.
    PACKAGE_NAME_CASE = Warning "package.name-case" "Sửa tên tệp cho khớp: hệ thống phân biệt chữ hoa sẽ không thấy tệp." "Make the names agree: systems that tell capitals apart will not find the file.";
    /// A METS lists a file twice.
    PACKAGE_LISTED_TWICE = Error "package.listed-twice" "Xin bên lập gói sửa METS: mỗi tệp một mục." "Ask the maker to correct the METS: one entry for each file.";
    /// An id is used twice in a METS.
    PACKAGE_ID_TWICE = Error "package.id-twice" "Xin bên lập gói sửa METS: mỗi định danh dùng một lần." "Ask the maker to correct the METS: each id once.";
    /// A METS refers to an id that it does not have.
    PACKAGE_ID_UNKNOWN = Error "package.id-unknown" "Xin bên lập gói sửa METS." "Ask the maker to correct the METS.";
    /// The structural map lacks a part.
    PACKAGE_STRUCTURE = Warning "package.structure" "Gói vẫn đọc được; báo cho bên lập gói." "The package can be read; tell its maker.";
    /// A package has no representation, or its METS does not name it.
    PACKAGE_REPRESENTATION = Error "package.representation" "Xin bên lập gói bổ sung `representations/rep1/METS.xml` và tham chiếu tới nó." "Ask the maker for `representations/rep1/METS.xml` and a link to it.";
    /// A file of the package is to be had from another package.
    PACKAGE_FETCH = Warning "package.fetch" "Lấy tệp từ gói có nó, cùng phông; chỉ gói hồ sơ được phép như vậy." "Get the file from the package that has it, of the same fonds; only packages of dossiers may do so.";
    /// There are no schemas in the package.
    PACKAGE_SCHEMAS = Warning "package.schemas" "Gói vẫn đọc được; báo cho bên lập gói." "The package can be read; tell its maker.";
    /// An AIP lacks PREMIS.
    PACKAGE_PREMIS = Error "package.premis" "Xin bên lập gói bổ sung PREMIS; gói AIP không có PREMIS thì không dùng để bảo quản được." "Ask the maker for the PREMIS; without it an AIP is not fit for keeping.";
    /// A SIP has PREMIS.
    PACKAGE_PREMIS_UNASKED = Info "package.premis-unasked" "Không cần làm gì." "Nothing needs to be done.";
    /// PREMIS and METS disagree on a file.
    PACKAGE_PREMIS_FIXITY = Error "package.premis-fixity" "Tệp được đối chiếu theo METS; xin bên lập gói sửa PREMIS." "The file was compared with METS; ask the maker to correct the PREMIS.";
    /// PREMIS has no event that says how the package came to be.
    PACKAGE_PREMIS_EVENT = Warning "package.premis-event" "Xin bên lập gói ghi sự kiện số hóa hoặc lập gói." "Ask the maker to record how it was digitised or packed.";
    /// A package has no descriptive record.
    PACKAGE_RECORD = Error "package.record" "Xin bên lập gói bổ sung `metadata/descriptive/EAD.xml`." "Ask the maker for `metadata/descriptive/EAD.xml`.";
    /// A record has a field that its annex does not know.
    PACKAGE_FIELD_UNKNOWN = Warning "package.field-unknown" "Trường này sẽ không được đọc khi nhập; hỏi bên lập gói nó có nghĩa gì." "The field is not read when the package is taken in; ask the maker what it means.";
    /// A field is called as TT 02/2019 had it.
    PACKAGE_FIELD_OLD = Warning "package.field-old" "Khi nhập, trường được hiểu theo tên mới; nên xuất lại theo TT 05/2025." "It is read under its new name; better export again by TT 05/2025.";
    /// Names of fields are spelt with other capitals.
    PACKAGE_FIELD_CASE = Info "package.field-case" "Không cần làm gì." "Nothing needs to be done.";
    /// A field stands twice in a record.
    PACKAGE_FIELD_TWICE = Error "package.field-twice" "Xin bên lập gói cho biết giá trị nào đúng." "Ask the maker which value is right.";
    /// A required field has no value.
    PACKAGE_FIELD_MISSING = Error "package.field-missing" "Xin bên lập gói bổ sung." "Ask the maker to add it.";
    /// A field is longer than allowed.
    PACKAGE_FIELD_LONG = Error "package.field-long" "Xin bên lập gói rút gọn; hệ thống nhận có thể cắt mất chữ." "Ask the maker to shorten it; a receiving system may cut it off.";
    /// A field says what it may not say.
    PACKAGE_FIELD_VALUE = Error "package.field-value" "Xin bên lập gói sửa giá trị." "Ask the maker to correct the value.";
    /// A PDF has no record.
    PACKAGE_DOCUMENT_RECORD = Error "package.document-record" "Xin bên lập gói bổ sung tệp EAD_doc của văn bản này." "Ask the maker for the EAD_doc of this document.";
    /// A record has no PDF.
    PACKAGE_DOCUMENT_FILE = Error "package.document-file" "Xin bên lập gói bổ sung tệp của văn bản này." "Ask the maker for the file of this document.";
    /// Two documents have one code or number.
    PACKAGE_CODE_TWICE = Error "package.code-twice" "Xin bên lập gói sửa: mỗi văn bản một mã." "Ask the maker to correct it: one code for each document.";
    /// The code of a document does not follow from that of its dossier.
    PACKAGE_CODE = Warning "package.code" "Đối chiếu mã với hồ sơ giấy; báo cho bên lập gói." "Compare the code with the paper; tell the maker.";
    /// The record counts other documents than there are.
    PACKAGE_TOTAL = Error "package.total" "Đối chiếu với mục lục văn bản: thiếu văn bản hay đếm sai." "Compare with the list of documents: one is missing, or it was miscounted.";
    /// The record counts other pages than the PDF has.
    PACKAGE_PAGES = Error "package.pages" "Đối chiếu với bản giấy: thiếu trang hay đếm sai." "Compare with the paper: a page is missing, or it was miscounted.";
    /// Dates of a record contradict each other.
    PACKAGE_DATES = Warning "package.dates" "Đối chiếu với bản giấy; báo cho bên lập gói." "Compare with the paper; tell the maker.";
    /// A document was issued outside the dates of its dossier.
    PACKAGE_DOCUMENT_DATES = Info "package.document-dates" "Đối chiếu với bản giấy khi có dịp; gói vẫn được nhận." "Compare with the paper when there is occasion; the package is taken all the same.";
    /// A transfer holds what is not to be kept permanently.
    PACKAGE_RETENTION = Error "package.retention" "Chỉ hồ sơ vĩnh viễn (`01`) được nộp lưu; trả lại bên giao." "Only what is kept permanently (`01`) is transferred; give it back.";
    /// A PDF of a package cannot be read.
    PACKAGE_PDF = Error "package.pdf" "Xin lại tệp; nếu mã băm đúng thì tệp đã hỏng từ lúc lập gói." "Ask for the file again; if its digest is right, it was broken when it was packed.";
    /// A PDF of a package is no PDF/A.
    PACKAGE_PDFA = Error "package.pdfa" "Xin bên lập gói chuyển sang PDF/A; `sohoa check` nêu từng lỗi." "Ask the maker to convert it to PDF/A; `sohoa check` names each fault.";
    /// A table of results cannot be read, or names what it should not.
    PACKAGE_RESULTS = Error "package.results" "Xin bên lập gói xuất lại bảng kết quả." "Ask the maker to export the table of results again.";
}
