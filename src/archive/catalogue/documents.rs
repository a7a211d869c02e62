//! Documents in the catalogue: how they come in, and the questions that an import, a verification and a person ask.

use std::collections::BTreeSet;

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Params, params};

use crate::archive::catalogue::document::{Document, Row, sources_key};
use crate::archive::catalogue::{Catalogue, pages};
use crate::archive::seals::Sealed;
use crate::digest::Digest;
use crate::merkle::{self, Tree};
use crate::sidecar::Relation;

/// The columns that [`read_row`] reads, in its order.
pub(super) const ROW: &str = "document.id, document.version, document.batch, document.dossier, document.name, \
    document.pdf_batch, document.pdf, document.pdf_sha256, document.sidecar, document.sidecar_sha256, document.pages, \
    document.withdrawn, document.sources_key";

/// Sources that were there already, so that they are stored once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spared {
    /// How many files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Catalogue {
    /// Adds a committed batch: all of it, or nothing. Its documents come in the order of their sidecars' paths, some at a
    /// time, so that no more of them need be in memory.
    pub fn add(
        &self,
        sealed: &Sealed,
        spared: Spared,
        documents: impl Iterator<Item = Result<Vec<Document>>>,
    ) -> Result<()> {
        self.ask(|connection| connection.execute_batch("BEGIN IMMEDIATE"))?;
        let added = self.add_all(sealed, spared, documents);
        let end = if added.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.ask(|connection| connection.execute_batch(end));
        added.and(ended)
    }

    /// The catalogue is not locked while the next documents are fetched: that may take all threads.
    fn add_all(
        &self,
        sealed: &Sealed,
        spared: Spared,
        documents: impl Iterator<Item = Result<Vec<Document>>>,
    ) -> Result<()> {
        let mut tree = self.tree()?.unwrap_or_default();
        let first = self.ask(|connection| last_key(connection))?.saturating_add(1);
        for some in documents {
            let some = some?;
            for Document { row, .. } in &some {
                tree.push(&merkle::leaf(&row.id, row.version, row.pdf_sha256, row.sidecar_sha256));
            }
            self.ask(|connection| {
                some.iter().try_for_each(|document| insert(connection, document))?;
                note_all(connection, &some)
            })?;
        }
        self.ask(|connection| finish(connection, sealed, spared, first, &tree))
    }

    /// Says whether any document is stored.
    pub fn has_documents(&self) -> Result<bool> {
        self.ask(|connection| connection.prepare_cached("SELECT 1 FROM document LIMIT 1")?.exists([]))
    }

    /// Returns how many documents are stored, whatever the number of their versions.
    pub fn count_documents(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM document WHERE live";
        self.ask(|connection| connection.query_row(sql, [], |row| row.get::<_, i64>(0))).map(i64::unsigned_abs)
    }

    /// Returns how many documents are stored and not withdrawn.
    pub fn count_live(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM document WHERE live AND NOT withdrawn";
        self.ask(|connection| connection.query_row(sql, [], |row| row.get::<_, i64>(0))).map(i64::unsigned_abs)
    }

    /// Says whether a source file with this digest is part of any stored document.
    pub fn knows_source(&self, source: Digest) -> Result<bool> {
        self.ask(|connection| {
            connection.prepare_cached("SELECT 1 FROM source WHERE sha256 = ?1")?.exists(params![source.0])
        })
    }

    /// Returns the id of the stored document that was made of exactly these source files, in this order.
    pub fn of_sources(&self, sources: &[Digest]) -> Result<Option<String>> {
        let Some(first) = sources.first() else { return Ok(None) };
        self.ask(|connection| {
            let sql = "SELECT id FROM source JOIN document ON key = source.document
                       WHERE sha256 = ?1 AND sources_key = ?2 ORDER BY id LIMIT 1";
            let mut query = connection.prepare_cached(sql)?;
            query.query_row(params![first.0, sources_key(sources).0], |row| row.get(0)).optional()
        })
    }

    /// Returns the latest versions of the documents whose pages alone give this id, in order of import.
    pub fn of_content(&self, id: &str) -> Result<Vec<Row>> {
        self.rows("document WHERE (id = ?1 OR content = ?1) AND live ORDER BY key", params![id])
    }

    /// Says whether the latest version of the document with this id withdraws it.
    pub fn is_withdrawn(&self, id: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM document WHERE id = ?1 AND live AND withdrawn";
        self.ask(|connection| connection.prepare_cached(sql)?.exists(params![id]))
    }

    /// Returns the documents that came with a batch, of every version.
    pub fn of_batch(&self, batch: &str) -> Result<Vec<Row>> {
        let from = "batch AS b JOIN document ON key BETWEEN b.first AND b.last WHERE b.name = ?1 ORDER BY key";
        self.rows(from, params![batch])
    }

    /// Returns the latest versions of the documents that have this id or this name.
    pub fn find(&self, id_or_name: &str) -> Result<Vec<Row>> {
        self.rows("document WHERE (id = ?1 OR name = ?1) AND live ORDER BY id", params![id_or_name])
    }

    /// Returns the latest versions of documents whose ids begin so, at most two: enough to know whether there is but one.
    pub fn beginning(&self, id: &str) -> Result<Vec<Row>> {
        let from = "document WHERE id >= ?1 AND id < ?1 || char(0x10ffff) AND live ORDER BY id LIMIT 2";
        self.rows(from, params![id])
    }

    /// Returns every version of a document, the first one first.
    pub fn versions(&self, id: &str) -> Result<Vec<Row>> {
        self.rows("document WHERE id = ?1 ORDER BY version", params![id])
    }

    /// Returns what all batches list of sources that are stored once.
    pub fn spared(&self) -> Result<Spared> {
        let sql = "SELECT coalesce(sum(spared), 0), coalesce(sum(spared_bytes), 0) FROM batch";
        let (files, bytes): (i64, i64) =
            self.ask(|connection| connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))))?;
        Ok(Spared { files: files.unsigned_abs(), bytes: bytes.unsigned_abs() })
    }

    /// Returns the bytes of a document's PDF.
    pub fn pdf_size(&self, id: &str) -> Result<u64> {
        let sql = "SELECT size FROM document WHERE id = ?1 AND live";
        let size = self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row(params![id], |row| row.get::<_, i64>(0)).optional()
        })?;
        Ok(size.unwrap_or_default().unsigned_abs())
    }

    /// Returns the documents whose latest versions refer to this one, each with the kind of its relation.
    pub fn referring_to(&self, id: &str) -> Result<Vec<(String, String)>> {
        self.ask(|connection| {
            let sql = "SELECT kind, id FROM relation JOIN document ON key = relation.document
                       WHERE target = ?1 AND live ORDER BY key, kind";
            let mut query = connection.prepare(sql)?;
            query.query_map(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    fn rows(&self, from: &str, values: impl Params) -> Result<Vec<Row>> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(&format!("SELECT {ROW} FROM {from}"))?;
            query.query_map(values, read_row)?.collect()
        })
    }
}

fn last_key(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(key), 0) FROM document", [], |row| row.get(0))
}

/// Adds the batch itself, once all its documents are there.
fn finish(connection: &Connection, sealed: &Sealed, spared: Spared, first: i64, tree: &Tree) -> rusqlite::Result<()> {
    let seal = &sealed.seal;
    connection.execute(
        "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            seal.sequence as i64,
            seal.batch,
            sealed.digest.to_string(),
            seal.documents as i64,
            seal.pages as i64,
            seal.bytes as i64,
            first,
            last_key(connection)?,
            spared.files as i64,
            spared.bytes as i64
        ],
    )?;
    let (size, peaks) = tree.parts();
    let peaks: Vec<String> = peaks.iter().map(Digest::to_string).collect();
    connection.execute("UPDATE tree SET size = ?1, peaks = ?2", params![size as i64, peaks.join(" ")])?;
    Ok(())
}

/// Adds one version of a document. The latest version of each document is the one that is live.
fn insert(connection: &Connection, document: &Document) -> rusqlite::Result<()> {
    let row = &document.row;
    let sql = "SELECT key, version FROM document WHERE id = ?1 AND live";
    let live: Option<(i64, u32)> = connection
        .prepare_cached(sql)?
        .query_row(params![row.id], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()?;
    let is_latest = live.is_none_or(|(_, version)| version < row.version);
    let Some(key) = insert_row(connection, document, is_latest)? else { return Ok(()) };
    if live.is_none() {
        pages::insert(connection, key, &document.pages)?;
    }
    if let Some((earlier, _)) = live.filter(|_| is_latest) {
        connection.prepare_cached("UPDATE document SET live = 0 WHERE key = ?1")?.execute(params![earlier])?;
        connection.prepare_cached("DELETE FROM terms WHERE rowid = ?1")?.execute(params![earlier])?;
    }
    if is_latest {
        let sql = "INSERT INTO terms (rowid, words) VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![key, document.terms.as_str()])?;
    }
    for source in &document.sources {
        let sql = "INSERT OR IGNORE INTO source VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![source.0, key])?;
    }
    for Relation { kind, to, found, decided, .. } in &document.relations {
        let sql = "INSERT OR IGNORE INTO relation VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let is_by_person = found == "person";
        connection.prepare_cached(sql)?.execute(params![to, kind, key, is_by_person, decided, document.at])?;
    }
    for paper in document.papers.iter().filter(|_| is_latest) {
        connection.prepare_cached("INSERT OR IGNORE INTO paper VALUES (?1, ?2)")?.execute(params![paper.0, key])?;
    }
    Ok(())
}

/// Returns the new row's key; `None` when this version is there already, which `verify` will tell.
fn insert_row(connection: &Connection, document: &Document, is_live: bool) -> rusqlite::Result<Option<i64>> {
    let Document { row, card, term, .. } = document;
    let sql = "INSERT OR IGNORE INTO document VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
               ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)";
    let n_inserted = connection.prepare_cached(sql)?.execute(params![
        row.id,
        row.version,
        is_live,
        row.withdrawn,
        term.from,
        term.until,
        term.revoked_on,
        term.replaced_on,
        row.batch,
        row.dossier,
        row.name,
        row.pdf_batch,
        row.pdf,
        row.pdf_sha256.0,
        row.sidecar,
        row.sidecar_sha256.0,
        row.pages,
        row.sources_key.0,
        card.title,
        card.number,
        card.issued,
        card.owner,
        document.content,
        i64::try_from(document.size).unwrap_or(i64::MAX),
    ])?;
    Ok((n_inserted > 0).then(|| connection.last_insert_rowid()))
}

/// Notes which headings and years there are, each once for these documents.
fn note_all(connection: &Connection, documents: &[Document]) -> rusqlite::Result<()> {
    let headings: BTreeSet<&String> = documents.iter().flat_map(|document| &document.headings).collect();
    for heading in headings {
        connection.prepare_cached("INSERT OR IGNORE INTO heading VALUES (?1)")?.execute(params![heading])?;
    }
    let years: BTreeSet<_> = documents.iter().flat_map(|document| &document.years).collect();
    for (of_what, year) in years {
        connection.prepare_cached("INSERT OR IGNORE INTO year VALUES (?1, ?2)")?.execute(params![of_what, year])?;
    }
    Ok(())
}

/// Reads the columns of [`ROW`].
pub(super) fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let digest = |column| row.get(column).map(Digest);
    Ok(Row {
        id: row.get(0)?,
        version: row.get(1)?,
        batch: row.get(2)?,
        dossier: row.get(3)?,
        name: row.get(4)?,
        pdf_batch: row.get(5)?,
        pdf: row.get(6)?,
        pdf_sha256: digest(7)?,
        sidecar: row.get(8)?,
        sidecar_sha256: digest(9)?,
        pages: row.get(10)?,
        withdrawn: row.get(11)?,
        sources_key: digest(12)?,
    })
}
