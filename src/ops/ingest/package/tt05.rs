//! Packages with a METS: TT 05/2025/TT-BNV, annexes I to V, and other profiles of E-ARK CSIP.
//!
//! All METS are read, whichever of them lists a file; documents lie in `data` of a representation, and each finds its
//! record by the structural map, by `DMDID`, or by name.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::exchange::mets::{self, File, Item, Lost, Mets, Pointer};
use crate::exchange::xml::Stop;
use crate::finding::{Finding, codes};
use crate::text;

use super::pieces::{Fate, Pieces};

/// The most METS files that are read of one package.
const MOST_METS: usize = 1000;

/// What the METS of a package say.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Why the package is not to be believed at all; subjects are paths in it.
    pub(super) refusals: Vec<Finding>,
    /// What a person should know.
    pub(super) notes: Vec<Finding>,
    /// What its METS files list, and whether with a digest.
    listed: BTreeMap<usize, bool>,
    /// The record of the dossier.
    pub(super) dossier: Option<usize>,
    /// Records of documents, in the order of the METS, each with its document where that is known.
    pub(super) records: Vec<(usize, Option<usize>)>,
}

/// What one METS says, by its own ids.
#[derive(Default)]
struct Links {
    /// Sections of descriptive metadata, in order.
    sections: Vec<(Option<String>, usize)>,
    files: HashMap<String, usize>,
    /// Ids of sections and of files that belong together.
    pairs: Vec<(String, String)>,
    /// Further METS that it leads to.
    further: Vec<usize>,
}

/// Reads all METS of a package that was checked, the one at its root first.
pub(super) fn read(pieces: &mut Pieces) -> Contents {
    let root = pieces.iter().find(|(_, piece)| piece.folder().is_empty() && piece.is_called("mets.xml"));
    let root = root.map_or(0, |(at, _)| at);
    let mut contents = Contents::default();
    let mut seen: HashSet<usize> = HashSet::from([root]);
    let mut wait = vec![root];
    // A representation's METS is found where it must lie, even if nothing leads there.
    let nested = pieces.iter().filter(|(_, piece)| piece.is_called("mets.xml") && is_of_representation(&piece.path));
    let mut nested: Vec<usize> = nested.map(|(at, _)| at).collect();
    let mut record_of = HashMap::new();
    while let Some(at) = wait.pop() {
        match read_one(pieces, at, &mut contents) {
            Ok(links) => {
                take_links(pieces, &links, at == root, &mut contents, &mut record_of);
                nested.extend(links.further);
            }
            Err(finding) => contents.refusals.push(finding),
        }
        let fresh: Vec<usize> = nested.drain(..).filter(|at| seen.len() < MOST_METS && seen.insert(*at)).collect();
        wait.extend(fresh.into_iter().rev());
    }
    sort_out(pieces, &mut contents, &record_of, &seen);
    contents
}

fn is_of_representation(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next().is_some_and(|first| first.eq_ignore_ascii_case("representations")) && parts.count() == 2
}

fn read_one(pieces: &Pieces, at: usize, contents: &mut Contents) -> Result<Links, Finding> {
    let Some(piece) = pieces.get(at) else { return Ok(Links::default()) };
    let unreadable = |stop: &Stop| Finding::new(&codes::SOURCE_PACKAGE_METS, &piece.path, super::why(stop));
    let reader = piece.found.place.reader().map_err(|error| unreadable(&Stop::Unreadable(error)))?;
    let (mut mets, mut links) = (Mets::new(reader), Links::default());
    let mut section_ids: Vec<String> = Vec::new();
    while let Some(item) = mets.next().map_err(|stop| unreadable(&stop))? {
        match item {
            Item::File(file) => {
                for found in list(pieces, piece.folder(), &file, contents) {
                    if pieces.get(found).is_some_and(|found| found.is_called("mets.xml")) {
                        links.further.push(found);
                    }
                    links.pairs.extend(file.metadata.iter().filter_map(|id| Some((id.clone(), file.id.clone()?))));
                    links.files.extend(file.id.clone().map(|id| (id, found)));
                }
            }
            Item::Metadata(metadata) => {
                let found = list(pieces, piece.folder(), &metadata.file, contents);
                let is_descriptive = metadata.section.eq_ignore_ascii_case("dmdSec");
                let section = found.into_iter().next().filter(|_| is_descriptive);
                links.sections.extend(section.map(|at| (metadata.section_id, at)));
            }
            Item::Division(division) => section_ids = division.metadata,
            Item::Pointer(Pointer::File(id)) => {
                links.pairs.extend(section_ids.iter().map(|section| (section.clone(), id.clone())));
            }
            Item::Pointer(Pointer::Mets(href)) => {
                links.further.extend(locate(pieces, piece.folder(), &href).ok().flatten());
            }
            Item::Root(_) | Item::Header(_) | Item::Agent(_) => (),
        }
    }
    Ok(links)
}

/// Puts a file on the list, and returns where it is.
fn list(pieces: &Pieces, base: &str, file: &File, contents: &mut Contents) -> Vec<usize> {
    let mut found = Vec::new();
    for href in &file.hrefs {
        match locate(pieces, base, href) {
            Ok(Some(at)) => {
                let has_digest = file.checksum.as_deref().is_some_and(|digest| !digest.trim().is_empty());
                *contents.listed.entry(at).or_default() |= has_digest;
                found.push(at);
            }
            // What must be there is there, and what lies in another package has a note in its place.
            Ok(None) => (),
            Err(Lost::Elsewhere) => {
                let what =
                    text!("tệp nằm ngoài gói nên không được nhập", "the file lies elsewhere and was not imported");
                contents.notes.push(Finding::new(&codes::SOURCE_PACKAGE_ELSEWHERE, &pieces.label, what));
            }
            Err(Lost::Outside | Lost::Nowhere) => {
                let what = text!("METS trỏ ra ngoài gói", "the METS leads out of the package");
                contents.refusals.push(Finding::new(&codes::SOURCE_PACKAGE_METS, "", what));
            }
        }
    }
    found
}

/// A link is relative to its METS; some writers put it from the root.
fn locate(pieces: &Pieces, base: &str, href: &str) -> Result<Option<usize>, Lost> {
    let near = mets::resolve(base, href);
    let far = if base.is_empty() { None } else { mets::resolve("", href).ok() };
    let paths = near.as_ref().into_iter().chain(&far).flatten();
    let found = paths.into_iter().find_map(|path| pieces.find(path));
    if found.is_some() { Ok(found) } else { near.map(|_| None) }
}

/// Brings documents and their records together as far as ids tell.
fn take_links(
    pieces: &Pieces,
    links: &Links,
    is_root: bool,
    contents: &mut Contents,
    record_of: &mut HashMap<usize, usize>,
) {
    let by_id: HashMap<&str, usize> =
        links.sections.iter().filter_map(|(id, at)| Some((id.as_deref()?, *at))).collect();
    for (section, file) in &links.pairs {
        if let (Some(record), Some(document)) = (by_id.get(section.as_str()), links.files.get(file)) {
            record_of.entry(*document).or_insert(*record);
        }
    }
    if is_root {
        let is_ead = |at: &usize| pieces.get(*at).is_some_and(|piece| piece.is_called("ead.xml"));
        let at_root = |at: &usize| pieces.get(*at).is_some_and(|piece| !is_below_representations(&piece.path));
        let sections = || links.sections.iter().map(|(_, at)| *at);
        contents.dossier = sections().find(is_ead).or_else(|| sections().find(at_root));
    }
    let known: HashSet<usize> = contents.records.iter().map(|(record, _)| *record).chain(contents.dossier).collect();
    let fresh = links.sections.iter().map(|(_, at)| *at).filter(|at| !known.contains(at));
    contents.records.extend(fresh.map(|at| (at, None)));
}

/// Says what each file is, and gives each record its document.
fn sort_out(pieces: &mut Pieces, contents: &mut Contents, record_of: &HashMap<usize, usize>, mets: &HashSet<usize>) {
    let has_representations = pieces.iter().any(|(_, piece)| is_below_representations(&piece.path));
    let known: HashSet<usize> = contents.records.iter().map(|(record, _)| *record).chain(contents.dossier).collect();
    let mut documents = Vec::new();
    let mut bare: Vec<&str> = Vec::new();
    for (at, piece) in pieces.iter().filter(|(at, _)| !mets.contains(at)) {
        if is_fetched(&piece.path) {
            contents.notes.push(fetched(&piece.found.label));
            continue;
        }
        let Some(has_digest) = contents.listed.get(&at) else { continue };
        bare.extend((!has_digest).then_some(&*piece.found.label));
        if is_data(&piece.path, has_representations) {
            documents.push(at);
        } else if is_record(&piece.path) && !known.contains(&at) {
            contents.records.push((at, None));
        }
    }
    contents.notes.extend(bare.first().map(|first| super::sound::unchecked(first, bare.len())));
    documents.iter().for_each(|at| pieces.set(*at, Fate::Document));
    pair(pieces, contents, &documents, record_of);
}

fn is_below_representations(path: &str) -> bool {
    path.split_once('/').is_some_and(|(first, _)| first.eq_ignore_ascii_case("representations"))
}

/// Documents lie below `data` of a representation; in packages without representations, wherever nothing else does.
fn is_data(path: &str, has_representations: bool) -> bool {
    const OTHER: &[&str] = &["metadata", "schemas", "documentation", "submission"];
    let folders: Vec<&str> = path.split('/').collect();
    let within = if has_representations { folders.get(2) } else { folders.first() };
    let is_in_place = !has_representations || is_below_representations(path);
    is_in_place && within.is_some_and(|part| !OTHER.iter().any(|other| part.eq_ignore_ascii_case(other)))
}

/// Some writers list records of documents as files and nothing else.
fn is_record(path: &str) -> bool {
    let folders = path.to_ascii_lowercase();
    is_below_representations(path) && folders.contains("/metadata/descriptive/") && folders.ends_with(".xml")
}

/// A document that lies in an earlier package has a note in its place.
fn is_fetched(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".fetch.txt")
}

fn fetched(label: &str) -> Finding {
    let what = text!(
        "tài liệu nằm trong một gói trước đó của cùng phông, nên không có trong lần nhập này",
        "the document lies in an earlier package of the fonds and is not part of this import"
    );
    Finding::new(&codes::SOURCE_PACKAGE_ELSEWHERE, label, what)
}

/// Pairs what ids have not paired by the names of the files: `EAD_doc_X.xml` describes `X.pdf`.
fn pair(pieces: &Pieces, contents: &mut Contents, documents: &[usize], record_of: &HashMap<usize, usize>) {
    let mut document_of: BTreeMap<usize, usize> = BTreeMap::new();
    for document in documents {
        if let Some(record) = record_of.get(document) {
            document_of.entry(*record).or_insert(*document);
        }
    }
    let paired: HashSet<usize> = document_of.values().copied().collect();
    let free = documents.iter().filter(|at| !paired.contains(at));
    let by_stem: HashMap<String, usize> = free.filter_map(|at| Some((pieces.get(*at)?.stem(), *at))).collect();
    for (record, document) in &mut contents.records {
        let by_name = || by_stem.get(&described_stem(&pieces.get(*record)?.stem())).copied();
        *document = document_of.get(record).copied().or_else(by_name);
    }
}

/// Returns what a record's own name says of its document's.
fn described_stem(stem: &str) -> String {
    let rest = stem.strip_prefix("ead").map_or(stem, |rest| rest.trim_start_matches(['_', '-', ' ']));
    let rest = rest.strip_prefix("doc").map_or(rest, |rest| rest.trim_start_matches(['_', '-', ' ']));
    rest.to_owned()
}
