//! `not-ready.json` and `not-ready.xlsx`: what was left out of packages, and why.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value as Json, json};

use super::folder::Folder;
use super::ready::Reason;
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

    /// Writes both lists beside the packages, unless there is nothing to list. The same lists that lie there already stay;
    /// others keep their names, and these get a number. Returns the workbook's path.
    pub fn write(mut self, folder: &Folder, lang: Lang) -> Result<Option<PathBuf>> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let part = folder.unfinished("not-ready.json");
        let mut out = std::io::BufWriter::new(files::create(&part)?);
        let written = write_json(&mut out, self.lines.reader().attempt(cannot)?).and_then(|()| out.flush());
        written.attempt(cannot)?;
        out.get_ref().sync_all().attempt(cannot)?;
        let (digest, _) = files::digest(&part).attempt(cannot)?;
        for number in 1_u32.. {
            let ending = if number == 1 { String::new() } else { format!("-{number}") };
            let [json, xlsx] = ["json", "xlsx"].map(|kind| folder.path.join(format!("not-ready{ending}.{kind}")));
            match files::digest(&json) {
                Ok((found, _)) if found == digest => {
                    files::remove(&part)?;
                    return Ok(Some(xlsx));
                }
                Ok(_) => continue,
                Err(_) => (),
            }
            // A workbook without its JSON was left by an export that was stopped between the two.
            files::remove(&xlsx)?;
            self.write_xlsx(&xlsx, lang)?;
            files::rename(&part, &json)?;
            files::sync_folder(&folder.path)?;
            return Ok(Some(xlsx));
        }
        Ok(None)
    }

    fn write_xlsx(&mut self, path: &Path, lang: Lang) -> Result<()> {
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
        let lines = BufReader::new(self.lines.reader().attempt(cannot)?).lines();
        let rows = lines.map(|line| {
            let value: Json = serde_json::from_str(&line.attempt(cannot)?)?;
            Ok(cells(&value, lang))
        });
        xlsx::write(path, &Table { title, columns }, rows)
    }
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
