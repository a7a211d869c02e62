//! `not-ready.json` and `not-ready.xlsx`: what was left out of packages, and why.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value as Json, json};

use super::folder::Folder;
use super::ready::Reason;
use crate::checks::regular;
use crate::fault::Attempt;
use crate::files;
use crate::files::container::spool::Spool;
use crate::files::tables::table::{Column, Table, Value};
use crate::files::tables::xlsx;
use crate::finding::Severity;
use crate::text;
use crate::text::{Lang, Text};

/// Reasons as they come: a JSON value a line.
pub struct Listing {
    lines: Spool,
}

impl Listing {
    /// Begins a list that will lie in a folder.
    pub fn begin(folder: &Folder) -> Listing {
        Listing { lines: Spool::new(folder.unfinished("not-ready")) }
    }

    /// Adds a reason.
    pub fn add(&mut self, reason: &Reason) -> Result<()> {
        let Reason { place, subject, dossier, name, finding } = reason;
        let document = place.map(|_| subject);
        let value = json!({
            "document": document, "dossier": dossier, "name": name, "code": finding.code,
            "severity": finding.severity, "message": finding.message,
        });
        writeln!(self.lines, "{value}").attempt(cannot)
    }

    /// Writes both lists beside the packages, unless there is nothing to list, in place of those of an earlier export. Files
    /// of others keep their names, and these get a number. Returns the workbook's path.
    pub fn write(mut self, folder: &Folder, lang: Lang) -> Result<Option<PathBuf>> {
        clear(folder)?;
        if self.lines.is_empty() {
            return Ok(None);
        }
        let part = folder.unfinished("not-ready.json");
        let mut out = std::io::BufWriter::new(files::create(&part)?);
        let written = write_json(&mut out, self.lines.reader().attempt(cannot)?).and_then(|()| out.flush());
        written.attempt(cannot)?;
        out.get_ref().sync_all().attempt(cannot)?;
        let free = (1_u32..).map(|number| paths(folder, number)).find(|paths| !paths.iter().any(|path| is_there(path)));
        let Some([json, xlsx]) = free else { return Ok(None) };
        files::rename(&part, &json)?;
        write_xlsx(&xlsx, BufReader::new(self.lines.reader().attempt(cannot)?), lang)?;
        files::sync_folder(&folder.path)?;
        Ok(Some(xlsx))
    }
}

/// Removes the lists of earlier exports: what they say is over. One that somebody has changed stays.
pub fn clear(folder: &Folder) -> Result<()> {
    for [json, xlsx] in (1_u32..).map(|number| paths(folder, number)) {
        if !is_there(&json) && !is_there(&xlsx) {
            break;
        }
        if is_own(folder, &json, &xlsx)? {
            files::remove(&json)?;
            files::remove(&xlsx)?;
        }
    }
    Ok(())
}

fn paths(folder: &Folder, number: u32) -> [PathBuf; 2] {
    let ending = if number == 1 { String::new() } else { format!("-{number}") };
    ["json", "xlsx"].map(|kind| folder.path.join(format!("not-ready{ending}.{kind}")))
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Says whether both lists are as they were written: a workbook that was made of the same lines has the same bytes.
fn is_own(folder: &Folder, json: &Path, xlsx: &Path) -> Result<bool> {
    let Ok(file) = regular::open(json) else { return Ok(false) };
    let mut lines = BufReader::new(file).lines();
    let is_reason =
        |line: std::io::Result<String>| line.is_ok_and(|line| is_frame(&line) || reason_of(&line).is_some());
    if !lines.by_ref().all(is_reason) {
        return Ok(false);
    }
    if !is_there(xlsx) {
        return Ok(true);
    }
    let Ok((found, _)) = regular::size(xlsx).and_then(|_| files::digest(xlsx)) else { return Ok(false) };
    let again = folder.unfinished("not-ready.xlsx");
    for lang in [Lang::Vi, Lang::En] {
        files::remove(&again)?;
        write_xlsx(&again, BufReader::new(regular::open(json).attempt(cannot)?), lang)?;
        let (made, _) = files::digest(&again).attempt(cannot)?;
        files::remove(&again)?;
        if made == found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn write_xlsx(path: &Path, lines: impl BufRead, lang: Lang) -> Result<()> {
    let headings = [
        (text!("Mã tài liệu", "Document"), 38.0),
        (text!("Hồ sơ", "Dossier"), 30.0),
        (text!("Tên", "Name"), 24.0),
        (text!("Mã lỗi", "Code"), 18.0),
        (text!("Mức độ", "Severity"), 12.0),
        (text!("Lý do và việc cần làm", "Why, and what to do"), 90.0),
    ];
    let columns = headings.iter().map(|(heading, width)| Column::new(heading.get(lang), *width)).collect();
    let title = text!("Chưa đủ điều kiện", "Not ready").get(lang).to_owned();
    let rows = lines.lines().filter(|line| !line.as_ref().is_ok_and(|line| is_frame(line)));
    let rows = rows.map(|line| {
        let line = line.attempt(cannot)?;
        Ok(cells(&reason_of(&line).unwrap_or_default(), lang))
    });
    xlsx::write(path, &Table { title, columns }, rows)
}

/// Says whether a line only begins or ends the array.
fn is_frame(line: &str) -> bool {
    matches!(line, "[" | "]")
}

/// Reads one line of the list.
fn reason_of(line: &str) -> Option<Json> {
    let value: Json = serde_json::from_str(line.strip_suffix(',').unwrap_or(line)).ok()?;
    (value["code"].is_string() && value["message"].is_object()).then_some(value)
}

/// Wraps the lines into one array.
fn write_json(out: &mut impl Write, lines: impl std::io::Read) -> std::io::Result<()> {
    out.write_all(b"[")?;
    for (number, line) in BufReader::new(lines).lines().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        write!(out, "{comma}\n{}", line?)?;
    }
    out.write_all(b"\n]\n")
}

fn cells(value: &Json, lang: Lang) -> Vec<Value> {
    let text = |value: &Json| Value::text(value.as_str().unwrap_or_default());
    let severity =
        serde_json::from_value(value["severity"].clone()).map_or(String::new(), |found| severity(found, lang));
    let message = &value["message"][if lang == Lang::Vi { "vi" } else { "en" }];
    let [document, dossier, name, code] = ["document", "dossier", "name", "code"].map(|key| text(&value[key]));
    vec![document, dossier, name, code, Value::text(severity), text(message)]
}

fn severity(severity: Severity, lang: Lang) -> String {
    let words: Text = match severity {
        Severity::Info => text!("thông tin", "info"),
        Severity::Warning => text!("cảnh báo", "warning"),
        Severity::Error => text!("lỗi", "error"),
    };
    words.get(lang).to_owned()
}

fn cannot() -> Text {
    text!("không ghi được danh sách chưa đủ điều kiện", "could not write the list of what is not ready")
}
