//! The archive on disk: where things lie, who may write, and how a batch becomes part of it.
//!
//! `docs/archive-format.md` describes the bytes for strangers.

pub mod amending;
pub mod bag;
pub mod catalogue;
pub mod commit;
pub mod config;
pub mod journal;
pub mod layout;
pub mod ledger;
pub mod lock;
pub mod quarantine;
pub mod run;
pub mod seals;
pub mod sources;
pub mod staging;
