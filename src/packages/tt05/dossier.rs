//! What the documents of a package say together: of their dossier, and of the package as a whole.
//!
//! A few values are kept for each field, however many documents there are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::seat::Seat;
use super::values::{self, day_first};
use super::{Kind, Rules};
use crate::exchange::ead::{self, Computed, Element};
use crate::exchange::tt05::fill;
use crate::packages::Document;
use crate::records::fields;

/// What an order may say of a lot, though it can be made as well.
const TITLE: &str = "title";

/// What all documents say alike.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// The same; `None` when nothing.
    Alike(Option<String>),
    /// One this, another that.
    Different,
}

/// The documents of a package, gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// How many.
    pub(super) documents: u64,
    /// Their pages.
    pub(super) pages: u64,
    /// Fields of the dossier that documents say different things in.
    pub(super) conflicts: BTreeSet<&'static str>,
    /// Whether two documents have one place.
    pub(super) has_clash: bool,
    /// How many documents the dossier has by the records.
    pub(super) told: Option<u64>,
    /// The file code of the first one.
    pub(super) file_code: Option<String>,
    /// What the records say of the dossier, by path.
    stated: BTreeMap<&'static str, String>,
    /// By path.
    said: BTreeMap<&'static str, Said>,
    /// By path: all codes; `None` when a document has none.
    codes: BTreeMap<&'static str, Option<BTreeSet<String>>>,
    sheets: Option<u64>,
    /// First and last date of issue; `None` when a document has none.
    dates: Option<(String, String)>,
    ordinals: HashSet<u64>,
}

impl Gathered {
    /// Takes a document in.
    pub(super) fn add(&mut self, rules: &Rules<'_>, document: &Document, seat: Option<&Seat>) {
        let record = &document.sidecar.record;
        let is_first = self.documents == 0;
        self.documents += 1;
        self.pages += u64::from(document.sidecar.pdf.pages);
        self.has_clash |= seat.is_some_and(|seat| !self.ordinals.insert(seat.ordinal));
        if let Some(seat) = seat {
            match &self.file_code {
                Some(known) if *known != seat.file_code => _ = self.conflicts.insert(fields::FILE_CODE),
                Some(_) => (),
                None => self.file_code = Some(seat.file_code.clone()),
            }
        }
        if rules.terms.lot.is_none() && rules.kind != Kind::Dip {
            self.told = self.told.or_else(|| record.count(fields::TOTAL_DOC));
        }
        let sheets = record.count(fields::DOC_SHEETS);
        self.sheets = if is_first { sheets } else { self.sheets.zip(sheets).map(|(sum, more)| sum + more) };
        self.date(record.text(fields::ISSUED), is_first);
        if rules.terms.lot.is_none() {
            rules.table().elements.iter().for_each(|element| self.element(rules, element, document, is_first));
        }
    }

    fn element(&mut self, rules: &Rules<'_>, element: &'static Element, document: &Document, is_first: bool) {
        let record = &document.sidecar.record;
        for path in element.from {
            let Some(value) = values::stated(rules, element.kind, record, path) else { continue };
            match self.stated.get(path) {
                Some(known) if *known != value => _ = self.conflicts.insert(path),
                Some(_) => (),
                None => _ = self.stated.insert(path, value),
            }
        }
        match element.computed {
            Some(Computed::Agreed(path)) => {
                let own = values::stated(rules, element.kind, record, path);
                let own = Said::Alike(own.or_else(|| rules.tt05.unstated.get(path).cloned()));
                let said = self.said.entry(path).or_insert_with(|| own.clone());
                if *said != own {
                    *said = Said::Different;
                }
            }
            Some(Computed::Union(path)) => {
                let own = record.text(path).map(|codes| codes.split(',').map(str::to_owned).collect::<BTreeSet<_>>());
                let all = self.codes.entry(path).or_insert_with(|| is_first.then(BTreeSet::new));
                *all = all.take().zip(own).map(|(mut all, own)| {
                    all.extend(own);
                    all
                });
            }
            _ => (),
        }
    }

    /// A year or a month lasts to its end: as a first date it counts from its beginning, as a last one to its end.
    fn date(&mut self, date: Option<&str>, is_first: bool) {
        let end = |date: &str| format!("{date}~");
        self.dates = match (self.dates.take(), date) {
            (None, Some(date)) if is_first => Some((date.to_owned(), date.to_owned())),
            (Some((first, last)), Some(date)) => {
                let first = if date < first.as_str() { date.to_owned() } else { first };
                let last = if end(date) > end(&last) { date.to_owned() } else { last };
                Some((first, last))
            }
            _ => None,
        };
    }

    /// Returns what an element of the package's EAD says.
    pub(super) fn value(&self, rules: &Rules<'_>, element: &Element) -> Option<String> {
        let is_open = element.from.is_empty() && (element.computed.is_none() || element.name == TITLE);
        let asked = || rules.asked(element.name).filter(|_| is_open).map(|value| asked(element.kind, value));
        let stated = || element.from.iter().find_map(|path| self.stated.get(path).cloned());
        // Where documents differ, what the profile would say is no answer.
        let unstated = || rules.tt05.unstated.get(element.name).filter(|_| !self.differs(element)).cloned();
        asked().or_else(stated).or_else(|| self.computed(rules, element)).or_else(unstated)
    }

    fn computed(&self, rules: &Rules<'_>, element: &Element) -> Option<String> {
        match element.computed? {
            Computed::Template => self.template(rules, element.name),
            Computed::DossierName => self.file_code.clone(),
            Computed::Documents => Some(self.documents.to_string()),
            Computed::Pages => Some(self.pages.to_string()),
            Computed::Sheets => self.sheets.map(|sheets| sheets.to_string()),
            Computed::Earliest => self.dates.as_ref().map(|(first, _)| day_first(first)),
            Computed::Latest => self.dates.as_ref().map(|(_, last)| day_first(last)),
            Computed::Agreed(path) => match self.said.get(path)? {
                Said::Alike(value) => value.clone(),
                Said::Different => None,
            },
            Computed::Union(path) => {
                let codes: Vec<&str> = self.codes.get(path)?.as_ref()?.iter().map(String::as_str).collect();
                Some(codes.join(&rules.tt05.list_separator)).filter(|codes| !codes.is_empty())
            }
            Computed::Ordinal => None,
        }
    }

    /// Says whether the dossier does not say what documents say differently.
    pub(super) fn differs(&self, element: &Element) -> bool {
        let is_stated = element.from.iter().any(|path| self.stated.contains_key(path));
        let differ = |path: &str| self.said.get(path) == Some(&Said::Different);
        !is_stated && matches!(element.computed, Some(Computed::Agreed(path)) if differ(path))
    }

    fn template(&self, rules: &Rules<'_>, name: &str) -> Option<String> {
        let word = |word: &str| match word {
            "fileCode" => self.file_code.clone(),
            other => rules.word(other),
        };
        match name {
            "arcFileCode" => fill(&rules.tt05.arc_file_code, word),
            "fileCode" => self.file_code.clone(),
            "title" => fill(&rules.tt05.lot_title, word),
            _ => None,
        }
    }
}

/// An order may give a date as `2026-11-22`.
fn asked(kind: ead::Kind, value: &str) -> String {
    let is_iso = value.len() == 10 && value.split('-').count() == 3;
    if matches!(kind, ead::Kind::Date) && is_iso { day_first(value) } else { value.to_owned() }
}
