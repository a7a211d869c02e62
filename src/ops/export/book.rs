//! `export --list` and `export --receipt`: what was exported before, and what recipients answered.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::archive::layout::Archive;
use crate::archive::ledger::{self, Entry, Package, Receipt};
use crate::digest::Digest;
use crate::fault::Fault;
use crate::files;
use crate::finding::{Finding, codes};
use crate::relpath::RelPath;
use crate::text;

/// An answer is a page or two; what is larger is something else.
const LARGEST: u64 = 256 << 20;

/// A package that was written before.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// What the ledger says, but its documents.
    #[serde(flatten)]
    pub package: Package,
    /// How many documents it has.
    #[serde(skip)]
    pub n_documents: usize,
    /// What came back for it so far, as later lines say.
    pub receipts: Vec<Receipt>,
}

/// Returns what was written, for a recipient or all, in the order of the ledger; lines that do not hold are findings.
///
/// Lists of documents are left out; how many there are is said in their place.
pub fn list(archive: &Archive, recipient: Option<&str>) -> Result<(Vec<Written>, Vec<Finding>)> {
    let (mut written, mut findings) = (Vec::<Written>::new(), Vec::new());
    ledger::each(archive, |line| {
        match line {
            Ok(Entry::Package(mut package)) => {
                let n_documents = std::mem::take(&mut package.documents).len();
                if recipient.is_none() || package.recipient.as_deref() == recipient {
                    written.push(Written { package, n_documents, receipts: Vec::new() });
                }
            }
            Ok(Entry::Receipt(receipt)) => {
                let of = written.iter_mut().rev().find(|written| written.package.id == receipt.id);
                if let Some(written) = of {
                    written.receipts.push(receipt);
                }
            }
            Err(number) => findings.push(damaged(number)),
        }
        Ok(())
    })?;
    Ok((written, findings))
}

/// Says that a line of the ledger does not hold.
pub(super) fn damaged(number: usize) -> Finding {
    let what = text!(
        "dòng {number} của sổ xuất không còn như lúc ghi",
        "line {number} of the ledger is not as it was written"
    );
    Finding::new(&codes::LEDGER_LINE, format!("exports/ledger.jsonl:{number}"), what)
}

/// Keeps a recipient's answer to a package, which goes by its id, the beginning of one, or its name. The same file given
/// again changes nothing.
pub fn keep(archive: &Archive, package: &str, file: &Path, at: &str) -> Result<Receipt> {
    let (id, name) = find(archive, package)?;
    let bytes = files::read_named(file, LARGEST)?;
    let sha256 = Digest::of(&bytes);
    let path = ledger::receipt_path(&name, file, sha256);
    let receipt = Receipt { at: at.to_owned(), id, name, path, sha256, size: bytes.len() as u64 };
    store(archive, &receipt, &bytes)?;
    let mut noted = None;
    ledger::each(archive, |line| {
        if let Ok(Entry::Receipt(known)) = line
            && (&known.id, &known.path) == (&receipt.id, &receipt.path)
        {
            noted = Some(known);
        }
        Ok(())
    })?;
    if let Some(known) = noted {
        return Ok(known);
    }
    ledger::append(archive, &[Entry::Receipt(receipt.clone())])?;
    Ok(receipt)
}

/// Returns id and name of the one package that is meant.
fn find(archive: &Archive, wanted: &str) -> Result<(String, String)> {
    let plain = wanted.rsplit(['/', '\\']).next().unwrap_or(wanted).trim_end_matches(".zip");
    let mut found: Vec<(String, String)> = Vec::new();
    ledger::each(archive, |line| {
        if let Ok(Entry::Package(package)) = line {
            let name = package.name.trim_end_matches(".zip");
            let is_meant =
                package.id == wanted || name == plain || (wanted.len() >= 8 && package.id.starts_with(wanted));
            if is_meant && found.iter().all(|(id, _)| *id != package.id) {
                found.push((package.id, name.to_owned()));
            }
        }
        Ok(())
    })?;
    let (code, what) = match found.len() {
        1 => return Ok(found.remove(0)),
        0 => ("export.no-package", text!("sổ xuất không có gói `{wanted}`", "the ledger has no package `{wanted}`")),
        _ => (
            "export.ambiguous",
            text!(
                "có nhiều gói `{wanted}`; hãy ghi đủ mã",
                "several packages are called `{wanted}`; give the whole id"
            ),
        ),
    };
    Err(Fault::raise(code, what))
}

/// Writes the answer once: beside its place, synced, renamed.
fn store(archive: &Archive, receipt: &Receipt, bytes: &[u8]) -> Result<()> {
    let exports = archive.root.join("exports");
    let path = RelPath::parse(&receipt.path)?.under(&exports);
    if let Ok((found, _)) = files::digest(&path)
        && found == receipt.sha256
    {
        return Ok(());
    }
    files::refuse_existing(&path)?;
    let folder = path.parent().unwrap_or(&exports);
    files::create_folder(folder)?;
    files::replace(&path, bytes)?;
    files::sync_folder(&exports.join("receipts"))?;
    files::sync_folder(&exports)
}
