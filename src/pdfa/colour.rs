//! Colour spaces of page images, and the ICC profiles of a file: each stored once, found by digest.

use std::collections::BTreeMap;
use std::io::{self, Write};

use lopdf::{Object, StringFormat, dictionary};

use super::output::Output;
use super::unwritable::Unwritable;
use crate::digest::Digest;
use crate::page::{Colour, Space};

/// The profile of the output intent: sRGB, class mntr, ICC version 2.1.
pub(super) const SRGB: &[u8] = include_bytes!("profiles/sRGB-v2-magic.icc");
/// CMYK without a profile of its own is read by this one: class scnr, ICC version 2.1.
pub(super) const CMYK: &[u8] = include_bytes!("profiles/CGATS001Compat-v2-micro.icc");
/// White, red, green, blue of sRGB as x, y pairs in 1/100000.
const SRGB_PRIMARIES: [u32; 8] = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];

/// The profiles that a file already holds: digest to object number.
#[derive(Default)]
pub(super) struct Profiles(BTreeMap<Digest, u32>);

impl Profiles {
    /// Returns the object of the sRGB profile, writing it at first use.
    pub(super) fn srgb<W: Write>(&mut self, output: &mut Output<W>) -> io::Result<u32> {
        self.object(output, SRGB, 3)
    }

    /// Returns the ColorSpace entry for an image, writing its profile at first use.
    ///
    /// Device spaces lean on the output intent, so CMYK never is one (ISO 19005-2, 6.2.4.3).
    pub(super) fn space<W: Write>(&mut self, output: &mut Output<W>, colour: &Colour) -> io::Result<Object> {
        match colour {
            Colour::Gray(Space::Device) => Ok("DeviceGray".into()),
            Colour::Gray(Space::Icc(profile)) => self.icc_based(output, profile, 1),
            Colour::Gray(Space::Calibrated { gamma, .. }) => Ok(cal_gray(*gamma)),
            Colour::Rgb(space) => self.rgb(output, space),
            Colour::Cmyk(Space::Icc(profile)) => self.icc_based(output, profile, 4),
            Colour::Cmyk(_) => self.icc_based(output, CMYK, 4),
            Colour::Indexed { palette, space } => {
                let base = self.rgb(output, space)?;
                // A string of at most 768 bytes, in full pairs of hex digits (ISO 19005-2, 6.1.6 and 6.1.13).
                let table = Object::String(palette.clone(), StringFormat::Hexadecimal);
                let last = (palette.len() / 3).saturating_sub(1) as u32;
                Ok(vec!["Indexed".into(), base, last.into(), table].into())
            }
        }
    }

    fn rgb<W: Write>(&mut self, output: &mut Output<W>, space: &Space) -> io::Result<Object> {
        match space {
            Space::Device => Ok("DeviceRGB".into()),
            Space::Icc(profile) => self.icc_based(output, profile, 3),
            Space::Calibrated { gamma, chromaticities } => Ok(cal_rgb(*gamma, *chromaticities)),
        }
    }

    fn icc_based<W: Write>(&mut self, output: &mut Output<W>, profile: &[u8], channels: u32) -> io::Result<Object> {
        Ok(vec!["ICCBased".into(), (self.object(output, profile, channels)?, 0).into()].into())
    }

    fn object<W: Write>(&mut self, output: &mut Output<W>, profile: &[u8], channels: u32) -> io::Result<u32> {
        let digest = Digest::of(profile);
        if !is_profile_for(profile, channels) {
            return Err(Unwritable::UnfitImage("ICC profile").into());
        }
        if let Some(id) = self.0.get(&digest) {
            return Ok(*id);
        }
        let id = output.reserve()?;
        output.stream(id, dictionary! { "N" => channels }, profile)?;
        self.0.insert(digest, id);
        Ok(id)
    }
}

/// Says whether the profile's header fits: its own length, version below 5, a class for input, a colour
/// space of so many channels (ISO 19005-2, 6.2.4.2). The formats checked the rest.
fn is_profile_for(profile: &[u8], channels: u32) -> bool {
    let space: &[u8] = match channels {
        1 => b"GRAY",
        3 => b"RGB ",
        _ => b"CMYK",
    };
    profile.len() >= 128
        && profile[..4] == (profile.len() as u32).to_be_bytes()
        && profile[8] < 5
        && [b"prtr", b"mntr", b"scnr", b"spac"].iter().any(|class| &profile[12..16] == *class)
        && &profile[16..20] == space
        && &profile[36..40] == b"acsp"
}

/// Returns CalGray (ISO 32000-1, 8.6.5.2); a gamma of zero, which says nothing, is read as 1.
///
/// Greys have no hue, whatever white the file names. Equal parts say so to every reader; with another
/// white point Poppler tints the page (tried: D65 draws white as 255, 249, 244).
fn cal_gray(gamma: u32) -> Object {
    let parameters = dictionary! { "WhitePoint" => reals(&[1.0; 3]), "Gamma" => real(exponent(gamma)) };
    vec!["CalGray".into(), parameters.into()].into()
}

/// Returns CalRGB (ISO 32000-1, 8.6.5.3).
fn cal_rgb(gamma: u32, chromaticities: Option<[u32; 8]>) -> Object {
    let (white, matrix) = calibration(chromaticities);
    let parameters = dictionary! {
        "WhitePoint" => reals(&white),
        "Gamma" => reals(&[exponent(gamma); 3]),
        "Matrix" => reals(matrix.as_flattened()),
    };
    vec!["CalRGB".into(), parameters.into()].into()
}

fn exponent(gamma: u32) -> f64 {
    if gamma == 0 { 1.0 } else { f64::from(gamma) / 100_000.0 }
}

/// Returns white point and matrix (one row of X, Y, Z for each of red, green, blue).
///
/// Chromaticities that span no triangle describe no colours; then sRGB's stand in.
fn calibration(chromaticities: Option<[u32; 8]>) -> ([f64; 3], [[f64; 3]; 3]) {
    let stated = chromaticities.and_then(xyz);
    // The constant spans a triangle, so the last resort is never taken.
    stated.or_else(|| xyz(SRGB_PRIMARIES)).unwrap_or(([1.0; 3], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
}

/// Scales the primaries so that together they make white (Cramer's rule).
fn xyz(chromaticities: [u32; 8]) -> Option<([f64; 3], [[f64; 3]; 3])> {
    let point = |idx: usize| {
        let (x, y) = (f64::from(chromaticities[idx]) / 100_000.0, f64::from(chromaticities[idx + 1]) / 100_000.0);
        (y > 0.0 && x + y <= 1.0).then(|| [x / y, 1.0, (1.0 - x - y) / y])
    };
    let (white, primaries) = (point(0)?, [point(2)?, point(4)?, point(6)?]);
    let whole = determinant(&primaries);
    let mut matrix = primaries;
    for (idx, primary) in primaries.iter().enumerate() {
        let mut replaced = primaries;
        replaced[idx] = white;
        let share = determinant(&replaced) / whole;
        matrix[idx] = primary.map(|value| value * share);
    }
    let sound = |value: &f64| value.is_finite() && value.abs() < 100.0;
    let usable = whole.abs() > 1e-6 && white[0] > 0.0 && white[2] > 0.0;
    (usable && white.iter().chain(matrix.as_flattened()).all(sound)).then_some((white, matrix))
}

fn determinant(rows: &[[f64; 3]; 3]) -> f64 {
    let [a, b, c] = rows;
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
}

fn reals(values: &[f64]) -> Object {
    values.iter().map(|value| real(*value)).collect::<Vec<_>>().into()
}

/// Rounds to six decimals: no real comes nearer to zero than the standard allows (6.1.13).
fn real(value: f64) -> Object {
    Object::Real(((value * 1e6).round() / 1e6) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(object: &Object) -> String {
        let mut bytes = Vec::new();
        lopdf::Writer::write_object(&mut bytes, object).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_shipped_profiles_are_those_of_the_readme() {
        let readme = include_str!("profiles/README.md");
        for profile in [SRGB, CMYK] {
            assert!(readme.contains(&Digest::of(profile).to_string()));
        }
        assert!(is_profile_for(SRGB, 3) && is_profile_for(CMYK, 4));
        assert_eq!(&SRGB[12..16], b"mntr", "6.2.3 wants a class prtr or mntr for an output intent");
        assert!(!is_profile_for(SRGB, 1) && !is_profile_for(&SRGB[..700], 3) && !is_profile_for(b"", 3));
    }

    #[test]
    fn the_primaries_of_srgb_make_the_well_known_matrix() {
        let expected = "[/CalRGB<</WhitePoint[0.950456 1.0 1.089058]/Gamma[2.2 2.2 2.2]\
                        /Matrix[0.412391 0.212639 0.019331 0.357584 0.715169 0.119195 0.180481 0.072192 0.950532]>>]";
        assert_eq!(text(&cal_rgb(220_000, None)), expected);
    }

    #[test]
    fn senseless_calibrations_never_make_a_senseless_number() {
        for chromaticities in [[0; 8], [u32::MAX; 8], [33333; 8], [31270, 32900, 1, 1, 2, 2, 3, 3]] {
            assert_eq!(text(&cal_rgb(220_000, Some(chromaticities))), text(&cal_rgb(220_000, None)));
        }
        assert_eq!(text(&cal_gray(0)), "[/CalGray<</WhitePoint[1.0 1.0 1.0]/Gamma 1.0>>]");
    }
}
