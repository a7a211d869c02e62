//! Where a PNG's colours are measured, what is see-through, and how dense the pixels lie.
//!
//! iCCP comes before sRGB, sRGB before gAMA and cHRM (PNG 3rd edition, 4.3).

use super::chunks::Png;
use super::header::ColourType;
use crate::finding::codes;
use crate::formats::{flate, icc, packed};
use crate::page::{Colour, Mask, Note, Resolution, ResolutionSource, Space};
use crate::text;

/// Bytes of an inflated profile; CMYK printer profiles are the largest in use, at 2 to 4 MB.
const PROFILE_LIMIT: usize = 8 << 20;

/// White, red, green and blue of sRGB, as cHRM writes them.
const SRGB: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

/// The cICP code points of sRGB (ITU-T H.273): its primaries, its curve, no matrix, full range.
const SRGB_CODE_POINTS: [u8; 4] = [1, 13, 0, 1];

/// Returns what the components mean, and notes a profile that cannot be kept.
pub(super) fn colour(png: &Png<'_>, notes: &mut Vec<Note>) -> Colour {
    let is_grey = matches!(png.header.colour, ColourType::Grey | ColourType::GreyAlpha);
    let space = space(png, is_grey, notes);
    match png.header.colour {
        ColourType::Grey | ColourType::GreyAlpha => Colour::Gray(space),
        ColourType::Rgb | ColourType::RgbAlpha => Colour::Rgb(space),
        ColourType::Indexed => Colour::Indexed { palette: png.palette.to_vec(), space },
    }
}

fn space(png: &Png<'_>, is_grey: bool, notes: &mut Vec<Note>) -> Space {
    match png.code_points {
        Some(points) if points == SRGB_CODE_POINTS => return Space::Device,
        Some(_) => notes.push(dropped("cICP")),
        None => (),
    }
    if let Some(chunk) = png.profile {
        let (space, note) = match profile(chunk) {
            Some(profile) => icc::space(profile, if is_grey { 1 } else { 3 }),
            None => (Space::Device, Some(dropped("iCCP"))),
        };
        notes.extend(note);
        if space != Space::Device {
            return space;
        }
    }
    if png.has_srgb { Space::Device } else { calibrated(png, is_grey).unwrap_or(Space::Device) }
}

fn dropped(chunk: &str) -> Note {
    let what = text!("hồ sơ màu {chunk} không dùng được", "the colour profile in {chunk} cannot be used");
    Note { code: &codes::PROFILE_DROPPED, what }
}

/// Returns the inflated profile of an iCCP chunk: a name, a zero, the method 0, a zlib stream.
fn profile(chunk: &[u8]) -> Option<Vec<u8>> {
    let name_end = chunk.iter().take(80).position(|byte| *byte == 0)?;
    let (method, data) = chunk.get(name_end + 1..)?.split_first()?;
    if *method == 0 { flate::inflate_at_most(data, PROFILE_LIMIT).ok() } else { None }
}

/// Returns the space of gAMA and cHRM, unless they say sRGB, nothing, or what cannot be.
fn calibrated(png: &Png<'_>, is_grey: bool) -> Option<Space> {
    let gamma = u32::from_be_bytes(png.gamma?.try_into().ok()?);
    let chromaticities = if is_grey { None } else { png.chromaticities.and_then(chromaticities) };
    let has_srgb_curve = gamma.abs_diff(45_455) < 100;
    if (has_srgb_curve && chromaticities.is_none_or(is_srgb)) || !(1_000..=1_000_000).contains(&gamma) {
        return None;
    }
    let exponent = (10_000_000_000 + u64::from(gamma) / 2) / u64::from(gamma);
    Some(Space::Calibrated { gamma: exponent as u32, chromaticities })
}

fn is_srgb(chromaticities: [u32; 8]) -> bool {
    chromaticities.iter().zip(SRGB).all(|(found, srgb)| found.abs_diff(srgb) < 100)
}

/// Reads cHRM; points outside the diagram and primaries on one line would make no colour space.
fn chromaticities(chunk: &[u8]) -> Option<[u32; 8]> {
    let (words, []) = chunk.as_chunks::<4>() else { return None };
    let values: [u32; 8] = words.iter().map(|word| u32::from_be_bytes(*word)).collect::<Vec<_>>().try_into().ok()?;
    let is_point = |[x, y]: &[u32; 2]| *y > 0 && u64::from(*x) + u64::from(*y) <= 100_000;
    let points = values.as_chunks::<2>().0;
    let [_, r, g, b] = *points else { return None };
    if !points.iter().all(is_point) {
        return None;
    }
    let across = |p: [u32; 2], q: [u32; 2]| (i64::from(p[0]) - i64::from(q[0]), i64::from(p[1]) - i64::from(q[1]));
    let ((gx, gy), (bx, by)) = (across(g, r), across(b, r));
    (gx * by != bx * gy).then_some(values)
}

/// Returns the colour key of a grey or RGB image; only the low bits of tRNS count (11.3.1.1).
pub(super) fn colour_key(png: &Png<'_>) -> Option<Mask> {
    if png.header.colour == ColourType::Indexed {
        return None;
    }
    let values = png.transparency?.as_chunks::<2>().0;
    let low = |value: &[u8; 2]| u16::from_be_bytes(*value) & packed::max(png.header.bits);
    Some(Mask::ColourKey(values.iter().map(low).flat_map(|value| [value, value]).collect()))
}

/// Returns the density of pHYs, where it is in pixels per metre.
pub(super) fn resolution(png: &Png<'_>) -> Option<Resolution> {
    let &[x0, x1, x2, x3, y0, y1, y2, y3, 1] = png.density? else { return None };
    let dpi = |per_metre: [u8; 4]| f64::from(u32::from_be_bytes(per_metre)) * 0.0254;
    Some(Resolution { x: dpi([x0, x1, x2, x3]), y: dpi([y0, y1, y2, y3]), from: ResolutionSource::Phys })
}
