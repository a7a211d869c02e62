//! ICC profiles in APP2: the chunks joined.

use crate::finding::codes;
use crate::formats::icc::{self, Unusable};
use crate::page::{Note, Space};

/// Returns where colours are measured, and a note when the file's profile cannot be used.
pub(super) fn space(chunks: &[&[u8]], n_components: usize) -> (Space, Option<Note>) {
    if chunks.is_empty() {
        return (Space::Device, None);
    }
    match join(chunks) {
        Some(profile) => icc::space(profile, n_components as u8),
        None => (Space::Device, Some(Note { code: &codes::PROFILE_DROPPED, what: Unusable::Broken.text() })),
    }
}

/// Joins the chunks: each begins with its number, from 1, and their count (ICC.1, B.4).
fn join(chunks: &[&[u8]]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u8, &[u8])> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        match chunk {
            [number, count, data @ ..] if usize::from(*count) == chunks.len() => parts.push((*number, data)),
            _ => return None,
        }
    }
    parts.sort_by_key(|(number, _)| *number);
    if parts.iter().zip(1u8..).any(|((number, _), expected)| *number != expected) {
        return None;
    }
    Some(parts.into_iter().flat_map(|(_, data)| data).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(space: &[u8; 4], version: u8) -> Vec<u8> {
        icc::profile(version, b"mntr", space)
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
        assert_eq!(note.unwrap().what, Unusable::ColourSpace.text());
    }
}
