//! Documents that another archive of sohoa has packed: a PDF, and its sidecar beside it.
//!
//! The record is taken from the sidecar as it is. Versions, relations and events stay with the archive that made them.

use std::collections::HashMap;
use std::io::Read;

use crate::digest::Digest;
use crate::finding::codes;
use crate::intake::discover::Found;
use crate::record::Described;
use crate::sidecar::{SCHEMA, Sidecar};

use super::super::plan::Description;
use super::pieces::{Fate, Pieces};

/// The most bytes of a sidecar.
const LARGEST: u64 = 64 << 20;

/// Finds the sidecars, by the labels of their PDFs. Where there are any, sheets and lists say nothing more and are left.
pub(super) fn sidecars(pieces: &mut Pieces) -> HashMap<String, Found> {
    let is_taken = |at: usize| pieces.get(at).is_some_and(|piece| piece.fate == Fate::Document);
    let ends = |ending: &'static str| pieces.iter().filter(move |(at, piece)| is_taken(*at) && piece.ends_in(ending));
    let json: HashMap<&str, usize> = ends("json").map(|(at, piece)| (stem(&piece.path), at)).collect();
    let pairs = ends("pdf").filter_map(|(at, piece)| Some((at, *json.get(stem(&piece.path))?)));
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let label = |at: usize| pieces.get(at).map(|piece| piece.found.label.clone());
    let found: HashMap<String, Found> =
        pairs.iter().filter_map(|(pdf, json)| Some((label(*pdf)?, pieces.get(*json)?.found.clone()))).collect();
    if !found.is_empty() {
        let is_used = |fate: Fate| matches!(fate, Fate::Document | Fate::Sheet);
        let others = pieces.iter().filter(|(_, piece)| is_used(piece.fate) && !piece.ends_in("pdf"));
        let others: Vec<usize> = others.map(|(at, _)| at).collect();
        others.into_iter().for_each(|at| pieces.set(at, Fate::Left(&codes::SOURCE_PACKAGE_PART)));
    }
    found
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// Reads what a sidecar says of its document, and the dossier's name; `None` when it is none of ours.
pub(super) fn read(sidecar: &Found) -> Option<(String, Description)> {
    if sidecar.size > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    sidecar.place.reader().ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    let read = Sidecar::parse(&bytes).ok().filter(|read| read.schema == SCHEMA)?;
    let described = Described {
        path: sidecar.label.clone(),
        sha256: Digest::of(&bytes),
        sheet: "record".to_owned(),
        row: 1,
        joined: "file".to_owned(),
    };
    Some((read.dossier, Description { record: read.record, described }))
}
