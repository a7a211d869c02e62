//! Reading scans and PDFs, and what the workers that do it report.

use super::super::Code;
use super::super::Severity::{Error, Info, Warning};

codes! { READING;
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
}
