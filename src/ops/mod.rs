//! One file or folder for each subcommand: here siblings of the lower floors meet.

pub mod amend;
pub mod check;
pub mod dedup;
pub mod export;
pub mod find;
pub mod index;
pub mod ingest;
pub mod init;
pub mod locate;
pub mod originals;
pub mod reindex;
pub mod report;
pub mod see;
pub mod sheet;
pub mod sheets;
pub mod show;
pub mod units;
pub mod verify;
pub mod worker;
