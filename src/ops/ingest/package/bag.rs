//! Packages without a METS: BagIt bags (RFC 8493), and folders with a list as `sha256sum` makes it.
//!
//! They were checked before: here it is only said which of their files are documents and sheets.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::checks::listed::{self, Kind};
use crate::checks::tags;
use crate::checks::tally::Tally;
use crate::files::container::read::Container;

use super::pieces::{Fate, Piece, Pieces};

/// The records for the Kho, beside their list.
const RESULTS: &str = "ket-qua.json";

/// Takes the payload of a bag. A table of metadata may be a tag file as well, if its digest is listed.
pub(super) fn take(pieces: &mut Pieces, bag: &Container) {
    let mut told = Tally::default();
    let encoding = tags::check_declaration(bag, &mut told);
    let tags = listed::read(bag, Kind::Tags, encoding, &mut told).unwrap_or_default();
    let tags: HashSet<String> = tags.keys().map(|path| path.as_str().nfc().collect()).collect();
    let is_payload = |piece: &Piece| piece.path.starts_with("data/");
    mark(pieces, |piece| is_payload(piece) || piece.is_sheet() && tags.contains(&piece.path));
}

/// Takes what sohoa has exported: PDFs, their sidecars and sheets.
pub(super) fn take_own(pieces: &mut Pieces) {
    let is_record = |piece: &Piece| piece.ends_in("json") && !piece.is_called(RESULTS);
    mark(pieces, |piece| piece.is_sheet() || piece.ends_in("pdf") || is_record(piece));
}

/// Says whether sohoa made it: a delivery of scans may have a list, but no sidecar beside a PDF.
pub(super) fn is_own(pieces: &Pieces) -> bool {
    let stems = |ending: &'static str| pieces.iter().filter(move |(_, piece)| piece.ends_in(ending));
    let stem = |piece: &Piece| (piece.folder().to_owned(), piece.stem());
    let pdfs: HashSet<_> = stems("pdf").map(|(_, piece)| stem(piece)).collect();
    stems("json").any(|(_, piece)| pdfs.contains(&stem(piece)))
}

fn mark(pieces: &mut Pieces, is_taken: impl Fn(&Piece) -> bool) {
    let taken = pieces.iter().filter(|(_, piece)| is_taken(piece));
    let fate = |piece: &Piece| if piece.is_sheet() { Fate::Sheet } else { Fate::Document };
    let fates: Vec<(usize, Fate)> = taken.map(|(at, piece)| (at, fate(piece))).collect();
    fates.into_iter().for_each(|(at, fate)| pieces.set(at, fate));
}
