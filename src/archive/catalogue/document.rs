//! A document as the catalogue takes it in: all that is drawn from its sidecar, before it meets the database.

use std::collections::BTreeSet;

use crate::archive::catalogue::days::{self, Term};
use crate::archive::catalogue::terms::{ENDS, ISSUED, Terms};
use crate::digest::{Digest, Hasher};
use crate::document;
use crate::record::{Record, Scalar};
use crate::records::fields::{self, by_path};
use crate::records::paper;
use crate::relpath::RelPath;
use crate::sidecar::{Cause, Page, Relation, Sidecar};

/// One version of a document as the catalogue knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The document's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The batch it came with.
    pub batch: String,
    /// Its dossier's name.
    pub dossier: String,
    /// Its own name.
    pub name: String,
    /// The batch that has its PDF.
    pub pdf_batch: String,
    /// Its PDF, from that bag's root.
    pub pdf: String,
    /// Digest of the PDF.
    pub pdf_sha256: Digest,
    /// Its sidecar, from the root of its own batch's bag.
    pub sidecar: String,
    /// Digest of the sidecar.
    pub sidecar_sha256: Digest,
    /// Pages.
    pub pages: u32,
    /// Whether this version withdraws the document.
    pub withdrawn: bool,
    /// What [`sources_key`] says of its source files.
    pub sources_key: Digest,
}

/// What a list of documents says of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What it is about.
    pub title: Option<String>,
    /// Its number and notation.
    pub number: Option<String>,
    /// Its date of issue, as the record has it: `2019-03-05`, `2019-03` or `2019`.
    pub issued: Option<String>,
    /// The name of its owner.
    pub owner: Option<String>,
}

/// One version of a document on its way into the catalogue.
#[derive(Clone, Debug)]
pub struct Document {
    /// What identifies it.
    pub row: Row,
    /// Digests of its source files.
    pub sources: Vec<Digest>,
    pub(super) card: Card,
    pub(super) term: Term,
    /// Years that its terms speak of, each with what of.
    pub(super) years: BTreeSet<(&'static str, i16)>,
    /// How it relates to other documents.
    pub(super) relations: Vec<Relation>,
    /// When this version was made.
    pub(super) at: String,
    /// Its pages.
    pub(super) pages: Vec<Page>,
    /// Bytes of its PDF.
    pub(super) size: u64,
    /// What the paper is known by beside its looks.
    pub(super) papers: Vec<Digest>,
    /// The id that follows from its pages alone, where it has another one.
    pub(super) content: Option<String>,
    /// Fields of the record that no list of fields has: the headings of a sheet's other columns.
    pub(super) headings: Vec<String>,
    pub(super) terms: Terms,
}

impl Document {
    /// Draws from a sidecar what the catalogue keeps; batch, path and digest are the sidecar's own.
    pub fn of(sidecar: Sidecar, batch: &str, path: &RelPath, digest: Digest) -> Document {
        let sources = sidecar.sources();
        let content = document::id_of(sidecar.pages.iter().map(|page| &page.content));
        let content = (content != sidecar.id).then_some(content);
        let record = &sidecar.record;
        let pdf = sidecar.pdf.path.as_str();
        let row = Row {
            // A later version may lie under another name, where two of one name were amended together.
            name: pdf.rsplit('/').next().unwrap_or_default().trim_end_matches(".pdf").to_owned(),
            pdf_batch: sidecar.pdf.batch.clone().unwrap_or_else(|| batch.to_owned()),
            pdf: pdf.to_owned(),
            pdf_sha256: sidecar.pdf.sha256,
            pages: sidecar.pdf.pages,
            version: sidecar.version,
            batch: batch.to_owned(),
            sidecar: path.to_string(),
            sidecar_sha256: digest,
            withdrawn: sidecar.event == Cause::Withdraw,
            sources_key: sources_key(&sources),
            id: sidecar.id,
            dossier: sidecar.dossier,
        };
        let term = term_of(record, row.withdrawn);
        let ends = term.last_day();
        let issued = record.text(fields::ISSUED).and_then(days::of_value);
        let mut terms = terms_of(&row, record);
        if let Some((first, last)) = issued {
            terms.issued(first, last);
        }
        terms.ends(ends);
        let years = issued.map(|(first, _)| (ISSUED, first.year())).into_iter();
        Document {
            terms,
            card: card_of(record),
            term,
            years: years.chain(ends.map(|last| (ENDS, last.year()))).collect(),
            relations: sidecar.relations,
            at: sidecar.events.into_iter().next_back().map(|event| event.when).unwrap_or_default(),
            papers: paper::keys(record).iter().map(|key| Digest::of(key.as_bytes())).collect(),
            content,
            pages: sidecar.pages,
            size: sidecar.pdf.size,
            headings: record
                .iter()
                .filter(|(path, _)| by_path(path).is_none())
                .map(|(path, _)| path.to_owned())
                .collect(),
            row,
            sources,
        }
    }
}

/// Returns one digest for a list of source files: in page order, each file once.
pub fn sources_key(sources: &[Digest]) -> Digest {
    let mut hasher = Hasher::default();
    sources.iter().for_each(|source| hasher.update(&source.0));
    hasher.finish()
}

fn card_of(record: &Record) -> Card {
    let text = |path| record.text(path).map(str::to_owned);
    let title = [fields::SUBJECT, fields::RESULT_NAME, fields::DOSSIER_TITLE].into_iter().find_map(text);
    Card { title, number: paper::number(record), issued: text(fields::ISSUED), owner: text(fields::OWNER_NAME) }
}

/// Reads from when until when the document is in force. What is not known for certain does not end it, except a revocation
/// or replacement of which only month or year is known: that counts from its first day.
fn term_of(record: &Record, withdrawn: bool) -> Term {
    let days = |path| days::numbers(record.text(path));
    let first = |path| days(path).map(|(first, _)| first);
    Term {
        from: first(fields::VALID_FROM).or_else(|| first(fields::ISSUED)),
        until: days(fields::VALID_UNTIL).map(|(_, last)| last),
        revoked_on: first(fields::REVOKED),
        replaced_on: first(fields::REPLACED),
        withdrawn,
    }
}

/// Fields that name a unit: who issued a paper, and who holds it.
const UNITS: [&str; 5] =
    [fields::ISSUING_CODE, fields::HOLDING_CODE, fields::ISSUING_UNIT, fields::HOLDING_UNIT, fields::ORGAN];

fn terms_of(row: &Row, record: &Record) -> Terms {
    let mut terms = Terms::default();
    terms.words(&row.name);
    terms.dossier(&row.dossier);
    terms.words(&row.dossier);
    if let Some(code) = record.text(fields::FILE_CODE) {
        terms.dossier(code);
    }
    for path in UNITS {
        record.text(path).into_iter().for_each(|unit| terms.unit(unit));
    }
    if let Some(number) = paper::number(record) {
        terms.words(&number);
    }
    // As it was printed, for the record may hold number and notation without the year between them.
    if let Some(raw) = record.get(fields::CODE_NUMBER).and_then(|entry| entry.raw.as_deref()) {
        terms.words(raw);
    }
    for (path, entry) in record.iter() {
        match &entry.value {
            Some(value) => terms.field(path, &value.to_string()),
            None => terms.field(path, entry.raw.as_deref().unwrap_or_default()),
        }
        let is_said_already = entry.precision.is_some() || path == fields::CODE_NUMBER || path == fields::CODE_NOTATION;
        match (&entry.value, &entry.raw) {
            (Some(Scalar::Text(text)), _) if !is_said_already => terms.words(text),
            (None, Some(raw)) => terms.words(raw),
            _ => (),
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;

    fn record(fields: &[(&str, &str)]) -> Record {
        fields.iter().map(|(path, value)| ((*path).to_owned(), Entry::plain(*value))).collect()
    }

    #[test]
    fn number_and_notation_stand_together_however_they_were_split() {
        let number = |fields: &[(&str, &str)]| paper::number(&record(fields));
        let expected = Some("123/GXN-UBND".to_owned());
        assert_eq!(number(&[("codeNumber", "123"), ("codeNotation", "GXN-UBND")]), expected);
        assert_eq!(number(&[("codeNumber", "123"), ("codeNotation", "/GXN-UBND")]), expected);
        assert_eq!(number(&[("codeNumber", "123"), ("codeNotation", "123/GXN-UBND")]), expected);
        assert_eq!(number(&[("codeNotation", "123/GXN-UBND")]), expected);
        assert_eq!(number(&[]), None);
    }

    #[test]
    fn a_document_is_in_force_from_its_day_of_issue_unless_the_record_says_from_when() {
        let from = |fields: &[(&str, &str)]| term_of(&record(fields), false).from;
        assert_eq!(from(&[("issuedDate", "2019-03")]), Some(20190301));
        assert_eq!(from(&[("issuedDate", "2019-03"), ("tthc.validFrom", "2019-05-01")]), Some(20190501));
        assert_eq!(term_of(&record(&[("tthc.validUntil", "2019")]), false).until, Some(20191231));
    }
}
