//! The strings that the cells of a workbook share, in one piece of memory.

use super::tray;

/// The characters that are kept of a string: one more than a cell may have, so that it is said of the cell that it was cut.
const LONGEST: usize = tray::LONGEST + 1;

/// Strings by number.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Adds a string.
    pub(super) fn push(&mut self, text: &str) {
        self.text.extend(text.chars().take(LONGEST));
        self.ends.push(self.text.len());
    }

    /// Returns a string; the first has number 0.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_by_number() {
        let mut strings = Strings::default();
        ["Lộc", "", "x"].into_iter().for_each(|text| strings.push(text));
        assert_eq!([0, 1, 2, 3].map(|number| strings.get(number)), [Some("Lộc"), Some(""), Some("x"), None]);
    }
}
