//! Candidates are verified: pages are prepared, laid over each other and compared, family by family, in parallel.
//!
//! Where pages come from, and what becomes of verdicts, is the caller's: files of a delivery, documents of an archive.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rayon::prelude::*;

use crate::duplicates::documents::{self, Answers, Candidate, Pages, Questions};
use crate::duplicates::{self, Verdict};
use crate::progress::{Progress, Stage};

use super::sheets::Sheets;

pub use super::sheets::Load;

/// A family of more pages is compared by all threads together, round by round; smaller ones by a thread each.
const LARGE: usize = 64;
/// So many small families are compared before verdicts are handed over.
const AT_ONCE: usize = 128;

/// Two pages and what is said of them, the lower number first.
pub type Judged = ((usize, usize), Verdict);

/// What is to be verified.
pub struct Task<'t> {
    /// The pages, by their numbers.
    pub pages: &'t Pages,
    /// Pairs that may be scans of one sheet.
    pub candidates: &'t [Candidate],
    /// Verdicts that are known; these pairs are not looked at again.
    pub known: &'t BTreeMap<(usize, usize), Verdict>,
    /// With how many others a page is compared at most.
    pub cap: u32,
}

/// Verifies candidates. `load` prepares a page by its number; `told` is handed every new verdict, now and then.
///
/// The answers do not depend on the number of threads.
pub fn verify(
    task: &Task<'_>,
    load: Load<'_>,
    told: &mut dyn FnMut(&[Judged]) -> Result<()>,
    progress: &dyn Progress,
) -> Result<Answers> {
    let n_pages = task.pages.scans.len();
    let mut answers = Answers { best: (0..n_pages).collect(), ..Answers::default() };
    let families: Vec<Family> =
        documents::families(n_pages, task.candidates).iter().map(|candidates| Family::of(candidates, task)).collect();
    progress.begin(Stage::Judge, families.iter().map(|family| family.pages.len() as u64).sum(), 0);
    let sheets = Sheets::new(load);
    let (large, small): (Vec<Family>, Vec<Family>) =
        families.into_iter().partition(|family| family.pages.len() > LARGE);
    for mut family in large {
        let mut n_settled = 0;
        while let Some(judged) = family.round(&sheets)? {
            told(&judged)?;
            let before = std::mem::replace(&mut n_settled, family.questions.n_settled());
            progress.advance(n_settled.saturating_sub(before), 0);
        }
        family.end(&mut answers);
    }
    let mut small = small.into_iter().peekable();
    while small.peek().is_some() {
        let mut some: Vec<Family> = small.by_ref().take(AT_ONCE).collect();
        let judged = some.par_iter_mut().map(|family| {
            let judged = family.all(&sheets);
            progress.advance(family.pages.len() as u64, 0);
            judged
        });
        let judged: Vec<Vec<Judged>> = judged.collect::<Result<_>>()?;
        told(&judged.concat())?;
        some.into_iter().for_each(|family| family.end(&mut answers));
    }
    progress.end();
    Ok(answers)
}

/// Pages that may be scans of one sheet, or are tied by others that may.
struct Family {
    /// Their numbers among all pages, ascending; within the family they are numbered in this order.
    pages: Vec<usize>,
    questions: Questions,
}

impl Family {
    fn of(candidates: &[Candidate], task: &Task<'_>) -> Family {
        let pages: BTreeSet<usize> =
            candidates.iter().flat_map(|candidate| [candidate.pages.0, candidate.pages.1]).collect();
        let pages: Vec<usize> = pages.into_iter().collect();
        let inside = |page: usize| pages.binary_search(&page).unwrap_or_default();
        let pair = |(a, b): (usize, usize)| (inside(a), inside(b));
        let own: Vec<Candidate> =
            candidates.iter().map(|one| Candidate { pages: pair(one.pages), score: one.score }).collect();
        let scans: Vec<_> = pages.iter().map(|page| task.pages.scans[*page]).collect();
        let known = known_in(&pages, task.known).map(|(of, verdict)| (pair(of), verdict)).collect();
        Family { questions: Questions::new(&scans, &own, task.cap, known), pages }
    }

    /// Asks one round, side by side; `None` when all is known.
    fn round(&mut self, sheets: &Sheets<'_>) -> Result<Option<Vec<Judged>>> {
        let pairs = self.questions.round();
        let judged: Vec<Judged> = pairs.par_iter().map(|pair| self.judge(*pair, sheets)).collect::<Result<_>>()?;
        for (pair, (_, verdict)) in pairs.iter().zip(&judged) {
            self.questions.answer(*pair, verdict.clone());
        }
        Ok(Some(judged).filter(|judged| !judged.is_empty()))
    }

    /// Asks all that is to be asked, one after the other.
    fn all(&mut self, sheets: &Sheets<'_>) -> Result<Vec<Judged>> {
        let mut all = Vec::new();
        loop {
            let pairs = self.questions.round();
            if pairs.is_empty() {
                return Ok(all);
            }
            for pair in pairs {
                let judged = self.judge(pair, sheets)?;
                self.questions.answer(pair, judged.1.clone());
                all.push(judged);
            }
        }
    }

    fn judge(&self, pair: (usize, usize), sheets: &Sheets<'_>) -> Result<Judged> {
        let pages = (self.pages[pair.0], self.pages[pair.1]);
        let verdict = match (sheets.get(pages.0)?, sheets.get(pages.1)?) {
            (Some(a), Some(b)) => duplicates::judge(&a, &b),
            _ => Verdict::different(0.0),
        };
        Ok((pages, verdict))
    }

    /// Adds what is known of the family to what is known of all.
    fn end(self, answers: &mut Answers) {
        let found = self.questions.finish();
        answers.capped += found.capped;
        for (page, best) in found.best.iter().enumerate() {
            answers.best[self.pages[page]] = self.pages[*best];
        }
        let all = |(a, b): (usize, usize)| (self.pages[a], self.pages[b]);
        answers.verdicts.extend(found.verdicts.into_iter().map(|(pair, verdict)| (all(pair), verdict)));
    }
}

/// Returns the known verdicts about pairs of a family.
fn known_in<'k>(
    pages: &'k [usize],
    known: &'k BTreeMap<(usize, usize), Verdict>,
) -> impl Iterator<Item = ((usize, usize), Verdict)> + 'k {
    let of_page = |page: &'k usize| known.range((*page, 0)..=(*page, usize::MAX));
    let is_inside = |pair: &(usize, usize)| pages.binary_search(&pair.1).is_ok();
    pages
        .iter()
        .flat_map(of_page)
        .filter(move |(pair, _)| is_inside(pair))
        .map(|(pair, verdict)| (*pair, verdict.clone()))
}
