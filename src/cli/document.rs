//! `sohoa show`: one document, in reading order.

use anyhow::Result;
use serde_json::{Value, json};

use sohoa::archive::layout::Archive;
use sohoa::ops::amend::EVENT;
use sohoa::ops::show::{self, Shown, Version};
use sohoa::sidecar::Cause;
use sohoa::text;
use sohoa::text::Text;

use crate::cli::Ending;
use crate::cli::args;
use crate::cli::output::Output;
use crate::cli::show::{bytes, findings, plain};
use crate::cli::taken;

/// Runs `show`.
pub fn run(arguments: &args::Show, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let shown = show::run(&archive, &arguments.document, arguments.version)?;
    if output.json {
        output.value(&object(&shown))?;
        return Ok(Ending::Well);
    }
    head(output, &archive, &shown)?;
    record(output, &shown)?;
    if let Some(about) = &shown.sidecar.pdf.taken {
        taken::print(output, about, &archive.batch_path(&shown.row.pdf_batch))?;
    }
    pages(output, &shown)?;
    ties(output, &shown)?;
    if shown.versions.len() > 1 {
        title(output, &text!("Các phiên bản", "Versions"))?;
        for version in &shown.versions {
            history(output, version)?;
        }
    }
    if !shown.sidecar.findings.is_empty() {
        title(output, &text!("Vấn đề khi nhập", "Findings of the import"))?;
        findings(output, &shown.sidecar.findings)?;
    }
    Ok(Ending::Well)
}

/// The document as scripts read it.
fn object(shown: &Shown) -> Value {
    let Shown { row, sidecar, versions, referring, .. } = shown;
    json!({
        "batch": row.batch,
        "path": row.sidecar,
        "version": row.version,
        "name": row.name,
        "versions": versions,
        "referring": referring,
        "sidecar": sidecar,
    })
}

fn head(output: &mut Output, archive: &Archive, shown: &Shown) -> Result<()> {
    let Shown { row, sidecar, versions, .. } = shown;
    let path = archive.batch_path(&row.pdf_batch).join(&row.pdf);
    let last = versions.last().map_or(row.version, |version| version.version);
    if versions.last().is_some_and(|version| version.event == Cause::Withdraw) {
        output.say(&text!("Tài liệu này đã rút khỏi kho.", "This document is withdrawn."))?;
    }
    line(output, &text!("Tài liệu", "Document"), &format!("{}/{}", row.dossier, row.name))?;
    line(output, &text!("Mã trong kho", "Id"), &row.id)?;
    line(output, &text!("Lô", "Batch"), &row.batch)?;
    line(output, &text!("Phiên bản", "Version"), &format!("{}/{last}", row.version))?;
    let size = bytes(sidecar.pdf.size, output.lang);
    line(output, &text!("PDF", "PDF"), &format!("{} ({}, {size})", path.display(), sidecar.pdf.conformance))
}

fn record(output: &mut Output, shown: &Shown) -> Result<()> {
    let lines = show::lines(&shown.sidecar.record);
    if lines.is_empty() {
        return output.say(&text!("\nChưa có bản ghi mô tả.", "\nThere is no record."));
    }
    title(output, &text!("Bản ghi", "Record"))?;
    for field in &lines {
        let value = field.value.as_ref().map(|value| value.get(output.lang));
        let value = match (value, field.raw) {
            (Some(value), Some(raw)) if raw != value => format!("{value} [{raw}]"),
            (Some(value), _) => value.to_owned(),
            (None, raw) => format!("? [{}]", raw.unwrap_or_default()),
        };
        line(output, &field.label, &value)?;
    }
    if let Some(described) = &shown.sidecar.described {
        let (path, sheet, row) = (&described.path, &described.sheet, described.row);
        let place = if sheet.is_empty() { format!("{path}:{row}") } else { format!("{path}:{sheet}!{row}") };
        line(output, &text!("Theo danh mục", "From the index sheet"), &place)?;
    }
    Ok(())
}

fn pages(output: &mut Output, shown: &Shown) -> Result<()> {
    title(output, &text!("Các trang", "Pages"))?;
    for page in &shown.sidecar.pages {
        let (number, source) = (page.number, &page.source);
        let dpi = page.dpi.as_ref().map(|dpi| format!(", {:.0} dpi", dpi.value)).unwrap_or_default();
        let frame = if source.frame > 1 { format!(" #{}", source.frame) } else { String::new() };
        output.line(&plain(&format!("  {number}: {}{frame} ({}{dpi})", source.path, source.format)))?;
    }
    Ok(())
}

/// Prints relations in both directions.
fn ties(output: &mut Output, shown: &Shown) -> Result<()> {
    if shown.sidecar.relations.is_empty() && shown.referring.is_empty() {
        return Ok(());
    }
    title(output, &text!("Quan hệ", "Relations"))?;
    for relation in &shown.sidecar.relations {
        tie(output, shown, &show::relation(&relation.kind, false), &relation.to)?;
    }
    for other in &shown.referring {
        tie(output, shown, &show::relation(&other.kind, true), &other.id)?;
    }
    Ok(())
}

fn tie(output: &mut Output, shown: &Shown, words: &Text, id: &str) -> Result<()> {
    match shown.names.get(id) {
        Some(name) => line(output, words, &format!("{name} ({id})")),
        None => line(output, words, id),
    }
}

fn history(output: &mut Output, version: &Version) -> Result<()> {
    let is_turn =
        version.amendment.as_ref().is_some_and(|amendment| amendment.changed.iter().any(|what| what == EVENT));
    let cause = match version.event {
        Cause::New => text!("lưu lần đầu", "stored"),
        Cause::Rescan => text!("quét lại", "scanned again"),
        event if is_turn => show::changed(EVENT, event),
        Cause::Correct => text!("sửa", "corrected"),
        Cause::Withdraw => text!("sửa, vẫn ở trạng thái đã rút", "corrected, still withdrawn"),
    };
    let (number, batch, when) = (version.version, &version.batch, &version.when);
    let mut told = format!("  {number}: {} ({batch}, {when})", cause.get(output.lang));
    if let Some(amendment) = &version.amendment {
        told.push_str(": ");
        told.push_str(&amendment.reason);
        if let Some(by) = &amendment.by {
            told.push_str(&format!(" ({by})"));
        }
        let others = amendment.changed.iter().filter(|what| *what != EVENT);
        let names: Vec<_> = others.map(|what| show::changed(what, version.event).get(output.lang).to_owned()).collect();
        if !names.is_empty() {
            told.push_str(&format!(" [{}]", names.join(", ")));
        }
    }
    output.line(&plain(&told))
}

fn title(output: &mut Output, text: &Text) -> Result<()> {
    output.line("")?;
    output.line(text.get(output.lang))
}

fn line(output: &mut Output, label: &Text, value: &str) -> Result<()> {
    let label = label.get(output.lang);
    output.line(&plain(&format!("  {label}: {value}")))
}
