//! `sohoa export`: arguments become a selection and an order, and each package a line.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;
use jiff::Zoned;
use serde_json::{Map, Value, json};

use sohoa::archive::catalogue::Query;
use sohoa::archive::layout::Archive;
use sohoa::archive::ledger::Receipt;
use sohoa::exchange::profile::Profile;
use sohoa::exchange::request;
use sohoa::fault::Fault;
use sohoa::files;
use sohoa::files::container::write::Form;
use sohoa::ops::export::book::{self, Written};
use sohoa::ops::export::{self, Deed, Duplicates, Made, Options, Report};
use sohoa::packages::{self, Format};
use sohoa::records::fields;
use sohoa::text;
use sohoa::text::{Lang, Text};

use crate::cli::args::{self, Export};
use crate::cli::commands::{ending, findings};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::show::{self, bytes};
use crate::cli::{Ending, clock, find};

/// No request is larger, in bytes.
const LARGEST_REQUEST: u64 = 1 << 20;
/// No list of ids is larger, in bytes: millions of them are less.
const LARGEST_IDS: u64 = 1 << 30;

/// Runs `export`.
pub fn run(arguments: &Export, output: &mut Output) -> Result<Ending> {
    let begun = Instant::now();
    let archive = Archive::open(&arguments.place.archive)?;
    let now = clock::now(&archive.profile.utc_offset)?;
    if arguments.list {
        return list(&archive, arguments, output);
    }
    if let Some([package, file]) = arguments.receipt.as_deref() {
        let at = now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let receipt = book::keep(&archive, package, file.as_ref(), &at)?;
        return kept(&receipt, output);
    }
    let options = options(arguments, &now, output.lang)?;
    let report = export::run(&archive, &options, &Shown::new(output.lang))?;
    let seconds = begun.elapsed().as_secs_f64();
    if output.json {
        output.value(&json(&report, seconds, output))?;
    } else {
        print(&report, &options, seconds, output)?;
    }
    Ok(if report.refused { Ending::Findings } else { ending(&report.findings) })
}

fn options(arguments: &Export, now: &Zoned, lang: Lang) -> Result<Options> {
    let format = format(&arguments.format)?;
    let (profile, profile_sha256) = export::profile(format, arguments.profile.as_deref())?;
    let ids = arguments.ids.as_deref().map(ids).transpose()?;
    refuse_idle(arguments, &profile)?;
    Ok(Options {
        format,
        profile,
        profile_sha256,
        asked: asked(arguments, ids.as_deref()),
        query: Query { ids: ids.unwrap_or_default(), ..find::selected(&arguments.selected)? },
        dossiers: arguments.dossier.clone(),
        since: arguments.since_last_export.clone(),
        duplicates: match arguments.exclude_duplicates {
            args::Duplicates::Confirmed => Duplicates::Stated,
            args::Duplicates::Found => Duplicates::Found,
            args::Duplicates::None => Duplicates::None,
        },
        today: now.date(),
        at: now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        recipient: arguments.recipient.clone().or_else(|| arguments.since_last_export.clone()),
        form: if arguments.zip { Form::Zip } else { Form::Folder },
        max_bytes: arguments.max_size,
        max_documents: arguments.max_documents,
        request: arguments.request.as_deref().map(request).transpose()?.unwrap_or_default(),
        lot: arguments.lot.clone(),
        force_retention: arguments.force_retention,
        strict: arguments.strict,
        lang,
        deed: match &arguments.out {
            _ if arguments.check => Deed::Check,
            Some(out) if !arguments.dry_run => Deed::Write(out.clone()),
            _ => Deed::Plan,
        },
    })
}

fn format(name: &str) -> Result<&'static Format> {
    Format::named(name).ok_or_else(|| {
        let known = packages::ALL.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        let what = text!(
            "không có định dạng `{name}`; các định dạng: {known}",
            "there is no format `{name}`; formats are {known}"
        );
        Fault::raise("export.format", what)
    })
}

/// Says so where an option says nothing to this format.
fn refuse_idle(arguments: &Export, profile: &Profile) -> Result<()> {
    let given = [
        ("--lot", arguments.lot.is_some()),
        ("--request", arguments.request.is_some()),
        ("--force-retention", arguments.force_retention),
    ];
    let idle: Vec<&str> = given.iter().filter(|(_, is_given)| *is_given).map(|(name, _)| *name).collect();
    if idle.is_empty() || profile.tt05.is_some() {
        return Ok(());
    }
    let (idle, format) = (idle.join(", "), &arguments.format);
    let what = text!(
        "{idle} chỉ có nghĩa với các gói TT 05, không với `{format}`",
        "{idle} has a meaning for packages of TT 05 only, and not for `{format}`"
    );
    Err(Fault::raise("export.option", what))
}

fn request(path: &Path) -> Result<Vec<(String, String)>> {
    request::parse(&files::read_named_text(path, LARGEST_REQUEST)?)
}

/// Reads a file of ids, one a line; blank lines and what stands behind a `#` say nothing.
fn ids(path: &Path) -> Result<Vec<String>> {
    let text = files::read_named_text(path, LARGEST_IDS)?;
    let lines = text.trim_start_matches('\u{FEFF}').lines();
    let ids = lines.map(|line| line.split('#').next().unwrap_or_default().trim().to_ascii_lowercase());
    let ids: BTreeSet<String> = ids.filter(|id| !id.is_empty()).collect();
    if ids.is_empty() {
        let path = path.display();
        let what = text!("`{path}` không có mã nào", "there is no id in `{path}`");
        return Err(Fault::raise("export.ids", what));
    }
    Ok(ids.into_iter().collect())
}

/// Returns the selection as the ledger keeps it: what was asked for, but no word about a person.
fn asked(arguments: &Export, ids: Option<&[String]>) -> Value {
    let mut asked = Map::new();
    let mut say = |key: &str, value: Option<Value>| _ = value.map(|value| asked.insert(key.to_owned(), value));
    let text = |value: &Option<String>| value.clone().map(Value::from);
    let some = |values: Vec<String>| (!values.is_empty()).then(|| Value::from(values));
    let field = |(name, value): &(String, String)| {
        let is_personal = fields::resolve(name).is_ok_and(|field| field.is_personal);
        format!("{name}={}", if is_personal { "…" } else { value })
    };
    say("dossier", some(arguments.dossier.clone()));
    say("batch", text(&arguments.selected.batch));
    say("field", some(arguments.selected.field.iter().map(field).collect()));
    say("issued", text(&arguments.selected.issued));
    say("valid_on", text(&arguments.selected.valid_on));
    say("unit", text(&arguments.selected.unit));
    say("level", text(&arguments.selected.level));
    say("since_last_export", text(&arguments.since_last_export));
    say("ids", ids.map(|ids| Value::from(ids.len())));
    say("lot", text(&arguments.lot));
    say("max_size", arguments.max_size.map(Value::from));
    say("max_documents", arguments.max_documents.map(Value::from));
    say("exclude_duplicates", arguments.exclude_duplicates.to_possible_value().map(|value| value.get_name().into()));
    say("strict", arguments.strict.then(|| true.into()));
    say("force_retention", arguments.force_retention.then(|| true.into()));
    Value::Object(asked)
}

fn json(report: &Report, seconds: f64, output: &Output) -> Value {
    let sum = |of: fn(&Made) -> u64| report.packages.iter().map(of).sum::<u64>();
    json!({
        "packages": report.packages,
        "documents": sum(|made| made.documents),
        "pages": sum(|made| made.pages),
        "bytes": sum(|made| made.bytes),
        "selected": report.selected,
        "ready": report.selected - report.not_ready,
        "not_ready": report.not_ready,
        "left_out": report.left_out,
        "not_ready_list": report.listing,
        "findings": findings(&report.findings, output.lang),
        "seconds": seconds,
    })
}

fn print(report: &Report, options: &Options, seconds: f64, output: &mut Output) -> Result<()> {
    for Made { path, dossier, was_there, documents, pages, bytes: size, .. } in &report.packages {
        let (path, of, size) = (path.display(), of(dossier.as_deref()), bytes(*size, output.lang));
        let Text { vi, en } =
            if *was_there { text!(" (đã có từ trước)", " (was there before)") } else { text!("", "") };
        let line = text!(
            "{path}{of}: {documents} tài liệu, {pages} trang, {size}{vi}",
            "{path}{of}: {documents} documents, {pages} pages, {size}{en}"
        );
        output.say(&line)?;
    }
    show::findings(output, &report.findings)?;
    let sum = |of: fn(&Made) -> u64| report.packages.iter().map(of).sum::<u64>();
    let (documents, pages, size) = (sum(|made| made.documents), sum(|made| made.pages), sum(|made| made.bytes));
    let (n, seconds, size) = (report.packages.len(), show::seconds(seconds, output.lang), bytes(size, output.lang));
    let Report { selected, not_ready, left_out, .. } = report;
    let ready = selected - not_ready;
    output.say(&text!(
        "Đã xét {selected} tài liệu: {ready} đủ điều kiện, {not_ready} chưa đủ",
        "Looked at {selected} documents: {ready} ready, {not_ready} not ready"
    ))?;
    if let Some(listing) = report.listing.as_deref().map(Path::display) {
        output.say(&text!("Danh sách chưa đủ điều kiện: {listing}", "What is not ready, and why: {listing}"))?;
    }
    if options.deed == Deed::Check {
        return Ok(());
    }
    if report.refused && n > 0 {
        output.say(&text!(
            "Dừng ở tài liệu hỏng, {n} gói trước đó đã xong; `--strict` để lại những gì chưa đủ điều kiện và giao phần còn lại ({seconds})",
            "Stopped at what is damaged, {n} packages before it are done; `--strict` leaves out what is not ready and packs the rest ({seconds})"
        ))
    } else if report.refused && options.deed != Deed::Plan {
        output.say(&text!(
            "Không đóng gói gì; `--strict` để lại những gì chưa đủ điều kiện và giao phần còn lại ({seconds})",
            "Nothing is packed; `--strict` leaves out what is not ready and packs the rest ({seconds})"
        ))
    } else {
        output.say(&text!(
            "Số gói: {n}; tài liệu: {documents}, trang: {pages}, {size}; để lại: {left_out} ({seconds})",
            "Packages: {n}; documents: {documents}, pages: {pages}, {size}; left out: {left_out} ({seconds})"
        ))
    }
}

/// Says which dossier a package holds, behind its name, which is a UUID in many formats.
fn of(dossier: Option<&str>) -> String {
    dossier.map_or_else(String::new, |dossier| format!(" [{dossier}]"))
}

fn list(archive: &Archive, arguments: &Export, output: &mut Output) -> Result<Ending> {
    let (written, found) = book::list(archive, arguments.recipient.as_deref())?;
    if output.json {
        let exports: Vec<Value> = written.iter().map(listed).collect();
        output.value(&json!({ "exports": exports, "findings": findings(&found, output.lang) }))?;
        return Ok(ending(&found));
    }
    for Written { package, n_documents: documents, receipts } in &written {
        let (at, name, size, format) = (&package.at, &package.name, bytes(package.bytes, output.lang), &package.format);
        let (to, answers) = (package.recipient.as_deref().unwrap_or("-"), receipts.len());
        let of = of(package.dossier.as_deref());
        output.say(&text!(
            "{at}  {to}  {format}  {name}{of}: {documents} tài liệu, {size}, phản hồi: {answers}",
            "{at}  {to}  {format}  {name}{of}: {documents} documents, {size}, answers: {answers}"
        ))?;
    }
    show::findings(output, &found)?;
    Ok(ending(&found))
}

/// What scripts read of a package: the ledger's line, with the number of its documents in their place.
fn listed(written: &Written) -> Value {
    let mut value = json!(written);
    value["documents"] = written.n_documents.into();
    value
}

fn kept(receipt: &Receipt, output: &mut Output) -> Result<Ending> {
    if output.json {
        output.value(receipt)?;
    } else {
        let (name, path) = (&receipt.name, &receipt.path);
        output.say(&text!(
            "Đã lưu phản hồi cho `{name}`: exports/{path}",
            "Kept the answer to `{name}`: exports/{path}"
        ))?;
    }
    Ok(Ending::Well)
}
