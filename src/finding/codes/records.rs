//! Index sheets, and the records that they describe.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

codes! { RECORDS;
    // Index sheets.
    /// The file cannot be opened as a workbook or table.
    SHEET_UNREADABLE = Error "sheet.unreadable" "Mở bằng bảng tính và lưu lại dạng XLSX, hoặc xin lại tệp." "Open it in a spreadsheet program and save it as XLSX, or ask for it again.";
    /// The workbook asks for a password.
    SHEET_ENCRYPTED = Error "sheet.encrypted" "Bỏ mật khẩu rồi lưu lại." "Remove the password and save it again.";
    /// More cells or bytes than the limits allow.
    SHEET_TOO_LARGE = Error "sheet.too-large" "Xóa các dòng, cột trống ở xa hoặc chia nhỏ tệp; nếu đúng, nâng giới hạn trong hồ sơ cấu hình." "Delete far-off empty rows and columns or divide the file; if it is right, raise the limit in the profile.";
    /// A sheet without any row of data.
    SHEET_EMPTY = Warning "sheet.empty" "Kiểm tra xem đã gửi đúng tệp chưa." "Check whether this is the right file.";
    /// No row of headings that says what the columns are.
    SHEET_NO_HEADER = Error "sheet.no-header" "Nếu đây là danh mục, dùng mẫu của `sohoa sheet template` hoặc chỉ cột bằng `--map CỘT=TRƯỜNG`; nếu không, đưa tệp ra khỏi nguồn." "If it is an index, use a form of `sohoa sheet template` or name columns with `--map COLUMN=FIELD`; if not, take it out of the source.";
    /// A column that no field is known for.
    SHEET_COLUMN_UNKNOWN = Info "sheet.column-unknown" "Nội dung được giữ ở phần `other`; nếu cần, dùng `--map CỘT=TRƯỜNG`." "What it says is kept under `other`; if it matters, use `--map COLUMN=FIELD`.";
    /// Two columns for one field.
    SHEET_COLUMN_TWICE = Warning "sheet.column-twice" "Chỉ cột đứng trước được dùng; hãy bỏ hoặc đổi tên cột này." "The one before is used; remove or rename this one.";
    /// Rows that number the columns, add up, or hold one remark.
    SHEET_ROWS_PASSED = Info "sheet.rows-passed" "Nếu đó là dữ liệu, hãy điền ít nhất hai ô của dòng." "If they are data, fill in at least two cells of each row.";
    /// A sheet of a workbook that is no index, beside one that is.
    SHEET_LEFT = Info "sheet.left" "Không cần làm gì nếu trang tính này chỉ có hướng dẫn hoặc bảng mã." "Nothing to do, if it holds instructions or codes only.";
    /// A cell is computed by a formula.
    SHEET_FORMULA = Warning "sheet.formula" "Giá trị tính lần cuối được dùng; nên dán lại thành giá trị." "The value computed last is used; better paste it as a value.";
    /// A cell is merged over several rows.
    SHEET_MERGED = Warning "sheet.merged" "Mọi dòng trong ô gộp được hiểu là có cùng giá trị; hãy kiểm tra và bỏ gộp ô." "Each row of the merged cell is read as having its value; better unmerge.";
    /// A cell holds an error of the spreadsheet program.
    SHEET_CELL_ERROR = Warning "sheet.cell-error" "Sửa công thức hoặc nhập lại giá trị." "Mend the formula or enter the value again.";
    /// A cell holds a NUL or another control character.
    SHEET_CONTROL = Warning "sheet.control-character" "Nhập lại ô này; giá trị không được dùng." "Enter the cell again; its value is not used.";
    /// A table with more than one kind of line end.
    SHEET_LINE_ENDS = Warning "sheet.line-ends" "Kiểm tra các dòng quanh chỗ này, rồi mở và lưu lại cả tệp bằng một chương trình." "Look at the rows around this place, then open and save the whole file with one program.";
    /// A row with more or fewer cells than the header, or with an open quote.
    SHEET_ROW_SHAPE = Warning "sheet.row-shape" "Kiểm tra dấu phân cách và dấu nháy kép ở dòng này." "Check separators and quotes in this row.";
    /// The sheet's text is in an encoding from before Unicode.
    SHEET_ENCODING = Warning "sheet.encoding" "Đã chuyển sang Unicode, bản gốc được giữ cạnh đó; hãy xem lại vài dòng." "It was converted to Unicode, the original is kept beside it; look at some rows.";
    /// Upper and lower case were lost in an old encoding.
    SHEET_CASE_LOST = Warning "sheet.case-lost" "Chữ hoa không thể suy ra; hãy sửa những tên cần viết hoa." "Capitals cannot be derived; correct the names that need them.";

    // Records.
    /// No row of an index sheet is about this document.
    RECORD_MISSING = Warning "record.missing" "Bổ sung dòng trong danh mục rồi dùng `sohoa amend`, hoặc nhập lại với `--require-record` để giữ riêng." "Add its row to the sheet and use `sohoa amend`, or import with `--require-record` to set such documents apart.";
    /// The same, where records are required.
    RECORD_REQUIRED = Error "record.required" "Bổ sung dòng trong danh mục rồi nhập lại." "Add its row to the sheet and import again.";
    /// A required field is empty.
    RECORD_INCOMPLETE = Warning "record.incomplete" "Điền đủ trường bắt buộc." "Fill in what is required.";
    /// A value is longer than the rules allow.
    RECORD_LENGTH = Warning "record.length" "Rút gọn theo độ dài quy định." "Shorten it to the length that the rules allow.";
    /// A value is not on the list of codes.
    RECORD_CODE = Warning "record.code-list" "Dùng một mã trong danh mục của trường này (`sohoa sheet template` có danh sách chọn)." "Use a code of this field's list (`sohoa sheet template` has them as drop-downs).";
    /// A value is no whole number in the range.
    RECORD_COUNT = Warning "record.count" "Nhập số nguyên." "Enter a whole number.";
    /// A date that cannot be, or cannot be understood.
    RECORD_DATE = Warning "record.date" "Nhập dạng ngày/tháng/năm; chỉ biết tháng hoặc năm thì chỉ ghi phần đã biết." "Enter the date as day/month/year, or only the month or the year that is known.";
    /// Day and month may have been swapped by a program with American settings.
    RECORD_DATE_SWAPPED = Warning "record.date-swapped" "Đối chiếu ngày với bản giấy." "Compare the date with the paper.";
    /// A number such as `01/2001` that a spreadsheet program made a date of.
    RECORD_NUMBER_AS_DATE = Warning "record.number-as-date" "Định dạng cột là văn bản (Text) và nhập lại." "Format the column as text and enter it again.";
    /// Dates or years within a record contradict each other.
    RECORD_YEAR = Warning "record.year" "Đối chiếu với bản giấy và sửa chỗ sai." "Compare with the paper and correct what is wrong.";
    /// An agency's identifier.
    RECORD_AGENCY = Warning "record.agency" "Kiểm tra mã định danh cơ quan." "Check the agency's identifier.";
    /// A dossier code of the one-stop system.
    RECORD_DOSSIER = Warning "record.dossier-code" "Kiểm tra mã hồ sơ thủ tục hành chính." "Check the dossier code.";
    /// A procedure code.
    RECORD_PROCEDURE = Warning "record.procedure" "Kiểm tra mã thủ tục hành chính." "Check the procedure code.";
    /// A result code.
    RECORD_RESULT = Warning "record.result" "Kiểm tra mã giấy tờ kết quả, dạng `KQ.G15.000031`." "Check the result code, of the form `KQ.G15.000031`.";
    /// A personal id.
    RECORD_PERSON = Warning "record.person-id" "Đối chiếu số định danh với bản giấy." "Compare the personal id with the paper.";
    /// A personal id whose leading zero was lost.
    RECORD_PERSON_PADDED = Warning "record.person-padded" "Số 0 ở đầu đã được bù; hãy đối chiếu và định dạng cột là văn bản." "Leading zeros were put back; compare, and format the column as text.";
    /// A personal id that contradicts birth year or sex.
    RECORD_PERSON_BIRTH = Warning "record.person-birth" "Đối chiếu số định danh và ngày sinh với bản giấy." "Compare the personal id and the date of birth with the paper.";
    /// A tax or enterprise code.
    RECORD_TAX = Warning "record.tax" "Đối chiếu mã số thuế với bản giấy." "Compare the tax code with the paper.";
    /// Number and notation of a document.
    RECORD_NOTATION = Warning "record.notation" "Kiểm tra số, ký hiệu, dạng `123/GXN-UBND`." "Check number and notation, of the form `123/GXN-UBND`.";
    /// The number of a civil-status act or register.
    RECORD_CIVIL = Warning "record.civil-number" "Kiểm tra số đăng ký, dạng `12/2001`." "Check the number of the act, of the form `12/2001`.";
    /// An archival file code.
    RECORD_FILE_CODE = Warning "record.file-code" "Kiểm tra mã hồ sơ lưu trữ: mã cơ quan, năm, số." "Check the archival file code: agency, year, number.";
    /// A spreadsheet program has rounded or shortened a number.
    RECORD_ROUNDED = Warning "record.rounded" "Định dạng cột là văn bản (Text) và nhập lại từ bản giấy." "Format the column as text and enter it again from the paper.";
    /// Two rows with the same issuer, number, notation, year and type, or one civil-status act twice.
    RECORD_REPEATED = Warning "record.repeated" "Xem hai dòng nói về cùng một hồ sơ, tài liệu hay có chỗ bị nhập nhầm." "See whether the rows are one dossier or paper, or something was mistyped.";
    /// The level of a unit is not what it was on that day.
    RECORD_UNIT = Warning "record.unit" "Kiểm tra đơn vị và cấp tại ngày cấp." "Check the unit and its level on the day of issue.";
    /// The declared number of pages is not what was scanned.
    RECORD_PAGES = Warning "record.pages" "So với bản giấy: quét bổ sung, hoặc sửa số trang trong danh mục." "Compare with the paper: scan what is missing, or correct the sheet.";
    /// Sheets and pages cannot belong together.
    RECORD_SHEETS = Warning "record.sheets" "Mỗi tờ có một hoặc hai trang; hãy đếm lại." "A sheet has one or two pages; count again.";
    /// The row says that the paper is secret.
    RECORD_SECRET = Error "record.secret" "Tệp không được đọc, không được chép. Đưa tài liệu mật ra khỏi nguồn và xử lý theo quy định." "Its files were neither read nor copied. Take secret papers out of the source and handle them as the law says.";
    /// The row says why the paper is not digitised.
    RECORD_EXCLUDED = Info "record.excluded" "Tài liệu không thuộc diện số hóa nên không được nhập; không cần làm gì." "It is not to be digitised and was not imported; nothing to do.";
    /// The dossier's row says another number of documents than there are.
    RECORD_DOCUMENTS = Warning "record.documents" "Tìm tài liệu còn thiếu, hoặc sửa tổng số trong danh mục." "Find the missing documents, or correct the number in the sheet.";
    /// No index sheet came with the scans.
    RECORD_NONE = Info "record.none" "Nếu có danh mục, đặt nó cạnh ảnh quét hoặc dùng `--index`; để bổ sung sau, dùng `sohoa amend`." "If there is an index sheet, put it beside the scans or use `--index`; to add records later, use `sohoa amend`.";
    /// The archive has the document with another record.
    RECORD_DIFFERS = Warning "record.differs" "Kho giữ thông tin có trước; nếu thông tin mới đúng, dùng `sohoa amend`; nếu ảnh quét bị đặt nhầm tên, hãy đưa ảnh đúng vào nguồn." "The archive keeps the earlier record; if the new one is right, use `sohoa amend`; if the scan was misnamed, hand in the right one.";

    // Rows and scans.
    /// A row that no scan was found for.
    JOIN_ROW_ALONE = Warning "join.row-without-scan" "Tìm ảnh quét còn thiếu, hoặc sửa tên tệp, mã hồ sơ trong danh mục." "Find the missing scan, or correct the file name or the file code in the sheet.";
    /// Two rows for one document.
    JOIN_TWO_ROWS = Warning "join.two-rows" "Chỉ dòng đứng trước được dùng; hãy sửa tên tệp hoặc mã ở dòng này." "The row before is used; correct file name or code in this one.";
    /// A row that fits several documents.
    JOIN_AMBIGUOUS = Warning "join.ambiguous" "Ghi đường dẫn đầy đủ trong cột tên tệp." "Give the full path in the file column.";
    /// Rows and documents were paired by their order alone.
    JOIN_BY_ORDER = Warning "join.by-order" "Xem lại vài dòng đầu và cuối; nên ghi tên tệp trong danh mục." "Look at the first and last rows; better name the files in the sheet.";
    /// An index sheet that was not used.
    JOIN_SHEET_UNUSED = Info "join.sheet-unused" "Chỉ danh mục nêu ở `--index` được dùng." "Only the sheets given with `--index` are used.";
}
