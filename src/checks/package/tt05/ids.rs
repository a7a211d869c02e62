//! The ids of a METS: each is used once, and what is referred to is there (METS 1.12, xsd:ID and xsd:IDREF).

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::Read;

use crate::checks::package::notes::Notes;
use crate::exchange::xml::{Element, Event, Stop, Xml};
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::text;

/// Attributes that refer to ids of the same METS.
const REFERENCES: &[&str] = &["ADMID", "DMDID", "FILEID"];

/// An id, as memory keeps it: a METS of a hundred thousand files has half a million.
type Key = u64;

/// What a METS has and what it refers to.
#[derive(Default)]
struct Ids {
    /// Two ids fall on one key by chance alone, and nobody can choose them so: the keys are different in every run.
    keys: RandomState,
    known: HashSet<Key>,
    twice: Vec<(String, u64)>,
    /// References to what had not been met yet.
    open: Vec<(Key, u64)>,
}

/// Goes through a METS that was read to its end before.
pub fn check(package: &Container, path: &str, notes: &mut Notes<'_>) {
    let mut ids = Ids::default();
    let read = package.open(path).map_err(Stop::Unreadable).and_then(|file| ids.read(file));
    if let Err(stop) = read {
        return notes.stopped(path, stop);
    }
    for (id, line) in &ids.twice {
        let what = text!("dòng {line}: định danh `{id}` đã được dùng", "line {line}: the id `{id}` is used already");
        notes.find(&codes::PACKAGE_ID_TWICE, path, what);
    }
    for (_, line) in ids.open.iter().filter(|(key, _)| !ids.known.contains(key)) {
        let what = text!(
            "dòng {line}: tham chiếu tới định danh không có trong METS",
            "line {line}: a reference to an id that the METS does not have"
        );
        notes.find(&codes::PACKAGE_ID_UNKNOWN, path, what);
    }
}

impl Ids {
    fn read(&mut self, file: impl Read) -> Result<(), Stop> {
        let mut xml = Xml::new(file);
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            // What is wrapped in has ids of its own.
            if element.is("xmlData") || element.is("binData") {
                xml.skip()?;
                continue;
            }
            self.take(&element);
        }
        Ok(())
    }

    fn take(&mut self, element: &Element) {
        let line = element.line;
        if let Some(id) = element.attributes.iter().find(|(name, _)| name == "ID").map(|(_, id)| id.trim())
            && !self.known.insert(self.keys.hash_one(id))
        {
            self.twice.push((id.chars().take(80).collect(), line));
        }
        for name in REFERENCES {
            for id in element.attribute(name).into_iter().flat_map(str::split_whitespace) {
                let key = self.keys.hash_one(id);
                if !self.known.contains(&key) {
                    self.open.push((key, line));
                }
            }
        }
    }
}
