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
    /// A format that is known and not taken; the sentence says what to do with it.
    NOT_YET = Error "format.not-yet" "Làm theo hướng dẫn cho định dạng đó, rồi nhập lại." "Do what the finding says for that format, then ingest again.";
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
    /// An orientation that programs do not agree on, and that was not applied.
    ORIENTATION = Warning "format.orientation" "Xem trang có nằm đúng chiều không; nếu không, quét lại hoặc lưu lại ảnh đúng chiều." "See whether the page stands upright; if not, scan it again or save the image upright.";
    /// CMYK without a profile of its own.
    CMYK_ASSUMED = Warning "format.cmyk-assumed" "Nên quét màu ở chế độ RGB." "Better scan colour as RGB.";

    // PDFs from elsewhere.
    /// Parts that a PDF/A-2 may not have were taken out of a PDF.
    PDF_PARTS_REMOVED = Warning "pdf.parts-removed" "Bản gốc được giữ bên cạnh; lấy các phần ấy ra từ đó nếu cần." "The file as it came is kept beside; take the parts from there if they matter.";
    /// A PDF that could not be mended was painted, as the operator wished.
    PDF_RASTERISED = Warning "pdf.rasterised" "Bản gốc được giữ bên cạnh; hãy so sánh hai bản." "The file as it came is kept beside; compare the two.";
    /// Letters of an invisible text layer that could not be carried over.
    TEXT_DROPPED = Info "pdf.text-dropped" "Ảnh không thay đổi; nếu cần tìm kiếm, hãy nhận dạng chữ lại." "The images are unchanged; recognise the text again if it is to be searched.";
    /// A PDF that sohoa cannot make sense of.
    PDF_UNREADABLE = Error "pdf.unreadable" "Xin lại tệp; không lưu lại tệp đã ký. Tệp chưa ký có thể mở và lưu lại bằng chương trình đã tạo ra nó." "Ask for the file again; never save a signed file anew. One that is not signed may be opened and saved by the program that made it.";
    /// A PDF that opens only with a password.
    PDF_ENCRYPTED = Error "pdf.encrypted" "Xin bản không có mật khẩu; không gỡ mật khẩu của tệp đã ký." "Ask for a copy without a password; do not take the password off a signed file.";
    /// A PDF that was encrypted and opens without a password is stored without encryption.
    PDF_ENCRYPTION_REMOVED = Warning "pdf.encryption-removed" "Bản gốc được giữ bên cạnh; hãy xem ai được phép đọc, in, sao chép tài liệu này." "The file as it came is kept beside; see who is allowed to read, print and copy the document.";
    /// A signed PDF is encrypted; it is kept all the same, since nobody may change it.
    PDF_ENCRYPTION_KEPT = Warning "pdf.encryption-kept" "Tệp được giữ nguyên từng byte; nếu cần dùng lâu dài, xin bản có chữ ký mà không mã hóa." "It is kept byte for byte; to be readable for long, ask for a signed copy without encryption.";
    /// A PDF that is no PDF/A-2, no scan, and cannot be mended.
    PDF_NONCONFORMING = Error "pdf.nonconforming" "Xin bản PDF/A-2, hoặc xuất lại từ chương trình gốc dưới dạng PDF/A-2b hay PDF/A-2u; nếu không được, nhập lại với `--rasterize`: trang được vẽ thành ảnh, bản gốc được giữ bên cạnh." "Ask for a PDF/A-2, or export it anew as PDF/A-2b or PDF/A-2u; failing that, ingest it again with `--rasterize`: pages become images, and the file as it came is kept beside.";
    /// A PDF that must be a document of its own stands among scans of one document.
    PDF_NOT_ALONE = Error "pdf.not-alone" "Để PDF này trong tài liệu riêng (tên tệp riêng, không đánh số trang cùng các ảnh quét)." "Make this PDF a document of its own (a name of its own, no page number among the scans).";
    /// A signed PDF that is no PDF/A-2; it is kept all the same, since nobody may change it.
    PDF_SIGNED_NONCONFORMING = Warning "pdf.signed-nonconforming" "Tệp được giữ nguyên từng byte; nếu quy định đòi hỏi, xin bản PDF/A-2 có chữ ký." "It is kept byte for byte; where the rules ask for it, request a signed PDF/A-2.";
    /// The bytes that a signature covers are not those that were signed.
    PDF_SIGNATURE_DIFFERS = Warning "pdf.signature-differs" "Tệp có thể đã bị sửa sau khi ký: đối chiếu với bản ở nơi phát hành." "The file may have been changed after it was signed: compare it with the issuer's copy.";
    /// A signature does not cover all bytes of its file.
    PDF_SIGNATURE_PARTIAL = Info "pdf.signature-partial" "Sau khi ký, tệp được thêm nội dung (có thể là chữ ký khác); hãy xem phần nào được ký." "Something was added after the signing, perhaps another signature; see which part is signed.";
    /// A PDF that sohoa built was not checked, as the operator wished.
    PDF_UNCHECKED = Warning "pdf.unchecked" "Kiểm tra tệp bằng `sohoa check`, hoặc nhập lại không dùng `--no-self-check`." "Check the file with `sohoa check`, or import again without `--no-self-check`.";
    /// A PDF that sohoa made breaks a rule of PDF/A-2 by sohoa's own check: a fault of sohoa.
    PDF_SELF_CHECK = Error "pdf.self-check" "Đây là lỗi của sohoa: hãy báo lại cùng tệp nguồn; `--no-self-check` bỏ qua kiểm tra này." "This is a fault of sohoa: report it with the source; `--no-self-check` skips this check.";

    // ZIP deliveries.
    /// A ZIP without a list of contents that can be read.
    ZIP_UNREADABLE = Error "zip.unreadable" "Chép lại tệp ZIP hoặc xin lại; chưa mục nào trong đó được đọc." "Copy the ZIP again or ask for it again; nothing in it was read.";
    /// One part of a ZIP in several files.
    ZIP_SPLIT = Error "zip.split" "Ghép các phần thành một tệp ZIP (ví dụ `zip -s 0 nguon.zip --out mot.zip`) hoặc xin lại dạng một tệp." "Join the parts to one ZIP (such as `zip -s 0 source.zip --out one.zip`) or ask for a single file.";
    /// More entries than the limits allow.
    ZIP_TOO_MANY = Error "zip.too-many" "Chia tệp ZIP; nếu đúng, nâng giới hạn `objects` trong hồ sơ cấu hình." "Divide the ZIP; if it is right, raise the limit `objects` of the profile.";
    /// A path in a ZIP that could lead out of it, or that no system can store.
    ZIP_UNSAFE_NAME = Error "zip.unsafe-name" "Mục này không được đọc. Hỏi bên giao vì sao có tên như vậy, và xin nén lại." "The entry was not read. Ask where such a name comes from, and have it packed again.";
    /// Two entries of one name, or a file where a folder is.
    ZIP_NAME_TWICE = Error "zip.name-twice" "Không rõ mục nào là đúng nên không mục nào được nhận: xin nén lại, mỗi tên một tệp." "Nobody can tell which is meant, so none was taken: have it packed again, one file for each name.";
    /// Names that differ only by case or Unicode form.
    ZIP_NAME_CLASH = Warning "zip.name-clash" "Khi giải nén trên Windows, tệp này sẽ ghi đè tệp kia; nên đổi tên ở nguồn." "Unpacked on Windows, one would overwrite the other; better rename at the source.";
    /// An entry that is a link or a device.
    ZIP_SPECIAL = Warning "zip.special" "Liên kết và thiết bị không được nhận; nếu cần, nén chính tệp đó." "Links and devices are not taken; if it is wanted, pack the file itself.";
    /// An entry that asks for a password.
    ZIP_ENCRYPTED = Error "zip.encrypted" "Xin lại tệp ZIP không có mật khẩu." "Ask for the ZIP without a password.";
    /// An entry that is packed in a way that is not read.
    ZIP_METHOD = Error "zip.method" "Nén lại bằng phương pháp Deflate hoặc không nén." "Pack it again with Deflate or without compression.";
    /// An entry that claims to inflate beyond all measure.
    ZIP_BOMB = Error "zip.bomb" "Mục này không được đọc; nếu đúng là ảnh quét, nén lại hoặc giao thư mục." "The entry was not read; if it is a scan, pack it again or deliver the folder.";
    /// Entries that share bytes of the ZIP.
    ZIP_OVERLAP = Error "zip.overlap" "Tệp ZIP bình thường không như vậy: không mục nào trong số này được đọc; hãy hỏi bên giao." "No ordinary tool makes such a ZIP: none of these entries was read; ask where it comes from.";
    /// A ZIP in a ZIP.
    ZIP_NESTED = Warning "zip.nested" "Lấy nó ra và nêu riêng làm nguồn." "Take it out and name it as a source by itself.";
    /// A ZIP that lies in a source folder.
    ZIP_INSIDE = Warning "zip.inside" "Nêu riêng tệp ZIP này làm nguồn: `sohoa ingest TEP.zip`." "Name this ZIP as a source by itself: `sohoa ingest FILE.zip`.";
    /// Backslashes between folders.
    ZIP_BACKSLASH = Info "zip.backslash" "Không cần làm gì." "Nothing needs to be done.";
    /// Names in an encoding from before Unicode.
    ZIP_NAME_ENCODING = Warning "zip.name-encoding" "Xem lại vài tên; nên nén lại bằng công cụ ghi tên UTF-8." "Look at some names; better pack again with a tool that writes UTF-8 names.";
    /// Names with question marks where letters were lost in packing.
    ZIP_NAME_LOST = Warning "zip.name-lost" "Chữ đã mất không khôi phục được từ tệp ZIP: xin nén lại bằng công cụ ghi tên UTF-8, hoặc giao thư mục." "Lost letters cannot be told from the ZIP: have it packed again with a tool that writes UTF-8 names, or take the folder.";
    /// Data before or behind a ZIP.
    ZIP_EXTRA_BYTES = Warning "zip.extra-bytes" "Phần thừa không được đọc; hãy hỏi bên giao đó là gì." "The extra data were not read; ask what they are.";
    /// An entry is not what the ZIP says of it: size, checksum, header.
    ZIP_DAMAGED = Error "zip.damaged" "Chép lại tệp ZIP hoặc xin bên giao nén lại; các mục khác không bị ảnh hưởng." "Copy the ZIP again or ask for it to be packed again; other entries are not affected.";
    // Workers and limits.
    /// The process that read the file ended of itself, at both tries.
    WORKER_CRASHED = Error "worker.crashed" "Tệp có thể hỏng hoặc độc hại: xin lại tệp; chỉ lưu lại bằng chương trình khác khi tệp chưa được ký." "The file may be damaged or hostile: ask for it again; save it anew with another program only if it is not signed.";
    /// The process that read the file did not end in time, at both tries.
    WORKER_TIMEOUT = Error "worker.timeout" "Xem tệp; nếu đúng là cần nhiều thời gian, nâng `seconds` trong hồ sơ cấu hình." "Look at the file; if it truly needs the time, raise `seconds` in the profile.";
    /// The process that read the file ran into a limit on what it may write or take, at both tries.
    WORKER_REFUSED = Error "worker.refused" "Xem tệp; nếu đúng, nâng giới hạn trong hồ sơ cấu hình." "Look at the file; if it is right, raise the limits in the profile.";
    /// A document took longer than the profile allows.
    LIMIT_TIME = Error "limit.time" "Chia tài liệu, hoặc nâng `seconds` trong hồ sơ cấu hình." "Divide the document, or raise `seconds` in the profile.";
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

#[cfg(test)]
mod tests;
