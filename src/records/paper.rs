//! What a paper is known by beside its looks: two records with the same key speak of one paper, of another issue of it,
//! of an extract or a correction. A number alone is no key: every commune numbers its papers anew each year.

use crate::record::Record;
use crate::records::fields;
use crate::records::fold::fold;

/// Returns the key of a paper by issuing body, number, notation, year, type and result; `None` where one of the first,
/// the number or the year is not known.
pub fn by_number(record: &Record) -> Option<String> {
    let (number, organ, year) = (text(record, fields::CODE_NUMBER), text(record, fields::ORGAN), year_of(record));
    if number.is_empty() || organ.is_empty() || year.is_empty() {
        return None;
    }
    let (notation, kind) = (text(record, fields::CODE_NOTATION), text(record, fields::TYPE_NAME));
    let result = text(record, fields::RESULT_CODE);
    Some(format!("paper {organ} {number} {notation} {year} {kind} {result}"))
}

/// Returns the key of an entry in a civil register by place, book and number; `None` where the book or the number is not
/// known. Where the place is not, it holds within one sheet and no further.
pub fn by_register(record: &Record) -> Option<String> {
    let (act, book) = (text(record, fields::CIVIL_NUMBER), text(record, fields::CIVIL_BOOK));
    let place = text(record, fields::CIVIL_PLACE);
    (!act.is_empty() && !book.is_empty()).then(|| format!("act {place} {book} {act}"))
}

/// Returns all keys that hold anywhere in an archive.
pub fn keys(record: &Record) -> Vec<String> {
    let is_placed = record.text(fields::CIVIL_PLACE).is_some_and(|place| !fold(place).is_empty());
    by_number(record).into_iter().chain(by_register(record).filter(|_| is_placed)).collect()
}

/// Returns number and notation as people write them: `123/GXN-UBND`.
pub fn number(record: &Record) -> Option<String> {
    match (record.text(fields::CODE_NUMBER), record.text(fields::CODE_NOTATION)) {
        (Some(number), Some(notation)) if is_whole(number, notation) => Some(notation.to_owned()),
        (Some(number), Some(notation)) => Some(format!("{number}/{}", notation.trim_start_matches('/'))),
        (number, notation) => number.or(notation).map(str::to_owned),
    }
}

/// Says whether a notation begins with the number and not just with its digits.
fn is_whole(number: &str, notation: &str) -> bool {
    notation.strip_prefix(number).is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

fn text(record: &Record, path: &str) -> String {
    record.text(path).map(fold).unwrap_or_default()
}

fn year_of(record: &Record) -> String {
    record.text(fields::ISSUED).map(|date| date.chars().take(4).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;

    #[test]
    fn a_year_that_begins_with_the_number_is_not_the_number() {
        let of = |one: &str, other: &str| {
            let fields = [("codeNumber", one), ("codeNotation", other)];
            number(&fields.map(|(path, text)| (path.to_owned(), Entry::plain(text))).into_iter().collect()).unwrap()
        };
        assert_eq!(of("2", "2019/QĐ-UBND"), "2/2019/QĐ-UBND");
        assert_eq!(of("123", "123/GXN-UBND"), "123/GXN-UBND");
    }

    fn keys_of(fields: &[(&str, &str)]) -> Vec<String> {
        let record = fields.iter().map(|(path, value)| ((*path).to_owned(), Entry::plain(*value))).collect();
        keys(&record)
    }

    #[test]
    fn a_number_alone_never_counts_and_spelling_makes_no_difference() {
        let number = ("codeNumber", "12");
        let all = [number, (fields::ORGAN, "UBND xã Hoà Bình"), (fields::ISSUED, "2019-03-05")];
        let other = [number, (fields::ORGAN, "Ubnd xã hòa bình"), (fields::ISSUED, "2019-11")];
        assert_eq!(keys_of(&all), keys_of(&other));
        assert_eq!(keys_of(&all).len(), 1);
        for missing in 0..3 {
            let mut some = all.to_vec();
            some.remove(missing);
            assert_eq!(keys_of(&some), [""; 0], "{missing}");
        }
        let next_year = [number, (fields::ORGAN, "UBND xã Hoà Bình"), (fields::ISSUED, "2020-03-05")];
        assert_ne!(keys_of(&all), keys_of(&next_year));
    }

    #[test]
    fn an_entry_of_a_register_is_a_key_only_with_the_place_of_the_register() {
        let entry = [(fields::CIVIL_NUMBER, "7"), (fields::CIVIL_BOOK, "01/2019")];
        assert_eq!(keys_of(&entry), [""; 0]);
        assert_eq!(keys_of(&[&entry[..], &[(fields::CIVIL_PLACE, "xã A")]].concat()).len(), 1);
    }
}
