//! PDFs that say they are PDF/A-2, and by our own check are: kept byte for byte.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use crate::checks::pdfa::report::{Breach, Report, Wanted};
use crate::checks::pdfa::{self, Options};
use crate::page::Stop;
use crate::pdf::file::File;
use crate::sidecar::taken::Class;
use crate::text;
use crate::text::Text;

use super::{Bytes, Outcome, Subject, visible};

/// So many clauses are told beside the first; a file that breaks more is not mended by reading on.
const TOLD: usize = 8;

/// Takes a PDF that keeps what it claims.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    let Ok(file) = &subject.file else { return Ok(None) };
    if subject.wish.joins {
        // Its pages are wanted, not the file.
        return Ok(None);
    }
    let (report, conformance) = judge(file);
    if !report.passes() {
        // Most of what it breaks can be mended; what cannot is told by the class that tries.
        return Ok(None);
    }
    let boxes = visible::boxes(file)?;
    let open = report.left_open().unwrap_or_else(|| text!("", ""));
    let aside = |open: &str| if open.is_empty() { String::new() } else { format!("; {open}") };
    let (open_vi, open_en) = (aside(&open.vi), aside(&open.en));
    Ok(Some(Outcome {
        class: Class::Conforming,
        reason: text!(
            "tệp là {conformance} theo kiểm tra của sohoa nên được giữ nguyên từng byte{open_vi}",
            "by sohoa's own check it is a {conformance}, and is kept byte for byte{open_en}"
        ),
        claim: report.claim.map(|claim| claim.to_string()),
        said: None,
        conformance,
        changes: Vec::new(),
        signatures: Vec::new(),
        bytes: Bytes::Source(boxes),
        keeps_original: false,
        notes: Vec::new(),
    }))
}

/// Checks a PDF with all its image data, and says what it is: by our check, else by a claim that we cannot check, else
/// its version.
pub fn judge<R: Read + Seek>(file: &File<R>) -> (Report, String) {
    let report = pdfa::check(file, Options { wanted: None, image_data: true });
    let conformance = match report.claim {
        Some(_) if report.passes() && report.wanted == Wanted::U => "PDF/A-2u".to_owned(),
        Some(_) if report.passes() => "PDF/A-2b".to_owned(),
        Some(claim) if claim.part != 2 => claim.to_string(),
        _ => version(file),
    };
    (report, conformance)
}

/// Returns the version of PDF: that of the catalog, where it is later than that of the header.
fn version<R: Read + Seek>(file: &File<R>) -> String {
    let later = file.catalog().ok().and_then(|catalog| {
        let version = file.value(catalog.as_dict()?, "Version").ok()?;
        version.as_name().and_then(plain)
    });
    let header = plain(&file.header().version);
    // `1.10` was never made, so that these compare as text.
    let version = later.max(header);
    version.map_or("PDF".to_owned(), |version| format!("PDF {version}"))
}

/// Returns a version of one digit, a point and one digit.
fn plain(bytes: &[u8]) -> Option<String> {
    match bytes.get(..3)? {
        [major @ b'1'..=b'2', b'.', minor @ b'0'..=b'9'] => {
            Some(format!("{}.{}", char::from(*major), char::from(*minor)))
        }
        _ => None,
    }
}

/// Says why a file does not pass: the first breach in words, and the clauses of others.
pub fn why(report: &Report) -> Text {
    if let Some(stopped) = &report.stopped {
        return stopped.what.clone();
    }
    let Some(Breach { clause, what: Text { vi, en }, .. }) = report.breaches.first() else {
        return text!("không rõ vì sao", "for no known reason");
    };
    let mut seen = BTreeSet::from([*clause]);
    let others: Vec<&str> =
        report.breaches.iter().map(|breach| breach.clause).filter(|clause| seen.insert(*clause)).collect();
    if others.is_empty() {
        return text!("{vi} [{clause}]", "{en} [{clause}]");
    }
    let mut told = others.get(..TOLD).unwrap_or(&others).join(", ");
    if others.len() > TOLD {
        told.push_str(", …");
    }
    text!("{vi} [{clause}]; còn vi phạm {told}", "{en} [{clause}]; it breaks {told} as well")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_breach_is_told_in_words_and_the_others_by_their_clauses() {
        let breach = |clause, what| Breach { clause, object: None, what };
        let font = || breach("6.2.11.4.1-1", text!("phông chữ không được nhúng", "the font is not embedded"));
        let report = |breaches| Report { claim: None, wanted: Wanted::B, breaches, stopped: None };
        let told = why(&report(vec![font(), font()]));
        assert_eq!(told.vi, "phông chữ không được nhúng [6.2.11.4.1-1]");
        let other = |clause| breach(clause, text!("x", "x"));
        let told = why(&report(vec![font(), other("6.3.1-1"), font(), other("6.3.1-1"), other("6.6.2-1")]));
        assert_eq!(told.en, "the font is not embedded [6.2.11.4.1-1]; it breaks 6.3.1-1, 6.6.2-1 as well");
    }
}
