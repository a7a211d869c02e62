//! The tables of the catalogue.

/// Changes with the tables. A catalogue of another version is made anew.
pub(super) const VERSION: i64 = 6;

/// The tables, empty.
///
/// Documents are numbered in the order of their import (batch, then path of the sidecar), and those of one batch without a
/// gap. That number is the row of `terms` too, so that hits come in this order without sorting, and a page of them costs no
/// more than its rows.
///
/// `spared` are the sources of a batch that were there already and are stored once.
///
/// `content` is the id that a document would have by its pages alone, where it has another one because it stands beside a
/// document of the same content. `person` says that a person stated a relation, `at` when its version was sealed. `paper`
/// has a row for each key of `records::paper`.
///
/// `terms` holds live versions only and keeps no text (`content=''`); what a term is, `catalogue::terms` says. Days are
/// numbers such as 20190305.
pub(super) const SCHEMA: &str = "
CREATE TABLE batch (sequence INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seal TEXT NOT NULL,
                    documents INTEGER NOT NULL, pages INTEGER NOT NULL, bytes INTEGER NOT NULL,
                    first INTEGER NOT NULL, last INTEGER NOT NULL,
                    spared INTEGER NOT NULL, spared_bytes INTEGER NOT NULL);
CREATE TABLE document (key INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL,
                       live INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
                       valid_from INTEGER, valid_until INTEGER, revoked_on INTEGER, replaced_on INTEGER,
                       batch TEXT NOT NULL, dossier TEXT NOT NULL, name TEXT NOT NULL,
                       pdf_batch TEXT NOT NULL, pdf TEXT NOT NULL, pdf_sha256 BLOB NOT NULL,
                       sidecar TEXT NOT NULL, sidecar_sha256 BLOB NOT NULL,
                       pages INTEGER NOT NULL, sources_key BLOB NOT NULL,
                       title TEXT, number TEXT, issued TEXT, owner TEXT, content TEXT,
                       size INTEGER NOT NULL);
CREATE UNIQUE INDEX document_id ON document(id, version);
CREATE INDEX document_name ON document(name);
CREATE INDEX document_content ON document(content) WHERE content IS NOT NULL;
CREATE TABLE relation (target TEXT NOT NULL, kind TEXT NOT NULL, document INTEGER NOT NULL,
                       person INTEGER NOT NULL, decided TEXT, at TEXT NOT NULL,
                       PRIMARY KEY (target, kind, document)) WITHOUT ROWID;
CREATE TABLE paper (key BLOB NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE TABLE source (sha256 BLOB NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (sha256, document)) WITHOUT ROWID;
CREATE TABLE quarantined (sha256 BLOB NOT NULL, path TEXT NOT NULL, PRIMARY KEY (sha256, path)) WITHOUT ROWID;
CREATE TABLE heading (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE year (of_what TEXT NOT NULL, year INTEGER NOT NULL, PRIMARY KEY (of_what, year)) WITHOUT ROWID;
CREATE TABLE tree (size INTEGER NOT NULL, peaks TEXT NOT NULL);
INSERT INTO tree VALUES (0, '');
CREATE VIRTUAL TABLE terms USING fts5(words, content='', contentless_delete=1, tokenize=\"ascii tokenchars '_'\");
INSERT INTO terms (terms, rank) VALUES ('hashsize', 8388608);
";
