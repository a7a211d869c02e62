//! Verifying archives and bags.

use super::super::Code;
use super::super::Severity::{Error, Warning};

codes! { VERIFYING;
    // Verifying.
    /// A file's content is other than its digest.
    MISMATCH = Error "fixity.mismatch" "Lấy lại tệp từ bản sao lưu và tìm nguyên nhân." "Restore the file from a backup and find the cause.";
    /// A file that a manifest names is not there.
    MISSING = Error "fixity.missing" "Lấy lại tệp từ bản sao lưu và tìm nguyên nhân." "Restore the file from a backup and find the cause.";
    /// A file is there that no manifest names.
    EXTRA = Error "fixity.extra" "Tìm hiểu ai đã đặt tệp này vào, rồi đưa nó ra khỏi lô hoặc gói." "Find out who put it there, then take it out of the batch or package.";
    /// A file cannot be read.
    UNREADABLE = Error "fixity.unreadable" "Kiểm tra quyền đọc và ổ đĩa; tệp này chưa được kiểm tra." "Check rights and disk; this file was not checked.";
    /// A file is there under a name that looks the same and is composed of other characters.
    NAME_FORM = Warning "fixity.name-form" "Nội dung đã được kiểm tra; nên chép lại bằng công cụ giữ nguyên tên tệp." "The content was checked; better copy again with a tool that keeps names.";
    /// `bagit.txt` is absent or wrong.
    BAG_DECLARATION = Error "bag.declaration" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// A manifest is absent, incomplete or cannot be understood.
    BAG_MANIFEST = Error "bag.manifest" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// Payload-Oxum does not fit the payload.
    BAG_OXUM = Error "bag.oxum" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// A file that `fetch.txt` promises is not there yet, or a line of it is wrong.
    BAG_FETCH = Error "bag.fetch" "Tải tệp từ nơi mà `fetch.txt` ghi, rồi kiểm tra lại." "Fetch the file from where `fetch.txt` says, then verify again.";
    /// A sidecar cannot be read.
    SIDECAR_UNREADABLE = Error "sidecar.unreadable" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// A PDF has no sidecar.
    SIDECAR_MISSING = Error "sidecar.missing" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// Sidecar and PDF disagree.
    SIDECAR_PDF = Error "sidecar.pdf" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// The pages in a sidecar disagree with each other or with the PDF.
    SIDECAR_PAGES = Error "sidecar.pages" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// The id does not follow from the pages.
    SIDECAR_ID = Error "sidecar.id" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// The versions of a document do not follow one upon the other.
    SIDECAR_VERSION = Error "sidecar.version" "Đối chiếu với bản sao lưu; chưa rõ phiên bản nào là đúng." "Compare with a backup; which version counts is in doubt.";
    /// A relation is of no known kind, to nothing, to the document itself, or closes a ring.
    SIDECAR_RELATION = Error "sidecar.relation" "Bỏ quan hệ sai bằng `sohoa amend --unrelate`; nếu không ai đã ghi nó, đối chiếu với bản sao lưu." "Take the wrong relation back with `sohoa amend --unrelate`; if nobody stated it, compare with a backup.";
    /// The PDF of a later version does not lie in the batch that its sidecar names.
    SIDECAR_PDF_ELSEWHERE = Error "sidecar.pdf-elsewhere" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// A seal cannot be read.
    SEAL_UNREADABLE = Error "seal.unreadable" "Đối chiếu với bản niêm phong đã lưu nơi khác." "Compare with a copy of the seal kept elsewhere.";
    /// A batch folder without a seal.
    SEAL_MISSING = Error "seal.missing" "Đối chiếu với bản sao lưu; lô không niêm phong thì không có giá trị chứng minh." "Compare with a backup; a batch without a seal proves nothing.";
    /// The tag manifest is not the one that the seal fixes.
    SEAL_TAGMANIFEST = Error "seal.tagmanifest" "Lô đã bị sửa sau khi niêm phong: đối chiếu với bản sao lưu." "The batch was changed after it was sealed: compare with a backup.";
    /// Documents, pages or bytes are not as many as the seal says.
    SEAL_COUNTS = Error "seal.counts" "Lô đã bị sửa sau khi niêm phong: đối chiếu với bản sao lưu." "The batch was changed after it was sealed: compare with a backup.";
    /// The seal is of another archive.
    SEAL_ARCHIVE = Error "seal.archive" "Đưa lô này ra khỏi kho." "Take this batch out of the archive.";
    /// A number is missing or twice in the chain.
    SEAL_SEQUENCE = Error "seal.sequence" "Tìm lô bị thiếu hoặc bị thêm." "Find the batch that is missing or was added.";
    /// A seal does not name the one before it.
    SEAL_CHAIN = Error "seal.chain" "Một niêm phong đã bị thay hoặc bị bỏ: đối chiếu với bản lưu nơi khác." "A seal was replaced or removed: compare with copies kept elsewhere.";
    /// Signature or time-stamp of a seal changed after the next seal had fixed them.
    SEAL_EVIDENCE = Error "seal.evidence" "Lấy lại chữ ký và dấu thời gian từ bản sao lưu." "Restore signature and time-stamp from a backup.";
    /// The Merkle tree does not follow from the documents.
    SEAL_TREE = Error "seal.tree" "Có tài liệu bị thêm, bớt hoặc sửa: đối chiếu với bản sao lưu." "Documents were added, removed or changed: compare with a backup.";
    /// The folder of a batch has another name than its seal says.
    SEAL_BATCH = Error "seal.batch" "Đặt lại tên thư mục đúng như niêm phong ghi." "Give the folder back the name that the seal says.";
    /// `sohoa.toml` or the profile is absent or damaged.
    ARCHIVE_SETTINGS = Error "archive.settings" "Lấy lại tệp từ bản sao lưu." "Restore the file from a backup.";
    /// The catalogue is absent or cannot be used.
    CATALOGUE_UNUSABLE = Warning "catalogue.unusable" "Chạy `sohoa reindex`." "Run `sohoa reindex`.";
    /// The catalogue does not say what the batches say.
    CATALOGUE_DISAGREES = Warning "catalogue.disagrees" "So các lô với bản sao lưu trước; chỉ khi các lô đúng mới chạy `sohoa reindex`, vì lệnh đó xóa dấu vết này." "Compare the batches with a backup first; only if they are right run `sohoa reindex`, which wipes this trace.";
    /// The catalogue knows a batch that is not on disk.
    CATALOGUE_BATCH_GONE = Error "catalogue.batch-gone" "Lấy lại lô từ bản sao lưu; đừng chạy `sohoa reindex` trước, vì mục lục là dấu vết duy nhất." "Restore the batch from a backup; do not run `sohoa reindex` before, as the catalogue is its only trace.";
    /// The list of a quarantine folder is absent, or does not fit the copies.
    QUARANTINE_LIST = Error "quarantine.list" "Đối chiếu với bản sao lưu." "Compare with a backup.";
    /// `sources.tsv` says that an input was refused and copied, and no quarantine folder has it.
    QUARANTINE_MISSING = Error "quarantine.missing" "Lấy lại thư mục cách ly từ bản sao lưu, hoặc chép lại từ nguồn." "Restore the quarantine from a backup, or copy it again from the source.";
    /// The stream of a page is other than its sidecar says.
    DEEP_STREAM = Error "deep.stream" "Lấy lại PDF từ bản sao lưu." "Restore the PDF from a backup.";
    /// The pixels of a page are other than its sidecar says.
    DEEP_CONTENT = Error "deep.content" "Lấy lại PDF từ bản sao lưu." "Restore the PDF from a backup.";
    /// A PDF of ours cannot be read.
    DEEP_PDF = Error "deep.pdf" "Lấy lại PDF từ bản sao lưu." "Restore the PDF from a backup.";
}
