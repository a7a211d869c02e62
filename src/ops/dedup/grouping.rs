//! Three levels of sameness, one within the other, become groups: each told once, at the strictest level that holds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::same::Same;

use super::inputs::Input;
use super::report::{Group, Kind, Report};

/// For each file the first of those that are the same, level by level.
pub(super) struct Levels {
    /// Of equal bytes.
    pub(super) exact: Vec<usize>,
    /// Of equal image data.
    pub(super) content: Vec<usize>,
    /// Of the same sheets: the best scan.
    pub(super) near: Vec<usize>,
    /// How well each agrees with the best scan.
    pub(super) scores: Vec<f64>,
    /// Of one file with several names, the first.
    link: Vec<usize>,
}

impl Levels {
    /// Begins with equal bytes; until more is known, nothing else is the same.
    pub(super) fn exact(n_files: usize, same: &Same) -> Levels {
        let exact = firsts(n_files, &same.groups);
        let (content, near) = (exact.clone(), exact.clone());
        Levels { exact, content, near, scores: vec![1.0; n_files], link: firsts(n_files, &same.links) }
    }

    /// Unites files of one content, given the first of each content for the first of each set of equal files.
    pub(super) fn unite(&mut self, firsts: &BTreeMap<usize, usize>) {
        self.content = self.exact.iter().map(|first| firsts.get(first).copied().unwrap_or(*first)).collect();
        self.near.clone_from(&self.content);
    }

    /// Unites scans of the same sheets, given the best scan and how well each agrees, for the first of each content.
    pub(super) fn rescanned(&mut self, bests: &BTreeMap<usize, (usize, f64)>) {
        for (idx, first) in self.content.iter().enumerate() {
            if let Some((best, score)) = bests.get(first) {
                (self.near[idx], self.scores[idx]) = (*best, *score);
            }
        }
    }

    /// Puts the groups into the report, and what they would save.
    pub(super) fn tell(&self, files: &[Input], report: &mut Report) {
        let each: Vec<usize> = (0..files.len()).collect();
        let levels = [
            (Kind::Exact, &each, &self.exact),
            (Kind::Content, &self.exact, &self.content),
            (Kind::Near, &self.content, &self.near),
        ];
        for (kind, within, level) in levels {
            for members in classes(level) {
                let parts: BTreeSet<usize> = members.iter().map(|idx| within[*idx]).collect();
                if parts.len() > 1 {
                    report.groups.push(self.group(kind, &members, files));
                }
            }
        }
        report.groups.sort_by(|a, b| (&a.members[..1], a.kind).cmp(&(&b.members[..1], b.kind)));
        report.bytes_saved = classes(&self.content).iter().map(|members| self.saved(members, members[0], files)).sum();
    }

    fn group(&self, kind: Kind, members: &[usize], files: &[Input]) -> Group {
        let best = members.first().map_or(0, |idx| self.near[*idx]);
        let keep = if members.contains(&best) { best } else { members[0] };
        let score = match kind {
            Kind::Near => members.iter().map(|idx| self.scores[*idx]).fold(1.0, f64::min),
            Kind::Exact | Kind::Content => 1.0,
        };
        Group {
            kind,
            members: members.iter().map(|idx| files[*idx].member.clone()).collect(),
            score,
            keep: files[keep].member.clone(),
            bytes: self.saved(members, keep, files),
        }
    }

    /// Returns the bytes of all but one; a file with several names lies on the disk once.
    fn saved(&self, members: &[usize], keep: usize, files: &[Input]) -> u64 {
        let once: BTreeSet<usize> = members.iter().map(|idx| self.link[*idx]).collect();
        once.iter().filter(|idx| **idx != self.link[keep]).map(|idx| files[*idx].found.size).sum()
    }
}

/// Returns for each thing the first of its group, or itself.
fn firsts(n: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..n).collect();
    for group in groups {
        group.iter().for_each(|idx| firsts[*idx] = group[0]);
    }
    firsts
}

/// Returns the classes of two members and more, in ascending order.
fn classes(level: &[usize]) -> Vec<Vec<usize>> {
    let mut classes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    level.iter().enumerate().for_each(|(idx, class)| classes.entry(*class).or_default().push(idx));
    classes.into_values().filter(|members| members.len() > 1).collect()
}
