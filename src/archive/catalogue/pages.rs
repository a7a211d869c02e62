//! Pages of documents, as far as duplicates are concerned: what other scans are found by, and how far that has come.
//!
//! A page comes in with the first version of its document and stays: later versions have the same PDF. Pages of withdrawn
//! documents are as if they had never been looked at, until the document is brought back.

use std::collections::BTreeMap;

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::archive::catalogue::Catalogue;
use crate::digest::Digest;
use crate::duplicates::documents::{Scan, Tone};
use crate::fingerprint::Fingerprint;
use crate::page::Content;
use crate::sidecar::Page;

/// `owner` is the first version of the document. `print` is NULL until the page was seen, and empty where it cannot be.
pub(super) const SCHEMA: &str = "
CREATE TABLE page (key INTEGER PRIMARY KEY, owner INTEGER NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL,
                   tone INTEGER NOT NULL, pixels INTEGER NOT NULL, print BLOB, blank INTEGER NOT NULL,
                   state INTEGER NOT NULL, shelved INTEGER NOT NULL);
CREATE UNIQUE INDEX page_owner ON page(owner, number);
CREATE INDEX page_content ON page(content);
CREATE INDEX page_open ON page(state) WHERE state < 2;
CREATE INDEX page_unseen ON page(owner) WHERE print IS NULL;
";

/// How far a page has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
enum State {
    /// Nobody has asked which others could be scans of the same sheet.
    New = 0,
    /// Those are known, and not all were compared.
    Asked = 1,
    /// All that follows from it stands.
    Settled = 2,
}

/// Dots per inch at which pages are painted to be compared, and points in an inch.
const PAINTED: u32 = 200;
const POINTS: u32 = 72;

/// Live pages, each with the first and the latest version of its document.
const LIVE: &str = "page JOIN document AS first ON first.key = page.owner
                    JOIN document AS live ON live.id = first.id AND live.live AND NOT live.withdrawn";

/// A page that nobody has asked of.
#[derive(Clone, Debug, PartialEq)]
pub struct Newcomer {
    /// Its number in the catalogue.
    pub key: i64,
    /// What it is found by; `None` where it cannot be seen.
    pub print: Option<Fingerprint>,
    /// Whether it stands on a shelf already.
    pub is_shelved: bool,
}

/// A page of a live document.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPage {
    /// Its number in the catalogue.
    pub key: i64,
    /// The document that it belongs to.
    pub id: String,
    /// Its place in the document, from 1.
    pub number: u32,
    /// The digest of its content.
    pub content: Digest,
    /// How good the scan is.
    pub scan: Scan,
    /// Whether it has next to nothing on it.
    pub blank: bool,
}

impl Catalogue {
    /// Forgets what was found of documents that are withdrawn, and has their neighbours asked again.
    pub fn forget_withdrawn(&self) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            transaction.execute_batch(
                "CREATE TEMP TABLE gone AS SELECT page.key FROM document AS live JOIN document AS first ON first.id = live.id
                   JOIN page ON page.owner = first.key WHERE live.live AND live.withdrawn AND page.state > 0;
                 UPDATE page SET state = 0 WHERE key IN gone OR key IN (SELECT b FROM alike WHERE a IN gone AND answer > 0)
                   OR key IN (SELECT a FROM alike WHERE b IN gone AND answer > 0);
                 DELETE FROM alike WHERE a IN gone OR b IN gone;
                 UPDATE page SET shelved = 0 WHERE key IN gone;
                 DROP TABLE gone;",
            )?;
            transaction.commit()
        })
    }

    /// Returns the ids of live documents that have pages nobody has seen yet, in order of import.
    pub fn unseen(&self) -> Result<Vec<String>> {
        self.ask(|connection| {
            let sql = format!("SELECT DISTINCT live.id FROM {LIVE} WHERE print IS NULL ORDER BY page.owner");
            connection.prepare_cached(&sql)?.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Notes the fingerprints of pages of one document; those that nobody can see have none.
    pub fn set_prints(&self, id: &str, prints: &[(u32, Option<Fingerprint>)]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for (number, print) in prints {
                let bytes = print.as_ref().map_or(&[][..], Fingerprint::bytes);
                let sql = "UPDATE page SET print = ?1, blank = ?2 WHERE number = ?3
                           AND owner IN (SELECT key FROM document WHERE id = ?4)";
                transaction.prepare_cached(sql)?.execute(params![bytes, is_blank(print.as_ref()), number, id])?;
            }
            transaction.commit()
        })
    }

    /// Returns pages of live documents that were seen and of which nobody has asked yet, at most so many.
    pub fn unasked(&self, limit: usize) -> Result<Vec<Newcomer>> {
        self.ask(|connection| {
            let sql = format!(
                "SELECT page.key, print, shelved FROM {LIVE} WHERE state = {} AND print IS NOT NULL
                 ORDER BY page.key LIMIT {limit}",
                State::New as i64
            );
            let read = |row: &Row<'_>| {
                let print = Fingerprint::from_bytes(row.get_ref(1)?.as_blob()?);
                Ok(Newcomer { key: row.get(0)?, print, is_shelved: row.get(2)? })
            };
            connection.prepare_cached(&sql)?.query_map([], read)?.collect()
        })
    }

    /// Notes that pages stand on shelves, where they stay.
    pub fn note_shelved(&self, keys: &[i64]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for key in keys {
                let sql = "UPDATE page SET shelved = 1 WHERE key = ?1";
                transaction.prepare_cached(sql)?.execute(params![key])?;
            }
            transaction.commit()
        })
    }

    /// Returns the fingerprints of those of these pages whose documents are live.
    pub fn prints_of(&self, keys: &[i64]) -> Result<BTreeMap<i64, Fingerprint>> {
        self.ask(|connection| {
            let sql = format!("SELECT print FROM {LIVE} WHERE page.key = ?1 AND print IS NOT NULL");
            let mut query = connection.prepare_cached(&sql)?;
            let mut prints = BTreeMap::new();
            for key in keys {
                let bytes: Option<Vec<u8>> = query.query_row(params![key], |row| row.get(0)).optional()?;
                prints.extend(bytes.as_deref().and_then(Fingerprint::from_bytes).map(|print| (*key, print)));
            }
            Ok(prints)
        })
    }

    /// Returns how many pages live documents have, those that nobody has compared yet left out.
    pub fn count_settled(&self) -> Result<u64> {
        self.ask(|connection| {
            let sql = format!("SELECT count(*) FROM {LIVE} WHERE state = {}", State::Settled as i64);
            connection.query_row(&sql, [], |row| row.get::<_, i64>(0))
        })
        .map(i64::unsigned_abs)
    }

    /// Returns the live documents that have pages whose neighbours are known and not all compared, by their first versions.
    pub fn unsettled(&self) -> Result<Vec<i64>> {
        self.ask(|connection| {
            let sql = format!(
                "SELECT DISTINCT page.owner FROM {LIVE} WHERE state = {} ORDER BY page.owner",
                State::Asked as i64
            );
            connection.prepare_cached(&sql)?.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Returns all pages of a live document, given its first version, in order; none of one that is withdrawn.
    pub fn pages_of(&self, owner: i64) -> Result<Vec<KnownPage>> {
        self.ask(|connection| {
            let sql = format!(
                "SELECT page.key, live.id, page.number, page.content, tone, pixels, blank FROM {LIVE} WHERE page.owner = ?1
                 ORDER BY page.number"
            );
            connection.prepare_cached(&sql)?.query_map(params![owner], read_page)?.collect()
        })
    }

    /// Returns the pages of live documents with next to nothing on them: id and number, in their order.
    pub fn blank_pages(&self) -> Result<Vec<(String, u32)>> {
        self.ask(|connection| {
            let sql = format!("SELECT live.id, page.number FROM {LIVE} WHERE blank ORDER BY live.id, page.number");
            connection.prepare_cached(&sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}

/// Adds the pages of a document that was not there before.
pub(super) fn insert(connection: &Connection, owner: i64, pages: &[Page]) -> rusqlite::Result<()> {
    for page in pages {
        let print = page.fingerprint.as_deref().and_then(Fingerprint::from_text);
        let Scan { tone, pixels } = scan(&page.content);
        let values = params![
            owner,
            page.number,
            page.content.sha256.0,
            tone as i64,
            pixels,
            print.as_ref().map(Fingerprint::bytes),
            is_blank(print.as_ref()),
            State::New as i64
        ];
        let sql = "INSERT OR IGNORE INTO page VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)";
        connection.prepare_cached(sql)?.execute(values)?;
    }
    Ok(())
}

/// Moves pages on, once their neighbours are known.
pub(super) fn note_asked(connection: &Connection, keys: impl Iterator<Item = i64>) -> rusqlite::Result<()> {
    set_state(connection, keys, State::Asked)
}

/// Moves pages on, once all is known.
pub(super) fn settle(connection: &Connection, keys: impl Iterator<Item = i64>) -> rusqlite::Result<()> {
    set_state(connection, keys, State::Settled)
}

fn set_state(connection: &Connection, keys: impl Iterator<Item = i64>, state: State) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE page SET state = ?1 WHERE key = ?2")?;
    for key in keys {
        update.execute(params![state as i64, key])?;
    }
    Ok(())
}

/// How good a scan is, by its content alone. Pages that stay in the PDF they came in are measured in points, and count as
/// what they are painted at.
fn scan(content: &Content) -> Scan {
    let tone = match (content.bits, content.channels) {
        (1, 1) => Tone::Bitonal,
        (_, 3..) => Tone::Colour,
        _ => Tone::Grey,
    };
    let pixels = content.width.max(content.height);
    let is_painted = content.channels == 0;
    Scan { tone, pixels: if is_painted { pixels.saturating_mul(PAINTED) / POINTS } else { pixels } }
}

fn read_page(row: &Row<'_>) -> rusqlite::Result<KnownPage> {
    let tone = match row.get(4)? {
        0 => Tone::Bitonal,
        1 => Tone::Grey,
        _ => Tone::Colour,
    };
    Ok(KnownPage {
        key: row.get(0)?,
        id: row.get(1)?,
        number: row.get(2)?,
        content: Digest(row.get(3)?),
        scan: Scan { tone, pixels: row.get(5)? },
        blank: row.get(6)?,
    })
}

fn is_blank(print: Option<&Fingerprint>) -> bool {
    print.is_some_and(Fingerprint::is_blank)
}
