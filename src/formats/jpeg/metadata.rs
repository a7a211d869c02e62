//! What the APPn segments say: JFIF density, EXIF orientation and resolution, ICC chunks, Adobe transform.
//!
//! Metadata never refuse a page: what is broken counts as not there.

use exif::{Exif, In, Reader, Tag, Value};

use super::markers::Segment;
use crate::page::{Orientation, Resolution, ResolutionSource};

/// The APPn segments that matter, as they stand.
#[derive(Default)]
pub(super) struct Metadata<'a> {
    /// A JFIF header was seen, which promises grey or YCbCr.
    pub(super) is_jfif: bool,
    /// The transform of the Adobe marker: 0 none, 1 YCbCr, 2 YCCK.
    pub(super) adobe: Option<u8>,
    /// ICC chunks: number, count and data.
    pub(super) icc: Vec<&'a [u8]>,
    density: Option<Resolution>,
    exif: Option<&'a [u8]>,
}

impl<'a> Metadata<'a> {
    /// Takes in an APPn segment; the first of each kind counts.
    pub(super) fn take(&mut self, segment: &Segment<'a>) {
        match (segment.marker, segment.payload) {
            (0xE0, [b'J', b'F', b'I', b'F', 0, rest @ ..]) if !self.is_jfif => {
                self.is_jfif = true;
                self.density = density(rest);
            }
            (0xE1, [b'E', b'x', b'i', b'f', 0, _, rest @ ..]) => {
                self.exif.get_or_insert(rest);
            }
            (0xE2, payload) => self.icc.extend(payload.strip_prefix(b"ICC_PROFILE\0")),
            (0xEE, [b'A', b'd', b'o', b'b', b'e', _, _, _, _, _, _, transform, ..]) => {
                self.adobe.get_or_insert(*transform);
            }
            _ => (),
        }
    }

    /// Returns the resolution of JFIF, else of EXIF, and the orientation of EXIF.
    pub(super) fn placement(&self) -> (Option<Resolution>, Orientation) {
        let exif = self.exif.and_then(|tiff| Reader::new().read_raw(tiff.to_vec()).ok());
        let turn = exif.as_ref().and_then(|exif| unsigned(exif, Tag::Orientation));
        let resolution = self.density.or_else(|| exif.as_ref().and_then(exif_resolution));
        (resolution, turn.map_or(Orientation::UPRIGHT, Orientation::from_tag))
    }
}

/// Reads version, units and densities of JFIF; units 0 is a ratio only.
fn density(jfif: &[u8]) -> Option<Resolution> {
    let &[_, _, units, x0, x1, y0, y1, ..] = jfif else { return None };
    let per_inch = match units {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let dots = |high, low| f64::from(u16::from_be_bytes([high, low])) * per_inch;
    let (x, y) = (dots(x0, x1), dots(y0, y1));
    (x > 0.0 && y > 0.0).then_some(Resolution { x, y, from: ResolutionSource::Jfif })
}

fn exif_resolution(exif: &Exif) -> Option<Resolution> {
    // Unit 2 is the inch and the default, 3 the centimetre.
    let per_inch = match unsigned(exif, Tag::ResolutionUnit).unwrap_or(2) {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let dots = |tag| rational(exif, tag).map(|value| value * per_inch);
    let (x, y) = (dots(Tag::XResolution)?, dots(Tag::YResolution)?);
    Some(Resolution { x, y, from: ResolutionSource::Exif })
}

fn unsigned(exif: &Exif, tag: Tag) -> Option<u32> {
    exif.get_field(tag, In::PRIMARY)?.value.get_uint(0)
}

fn rational(exif: &Exif, tag: Tag) -> Option<f64> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(values) => values.first().map(|value| value.to_f64()).filter(|x| x.is_finite() && *x > 0.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn densities_per_centimetre_become_dots_per_inch() {
        let resolution = density(&[1, 1, 2, 0, 118, 0, 118, 0, 0]).unwrap();
        assert!((resolution.x - 299.72).abs() < 0.001);
        assert_eq!(density(&[1, 1, 0, 0, 1, 0, 1, 0, 0]), None);
    }

    #[test]
    fn a_broken_exif_counts_as_not_there() {
        let mut metadata = Metadata::default();
        metadata.take(&Segment { marker: 0xE1, start: 2, payload: b"Exif\0\0II*\0\xFF\xFF\xFF\xFF" });
        assert_eq!(metadata.placement(), (None, Orientation::UPRIGHT));
    }
}
