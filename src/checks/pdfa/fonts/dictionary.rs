//! Font dictionaries (6.2.11.2), and which font program they carry (6.2.11.4.1).

use std::io::{Read, Seek};

use super::{Font, name_of};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::object::{Dict, Id};
use crate::text;

/// The fonts that every PDF 1.x reader had (ISO 32000-1, 9.6.2.2): they need no widths when not embedded.
const STANDARD: &[&[u8]] = &[
    b"Courier",
    b"Courier-Bold",
    b"Courier-BoldOblique",
    b"Courier-Oblique",
    b"Helvetica",
    b"Helvetica-Bold",
    b"Helvetica-BoldOblique",
    b"Helvetica-Oblique",
    b"Symbol",
    b"Times-Bold",
    b"Times-BoldItalic",
    b"Times-Italic",
    b"Times-Roman",
    b"ZapfDingbats",
];

const SUBTYPES: &[&[u8]] = &[b"Type0", b"Type1", b"MMType1", b"TrueType", b"Type3", b"CIDFontType0", b"CIDFontType2"];

impl<R: Read + Seek> Font<'_, R> {
    /// Checks what holds for every font and for the CIDFont of a composite one.
    pub(super) fn check_dictionary(&self, dict: &Dict, id: Option<Id>, out: &mut Breaches) {
        if self.entry_of(dict, "Type").as_name() != Some(b"Font") {
            out.add("6.2.11.2-1", id, text!("phông chữ không có `/Type /Font`", "the font lacks `/Type /Font`"));
        }
        let subtype = name_of(&self.entry_of(dict, "Subtype")).unwrap_or_default();
        if !SUBTYPES.contains(&subtype.as_slice()) {
            let what = text!("loại phông chữ `/Subtype` không hợp lệ", "the font has no `/Subtype` that is known");
            out.add("6.2.11.2-2", id, what);
        }
        if subtype != b"Type3" && name_of(&self.entry_of(dict, "BaseFont")).is_none() {
            out.add("6.2.11.2-3", id, text!("phông chữ thiếu `/BaseFont`", "the font lacks `/BaseFont`"));
        }
        self.check_program_subtype(dict, id, out);
    }

    /// Checks that the stream of a font program claims to be a kind that there is.
    fn check_program_subtype(&self, dict: &Dict, id: Option<Id>, out: &mut Breaches) {
        let descriptor = self.entry_of(dict, "FontDescriptor");
        let Some(descriptor) = descriptor.as_dict() else { return };
        let files = ["FontFile", "FontFile2", "FontFile3"].map(|key| self.entry_of(descriptor, key));
        let Some(program) = files.iter().find_map(|file| file.as_stream()) else { return };
        let known: [&[u8]; 3] = [b"Type1C", b"CIDFontType0C", b"OpenType"];
        if let Some(subtype) =
            name_of(&self.entry_of(&program.dict, "Subtype")).filter(|it| !known.contains(&it.as_slice()))
        {
            let subtype = String::from_utf8_lossy(&subtype).into_owned();
            let what = text!(
                "tệp phông chữ nhúng có `/Subtype /{subtype}`, loại không tồn tại",
                "the embedded font program has `/Subtype /{subtype}`, which does not exist"
            );
            out.add("6.2.11.2-7", id, what);
        }
    }

    /// Checks the widths of a simple font; one of the standard 14 that is not embedded needs none.
    pub(super) fn check_widths_given(&self, is_embedded: bool, out: &mut Breaches) {
        if !is_embedded && self.is_standard() {
            return;
        }
        let first = self.entry("FirstChar").as_int();
        let last = self.entry("LastChar").as_int();
        if first.is_none() {
            out.add("6.2.11.2-4", self.id, text!("phông chữ thiếu `/FirstChar`", "the font lacks `/FirstChar`"));
        }
        if last.is_none() {
            out.add("6.2.11.2-5", self.id, text!("phông chữ thiếu `/LastChar`", "the font lacks `/LastChar`"));
        }
        let asked = last.unwrap_or(0).checked_sub(first.unwrap_or(0)).and_then(|span| span.checked_add(1));
        let widths = self.entry("Widths");
        let given = widths.as_array().and_then(|widths| i64::try_from(widths.len()).ok());
        if given.is_none() || given != asked {
            let what = text!(
                "`/Widths` của phông chữ thiếu hoặc không khớp `/FirstChar` và `/LastChar`",
                "`/Widths` of the font is missing or does not fit `/FirstChar` and `/LastChar`"
            );
            out.add("6.2.11.2-6", self.id, what);
        }
    }

    /// Says whether this is a Type 1 font with the name of one of the standard 14.
    pub(super) fn is_standard(&self) -> bool {
        self.subtype() != b"TrueType"
            && self.subtype() != b"Type3"
            && name_of(&self.entry("BaseFont")).is_some_and(|name| STANDARD.contains(&name.as_slice()))
    }

    /// Says whether the font descriptor calls the font symbolic.
    pub(super) fn is_symbolic(&self) -> bool {
        let descriptor = self.entry("FontDescriptor");
        let flags = descriptor.as_dict().map(|descriptor| self.entry_of(descriptor, "Flags"));
        flags.and_then(|flags| flags.as_int()).is_some_and(|flags| flags & 4 != 0)
    }

    /// Tells that text is rendered with a font that has no program, or none that can be read.
    pub(super) fn miss_program(&self, id: Option<Id>, has_file: bool, out: &mut Breaches) {
        if !self.is_rendered() {
            return;
        }
        let what = if has_file {
            text!("không đọc được tệp phông chữ nhúng", "the embedded font program cannot be read as what it should be")
        } else {
            text!(
                "phông chữ dùng để hiện chữ nhưng không được nhúng",
                "text is rendered with a font that is not embedded"
            )
        };
        out.add("6.2.11.4.1-1", id, what);
    }
}
