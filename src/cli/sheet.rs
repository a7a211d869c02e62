//! `sohoa sheet`: columns and rows as they are understood, and forms.

use anyhow::Result;
use serde_json::json;

use sohoa::files;
use sohoa::finding::Finding;
use sohoa::ops::{self, sheets};
use sohoa::record::Record;
use sohoa::records::fields;
use sohoa::records::index::{Index, Line};
use sohoa::records::layout;
use sohoa::records::profile::Profile;
use sohoa::text;
use sohoa::text::Lang;

use crate::cli::args::{Sheet, SheetCheck, SheetTemplate};
use crate::cli::commands::{ending, findings, wish};
use crate::cli::output::Output;
use crate::cli::show::{self, count, plain};
use crate::cli::{Ending, clock};

/// Runs `sheet`.
pub fn run(command: &Sheet, output: &mut Output) -> Result<Ending> {
    match command {
        Sheet::Check(arguments) => check(arguments, output),
        Sheet::Template(arguments) => template(arguments, output),
        Sheet::Layouts => layouts(output),
    }
}

fn check(arguments: &SheetCheck, output: &mut Output) -> Result<Ending> {
    let profile = Profile::parse(&ops::init::profile_toml(&arguments.profile)?)?;
    let options = sheets::options(None, &profile, &wish(&arguments.sheets), &clock::now(&profile.utc_offset)?)?;
    let checked = ops::sheet::check(&arguments.file, &profile.sheets, &options)?;
    let mut told = checked.findings;
    for index in &checked.indexes {
        told.extend(index.findings.iter().cloned());
        explain(index, arguments.brief, output, &mut told)?;
    }
    if output.json {
        output.value(&json!({ "findings": findings(&told, output.lang) }))?;
    } else {
        show::findings(output, &told)?;
    }
    if let (Some(path), Some(index)) = (&arguments.save, checked.indexes.first()) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        files::write_new(path, ops::sheet::saved(index, &name).render()?.as_bytes())?;
    }
    Ok(ending(&told))
}

/// Prints one sheet: its columns, then its rows.
fn explain(index: &Index, is_brief: bool, output: &mut Output, told: &mut Vec<Finding>) -> Result<()> {
    if output.json {
        let columns = ops::sheet::columns(index);
        let (sheet, layout, scope) = (&index.sheet, &index.layout, ops::sheet::scope(index.scope));
        let (header, rows, passed) = (index.header, index.len(), &index.passed);
        output.value(&json!({
            "sheet": sheet, "layout": layout, "scope": scope, "header": header,
            "columns": columns, "rows": rows, "passed": passed,
        }))?;
    } else {
        head(index, output)?;
    }
    for line in index.lines() {
        told.extend(line.findings.iter().cloned());
        if is_brief {
            continue;
        }
        if output.json {
            output.value(&ops::sheet::row(index, line))?;
        } else {
            row(index, &line, output)?;
        }
    }
    Ok(())
}

fn head(index: &Index, output: &mut Output) -> Result<()> {
    let (layout, header) = (&index.layout, index.header);
    let sheet = if index.sheet.is_empty() { &index.label } else { &index.sheet };
    let n_rows = count(index.len() as u64, output.lang);
    output.say(&text!(
        "Trang `{sheet}`: bố cục {layout}, tiêu đề ở dòng {header}, {n_rows} dòng dữ liệu",
        "Sheet `{sheet}`: layout {layout}, headings in row {header}, rows of data: {n_rows}"
    ))?;
    for column in ops::sheet::columns(index) {
        let meaning = column.field.map_or("other".to_owned(), |path| {
            let name = fields::by_path(path).map_or(text!("", ""), |field| field.name());
            format!("{path} ({})", name.get(output.lang))
        });
        let encoding = column.encoding.map_or(String::new(), |encoding| format!(" [{encoding}]"));
        output.line(&plain(&format!("  {} `{}` → {meaning}{encoding}", column.column, column.heading)))?;
    }
    Ok(())
}

/// Prints a row on one line: its number, the file it names, and each value that was understood.
fn row(index: &Index, line: &Line, output: &mut Output) -> Result<()> {
    let file = line.keys.file.as_deref().or(line.keys.id.as_deref());
    let values = values(&line.record);
    let parts: Vec<String> = file.map(str::to_owned).into_iter().chain(values).collect();
    let (sheet, number) = (&index.sheet, line.number);
    let place = if sheet.is_empty() { number.to_string() } else { format!("{sheet}!{number}") };
    output.line(&plain(&format!("{place}: {}", parts.join(" · "))))
}

fn values(record: &Record) -> Vec<String> {
    let value = |(path, entry): (&str, &sohoa::record::Entry)| match (&entry.value, &entry.raw) {
        (Some(value), Some(raw)) if value.to_string() != raw.trim() => format!("{path}={value} [{raw}]"),
        (Some(value), _) => format!("{path}={value}"),
        (None, raw) => format!("{path}=? [{}]", raw.as_deref().unwrap_or_default()),
    };
    record.iter().map(value).collect()
}

fn template(arguments: &SheetTemplate, output: &mut Output) -> Result<Ending> {
    let layout = sheets::find_layout(&arguments.layout)?;
    let path = arguments.out.clone().unwrap_or_else(|| format!("{}.xlsx", layout.name).into());
    ops::sheet::template(&layout, &path)?;
    if output.json {
        output.value(&json!({ "layout": layout.name, "path": path }))?;
        return Ok(Ending::Well);
    }
    let path = path.display();
    output.say(&text!("Đã ghi mẫu `{path}`", "The form was written to `{path}`"))?;
    Ok(Ending::Well)
}

fn layouts(output: &mut Output) -> Result<Ending> {
    for layout in layout::built_in() {
        let (name, scope) = (&layout.name, ops::sheet::scope(layout.scope));
        if output.json {
            output.value(
                &json!({ "name": name, "scope": scope, "vi": layout.vi, "en": layout.en, "source": layout.source }),
            )?;
            continue;
        }
        let title = match output.lang {
            Lang::Vi => &layout.vi,
            Lang::En => &layout.en,
        };
        output.line(&format!("{name}: {title}"))?;
    }
    Ok(Ending::Well)
}
