//! ICC profiles as colour spaces and output intents may carry them (ISO 19005-2, 6.2.3 and 6.2.4.2).
//!
//! Read from the bytes alone: the header and the tag table of ICC.1, not what the tags say.

use crate::text;
use crate::text::Text;

/// What a profile is there for, which decides what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The destination profile of an output intent.
    Output,
    /// The profile of an ICCBased colour space.
    Space,
}

/// The header of a profile (ICC.1:2010, 7.2), as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The device class, such as `mntr`.
    class: [u8; 4],
    /// The colour space, such as `RGB `.
    pub space: [u8; 4],
    /// The major version.
    major: u8,
    /// Whether header, tag table and tags lie within the bytes there are.
    whole: bool,
}

impl Profile {
    /// Reads the header of a profile; `None` when there is no header.
    pub fn parse(bytes: &[u8]) -> Option<Profile> {
        let major = *bytes.get(8)?;
        let whole = is_whole(bytes);
        Some(Profile { class: field(bytes, 12)?, space: field(bytes, 16)?, major, whole })
    }

    /// Returns how many components colours of this profile have; `None` for spaces that no PDF/A takes.
    pub fn components(&self) -> Option<i64> {
        match &self.space {
            b"GRAY" => Some(1),
            b"RGB " | b"Lab " => Some(3),
            b"CMYK" => Some(4),
            _ => None,
        }
    }

    /// Returns what keeps this profile from its purpose, one sentence each.
    pub fn flaws(&self, purpose: Purpose) -> Vec<Text> {
        let class = match purpose {
            Purpose::Output => matches!(&self.class, b"prtr" | b"mntr"),
            Purpose::Space => matches!(&self.class, b"prtr" | b"mntr" | b"scnr" | b"spac"),
        };
        let space = self.components().is_some() && (purpose == Purpose::Space || &self.space != b"Lab ");
        let major = self.major;
        let mut flaws = Vec::new();
        if !class {
            flaws.push(text!(
                "hồ sơ màu ICC thuộc lớp không được phép",
                "the ICC profile is of a class that is not allowed"
            ));
        }
        if !space {
            flaws.push(text!(
                "hồ sơ màu ICC có không gian màu không được phép",
                "the ICC profile is for a colour space that is not allowed"
            ));
        }
        if major >= 5 {
            flaws.push(text!("hồ sơ màu ICC phiên bản {major}", "the ICC profile is of version {major}"));
        }
        if !self.whole {
            flaws.push(text!("hồ sơ màu ICC bị cắt cụt hoặc hỏng", "the ICC profile is cut off or damaged"));
        }
        flaws
    }
}

fn field(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(field(bytes, at)?)).ok()
}

/// Says whether the length, the signature and every tag (ICC.1:2010, 7.3) fit the bytes; padding behind does no harm.
fn is_whole(bytes: &[u8]) -> bool {
    let whole = || {
        let length = number(bytes, 0)?;
        let table = number(bytes, 128)?.checked_mul(12)?.checked_add(132)?;
        let fits = length <= bytes.len() && table <= bytes.len() && field(bytes, 36)? == *b"acsp";
        let entries = bytes.get(132..table)?.chunks_exact(12);
        let ends = |entry: &[u8]| number(entry, 4)?.checked_add(number(entry, 8)?);
        Some(fits && entries.map(ends).all(|end| end.is_some_and(|end| end <= bytes.len())))
    };
    whole().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(class: &[u8; 4], space: &[u8; 4], major: u8) -> Vec<u8> {
        let mut bytes = vec![0; 148];
        bytes[3] = 148;
        bytes[8] = major;
        bytes[12..16].copy_from_slice(class);
        bytes[16..20].copy_from_slice(space);
        bytes[36..40].copy_from_slice(b"acsp");
        bytes[131] = 1;
        bytes[132..144].copy_from_slice(b"A2B0\0\0\0\x90\0\0\0\x04");
        bytes
    }

    fn flaws(bytes: &[u8], purpose: Purpose) -> usize {
        Profile::parse(bytes).unwrap().flaws(purpose).len()
    }

    #[test]
    fn scanners_and_lab_describe_images_but_no_output() {
        let scanner = profile(b"scnr", b"Lab ", 4);
        assert_eq!(flaws(&scanner, Purpose::Space), 0);
        assert_eq!(flaws(&scanner, Purpose::Output), 2);
        assert_eq!(flaws(&profile(b"prtr", b"CMYK", 2), Purpose::Output), 0);
    }

    #[test]
    fn links_other_spaces_and_new_versions_are_flaws() {
        assert_eq!(flaws(&profile(b"link", b"RGB ", 4), Purpose::Space), 1);
        assert_eq!(flaws(&profile(b"mntr", b"XYZ ", 4), Purpose::Space), 1);
        assert_eq!(flaws(&profile(b"mntr", b"RGB ", 5), Purpose::Space), 1);
    }

    #[test]
    fn a_profile_cut_off_anywhere_is_damaged() {
        let whole = profile(b"mntr", b"RGB ", 2);
        assert!((20..148).all(|end| flaws(&whole[..end], Purpose::Space) == 1));
        assert!((0..20).all(|end| Profile::parse(&whole[..end]).is_none()));
    }
}
