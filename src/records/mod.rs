//! What the law and the office ask of a document, as data.

pub mod profile;
