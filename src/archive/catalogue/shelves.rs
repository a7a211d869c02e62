//! Where stored pages stand: those of a form with their like, all others on shelves of pages that look alike.
//!
//! Shelves are put up anew when there are many more pages; forms are found then among the pages on them, and stay.

use std::collections::BTreeSet;

use anyhow::Result;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};

use crate::archive::catalogue::Catalogue;
use crate::fingerprint::Fingerprint;
use crate::fingerprint::form::Form;
use crate::fingerprint::forms::{Filed, file, find};
use crate::fingerprint::shelves::{self, TRACE, Trace};

use super::forms;
use super::prints::{AT_ONCE, Fetch};

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
/// Shelves are put up anew when there are so many times as many pages as they were made for.
const GROWTH: u64 = 4;
/// The most shelves, and the traces by which each finds its place.
const SHELVES: usize = 4096;
const SAMPLE: usize = 32;
/// Pages of no form of which forms are learnt.
const LEARNT_FROM: usize = 16_384;
/// Parts of shelves whose pages are moved together.
const MOVED: usize = 64;

/// A page by its key, and what it is found by.
pub(super) type Placed = (i64, Trace);

impl Catalogue {
    /// Files pages with those of their forms, by number, and puts those of no form on shelves; blank ones stand nowhere. All of
    /// them, or none. `prints` fetches the fingerprints of stored pages.
    pub fn shelve(&self, pages: &[(i64, &Fingerprint)], prints: &mut Fetch<'_>) -> Result<()> {
        if pages.is_empty() {
            return Ok(());
        }
        let forms = self.forms()?;
        let mut sorted = Sorted::default();
        sorted.sort(pages, &forms, 0);
        let is_grown = self.ask(|connection| is_grown(connection, sorted.loose.len()))?;
        if is_grown {
            let found = self.find_forms(&sorted.loose, &forms, prints)?;
            self.add_forms(&found)?;
            let found: Vec<Form> = found.into_iter().map(|found| found.0).collect();
            self.move_loose(&found, forms.len(), prints)?;
            let loose = std::mem::take(&mut sorted.loose);
            sorted.sort(&loose, &found, forms.len());
        }
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            put(&transaction, sorted, is_grown)?;
            transaction.commit()
        })?;
        self.learn_again(prints)
    }

    /// Finds forms among newcomers of no form and the stored pages on shelves.
    fn find_forms(
        &self,
        newcomers: &[(i64, &Fingerprint)],
        known: &[Form],
        prints: &mut Fetch<'_>,
    ) -> Result<Vec<(Form, usize)>> {
        let every = (self.ask(|connection| count(connection))? as usize + newcomers.len()).div_ceil(LEARNT_FROM).max(1);
        let mut keys: Vec<i64> = Vec::new();
        let mut at = 0usize;
        let mut last = -1;
        while let Some((part, pages)) = self.ask(|connection| part_behind(connection, last))? {
            for (key, _) in pages {
                keys.extend(Some(key).filter(|_| at.is_multiple_of(every)));
                at += 1;
            }
            last = part;
        }
        let stored = prints(&keys)?;
        let sample: Vec<&Fingerprint> =
            stored.values().chain(newcomers.iter().step_by(every).map(|newcomer| newcomer.1)).collect();
        Ok(find(&sample, known))
    }

    /// Moves stored pages from shelves to forms that were found, of which the first has the number `first`.
    fn move_loose(&self, found: &[Form], first: usize, prints: &mut Fetch<'_>) -> Result<()> {
        let mut last = -1;
        while !found.is_empty() {
            let mut parts: Vec<(i64, Vec<Placed>)> = Vec::new();
            while let Some(part) = self.ask(|connection| part_behind(connection, last))? {
                last = part.0;
                parts.push(part);
                if parts.len() >= MOVED {
                    break;
                }
            }
            if parts.is_empty() {
                break;
            }
            let keys: Vec<i64> = parts.iter().flat_map(|(_, pages)| pages.iter().map(|page| page.0)).collect();
            let prints = prints(&keys)?;
            let pages: Vec<(i64, &Fingerprint)> = prints.iter().map(|(key, print)| (*key, print)).collect();
            let mut sorted = Sorted::default();
            sorted.sort(&pages, found, first);
            let moved: BTreeSet<i64> = sorted.filed.iter().map(|page| page.0).collect();
            self.ask(|connection| {
                let transaction = connection.transaction()?;
                forms::file(&transaction, sorted.filed)?;
                for (part, mut pages) in parts {
                    pages.retain(|page| !moved.contains(&page.0));
                    let bytes: Vec<u8> = pages.iter().flat_map(entry).collect();
                    let sql = "UPDATE shelved SET count = ?2, pages = ?3 WHERE part = ?1";
                    transaction.prepare_cached(sql)?.execute(params![part, pages.len() as i64, bytes])?;
                }
                transaction.execute("DELETE FROM shelved WHERE count = 0", [])?;
                transaction.commit()
            })?;
        }
        Ok(())
    }
}

/// Puts pages where they belong. Where forms were looked for, shelves are put up anew for what those have left: else a few pages
/// fewer than it takes would have all of them gone through again with the next import, and the one after.
pub(super) fn put(connection: &Connection, sorted: Sorted<'_>, is_grown: bool) -> rusqlite::Result<()> {
    let Sorted { filed, loose } = sorted;
    let loose: Vec<Placed> = loose.par_iter().filter_map(|(key, print)| Some((*key, Trace::of(print)?))).collect();
    forms::file(connection, filed)?;
    let count = if is_grown { count(connection)? + loose.len() as u64 } else { 0 };
    if count > 0 {
        put_up(connection, &loose, count)?;
    }
    place(connection, &shelves_of(connection)?, loose)
}

/// Pages by where they go.
#[derive(Default)]
pub(super) struct Sorted<'p> {
    filed: Vec<forms::Placed>,
    loose: Vec<(i64, &'p Fingerprint)>,
}

impl<'p> Sorted<'p> {
    /// Sorts pages by forms, of which the first has the number `first`.
    pub(super) fn sort(&mut self, pages: &[(i64, &'p Fingerprint)], forms: &[Form], first: usize) {
        let filed: Vec<Option<Filed>> = pages.par_iter().map(|(_, print)| file(print, forms)).collect();
        for ((key, print), filed) in pages.iter().zip(filed) {
            match filed {
                Some(filed) => self.filed.push((*key, Filed { form: first + filed.form, ..filed })),
                None => self.loose.push((*key, print)),
            }
        }
    }
}

/// Says whether there are so many pages on shelves, and to come, that it is time to find forms and to put up shelves anew.
fn is_grown(connection: &Connection, newcomers: usize) -> rusqlite::Result<bool> {
    let made_for: i64 = connection.query_row("SELECT pages FROM shelving", [], |row| row.get(0))?;
    let count = count(connection)? + newcomers as u64;
    Ok(newcomers > 0 && (made_for == 0 || count > made_for.unsigned_abs().saturating_mul(GROWTH)))
}

/// Returns the part of a shelf behind one.
fn part_behind(connection: &Connection, last: i64) -> rusqlite::Result<Option<(i64, Vec<Placed>)>> {
    let mut query =
        connection.prepare_cached("SELECT part, pages FROM shelved WHERE part > ?1 ORDER BY part LIMIT 1")?;
    let part = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, entries(row.get_ref(1)?.as_blob()?).collect()));
    query.query_row(params![last], part).optional()
}

fn entry((key, trace): &Placed) -> impl Iterator<Item = u8> {
    key.to_le_bytes().into_iter().chain(trace.bytes())
}

fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT coalesce(sum(count), 0) FROM shelved";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

pub(super) fn shelves_of(connection: &Connection) -> rusqlite::Result<Vec<Trace>> {
    let mut query = connection.prepare_cached("SELECT middle FROM shelf ORDER BY shelf")?;
    query.query_map([], |row| Ok(Trace::from_bytes(row.get_ref(0)?.as_blob()?)))?.collect()
}

pub(super) fn pages_on(connection: &Connection, shelf: usize) -> rusqlite::Result<Vec<Placed>> {
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
            let pages: Vec<u8> = part.iter().flat_map(|(_, page)| entry(page)).collect();
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
