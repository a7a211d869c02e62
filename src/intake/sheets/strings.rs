//! The strings that the cells of a workbook share, in one piece of memory.

/// Strings by number.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Adds a string.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
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
