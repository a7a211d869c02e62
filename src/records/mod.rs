//! What the law and the office ask of a document, and what index sheets say of it.

pub mod dates;
pub mod fold;
pub mod grid;
pub mod identifiers;
pub mod profile;
pub mod units;
