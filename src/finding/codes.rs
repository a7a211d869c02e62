//! Every kind of finding, with what to do about it. `docs/findings.md` is made from this table.

use super::Code;
use super::Severity::{Error, Info, Warning};

macro_rules! codes {
    ($($(#[$doc:meta])* $id:ident = $severity:ident $name:literal $vi:literal $en:literal;)*) => {
        $($(#[$doc])* pub const $id: Code = Code { name: $name, severity: $severity, vi: $vi, en: $en };)*
        /// Every code, in the order of the documentation.
        pub const ALL: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    // Reading a scan.
    /// The file has no bytes, or only zero bytes.
    EMPTY = Error "format.empty" "Quét lại hoặc xin lại tệp." "Scan it again or ask for the file again.";
    /// The content is of no known format.
    UNKNOWN = Error "format.unknown" "Kiểm tra xem đây có phải là ảnh quét không." "Check whether this is a scan at all.";
    /// A format that this version does not take yet.
    NOT_YET = Error "format.not-yet" "Chuyển sang TIFF, PNG hoặc JPEG, hoặc chờ phiên bản sau." "Convert it to TIFF, PNG or JPEG, or wait for a later version.";
    /// The data end too early.
    TRUNCATED = Error "format.truncated" "Chép lại từ máy quét, hoặc quét lại tờ này." "Copy it again from the scanner, or scan this sheet again.";
    /// The data contradict the format or themselves.
    CORRUPT = Error "format.corrupt" "Chép lại từ máy quét, hoặc quét lại tờ này." "Copy it again from the scanner, or scan this sheet again.";
    /// A stretch of zero bytes stands where image data should be, as after a disk fault.
    ZEROED = Error "format.zeroed" "Ổ đĩa có thể đã hỏng: chép lại từ máy quét, hoặc quét lại." "The disk may be failing: copy it again from the scanner, or scan again.";
    /// The format is known, but not this variant of it.
    UNSUPPORTED = Error "format.unsupported" "Lưu lại dưới dạng JPEG 8 bit, PNG hoặc TIFF." "Save it again as 8-bit JPEG, PNG or TIFF.";
    /// A limit of the profile on pixels, memory or pages would be passed.
    TOO_LARGE = Error "format.too-large" "Kiểm tra tệp; nếu đúng, nâng giới hạn trong hồ sơ cấu hình." "Check the file; if it is right, raise the limit in the profile.";
    /// A file without a single page.
    NO_PAGES = Error "format.no-pages" "Quét lại hoặc xin lại tệp." "Scan it again or ask for the file again.";
    /// Bytes after the end of the image.
    TRAILING = Warning "format.trailing-data" "Phần thừa không được đưa vào PDF; hãy xem tệp gốc có còn ảnh nào khác không." "The extra bytes are not in the PDF; look whether the source holds another image.";
    /// The name says another format than the content.
    EXTENSION = Warning "format.extension" "Nội dung quyết định; nên sửa phần mở rộng của tên tệp ở nguồn." "The content decides; better correct the name at the source.";
    /// A colour profile that cannot be used.
    PROFILE_DROPPED = Warning "format.profile-dropped" "Màu được coi là sRGB hoặc thang xám; hãy so với bản gốc." "Colours are read as sRGB or grey; compare with the original.";
    /// CMYK without a profile of its own.
    CMYK_ASSUMED = Warning "format.cmyk-assumed" "Nên quét màu ở chế độ RGB." "Better scan colour as RGB.";

    // Storing.
    /// The archive has this document already.
    DUPLICATE = Info "duplicate.stored" "Không lưu lần nữa; không cần làm gì." "It is not stored again; nothing to do.";
    /// The same image data under other bytes.
    DUPLICATE_CONTENT = Info "duplicate.content" "Cả hai đều được lưu; hãy xem có cần giữ cả hai không." "Both are stored; see whether both are wanted.";
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
    /// Documents that an interrupted import had finished and whose sources are no longer given.
    LEFT_OVER = Info "ingest.left-over" "Chúng được niêm phong thành một lô riêng; không cần làm gì." "They were sealed as a batch of their own; nothing to do.";

    // Verifying.
    /// A file's content is other than its digest.
    MISMATCH = Error "fixity.mismatch" "Lấy lại tệp từ bản sao lưu và tìm nguyên nhân." "Restore the file from a backup and find the cause.";
    /// A file that a manifest names is not there.
    MISSING = Error "fixity.missing" "Lấy lại tệp từ bản sao lưu và tìm nguyên nhân." "Restore the file from a backup and find the cause.";
    /// A file is there that no manifest names.
    EXTRA = Error "fixity.extra" "Tìm hiểu ai đã đặt tệp này vào, rồi đưa nó ra khỏi lô." "Find out who put it there, then take it out of the batch.";
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
    /// A list beside the scans.
    SOURCE_SHEET = Info "source.sheet" "Danh mục chưa được đọc; phiên bản sau sẽ đọc." "Index sheets are not read yet; a later version will.";
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
    // PNG.
    /// A file with several frames, of which only the first is a page.
    ANIMATED = Warning "format.animated" "Chỉ khung hình đầu tiên được đưa vào PDF; hãy xem tệp gốc nếu cần các khung sau." "Only the first frame is in the PDF; look at the source if the others matter.";

    // TIFF.
    /// Small copies of pages, which are no pages.
    REDUCED_SKIPPED = Info "format.reduced-skipped" "Ảnh thu nhỏ không được đưa vào PDF; không cần làm gì." "Reduced copies are not in the PDF; nothing needs to be done.";
    /// Zeros among plain samples that fill disk blocks exactly.
    SUSPECT_ZEROS = Warning "format.suspect-zeros" "Xem trang có vệt đen hoặc trắng bất thường không; nếu có, chép hoặc quét lại." "Look for an odd black or white stripe on the page; if there is one, copy or scan it again.";
    /// Colours that are multiplied by alpha already.
    ALPHA_ASSOCIATED = Warning "format.alpha-associated" "So trang với bản gốc: viền vùng trong suốt có thể tối hơn." "Compare the page with the original: edges of see-through parts may look darker.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_are_unique_and_well_formed() {
        let mut names: Vec<_> = ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.split('.').count() == 2 && name.is_ascii()));
    }

    #[test]
    fn every_code_says_what_to_do_in_both_languages() {
        assert!(ALL.iter().all(|code| code.vi.ends_with('.') && code.en.ends_with('.')));
    }
}
