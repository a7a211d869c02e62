//! What a question asks of the full-text index. Whatever people type becomes quoted terms; nothing of it is syntax.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::archive::catalogue::terms;
use crate::records::fold::{fold, fold_words};

/// The shortest last word that finds longer words, too. Syllables are short: `hà` is not to find `hạnh`.
const PREFIX: usize = 3;

/// A list of conditions that a document must all meet.
#[derive(Debug, Default)]
pub(super) struct Question(Vec<String>);

impl Question {
    /// Asks for the words of a text: each of them, and phrases for what is quoted or written as one, such as `12/GXN-UBND`.
    ///
    /// The last word may be the beginning of a longer one, unless it is quoted.
    pub(super) fn text(&mut self, text: &str) {
        let n_before = self.0.len();
        let mut can_grow = false;
        for (idx, part) in text.split(['"', '“', '”']).enumerate() {
            let is_quoted = idx % 2 == 1;
            let phrases: Vec<&str> = if is_quoted { vec![part] } else { part.split_whitespace().collect() };
            let phrases: Vec<String> = phrases.into_iter().map(fold_words).filter(|phrase| !phrase.is_empty()).collect();
            if !phrases.is_empty() {
                can_grow = !is_quoted;
            }
            self.0.extend(phrases.iter().map(|phrase| quoted(phrase)));
        }
        let last = self.0[n_before..].last_mut().filter(|_| can_grow);
        if let Some(last) = last.filter(|last| last.rsplit([' ', '"']).nth(1).unwrap_or_default().chars().count() >= PREFIX)
        {
            last.push('*');
        }
    }

    /// Asks for the value of a field; one that ends in `*` for all values that begin so.
    pub(super) fn field(&mut self, path: &str, value: &str) {
        self.0.push(match value.strip_suffix('*') {
            Some(beginning) => quoted(&format!("{}{}", terms::field_start(path), fold(beginning))) + "*",
            None => quoted(&terms::field(path, value)),
        });
    }

    /// Asks for a unit and all below it.
    pub(super) fn unit(&mut self, unit: &str) {
        self.0.extend(terms::units(unit).last().map(|key| quoted(key)));
    }

    /// Asks for a dossier.
    pub(super) fn dossier(&mut self, dossier: &str) {
        self.0.push(quoted(&terms::dossier(dossier)));
    }

    /// Asks for documents whose month of issue, as far as it is known, lies in a range. `years` are those of the archive.
    pub(super) fn issued(&mut self, range: &RangeInclusive<Date>, years: &[i16]) {
        let (first, last) = (range.start(), range.end());
        let mut keys = Vec::new();
        for year in years.iter().copied().filter(|year| (first.year()..=last.year()).contains(year)) {
            let begins = if year == first.year() { first.month() } else { 1 };
            let ends = if year == last.year() { last.month() } else { 12 };
            if (begins, ends) == (1, 12) {
                keys.push(terms::year(year));
            } else {
                keys.extend((begins..=ends).map(|month| terms::month(year, month)));
                keys.push(terms::year_only(year));
            }
        }
        let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
        // Where the archive has no such year the key of a year that nothing has been issued in finds nothing.
        let none = || quoted(&terms::year(0));
        self.0.push(if keys.is_empty() { none() } else { format!("({})", keys.join(" OR ")) });
    }

    /// Returns the expression for the index; `None` when nothing is asked of it.
    pub(super) fn expression(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" AND "))
    }
}

/// Folded text has no quotation marks; were there one, it would be doubled as the index asks.
fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> String {
        let mut question = Question::default();
        question.text(text);
        question.expression().unwrap_or_default()
    }

    #[test]
    fn words_are_each_asked_for_and_the_last_may_go_on() {
        assert_eq!(asked("Nguyễn Văn"), r#""nguyen" AND "van"*"#);
        assert_eq!(asked("Lê Thị Hà"), r#""le" AND "thi" AND "ha""#);
    }

    #[test]
    fn quotes_and_codes_are_phrases() {
        assert_eq!(asked(r#""Nguyễn Văn""#), r#""nguyen van""#);
        assert_eq!(asked("gxn 123/GXN-UBND"), r#""gxn" AND "123 gxn ubnd"*"#);
        assert_eq!(asked(r#"hà "văn a" bình"#), r#""ha" AND "van a" AND "binh"*"#);
    }

    #[test]
    fn nothing_that_people_type_is_syntax() {
        assert_eq!(asked("words: NOT * OR ^a - (b) NEAR"), r#""words" AND "not" AND "or" AND "a" AND "b" AND "near"*"#);
        assert_eq!(asked(r#"" '; DROP"#), r#""drop""#);
        assert_eq!([asked(""), asked(" .,\"\" \0")], ["", ""]);
    }

    #[test]
    fn a_range_of_days_asks_for_years_and_for_the_months_at_its_ends() {
        let issued = |first: &str, last: &str| {
            let mut question = Question::default();
            question.issued(&(first.parse().unwrap()..=last.parse().unwrap()), &[1999, 2018, 2019, 2020, 2050]);
            question.expression().unwrap()
        };
        assert_eq!(issued("2018-01-01", "2020-12-31"), r#"("__issued_2018" OR "__issued_2019" OR "__issued_2020")"#);
        assert_eq!(
            issued("2018-11-15", "2019-01-02"),
            r#"("__issued_2018_11" OR "__issued_2018_12" OR "__issued_2018_0" OR "__issued_2019_1" OR "__issued_2019_0")"#
        );
        assert_eq!(issued("2021-01-01", "2022-12-31"), r#""__issued_0""#);
    }
}
