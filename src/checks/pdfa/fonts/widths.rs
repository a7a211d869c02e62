//! The widths in the dictionary of a CIDFont: `W` and `DW` (ISO 32000-1, 9.7.4.3).

use std::io::{Read, Seek};

use super::Font;
use crate::pdf::font::runs::Runs;
use crate::pdf::object::{Dict, Object};

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
