//! BagIt bags (RFC 8493), and folders of sohoa with `SHA256SUMS`: which files they list, and with which digests.

use std::collections::HashSet;
use std::io::Read;

use crate::digest::foreign::Algorithm;
use crate::finding::{Finding, codes};
use crate::manifest::{self, BadLine, Entry};
use crate::text;

use super::listing::{Listed, Listing};
use super::pieces::{Fate, Piece, Pieces};

/// The most bytes of a manifest: a million lines with long paths.
const LARGEST: u64 = 512 << 20;

/// Reads the manifests of a bag. What lies in `data` and is listed is taken.
pub(super) fn read(pieces: &mut Pieces) -> Listing {
    let mut listing = Listing::default();
    let named = |piece: &Piece, prefix: &str| {
        let name = piece.path.to_ascii_lowercase();
        Algorithm::named(name.strip_prefix(prefix)?.strip_suffix(".txt")?)
    };
    let all = |prefix: &str| -> Vec<(usize, Algorithm)> {
        pieces.iter().filter_map(|(at, piece)| Some((at, named(piece, prefix)?))).collect()
    };
    let (payload, tags) = (all("manifest-"), all("tagmanifest-"));
    if payload.is_empty() {
        let what = text!("túi không có bản kê nào đọc được", "the bag has no manifest that can be read");
        listing.refusals.push(Finding::new(&codes::BAG_MANIFEST, &pieces.label, what));
    }
    for (at, algorithm) in payload.iter().chain(&tags) {
        take_manifest(pieces, *at, *algorithm, manifest::parse, &mut listing);
    }
    take_payload(pieces, &mut listing, |piece| piece.path.to_ascii_lowercase().starts_with("data/"));
    listing
}

/// Reads the list of what sohoa has exported; PDFs, their sidecars and sheets are taken.
pub(super) fn read_sums(pieces: &mut Pieces) -> Listing {
    let mut listing = Listing::default();
    let is_sums = |piece: &Piece| super::SUMS.contains(&piece.path.as_str());
    let sums = pieces.iter().find(|(_, piece)| is_sums(piece)).map(|(at, _)| at);
    if let Some(at) = sums {
        take_manifest(pieces, at, Algorithm::Sha256, manifest::parse_sums, &mut listing);
    }
    let is_taken = |piece: &Piece| piece.ends_in("pdf") || piece.ends_in("json") && !piece.is_called(super::RESULTS);
    take_payload(pieces, &mut listing, is_taken);
    listing
}

fn take_manifest(
    pieces: &Pieces,
    at: usize,
    algorithm: Algorithm,
    parse: fn(&str) -> (Vec<Entry>, Vec<BadLine>),
    listing: &mut Listing,
) {
    let Some(piece) = pieces.get(at) else { return };
    let Some(text) = text_of(piece) else {
        let what = text!("không đọc được bản kê", "the manifest cannot be read");
        listing.refusals.push(Finding::new(&codes::BAG_MANIFEST, &piece.found.label, what));
        return;
    };
    let (entries, bad) = parse(&text);
    if let Some(line) = bad.first() {
        let number = line.number;
        let what = text!("dòng {number} không đọc được", "line {number} cannot be read");
        listing.refusals.push(Finding::new(&codes::BAG_MANIFEST, &piece.found.label, what));
    }
    for entry in entries {
        match pieces.find(&entry.path) {
            Some(at) => listing.files.push(Listed { at, digest: Some((algorithm, entry.digest)), size: None }),
            None => listing.miss(&pieces.label, &entry.path.as_str().escape_debug().to_string()),
        }
    }
}

fn text_of(piece: &Piece) -> Option<String> {
    if piece.found.size > LARGEST {
        return None;
    }
    let mut text = String::new();
    piece.found.place.reader().ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// Sets aside what no manifest lists, and takes the rest of the payload as documents and sheets.
fn take_payload(pieces: &mut Pieces, listing: &mut Listing, is_payload: impl Fn(&Piece) -> bool) {
    let listed: HashSet<usize> = listing.files.iter().map(|listed| listed.at).collect();
    let fate = |at: usize, piece: &Piece| match (listed.contains(&at), is_payload(piece)) {
        // A table of metadata may be a tag file as well.
        (true, _) if piece.is_sheet() => Some(Fate::Sheet),
        (true, true) => Some(Fate::Document),
        (false, true) => Some(Fate::Left(&codes::SOURCE_PACKAGE_UNLISTED)),
        _ => None,
    };
    let fates: Vec<(usize, Fate)> = pieces.iter().filter_map(|(at, piece)| Some((at, fate(at, piece)?))).collect();
    let unlisted = |(_, fate): &&(usize, Fate)| matches!(fate, Fate::Left(_));
    if let Some(first) = fates.iter().find(unlisted).and_then(|(at, _)| pieces.get(*at)) {
        listing.notes.push(super::unlisted(&first.found.label, fates.iter().filter(unlisted).count()));
    }
    fates.into_iter().for_each(|(at, fate)| pieces.set(at, fate));
}
