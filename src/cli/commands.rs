//! One function for each subcommand: asks the library, prints the answer.

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::Result;
use serde_json::{Value, json};

use sohoa::archive::layout::Archive;
use sohoa::checks::fixity::Level;
use sohoa::fault::Attempt;
use sohoa::finding::{Finding, Severity};
use sohoa::group::By;
use sohoa::ops::ingest::{self, Inputs};
use sohoa::ops::sheets::Wish;
use sohoa::ops::{init, originals, reindex, verify};
use sohoa::page::Embedding;
use sohoa::text;
use sohoa::text::Lang;

use crate::cli::args::{self, Cli, Command, GroupBy};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::{Ending, amend, check, clock, dedup, document, export, find, help, report, sheet, show, units};

/// Runs the command.
pub fn run(cli: &Cli, output: &mut Output) -> Result<Ending> {
    match &cli.command {
        Command::Init(arguments) => run_init(arguments, output),
        Command::Ingest(arguments) if arguments.dry_run => dry_run(arguments, output),
        Command::Ingest(arguments) => in_pool(cli.jobs, || run_ingest(arguments, output)),
        Command::Verify(arguments) => in_pool(cli.jobs, || run_verify(arguments, output)),
        Command::Dedup(arguments) => in_pool(cli.jobs, || dedup::run(arguments, output)),
        Command::Check(arguments) => in_pool(cli.jobs, || check::run(arguments, output)),
        Command::Originals(arguments) => run_originals(arguments, output),
        Command::Amend(arguments) => in_pool(cli.jobs, || amend::run(arguments, output)),
        Command::Export(arguments) => in_pool(cli.jobs, || export::run(arguments, output)),
        Command::Sheet(command) => sheet::run(command, output),
        Command::Units(command) => units::run(command, output),
        Command::Find(arguments) => in_pool(cli.jobs, || find::run(arguments, output)),
        Command::Show(arguments) => in_pool(cli.jobs, || document::run(arguments, output)),
        Command::Report(command) => in_pool(cli.jobs, || report::run(command, output)),
        Command::Reindex(arguments) => in_pool(cli.jobs, || run_reindex(arguments, output)),
        Command::Worker => worker(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut help::command(output.lang), "sohoa", &mut script);
            output.bytes(&script)?;
            Ok(Ending::Well)
        }
        Command::Man { dir } => man(dir.as_deref(), output),
    }
}

/// Returns where this program lies, which is what its workers run.
pub fn program() -> Result<PathBuf> {
    std::env::current_exe()
        .attempt(|| text!("không biết chương trình nằm ở đâu", "could not find out where the program lies"))
}

/// Serves an import or a check, until that ends.
fn worker() -> Result<Ending> {
    let faults = cfg!(debug_assertions).then(|| std::env::var("SOHOA_WORKER_FAULT").ok()).flatten();
    sohoa::ops::worker::serve(faults)?;
    Ok(Ending::Well)
}

/// Runs work with so many threads.
fn in_pool<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    // 0 is rayon's word for one thread for each core.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs.unwrap_or(0))).build();
    pool.attempt(|| text!("không tạo được luồng xử lý", "could not start threads"))?.install(work)
}

fn run_init(arguments: &args::Init, output: &mut Output) -> Result<Ending> {
    let args::Init { dir, agency, name, code, profile } = arguments;
    let config = init::run(dir, &init::Options { agency, code, name, profile })?;
    if output.json {
        output.value(&json!({ "archive": dir, "id": config.id, "profile": config.profile }))?;
    } else {
        let (dir, id) = (dir.display(), config.id);
        output.say(&text!("Đã tạo kho {id} tại `{dir}`", "Made the archive {id} in `{dir}`"))?;
    }
    Ok(Ending::Well)
}

fn ingest_options(arguments: &args::Ingest, archive: &Archive) -> Result<ingest::Options> {
    Ok(ingest::Options {
        sources: arguments.sources.clone(),
        group_by: arguments.group_by.map(|by| match by {
            GroupBy::Folder => By::Folder,
            GroupBy::File => By::File,
            GroupBy::Prefix => By::Prefix,
        }),
        settle: arguments.settle,
        index: arguments.index.clone(),
        no_index: arguments.no_index,
        wish: wish(&arguments.sheets),
        require_record: arguments.require_record,
        rasterise: arguments.rasterize,
        no_self_check: arguments.no_self_check,
        no_dedup: arguments.no_dedup,
        program: program()?,
        now: clock::now(&archive.profile.utc_offset)?,
        clock: SystemTime::now(),
    })
}

pub fn wish(arguments: &args::SheetArgs) -> Wish {
    Wish { layout: arguments.layout.clone(), maps: arguments.map.clone() }
}

fn run_ingest(arguments: &args::Ingest, output: &mut Output) -> Result<Ending> {
    let begun = Instant::now();
    let archive = Archive::open(&arguments.place.archive)?;
    let options = ingest_options(arguments, &archive)?;
    let summary = ingest::run(&archive, &options, &Shown::new(output.lang))?;
    let seconds = begun.elapsed().as_secs_f64();
    if output.json {
        output.value(&json!({
            "batch": summary.batches.last(),
            "batches": summary.batches,
            "documents": summary.documents,
            "described": summary.described,
            "pages": summary.pages,
            "bytes": summary.bytes,
            "inputs": summary.inputs,
            "ignored": summary.ignored,
            "resumed": summary.resumed,
            "findings": findings(&summary.findings, output.lang),
            "seconds": seconds,
        }))?;
    } else {
        show::summary(output, &summary, seconds)?;
    }
    Ok(ending(&summary.findings))
}

/// Prints the plan folder by folder, and what it adds up to.
fn dry_run(arguments: &args::Ingest, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let options = ingest_options(arguments, &archive)?;
    let (mut inputs, mut n_documents, mut found) = (Inputs::default(), 0, Vec::new());
    for plan in ingest::plan(&archive, &options)? {
        let plan = plan?;
        inputs.seen += plan.seen;
        n_documents += plan.documents.len() as u64;
        for document in &plan.documents {
            found.extend(document.findings.iter().cloned());
            if output.json {
                output.value(&document.line(&plan.label))?;
            }
        }
        if !output.json {
            show::plan(output, &plan)?;
        }
        if let Some(aside) = plan.aside {
            inputs.ignored += aside.inputs.len() as u64;
            found.extend(aside.findings);
        }
    }
    let (seen, ignored) = (inputs.seen, inputs.ignored);
    if output.json {
        let findings = findings(&found, output.lang);
        output.value(&json!({ "documents": n_documents, "seen": seen, "ignored": ignored, "findings": findings }))?;
    } else {
        show::findings(output, &found)?;
        output.say(&text!(
            "Sẽ đọc {seen} tệp thành {n_documents} tài liệu, bỏ qua {ignored}; chưa ghi gì.",
            "{seen} files would be read as {n_documents} documents, {ignored} ignored; nothing was written."
        ))?;
    }
    Ok(ending(&found))
}

/// Verifies every target; one that cannot be verified does not keep the others from it.
fn run_verify(arguments: &args::Verify, output: &mut Output) -> Result<Ending> {
    let level = match (arguments.fast, arguments.deep) {
        (true, _) => Level::Fast,
        (_, true) => Level::Deep,
        _ => Level::Full,
    };
    let program = program()?;
    let mut ending = Ending::Well;
    let mut failed: Option<anyhow::Error> = None;
    for target in &arguments.targets {
        let begun = Instant::now();
        let target_text = target.display().to_string();
        let tally = match verify::run(target, level, &program, &Shown::new(output.lang)) {
            Ok(tally) => tally,
            Err(error) => {
                if let Some(earlier) = failed.replace(error) {
                    output.fault(&earlier);
                }
                continue;
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        if output.json {
            output.value(&json!({
                "target": target_text,
                "checked": tally.checked,
                "bytes": tally.bytes,
                "ok": tally.ok,
                "mismatched": tally.mismatched,
                "missing": tally.missing,
                "extra": tally.extra,
                "unreadable": tally.unreadable,
                "findings": findings(&tally.findings, output.lang),
                "seconds": seconds,
            }))?;
        } else {
            show::tally(output, &target_text, &tally, seconds)?;
        }
        // What is only worth knowing keeps nobody from taking a package.
        if tally.findings.iter().any(|finding| finding.severity > Severity::Info) {
            ending = Ending::Findings;
        }
    }
    failed.map_or(Ok(ending), Err)
}

fn run_originals(arguments: &args::Originals, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let originals = originals::run(&archive, &arguments.document, &arguments.out)?;
    if output.json {
        output.value(&originals)?;
        return Ok(Ending::Well);
    }
    for original in &originals {
        output.say(&given_back(original))?;
    }
    Ok(Ending::Well)
}

/// Says what of a document was given back, and what cannot be.
fn given_back(original: &originals::Original) -> text::Text {
    let path = original.path.as_deref().unwrap_or(Path::new("")).display();
    match (original.page, &original.path) {
        (None, Some(_)) => text!("{path}: PDF giống hệt tệp nguồn", "{path}: the PDF, identical to the source file"),
        (None, None) => text!(
            "PDF đã được sửa thành PDF/A-2 và bản gốc không được giữ; `sohoa show` cho biết những gì đã thay đổi",
            "the PDF was mended into a PDF/A-2, and was not kept as it came; `sohoa show` tells what was changed"
        ),
        (Some(page), Some(_)) if original.identical => {
            text!("Trang {page}: {path}, giống hệt tệp nguồn", "Page {page}: {path}, identical to the source file")
        }
        (Some(page), Some(_)) if original.format == "pdf" => text!(
            "Trang {page}: {path}, ảnh đúng như trong PDF nguồn",
            "Page {page}: {path}, the image as it was in the PDF that came"
        ),
        (Some(page), Some(_)) => text!(
            "Trang {page}: {path}, ảnh gốc đã bỏ phần thừa sau điểm kết thúc",
            "Page {page}: {path}, the original image without what followed its end"
        ),
        (Some(page), None) if original.embedding == Embedding::Painted => text!(
            "Trang {page}: được vẽ lại từ PDF nguồn, không có ảnh gốc riêng",
            "Page {page}: painted from the PDF that came; there is no scan of it"
        ),
        (Some(page), None) => text!(
            "Trang {page}: nguồn không phải tệp JPEG hay JP2 giữ nguyên; điểm ảnh nằm trong PDF, không mất chất lượng",
            "Page {page}: the source was no JPEG or JP2 that is kept as it is; its pixels are in the PDF without loss"
        ),
    }
}

fn run_reindex(arguments: &args::Reindex, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let report = reindex::run(&archive, &Shown::new(output.lang))?;
    let ending = if report.gone.is_empty() { Ending::Well } else { Ending::Findings };
    if output.json {
        output.value(&report)?;
        return Ok(ending);
    }
    let [batches, documents, pages] =
        [report.batches, report.documents, report.pages].map(|number| show::count(number, output.lang));
    output.say(&text!(
        "Mục lục đã lập lại: {batches} lô, {documents} tài liệu, {pages} trang",
        "The catalogue was made anew. Batches: {batches}; documents: {documents}; pages: {pages}"
    ))?;
    for batch in &report.gone {
        output.say(&text!(
            "Lô {batch} có trong mục lục cũ nhưng không còn trên đĩa; hãy tìm hiểu vì sao",
            "Batch {batch} was in the old catalogue and is gone from the disk; find out why"
        ))?;
    }
    Ok(ending)
}

fn man(dir: Option<&Path>, output: &mut Output) -> Result<Ending> {
    let command = help::command(output.lang);
    match dir {
        Some(dir) => {
            sohoa::files::create_folder(dir)?;
            let cannot = || text!("không ghi được vào `{dir}`", "could not write into `{dir}`", dir = dir.display());
            clap_mangen::generate_to(command, dir).attempt(cannot)?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            output.bytes(&page)?;
        }
    }
    Ok(Ending::Well)
}

pub fn ending(found: &[Finding]) -> Ending {
    if show::needs_person(found) { Ending::Findings } else { Ending::Well }
}

/// Findings as scripts read them: one message, in the language asked for.
pub fn findings(found: &[Finding], lang: Lang) -> Vec<Value> {
    let value = |finding: &Finding| {
        json!({
            "code": finding.code,
            "severity": finding.severity,
            "subject": finding.subject,
            "message": finding.message.get(lang),
        })
    };
    found.iter().map(value).collect()
}
