//! `sohoa find`: documents by what their records say.

use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use crate::archive::catalogue::{self, Catalogue, Hit, Query, Standing};
use crate::archive::layout::Archive;
use crate::fault::Fault;
use crate::files::tables::table::{Column, Table, Value};
use crate::files::tables::{csv, xlsx};
use crate::ops::locate;
use crate::text;
use crate::text::{Lang, Text};

/// So many hits are fetched and held in memory.
const AT_ONCE: usize = 1000;

/// The hits of a selection, fetched page by page.
struct Pages {
    catalogue: Catalogue,
    query: Query,
    today: Date,
    n_left: usize,
    has_more: bool,
}

impl Pages {
    fn begin(archive: &Archive, query: &Query, today: Date) -> Result<Pages> {
        let (catalogue, query) = (locate::catalogue(archive)?, query.clone());
        Ok(Pages { n_left: query.limit.unwrap_or(usize::MAX), catalogue, query, today, has_more: true })
    }

    /// Returns the next page; an empty one is the last.
    fn next(&mut self) -> Result<Vec<Hit>> {
        let n_wanted = self.n_left.min(AT_ONCE);
        if n_wanted == 0 || !self.has_more {
            return Ok(Vec::new());
        }
        self.query.limit = Some(n_wanted + 1);
        let mut hits = self.catalogue.select(&self.query, self.today)?;
        self.has_more = hits.len() > n_wanted;
        hits.truncate(n_wanted);
        self.n_left -= hits.len();
        self.query.after = hits.last().map(|hit| hit.row.id.clone()).or(self.query.after.take());
        Ok(hits)
    }
}

/// Hands over the documents of a selection in order of import, up to its limit; says whether more come after them.
pub fn run(archive: &Archive, query: &Query, today: Date, mut each: impl FnMut(&Hit) -> Result<()>) -> Result<bool> {
    let mut pages = Pages::begin(archive, query, today)?;
    loop {
        let page = pages.next()?;
        if page.is_empty() {
            return Ok(pages.has_more);
        }
        page.iter().try_for_each(&mut each)?;
    }
}

/// Writes the list of hits to a new CSV or XLSX file, and returns how many there are.
pub fn write(archive: &Archive, query: &Query, today: Date, path: &Path, lang: Lang) -> Result<u64> {
    let write = match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => Kind::Csv,
        Some("xlsx") => Kind::Xlsx,
        _ => {
            let path = path.display();
            let what = text!("`{path}` phải có đuôi .csv hoặc .xlsx", "`{path}` must end in .csv or .xlsx");
            return Err(Fault::raise("find.out", what));
        }
    };
    let columns =
        headings().iter().zip(WIDTHS).map(|(heading, width)| Column::new(heading.get(lang), *width)).collect();
    let table = Table { title: text!("Tài liệu", "Documents").get(lang).to_owned(), columns };
    let mut pages = Pages::begin(archive, query, today)?;
    let mut n_rows = 0;
    let fetched = std::iter::from_fn(|| match pages.next() {
        Ok(page) if page.is_empty() => None,
        Ok(page) => Some(page.into_iter().map(Ok).collect()),
        Err(error) => Some(vec![Err(error)]),
    });
    let rows = fetched.flat_map(|page: Vec<Result<Hit>>| page).map(|hit| {
        n_rows += 1;
        let mut values: Vec<Value> = cells(&hit?, lang).into_iter().map(Value::text).collect();
        if let Some(Value::Text(pages)) = values.last() {
            let count = pages.parse().unwrap_or(0);
            values.pop();
            values.push(Value::Count(count));
        }
        Ok(values)
    });
    match write {
        Kind::Csv => csv::write(path, &table, rows)?,
        Kind::Xlsx => xlsx::write(path, &table, rows)?,
    }
    Ok(n_rows)
}

/// What a list is written as.
enum Kind {
    Csv,
    Xlsx,
}

/// How wide the columns of a list are, in digits.
const WIDTHS: &[f64] = &[38.0, 30.0, 24.0, 18.0, 20.0, 14.0, 60.0, 30.0, 16.0, 10.0];

/// Counts the documents of a selection, whatever its limit.
pub fn count(archive: &Archive, query: &Query, today: Date) -> Result<u64> {
    locate::catalogue(archive)?.count(query, today)
}

/// Reads a range of days: `2015..2020`, `2015..`, `..03/2019`, `2019`, `05/03/2019`; both ends are inside.
pub fn parse_range(text: &str) -> Result<RangeInclusive<Date>> {
    let span = |text: &str| catalogue::span(text).ok_or_else(|| no_date(text));
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let is_open = |end: &str| end.trim().is_empty();
    if (is_open(first) && is_open(last)) || last.trim_start().starts_with('.') {
        return Err(no_date(text));
    }
    let from = if is_open(first) { Date::MIN } else { span(first)?.0 };
    let until = if is_open(last) { Date::MAX } else { span(last)?.1 };
    if from > until {
        let what = text!("`{text}` kết thúc trước khi bắt đầu", "`{text}` ends before it begins");
        return Err(Fault::raise("date.range", what));
    }
    Ok(from..=until)
}

/// Reads one day.
pub fn parse_day(text: &str) -> Result<Date> {
    catalogue::span(text).filter(|(first, last)| first == last).map(|(day, _)| day).ok_or_else(|| no_day(text))
}

fn no_day(text: &str) -> anyhow::Error {
    let what = text!(
        "`{text}` không phải là một ngày; cần đủ ngày, tháng, năm, ví dụ 05/03/2019",
        "`{text}` is no day; give day, month and year, such as 05/03/2019"
    );
    Fault::raise("date.unknown", what)
}

fn no_date(text: &str) -> anyhow::Error {
    let what = text!(
        "không hiểu ngày `{text}`; ví dụ 05/03/2019, 2019-03 hoặc 2019",
        "the date `{text}` is not understood; examples are 05/03/2019, 2019-03 and 2019"
    );
    Fault::raise("date.unknown", what)
}

/// Returns the headings of a list of hits.
pub fn headings() -> Vec<Text> {
    vec![
        text!("Mã", "Id"),
        text!("Tên", "Name"),
        text!("Hồ sơ", "Dossier"),
        text!("Lô", "Batch"),
        text!("Số, ký hiệu", "Number"),
        text!("Ngày ban hành", "Issued"),
        text!("Trích yếu", "Title"),
        text!("Chủ giấy tờ", "Owner"),
        text!("Hiệu lực", "Validity"),
        text!("Số trang", "Pages"),
    ]
}

/// Returns what stands under the headings for one hit.
pub fn cells(hit: &Hit, lang: Lang) -> Vec<String> {
    let Hit { row, card, standing } = hit;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        row.id.clone(),
        row.name.clone(),
        row.dossier.clone(),
        row.batch.clone(),
        text(&card.number),
        card.issued.as_deref().map(|date| shown(date, lang)).unwrap_or_default(),
        text(&card.title),
        text(&card.owner),
        standing_of(*standing).get(lang).to_owned(),
        row.pages.to_string(),
    ]
}

/// Writes a date of a record as people of a language do: `05/03/2019` in Vietnamese.
pub fn shown(date: &str, lang: Lang) -> String {
    if lang == Lang::En || catalogue::span(date).is_none() {
        return date.to_owned();
    }
    let parts: Vec<&str> = date.split('-').rev().collect();
    parts.join("/")
}

/// Says how a document stands.
pub fn standing_of(standing: Standing) -> Text {
    match standing {
        Standing::InForce => text!("còn hiệu lực", "in force"),
        Standing::NotYet => text!("chưa có hiệu lực", "not yet in force"),
        Standing::Expired => text!("hết hiệu lực", "expired"),
        Standing::Revoked => text!("bị thu hồi", "revoked"),
        Standing::Replaced => text!("bị thay thế", "replaced"),
        Standing::Withdrawn => text!("đã rút khỏi kho", "withdrawn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Option<(String, String)> {
        let range = parse_range(text).ok()?;
        Some((range.start().to_string(), range.end().to_string()))
    }

    #[test]
    fn a_range_takes_in_all_that_its_ends_may_mean() {
        let days = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(range("2015..2020"), days("2015-01-01", "2020-12-31"));
        assert_eq!(range("2019-03"), days("2019-03-01", "2019-03-31"));
        assert_eq!(range("05/03/2019"), days("2019-03-05", "2019-03-05"));
        assert_eq!(range("02/2020.. 05/03/2020"), days("2020-02-01", "2020-03-05"));
        assert_eq!(range("2020.."), days("2020-01-01", "9999-12-31"));
        assert_eq!(range("..2020").map(|(_, last)| last).as_deref(), Some("2020-12-31"));
        for wrong in ["", "..", "x..2020", "2020..2019"] {
            assert_eq!(range(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn validity_is_asked_for_one_day() {
        assert_eq!(parse_day("31/12/2025").unwrap().to_string(), "2025-12-31");
        assert!(parse_day("2025").is_err());
    }

    #[test]
    fn dates_are_shown_as_people_write_them() {
        let shown = |date| shown(date, Lang::Vi);
        assert_eq!(
            [shown("2019-03-05"), shown("2019-03"), shown("2019"), shown("a-b")],
            ["05/03/2019", "03/2019", "2019", "a-b"]
        );
    }
}
