//! The sidecar: everything known of one document, beside its PDF. Version 1; `docs/sidecar.schema.json` has the shape.
//!
//! Keys stand in the order of the structs, two blanks of indent, LF, UTF-8. A field that has no value
//! yet is left out. Later versions may add fields; readers ignore what they do not know.

pub mod taken;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::finding::Finding;
use crate::page::{Content, Embedding, Orientation};
use crate::record::{Described, Record};
use crate::relpath::RelPath;
use taken::Taken;

/// The value of `schema`.
pub const SCHEMA: &str = "sohoa-sidecar-1";

/// The relation of a document that stands in the place of another.
pub const REPLACES: &str = "replaces";

/// The kinds of relations, each said by one document of another: it replaces it, was extracted from it, is not the same.
pub const RELATIONS: &[&str] =
    &["duplicate-of", "rescan-of", "note-pair-of", REPLACES, "extract-of", "corrects", "different"];

/// One document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sidecar {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// UUIDv5 derived from the content of the pages.
    pub id: String,
    /// 1 for the first.
    pub version: u32,
    /// SHA-256 of the sidecar that this one replaces.
    pub supersedes: Option<Digest>,
    /// Why this version exists.
    pub event: Cause,
    /// What this version changes and why; absent at version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<Amendment>,
    /// The dossier's name in the archive.
    pub dossier: String,
    /// The document's place in its dossier, from 1.
    pub ordinal: u32,
    /// The descriptive fields.
    pub record: Record,
    /// The row of an index sheet that the record was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described: Option<Described>,
    /// The PDF beside this file.
    pub pdf: Pdf,
    /// One entry a page, in reading order.
    pub pages: Vec<Page>,
    /// How this document relates to others.
    pub relations: Vec<Relation>,
    /// What was done, in the shape of PREMIS 3 events.
    pub events: Vec<Event>,
    /// What a person should know.
    pub findings: Vec<Finding>,
}

/// Why a version of a document exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Stored for the first time.
    New,
    /// Scanned again.
    Rescan,
    /// Fields corrected.
    Correct,
    /// Withdrawn, until a later version says otherwise.
    Withdraw,
}

/// What a later version changes, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The batch of the sidecar that is replaced.
    pub batch: String,
    /// Its path from that bag's root.
    pub path: RelPath,
    /// Why, in the words of who ordered it.
    pub reason: String,
    /// Who ordered it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Paths of the record's fields that changed, `relations` where those did, and `event` where the document was
    /// withdrawn or brought back.
    pub changed: Vec<String>,
}

/// The PDF of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pdf {
    /// The batch that has the PDF, when it is not the sidecar's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// From that bag's root.
    pub path: RelPath,
    /// Of the whole file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
    /// `PDF/A-2u` or `PDF/A-2b` as checked; of a signed PDF that is neither: `PDF/A-1b` as it claims, or `PDF 1.6`.
    pub conformance: String,
    /// Pages.
    pub pages: u32,
    /// How it came to be.
    pub kept: Kept,
    /// How the PDF that came was taken, where one PDF became the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// How the PDF of a bundle came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// Built from images.
    Built,
    /// It is the file that came, byte for byte.
    AsIs,
    /// It is the file that came, mended.
    Mended,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// Where it came from.
    pub source: Source,
    /// What determines its pixels.
    pub content: Content,
    /// Its resolution, and who says so; absent unless the PDF was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpi: Option<Dpi>,
    /// 1 to 8, as EXIF and TIFF count; 1 is upright.
    pub orientation: Orientation,
    /// How its bytes came into the PDF.
    pub embedding: Embedding,
    /// Where its image stands in the PDF; absent unless the PDF was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<Stream>,
    /// Its invisible text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<PageText>,
    /// What other scans of it are found by (`fingerprint`), in base64; absent where the page stays in the PDF it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// The invisible text of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// `carried-over`: from the PDF that came.
    pub from: String,
    /// How many words.
    pub words: u32,
}

/// The file a page came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The source's name and the path below it.
    pub path: String,
    /// Of the whole file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
    /// `jpeg`, `png`, `tiff`, `pdf` and so on.
    pub format: String,
    /// Which image of the file, from 1.
    pub frame: u32,
}

/// Dots per inch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dpi {
    /// Across; and down, unless `down` says otherwise.
    pub value: f64,
    /// Down, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub down: Option<f64>,
    /// `jfif`, `exif`, `phys`, `tiff`, `paper-a4` (or `-a3`, `-a5`, `-a6`, `-letter`, `-legal`), `default`, or `pdf`.
    pub from: String,
}

/// A range of bytes in the PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// From the start of the file.
    pub offset: u64,
    /// Bytes.
    pub length: u64,
    /// Of these bytes; for a pass-through JPEG or JP2 it equals the source's own digest.
    pub sha256: Digest,
}

/// A tie to another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// One of [`RELATIONS`].
    pub kind: String,
    /// The other document's id.
    pub to: String,
    /// How it was found: `content`, or `person`.
    pub found: String,
    /// Who decided, where that is known.
    pub decided: Option<String>,
    /// What whoever decided wrote beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that was done (PREMIS 3, eventType, eventDateTime, linkingAgent, eventOutcome).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The event type.
    pub what: String,
    /// RFC 3339.
    pub when: String,
    /// Program and version.
    pub tool: String,
    /// `success` or `warning`.
    pub outcome: String,
}

impl Sidecar {
    /// Returns the digests of the source files: in page order, each file once.
    pub fn sources(&self) -> Vec<Digest> {
        let mut paths = HashSet::new();
        let first_of_file = self.pages.iter().filter(|page| paths.insert(page.source.path.as_str()));
        first_of_file.map(|page| page.source.sha256).collect()
    }

    /// Writes the bytes of the sidecar file.
    pub fn render(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads the bytes of a sidecar file.
    pub fn parse(bytes: &[u8]) -> Result<Sidecar, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}
