//! Where a document sits in its package: under which file code, as which one, and under which names.

use super::{Rules, code};
use crate::exchange::tt05::fill;
use crate::packages::Document;
use crate::record::Record;
use crate::records::fields;
use crate::records::identifiers::{DocCode, FileCode};
use crate::sidecar::Sidecar;

/// A document's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    /// Of the dossier, or of the lot.
    pub(super) file_code: String,
    /// From 1.
    pub(super) ordinal: u64,
}

/// Says what the dossier of a document is called by the law: as its record has it, or as the archive names the folder.
pub(super) fn file_code(sidecar: &Sidecar) -> Option<String> {
    let stated = sidecar.record.text(fields::FILE_CODE).map(str::to_owned);
    stated.or_else(|| FileCode::parse(&sidecar.dossier).ok().map(|_| sidecar.dossier.clone()))
}

impl Seat {
    /// Finds the place of a document, which is the `running`th of its package. A lot counts its documents anew, a dossier
    /// keeps the numbers they have.
    pub(super) fn of(rules: &Rules<'_>, document: &Document, running: u64) -> Option<Seat> {
        if let Some(file_code) = rules.lot() {
            return Some(Seat { file_code, ordinal: running });
        }
        let record = &document.sidecar.record;
        let named = || ordinal_of(record.text(fields::DOC_CODE).unwrap_or(&document.name));
        let ordinal = record.count(fields::DOC_ORDINAL).or_else(named).unwrap_or(running);
        Some(Seat { file_code: file_code(&document.sidecar)?, ordinal })
    }

    /// What a word of a template means for this document.
    pub(super) fn word(&self, rules: &Rules<'_>, word: &str) -> Option<String> {
        match word {
            "fileCode" => Some(self.file_code.clone()),
            "ordinal" => Some(self.ordinal.to_string()),
            "docId" => fill(&rules.tt05.doc_id, |word| self.plain(rules, word)),
            "dataFile" => self.data_file(rules),
            other => rules.word(other),
        }
    }

    /// The words that codes are made of.
    fn plain(&self, rules: &Rules<'_>, word: &str) -> Option<String> {
        match word {
            "fileCode" => Some(self.file_code.clone()),
            "ordinal" => Some(self.ordinal.to_string()),
            other => rules.word(other),
        }
    }

    /// The code of the document: as the record has it, or as the archive names it, or made by the template.
    pub(super) fn doc_code(&self, rules: &Rules<'_>, record: &Record, name: &str) -> Option<String> {
        let own = format!("{}.", self.file_code);
        let named = || DocCode::parse(name).ok().filter(|_| name.starts_with(&own)).map(|_| name.to_owned());
        let made = || fill(&rules.tt05.doc_code, |word| self.plain(rules, word));
        record.text(fields::DOC_CODE).map(str::to_owned).or_else(named).or_else(made)
    }

    /// The name of the PDF, without ending; made of codes only.
    pub(super) fn data_file(&self, rules: &Rules<'_>) -> Option<String> {
        let word = |word: &str| match word {
            "docId" => fill(&rules.tt05.doc_id, |word| self.plain(rules, word)),
            other => self.plain(rules, other),
        };
        fill(&rules.tt05.data_file, word).map(|name| code(&name))
    }

    /// The name of the file about the document, without ending.
    pub(super) fn document_file(&self, rules: &Rules<'_>) -> Option<String> {
        fill(&rules.tt05.document_file, |word| self.word(rules, word)).map(|name| code(&name))
    }
}

/// The number at the end of a document's code.
fn ordinal_of(code: &str) -> Option<u64> {
    DocCode::parse(code).ok()?;
    code.rsplit_once('.')?.1.parse().ok()
}
