//! What a question asks of the full-text index. Whatever people type becomes quoted terms; nothing of it is syntax.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::archive::catalogue::terms::{self, ENDS, ISSUED, NEVER_ENDS, code};
use crate::records::fold::{fold, fold_words};

/// The shortest last word that finds longer words, too. Syllables are short: `hà` is not to find `hạnh`.
const PREFIX: usize = 3;

/// A list of conditions that a document must all meet.
#[derive(Debug, Default)]
pub(super) struct Question(Vec<String>);

impl Question {
    /// Asks for the words of a text: each of them, codes such as `12/GXN-UBND` as one, what is quoted as a phrase.
    ///
    /// The last word may be the beginning of a longer one, unless it is quoted.
    pub(super) fn text(&mut self, text: &str) {
        let mut can_grow = false;
        for (idx, part) in text.split(['"', '“', '”']).enumerate() {
            let is_quoted = idx % 2 == 1;
            let asked: Vec<String> = match is_quoted {
                true => vec![fold_words(part)],
                false => {
                    part.split_whitespace().map(|chunk| code(chunk).unwrap_or_else(|| fold_words(chunk))).collect()
                }
            };
            for term in asked.iter().filter(|term| !term.is_empty()) {
                can_grow = !is_quoted && term.rsplit(' ').next().is_some_and(|word| word.chars().count() >= PREFIX);
                self.0.push(quoted(term));
            }
        }
        if let Some(last) = self.0.last_mut().filter(|_| can_grow) {
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

    /// Asks for documents that were, or may have been, issued within a range; `years` are those of issue in the archive.
    pub(super) fn issued(&mut self, range: &RangeInclusive<Date>, years: &[i16]) {
        let keys = self::range(ISSUED, *range.start(), *range.end(), years);
        // The key of a day that is none finds nothing.
        self.any(if keys.is_empty() { vec![terms::day(ISSUED, 0, 0, 0)] } else { keys });
    }

    /// Leaves out documents that by their own record were no longer in force in the month of a day; `years` are those in
    /// which, by the archive, anything ends.
    pub(super) fn ends_after(&mut self, day: Date, years: &[i16]) {
        let mut keys = range(ENDS, day.first_of_month(), Date::MAX, years);
        keys.push(NEVER_ENDS.to_owned());
        self.any(keys);
    }

    fn any(&mut self, keys: Vec<String>) {
        let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
        self.0.push(format!("({})", keys.join(" OR ")));
    }

    /// Returns the expression for the index; `None` when nothing is asked of it.
    pub(super) fn expression(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" AND "))
    }
}

/// Returns the keys that cover a range of days: whole decades, years and months, days at its ends, and dates that are not
/// known to the day or the month.
fn range(of_what: &str, first: Date, last: Date, years: &[i16]) -> Vec<String> {
    let is_within = |from: Option<Date>, until: Option<Date>| {
        from.is_some_and(|from| first <= from) && until.is_some_and(|until| until <= last)
    };
    let begins = |year: i16| Date::new(year, 1, 1).ok();
    let ends = |year: i16| Date::new(year, 12, 31).ok();
    let mut keys: Vec<String> = Vec::new();
    for year in years.iter().copied().filter(|year| (first.year()..=last.year()).contains(year)) {
        let decade = year - year.rem_euclid(10);
        if is_within(begins(decade), ends(decade.saturating_add(9))) {
            keys.push(terms::decade(of_what, year));
            keys.dedup();
        } else if is_within(begins(year), ends(year)) {
            keys.push(terms::year(of_what, year));
        } else {
            keys.push(terms::month(of_what, year, 0));
            (1..=12).for_each(|month| keys.extend(within_month(of_what, first, last, year, month)));
        }
    }
    keys
}

/// Returns the keys for the part of a range that lies in one month.
fn within_month(of_what: &str, first: Date, last: Date, year: i16, month: i8) -> Vec<String> {
    let Ok(begin) = Date::new(year, month, 1) else { return Vec::new() };
    let end = begin.last_of_month();
    if first <= begin && end <= last {
        return vec![terms::month(of_what, year, month)];
    }
    if end < first || last < begin {
        return Vec::new();
    }
    let days = first.max(begin).day()..=last.min(end).day();
    days.chain([0]).map(|day| terms::day(of_what, year, month, day)).collect()
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
    fn what_is_quoted_is_a_phrase_and_a_code_is_one_word() {
        assert_eq!(asked(r#""Nguyễn Văn""#), r#""nguyen van""#);
        assert_eq!(asked("123/GXN-UBND gxn"), r#""123_gxn_ubnd" AND "gxn"*"#);
        assert_eq!(asked("KQ.G15.0000"), r#""kq_g15_0000"*"#);
        assert_eq!(asked("GXN-UBND"), r#""gxn ubnd"*"#);
        assert_eq!(asked(r#"hà "văn a" bình"#), r#""ha" AND "van a" AND "binh"*"#);
    }

    #[test]
    fn nothing_that_people_type_is_syntax() {
        assert_eq!(asked("words: NOT * OR ^a - (b) NEAR"), r#""words" AND "not" AND "or" AND "a" AND "b" AND "near"*"#);
        assert_eq!(asked(r#"" '; DROP"#), r#""drop""#);
        assert_eq!([asked(""), asked(" .,\"\" \0")], ["", ""]);
    }

    #[test]
    fn a_range_of_days_asks_for_decades_and_years_and_for_months_and_days_at_its_ends() {
        let keys = |first: &str, last: &str| {
            let years = [1999, 2018, 2019, 2020, 2050];
            range("i", first.parse().unwrap(), last.parse().unwrap(), &years).join(" ")
        };
        assert_eq!(keys("2018-01-01", "2020-12-31"), "__i_2018 __i_2019 __i_2020");
        assert_eq!(keys("1999-01-01", "2020-12-31"), "__i_1999 __i_201x __i_2020");
        assert_eq!(keys("2018-11-01", "2019-01-31"), "__i_2018_0 __i_2018_11 __i_2018_12 __i_2019_0 __i_2019_1");
        assert_eq!(
            keys("2018-11-29", "2018-12-02"),
            "__i_2018_0 __i_2018_11_29 __i_2018_11_30 __i_2018_11_0 __i_2018_12_1 __i_2018_12_2 __i_2018_12_0"
        );
        assert_eq!(keys("2019-03-05", "2019-03-05"), "__i_2019_0 __i_2019_3_5 __i_2019_3_0");
        assert_eq!(keys("2021-01-01", "2022-12-31"), "");
        assert_eq!(keys("2020-12-31", "2018-01-01"), "");
    }
}
