//! Pages of one form stand together, each with the key that it is told apart by.
//!
//! Forms are learnt from pages that fit none, and learnt again from more pages while they are small; what is learnt from enough
//! pages stays. A form's pages are kept in parts of many keys each, so that they are read in one go.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};

use crate::archive::catalogue::Catalogue;
use crate::fingerprint::form::{Form, KEY, TEACHERS};
use crate::fingerprint::forms::{self, Asked, Filed, key};

use super::prints::Fetch;
use super::shelves::{Sorted, put};

/// `learnt` is of how many pages a form had when it was learnt, `pages` how many it has.
pub(super) const SCHEMA: &str = "
CREATE TABLE form (form INTEGER PRIMARY KEY, learnt INTEGER NOT NULL, pages INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE filed (part INTEGER PRIMARY KEY, form INTEGER NOT NULL, pages BLOB NOT NULL);
CREATE INDEX filed_form ON filed(form);
";

/// Bytes of a page in a part: its number and its key.
const ENTRY: usize = 8 + KEY;
/// The most pages of a part.
const PART: usize = 512;
/// So many pages of a form are looked through at once.
const AT_ONCE: usize = 8192;
/// A form that was learnt from few pages is learnt again when it has so many times as many.
const GROWTH: i64 = 8;

/// A page's number and its key.
type Entry = (i64, [u8; KEY]);
/// A page's number and where it is filed.
pub(super) type Placed = (i64, Filed);

impl Catalogue {
    /// Returns the forms, in their order.
    pub(super) fn forms(&self) -> Result<Vec<Form>> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT bytes FROM form ORDER BY form")?;
            let form = |row: &rusqlite::Row<'_>| {
                let bytes = row.get_ref(0)?.as_blob()?;
                Form::from_bytes(bytes).ok_or(rusqlite::Error::InvalidQuery)
            };
            query.query_map([], form)?.collect()
        })
    }

    /// Adds forms behind those that there are.
    pub(super) fn add_forms(&self, forms: &[(Form, usize)]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for (form, learnt) in forms {
                let sql = "INSERT INTO form SELECT count(*), ?1, 0, ?2 FROM form";
                transaction.prepare_cached(sql)?.execute(params![*learnt as i64, form.bytes()])?;
            }
            transaction.commit()
        })
    }

    /// Looks through the pages of all forms that anybody asks for, and returns how many were compared.
    pub(super) fn look_through_forms(&self, asked: &mut [(i64, Vec<Asked>)]) -> Result<u64> {
        let mut of: BTreeMap<usize, Vec<(i64, &mut Asked)>> = BTreeMap::new();
        for (own, asked) in asked {
            asked.iter_mut().for_each(|asked| of.entry(asked.form).or_default().push((*own, asked)));
        }
        let mut compared = 0;
        for (form, mut asked) in of {
            let mut last = -1;
            loop {
                let (pages, part) = self.ask(|connection| pages_of(connection, form, last, AT_ONCE))?;
                let Some(part) = part else { break };
                last = part;
                let pages: Vec<_> = pages.iter().map(|(page, bytes)| (*page, key(bytes))).collect();
                asked.par_iter_mut().for_each(|(own, asked)| asked.look_through(*own, &pages));
                compared += (pages.len() * asked.len()) as u64;
            }
        }
        Ok(compared)
    }

    /// Learns forms again that have many more pages than they were learnt from. Pages that fit no longer go to shelves.
    pub(super) fn learn_again(&self, prints: &mut Fetch<'_>) -> Result<()> {
        let grown: Vec<i64> = self.ask(|connection| {
            let sql = "SELECT form FROM form WHERE learnt < ?1 AND pages >= learnt * ?2 ORDER BY form";
            let mut query = connection.prepare_cached(sql)?;
            query.query_map(params![TEACHERS as i64, GROWTH], |row| row.get(0))?.collect()
        })?;
        for form in grown {
            let at = usize::try_from(form).unwrap_or_default();
            let (pages, _) = self.ask(|connection| pages_of(connection, at, -1, usize::MAX))?;
            let prints = prints(&pages.iter().map(|page| page.0).collect::<Vec<_>>())?;
            let Some(learnt) = forms::learn(&prints.values().collect::<Vec<_>>()) else { continue };
            let learnt = [learnt];
            let mut sorted = Sorted::default();
            sorted.sort(&prints.iter().map(|(page, print)| (*page, print)).collect::<Vec<_>>(), &learnt, at);
            self.ask(|connection| {
                let transaction = connection.transaction()?;
                transaction.execute("DELETE FROM filed WHERE form = ?1", params![form])?;
                let sql = "UPDATE form SET learnt = ?2, pages = 0, bytes = ?3 WHERE form = ?1";
                transaction.execute(sql, params![form, prints.len() as i64, learnt[0].bytes()])?;
                put(&transaction, sorted, false)?;
                transaction.commit()
            })?;
        }
        Ok(())
    }
}

/// Returns pages of a form in the parts behind one, and the last part that was read.
fn pages_of(
    connection: &Connection,
    form: usize,
    last: i64,
    at_most: usize,
) -> rusqlite::Result<(Vec<Entry>, Option<i64>)> {
    let sql = "SELECT part, pages FROM filed WHERE form = ?1 AND part > ?2 ORDER BY part";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query(params![form as i64, last])?;
    let (mut pages, mut part) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        part = Some(row.get(0)?);
        pages.extend(row.get_ref(1)?.as_blob()?.chunks_exact(ENTRY).filter_map(entry));
        if pages.len() >= at_most {
            break;
        }
    }
    Ok((pages, part))
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let (page, key) = bytes.split_first_chunk::<8>()?;
    Some((i64::from_le_bytes(*page), *key.first_chunk()?))
}

/// Files pages with those of their forms.
pub(super) fn file(connection: &Connection, mut pages: Vec<Placed>) -> rusqlite::Result<()> {
    pages.sort_by_key(|(page, filed)| (filed.form, *page));
    for pages in pages.chunk_by(|one, two| one.1.form == two.1.form) {
        let form = pages[0].1.form as i64;
        let mut bytes: Vec<u8> = Vec::new();
        // The last part is filled up, so that many small imports do not leave as many parts.
        let sql = "SELECT part, pages FROM filed WHERE form = ?1 ORDER BY part DESC LIMIT 1";
        let last = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
        if let Some((part, kept)) = connection.prepare_cached(sql)?.query_row(params![form], last).optional()?
            && kept.len() < PART * ENTRY
        {
            connection.prepare_cached("DELETE FROM filed WHERE part = ?1")?.execute(params![part])?;
            bytes = kept;
        }
        for (page, filed) in pages {
            bytes.extend(page.to_le_bytes());
            bytes.extend(filed.key);
        }
        for part in bytes.chunks(PART * ENTRY) {
            connection.prepare_cached("INSERT INTO filed VALUES (NULL, ?1, ?2)")?.execute(params![form, part])?;
        }
        let sql = "UPDATE form SET pages = pages + ?2 WHERE form = ?1";
        connection.prepare_cached(sql)?.execute(params![form, pages.len() as i64])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::fingerprint::Fingerprint;

    use super::*;

    /// Returns a page of a form: most cells are the form's, each sixth is the page's own; a scan changes a few.
    fn print(page: i64, scan: usize) -> Fingerprint {
        let mut dice = page.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
        let roll = |dice: &mut u64| {
            *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*dice >> 33) as u8 & (*dice >> 41) as u8
        };
        let mut printed = 5;
        let cells = (0..176).map(|at| {
            let (form, own) = (roll(&mut printed), roll(&mut dice));
            let ink = if at % 6 == 0 { own } else { form };
            if scan > 0 && at % 40 == scan { !ink } else { ink }
        });
        let bytes: Vec<u8> = [2, 1].into_iter().chain(cells).chain([255; 332]).collect();
        Fingerprint::from_bytes(&bytes).unwrap()
    }

    fn shelve(catalogue: &Catalogue, pages: std::ops::Range<i64>) {
        let prints: Vec<(i64, Fingerprint)> = pages.map(|page| (page, print(page, 0))).collect();
        let pages: Vec<(i64, &Fingerprint)> = prints.iter().map(|(page, print)| (*page, print)).collect();
        catalogue.shelve(&pages, &mut |keys| Ok(keys.iter().map(|key| (*key, print(*key, 0))).collect())).unwrap();
    }

    /// Returns of how many pages forms were learnt, how many they have, how many stand on shelves, and what is likeliest to be
    /// another scan of the page 7.
    fn state(catalogue: &Catalogue) -> (Vec<(i64, i64)>, i64, Option<i64>) {
        let forms = catalogue.ask(|connection| {
            let mut query = connection.prepare("SELECT learnt, pages FROM form ORDER BY form")?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        });
        let sql = "SELECT coalesce(sum(count), 0) FROM shelved";
        let loose = catalogue.ask(|connection| connection.query_row(sql, [], |row| row.get(0)));
        let mut fetch = |keys: &[i64]| Ok(keys.iter().map(|key| (*key, print(*key, 0))).collect());
        let found = catalogue.look_for(&[(1000, &print(7, 3))], 64, &mut fetch).unwrap();
        (forms.unwrap(), loose.unwrap(), found.pairs.first().map(|pair| pair.1))
    }

    #[test]
    fn shelves_are_put_up_for_what_forms_leave_on_them() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::create(&folder.path().join("catalogue.sqlite")).unwrap();
        let other = |page: i64| {
            let mut dice = page.unsigned_abs() * 77 + 5;
            let mut cells = vec![2, 1];
            cells.resize_with(300, || {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (dice >> 33) as u8 & (dice >> 41) as u8
            });
            Fingerprint::from_bytes(&cells).unwrap()
        };
        let page = |page: i64| if page % 3 == 0 { other(page) } else { print(page, 0) };
        let put = |pages: std::ops::Range<i64>| {
            let prints: Vec<(i64, Fingerprint)> = pages.map(|key| (key, page(key))).collect();
            let pages: Vec<(i64, &Fingerprint)> = prints.iter().map(|(page, print)| (*page, print)).collect();
            let mut fetch = |keys: &[i64]| Ok(keys.iter().map(|key| (*key, page(*key))).collect());
            catalogue.shelve(&pages, &mut fetch).unwrap();
            let count =
                |sql| catalogue.ask(|connection| connection.query_row(sql, [], |row| row.get::<_, i64>(0))).unwrap();
            (
                count("SELECT pages FROM shelving"),
                count("SELECT sum(count) FROM shelved"),
                count("SELECT count(*) FROM form"),
            )
        };
        assert_eq!(put(0..12), (12, 12, 0));
        assert_eq!(put(12..60), (20, 20, 1));
        assert_eq!(put(60..120), (20, 40, 1));
    }

    #[test]
    fn a_form_is_opened_when_it_has_pages_enough_and_learnt_again_when_it_has_many_more() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::create(&folder.path().join("catalogue.sqlite")).unwrap();
        shelve(&catalogue, 0..10);
        assert_eq!(state(&catalogue), (vec![], 10, Some(7)));
        shelve(&catalogue, 10..41);
        assert_eq!(state(&catalogue), (vec![(41, 41)], 0, Some(7)));
        shelve(&catalogue, 41..120);
        assert_eq!(state(&catalogue), (vec![(41, 120)], 0, Some(7)));
        shelve(&catalogue, 120..330);
        assert_eq!(state(&catalogue), (vec![(330, 330)], 0, Some(7)));
    }
}
