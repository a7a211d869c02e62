//! What a search for duplicates says: groups, doubts, relations, and a sum that adds up.

use serde::Serialize;

use crate::finding::Finding;

/// How much members of a group have in common, the strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The same bytes.
    Exact,
    /// The same image data in the same order of pages.
    Content,
    /// The same sheets, scanned again.
    Near,
}

/// Members that are the same paper. Groups are nested: a group of a kind holds all that is the same at that level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What holds for every pair in it, and more strictly for some.
    pub kind: Kind,
    /// Paths or ids, in the order of their bytes.
    pub members: Vec<String>,
    /// The worst comparison of a member with the best scan, from 0 to 1.
    pub score: f64,
    /// The best scan: what to keep, if one is to be kept.
    pub keep: String,
    /// The bytes of all others, hard links not counted.
    pub bytes: u64,
}

/// Two members that a person must look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Review {
    /// In the order of their bytes.
    pub members: [String; 2],
    /// How alike they are, from 0 to 1.
    pub score: f64,
    /// The place that differs most, where there is one.
    #[serde(rename = "where")]
    pub place: Option<Place>,
}

/// A place on a page of the first member, upright.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The page, from 1.
    pub page: u32,
    /// The page of the second member, from 1.
    pub other_page: u32,
    /// Left, top, width and height in pixels.
    #[serde(rename = "box")]
    pub pixels: [u32; 4],
    /// The same in millimetres, where the resolution is known.
    pub mm: Option<[f64; 4]>,
}

/// Members that share pages and are not the same document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Relation {
    /// `contained-in`, `re-ordered`, `shared-page`, `page-twice`, `same-record`.
    pub kind: &'static str,
    /// The first is contained in the second; else in the order of their bytes. Twice the same for `page-twice`.
    pub members: [String; 2],
    /// Pages that are the same sheet, from 1: of the first member, of the second.
    pub pages: Vec<[u32; 2]>,
}

/// Pages with next to nothing on them: nobody's duplicates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// Whose pages.
    pub member: String,
    /// Which, from 1.
    pub pages: Vec<u32>,
}

/// How many pairs of pages were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Pairs.
    pub pairs: u64,
    /// The most for each page.
    pub cap: u32,
    /// Pairs that the cap left out.
    pub capped: u64,
}

/// What became of the files: seen = read + empty + unreadable + left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Files {
    /// All that were met.
    pub seen: u64,
    /// Those that were read.
    pub read: u64,
    /// Those without a byte.
    pub empty: u64,
    /// Those that could not be read, or are no scans; a finding says why.
    pub unreadable: u64,
    /// Those that were left by their names: leftovers of systems, index sheets, ZIPs in folders.
    pub left: u64,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By their first members, wider groups after the narrower ones.
    pub groups: Vec<Group>,
    /// By their members.
    pub review: Vec<Review>,
    /// By kind and members.
    pub relations: Vec<Relation>,
    /// By member.
    pub blank: Vec<Blank>,
    /// Members that are names of one and the same file.
    pub links: Vec<Vec<String>>,
    /// What became of the files.
    pub files: Files,
    /// Pages that were looked at.
    pub pages: u64,
    /// What comparing cost.
    pub verified: Verified,
    /// Bytes that storing equal files and equal content once would save.
    pub bytes_saved: u64,
    /// Problems of the material.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Says whether there is anything to look at besides findings.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.review.is_empty() && self.relations.is_empty()
    }
}
