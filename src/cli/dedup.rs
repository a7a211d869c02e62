//! `sohoa dedup`: groups, doubts and relations, as people and scripts read them.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use serde_json::json;

use sohoa::archive::layout::Archive;
use sohoa::ops::dedup::folder::{self, Depth, Options};
use sohoa::ops::dedup::report::{Group, Kind, Relation, Report, Review};
use sohoa::ops::dedup::{archive, resolve};
use sohoa::text;
use sohoa::text::Lang;

use crate::cli::args::Dedup;
use crate::cli::commands::{findings, program};
use crate::cli::output::Output;
use crate::cli::progress::Shown;
use crate::cli::show::{self, bytes, count};
use crate::cli::{Ending, amend, clock};

/// Searches and prints what was found.
pub fn run(arguments: &Dedup, output: &mut Output) -> Result<Ending> {
    if let (Some(dir), Some(file)) = (&arguments.archive, &arguments.resolve) {
        return resolve(dir, file, arguments, output);
    }
    let begun = Instant::now();
    let report = match &arguments.archive {
        Some(dir) => {
            let options = archive::Options { cap: arguments.cap, program: &program()? };
            archive::run(&Archive::open(dir)?, &options, &Shown::new(output.lang))?
        }
        None => folder(arguments, &program()?, output)?,
    };
    let seconds = begun.elapsed().as_secs_f64();
    if output.json {
        print_value(&report, seconds, output)?
    } else {
        print(&report, seconds, output)?
    }
    let has_findings = show::needs_person(&report.findings);
    Ok(if report.is_empty() && !has_findings { Ending::Well } else { Ending::Findings })
}

/// Seals decisions, or says what would be sealed.
fn resolve(dir: &Path, file: &Path, arguments: &Dedup, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(dir)?;
    let options = resolve::Options {
        file: file.to_owned(),
        by: arguments.by.clone(),
        reason: arguments.reason.clone(),
        now: clock::now(&archive.profile.utc_offset)?,
    };
    let report = match arguments.dry_run {
        true => resolve::plan(&archive, &options)?,
        false => resolve::run(&archive, &options, &Shown::new(output.lang))?,
    };
    amend::tell(&report, arguments.dry_run, output)
}

fn folder(arguments: &Dedup, program: &Path, output: &Output) -> Result<Report> {
    let depth = match (arguments.exact, arguments.content) {
        (true, _) => Depth::Exact,
        (_, true) => Depth::Content,
        _ => Depth::Near,
    };
    let options = Options { depth, cap: arguments.cap, program };
    folder::run(&arguments.paths, &options, &Shown::new(output.lang))
}

fn print_value(report: &Report, seconds: f64, output: &mut Output) -> Result<()> {
    output.value(&json!({
        "groups": report.groups,
        "review": report.review,
        "relations": report.relations,
        "blank": report.blank,
        "links": report.links,
        "files": report.files.seen,
        "read": report.files.read,
        "empty": report.files.empty,
        "unreadable": report.files.unreadable,
        "left": report.files.left,
        "pages": report.pages,
        "verified": report.verified,
        "bytes_saved": report.bytes_saved,
        "seconds": seconds,
        "findings": findings(&report.findings, output.lang),
    }))
}

fn print(report: &Report, seconds: f64, output: &mut Output) -> Result<()> {
    for group in &report.groups {
        print_group(group, output)?;
    }
    for review in &report.review {
        print_review(review, output)?;
    }
    for relation in &report.relations {
        print_relation(relation, output)?;
    }
    for names in &report.links {
        output.say(&text!("Một tệp, nhiều tên (liên kết cứng):", "One file under several names (hard links):"))?;
        names.iter().try_for_each(|name| output.line(&format!("  {}", plain(name))))?;
    }
    for blank in &report.blank {
        let (member, pages) = (plain(&blank.member), listed(&blank.pages));
        output.say(&text!("Trang trắng: {member}, trang {pages}", "Blank: {member}, page {pages}"))?;
    }
    show::findings(output, &report.findings)?;
    print_sum(report, seconds, output)
}

fn print_group(group: &Group, output: &mut Output) -> Result<()> {
    let saved = bytes(group.bytes, output.lang);
    let score = percent(group.score);
    output.say(&match group.kind {
        Kind::Exact => text!("Tệp giống hệt nhau, thừa {saved}:", "Equal files, {saved} too many:"),
        Kind::Content => text!("Cùng dữ liệu ảnh, thừa {saved}:", "Equal image data, {saved} too many:"),
        Kind::Near => {
            text!("Cùng tờ giấy, quét lại (giống {score} %):", "The same sheets, scanned again (alike by {score} %):")
        }
    })?;
    for member in &group.members {
        let keep = match (*member == group.keep && group.kind == Kind::Near, output.lang) {
            (false, _) => "",
            (true, Lang::Vi) => "  (bản quét tốt nhất)",
            (true, Lang::En) => "  (the best scan)",
        };
        output.line(&format!("  {}{keep}", plain(member)))?;
    }
    Ok(())
}

fn print_review(review: &Review, output: &mut Output) -> Result<()> {
    let score = percent(review.score);
    output.say(&text!("Cần người xem (giống {score} %):", "A person must look (alike by {score} %):"))?;
    review.members.iter().try_for_each(|member| output.line(&format!("  {}", plain(member))))?;
    let Some(place) = review.place else { return Ok(()) };
    let (page, [x, y, width, height]) = (place.page, place.pixels);
    output.say(&match place.mm {
        Some([x, y, width, height]) => text!(
            "  khác nhau ở trang {page}: cách trái {x:.0} mm, cách trên {y:.0} mm, rộng {width:.0} mm, cao {height:.0} mm",
            "  they differ on page {page}: {x:.0} mm from the left, {y:.0} mm from the top, {width:.0} x {height:.0} mm"
        ),
        None => text!(
            "  khác nhau ở trang {page}: cách trái {x}, cách trên {y}, rộng {width}, cao {height} điểm ảnh",
            "  they differ on page {page}: {x} pixels from the left, {y} from the top, {width} x {height} pixels"
        ),
    })
}

fn print_relation(relation: &Relation, output: &mut Output) -> Result<()> {
    let [one, other] = [plain(&relation.members[0]), plain(&relation.members[1])];
    let pairs: Vec<String> = relation.pages.iter().map(|[a, b]| format!("{a}-{b}")).collect();
    let pairs = pairs.join(", ");
    output.say(&match relation.kind {
        "contained-in" => {
            text!("{one} nằm trong {other} (trang {pairs})", "{one} is contained in {other} (pages {pairs})")
        }
        "re-ordered" => text!(
            "{one} và {other} có cùng các trang, khác thứ tự (trang {pairs})",
            "{one} and {other} have the same pages in another order (pages {pairs})"
        ),
        "page-twice" => {
            text!("{one} có trang bị quét hai lần (trang {pairs})", "{one} has a sheet twice (pages {pairs})")
        }
        "same-record" => {
            text!("{one} và {other} có cùng số, ký hiệu", "{one} and {other} have the same number and notation")
        }
        _ => text!("{one} và {other} có trang chung (trang {pairs})", "{one} and {other} share pages ({pairs})"),
    })
}

fn print_sum(report: &Report, seconds: f64, output: &mut Output) -> Result<()> {
    let lang = output.lang;
    let n = |number: u64| count(number, lang);
    let files = &report.files;
    let [seen, read, empty, unreadable, left] =
        [files.seen, files.read, files.empty, files.unreadable, files.left].map(n);
    output.say(&text!(
        "{seen} tệp: {read} đã đọc, {empty} rỗng, {unreadable} không đọc được, {left} bỏ qua theo tên",
        "files: {seen} ({read} read, {empty} empty, {unreadable} unreadable, {left} left by their names)"
    ))?;
    let (pages, pairs, capped) = (n(report.pages), n(report.verified.pairs), n(report.verified.capped));
    if report.pages > 0 {
        let each = report.verified.pairs as f64 / report.pages as f64;
        output.say(&text!(
            "{pages} trang; đã so {pairs} cặp trang, {each:.2} cặp mỗi trang, {capped} cặp bị bỏ lại do giới hạn",
            "pages: {pages}; pairs of pages compared: {pairs} ({each:.2} for each page), {capped} left out by the cap"
        ))?;
    }
    let [groups, review] = [report.groups.len(), report.review.len()].map(|number| n(number as u64));
    let (saved, rate) = (bytes(report.bytes_saved, output.lang), format!("{seconds:.1}"));
    output.say(&text!(
        "{groups} nhóm trùng, {review} cặp cần người xem; lưu mỗi nội dung một lần tiết kiệm {saved} ({rate} s)",
        "groups of duplicates: {groups}; pairs for a person: {review}; storing each content once saves {saved} ({rate} s)"
    ))
}

fn percent(score: f64) -> String {
    format!("{:.0}", score * 100.0)
}

fn listed(pages: &[u32]) -> String {
    pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Names come from outside; what could forge a line or colour a terminal is escaped.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}
