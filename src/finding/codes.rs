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
    TRAILING = Warning "format.trailing-data" "Phần thừa không vào PDF; hãy xem tệp gốc còn ảnh nào khác không." "The extra bytes are not in the PDF; look whether the source holds another image.";
    /// The name says another format than the content.
    EXTENSION = Warning "format.extension" "Nội dung quyết định; nên sửa phần mở rộng ở nguồn." "The content decides; better correct the name at the source.";
    /// A colour profile that cannot be used.
    PROFILE_DROPPED = Warning "format.profile-dropped" "Màu được hiểu là sRGB hoặc xám; hãy so lại với bản gốc." "Colours are read as sRGB or grey; compare with the original.";
    /// CMYK without a profile of its own.
    CMYK_ASSUMED = Warning "format.cmyk-assumed" "Nên quét màu ở chế độ RGB." "Better scan colour as RGB.";

    // PNG.
    /// A file with several frames, of which only the first is a page.
    ANIMATED = Warning "format.animated" "Chỉ khung hình đầu tiên vào PDF; hãy xem tệp gốc nếu cần các khung sau." "Only the first frame is in the PDF; look at the source if the others matter.";

    // TIFF.
    /// Small copies of pages, which are no pages.
    REDUCED_SKIPPED = Info "format.reduced-skipped" "Ảnh thu nhỏ không vào PDF; không cần làm gì." "Reduced copies are not in the PDF; nothing needs to be done.";
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
