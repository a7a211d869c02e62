//! ICC profiles in APP2: the chunks joined, and whether PDF/A-2 may carry the profile.

use crate::finding::codes;
use crate::page::{Note, Space};
use crate::text;
use crate::text::Text;

/// Returns where colours are measured, and a note when the file's profile cannot be used.
pub(super) fn space(chunks: &[&[u8]], n_components: usize) -> (Space, Option<Note>) {
    if chunks.is_empty() {
        return (Space::Device, None);
    }
    match join(chunks).and_then(|profile| usable(profile, n_components)) {
        Ok(profile) => (Space::Icc(profile), None),
        Err(what) => (Space::Device, Some(Note { code: &codes::PROFILE_DROPPED, what })),
    }
}

/// Joins the chunks: each begins with its number, from 1, and their count (ICC.1, B.4).
fn join(chunks: &[&[u8]]) -> Result<Vec<u8>, Text> {
    let broken = || text!("các phần của hồ sơ màu không đủ", "the chunks of the colour profile are not complete");
    let mut parts: Vec<(u8, &[u8])> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        match chunk {
            [number, count, data @ ..] if usize::from(*count) == chunks.len() => parts.push((*number, data)),
            _ => return Err(broken()),
        }
    }
    parts.sort_by_key(|(number, _)| *number);
    if parts.iter().zip(1u8..).any(|((number, _), expected)| *number != expected) {
        return Err(broken());
    }
    Ok(parts.into_iter().flat_map(|(_, data)| data).copied().collect())
}

/// Checks the header: class, colour space, version below 5 (ISO 19005-2, 6.2.4.2), length.
fn usable(mut profile: Vec<u8>, n_components: usize) -> Result<Vec<u8>, Text> {
    let Some(header) = profile.first_chunk::<132>() else {
        return Err(text!("hồ sơ màu quá ngắn", "the colour profile is too short"));
    };
    let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
    let expected: &[u8] = match n_components {
        1 => b"GRAY",
        3 => b"RGB ",
        _ => b"CMYK",
    };
    if !(132..=profile.len()).contains(&length) || &header[36..40] != b"acsp" {
        return Err(text!("hồ sơ màu bị hỏng", "the colour profile is damaged"));
    }
    if header[8] >= 5 || ![&b"scnr"[..], b"mntr", b"prtr", b"spac"].contains(&&header[12..16]) {
        return Err(text!("PDF/A không nhận loại hồ sơ màu này", "PDF/A does not take this kind of colour profile"));
    }
    if &header[16..20] != expected {
        let named = String::from_utf8_lossy(header[16..20].trim_ascii()).into_owned();
        return Err(text!(
            "hồ sơ màu `{named}` không hợp với ảnh {n_components} thành phần",
            "the colour profile `{named}` does not fit an image of {n_components} components"
        ));
    }
    // Some writers pad the last chunk.
    profile.truncate(length);
    Ok(profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(space: &[u8; 4], version: u8) -> Vec<u8> {
        let mut profile = vec![0; 132];
        profile[3] = 132;
        profile[8] = version;
        profile[12..16].copy_from_slice(b"mntr");
        profile[16..20].copy_from_slice(space);
        profile[36..40].copy_from_slice(b"acsp");
        profile
    }

    fn chunk(number: u8, count: u8, data: &[u8]) -> Vec<u8> {
        [&[number, count], data].concat()
    }

    #[test]
    fn chunks_are_joined_in_order_of_their_numbers() {
        let whole = profile(b"RGB ", 4);
        let (one, two) = (chunk(1, 2, &whole[..50]), chunk(2, 2, &whole[50..]));
        assert_eq!(space(&[&two, &one], 3).0, Space::Icc(whole));
        assert!(space(&[&two], 3).1.is_some());
        assert!(space(&[&one, &one], 3).1.is_some());
    }

    #[test]
    fn an_rgb_profile_in_a_grey_image_is_dropped_with_a_note() {
        let chunk = chunk(1, 1, &profile(b"RGB ", 2));
        let (space, note) = space(&[&chunk], 1);
        assert_eq!(space, Space::Device);
        assert!(note.unwrap().what.en.contains("`RGB`"));
    }

    #[test]
    fn version_5_and_damaged_headers_are_dropped() {
        assert!(usable(profile(b"RGB ", 5), 3).is_err());
        assert!(usable(profile(b"RGB ", 4)[..131].to_vec(), 3).is_err());
    }
}
