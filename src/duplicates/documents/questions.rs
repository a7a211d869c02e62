//! Which pages to compare, so that every page of a group is compared with the group's best scan, and little else.
//!
//! Pages are taken from the best scan down. Each is compared with the best scans so far that it may be a scan of; where
//! it is none of them, it is a best scan itself. So a group of three takes two comparisons, not three. What differs much from
//! a page differs from all that are nearly that page, and is not asked of them; two that may both be scans of a third are.
//! Questions and answers pass in rounds: those of one round can be answered side by side, and the outcome is the same.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::duplicates::verdict::{Answer, Verdict};

use super::Scan;

/// By so many times what separates two pages that may be the same must a third differ from one of them to differ from both.
/// At 1.5 a scan in 300 was lost on a measured set, at 2 none.
const FARTHER: f64 = 2.0;
/// How alike two pages look that are compared only because both may be scans of a third.
const PROPOSED: f64 = f64::MIN;
/// With so many of those that one page may be a scan of is another compared that may be it, too.
const THIRDS: usize = 16;

/// Two pages that may be scans of one sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The pages, the lower number first.
    pub pages: (usize, usize),
    /// How alike they look at first sight; only the order counts.
    pub score: f64,
}

/// What is known when all is asked.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// For each page the best scan of its sheet: itself, where it is alone or the best.
    pub best: Vec<usize>,
    /// Every verdict, by the pages compared, the lower number first.
    pub verdicts: BTreeMap<(usize, usize), Verdict>,
    /// Pairs that the cap left out.
    pub capped: u64,
}

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// The best scan of its sheet so far.
    Best,
    /// A scan of the sheet of which that page is the best scan.
    Member(usize),
}

/// The pages, and what is still to be asked of them.
pub struct Questions {
    /// Pages that each may be a scan of, the likeliest first.
    neighbours: Vec<Vec<usize>>,
    /// How alike they look, by pages.
    looks: BTreeMap<(usize, usize), f64>,
    scans: Vec<Scan>,
    states: Vec<State>,
    /// For how many comparisons each page was the one that asked.
    asked: Vec<u32>,
    cap: u32,
    capped: BTreeSet<(usize, usize)>,
    verdicts: BTreeMap<(usize, usize), Verdict>,
    /// For each page those that are not surely another sheet, as far as was asked.
    alike: Vec<Vec<usize>>,
}

impl Questions {
    /// Begins with pages and candidates among them; verdicts that are known are not asked for again.
    pub fn new(
        scans: &[Scan],
        candidates: &[Candidate],
        cap: u32,
        verdicts: BTreeMap<(usize, usize), Verdict>,
    ) -> Questions {
        let mut ordered: Vec<&Candidate> = candidates.iter().filter(|candidate| is_pair(candidate, scans)).collect();
        ordered.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.pages.cmp(&b.pages)));
        let mut neighbours = vec![Vec::new(); scans.len()];
        for Candidate { pages: (a, b), .. } in ordered {
            neighbours[*a].push(*b);
            neighbours[*b].push(*a);
        }
        let (states, asked) = (vec![State::Open; scans.len()], vec![0; scans.len()]);
        let looks = candidates.iter().map(|candidate| (candidate.pages, candidate.score)).collect();
        let (capped, alike) = (BTreeSet::new(), vec![Vec::new(); scans.len()]);
        let mut questions = Questions {
            neighbours,
            looks,
            scans: scans.to_vec(),
            states,
            asked,
            cap,
            capped,
            verdicts: BTreeMap::new(),
            alike,
        };
        verdicts.into_iter().for_each(|(pair, verdict)| questions.answer(pair, verdict));
        questions
    }

    /// Returns the next pairs to compare, the lower number first; none when all is known.
    pub fn round(&mut self) -> Vec<(usize, usize)> {
        loop {
            let mut pairs = BTreeSet::new();
            let mut is_settled = true;
            for page in 0..self.states.len() {
                if self.states[page] != State::Open {
                    continue;
                }
                is_settled = false;
                if let Some(pair) = self.step(page) {
                    pairs.insert(pair);
                }
            }
            if is_settled {
                return self.doubts();
            }
            if !pairs.is_empty() {
                return pairs.into_iter().collect();
            }
        }
    }

    /// Takes the verdict of a pair.
    pub fn answer(&mut self, pair: (usize, usize), verdict: Verdict) {
        if verdict.answer != Answer::Different && pair.1 < self.alike.len() {
            self.propose(pair);
            self.alike[pair.0].push(pair.1);
            self.alike[pair.1].push(pair.0);
        }
        self.verdicts.insert(pair, verdict);
    }

    /// Proposes to compare either page with those that the other may be a scan of, though they look unlike at first sight.
    fn propose(&mut self, (one, other): (usize, usize)) {
        let pairs = |page: usize, others: &[usize]| -> Vec<(usize, usize)> {
            let thirds = others.iter().take(THIRDS).filter(|third| **third != page);
            thirds.map(|third| ordered(page, *third)).collect()
        };
        for (a, b) in [pairs(one, &self.alike[other]), pairs(other, &self.alike[one])].concat() {
            if let Entry::Vacant(unknown) = self.looks.entry((a, b)) {
                unknown.insert(PROPOSED);
                self.neighbours[a].push(b);
                self.neighbours[b].push(a);
            }
        }
    }

    /// Returns how many pages have found their places.
    pub fn n_settled(&self) -> u64 {
        self.states.iter().filter(|state| **state != State::Open).count() as u64
    }

    /// Ends the asking.
    pub fn finish(self) -> Answers {
        let best = self.states.iter().enumerate().map(|(page, state)| match state {
            State::Member(best) => *best,
            State::Open | State::Best => page,
        });
        Answers { best: best.collect(), capped: self.capped.len() as u64, verdicts: self.verdicts }
    }

    /// Settles an open page as far as the answers go, or returns what to ask for it.
    fn step(&mut self, page: usize) -> Option<(usize, usize)> {
        let mut waits = false;
        for at in 0..self.neighbours[page].len() {
            let other = self.neighbours[page][at];
            if !self.is_better(other, page) {
                continue;
            }
            match self.states[other] {
                State::Open => waits = true,
                State::Member(_) => (),
                State::Best => {
                    let pair = ordered(page, other);
                    match self.verdicts.get(&pair).map(|verdict| verdict.answer) {
                        Some(Answer::Near) => {
                            self.states[page] = State::Member(other);
                            return None;
                        }
                        Some(_) => (),
                        None if self.is_surely_other(page, other) => (),
                        None if self.may_ask(page, pair) => return Some(pair),
                        None => (),
                    }
                }
            }
        }
        if !waits {
            self.states[page] = State::Best;
        }
        None
    }

    /// Says whether two pages are of different sheets by what is known of a third: it is nearly one of them, and much differs
    /// between it and the other. The third must look more like either than they look like each other, for twins are nearly the
    /// same, too. That nothing fits proves nothing here, since laying a poor scan may fail.
    fn is_surely_other(&self, one: usize, other: usize) -> bool {
        let between = |a: usize, b: usize| self.verdicts.get(&ordered(a, b));
        let differs = |verdict: &Verdict| 1.0 / verdict.score.max(f64::MIN_POSITIVE) - 1.0;
        let looks = |a: usize, b: usize| self.looks.get(&ordered(a, b)).copied().unwrap_or(f64::MIN);
        let is_between = |third: &usize, near: usize, far: usize| match (between(*third, near), between(*third, far)) {
            (Some(near), Some(far)) => {
                far.answer == Answer::Different && far.score > 0.0 && differs(far) > FARTHER * differs(near)
            }
            _ => false,
        };
        let is_between = |third: &usize, near: usize, far: usize| {
            looks(*third, near).min(looks(*third, far)) >= looks(near, far) && is_between(third, near, far)
        };
        self.alike[other].iter().any(|third| is_between(third, other, one))
            || self.alike[one].iter().any(|third| is_between(third, one, other))
    }

    /// Counts a question, unless the page has asked enough.
    fn may_ask(&mut self, page: usize, pair: (usize, usize)) -> bool {
        if self.asked[page] >= self.cap {
            self.capped.insert(pair);
            return false;
        }
        self.asked[page] += 1;
        true
    }

    /// Where two best scans are in doubt, their groups are: a person who looks at one pair is shown all of them.
    fn doubts(&mut self) -> Vec<(usize, usize)> {
        let best = |page: usize| match self.states[page] {
            State::Member(best) => best,
            State::Open | State::Best => page,
        };
        let mut pairs = BTreeSet::new();
        for (page, neighbours) in self.neighbours.iter().enumerate() {
            for other in neighbours.iter().filter(|other| **other > page) {
                let bests = ordered(best(page), best(*other));
                let is_doubt = match self.verdicts.get(&bests) {
                    Some(verdict) => verdict.answer == Answer::Review,
                    // It was proposed when both were settled.
                    None => bests == (page, *other) && self.looks.get(&bests) == Some(&PROPOSED),
                };
                if is_doubt && !self.verdicts.contains_key(&(page, *other)) {
                    pairs.insert((page, *other));
                }
            }
        }
        pairs.retain(|pair| !self.is_surely_other(pair.0, pair.1) && self.may_ask(pair.1, *pair));
        pairs.into_iter().collect()
    }

    /// Says whether a page is a better scan than another; equal ones go by their numbers.
    fn is_better(&self, page: usize, than: usize) -> bool {
        (self.scans[page], Reverse(page)) > (self.scans[than], Reverse(than))
    }
}

/// Divides candidates into families: no page of one is a candidate of a page of another. Ordered by their first pages.
pub fn families(n_pages: usize, candidates: &[Candidate]) -> Vec<Vec<Candidate>> {
    let mut above: Vec<usize> = (0..n_pages).collect();
    let pairs = candidates.iter().filter(|candidate| candidate.pages.0 < n_pages && candidate.pages.1 < n_pages);
    for candidate in pairs.clone() {
        let (a, b) = (top(&mut above, candidate.pages.0), top(&mut above, candidate.pages.1));
        above[a.max(b)] = a.min(b);
    }
    let mut families: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
    for candidate in pairs {
        families.entry(top(&mut above, candidate.pages.0)).or_default().push(*candidate);
    }
    families.into_values().collect()
}

fn top(above: &mut [usize], page: usize) -> usize {
    let mut at = page;
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

fn is_pair(candidate: &Candidate, scans: &[Scan]) -> bool {
    candidate.pages.0 < candidate.pages.1 && candidate.pages.1 < scans.len()
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}
