//! `sohoa report`: writes a folder, and says what is in it.

use anyhow::Result;
use serde_json::json;

use sohoa::archive::layout::Archive;
use sohoa::ops::report::duplicates::{self, Options, Summary};
use sohoa::text;

use crate::cli::args::{Report, ReportDuplicates};
use crate::cli::commands::{ending, findings, program};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::show::{self, count};
use crate::cli::{Ending, clock};

/// Runs a command of `report`.
pub fn run(command: &Report, output: &mut Output) -> Result<Ending> {
    match command {
        Report::Duplicates(arguments) => of_duplicates(arguments, output),
    }
}

fn of_duplicates(arguments: &ReportDuplicates, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let options = Options {
        out: arguments.out.clone(),
        limit: Some(arguments.limit).filter(|limit| *limit > 0),
        lang: output.lang,
        program: program()?,
        now: clock::now(&archive.profile.utc_offset)?,
    };
    let summary = duplicates::run(&archive, &options, &Shown::new(output.lang))?;
    if output.json {
        output.value(&json!({
            "out": arguments.out,
            "files": summary.files,
            "open": summary.open,
            "shown": summary.shown,
            "decided": summary.decided,
            "findings": findings(&summary.findings, output.lang),
        }))?;
    } else {
        say(arguments, &summary, output)?;
    }
    Ok(ending(&summary.findings))
}

fn say(arguments: &ReportDuplicates, summary: &Summary, output: &mut Output) -> Result<()> {
    show::findings(output, &summary.findings)?;
    let page = arguments.out.join("duplicates.html");
    let page = page.display();
    let [shown, open, decided] = [summary.shown, summary.open, summary.decided].map(|n| count(n as u64, output.lang));
    output.say(&text!(
        "Đã ghi `{page}`: {shown} cặp cần quyết định, trên tổng số {open}; đã quyết định: {decided}",
        "Written: `{page}`. Pairs to decide: {shown} of {open}; decisions that hold: {decided}"
    ))
}
