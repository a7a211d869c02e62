//! Is what lies on disk still what was sealed? Each file asks one kind of question; `ops::verify` puts them together.
//!
//! All problems are reported, each kind apart; a file that cannot be read is never counted as good.

pub mod bag;
pub mod batch;
mod came;
pub mod chain;
pub mod deep;
pub mod fixity;
pub mod list;
pub mod listed;
pub mod package;
mod pages;
pub mod pdfa;
pub mod present;
pub mod regular;
pub mod sidecars;
pub mod stored;
pub mod tags;
pub mod tally;
pub mod versions;

use crate::finding::{Code, codes};

/// Everything that a verification may report; `fixtures/damaged/` has a folder for each.
pub const ALL: &[&Code] = &[
    &codes::MISMATCH,
    &codes::MISSING,
    &codes::EXTRA,
    &codes::UNREADABLE,
    &codes::NAME_FORM,
    &codes::BAG_DECLARATION,
    &codes::BAG_MANIFEST,
    &codes::BAG_OXUM,
    &codes::BAG_FETCH,
    &codes::SIDECAR_UNREADABLE,
    &codes::SIDECAR_MISSING,
    &codes::SIDECAR_PDF,
    &codes::SIDECAR_PAGES,
    &codes::SIDECAR_ID,
    &codes::SIDECAR_VERSION,
    &codes::SIDECAR_RELATION,
    &codes::SIDECAR_PDF_ELSEWHERE,
    &codes::SEAL_UNREADABLE,
    &codes::SEAL_MISSING,
    &codes::SEAL_TAGMANIFEST,
    &codes::SEAL_COUNTS,
    &codes::SEAL_ARCHIVE,
    &codes::SEAL_SEQUENCE,
    &codes::SEAL_CHAIN,
    &codes::SEAL_EVIDENCE,
    &codes::SEAL_TREE,
    &codes::SEAL_BATCH,
    &codes::ARCHIVE_SETTINGS,
    &codes::CATALOGUE_UNUSABLE,
    &codes::CATALOGUE_DISAGREES,
    &codes::CATALOGUE_BATCH_GONE,
    &codes::QUARANTINE_LIST,
    &codes::QUARANTINE_MISSING,
    &codes::LEDGER_LINE,
    &codes::DEEP_STREAM,
    &codes::DEEP_CONTENT,
    &codes::DEEP_PDF,
    &codes::ZIP_UNREADABLE,
    &codes::ZIP_SPLIT,
    &codes::ZIP_TOO_MANY,
    &codes::ZIP_UNSAFE_NAME,
    &codes::ZIP_NAME_TWICE,
    &codes::ZIP_NAME_CLASH,
    &codes::ZIP_SPECIAL,
    &codes::ZIP_ENCRYPTED,
    &codes::ZIP_METHOD,
    &codes::ZIP_BOMB,
    &codes::ZIP_OVERLAP,
    &codes::ZIP_BACKSLASH,
    &codes::ZIP_NAME_ENCODING,
    &codes::ZIP_NAME_LOST,
    &codes::ZIP_EXTRA_BYTES,
    &codes::ZIP_DAMAGED,
    &codes::PACKAGE_XML,
    &codes::PACKAGE_HEADER,
    &codes::PACKAGE_METS,
    &codes::PACKAGE_NAME,
    &codes::PACKAGE_FILE_NAME,
    &codes::PACKAGE_TIME,
    &codes::PACKAGE_DIGEST_CASE,
    &codes::PACKAGE_DIGEST,
    &codes::PACKAGE_ALGORITHM,
    &codes::PACKAGE_SIZE,
    &codes::PACKAGE_HREF,
    &codes::PACKAGE_NAME_CASE,
    &codes::PACKAGE_LISTED_TWICE,
    &codes::PACKAGE_ID_TWICE,
    &codes::PACKAGE_ID_UNKNOWN,
    &codes::PACKAGE_STRUCTURE,
    &codes::PACKAGE_REPRESENTATION,
    &codes::PACKAGE_FETCH,
    &codes::PACKAGE_SCHEMAS,
    &codes::PACKAGE_PREMIS,
    &codes::PACKAGE_PREMIS_UNASKED,
    &codes::PACKAGE_PREMIS_FIXITY,
    &codes::PACKAGE_PREMIS_EVENT,
    &codes::PACKAGE_RECORD,
    &codes::PACKAGE_FIELD_UNKNOWN,
    &codes::PACKAGE_FIELD_OLD,
    &codes::PACKAGE_FIELD_CASE,
    &codes::PACKAGE_FIELD_TWICE,
    &codes::PACKAGE_FIELD_MISSING,
    &codes::PACKAGE_FIELD_LONG,
    &codes::PACKAGE_FIELD_VALUE,
    &codes::PACKAGE_DOCUMENT_RECORD,
    &codes::PACKAGE_DOCUMENT_FILE,
    &codes::PACKAGE_CODE_TWICE,
    &codes::PACKAGE_CODE,
    &codes::PACKAGE_TOTAL,
    &codes::PACKAGE_PAGES,
    &codes::PACKAGE_DATES,
    &codes::PACKAGE_DOCUMENT_DATES,
    &codes::PACKAGE_RETENTION,
    &codes::PACKAGE_PDF,
    &codes::PACKAGE_PDFA,
    &codes::PACKAGE_RESULTS,
];
