//! Rows compared with each other: one paper twice, codes that no paper of their dossier bears out, and the place of
//! each row among those of its dossier.

use std::collections::HashMap;

use super::{Index, Line, Scope};
use crate::finding::codes;
use crate::record::Record;
use crate::records::fields;
use crate::records::fold::fold;
use crate::records::identifiers::FileCode;
use crate::records::paper;
use crate::text;
use crate::text::Text;

/// Compares all rows and notes what is found at the later one.
pub(super) fn compare(index: &mut Index) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut years: HashMap<String, Years> = HashMap::new();
    let mut repeated = Vec::new();
    let mut ordinals: HashMap<String, u32> = HashMap::new();
    let mut places = Vec::with_capacity(index.len());
    let scope = index.scope;
    for Drawn { number, dossier, keys, years: own } in index.map_lines(|line| draw(&line, scope)) {
        let ordinal = ordinals.entry(dossier).or_default();
        *ordinal += 1;
        places.push(*ordinal);
        for (name, key) in keys {
            if let Some(first) = seen.get(&key) {
                repeated.push((number, *first, name));
            } else {
                seen.insert(key, number);
            }
        }
        if let Some((code, own)) = own {
            note_years(code, own, &mut years);
        }
    }
    index.ordinals = places;
    for (number, first, path) in repeated {
        let at = index.columns.iter().find(|column| column.paths().contains(&path)).map(|column| column.at);
        let what = repeats(path, first);
        index.note(number, at, &codes::RECORD_REPEATED, what);
    }
    let mut wrong: Vec<(String, Years)> = years.into_iter().filter(|(_, years)| !years.agree()).collect();
    wrong.sort_by_key(|(_, years)| years.row);
    for (_, Years { code, first, last, row }) in wrong {
        let path = if index.column_of(fields::FILE_CODE).is_some() { fields::FILE_CODE } else { fields::DOC_CODE };
        let at = index.column_of(path).map(|column| column.at);
        let what = text!(
            "mã hồ sơ ghi năm {code}, còn tài liệu trong hồ sơ từ năm {first} đến {last}",
            "the file code says {code}, the papers in the dossier are of {first} to {last}"
        );
        index.note(row, at, &codes::RECORD_YEAR, what);
    }
}

/// What is kept of a row while all are compared.
struct Drawn {
    number: u32,
    dossier: String,
    keys: Vec<(&'static str, String)>,
    years: Option<(String, Years)>,
}

fn draw(line: &Line, scope: Scope) -> Drawn {
    let Line { number, record, .. } = line;
    let dossier = record.text(fields::FILE_CODE).unwrap_or_default().to_owned();
    Drawn { number: *number, dossier, keys: keys(record, scope), years: years_of(record, *number) }
}

/// The keys under which a paper must not come twice, each with the field that a finding points at.
fn keys(record: &Record, scope: Scope) -> Vec<(&'static str, String)> {
    let text = |path: &str| record.text(path).map(fold).unwrap_or_default();
    let mut keys = Vec::new();
    if scope == Scope::Dossier {
        let code = text(fields::FILE_CODE);
        if !code.is_empty() {
            keys.push((fields::FILE_CODE, format!("file {code}")));
        }
        return keys;
    }
    let code = text(fields::DOC_CODE);
    if !code.is_empty() {
        keys.push((fields::DOC_CODE, format!("code {code}")));
    }
    keys.extend(paper::by_number(record).map(|key| (fields::CODE_NUMBER, key)));
    keys.extend(paper::by_register(record).map(|key| (fields::CIVIL_NUMBER, key)));
    keys
}

fn repeats(path: &str, first: u32) -> Text {
    match path {
        fields::FILE_CODE => text!("cùng mã hồ sơ với dòng {first}", "it has the file code of row {first}"),
        fields::DOC_CODE => text!("cùng mã tài liệu với dòng {first}", "it has the document code of row {first}"),
        fields::CODE_NUMBER => text!(
            "cùng cơ quan ban hành, số, ký hiệu, năm và loại với dòng {first}",
            "it has the issuing body, number, notation, year and type of row {first}"
        ),
        _ => text!(
            "cùng nơi đăng ký, quyển số và số đăng ký với dòng {first}",
            "it has the place, register and number of row {first}"
        ),
    }
}

/// The years of the papers under one file code.
#[derive(Clone, Copy)]
struct Years {
    code: i16,
    first: i16,
    last: i16,
    /// The first row of the dossier.
    row: u32,
}

impl Years {
    fn agree(&self) -> bool {
        (self.first..=self.last).contains(&self.code)
    }
}

/// Returns the years of one paper under the code of its file.
fn years_of(record: &Record, row: u32) -> Option<(String, Years)> {
    let from_code = || record.text(fields::DOC_CODE).and_then(|code| code.rsplit_once('.')).map(|(file, _)| file);
    let text = record.text(fields::FILE_CODE).or_else(from_code)?;
    let code = FileCode::parse(text).ok()?.year();
    let year = |path: &str| record.text(path).and_then(|date| date.get(..4)?.parse::<i16>().ok());
    let dated = [fields::ISSUED, fields::START, fields::END, fields::CIVIL_DATE];
    let (first, last) = dated.into_iter().filter_map(year).fold(None, |span: Option<(i16, i16)>, year| {
        Some(span.map_or((year, year), |(first, last)| (first.min(year), last.max(year))))
    })?;
    Some((text.to_owned(), Years { code, first, last, row }))
}

fn note_years(code: String, own: Years, years: &mut HashMap<String, Years>) {
    let known = years.entry(code).or_insert(own);
    known.first = known.first.min(own.first);
    known.last = known.last.max(own.last);
}
