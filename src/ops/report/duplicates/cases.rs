//! Pairs for a person: which are shown, in which order and groups, and each with all that a decision needs.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::pairs::{FoundPair, Kind};
use crate::archive::layout::Archive;
use crate::duplicates::verdict::Excuse;
use crate::finding::Finding;
use crate::ops::report::duplicates::keep::{self, Scan};
use crate::ops::report::duplicates::paper::{Paper, Sight, side_by_side};
use crate::ops::report::duplicates::words;
use crate::ops::see::Eyes;
use crate::reports::duplicates::{Case, Field, Found, Seen, Shots, Side};
use crate::text;
use crate::text::{Lang, Text};

/// A pair that is to be shown, with its place in the report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked<'p> {
    /// The pair.
    pub pair: &'p FoundPair,
    /// How it was found.
    pub found: Found,
    /// Its number, from 1.
    pub number: usize,
    /// Its group, from 1; 0 for none.
    pub group: usize,
    /// Whether the records say the same as well.
    pub same_record: bool,
}

/// Returns the pairs that nobody has decided, one for two documents: what is in doubt first, then group by group.
pub fn open(pairs: &[FoundPair]) -> Vec<Asked<'_>> {
    let records: BTreeSet<_> =
        pairs.iter().filter(|pair| pair.kind == Kind::SameRecord).map(|pair| (&pair.a, &pair.b)).collect();
    let mut strictest: BTreeMap<(&str, &str), (&FoundPair, Found)> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.decided.is_none()) {
        let Some(found) = words::found(pair.kind) else { continue };
        let held = strictest.entry((&pair.a, &pair.b)).or_insert((pair, found));
        if pair.kind < held.0.kind {
            *held = (pair, found);
        }
    }
    let groups = groups(strictest.values().filter(|(_, found)| is_sure(*found)).map(|(pair, _)| *pair));
    let mut open: Vec<Asked<'_>> = strictest
        .into_values()
        .map(|(pair, found)| Asked {
            pair,
            found,
            number: 0,
            group: groups.get(pair.a.as_str()).copied().filter(|_| is_sure(found)).unwrap_or(0),
            same_record: records.contains(&(&pair.a, &pair.b)),
        })
        .collect();
    // The likeliest of the doubtful first; equal ones stay in the order of their ids.
    open.sort_by(|one, other| {
        let by_score = || other.pair.score.total_cmp(&one.pair.score);
        let doubtful = |asked: &Asked<'_>| asked.found == Found::Review;
        (one.found, one.group).cmp(&(other.found, other.group)).then_with(|| match doubtful(one) {
            true => by_score(),
            false => std::cmp::Ordering::Equal,
        })
    });
    (1..).zip(&mut open).for_each(|(number, asked)| asked.number = number);
    open
}

fn is_sure(found: Found) -> bool {
    matches!(found, Found::Exact | Found::Content | Found::Near)
}

/// Returns the group of each document, by id: documents that pairs lead from one to the other; those of three and more.
fn groups<'p>(pairs: impl Iterator<Item = &'p FoundPair>) -> BTreeMap<&'p str, usize> {
    let mut near: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in pairs {
        near.entry(&pair.a).or_default().push(&pair.b);
        near.entry(&pair.b).or_default().push(&pair.a);
    }
    let (mut groups, mut n_groups) = (BTreeMap::new(), 0);
    for first in near.keys() {
        if groups.contains_key(first) {
            continue;
        }
        let (mut members, mut todo) = (BTreeSet::from([*first]), vec![*first]);
        while let Some(member) = todo.pop() {
            todo.extend(near.get(member).into_iter().flatten().filter(|other| members.insert(other)));
        }
        n_groups += usize::from(members.len() > 2);
        let group = if members.len() > 2 { n_groups } else { 0 };
        groups.extend(members.into_iter().map(|member| (member, group)));
    }
    groups
}

/// What making cases needs.
#[derive(Clone, Copy)]
pub struct Desk<'d> {
    /// The archive.
    pub archive: &'d Archive,
    /// How its pages are seen.
    pub eyes: Eyes<'d>,
    /// The language of what the records say.
    pub lang: Lang,
}

/// Two documents of a pair, and how many others point to each.
pub struct Papers([(Paper, usize); 2]);

impl Papers {
    /// Reads the documents of a pair.
    pub fn read(archive: &Archive, catalogue: &Catalogue, pair: &FoundPair) -> Result<Papers> {
        let read = |id: &str| -> Result<(Paper, usize)> {
            Ok((Paper::read(archive, catalogue, id)?, catalogue.referring_to(id)?.len()))
        };
        Ok(Papers([read(&pair.a)?, read(&pair.b)?]))
    }
}

/// Makes a case of a pair; what cannot be seen is a finding, and the case goes without pictures.
pub fn make(desk: &Desk<'_>, asked: &Asked<'_>, papers: &Papers) -> Result<(Case, Vec<Finding>)> {
    let pair = asked.pair;
    let numbers = [pair.a_page.max(1), pair.b_page.max(1)];
    let mut findings = Vec::new();
    let mut look = |at: usize| -> Result<Option<Sight>> {
        let seen = papers.0[at].0.look(desk.archive, &desk.eyes, numbers[at])?;
        Ok(seen.map_err(|finding| findings.push(finding)).ok())
    };
    let sights = [look(0)?, look(1)?];
    let scans = [0, 1].map(|at| scan(pair, at, papers, sights[at].as_ref()));
    let best = pair.keep.as_ref().and_then(|best| [&pair.a, &pair.b].iter().position(|id| *id == best));
    let (keep, reasons) = keep::propose(&scans, best);
    let shots = match &sights {
        [Some(one), Some(other)] => {
            let seen = [one, other].map(|sight| Seen { picture: &sight.picture, dpi: sight.dpi });
            Shots::of(seen, one.way_to(other).map(|way| way.matrix), pair.area)
        }
        _ => None,
    };
    let mut why = words::why(pair.kind, &pair.excuses, pair.area.is_some());
    if asked.same_record && pair.kind != Kind::SameRecord {
        why.extend(words::why(Kind::SameRecord, &[], false));
    }
    let case = Case {
        number: asked.number,
        group: asked.group,
        found: asked.found,
        score: pair.score,
        sides: [0, 1].map(|at| side(&papers.0[at].0, numbers[at], &scans[at])),
        keep,
        reasons,
        why,
        fields: fields(papers, desk.lang),
        shots,
        place: pair.area,
    };
    Ok((case, findings))
}

fn scan(pair: &FoundPair, at: usize, papers: &Papers, sight: Option<&Sight>) -> Scan {
    let adds = |excuse: &Excuse| matches!(excuse, Excuse::Added { on_second, .. } if usize::from(*on_second) == at);
    let [one, other] = papers.0.each_ref().map(|(paper, _)| (&paper.row.batch, &paper.row.pdf));
    let is_later = if at == 0 { one > other } else { other >= one };
    let stated = papers.0[at].0.sidecar.pages.iter().find(|page| page.number == [pair.a_page, pair.b_page][at]);
    Scan {
        depth: sight.map(Sight::depth).unwrap_or_default(),
        dpi: stated.and_then(|page| page.dpi.as_ref()).map(|dpi| dpi.value),
        has_more: pair.excuses.iter().any(adds),
        n_referring: papers.0[at].1,
        place: usize::from(is_later),
    }
}

fn side(paper: &Paper, page: u32, scan: &Scan) -> Side {
    let (n_pages, batch) = (paper.row.pages, &paper.row.batch);
    let megabytes = paper.sidecar.pdf.size as f64 / 1e6;
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| words::decimal(megabytes, 1, lang));
    let mut facts: Vec<Text> = vec![scan.depth.name()];
    facts.extend(scan.dpi.map(f64::round).map(|dpi| text!("{dpi} dpi", "{dpi} dpi")));
    facts.push(text!("số trang: {n_pages}", "pages: {n_pages}"));
    facts.push(text!("{vi} MB", "{en} MB"));
    facts.push(text!("lô {batch}", "batch {batch}"));
    Side { id: paper.row.id.clone(), name: paper.name(), page, facts }
}

fn fields(papers: &Papers, lang: Lang) -> Vec<Field> {
    let [one, other] = papers.0.each_ref().map(|(paper, _)| &paper.sidecar.record);
    let field =
        |(label, values): (Text, [Text; 2])| Field { label, values: values.map(|value| value.get(lang).to_owned()) };
    side_by_side(one, other).into_iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::catalogue::pairs::Decision;

    fn pair(a: &str, b: &str, kind: Kind, score: f64) -> FoundPair {
        FoundPair { score, ..FoundPair::new(a, b, kind) }
    }

    fn shown(pairs: &[FoundPair]) -> Vec<(usize, String, Found, usize)> {
        let line =
            |asked: &Asked<'_>| (asked.number, format!("{}{}", asked.pair.a, asked.pair.b), asked.found, asked.group);
        open(pairs).iter().map(line).collect()
    }

    #[test]
    fn doubtful_pairs_come_first_and_groups_stay_together() {
        let pairs = [
            pair("a", "b", Kind::Near, 1.0),
            pair("b", "c", Kind::Near, 0.9),
            pair("e", "f", Kind::Near, 0.9),
            pair("g", "h", Kind::Review, 0.5),
            pair("i", "j", Kind::Review, 0.7),
            pair("k", "l", Kind::SharedPage, 0.7),
        ];
        let expected = [
            (1, "ij".to_owned(), Found::Review, 0),
            (2, "gh".to_owned(), Found::Review, 0),
            (3, "ef".to_owned(), Found::Near, 0),
            (4, "ab".to_owned(), Found::Near, 1),
            (5, "bc".to_owned(), Found::Near, 1),
        ];
        assert_eq!(shown(&pairs), expected);
    }

    #[test]
    fn two_documents_are_asked_about_once_and_decided_pairs_never() {
        let said = |document: &str, to: &str| Decision {
            document: document.to_owned(),
            kind: "different".to_owned(),
            to: to.to_owned(),
            by: None,
            when: String::new(),
        };
        let decided = FoundPair { decided: Some(said("c", "d")), ..pair("c", "d", Kind::Near, 1.0) };
        let pairs = [pair("a", "b", Kind::SameRecord, 1.0), pair("a", "b", Kind::Near, 1.0), decided];
        assert_eq!(shown(&pairs), [(1, "ab".to_owned(), Found::Near, 0)]);
        assert!(open(&pairs)[0].same_record);
    }
}
