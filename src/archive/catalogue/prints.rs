//! Which stored pages could be scans of the same sheets as these? Asked of shelves, so that not all pages are looked at.
//!
//! A shelf is kept in parts of many traces each. A batch of pages is looked for together, so that each part is read once.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;

use crate::archive::catalogue::Catalogue;
use crate::fingerprint::Fingerprint;
use crate::fingerprint::forms::{Asked, ask};
use crate::fingerprint::search::LEAST;
use crate::fingerprint::shelves::{Sought, Trace};

use super::shelves::{pages_on, shelves_of};

/// So many pages are in memory at once, at some 400 bytes each.
pub(super) const AT_ONCE: usize = 200_000;
/// Pages whose neighbours' fingerprints are fetched together.
const JUDGED: usize = 256;

/// Fingerprints by the keys of their pages.
pub type Prints = BTreeMap<i64, Fingerprint>;

/// Fetches the fingerprints of stored pages by their keys.
pub type Fetch<'f> = dyn FnMut(&[i64]) -> Result<Prints> + 'f;

/// What a search found: pairs of a page that was looked for and a stored one, and how many more were dropped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The page looked for, the stored page, and the score; by pages looked for, likeliest first.
    pub pairs: Vec<(i64, i64, f32)>,
    /// So many were dropped because of the cap.
    pub capped: u64,
    /// So many traces were compared with a page that was looked for.
    pub compared: u64,
}

impl Catalogue {
    /// Looks for pages among those that are stored, where they may stand themselves. `prints` fetches the fingerprints of
    /// stored pages; those that it leaves out are no candidates. No page keeps more than `cap` candidates.
    pub fn look_for(&self, pages: &[(i64, &Fingerprint)], cap: usize, prints: &mut Fetch<'_>) -> Result<Found> {
        let forms = self.forms()?;
        let question = |(key, print): &(i64, &Fingerprint)| {
            let (asked, is_sure) = ask(print, &forms);
            let sought = if is_sure { None } else { Sought::of(print) };
            ((*key, asked), sought.map(|sought| (*key, sought)))
        };
        let (mut asked, sought): (Vec<_>, Vec<_>) = pages.par_iter().map(question).unzip();
        let mut sought: BTreeMap<i64, Sought> = sought.into_iter().flatten().collect();
        let mut found = Found { compared: self.look_through_forms(&mut asked)?, ..Found::default() };
        found.compared += self.look_through_shelves(&mut sought)?;
        for some in asked.chunks_mut(JUDGED) {
            let of_forms = |(_, asked): &mut (i64, Vec<Asked>)| -> Vec<i64> {
                asked.iter_mut().flat_map(|asked| asked.neighbours()).collect()
            };
            let mut keys: Vec<i64> = some.iter_mut().flat_map(of_forms).collect();
            keys.extend(some.iter().filter_map(|(key, _)| sought.get(key)).flat_map(Sought::neighbours));
            keys.sort_unstable();
            keys.dedup();
            let prints = prints(&keys)?;
            let judge = |(key, asked): &(i64, Vec<Asked>)| {
                let mut likely = sought.get(key).map(|sought| sought.judge(|key| prints.get(&key))).unwrap_or_default();
                likely.extend(asked.iter().flat_map(|asked| asked.judge(&forms, |key| prints.get(&key))));
                likeliest(likely)
            };
            let judged: Vec<Vec<(i64, f32)>> = some.par_iter().map(judge).collect();
            for ((key, _), likely) in some.iter().zip(judged) {
                found.capped += likely.len().saturating_sub(cap) as u64;
                found.pairs.extend(likely.into_iter().take(cap).map(|(other, score)| (*key, other, score)));
            }
        }
        Ok(found)
    }

    /// Looks through the shelves on which pages may stand.
    fn look_through_shelves(&self, sought: &mut BTreeMap<i64, Sought>) -> Result<u64> {
        let shelves = self.ask(|connection| shelves_of(connection))?;
        let mut sought: Vec<(i64, &mut Sought)> = sought.iter_mut().map(|(key, sought)| (*key, sought)).collect();
        let wanted: Vec<Vec<usize>> = sought.par_iter().map(|(_, sought)| sought.shelves(&shelves)).collect();
        self.look_through(&shelves, &wanted, &mut sought)
    }

    /// Looks through the shelves that anybody wants, some at a time, and returns how many pages were compared.
    fn look_through(&self, shelves: &[Trace], wanted: &[Vec<usize>], sought: &mut [(i64, &mut Sought)]) -> Result<u64> {
        let mut compared = 0;
        let mut next = 0;
        while next < shelves.len() {
            let first = next;
            let mut loaded: Vec<Vec<(i64, Trace)>> = Vec::new();
            let mut held = 0;
            while next < shelves.len() && held < AT_ONCE {
                let is_wanted = wanted.iter().any(|wanted| wanted.contains(&next));
                let pages = if is_wanted { self.ask(|connection| pages_on(connection, next))? } else { Vec::new() };
                held += pages.len();
                loaded.push(pages);
                next += 1;
            }
            compared += sought
                .par_iter_mut()
                .zip(wanted)
                .map(|((key, sought), wanted)| {
                    let mut compared = 0;
                    for shelf in wanted.iter().filter(|shelf| (first..next).contains(*shelf)) {
                        sought.look_through(*key, &shelves[*shelf], &loaded[shelf - first]);
                        compared += loaded[shelf - first].len() as u64;
                    }
                    compared
                })
                .sum::<u64>();
        }
        Ok(compared)
    }
}

/// Keeps what is likely enough, the likeliest first; a page that was found in two ways counts once.
fn likeliest(mut found: Vec<(i64, f32)>) -> Vec<(i64, f32)> {
    found.retain(|(_, score)| *score >= LEAST);
    found.sort_by(|one, two| one.0.cmp(&two.0).then(two.1.total_cmp(&one.1)));
    found.dedup_by_key(|found| found.0);
    found.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a fingerprint that looks like no other: which cells have ink is drawn by lot.
    fn print(page: u64) -> Fingerprint {
        let mut dice = page.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
        let mut bytes = vec![2, 1];
        bytes.resize_with(300, || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as u8 & (dice >> 41) as u8
        });
        Fingerprint::from_bytes(&bytes).unwrap()
    }

    fn shelve(catalogue: &Catalogue, keys: std::ops::Range<i64>) {
        let prints: Vec<(i64, Fingerprint)> = keys.map(|key| (key, print(key.unsigned_abs()))).collect();
        let pages: Vec<(i64, &Fingerprint)> = prints.iter().map(|(key, print)| (*key, print)).collect();
        let mut fetch = |keys: &[i64]| Ok(keys.iter().map(|key| (*key, print(key.unsigned_abs()))).collect());
        catalogue.shelve(&pages, &mut fetch).unwrap();
    }

    /// Looks for the page 7, scanned again as 1000, where all but one of the stored pages can be fetched.
    fn found(catalogue: &Catalogue, removed: i64) -> Vec<i64> {
        let fetch = |keys: &[i64]| {
            let left = keys.iter().filter(|key| **key != removed);
            Ok(left.map(|key| (*key, print(key.unsigned_abs()))).collect())
        };
        let found = catalogue.look_for(&[(1000, &print(7))], 64, &mut { fetch }).unwrap();
        found.pairs.iter().filter(|pair| pair.2 > 0.9).map(|pair| pair.1).collect()
    }

    #[test]
    fn a_page_is_found_once_before_and_after_shelves_are_put_up_anew_and_not_when_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::create(&folder.path().join("catalogue.sqlite")).unwrap();
        assert!(found(&catalogue, -1).is_empty());
        shelve(&catalogue, 0..20);
        let made_for = |catalogue: &Catalogue| -> i64 {
            catalogue
                .ask(|connection| connection.query_row("SELECT pages FROM shelving", [], |row| row.get(0)))
                .unwrap()
        };
        assert_eq!((found(&catalogue, -1), made_for(&catalogue)), (vec![7], 20));
        // As after a kill between putting pages on shelves and noting that they stand there.
        shelve(&catalogue, 0..20);
        assert_eq!(found(&catalogue, -1), [7]);
        shelve(&catalogue, 20..90);
        assert_eq!((found(&catalogue, -1), made_for(&catalogue)), (vec![7], 110));
        assert!(found(&catalogue, 7).is_empty());
    }
}
