//! The widths that dictionaries state: `Widths` of simple fonts, `W` and `DW` of CIDFonts (ISO 32000-1, 9.7.4.3).

use std::io::{Read, Seek};

use super::Font;
use crate::pdf::font::cmap::Code;
use crate::pdf::font::runs::Runs;
use crate::pdf::object::{Dict, Object};

/// Stated widths of a simple font, in units of glyph space.
pub(super) struct ByteWidths {
    first: u32,
    stated: Vec<f64>,
    missing: f64,
}

impl ByteWidths {
    /// Returns the stated width of a code.
    pub(super) fn get(&self, code: Code) -> f64 {
        let place = code.value.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.stated.get(place)).copied().unwrap_or(self.missing)
    }
}

/// Stated widths by CID.
pub(super) struct Widths {
    stated: Runs<f64>,
    default: f64,
}

impl Widths {
    /// Returns the stated width of a CID.
    pub(super) fn get(&self, cid: u32) -> f64 {
        self.stated.get(cid).map_or(self.default, |(width, _)| *width)
    }
}

impl<R: Read + Seek> Font<'_, R> {
    /// Reads the widths of a simple font; one that is no number is zero.
    pub(super) fn byte_widths(&self) -> ByteWidths {
        let bound = |key| self.entry(key).as_int().and_then(|code| u32::try_from(code).ok());
        let descriptor = self.entry("FontDescriptor");
        let missing = descriptor.as_dict().and_then(|descriptor| self.entry_of(descriptor, "MissingWidth").as_number());
        let mut widths = ByteWidths { first: 0, stated: Vec::new(), missing: missing.unwrap_or(0.0) };
        if let (Some(first), Some(last)) = (bound("FirstChar"), bound("LastChar")) {
            let codes = first..=last.min(0xFF);
            let array = self.entry("Widths");
            let listed = array.as_array().unwrap_or_default().iter().zip(codes);
            widths.first = first;
            widths.stated = listed.map(|(width, _)| self.resolved(width).as_number().unwrap_or(0.0)).collect();
        }
        widths
    }

    /// Reads the widths of a CIDFont; what is not as it should be is passed over.
    pub(super) fn cid_widths(&self, cid_font: &Dict) -> Widths {
        let default = self.entry_of(cid_font, "DW").as_number().unwrap_or(1000.0);
        let mut widths = Widths { stated: Runs::default(), default };
        let array = self.entry_of(cid_font, "W");
        let mut items = array.as_array().unwrap_or_default().iter().map(|item| self.resolved(item));
        while let (Some(first), Some(next)) = (items.next(), items.next()) {
            let first = first.as_int().and_then(|first| u32::try_from(first).ok());
            match &*next {
                Object::Array(listed) => self.put_listed(first, listed, &mut widths),
                next => {
                    let last = next.as_int().and_then(|last| u32::try_from(last).ok());
                    let width = items.next().and_then(|width| width.as_number());
                    if let (Some(first), Some(last), Some(width)) = (first, last, width) {
                        widths.stated.put(first, last, width);
                    }
                }
            }
        }
        widths
    }

    fn put_listed(&self, first: Option<u32>, listed: &[Object], widths: &mut Widths) {
        let Some(first) = first else { return };
        for (cid, width) in (first..=u32::MAX).zip(listed) {
            if let Some(width) = self.resolved(width).as_number() {
                widths.stated.put(cid, cid, width);
            }
        }
    }
}
