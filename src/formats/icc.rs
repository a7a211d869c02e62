//! Whether an ICC profile may stand in a PDF/A-2: its header, and whether the tags it needs are there.

use crate::finding::codes;
use crate::page::{Note, Space};
use crate::text;
use crate::text::Text;

/// Why a profile cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Too short, no `acsp` signature, longer than the bytes there are, or without the tags that its colour space needs.
    Broken,
    /// Version 5 or later (ISO 19005-2, 6.2.4.2 allows up to ICC.1:2004, version 4).
    Version,
    /// Neither an input, display, output nor colour space profile.
    Class,
    /// Made for another number or kind of channels than the image has.
    ColourSpace,
}

/// Returns the space of an image whose file brings this profile, and a note when the profile cannot be used.
pub fn space(mut profile: Vec<u8>, channels: u8) -> (Space, Option<Note>) {
    match check(&profile, channels) {
        Ok(()) => {
            // Some writers pad the profile; its own length says where it ends.
            let length = u32::from_be_bytes([profile[0], profile[1], profile[2], profile[3]]);
            profile.truncate(length as usize);
            (Space::Icc(profile), None)
        }
        Err(unusable) => (Space::Device, Some(Note { code: &codes::PROFILE_DROPPED, what: unusable.text() })),
    }
}

impl Unusable {
    /// Returns the sentence for people.
    pub fn text(self) -> Text {
        match self {
            Unusable::Broken => text!("hồ sơ màu bị hỏng", "the colour profile is damaged"),
            Unusable::Version | Unusable::Class => {
                text!("PDF/A không nhận loại hồ sơ màu này", "PDF/A does not take this kind of colour profile")
            }
            Unusable::ColourSpace => {
                text!("hồ sơ màu không hợp với ảnh này", "the colour profile is not made for this kind of image")
            }
        }
    }
}

/// Checks the 128-byte header of a profile (ICC.1:2010, 7.2) against an image.
fn check(profile: &[u8], channels: u8) -> Result<(), Unusable> {
    let field = |at: usize| profile.get(at..at + 4);
    let length = field(0).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    // A tag count follows the header, so 132 bytes are the least; padding at the end does no harm.
    let is_whole = length.is_some_and(|length| length >= 132 && u64::from(length) <= profile.len() as u64);
    if !is_whole || field(36) != Some(b"acsp") {
        return Err(Unusable::Broken);
    }
    if !matches!(profile[8], 1..=4) {
        return Err(Unusable::Version);
    }
    if !matches!(field(12), Some(b"scnr" | b"mntr" | b"prtr" | b"spac")) {
        return Err(Unusable::Class);
    }
    let needed: &[&[u8; 4]] = match (field(16), channels) {
        (Some(b"GRAY"), 1) => &[b"kTRC"],
        (Some(b"RGB "), 3) => &[b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"],
        (Some(b"CMYK"), 4) => &[b"A2B0"],
        _ => return Err(Unusable::ColourSpace),
    };
    let tags = tags(profile).ok_or(Unusable::Broken)?;
    let has = |tag: &[u8; 4]| tags.iter().any(|(found, kind)| *found == tag && is_of_kind(tag, kind));
    if has(b"A2B0") || needed.iter().all(|tag| has(tag)) { Ok(()) } else { Err(Unusable::Broken) }
}

/// Says whether a tag holds what a tag of its name must hold (ICC.1:2010, 9.2): readers reject the profile otherwise.
fn is_of_kind(tag: &[u8; 4], kind: &[u8]) -> bool {
    match tag {
        b"A2B0" => matches!(kind, b"mft1" | b"mft2" | b"mAB "),
        [_, b'X', b'Y', b'Z'] => kind == b"XYZ ",
        _ => matches!(kind, b"curv" | b"para"),
    }
}

/// Returns the tags in the tag table (ICC.1:2010, 7.3), each with the kind of what it holds; `None` when the table or a tag leaves the profile.
fn tags(profile: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let number = |at: usize| Some(u32::from_be_bytes(profile.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = number(128)?;
    let table = profile.get(132..132usize.checked_add(count.checked_mul(12)?)?)?;
    let mut tags = Vec::new();
    for (idx, entry) in table.chunks_exact(12).enumerate() {
        let (offset, size) = (number(132 + 12 * idx + 4)?, number(132 + 12 * idx + 8)?);
        let held = profile.get(offset..offset.checked_add(size)?)?;
        tags.push((&entry[..4], held.get(..4).unwrap_or_default()));
    }
    Some(tags)
}

/// Returns the shell of a profile with one table, for tests.
#[cfg(test)]
pub(in crate::formats) fn profile(version: u8, class: &[u8; 4], space: &[u8; 4]) -> Vec<u8> {
    let mut bytes = vec![0; 148];
    bytes[..4].copy_from_slice(&148_u32.to_be_bytes());
    bytes[8] = version;
    bytes[12..16].copy_from_slice(class);
    bytes[16..20].copy_from_slice(space);
    bytes[36..40].copy_from_slice(b"acsp");
    bytes[131] = 1;
    bytes[132..].copy_from_slice(b"A2B0\0\0\0\x90\0\0\0\x04mft2");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_fits_images_of_its_colour_space_only() {
        assert_eq!(check(&profile(2, b"mntr", b"RGB "), 3), Ok(()));
        assert_eq!(check(&profile(4, b"scnr", b"GRAY"), 1), Ok(()));
        assert_eq!(check(&profile(2, b"prtr", b"CMYK"), 4), Ok(()));
        assert_eq!(check(&profile(2, b"mntr", b"RGB "), 1), Err(Unusable::ColourSpace));
        assert_eq!(check(&profile(2, b"prtr", b"CMYK"), 3), Err(Unusable::ColourSpace));
    }

    #[test]
    fn new_versions_and_links_are_refused() {
        assert_eq!(check(&profile(5, b"mntr", b"RGB "), 3), Err(Unusable::Version));
        assert_eq!(check(&profile(4, b"link", b"RGB "), 3), Err(Unusable::Class));
    }

    #[test]
    fn a_profile_without_its_tables_is_broken() {
        let mut none = profile(2, b"mntr", b"RGB ");
        none[131] = 0;
        let mut outside = profile(2, b"mntr", b"RGB ");
        outside[143] = 5;
        let mut other = profile(2, b"mntr", b"RGB ");
        other[132..136].copy_from_slice(b"rXYZ");
        let mut inside = profile(2, b"mntr", b"RGB ");
        inside[144..].copy_from_slice(b"text");
        assert!([none, outside, other, inside].iter().all(|profile| check(profile, 3) == Err(Unusable::Broken)));
    }

    #[test]
    fn a_profile_cut_anywhere_is_broken() {
        let whole = profile(2, b"mntr", b"RGB ");
        assert!((0..whole.len()).all(|end| check(&whole[..end], 3) == Err(Unusable::Broken)));
    }
}
