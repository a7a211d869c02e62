//! Is the text of two files the same? Letters, places and visibility of every word are compared.

use crate::pdf::Unreadable;
use crate::pdf::words::{self, PageText, Word};

/// How far a word may lie from where it was, in units: rounding.
const NEAR: f64 = 0.05;

/// Returns the first page, from 1, whose text differs.
pub(super) fn text(before: &[u8], after: &[u8]) -> Result<Option<usize>, Unreadable> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    words::pages(before.to_vec(), &mut |_, page| old.push(page))?;
    words::pages(after.to_vec(), &mut |_, page| new.push(page))?;
    let differs = old.iter().zip(&new).position(|(old, new)| !is_same(old, new));
    let missing = (old.len() != new.len()).then(|| old.len().min(new.len()));
    Ok(differs.or(missing).map(|idx| idx + 1))
}

fn is_same(old: &PageText, new: &PageText) -> bool {
    let same_word = |(old, new): (&Word, &Word)| {
        let near = old.matrix.iter().zip(new.matrix).all(|(old, new)| (old - new).abs() <= NEAR);
        old.text == new.text && old.visible == new.visible && near
    };
    let count = old.words.len() == new.words.len() && old.unmapped == new.unmapped;
    count && old.words.iter().zip(&new.words).all(same_word)
}
