//! What the law and the office ask of a document, and what index sheets say of it.

pub mod fold;
pub mod grid;
pub mod profile;
