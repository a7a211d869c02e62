//! All versions of an archive as they go by: is each there once, and are its relations to documents that there are?
//!
//! Memory: 16 bytes for each version, twice that while the table grows, and of documents that replace others their
//! ids and theirs.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::checks::sidecars::Bundle;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::finding::codes;
use crate::sidecar::REPLACES;
use crate::text;

/// The versions that went by.
#[derive(Debug, Default)]
pub struct History {
    /// The beginnings of digests over id and number.
    versions: HashSet<[u8; 16]>,
    /// The latest versions of documents that ever replaced others, by their ids.
    replacing: BTreeMap<String, Latest>,
}

#[derive(Debug)]
struct Latest {
    version: u32,
    /// Where its sidecar is, for people.
    subject: String,
    /// The ids of the documents that it replaces.
    replaces: Vec<String>,
}

impl History {
    /// Takes in the bundles of the next batch, in the order of the seals; `place` is where that is, for people.
    pub fn add(&mut self, place: &str, bundles: &[Bundle], tally: &mut Tally) {
        for bundle in bundles {
            let version = bundle.leaf.version;
            if !self.versions.insert(key(&bundle.leaf.id, version)) {
                let what = text!(
                    "phiên bản {version} của tài liệu này đã có ở bản mô tả khác",
                    "another sidecar is version {version} of this document already"
                );
                tally.find(&codes::SIDECAR_VERSION, &format!("{place}/{}", bundle.path), what);
            }
            self.note_replacing(place, bundle);
        }
        for bundle in bundles {
            let is_unknown = |to: &str| !self.versions.contains(&key(to, 1));
            for _ in bundle.relations.iter().filter(|relation| is_unknown(&relation.to)) {
                // Forged text is not repeated.
                let what = text!(
                    "có quan hệ với một tài liệu mà kho không có",
                    "a relation is to a document that the archive has not"
                );
                tally.find(&codes::SIDECAR_RELATION, &format!("{place}/{}", bundle.path), what);
            }
        }
    }

    fn note_replacing(&mut self, place: &str, bundle: &Bundle) {
        let (id, version) = (&bundle.leaf.id, bundle.leaf.version);
        let replaces: Vec<String> = bundle
            .relations
            .iter()
            .filter(|relation| relation.kind == REPLACES && relation.to != *id)
            .map(|relation| relation.to.clone())
            .collect();
        let known = self.replacing.get(id).map(|latest| latest.version);
        if known.map_or(!replaces.is_empty(), |known| known < version) {
            let subject = format!("{place}/{}", bundle.path);
            self.replacing.insert(id.clone(), Latest { version, subject, replaces });
        }
    }

    /// Reports documents that, as their latest versions say, replace themselves by way of others: one for each ring.
    pub fn check_rings(&self, tally: &mut Tally) {
        // True on the way that is being walked, false once all beyond was seen.
        let mut seen: HashMap<&str, bool> = HashMap::new();
        for start in self.replacing.keys() {
            if seen.contains_key(start.as_str()) {
                continue;
            }
            seen.insert(start, true);
            let mut way: Vec<(&str, usize)> = vec![(start, 0)];
            while let Some((id, next)) = way.last_mut() {
                let Some(latest) = self.replacing.get(*id) else { break };
                let Some(to) = latest.replaces.get(*next) else {
                    seen.insert(id, false);
                    way.pop();
                    continue;
                };
                *next += 1;
                match seen.get(to.as_str()) {
                    Some(true) => {
                        let what = text!(
                            "các tài liệu thay thế lẫn nhau thành vòng",
                            "documents replace each other in a ring"
                        );
                        tally.find(&codes::SIDECAR_RELATION, &latest.subject, what);
                    }
                    None if self.replacing.contains_key(to) => {
                        seen.insert(to, true);
                        way.push((to, 0));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Returns what a version is known by; ids are any text until they were checked.
fn key(id: &str, version: u32) -> [u8; 16] {
    let Digest(digest) = Digest::of(format!("{version} {id}").as_bytes());
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::chain::Leaf;
    use crate::relpath::RelPath;
    use crate::sidecar::Relation;

    fn bundle(id: &str, version: u32, replaces: &[&str]) -> Bundle {
        let digest = Digest::of(id.as_bytes());
        let relation = |to: &&str| {
            let [kind, to, found] = [REPLACES, to, "person"].map(str::to_owned);
            Relation { kind, to, found, decided: None, note: None }
        };
        Bundle {
            leaf: Leaf { id: id.to_owned(), version, pdf: digest, sidecar: digest },
            path: RelPath::parse(&format!("data/{id}.json")).unwrap(),
            pdf_batch: None,
            pdf: RelPath::parse(&format!("data/{id}.pdf")).unwrap(),
            original: None,
            pages: 1,
            relations: replaces.iter().map(relation).collect(),
            before: None,
        }
    }

    fn found(batches: &[&[Bundle]]) -> Vec<(String, String)> {
        let (mut history, mut tally) = (History::default(), Tally::default());
        for (number, bundles) in batches.iter().enumerate() {
            history.add(&format!("{}", number + 1), bundles, &mut tally);
        }
        history.check_rings(&mut tally);
        tally.findings.into_iter().map(|finding| (finding.code, finding.subject)).collect()
    }

    fn pair(code: &str, subject: &str) -> (String, String) {
        (code.to_owned(), subject.to_owned())
    }

    #[test]
    fn a_version_is_there_once_in_the_whole_archive() {
        let [one, two] = [1, 2].map(|version| bundle("a", version, &[]));
        assert_eq!(found(&[&[one.clone(), bundle("b", 1, &[])], std::slice::from_ref(&two)]), []);
        assert_eq!(
            found(&[std::slice::from_ref(&one), &[two], std::slice::from_ref(&one)]),
            [pair("sidecar.version", "3/data/a.json")]
        );
    }

    #[test]
    fn a_relation_is_to_a_document_of_this_or_an_earlier_batch() {
        let (a, b) = (bundle("a", 1, &["b"]), bundle("b", 1, &[]));
        assert_eq!(found(&[&[a.clone(), b.clone()]]), []);
        assert_eq!(found(&[&[a], &[b]]), [pair("sidecar.relation", "1/data/a.json")]);
    }

    #[test]
    fn a_ring_of_the_latest_versions_is_found_once_and_one_that_was_undone_is_not() {
        let first = ["a", "b", "c", "d"].map(|id| bundle(id, 1, &[]));
        let later =
            [bundle("a", 2, &["b"]), bundle("b", 2, &["c", "d"]), bundle("c", 2, &["a"]), bundle("d", 2, &["x"])];
        let (x, undone) = (bundle("x", 1, &[]), bundle("b", 3, &["d"]));
        let ring = [pair("sidecar.relation", "2/data/c.json")];
        let with_x = [&first[..], &[x]].concat();
        assert_eq!(found(&[&with_x, &later]), ring);
        assert_eq!(found(&[&with_x, &later, &[undone]]), []);
    }
}
