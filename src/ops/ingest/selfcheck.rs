//! Is a PDF that was built what it says it is? No bundle counts before our own checker agrees.
//!
//! Image data are not decoded once more: they were compared when they went in. What was kept or mended was checked by
//! the worker that took it.

use std::fs::File;
use std::path::Path;

use crate::checks::pdfa::report::Wanted;
use crate::checks::pdfa::{self, Options};
use crate::fault::Attempt;
use crate::finding::codes;
use crate::page::{Refusal, Stop};
use crate::pdf;
use crate::sidecar::Kept;
use crate::text;

use super::draft::Pdf;

/// A document may be built from more pages than one file may have.
const LIMITS: pdf::Limits =
    pdf::Limits { inflation: 1200, nesting: 64, objects: 8_388_607, memory: 1 << 29, pages: u32::MAX };

/// Refuses a built PDF that breaks a rule.
pub fn check(path: &Path, about: &Pdf) -> Result<(), Stop> {
    if about.kept != Kept::Built {
        return Ok(());
    }
    let shown = path.display();
    let file = File::open(path).attempt(|| text!("không đọc được `{shown}`", "could not read `{shown}`"))?;
    let file = pdf::file::File::open(file, LIMITS).map_err(|why| refusal(why.what.en))?;
    let report = pdfa::check(&file, Options { wanted: Some(Wanted::U), image_data: false });
    if let Some(breach) = report.breaches.first() {
        return Err(refusal(format!("{}, {}", breach.clause, breach.what.en)).into());
    }
    match report.stopped {
        Some(stopped) => Err(refusal(stopped.what.en).into()),
        None => Ok(()),
    }
}

fn refusal(why: String) -> Refusal {
    let what = text!("PDF vừa dựng không phải PDF/A-2: {why}", "the PDF that was built is no PDF/A-2: {why}");
    Refusal::new(&codes::PDF_SELF_CHECK, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::pdf::words::tests::pdf;

    #[test]
    fn a_built_pdf_that_is_no_pdfa_is_refused_with_the_clause_and_one_that_came_is_not_judged_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        let bytes = pdf("", "q Q");
        std::fs::write(&path, &bytes).unwrap();
        let about = |kept| {
            let conformance = "PDF/A-2u".to_owned();
            Pdf { sha256: Digest::of(&bytes), size: bytes.len() as u64, conformance, kept, taken: None }
        };
        let Err(Stop::Refused(refusal)) = check(&path, &about(Kept::Built)) else { panic!() };
        assert_eq!(refusal.code, &codes::PDF_SELF_CHECK);
        assert!(refusal.what.en.contains(": 6."), "{}", refusal.what.en);
        assert!(check(&path, &about(Kept::Mended)).is_ok());
    }
}
