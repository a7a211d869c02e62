//! `sohoa export`: arguments become a selection and an order, and each package a line.

use std::time::Instant;

use anyhow::Result;
use jiff::civil::Date;
use serde_json::json;

use sohoa::archive::catalogue::Query;
use sohoa::archive::layout::Archive;
use sohoa::fault::Fault;
use sohoa::files::container::write::Form;
use sohoa::ops::export::{self, Options, Report};
use sohoa::ops::find;
use sohoa::packages::{self, Format};
use sohoa::text;

use crate::cli::args::Export;
use crate::cli::commands::{ending, findings};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::show::{self, bytes};
use crate::cli::{Ending, clock};

/// Runs `export`.
pub fn run(arguments: &Export, output: &mut Output) -> Result<Ending> {
    let begun = Instant::now();
    let archive = Archive::open(&arguments.place.archive)?;
    let today = clock::now(&archive.profile.utc_offset)?.date();
    let report = export::run(&archive, &options(arguments, today)?, &Shown::new(output.lang))?;
    let seconds = begun.elapsed().as_secs_f64();
    if output.json {
        let findings = findings(&report.findings, output.lang);
        output.value(&json!({ "packages": report.packages, "findings": findings, "seconds": seconds }))?;
    } else {
        print(&report, seconds, output)?;
    }
    Ok(ending(&report.findings))
}

fn options(arguments: &Export, today: Date) -> Result<Options> {
    let format = format(&arguments.format)?;
    Ok(Options {
        profile: export::profile(format, arguments.profile.as_deref())?,
        format,
        query: query(arguments)?,
        today,
        out: arguments.out.clone().unwrap_or_default(),
        form: if arguments.zip { Form::Zip } else { Form::Folder },
        request: Vec::new(),
        lot: arguments.lot.clone(),
        force_retention: arguments.force_retention,
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

fn query(arguments: &Export) -> Result<Query> {
    Ok(Query {
        fields: arguments.field.clone(),
        issued: arguments.issued.as_deref().map(find::parse_range).transpose()?,
        valid_on: arguments.valid_on.as_deref().map(find::parse_day).transpose()?,
        unit: arguments.unit.clone(),
        level: arguments.level.clone(),
        batch: arguments.batch.clone(),
        dossier: arguments.dossier.first().cloned(),
        ..Query::default()
    })
}

fn print(report: &Report, seconds: f64, output: &mut Output) -> Result<()> {
    for made in &report.packages {
        let (path, n, size) = (made.path.display(), made.documents, bytes(made.bytes, output.lang));
        output.say(&text!("{path}: {n} tài liệu, {size}", "{path}: {n} documents, {size}"))?;
    }
    show::findings(output, &report.findings)?;
    let (n, seconds) = (report.packages.len(), show::seconds(seconds, output.lang));
    output.say(&text!("Số gói: {n} ({seconds})", "Packages: {n} ({seconds})"))
}
