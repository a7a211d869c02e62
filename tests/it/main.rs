//! The tests that go through the program: wiring, messages, exit codes, and what outsiders say of the result.
//! What can be tested with values is tested beside its code.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

/// `sohoa init`, `reindex`, `originals`, help, completions: each wired as it should be.
mod commands;
/// `fixtures/damaged/`: an archive for each code of `verify`, and the golden archive they are made from.
mod damaged;
/// `sohoa ingest`: grouping, formats by example, names, settling, what the summary says.
mod ingest;
/// `sohoa verify`: archives, batches, foreign bags, lists.
mod verify;
