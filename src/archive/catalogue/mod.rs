//! The catalogue: an SQLite file for fast questions. A cache, filled from committed batches and nothing else.
//!
//! The home of `rusqlite`. A catalogue that is missing, damaged or of another version is made anew. Here it is opened and
//! made; `documents` fills it, `search` selects from it.

pub mod alike;
mod days;
mod document;
mod documents;
mod field;
mod forms;
pub mod pages;
pub mod pairs;
pub mod picked;
pub mod prints;
mod query;
mod question;
mod schema;
mod search;
mod shelves;
mod terms;
#[cfg(test)]
mod tests;

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Mutex;

use anyhow::Result;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use crate::digest::Digest;
use crate::fault::Attempt;
use crate::files;
use crate::merkle::Tree;
use crate::text;
use crate::text::Text;

pub use days::{Standing, span};
pub use document::{Card, Document, Row, sources_key};
pub use documents::Spared;
pub use query::{Hit, Query};

/// An open catalogue. It may be asked from several threads.
#[derive(Debug)]
pub struct Catalogue(Mutex<Connection>);

impl Catalogue {
    /// Opens the catalogue for writing; `None` when there is none that can be used.
    ///
    /// What an import goes by is checked, not the full-text index: that would take a quarter of a minute for a million
    /// documents, and damage in it shows when it is written to.
    pub fn open(path: &Path) -> Option<Catalogue> {
        let catalogue = Catalogue::opened(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if !["batch", "document", "source", "quarantined", "tree"].iter().all(|table| catalogue.has_sound(table)) {
            return None;
        }
        catalogue.ask(with_cache).is_ok().then_some(catalogue)
    }

    /// Opens the catalogue without ever writing to it; `None` when there is none of this version.
    ///
    /// Whether it is damaged, [`Catalogue::is_sound`] says: that takes long, and a question about a page that is damaged
    /// fails anyway.
    pub fn open_read_only(path: &Path) -> Option<Catalogue> {
        Catalogue::opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn opened(path: &Path, flags: OpenFlags) -> Option<Catalogue> {
        let connection = Connection::open_with_flags(path, flags).ok()?;
        connection.busy_timeout(std::time::Duration::from_secs(10)).ok()?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).ok()?;
        (version == schema::VERSION).then(|| Catalogue(Mutex::new(connection)))
    }

    /// Says whether the whole file is as SQLite would have written it.
    pub fn is_sound(&self) -> bool {
        self.has_sound("1")
    }

    /// Says so of one table, or of all for `1`.
    fn has_sound(&self, table: &str) -> bool {
        let sql = format!("PRAGMA quick_check({table})");
        self.ask(|connection| connection.query_row(&sql, [], |row| row.get(0)))
            .is_ok_and(|answer: String| answer == "ok")
    }

    /// Makes an empty catalogue in place of whatever was there. It appears whole, so that a crash leaves none or a good one.
    pub fn create(path: &Path) -> Result<Catalogue> {
        let part = path.with_extension("sqlite-part");
        for stale in [path, &part, &path.with_extension("sqlite-journal"), &path.with_extension("sqlite-part-journal")]
        {
            files::remove(stale)?;
        }
        let make = || -> rusqlite::Result<()> {
            let connection = Connection::open(&part)?;
            connection.execute_batch(schema::SCHEMA)?;
            [pages::SCHEMA, alike::SCHEMA, pairs::SCHEMA, forms::SCHEMA, shelves::SCHEMA]
                .iter()
                .try_for_each(|sql| connection.execute_batch(sql))?;
            connection.pragma_update(None, "user_version", schema::VERSION)
        };
        answer(make())?;
        files::rename(&part, path)?;
        let catalogue = Catalogue(Mutex::new(answer(Connection::open(path))?));
        catalogue.ask(with_cache)?;
        Ok(catalogue)
    }

    fn ask<T>(&self, question: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T> {
        // A thread that panicked while asking left no half-done work: transactions end with their guard.
        let mut connection = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        answer(question(&mut connection))
    }

    /// Returns the digest of the last seal whose batch is in the catalogue, and how many batches are.
    pub fn head(&self) -> Result<(u64, Option<Digest>)> {
        let last: Option<(i64, String)> = self.ask(|connection| {
            let sql = "SELECT sequence, seal FROM batch ORDER BY sequence DESC LIMIT 1";
            connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        Ok(last.map_or((0, None), |(sequence, seal)| (sequence.unsigned_abs(), seal.parse().ok())))
    }

    /// Returns the tree over all leaves of the batches that are in the catalogue.
    pub fn tree(&self) -> Result<Option<Tree>> {
        let (size, peaks): (i64, String) = self.ask(|connection| {
            connection.query_row("SELECT size, peaks FROM tree", [], |row| Ok((row.get(0)?, row.get(1)?)))
        })?;
        let peaks: Result<Vec<Digest>, _> = peaks.split_whitespace().map(str::parse).collect();
        Ok(peaks.ok().and_then(|peaks| Tree::from_parts(size.unsigned_abs(), peaks)))
    }

    /// Returns the names of the batches, in order.
    pub fn batches(&self) -> Result<Vec<String>> {
        self.ask(|connection| {
            let mut query = connection.prepare("SELECT name FROM batch ORDER BY sequence")?;
            let names = query.query_map([], |row| row.get(0))?;
            names.collect()
        })
    }

    /// Notes refused inputs that are in the quarantine, all in one transaction: key, and path at the source.
    pub fn add_quarantined(&self, refused: &[(Digest, String)]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for (source, path) in refused {
                let sql = "INSERT OR IGNORE INTO quarantined VALUES (?1, ?2)";
                transaction.prepare_cached(sql)?.execute(params![source.0, path])?;
            }
            transaction.commit()
        })
    }

    /// Says whether this refused input is in the quarantine already.
    pub fn has_quarantined(&self, source: Digest, path: &str) -> Result<bool> {
        self.ask(|connection| {
            connection
                .prepare_cached("SELECT 1 FROM quarantined WHERE sha256 = ?1 AND path = ?2")?
                .exists(params![source.0, path])
        })
    }
}

/// Lets SQLite keep so many bytes of pages. Digests come in no order, so every document of a batch changes pages all over
/// a large catalogue: with the 2 MB that are usual, adding to a million documents took four times as long.
const CACHE: i64 = 32 << 20;

fn with_cache(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -(CACHE >> 10))
}

/// Says what failed. A fault of the disk is told as one, since making the catalogue anew would not help.
fn answer<T>(result: rusqlite::Result<T>) -> Result<T> {
    let kind = match result.as_ref().err().and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::DiskFull) => ErrorKind::StorageFull,
        Some(ErrorCode::ReadOnly) => ErrorKind::ReadOnlyFilesystem,
        Some(ErrorCode::PermissionDenied) => ErrorKind::PermissionDenied,
        Some(ErrorCode::SystemIoFailure) => ErrorKind::Other,
        _ => return result.attempt(cannot),
    };
    let what =
        || text!("không ghi được mục lục `catalogue.sqlite`", "could not write the catalogue `catalogue.sqlite`");
    result.map_err(|_| io::Error::from(kind)).attempt(what)
}

fn cannot() -> Text {
    text!(
        "mục lục `catalogue.sqlite` không dùng được; hãy chạy `sohoa reindex`",
        "the catalogue `catalogue.sqlite` cannot be used; run `sohoa reindex`"
    )
}
