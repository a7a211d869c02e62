//! Reports for people and auditors: folders that are new, written whole or not at all.

pub mod duplicates;
