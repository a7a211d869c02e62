//! What the law and the office ask of a document, and what index sheets say of it.

pub mod dates;
pub mod fields;
pub mod fold;
pub mod grid;
pub mod identifiers;
pub mod index;
pub mod layout;
pub mod legacy;
pub mod lists;
pub mod naming;
pub mod paper;
pub mod profile;
pub mod rules;
pub mod schema;
pub mod units;
pub mod values;
