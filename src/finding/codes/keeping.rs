//! Finding sources, storing documents, and finding them twice.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

codes! { KEEPING;
    // Sources, groups and names.
    /// A folder or file that could not be opened or listed.
    SOURCE_UNREADABLE = Error "source.unreadable" "Kiểm tra quyền đọc và ổ đĩa, rồi chạy lại." "Check the rights and the disk, then run again.";
    /// A source given twice, or inside another one.
    SOURCE_REPEATED = Info "source.repeated" "Mỗi nguồn chỉ được đọc một lần; không cần làm gì." "Each source is read once; nothing needs to be done.";
    /// A symbolic link to something inside the sources, or to a folder there.
    SOURCE_LINK = Info "source.link" "Liên kết không được đi theo; tệp đích được đọc tại chỗ của nó." "Links are not followed; the target is read where it lies.";
    /// A symbolic link that leaves the sources.
    SOURCE_LINK_OUTSIDE = Warning "source.link-outside" "Nếu cần, hãy chép tệp thật vào nguồn." "If it is wanted, copy the file itself into the source.";
    /// A symbolic link to nothing, or to itself.
    SOURCE_LINK_BROKEN = Warning "source.link-broken" "Xóa liên kết hoặc chép tệp thật vào nguồn." "Delete the link or copy the file itself into the source.";
    /// A device, socket or named pipe.
    SOURCE_SPECIAL = Warning "source.special" "Chương trình không bao giờ mở loại tệp này; hãy đưa nó ra khỏi nguồn." "It is never opened; take it out of the source.";
    /// A file that the operating system or a program left behind.
    SOURCE_SYSTEM_FILE = Info "source.system-file" "Tệp ẩn hoặc tệp hệ thống không phải ảnh quét; không cần làm gì." "Hidden and system files are no scans; nothing needs to be done.";
    /// A transfer that has not ended, by its name.
    SOURCE_UNFINISHED = Info "source.unfinished" "Chờ chép xong rồi chạy lại, hoặc xóa phần dở dang." "Wait until it is copied and run again, or delete the remains.";
    /// An index sheet beside the scans, or a file of decisions.
    SOURCE_SHEET = Info "source.sheet" "Danh mục và tệp quyết định không phải ảnh quét; nội dung của chúng nằm trong mô tả của các tài liệu." "An index sheet or a file of decisions is no scan; what it says is in the sidecars of the documents.";
    /// A file that was changed just now, or has a date in the future.
    SOURCE_GROWING = Warning "source.growing" "Để lại cho lần chạy sau; nếu ngày giờ của tệp sai, hãy sửa nó hoặc dùng `--settle 0`." "It is left for the next run; if its date is wrong, correct it or use `--settle 0`.";
    /// A source without a single scan.
    SOURCE_EMPTY = Warning "source.empty" "Kiểm tra đường dẫn và xem ổ đĩa đã được gắn chưa." "Check the path and whether the disk is mounted.";
    /// Names in decomposed Unicode, as macOS writes them.
    SOURCE_NAME_NFD = Info "source.name-nfd" "Tên được so sánh ở dạng NFC và lưu như ở nguồn; không cần làm gì." "Names are compared as NFC and kept as they are; nothing needs to be done.";
    /// Names that are not UTF-8.
    SOURCE_NAME_ENCODING = Warning "source.name-encoding" "Nên giải nén hoặc chép lại với tên UTF-8; byte lạ được ghi dạng %XX." "Better unpack or copy again with UTF-8 names; odd bytes are written as %XX.";
    /// Page numbers that are not there.
    GROUP_GAP = Warning "group.gap" "So với bản giấy và quét bổ sung nếu thiếu trang." "Compare with the paper and scan what is missing.";
    /// One page number on two files.
    GROUP_REPEATED = Warning "group.repeated" "Cả hai được giữ; hãy xóa ở nguồn bản thừa, hoặc đặt số như 15a, 15b." "Both are kept; delete the surplus at the source, or number them as 15a, 15b.";
    /// A named file among numbered pages.
    GROUP_STRAY = Warning "group.stray" "Nếu đó là một trang, hãy đặt số cho nó hoặc dùng `--group-by folder`." "If it is a page, give it a number or use `--group-by folder`.";
    /// A cover sheet among numbered pages.
    GROUP_COVER = Info "group.cover" "Nếu bìa thuộc tài liệu, hãy đặt số cho nó hoặc dùng `--group-by folder`." "If the cover belongs to the document, give it a number or use `--group-by folder`.";
    /// Two ways of naming pages in one folder.
    GROUP_MIXED = Warning "group.mixed" "Kiểm tra cách nhóm; nếu sai, tách thư mục hoặc dùng `--group-by`." "Check the grouping; if it is wrong, split the folder or use `--group-by`.";
    /// Bare numbers that do not begin at the first page.
    GROUP_LATE_START = Info "group.late-start" "Nếu mỗi tệp là một giấy tờ, hãy nhập thư mục này với `--group-by file`." "If each file is a paper of its own, import this folder with `--group-by file`.";
    /// Names that can be read as pages or as documents.
    GROUP_AMBIGUOUS = Warning "group.ambiguous" "Kiểm tra cách nhóm; nếu sai, dùng `--group-by file` hoặc `--group-by prefix`." "Check the grouping; if it is wrong, use `--group-by file` or `--group-by prefix`.";
    /// A name at the source that must not appear in the archive.
    NAME_REPLACED = Info "name.replaced" "Tên gốc chỉ còn trong phần mô tả nguồn; nên đặt tên theo mã." "The original name stays in the source record only; better name by code.";

    // Storing.
    /// The archive has this document already.
    DUPLICATE = Info "duplicate.stored" "Không lưu lần nữa; không cần làm gì." "It is not stored again; nothing to do.";
    /// The archive has this document, and it was withdrawn.
    DUPLICATE_WITHDRAWN = Warning "duplicate.withdrawn" "Tài liệu vẫn ở trạng thái đã rút; nếu nay lại được dùng, dùng `sohoa amend --restore`." "It stays withdrawn; if it counts again, use `sohoa amend --restore`.";
    /// The same image data under other bytes.
    DUPLICATE_CONTENT = Info "duplicate.content" "Thông báo cho biết chỉ lưu một lần hay lưu cả hai và vì sao; không cần làm gì." "The finding says whether it is stored once, or both are and why; nothing to do.";
    /// A document of this name, or some of its pages, came with an earlier batch.
    DOCUMENT_AGAIN = Warning "document.again" "Xem bản nào đầy đủ. Lần sau chỉ đưa vào nguồn những hồ sơ đã quét xong và xem trước bằng `--dry-run`." "See which one is complete. Next time put only finished dossiers into the source, and look first with `--dry-run`.";
    /// The resolution that the file states cannot be true.
    DPI_INCREDIBLE = Warning "resolution.incredible" "Kiểm tra thiết lập của máy quét." "Check the settings of the scanner.";
    /// The resolution was derived from the paper size.
    DPI_GUESSED = Info "resolution.guessed" "Nên bật chức năng ghi độ phân giải ở máy quét." "Better let the scanner record the resolution.";
    /// The resolution is below what the rules ask for.
    DPI_LOW = Warning "resolution.low" "Quét lại ở độ phân giải quy định." "Scan again at the resolution that the rules ask for.";
    /// A limit of PDF/A stands against the document.
    PDF_UNWRITABLE = Error "pdf.unwritable" "Chia tài liệu hoặc quét lại theo chỉ dẫn ở câu trên." "Divide the document or scan it again, as the sentence says.";
    /// A change that changes nothing.
    AMEND_UNCHANGED = Info "amend.unchanged" "Không có phiên bản mới; không cần làm gì." "There is no new version; nothing to do.";
    /// Documents that an interrupted import had finished and whose sources are no longer given.
    LEFT_OVER = Info "ingest.left-over" "Chúng được niêm phong thành một lô riêng; không cần làm gì." "They were sealed as a batch of their own; nothing to do.";

    // Duplicates.
    /// Pairs of pages that were not compared, because there were too many.
    DUPLICATE_CAPPED = Warning "duplicate.capped" "Nâng `--cap` rồi chạy lại, hoặc chia nhỏ phần cần xem." "Raise `--cap` and run again, or look through fewer files at once.";
    /// The same paper, scanned again.
    DUPLICATE_NEAR = Warning "duplicate.near" "Quyết định bằng `sohoa report duplicates` và `sohoa dedup --resolve`; chưa có gì bị xóa." "Decide with `sohoa report duplicates` and `sohoa dedup --resolve`; nothing was deleted.";
    /// Perhaps the same paper, scanned again.
    DUPLICATE_REVIEW = Warning "duplicate.review" "Xem hai tài liệu cạnh nhau bằng `sohoa report duplicates`." "Look at both side by side with `sohoa report duplicates`.";
    /// Documents that were not compared with the others.
    DUPLICATE_UNCOMPARED = Warning "duplicate.uncompared" "Chạy `sohoa dedup --archive`; tài liệu vẫn được lưu đầy đủ." "Run `sohoa dedup --archive`; the documents are stored all the same.";
    /// So many pages came that comparing them is left to a command of its own.
    DUPLICATE_LATER = Info "duplicate.later" "Chạy `sohoa dedup --archive` khi máy rảnh." "Run `sohoa dedup --archive` when the machine is free.";
}
