//! Forms: which printed form is a page, and which forms are there among pages?
//!
//! Where thousands of pages are one form, they are looked through by their keys ([`form`]). What lies where on disk
//! is for the catalogue.

use rayon::prelude::*;

use super::Fingerprint;
use super::alike::{Magnitudes, Page};
use super::form::{self, Form, KEY, Key, Rest, TEACHERS};
use super::spectrum::{LONG, WAVES, Waves};

/// A page is of a form that it fits at least so well (0.75 and more, measured, for nearly all); of other forms it has 0.65 at most.
const FITS: f32 = 0.70;
/// Where a page fits a form at least so well, its other scans are of that form too.
const SURE: f32 = 0.80;
/// Scans fit a form unequally well: a page is looked for among those of each form that it fits so well, and not much worse than
/// the best.
const MAY_FIT: f32 = 0.60;
const MUCH_WORSE: f32 = 0.12;
/// Forms that a page is looked for in.
const ASKED: usize = 3;
/// Forms that are tried closer, and those that are tried at all scales.
const NEAREST: usize = 4;
const CLOSER: usize = 2;
/// Pages that make a form, among those of a sample.
const MEMBERS: usize = 16;
/// Pages of one form agree at least so well with each other.
const LIKE_EXEMPLAR: f32 = 0.70;
/// Two forms that agree so well are one.
const SAME: f32 = 0.85;
/// Pages of which one becomes the exemplar of a form.
const EXAMINERS: usize = 16;
/// Pages that are looked at side by side while forms are found.
const BLOCK: usize = 512;
/// Pages of a form, nearest by their keys, whose sketches are compared.
pub const NEIGHBOURS: usize = 64;
/// What is left of two scans of one sheet agrees at least so well (99 in 100, measured); this much is a score of
/// [`search::LEAST`](super::search::LEAST).
const LEAST_REST: f32 = 0.20;

/// Where a page is filed: its form's place, and its key there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The place of the form among all.
    pub form: usize,
    /// What to keep of the page.
    pub key: [u8; KEY],
}

/// Files a page; `None` when it is blank or of no form.
pub fn file(print: &Fingerprint, forms: &[Form]) -> Option<Filed> {
    let page = Page::of(print)?;
    let (_, form, laid) = fitting(&page, forms, CLOSER, SURE).into_iter().next().filter(|(fit, ..)| *fit >= FITS)?;
    Some(Filed { form, key: bytes(&form::key(&forms[form].rest(&laid))) })
}

/// Lays a page over the few forms that it fits best: how well it does, which form, and the page as it lies; the best first. Looks
/// no further than a form that it surely is of, where that is `enough`.
fn fitting(page: &Page, forms: &[Form], count: usize, enough: f32) -> Vec<(f32, usize, Waves)> {
    if forms.is_empty() {
        return Vec::new();
    }
    let waves = page.waves((0, 0));
    let mut near: Vec<(f32, usize)> = nearest(&Magnitudes::of(&waves), forms.iter().map(|form| &form.magnitudes))
        .into_iter()
        .map(|form| (forms[form].fit(&waves), form))
        .collect();
    near.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    let mut found: Vec<(f32, usize, Waves)> = Vec::new();
    for (_, form) in near.into_iter().take(count) {
        if found.last().is_some_and(|(fit, ..)| *fit >= enough) {
            break;
        }
        let (fit, laid) = forms[form].laid(page);
        found.push((fit, form, laid));
    }
    found.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    found
}

/// Returns the nearest few by magnitudes.
fn nearest<'m>(of: &Magnitudes, all: impl Iterator<Item = &'m Magnitudes>) -> Vec<usize> {
    let mut near: Vec<(i32, usize)> = all.map(|one| of.distance(one)).zip(0..).collect();
    if near.len() > NEAREST {
        near.select_nth_unstable(NEAREST);
        near.truncate(NEAREST);
    }
    near.into_iter().map(|(_, at)| at).collect()
}

/// Finds the forms among pages that fit none of those that are known.
/// Returns them with how many pages each was learnt from.
pub fn find(pages: &[&Fingerprint], known: &[Form]) -> Vec<(Form, usize)> {
    let pages: Vec<(Page, Waves, Magnitudes)> = pages
        .par_iter()
        .filter_map(|print| {
            let page = Page::of(print)?;
            let waves = page.waves((0, 0));
            let magnitudes = Magnitudes::of(&waves);
            Some((page, waves, magnitudes))
        })
        .collect();
    let mut groups = groups(&pages);
    groups.retain(|group| group.len() >= MEMBERS);
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
    let mut found: Vec<(Form, usize)> = Vec::new();
    for group in groups {
        let members: Vec<&Page> = group.iter().map(|page| &pages[*page].0).collect();
        let form = Form::of(members[0], &members);
        if known.iter().chain(found.iter().map(|found| &found.0)).all(|other| form.is_apart_from(other, SAME)) {
            found.push((form, members.len()));
        }
    }
    found
}

/// Learns a form from pages that were filed with it; `None` where all are blank.
pub fn learn(pages: &[&Fingerprint]) -> Option<Form> {
    let every = pages.len().div_ceil(TEACHERS).max(1);
    let pages: Vec<Page> = pages.par_iter().step_by(every).filter_map(|print| Page::of(print)).collect();
    let waves: Vec<Waves> = pages.par_iter().map(|page| page.waves((0, 0))).collect();
    // The exemplar is the one that others are most like.
    let likeness = |at: &usize| -> f32 {
        let others = waves.iter().step_by((waves.len() / EXAMINERS).max(1));
        others.map(|other| super::shift::agreement(other, &waves[*at], LONG)).sum()
    };
    let candidates = (0..pages.len()).step_by((pages.len() / EXAMINERS).max(1));
    let exemplar = candidates.max_by(|one, two| likeness(one).total_cmp(&likeness(two)).then(two.cmp(one)))?;
    Some(Form::of(&pages[exemplar], &pages.iter().collect::<Vec<_>>()))
}

/// Puts pages together with the first that they are like.
fn groups(pages: &[(Page, Waves, Magnitudes)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let like = |page: usize, groups: &[Vec<usize>]| {
        let (_, waves, magnitudes) = &pages[page];
        let agreement = |group: usize| super::shift::agreement(waves, &pages[groups[group][0]].1, WAVES);
        nearest(magnitudes, groups.iter().map(|group| &pages[group[0]].2))
            .into_iter()
            .map(|group| (agreement(group), group))
            .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)))
            .filter(|(agreement, _)| *agreement >= LIKE_EXEMPLAR)
            .map(|(_, group)| group)
    };
    for first in (0..pages.len()).step_by(BLOCK) {
        let block = first..(first + BLOCK).min(pages.len());
        let before = groups.len();
        let found: Vec<Option<usize>> = block.clone().into_par_iter().map(|page| like(page, &groups)).collect();
        for (page, found) in block.zip(found) {
            match found.or_else(|| Some(before + like(page, &groups[before..])?)) {
                Some(group) => groups[group].push(page),
                None => groups.push(vec![page]),
            }
        }
    }
    groups
}

/// A page that is looked for among those of one form.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The place of the form among all.
    pub form: usize,
    rest: Rest,
    key: Key,
    near: Vec<(u32, i64)>,
    worst: u32,
}

/// Returns where a page is to be looked for, and whether nowhere else.
pub fn ask(print: &Fingerprint, forms: &[Form]) -> (Vec<Asked>, bool) {
    let Some(page) = Page::of(print) else { return (Vec::new(), true) };
    let fitting = fitting(&page, forms, ASKED, f32::MAX);
    let best = fitting.first().map_or(0.0, |(fit, ..)| *fit);
    let least = MAY_FIT.max(best - MUCH_WORSE);
    let ask = |(_, form, laid): (f32, usize, Waves)| {
        let rest = forms[form].rest(&laid);
        Asked { form, key: form::key(&rest), rest, near: Vec::new(), worst: u32::MAX }
    };
    (fitting.into_iter().filter(|(fit, ..)| *fit >= least).map(ask).collect(), best >= SURE)
}

impl Asked {
    /// Looks through pages of the form, and keeps the [`NEIGHBOURS`] that are nearest so far. The page itself, by its number, is
    /// no neighbour.
    pub fn look_through(&mut self, own: i64, pages: &[(i64, Key)]) {
        for (number, key) in pages {
            let apart = form::apart(&self.key, key);
            if apart < self.worst && *number != own {
                self.near.push((apart, *number));
                if self.near.len() >= 4 * NEIGHBOURS {
                    self.keep_nearest();
                }
            }
        }
    }

    fn keep_nearest(&mut self) {
        self.near.sort_unstable();
        // A page that came twice may be filed twice.
        self.near.dedup();
        self.near.truncate(NEIGHBOURS);
        if let Some(last) = self.near.get(NEIGHBOURS - 1) {
            self.worst = last.0 + 1;
        }
    }

    /// Returns the numbers of the pages that are nearest.
    pub fn neighbours(&mut self) -> Vec<i64> {
        self.keep_nearest();
        self.near.iter().map(|near| near.1).collect()
    }

    /// Scores the neighbours whose fingerprints are at hand: up to 1, and at least [`search::LEAST`](super::search::LEAST) for
    /// nearly all scans of the sheet.
    pub fn judge<'a>(&self, forms: &[Form], print: impl Fn(i64) -> Option<&'a Fingerprint>) -> Vec<(i64, f32)> {
        let judge = |(_, number): &(u32, i64)| Some((*number, self.score(forms, print(*number)?)?));
        self.near.iter().filter_map(judge).collect()
    }

    fn score(&self, forms: &[Form], print: &Fingerprint) -> Option<f32> {
        let form = forms.get(self.form)?;
        let (_, laid) = form.laid(&Page::of(print)?);
        let agreement = form::agreement(&self.rest, &form.rest(&laid));
        Some(1.0 - (1.0 - agreement) * (1.0 - super::search::LEAST) / (1.0 - LEAST_REST))
    }
}

/// Reads a key from where it was kept.
pub fn key(bytes: &[u8]) -> Key {
    std::array::from_fn(|at| {
        bytes.get(at * 8..).and_then(<[u8]>::first_chunk).map_or(0, |part| u64::from_le_bytes(*part))
    })
}

fn bytes(key: &Key) -> [u8; KEY] {
    std::array::from_fn(|at| key[at / 8].to_le_bytes()[at % 8])
}
