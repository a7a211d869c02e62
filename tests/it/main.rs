//! The tests that go through the program: wiring, messages, exit codes, and what outsiders say of the result.
//! What can be tested with values is tested beside its code.

#![allow(clippy::unwrap_used, clippy::panic)]

mod judges;
mod support;

/// `sohoa amend`: versions, withdrawals, relations; all of it or nothing.
mod amend;
/// Any bytes at all, as input.
mod anything;
/// `sohoa check`: verdicts, clauses, exit codes.
mod check;
/// `docs/pdfa-2b.md` and the PDF/A checker name the same clauses.
mod clauses;
/// `sohoa init`, `reindex`, `originals`, help, completions: each wired as it should be.
mod commands;
/// Cut, zeroed and flipped scans, straight into the readers.
mod damage;
/// `fixtures/damaged/`: an archive for each code of `verify`, and the golden archive they are made from.
mod damaged;
/// `sohoa dedup` on plain folders: groups, doubts, relations, what cannot be read.
mod dedup;
/// A vendor's delivery with seeded faults, and its sound twin.
mod deliveries;
/// README, the generated references, and what the code says: all the same.
mod docs;
/// `sohoa dedup --archive`: what is flagged, compared once, decided for good.
mod duplicates;
/// `sohoa export`: what leaves, what stays behind, and that packages are whole, the same each time, and survive kills.
mod export;
/// `sohoa find` and `show`: selections, pages, what people and scripts read.
mod find;
/// Walks `fixtures/formats`, `refused` and `warned`, so a new file is a new test.
mod formats;
/// Sources that nobody should hand in.
mod hostile;
/// `sohoa ingest`: grouping, names, duplicates, batches, what the summary says.
mod ingest;
/// Killed, out of room, locked out: nothing is lost, and the next run carries on.
#[cfg(unix)]
mod interrupted;
/// PDFs that are no PDF/A: mended, painted, lifted after all, or refused.
mod mended;
/// qpdf, Poppler, pikepdf, bagit-python, sha256sum, iconv and a few lines of Python agree with us.
mod outsiders;
/// Packages of TT 05: what their schemas, eark-validator and `sha256sum` say of them.
mod packages;
/// PDFs from elsewhere: signed, conforming, refused.
mod pdfs;
/// Index sheets: which row goes to which document.
mod records;
/// `sohoa report`: work papers that are well-formed, escaped, and agree with each other.
mod report;
/// Exported, ingested into an empty archive, exported again: the same documents, records and digests.
mod roundtrip;
/// Twice, and with one thread and eight: byte-equal archives.
mod sameness;
/// Pages of files, ZIPs, PDFs and archives, seen.
mod see;
/// `sohoa ingest` of packages: with a METS, as bags; sound, damaged and hostile ones.
mod taken;
/// Each file says what it is for, floors are kept, no test file is unlisted.
mod tidy;
/// `sohoa verify`: archives, batches, foreign bags, lists.
mod verify;
/// Worker processes: what takes one down costs one file.
#[cfg(unix)]
mod workers;
/// ZIP deliveries: as their unpacked folders; hostile ones.
mod zips;
