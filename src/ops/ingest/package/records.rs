//! The records of a package as a sheet, a row for each document, so that one machinery understands sheets and packages.
//!
//! Every element is a column. Names of TT 02/2019/TT-BNV become those of TT 05/2025/TT-BNV; unknown ones are kept.

use std::collections::HashMap;
use std::io::Read;

use crate::digest::Digest;
use crate::exchange::simpledc::SimpleDc;
use crate::exchange::xml::Stop;
use crate::finding::{Finding, codes};
use crate::records::fields::{self, Field};
use crate::records::grid::{Cell, Row, Sheet};
use crate::records::index::{self, Index, Options};
use crate::records::layout::{self, Scope};

use super::pieces::Piece;

/// The most bytes of one record.
const LARGEST: u64 = 16 << 20;

/// What the name of a document's file is called in the sheet.
const FILE: &str = "join.file";

/// Names that mean a field of another name: those of TT 02/2019/TT-BNV, and those that only packages in an archive have.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("PageAmount", "numberOfPage"),
    ("PageNumber", "numberOfPage"),
    ("SheetNumber", "numberOfPaper"),
    ("Maximum", "numberOfPaper"),
    ("Rights", "mode"),
    ("arcDocCode", "docCode"),
];

/// Elements that have no column: the file code is worked out, and the id counts within the package alone.
const APART: &[&str] = &["fileCode", "arcFileCode", "docId"];

/// A record that was read, and the digest of its bytes.
pub(super) fn read(piece: &Piece) -> Result<(SimpleDc, Digest), Stop> {
    let mut bytes = Vec::new();
    let reader = piece.found.place.reader().map_err(Stop::Unreadable)?;
    reader.take(LARGEST).read_to_end(&mut bytes).map_err(Stop::Unreadable)?;
    Ok((SimpleDc::read(&bytes[..])?, Digest::of(&bytes)))
}

/// Returns the file code that a record says. In an archive it stands behind the archive's own code (`arcFileCode`,
/// `arcDocCode`), and codes of one of the dossier's documents tell where it begins; where they do not, the code of an agency
/// that stands there twice.
pub(super) fn file_code(record: &SimpleDc, document: &SimpleDc) -> Option<String> {
    if let Some(code) = record.get("fileCode") {
        return Some(code.to_owned());
    }
    let stem = |record: &'_ SimpleDc, name: &str| {
        record.get(name).and_then(|code| code.rsplit_once('.')).map(|(file_code, _)| file_code.to_owned())
    };
    let within = record.get("arcFileCode").map(str::to_owned).or_else(|| stem(record, "arcDocCode"))?;
    let is_behind =
        |code: &String| within.strip_suffix(code).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let known = ["docCode", "docId"].iter().filter_map(|name| stem(document, name)).find(is_behind);
    Some(known.or_else(|| behind_double(&within)).unwrap_or(within))
}

/// Returns what stands behind the first of two equal beginnings: `H26.15.2019` of `H26.15.H26.15.2019`.
fn behind_double(code: &str) -> Option<String> {
    let ends = code.match_indices('.').map(|(at, _)| at + 1);
    ends.rev().find_map(|at| code[at..].starts_with(&code[..at]).then(|| code[at..].to_owned()))
}

/// A sheet that is made of records.
#[derive(Debug)]
pub(super) struct Rows {
    scope: Scope,
    headings: Vec<String>,
    columns: HashMap<String, usize>,
    maps: Vec<(String, &'static Field)>,
    rows: Vec<Row>,
}

impl Rows {
    /// Begins a sheet.
    pub(super) fn of(scope: Scope) -> Rows {
        Rows { scope, headings: Vec::new(), columns: HashMap::new(), maps: Vec::new(), rows: Vec::new() }
    }

    /// Adds a record; `file` is the path of its document as folders are called, and `file_code` the dossier's code.
    pub(super) fn push(&mut self, record: &SimpleDc, file: Option<&str>, file_code: Option<&str>) {
        let mut texts: Vec<(usize, String)> = Vec::new();
        texts.extend(file.map(|file| (self.column(FILE), file.to_owned())));
        let is_column = |name: &str| !APART.iter().any(|apart| apart.eq_ignore_ascii_case(name));
        for field in record.fields.iter().filter(|field| !field.text.is_empty() && is_column(field.name())) {
            let at = self.column(field.name());
            let is_archival = field.name().eq_ignore_ascii_case("arcDocCode");
            // The code of a document, too, stands behind that of the archive.
            let begins = file_code.filter(|_| is_archival).and_then(|code| field.text.find(code)).unwrap_or(0);
            let text = &field.text[begins..];
            match texts.iter_mut().find(|(known, _)| *known == at) {
                Some((_, known)) => known.extend(["; ", text]),
                None => texts.push((at, text.to_owned())),
            }
        }
        texts.extend(file_code.map(|code| (self.column("fileCode"), code.to_owned())));
        let width = texts.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
        let mut cells = vec![Cell::Empty; width];
        texts.into_iter().for_each(|(at, text)| cells[at] = Cell::Text(text.into()));
        // The first row has the headings.
        let number = u32::try_from(self.rows.len() + 2).unwrap_or(u32::MAX);
        self.rows.push(Row { number, cells });
    }

    /// Understands the sheet; `label` is what findings call it.
    pub(super) fn understand(self, label: &str, options: &Options) -> Result<Index, Finding> {
        let layout = if self.scope == Scope::Document { "tt05-van-ban" } else { "tt05-ho-so" };
        let layout = layout::built_in().iter().find(|known| known.name == layout).cloned();
        let options = Options { layout, maps: self.maps, ..options.clone() };
        let heading = |text: String| Cell::Text(text.into());
        let head = Row { number: 1, cells: self.headings.into_iter().map(heading).collect() };
        let rows = std::iter::once(head).chain(self.rows).collect();
        let sheet = Sheet { rows, ..Sheet::default() };
        let mut index = index::understand(sheet, label, &std::sync::Arc::new(options))?;
        // What the office asks of its own sheets, packages of the circular have no place for.
        index.findings.retain(|finding| finding.code != codes::RECORD_INCOMPLETE.name);
        Ok(index)
    }

    /// Returns the column of an element, whatever its case.
    fn column(&mut self, name: &str) -> usize {
        let key = name.to_ascii_lowercase();
        if let Some(at) = self.columns.get(&key) {
            return *at;
        }
        let field = field(self.scope, name);
        // Two names of one field are one column.
        let known = field.and_then(|field| self.maps.iter().find(|(_, other)| other.path == field.path));
        let known = known.and_then(|(heading, _)| self.headings.iter().position(|other| other == heading));
        let at = known.unwrap_or_else(|| {
            let heading = field.map_or(name, |field| field.path.trim_start_matches("dossier.")).to_owned();
            self.maps.extend(field.map(|field| (heading.clone(), field)));
            self.headings.push(heading);
            self.headings.len() - 1
        });
        self.columns.insert(key, at);
        at
    }
}

/// Returns the field that an element means.
fn field(scope: Scope, name: &str) -> Option<&'static Field> {
    if name == FILE {
        return fields::by_path(fields::JOIN_FILE);
    }
    let renamed = OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map_or(name, |(_, now)| *now);
    let is_of_dossier = scope == Scope::Dossier || renamed.eq_ignore_ascii_case("fileCode");
    let path = if is_of_dossier { format!("dossier.{renamed}") } else { renamed.to_owned() };
    fields::ALL.iter().find(|field| field.is_of_record() && field.path.eq_ignore_ascii_case(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(scope: Scope, name: &str) -> Option<&'static str> {
        field(scope, name).map(|field| field.path)
    }

    #[test]
    fn names_of_both_circulars_mean_fields() {
        assert_eq!(field_of(Scope::Document, "IssuedDate"), Some("issuedDate"));
        assert_eq!(field_of(Scope::Document, "PageAmount"), Some("numberOfPage"));
        assert_eq!(field_of(Scope::Document, "FileCode"), Some("dossier.fileCode"));
        assert_eq!(field_of(Scope::Dossier, "Rights"), Some("dossier.mode"));
        assert_eq!(field_of(Scope::Dossier, "SheetNumber"), Some("dossier.numberOfPaper"));
        assert_eq!([field_of(Scope::Document, "docId"), field_of(Scope::Document, "owner.id")], [None, None]);
    }

    #[test]
    fn the_code_of_a_dossier_stands_behind_that_of_the_archive() {
        let read = |xml: &str| SimpleDc::read(xml.as_bytes()).unwrap();
        let document = read("<simpledc><docCode>H26.2019.14.0000001</docCode></simpledc>");
        let code = |arc: &str| {
            file_code(&read(&format!("<simpledc><arcFileCode>{arc}</arcFileCode></simpledc>")), &document).unwrap()
        };
        assert_eq!(
            [code("K1.H26.2019.14"), code("H26.2019.14"), code("XH26.2019.14")],
            ["H26.2019.14", "H26.2019.14", "XH26.2019.14"]
        );
        assert_eq!(file_code(&document, &document), None);
        assert_eq!(code("H9.1.H9.1.2001.7"), "H9.1.2001.7");
        let copy = "<simpledc><docId>H26.2019.14.3</docId><arcDocCode>K1.H26.2019.14.0000003</arcDocCode></simpledc>";
        assert_eq!(file_code(&read(copy), &read(copy)).unwrap(), "H26.2019.14");
        let mut rows = Rows::of(Scope::Document);
        rows.push(&read(copy), None, Some("H26.2019.14"));
        let shown: Vec<String> = rows.rows[0].cells.iter().map(Cell::shown).collect();
        assert!(shown.contains(&"H26.2019.14.0000003".to_owned()), "{shown:?}");
    }

    #[test]
    fn two_names_of_one_field_are_one_column_and_repeated_elements_one_cell() {
        let xml = b"<simpledc><Rights>01</Rights><mode/><keyword>a</keyword><Keyword>b</Keyword><x>1</x></simpledc>";
        let mut rows = Rows::of(Scope::Document);
        rows.push(&SimpleDc::read(&xml[..]).unwrap(), Some("a.pdf"), Some("H26.2019.1"));
        assert_eq!(rows.headings, ["join.file", "mode", "keyword", "x", "fileCode"]);
        let shown: Vec<String> = rows.rows[0].cells.iter().map(Cell::shown).collect();
        assert_eq!(shown, ["a.pdf", "01", "a; b", "1", "H26.2019.1"]);
    }
}
