//! Which stored pages could be scans of the same sheets as these? Asked of shelves, so that not all pages are looked at.
//!
//! A shelf is kept in parts of many traces each. A batch of pages is looked for together, so that each part is read once.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;
use rusqlite::{Connection, params};

use crate::archive::catalogue::Catalogue;
use crate::fingerprint::Fingerprint;
use crate::fingerprint::search::LEAST;
use crate::fingerprint::shelves::{self, Sought, TRACE, Trace};

/// `shelving` says for how many pages the shelves were put up.
pub(super) const SCHEMA: &str = "
CREATE TABLE shelf (shelf INTEGER PRIMARY KEY, middle BLOB NOT NULL);
CREATE TABLE shelved (part INTEGER PRIMARY KEY, shelf INTEGER NOT NULL, count INTEGER NOT NULL, pages BLOB NOT NULL);
CREATE INDEX shelved_shelf ON shelved(shelf);
CREATE TABLE shelving (pages INTEGER NOT NULL);
INSERT INTO shelving VALUES (0);
";

/// Bytes of a page in a part: its key and its trace.
const ENTRY: usize = 8 + TRACE;
/// The most pages of a part.
const PART: usize = 256;
/// So many pages are in memory at once, at some 400 bytes each.
const AT_ONCE: usize = 200_000;
/// Shelves are put up anew when there are so many times as many pages as they were made for.
const GROWTH: u64 = 4;
/// The most shelves, and the traces by which each finds its place.
const SHELVES: usize = 4096;
const SAMPLE: usize = 32;
/// Pages whose neighbours' fingerprints are fetched together.
const JUDGED: usize = 256;

/// Fingerprints by the keys of their pages.
pub type Prints = BTreeMap<i64, Fingerprint>;

/// A page by its key, and what it is found by.
type Placed = (i64, Trace);

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
    /// Puts pages on their shelves, by key; blank ones stand on none. All of them, or none.
    pub fn shelve(&self, pages: &[(i64, &Fingerprint)]) -> Result<()> {
        let placed: Vec<Placed> = pages.par_iter().filter_map(|(key, print)| Some((*key, Trace::of(print)?))).collect();
        if placed.is_empty() {
            return Ok(());
        }
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            let count = count(&transaction)? + placed.len() as u64;
            let made_for: i64 = transaction.query_row("SELECT pages FROM shelving", [], |row| row.get(0))?;
            if made_for == 0 || count > made_for.unsigned_abs().saturating_mul(GROWTH) {
                put_up(&transaction, &placed, count)?;
            }
            place(&transaction, &shelves_of(&transaction)?, placed)?;
            transaction.commit()
        })
    }

    /// Looks for pages among those on shelves, where they may stand themselves. `prints` fetches the fingerprints of stored
    /// pages; those that it leaves out are no candidates. No page keeps more than `cap` candidates.
    pub fn look_for(
        &self,
        pages: &[(i64, &Fingerprint)],
        cap: usize,
        prints: &mut dyn FnMut(&[i64]) -> Result<Prints>,
    ) -> Result<Found> {
        let shelves = self.ask(|connection| shelves_of(connection))?;
        let mut sought: Vec<(i64, Sought)> =
            pages.par_iter().filter_map(|(key, print)| Some((*key, Sought::of(print)?))).collect();
        let wanted: Vec<Vec<usize>> = sought.par_iter().map(|(_, sought)| sought.shelves(&shelves)).collect();
        let mut found = Found { compared: self.look_through(&shelves, &wanted, &mut sought)?, ..Found::default() };
        for some in sought.chunks(JUDGED) {
            let mut keys: Vec<i64> = some.iter().flat_map(|(_, sought)| sought.neighbours()).collect();
            keys.sort_unstable();
            keys.dedup();
            let prints = prints(&keys)?;
            let judged: Vec<Vec<(i64, f32)>> =
                some.par_iter().map(|(_, sought)| sought.judge(|key| prints.get(&key))).collect();
            for ((key, _), mut likely) in some.iter().zip(judged) {
                likely.retain(|(_, score)| *score >= LEAST);
                found.capped += likely.len().saturating_sub(cap) as u64;
                found.pairs.extend(likely.into_iter().take(cap).map(|(other, score)| (*key, other, score)));
            }
        }
        Ok(found)
    }

    /// Looks through the shelves that anybody wants, some at a time, and returns how many pages were compared.
    fn look_through(&self, shelves: &[Trace], wanted: &[Vec<usize>], sought: &mut [(i64, Sought)]) -> Result<u64> {
        let mut compared = 0;
        let mut next = 0;
        while next < shelves.len() {
            let first = next;
            let mut loaded: Vec<Vec<Placed>> = Vec::new();
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

fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT coalesce(sum(count), 0) FROM shelved";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

fn shelves_of(connection: &Connection) -> rusqlite::Result<Vec<Trace>> {
    let mut query = connection.prepare_cached("SELECT middle FROM shelf ORDER BY shelf")?;
    query.query_map([], |row| Ok(Trace::from_bytes(row.get_ref(0)?.as_blob()?)))?.collect()
}

fn pages_on(connection: &Connection, shelf: usize) -> rusqlite::Result<Vec<Placed>> {
    let mut query = connection.prepare_cached("SELECT pages FROM shelved WHERE shelf = ?1 ORDER BY part")?;
    let mut rows = query.query(params![shelf as i64])?;
    let mut pages = Vec::new();
    while let Some(row) = rows.next()? {
        pages.extend(entries(row.get_ref(0)?.as_blob()?));
    }
    Ok(pages)
}

fn entries(part: &[u8]) -> impl Iterator<Item = Placed> + '_ {
    part.chunks_exact(ENTRY).filter_map(|entry| {
        let (key, trace) = entry.split_first_chunk::<8>()?;
        Some((i64::from_le_bytes(*key), Trace::from_bytes(trace)))
    })
}

/// Writes pages to the shelves nearest to them, by shelf.
fn place(connection: &Connection, shelves: &[Trace], pages: Vec<Placed>) -> rusqlite::Result<()> {
    let mut places: Vec<(usize, Placed)> = pages.into_par_iter().map(|page| (page.1.shelf(shelves), page)).collect();
    places.sort_by_key(|(shelf, (key, _))| (*shelf, *key));
    let mut insert = connection.prepare_cached("INSERT INTO shelved VALUES (NULL, ?1, ?2, ?3)")?;
    for shelf in places.chunk_by(|one, two| one.0 == two.0) {
        for part in shelf.chunks(PART) {
            let bytes = |(_, (key, trace)): &(usize, Placed)| key.to_le_bytes().into_iter().chain(trace.bytes());
            let pages: Vec<u8> = part.iter().flat_map(bytes).collect();
            insert.execute(params![part[0].0 as i64, part.len() as i64, pages])?;
        }
    }
    Ok(())
}

/// Puts up shelves for what is stored and what comes, and moves what is stored.
fn put_up(connection: &Connection, newcomers: &[Placed], count: u64) -> rusqlite::Result<()> {
    let wanted = ((count as f64).sqrt() as usize).clamp(1, SHELVES);
    let every = (count as usize / (wanted * SAMPLE)).max(1);
    connection.execute_batch(
        "DROP INDEX shelved_shelf; ALTER TABLE shelved RENAME TO stale; DELETE FROM shelf;
         CREATE TABLE shelved (part INTEGER PRIMARY KEY, shelf INTEGER NOT NULL, count INTEGER NOT NULL, pages BLOB NOT NULL);
         CREATE INDEX shelved_shelf ON shelved(shelf);",
    )?;
    let mut sample: Vec<Trace> = newcomers.iter().step_by(every).map(|page| page.1.clone()).collect();
    let mut at = 0usize;
    each_stale(connection, &mut |pages| {
        for (_, trace) in pages {
            if at.is_multiple_of(every) {
                sample.push(trace);
            }
            at += 1;
        }
        Ok(())
    })?;
    let shelves = shelves::put_up(&sample, wanted);
    for (shelf, middle) in shelves.iter().enumerate() {
        let sql = "INSERT INTO shelf VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![shelf as i64, middle.bytes()])?;
    }
    let mut moving: Vec<Placed> = Vec::new();
    each_stale(connection, &mut |pages| {
        moving.extend(pages);
        if moving.len() >= AT_ONCE { place(connection, &shelves, std::mem::take(&mut moving)) } else { Ok(()) }
    })?;
    place(connection, &shelves, moving)?;
    connection.execute_batch("DROP TABLE stale")?;
    connection.execute("UPDATE shelving SET pages = ?1", params![count as i64])?;
    Ok(())
}

fn each_stale(
    connection: &Connection,
    take: &mut dyn FnMut(Vec<Placed>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut query = connection.prepare("SELECT pages FROM stale ORDER BY part")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(entries(row.get_ref(0)?.as_blob()?).collect())?;
    }
    Ok(())
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
        catalogue.shelve(&prints.iter().map(|(key, print)| (*key, print)).collect::<Vec<_>>()).unwrap();
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
