//! Index sheets, from file to rows that are understood: what `ingest`, `amend` and `sheet` have in common.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use jiff::Zoned;

use crate::archive::layout::Archive;
use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::finding::{Finding, codes};
use crate::intake::place::Place;
use crate::intake::sheets;
use crate::records::dates::Day;
use crate::records::fields::{self, Field};
use crate::records::index::{self, Index, Options};
use crate::records::layout::{self, Layout};
use crate::records::profile::{Profile, Sheets};
use crate::records::units::Units;
use crate::reports::form;
use crate::text;

/// A file with index sheets.
#[derive(Debug)]
pub struct Loaded {
    /// Of the file.
    pub sha256: Digest,
    /// The sheets that are understood.
    pub indexes: Vec<Index>,
    /// What a person should know of the file and its sheets.
    pub findings: Vec<Finding>,
}

/// How a person wants sheets to be understood.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The name of a built-in layout, or the path of a file with one.
    pub layout: Option<String>,
    /// `COLUMN=FIELD`.
    pub maps: Vec<String>,
}

/// Puts together what understanding needs. `archive` is `None` where a sheet is looked at before there is one.
pub fn options(archive: Option<&Archive>, profile: &Profile, wish: &Wish, now: &Zoned) -> Result<Arc<Options>> {
    let maps: Result<Vec<_>> = wish.maps.iter().map(|map| parse_map(map)).collect();
    Ok(Arc::new(Options {
        layout: wish.layout.as_deref().map(find_layout).transpose()?,
        maps: maps?,
        rules: profile.records.clone(),
        units: units(archive)?,
        today: today(now)?,
    }))
}

/// Returns the units of the state: the built-in ones, and those of the archive's own table.
pub fn units(archive: Option<&Archive>) -> Result<Units> {
    let Some(path) = archive.map(Archive::units_path).filter(|path| path.is_file()) else {
        return Ok(Units::built_in());
    };
    // The table was checked when it was taken in, so a wrong line is damage.
    let (units, findings) = Units::read_csv(&files::read_text(&path)?, "units.csv");
    findings.into_iter().next().map_or(Ok(units), |finding| Err(Fault::raise("archive.units", finding.message)))
}

/// Reads and understands a file. `Err` means that it could not be opened; what is wrong inside are findings.
pub fn load(place: &Place, label: &str, limits: &Sheets, options: &Arc<Options>) -> Result<Loaded> {
    let workbook = sheets::read(place, label, limits)?;
    let mut loaded = Loaded { sha256: workbook.sha256, indexes: Vec::new(), findings: workbook.findings };
    let mut not_understood = Vec::new();
    // The lists of choices in our own forms.
    for sheet in workbook.sheets.into_iter().filter(|sheet| sheet.name != form::LISTS) {
        match index::understand(sheet, label, options) {
            Ok(index) => loaded.indexes.push(index),
            Err(finding) => not_understood.push(finding),
        }
    }
    if loaded.indexes.is_empty() {
        loaded.findings.extend(not_understood);
    } else {
        // Beside a list of papers there may be a sheet with instructions or codes.
        let left = |finding: Finding| {
            let what =
                text!("trang tính này không phải danh mục nên được bỏ qua", "this sheet is no index and was left");
            Finding::new(&codes::SHEET_LEFT, finding.subject, what)
        };
        loaded.findings.extend(not_understood.into_iter().map(left));
    }
    loaded.findings.retain(|finding| options.rules.reports(&finding.code));
    Ok(loaded)
}

/// Returns the day of a run.
pub fn today(now: &Zoned) -> Result<Day> {
    let date = now.date();
    let day = Day::new(date.year(), date.month().unsigned_abs(), date.day().unsigned_abs());
    day.ok_or_else(|| {
        let what =
            text!("đồng hồ của máy chỉ một năm không thể có", "the clock of this machine shows an impossible year");
        Fault::raise("clock.year", what)
    })
}

/// Returns the layout of this name, or in this file.
pub fn find_layout(name: &str) -> Result<Layout> {
    if let Some(layout) = layout::built_in().iter().find(|layout| layout.name == name) {
        return Ok(layout.clone());
    }
    let path = Path::new(name);
    if path.extension().is_none_or(|ending| ending != "toml") {
        let known = layout::built_in().iter().map(|layout| layout.name.as_str()).collect::<Vec<_>>().join(", ");
        let what = text!(
            "không có bố cục `{name}`; có sẵn: {known}; hoặc chỉ một tệp .toml",
            "there is no layout `{name}`; built in: {known}; or name a .toml file"
        );
        return Err(Fault::raise("layout.unknown", what));
    }
    let toml = fs::read_to_string(path).attempt(|| text!("không đọc được `{name}`", "could not read `{name}`"))?;
    Layout::parse(&toml).attempt(|| text!("bố cục `{name}`", "layout `{name}`"))
}

fn parse_map(map: &str) -> Result<(String, &'static Field)> {
    let Some((column, name)) = map.rsplit_once('=') else {
        let what = text!("`{map}` phải có dạng CỘT=TRƯỜNG", "`{map}` must have the form COLUMN=FIELD");
        return Err(Fault::raise("usage.map", what));
    };
    Ok((column.trim().to_owned(), field(name.trim())?))
}

/// Returns the field that a person means.
pub fn field(name: &str) -> Result<&'static Field> {
    let heading = || layout::built_in().iter().find_map(|layout| layout.column(name)?.field());
    fields::resolve(name).or_else(|near| heading().ok_or(near)).map_err(|near| {
        let what = match near.join(", ") {
            near if near.is_empty() => text!(
                "không có trường `{name}`; danh sách các trường ở docs/fields.md",
                "there is no field `{name}`; docs/fields.md lists them"
            ),
            near => text!("không có trường `{name}`; gần giống: {near}", "there is no field `{name}`; near: {near}"),
        };
        Fault::raise("field.unknown", what)
    })
}
