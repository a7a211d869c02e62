//! Rows of an index sheet as changes: each names its document and says what the record is to hold.
//!
//! A field that a row does not say stays as it is, so a sheet of corrections needs only the columns that it corrects.
//! Rows of dossiers name no document: they add to the rows of its documents. Which document a file went into is
//! `files`' business; whether a row differs from what is stored is seen later, when the sidecars are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use crate::archive::layout::Archive;
use crate::archive::sources::{self, Outcome};
use crate::digest::Digest;
use crate::fault::Attempt;
use crate::finding::{Finding, codes};
use crate::ops::sheets;
use crate::record::Described;
use crate::records::fields;
use crate::records::fold::fold;
use crate::records::grid::Spot;
use crate::records::index::{Index, Line, Options};
use crate::records::layout::Scope;
use crate::records::values;
use crate::sidecar::RELATIONS;
use crate::text;
use crate::text::Text;

use super::dossiers::Dossiers;
use super::files;
use super::{Change, Problem, Tie};

/// What is written for "yes, withdraw it", folded; a mark counts as it stands.
const YES: &[&str] = &["x", "co", "rut", "yes", "y", "1", "true", "\u{2713}", "\u{2714}", "\u{2611}"];
/// What is written for "no, bring it back", folded.
const NO: &[&str] = &["0", "khong", "no", "n", "false"];

/// What index sheets say is to be amended.
#[derive(Debug, Default)]
pub struct Read {
    /// A change for each row that names a document.
    pub changes: Vec<Change>,
    /// The sheets, as `sources.tsv` is to have them.
    pub sheets: Vec<sources::Row>,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// What cannot be done; then nothing is.
    pub problems: Vec<Problem>,
}

/// Reads the rows of index sheets as changes, and says what cannot be done of them.
///
/// A sheet that cannot be opened is an `Err`.
pub fn read(archive: &Archive, paths: &[PathBuf], options: &Arc<Options>) -> Result<Read> {
    let mut read = Read::default();
    let mut dossiers = Dossiers::default();
    for path in paths {
        let label = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let loaded = sheets::load(&path.as_path().into(), &label, &archive.profile.sheets, options)?;
        read.findings.extend(loaded.findings);
        if loaded.indexes.is_empty() {
            let what = text!("`{label}`: không có danh mục nào đọc được", "`{label}`: no index in it can be read");
            read.problems.push(Problem { code: "amend.sheet", what });
        }
        read.sheets.push(input(path, &label, loaded.sha256)?);
        for index in loaded.indexes {
            read.rows(index, loaded.sha256, &mut dossiers);
        }
    }
    dossiers.add_to(&mut read.changes);
    read.findings.extend(dossiers.unused());
    files::resolve(archive, &mut read)?;
    // A sheet of corrections need not have the columns that a delivery must have.
    read.findings.retain(|finding| finding.code != codes::RECORD_INCOMPLETE.name);
    Ok(read)
}

impl Read {
    fn rows(&mut self, mut index: Index, sha256: Digest, dossiers: &mut Dossiers) {
        self.findings.append(&mut index.findings);
        // A sheet with a column for ids is about documents, whatever else it has.
        let is_of_dossiers = index.scope == Scope::Dossier && index.column_of(fields::JOIN_ID).is_none();
        for mut line in index.lines() {
            self.findings.append(&mut line.findings);
            if is_of_dossiers && line.keys.withdraw.is_none() && line.keys.relate.is_none() {
                dossiers.take(&index, line);
            } else {
                self.changes.extend(row(&index, sha256, line, &mut self.problems));
            }
        }
    }
}

/// Returns a file that amendments were taken from as `sources.tsv` is to have it.
pub fn input(path: &Path, label: &str, sha256: Digest) -> Result<sources::Row> {
    let metadata = path.metadata().attempt(|| text!("không đọc được `{label}`", "could not read `{label}`"))?;
    let modified = metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
    Ok(sources::Row {
        path: label.to_owned(),
        size: metadata.len(),
        modified: modified.map_or("-".to_owned(), |time| time.to_string()),
        sha256: Some(sha256),
        outcome: Outcome::Ignored,
        detail: codes::SOURCE_SHEET.name.to_owned(),
    })
}

/// Writes where a row stands: `sua.xlsx#HoSo!12`.
pub fn place(row: &Described) -> String {
    format!("{}#{}", row.path, Spot { sheet: &row.sheet, row: row.row, column: None })
}

/// Makes the change that a row says; its problems are told, each with its place.
fn row(index: &Index, sha256: Digest, line: Line, problems: &mut Vec<Problem>) -> Option<Change> {
    let said = |text: &String| !values::is_mark(text);
    let (id, code) = (line.keys.id.filter(said), line.keys.code);
    let file = line.keys.file.filter(said).map(|file| file.replace('\\', "/"));
    let named = match (id, file, code) {
        (Some(id), ..) => Some((id, "id")),
        (None, Some(file), _) => Some((file, files::JOINED)),
        (None, None, code) => code.map(|code| (code, "code")),
    };
    let (path, sheet) = (index.label.clone(), index.sheet.clone());
    let joined = named.as_ref().map_or("", |(_, joined)| *joined).to_owned();
    let described = Described { path, sha256, sheet, row: line.number, joined };
    let mut tell = |code, what| problems.push(Problem { code, what }.at(&place(&described)));
    if named.is_none() {
        tell("amend.row", names_nothing());
    }
    let withdraw = line.keys.withdraw.and_then(|text| match is_yes(&text) {
        Ok(withdraw) => withdraw,
        Err(what) => {
            tell("amend.withdraw", what);
            None
        }
    });
    let mut relate = Vec::new();
    let ties = line.keys.relate.iter().filter(|text| said(text)).flat_map(|text| text.split(';')).map(str::trim);
    for text in ties.filter(|text| !text.is_empty()) {
        match Tie::parse(text) {
            Some(tie) => relate.push(tie),
            None => tell("amend.relation", no_tie(text)),
        }
    }
    let set = line.record.iter().map(|(path, entry)| (path.to_owned(), entry.clone())).collect();
    let (document, _) = named?;
    Some(Change { document, set, withdraw, relate, described: Some(described), ..Change::default() })
}

fn names_nothing() -> Text {
    text!(
        "dòng không nêu tài liệu nào; cần cột `id`, mã tài liệu hoặc tên tệp",
        "the row names no document; it takes a column `id`, a document code or a file"
    )
}

fn no_tie(text: &str) -> Text {
    let kinds = RELATIONS.join(", ");
    text!(
        "quan hệ `{text}` không đúng dạng loại:tài liệu; các loại: {kinds}",
        "the relation `{text}` is not of the form kind:document; kinds: {kinds}"
    )
}

/// Reads what a row says of withdrawing; `None` when it says nothing. A word that is neither yes nor no is not guessed.
fn is_yes(text: &str) -> Result<Option<bool>, Text> {
    let (mark, key) = (text.trim(), fold(text));
    let is_in = |words: &[&str]| words.iter().any(|word| *word == key || *word == mark);
    match (is_in(YES), is_in(NO)) {
        (true, _) => Ok(Some(true)),
        (_, true) => Ok(Some(false)),
        _ if values::is_mark(mark) => Ok(None),
        _ => Err(text!(
            "cột rút khỏi kho ghi `{mark}`; hãy ghi `x` để rút, `0` để đưa trở lại, hoặc để trống",
            "the column for withdrawing says `{mark}`; write `x` to withdraw, `0` to bring back, or nothing"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn withdrawing_takes_a_yes_or_a_no_and_nothing_in_between() {
        for yes in ["x", "X", " Có ", "rút", "RÚT", "yes", "1", "TRUE", "\u{2713}"] {
            assert_eq!(is_yes(yes), Ok(Some(true)), "{yes}");
        }
        for no in ["0", "không", "Không", "no", "FALSE"] {
            assert_eq!(is_yes(no), Ok(Some(false)), "{no}");
        }
        for nothing in ["", "-", " – ", "..."] {
            assert_eq!(is_yes(nothing), Ok(None), "{nothing}");
        }
        for odd in ["đã rút chưa?", "không rút", "giữ lại", "2", "xem lại"] {
            assert!(is_yes(odd).is_err(), "{odd}");
        }
    }
}
