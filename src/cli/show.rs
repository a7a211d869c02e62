//! Results as people read them.

use anyhow::Result;

use sohoa::checks::tally::Tally;
use sohoa::finding::{Finding, Severity};
use sohoa::ops::ingest::{Plan, Summary};
use sohoa::text::Lang;

use crate::cli::output::Output;

/// Of one kind of finding so many are printed; `--json` prints all. Errors are never cut.
const EXAMPLES: usize = 8;

/// Writes a number with separators for thousands.
pub fn count(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let separator = if lang == Lang::Vi { '.' } else { ',' };
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Writes a number of bytes in a unit that fits.
pub fn bytes(number: u64, lang: Lang) -> String {
    let (mut value, mut unit) = (number as f64, "byte");
    for larger in ["kB", "MB", "GB", "TB"] {
        if value < 1000.0 {
            break;
        }
        (value, unit) = (value / 1000.0, larger);
    }
    let text = if unit == "byte" { format!("{value:.0}") } else { format!("{value:.1}") };
    let text = if lang == Lang::Vi { text.replace('.', ",") } else { text };
    format!("{text} {unit}")
}

/// Writes a duration with one decimal.
pub fn seconds(value: f64, lang: Lang) -> String {
    let text = format!("{value:.1} s");
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

/// Says whether any finding needs a person.
pub fn needs_person(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity > Severity::Info)
}

/// Prints findings by kind, the gravest first, a few examples of each.
pub fn findings(output: &mut Output, findings: &[Finding]) -> Result<()> {
    let mut codes: Vec<(&str, Severity)> = Vec::new();
    for finding in findings {
        if !codes.iter().any(|(code, _)| *code == finding.code) {
            codes.push((&finding.code, finding.severity));
        }
    }
    codes.sort_by_key(|(_, severity)| std::cmp::Reverse(*severity));
    for (code, severity) in codes {
        let same: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
        let shown = match severity {
            Severity::Error => same.len(),
            Severity::Warning => EXAMPLES,
            Severity::Info => 1,
        };
        for finding in same.iter().take(shown) {
            let label = severity_name(severity, output.lang);
            let message = finding.message.get(output.lang).to_owned();
            let subject = if finding.subject.is_empty() { String::new() } else { format!("{}: ", finding.subject) };
            output.line(&plain(&format!("{label} [{code}] {subject}{message}")))?;
        }
        if same.len() > shown {
            let more = count((same.len() - shown) as u64, output.lang);
            output.line(&match output.lang {
                Lang::Vi => format!("  … và {more} mục [{code}] nữa; `--json` in ra tất cả"),
                Lang::En => format!("  … and {more} more of [{code}]; `--json` prints all"),
            })?;
        }
    }
    Ok(())
}

/// Escapes control characters: a file's name must not end a line or colour the terminal.
pub fn plain(line: &str) -> String {
    // Invisible and turning characters make a line say what it does not.
    let is_hidden =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let escaped = |c: char| if c.is_control() || is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
    line.chars().map(escaped).collect()
}

fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Info, Lang::Vi) => "ghi chú",
        (Severity::Info, Lang::En) => "note",
        (Severity::Warning, Lang::Vi) => "cảnh báo",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Error, Lang::Vi) => "lỗi",
        (Severity::Error, Lang::En) => "error",
    }
}

/// Prints the summary of an import.
pub fn summary(output: &mut Output, summary: &Summary, seconds: f64) -> Result<()> {
    findings(output, &summary.findings)?;
    let lang = output.lang;
    let number = |value| count(value, lang);
    let inputs = &summary.inputs;
    let (seen, stored, duplicate) = (number(inputs.seen), number(inputs.stored), number(inputs.duplicate));
    let (quarantined, ignored) = (number(inputs.quarantined), number(inputs.ignored));
    let (documents, pages) = (number(summary.documents), number(summary.pages));
    let size = bytes(summary.bytes, lang);
    let batches = summary.batches.join(", ");
    let resumed = number(summary.resumed);
    let time = self::seconds(seconds, lang);
    let rate = summary.pages as f64 / seconds.max(0.001);
    let reasons: Vec<String> =
        summary.ignored.iter().map(|(code, files)| format!("{} {code}", number(*files))).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let lines = match lang {
        Lang::Vi => [
            format!(
                "Tệp đầu vào: thấy {seen} = lưu {stored} + trùng {duplicate} + cách ly {quarantined} + bỏ qua {ignored}{reasons}"
            ),
            format!("Đã lưu: {documents} tài liệu, {pages} trang, {size}"),
            if batches.is_empty() { "Lô: không có lô mới".to_owned() } else { format!("Lô: {batches}") },
            format!("Thời gian: {time} ({rate:.0} trang/s)"),
        ],
        Lang::En => [
            format!(
                "Inputs: {seen} seen = {stored} stored + {duplicate} duplicate + {quarantined} quarantined + {ignored} ignored{reasons}"
            ),
            format!("Stored: {documents} documents, {pages} pages, {size}"),
            if batches.is_empty() { "Batch: no new batch".to_owned() } else { format!("Batch: {batches}") },
            format!("Time: {time} ({rate:.0} pages/s)"),
        ],
    };
    for line in lines {
        output.line(&line)?;
    }
    if summary.described > 0 {
        let described = number(summary.described);
        output.line(&match lang {
            Lang::Vi => format!("Danh mục: {described} tài liệu trong nguồn có dòng mô tả"),
            Lang::En => format!("Index sheets: {described} documents of the sources have a row"),
        })?;
    }
    if summary.resumed > 0 {
        output.line(&match lang {
            Lang::Vi => format!("Làm tiếp lần nhập bị ngắt: {resumed} tài liệu đã xong từ trước"),
            Lang::En => format!("Took up an interrupted import: {resumed} documents had been finished before"),
        })?;
    }
    Ok(())
}

/// Prints what an import would do with one folder.
pub fn plan(output: &mut Output, plan: &Plan) -> Result<()> {
    let lang = output.lang;
    // Findings about whole sources come in a plan without a folder.
    if !plan.label.is_empty() {
        output.line(&format!("{}/", plan.label))?;
    }
    for document in &plan.documents {
        let scans = count(document.scans.len() as u64, lang);
        let first = document.scans.first().map_or("", |scan| scan.name.as_str());
        let last = document.scans.last().map_or("", |scan| scan.name.as_str());
        let files = if document.scans.len() > 1 { format!("{first} … {last}") } else { first.to_owned() };
        let rule = rule(document.line("").rule(), lang);
        let (dossier, name) = (&document.dossier, &document.name);
        output.line(&match lang {
            Lang::Vi => format!("  {dossier}/{name}: {scans} tệp ({rule}): {files}"),
            Lang::En if document.scans.len() == 1 => format!("  {dossier}/{name}: 1 file ({rule}): {files}"),
            Lang::En => format!("  {dossier}/{name}: {scans} files ({rule}): {files}"),
        })?;
    }
    for row in plan.aside.iter().flat_map(|aside| &aside.inputs) {
        let (path, code) = (&row.path, &row.detail);
        output.line(&match lang {
            Lang::Vi => format!("  bỏ qua {path} [{code}]"),
            Lang::En => format!("  ignored {path} [{code}]"),
        })?;
    }
    Ok(())
}

fn rule(name: &str, lang: Lang) -> &'static str {
    match (name, lang) {
        ("multi-page", Lang::Vi) => "một tệp là một tài liệu",
        ("multi-page", Lang::En) => "one file, one document",
        ("prefix", Lang::Vi) => "cùng mã, đánh số trang",
        ("prefix", Lang::En) => "numbered pages of one code",
        ("numbered", Lang::Vi) => "thư mục các trang đánh số",
        ("numbered", Lang::En) => "a folder of numbered pages",
        ("folder", Lang::Vi) => "cả thư mục",
        ("folder", Lang::En) => "the whole folder",
        (_, Lang::Vi) => "một tệp",
        (_, Lang::En) => "a single file",
    }
}

/// Prints what a verification found.
pub fn tally(output: &mut Output, target: &str, tally: &Tally, seconds: f64) -> Result<()> {
    findings(output, &tally.findings)?;
    let lang = output.lang;
    let number = |value| count(value, lang);
    let lists = [&tally.mismatched, &tally.missing, &tally.extra, &tally.unreadable];
    let [mismatched, missing, extra, unreadable] = lists.map(|list| number(list.len() as u64));
    let (checked, ok, size) = (number(tally.checked), number(tally.ok), bytes(tally.bytes, lang));
    let n_problems = tally.findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    let n_notes = tally.findings.len() - n_problems;
    let (all, time) = (number(n_problems as u64), self::seconds(seconds, lang));
    let notes = match (lang, n_notes) {
        (_, 0) => String::new(),
        (Lang::Vi, _) => format!(" Ghi chú: {n_notes}."),
        (Lang::En, _) => format!(" Notes: {n_notes}."),
    };
    output.line(&match lang {
        Lang::Vi => format!(
            "{target}: kiểm tra {checked} tệp ({size}): đúng {ok}, bị đổi {mismatched}, thiếu {missing}, không đọc được {unreadable}; thừa {extra}"
        ),
        Lang::En => format!(
            "{target}: {checked} files checked ({size}): {ok} good, {mismatched} changed, {missing} missing, {unreadable} unreadable; {extra} extra"
        ),
    })?;
    output.line(&match (lang, n_problems) {
        (Lang::Vi, 0) => format!("Không có vấn đề nào.{notes} ({time})"),
        (Lang::En, 0) => format!("No problems found.{notes} ({time})"),
        (Lang::Vi, _) => format!("Có {all} vấn đề.{notes} ({time})"),
        (Lang::En, 1) => format!("1 problem found.{notes} ({time})"),
        (Lang::En, _) => format!("{all} problems found.{notes} ({time})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(count(1_234_567, Lang::En), "1,234,567");
        assert_eq!(count(1_000, Lang::Vi), "1.000");
        assert_eq!(bytes(1_250_000, Lang::Vi), "1,2 MB");
        assert_eq!(bytes(999, Lang::En), "999 byte");
    }
}
