//! The invisible words of a page elsewhere, for the text layer of ours.

use std::io::{Read, Seek};

use crate::pdf::Unreadable;
use crate::pdf::excerpt::{self, Part};
use crate::pdf::file::{File, Page};
use crate::pdf::words;
use crate::pdfa::text::Word;

use super::super::matrix::Rect;

/// What can be carried over.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Words with where they go on the page of ours.
    pub(super) words: Vec<Word>,
    /// Letters that cannot be: without a Unicode value, or without a place.
    pub(super) dropped: u64,
}

/// Reads the words of a page; its visible part becomes the whole page of ours.
pub(super) fn of_page<R: Read + Seek>(file: &File<R>, page: &Page, visible: Rect) -> Result<Carried, Unreadable> {
    let mut carried = Carried::default();
    let [left, bottom, ..] = visible.0;
    words::pages(excerpt::page(file, page, Part::WithoutImages)?, &mut |_, text| {
        carried.dropped += text.unmapped;
        for word in text.words {
            let [a, b, c, d, e, f] = word.matrix;
            match Word::new(&word.text, [a, b, c, d, e - left, f - bottom]) {
                Some(word) => carried.words.push(word),
                None => carried.dropped += word.text.chars().count() as u64,
            }
        }
    })?;
    Ok(carried)
}
