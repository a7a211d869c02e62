//! What the checker says of a file: what it claims to be, and every rule it breaks.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::pdf::Unreadable;
use crate::pdf::mark::{Mark, Odd};
use crate::pdf::object::Id;
use crate::text;
use crate::text::Text;

/// Breaches of one clause that are kept; more of the same kind help nobody.
const OF_A_KIND: usize = 50;

/// What a file claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The part of ISO 19005.
    pub part: u8,
    /// The level, as it is written.
    pub level: Option<char>,
}

impl Claim {
    /// Says whether this is level A of part 2, whose tags are not looked at.
    pub fn is_tagged(self) -> bool {
        self.part == 2 && self.level == Some('A')
    }
}

impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PDF/A-{}{}", self.part, self.level.map_or(String::new(), |level| level.to_lowercase().to_string()))
    }
}

/// The level that a file is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// PDF/A-2b.
    B,
    /// PDF/A-2u.
    U,
}

/// One rule broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The clause of ISO 19005-2 and the number of the rule in it, such as `6.1.3-1`; rules of ISO 32000-1 as
    /// `32000-1:7.5.4`.
    pub clause: &'static str,
    /// The object, unless it is about the whole file.
    pub object: Option<Id>,
    /// What is wrong.
    pub what: Text,
}

/// Breaches as they are found.
#[derive(Debug, Default)]
pub struct Breaches {
    found: Vec<Breach>,
    seen: HashSet<(&'static str, Option<Id>, String)>,
    of_a_kind: BTreeMap<&'static str, usize>,
    stopped: Option<Unreadable>,
}

impl Breaches {
    /// Adds a breach; the same one again is passed over, and so are those of a kind that has enough.
    pub fn add(&mut self, clause: &'static str, object: Option<Id>, what: Text) {
        let known = self.of_a_kind.entry(clause).or_default();
        if *known < OF_A_KIND && self.seen.insert((clause, object, what.en.clone())) {
            *known += 1;
            self.found.push(Breach { clause, object, what });
        }
    }

    /// Adds what reading noticed, as far as it breaks a rule: one breach for each rule and object.
    pub fn marks(&mut self, object: Option<Id>, marks: &[Mark]) {
        for mark in marks {
            let (clause, what) = meaning(mark.odd);
            self.add(clause, object, what);
        }
    }

    /// Adds a part that cannot be read: broken bytes are a breach of `clause`, anything else stops the judgement.
    pub fn unreadable(&mut self, clause: &'static str, object: Option<Id>, why: Unreadable) {
        match why.obstacle {
            crate::pdf::Obstacle::Broken => self.add(clause, object, why.what),
            _ => drop(self.stopped.get_or_insert(why)),
        }
    }

    /// Returns all breaches in order of clause and object, and what stopped the judgement.
    pub fn into_parts(mut self) -> (Vec<Breach>, Option<Unreadable>) {
        self.found.sort_by_key(|breach| (order(breach.clause), breach.object));
        (self.found, self.stopped)
    }
}

/// Returns the numbers of a clause, so that 6.1.13 comes after 6.1.2; rules of ISO 32000-1 come last.
fn order(clause: &str) -> (bool, Vec<u32>) {
    let (is_other, numbers) = clause.rsplit_once(':').map_or((false, clause), |(_, numbers)| (true, numbers));
    (is_other, numbers.split(['.', '-']).map(|number| number.parse().unwrap_or(0)).collect())
}

/// What the checker says of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What the file claims, if it claims anything.
    pub claim: Option<Claim>,
    /// The level that it was held against.
    pub wanted: Wanted,
    /// Every rule that it breaks, in order of clauses.
    pub breaches: Vec<Breach>,
    /// Why not everything could be looked at: a limit or the disk.
    pub stopped: Option<Unreadable>,
}

impl Report {
    /// Says whether everything was looked at and nothing breaks a rule.
    pub fn passes(&self) -> bool {
        self.breaches.is_empty() && self.stopped.is_none()
    }

    /// Returns what was left open of what the file claims.
    pub fn left_open(&self) -> Option<Text> {
        let is_tagged = self.claim.is_some_and(Claim::is_tagged);
        is_tagged.then(|| text!("thẻ của mức A không được kiểm tra", "level A's tags are not checked"))
    }
}

/// Returns the rule that an irregularity breaks, and what to say of it.
fn meaning(odd: Odd) -> (&'static str, Text) {
    match odd {
        Odd::HeaderOff => ("6.1.2-1", text!("có byte đứng trước `%PDF-`", "bytes stand before `%PDF-`")),
        Odd::XrefHeader => (
            "6.1.4-1",
            text!("dòng đầu của một phần bảng xref sai dạng", "the head of an xref subsection is malformed"),
        ),
        Odd::XrefLineEnd => (
            "6.1.4-2",
            text!("sau `xref` không phải đúng một dấu hết dòng", "`xref` is not followed by one end of line"),
        ),
        Odd::HexOdd => (
            "6.1.6-1",
            text!("chuỗi thập lục phân có số chữ số lẻ", "a hexadecimal string has an odd number of digits"),
        ),
        Odd::HexForeign => (
            "6.1.6-2",
            text!("chuỗi thập lục phân có ký tự lạ", "a hexadecimal string has other characters than digits"),
        ),
        Odd::LengthMissing => ("6.1.7.1-1", text!("luồng không có Length", "a stream has no Length")),
        Odd::LengthWrong => {
            ("6.1.7.1-1", text!("Length khác số byte của luồng", "Length is not the number of bytes of the stream"))
        }
        Odd::StreamLineEnd => {
            ("6.1.7.1-2", text!("sau `stream` không phải CR LF hoặc LF", "`stream` is not followed by CR LF or LF"))
        }
        Odd::EndstreamNotAtLine => {
            ("6.1.7.1-2", text!("`endstream` không ở đầu dòng", "no end of line before `endstream`"))
        }
        Odd::ObjNotAtLine | Odd::ObjSpacing | Odd::ObjLineEnd => (
            "6.1.9-1",
            text!(
                "`N G obj` không đứng riêng một dòng, cách nhau một dấu cách",
                "`N G obj` does not stand on a line of its own with single spaces"
            ),
        ),
        Odd::EndobjNotAtLine | Odd::EndobjLineEnd | Odd::EndobjMissing => {
            ("6.1.9-1", text!("`endobj` không đứng riêng một dòng", "`endobj` does not stand on a line of its own"))
        }
        Odd::IntRange => ("6.1.13-1", text!("số nguyên vượt 32 bit", "a whole number exceeds 32 bits")),
        Odd::RealRange => ("6.1.13-2", text!("số thực quá lớn", "a real number is too large")),
        Odd::RealTiny => ("6.1.13-5", text!("số thực quá gần 0", "a real number is too near to zero")),
        Odd::StringLong => ("6.1.13-3", text!("chuỗi dài hơn 32.767 byte", "a string is longer than 32,767 bytes")),
        Odd::NameLong => ("6.1.13-4", text!("tên dài hơn 127 byte", "a name is longer than 127 bytes")),
        Odd::KeyTwice => ("32000-1:7.3.7", text!("một khóa có hai lần trong từ điển", "a dictionary has a key twice")),
        Odd::EntryOff => (
            "32000-1:7.5.4",
            text!("mục trong bảng xref không trỏ đúng đối tượng", "an xref entry does not lead exactly to its object"),
        ),
        Odd::EntryWidth => (
            "32000-1:7.5.4",
            text!("mục trong bảng xref không dài đúng 20 byte", "an xref entry is not exactly 20 bytes long"),
        ),
        Odd::StartOff => (
            "32000-1:7.5.5",
            text!(
                "`startxref` hoặc `Prev` không trỏ đúng bảng xref",
                "`startxref` or `Prev` does not lead exactly to the xref"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaches_come_once_and_in_the_order_of_clauses() {
        let mut out = Breaches::default();
        for clause in ["32000-1:7.3.7", "6.1.13-1", "6.1.2-2", "6.1.13-1"] {
            out.add(clause, None, text!("x", "x"));
        }
        let clauses: Vec<_> = out.into_parts().0.into_iter().map(|breach| breach.clause).collect();
        assert_eq!(clauses, ["6.1.2-2", "6.1.13-1", "32000-1:7.3.7"]);
    }

    #[test]
    fn of_one_kind_some_are_enough() {
        let mut out = Breaches::default();
        for number in 1..1000 {
            out.add("6.1.9-1", Some(Id { number, generation: 0 }), text!("x", "x"));
        }
        assert_eq!(out.into_parts().0.len(), OF_A_KIND);
    }

    #[test]
    fn a_limit_stops_the_judgement_and_is_no_breach() {
        let mut out = Breaches::default();
        out.unreadable("32000-1:7.3", None, Unreadable::limit(text!("x", "x")));
        let (breaches, stopped) = out.into_parts();
        let report = Report { claim: None, wanted: Wanted::B, breaches, stopped };
        assert!(report.breaches.is_empty() && !report.passes());
    }

    #[test]
    fn a_claim_reads_as_people_write_it() {
        assert_eq!(Claim { part: 2, level: Some('U') }.to_string(), "PDF/A-2u");
        assert_eq!(Claim { part: 4, level: None }.to_string(), "PDF/A-4");
    }
}
