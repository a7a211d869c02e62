//! Which documents go into which package, and what it is called.

use std::ops::Range;

use uuid::Uuid;

use super::select::{Pick, Selection};
use super::{Counts, Options};
use crate::archive::layout::Archive;
use crate::finding::{Finding, codes};
use crate::text;

/// The namespace of package ids.
const NAMESPACE: Uuid = Uuid::from_u128(0x5e1c_0b7a_44d1_5c1e_9d2f_6b3a_70c4_8e21);

/// The documents of one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Derived from format, profile and documents.
    pub id: String,
    /// Its place among all packages, from 1.
    pub ordinal: usize,
    /// Where the selection was too much for one package: the id that its parts share, which part, of how many.
    pub part: Option<(String, usize, usize)>,
    /// The documents, by their places in the selection.
    pub range: Range<usize>,
}

impl Parcel {
    /// Returns it with only these documents, in its own place among the packages.
    pub fn of(self, range: Range<usize>, archive: &Archive, options: &Options, selection: &Selection) -> Parcel {
        Parcel { id: id(archive, options, &selection.picks[range.clone()]), range, ..self }
    }

    /// Returns the name of the dossier that it is, where packages are dossiers.
    pub fn dossier(&self, options: &Options, selection: &Selection) -> Option<String> {
        let first = selection.picks.get(self.range.start).filter(|_| options.is_by_dossier())?;
        selection.dossiers.get(first.dossier as usize).cloned()
    }
}

/// Cuts the selection into packages: by dossiers, or by what a package may hold.
pub fn parcels(archive: &Archive, options: &Options, selection: &Selection) -> Vec<Parcel> {
    let picks = &selection.picks;
    let named = |range: &Range<usize>| id(archive, options, &picks[range.clone()]);
    if options.is_by_dossier() {
        let ends = picks.chunk_by(|a, b| a.dossier == b.dossier).scan(0, |end, dossier| {
            *end += dossier.len();
            Some(*end - dossier.len()..*end)
        });
        return (1..)
            .zip(ends)
            .map(|(ordinal, range)| Parcel { id: named(&range), ordinal, part: None, range })
            .collect();
    }
    let ranges = cut(picks, options);
    let of = ranges.len();
    let group = if of > 1 { named(&(0..picks.len())) } else { String::new() };
    let part = |number: usize| (of > 1).then(|| (group.clone(), number, of));
    (1..)
        .zip(ranges)
        .map(|(ordinal, range)| Parcel { id: named(&range), ordinal, part: part(ordinal), range })
        .collect()
}

/// Tells of packages that are larger than was asked, since neither a dossier nor a document is torn.
pub fn too_large(options: &Options, selection: &Selection, parcels: &[Parcel]) -> Vec<Finding> {
    let is_too_large = |parcel: &&Parcel| {
        let counts = Counts::of(&selection.picks[parcel.range.clone()]);
        options.max_bytes.is_some_and(|most| counts.bytes > most)
            || options.max_documents.is_some_and(|most| counts.documents > most)
    };
    let tell = |parcel: &Parcel| {
        let pick = &selection.picks[parcel.range.start];
        let dossier = &selection.dossiers[pick.dossier as usize];
        let subject = if options.is_by_dossier() { dossier.clone() } else { format!("{dossier}/{}", pick.name) };
        let what = text!("riêng nó đã lớn hơn giới hạn của một gói", "it is larger by itself than a package may be");
        Finding::new(&codes::EXPORT_LARGE, subject, what)
    };
    parcels.iter().filter(is_too_large).map(tell).collect()
}

/// Fills package after package, in order, up to the limits.
fn cut(picks: &[Pick], options: &Options) -> Vec<Range<usize>> {
    let (mut ranges, mut begin, mut counts) = (Vec::new(), 0, Counts::default());
    for (place, pick) in picks.iter().enumerate() {
        let with = counts.plus(pick);
        let is_full = options.max_bytes.is_some_and(|most| with.bytes > most)
            || options.max_documents.is_some_and(|most| with.documents > most);
        if is_full && place > begin {
            ranges.push(begin..place);
            (begin, counts) = (place, Counts::default());
        }
        counts = counts.plus(pick);
    }
    if begin < picks.len() {
        ranges.push(begin..picks.len());
    }
    ranges
}

/// The same documents by the same profile make the same id, whatever else was selected with them.
fn id(archive: &Archive, options: &Options, picks: &[Pick]) -> String {
    let mut named = format!(
        "{}\n{}\n{}\n{}\n",
        options.format.name, options.profile.name, options.profile_sha256, archive.config.id
    );
    let lot = options.lot.iter().map(|lot| ("lot", lot.as_str()));
    for (field, value) in options.request.iter().map(|(field, value)| (field.as_str(), value.as_str())).chain(lot) {
        named.push_str(&format!("{field}={value}\n"));
    }
    let mut named = named.into_bytes();
    // A sidecar holds id and version, and whatever else is packed of a document but its name.
    for pick in picks {
        named.extend(pick.sidecar_sha256.0);
        named.extend(pick.name.as_bytes());
        named.push(b'\n');
    }
    Uuid::new_v5(&NAMESPACE, &named).to_string()
}
