//! The catalogue: an SQLite file for fast questions. A cache, filled from committed batches and nothing else.
//!
//! The home of `rusqlite`. A catalogue that is missing, damaged or of another version is made anew.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Mutex;

use anyhow::Result;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use crate::archive::seals::Sealed;
use crate::digest::{Digest, Hasher};
use crate::fault::Attempt;
use crate::files;
use crate::merkle::Tree;
use crate::text;
use crate::text::Text;

const VERSION: i64 = 3;

const SCHEMA: &str = "
CREATE TABLE batch (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, seal TEXT NOT NULL,
                    documents INTEGER NOT NULL, pages INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE document (id TEXT NOT NULL, version INTEGER NOT NULL, batch TEXT NOT NULL REFERENCES batch(name),
                       dossier TEXT NOT NULL, name TEXT NOT NULL, pdf_batch TEXT NOT NULL, pdf TEXT NOT NULL,
                       pdf_sha256 TEXT NOT NULL, sidecar TEXT NOT NULL, sidecar_sha256 TEXT NOT NULL,
                       pages INTEGER NOT NULL, withdrawn INTEGER NOT NULL, sources_key TEXT NOT NULL,
                       PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE INDEX document_name ON document(name);
CREATE INDEX document_batch ON document(batch);
CREATE INDEX document_sources ON document(sources_key);
CREATE TABLE source (sha256 BLOB NOT NULL, id TEXT NOT NULL, PRIMARY KEY (sha256, id)) WITHOUT ROWID;
CREATE TABLE quarantined (sha256 BLOB NOT NULL, path TEXT NOT NULL, PRIMARY KEY (sha256, path)) WITHOUT ROWID;
CREATE TABLE tree (size INTEGER NOT NULL, peaks TEXT NOT NULL);
INSERT INTO tree VALUES (0, '');
";

/// An open catalogue. It may be asked from several threads.
#[derive(Debug)]
pub struct Catalogue(Mutex<Connection>);

/// A document as the catalogue knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The document's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The batch it came with.
    pub batch: String,
    /// Its dossier's name.
    pub dossier: String,
    /// Its own name.
    pub name: String,
    /// The batch that has its PDF.
    pub pdf_batch: String,
    /// Its PDF, from that bag's root.
    pub pdf: String,
    /// Digest of the PDF.
    pub pdf_sha256: Digest,
    /// Its sidecar, from the root of its own batch's bag.
    pub sidecar: String,
    /// Digest of the sidecar.
    pub sidecar_sha256: Digest,
    /// Pages.
    pub pages: u32,
    /// Whether this version withdraws the document.
    pub withdrawn: bool,
    /// What [`sources_key`] says of its source files.
    pub sources_key: Digest,
}

impl Catalogue {
    /// Opens the catalogue for writing; `None` when there is none that can be used.
    pub fn open(path: &Path) -> Option<Catalogue> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
        Catalogue::checked(connection)
    }

    /// Opens the catalogue without ever writing to it; `None` when there is none that can be used.
    pub fn open_read_only(path: &Path) -> Option<Catalogue> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        Catalogue::checked(connection)
    }

    fn checked(connection: Connection) -> Option<Catalogue> {
        connection.busy_timeout(std::time::Duration::from_secs(10)).ok()?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).ok()?;
        let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).ok()?;
        (version == VERSION && sound == "ok").then(|| Catalogue(Mutex::new(connection)))
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
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "user_version", VERSION)
        };
        answer(make())?;
        files::rename(&part, path)?;
        Ok(Catalogue(Mutex::new(answer(Connection::open(path))?)))
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

    /// Adds a committed batch: all of it, or nothing.
    ///
    /// Beside each document stand the digests of its source files.
    pub fn add(&self, sealed: &Sealed, documents: &[(Row, Vec<Digest>)], tree: &Tree) -> Result<()> {
        let (size, peaks) = tree.parts();
        let peaks: Vec<String> = peaks.iter().map(Digest::to_string).collect();
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            let seal = &sealed.seal;
            transaction.execute(
                "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    seal.batch,
                    seal.sequence as i64,
                    sealed.digest.to_string(),
                    seal.documents as i64,
                    seal.pages as i64,
                    seal.bytes as i64
                ],
            )?;
            for (document, sources) in documents {
                insert_document(&transaction, document, sources)?;
            }
            transaction.execute("UPDATE tree SET size = ?1, peaks = ?2", params![size as i64, peaks.join(" ")])?;
            transaction.commit()
        })
    }

    /// Says whether any document is stored.
    pub fn has_documents(&self) -> Result<bool> {
        self.ask(|connection| connection.prepare_cached("SELECT 1 FROM document LIMIT 1")?.exists([]))
    }

    /// Says whether a source file with this digest is part of any stored document.
    pub fn knows_source(&self, source: Digest) -> Result<bool> {
        self.ask(|connection| {
            connection.prepare_cached("SELECT 1 FROM source WHERE sha256 = ?1")?.exists(params![source.0])
        })
    }

    /// Returns the id of the stored document that was made of exactly these source files, in this order.
    pub fn of_sources(&self, sources: &[Digest]) -> Result<Option<String>> {
        self.ask(|connection| {
            let mut query =
                connection.prepare_cached("SELECT id FROM document WHERE sources_key = ?1 ORDER BY id LIMIT 1")?;
            query.query_row(params![sources_key(sources).to_string()], |row| row.get(0)).optional()
        })
    }

    /// Says whether a document with this id is stored.
    pub fn has(&self, id: &str) -> Result<bool> {
        self.ask(|connection| connection.prepare_cached("SELECT 1 FROM document WHERE id = ?1")?.exists(params![id]))
    }

    /// Says whether the latest version of the document with this id withdraws it.
    pub fn is_withdrawn(&self, id: &str) -> Result<bool> {
        self.ask(|connection| {
            let sql = "SELECT withdrawn FROM document WHERE id = ?1 ORDER BY version DESC LIMIT 1";
            let withdrawn = connection.prepare_cached(sql)?.query_row(params![id], |row| row.get(0)).optional()?;
            Ok(withdrawn.unwrap_or(false))
        })
    }

    /// Returns how many documents are stored, whatever the number of their versions.
    pub fn count_documents(&self) -> Result<u64> {
        let sql = "SELECT count(DISTINCT id) FROM document";
        self.ask(|connection| connection.query_row(sql, [], |row| row.get::<_, i64>(0))).map(i64::unsigned_abs)
    }

    /// Returns the names of the batches, in order.
    pub fn batches(&self) -> Result<Vec<String>> {
        self.ask(|connection| {
            let mut query = connection.prepare("SELECT name FROM batch ORDER BY sequence")?;
            let names = query.query_map([], |row| row.get(0))?;
            names.collect()
        })
    }

    /// Returns the documents that came with a batch.
    pub fn of_batch(&self, batch: &str) -> Result<Vec<Row>> {
        self.ask(|connection| {
            let mut query =
                connection.prepare_cached("SELECT * FROM document WHERE batch = ?1 ORDER BY id, version")?;
            let rows = query.query_map(params![batch], read_document)?;
            rows.collect()
        })
    }

    /// Returns the latest versions of the documents that have this id or this name.
    pub fn find(&self, id_or_name: &str) -> Result<Vec<Row>> {
        self.ask(|connection| {
            let sql = "SELECT * FROM document WHERE id = ?1 OR name = ?1 ORDER BY id, version";
            let mut query = connection.prepare(sql)?;
            let rows = query.query_map(params![id_or_name], read_document)?;
            let mut latest: Vec<Row> = Vec::new();
            for row in rows {
                let row = row?;
                latest.retain(|older| older.id != row.id);
                latest.push(row);
            }
            Ok(latest)
        })
    }

    /// Notes refused inputs that are in the quarantine, all in one transaction: digest, and path at the source.
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

/// Returns one digest for a list of source files: in page order, each file once.
pub fn sources_key(sources: &[Digest]) -> Digest {
    let mut hasher = Hasher::default();
    sources.iter().for_each(|source| hasher.update(&source.0));
    hasher.finish()
}

fn insert_document(connection: &Connection, document: &Row, sources: &[Digest]) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    connection.prepare_cached(sql)?.execute(params![
        document.id,
        document.version,
        document.batch,
        document.dossier,
        document.name,
        document.pdf_batch,
        document.pdf,
        document.pdf_sha256.to_string(),
        document.sidecar,
        document.sidecar_sha256.to_string(),
        document.pages,
        document.withdrawn,
        document.sources_key.to_string(),
    ])?;
    for source in sources {
        let sql = "INSERT OR IGNORE INTO source VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![source.0, document.id])?;
    }
    Ok(())
}

fn read_document(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let digest = |column: &str| -> rusqlite::Result<Digest> {
        let text: String = row.get(column)?;
        text.parse().map_err(|_| rusqlite::Error::InvalidColumnName(column.to_owned()))
    };
    Ok(Row {
        id: row.get("id")?,
        version: row.get("version")?,
        batch: row.get("batch")?,
        dossier: row.get("dossier")?,
        name: row.get("name")?,
        pdf_batch: row.get("pdf_batch")?,
        pdf: row.get("pdf")?,
        pdf_sha256: digest("pdf_sha256")?,
        sidecar: row.get("sidecar")?,
        sidecar_sha256: digest("sidecar_sha256")?,
        pages: row.get("pages")?,
        withdrawn: row.get("withdrawn")?,
        sources_key: digest("sources_key")?,
    })
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
