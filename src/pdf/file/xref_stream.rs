//! The entries of a cross-reference stream (ISO 32000-1, 7.5.8.3).

use super::File;
use super::table::Entry;
use super::xref::{Chain, broken};
use crate::pdf::Unreadable;
use crate::pdf::object::{Dict, Object};

/// Takes in all entries that `/Index` announces; data for fewer are an error.
pub(super) fn read<R>(file: &File<R>, chain: &mut Chain, dict: &Dict, data: &[u8]) -> Result<(), Unreadable> {
    let widths = widths(dict).ok_or_else(broken)?;
    let length = widths.iter().sum::<usize>();
    let mut rows = data.chunks_exact(length.max(1));
    for (first, count) in sections(dict).ok_or_else(broken)? {
        for step in 0..count {
            let row = rows.next().ok_or_else(broken)?;
            let number = first.checked_add(step).ok_or_else(broken)?;
            if let Some(entry) = entry(row, widths) {
                chain.add(file, number, entry)?;
            }
        }
    }
    Ok(())
}

fn widths(dict: &Dict) -> Option<[usize; 3]> {
    let widths: Vec<usize> = dict.get("W")?.as_array()?.iter().map_while(width).collect();
    let widths: [usize; 3] = widths.try_into().ok()?;
    (widths.iter().sum::<usize>() > 0).then_some(widths)
}

fn width(value: &Object) -> Option<usize> {
    value.as_int().and_then(|width| usize::try_from(width).ok()).filter(|width| *width <= 8)
}

/// Returns first number and count of each subsection.
fn sections(dict: &Dict) -> Option<Vec<(u32, u32)>> {
    let number = |value: &Object| value.as_int().and_then(|value| u32::try_from(value).ok());
    match dict.get("Index") {
        None => Some(vec![(0, number(dict.get("Size")?)?)]),
        Some(index) => {
            let numbers: Option<Vec<u32>> = index.as_array()?.iter().map(number).collect();
            let numbers = numbers.filter(|numbers| numbers.len() % 2 == 0)?;
            Some(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
        }
    }
}

/// Reads one entry; types that are not known yet are as good as none.
fn entry(row: &[u8], widths: [usize; 3]) -> Option<Entry> {
    let (kind, rest) = row.split_at_checked(widths[0])?;
    let (second, third) = rest.split_at_checked(widths[1])?;
    let kind = if kind.is_empty() { 1 } else { number(kind) };
    match kind {
        0 => Some(Entry::Free),
        1 if number(second) == 0 => Some(Entry::Free),
        1 => Some(Entry::At { offset: number(second), generation: u16::try_from(number(third)).ok()? }),
        // Which of its objects it is, the object stream says itself.
        2 => Some(Entry::Packed { stream: u32::try_from(number(second)).ok()? }),
        _ => None,
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
