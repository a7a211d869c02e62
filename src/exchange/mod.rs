//! What documents are handed over as: field tables and choices of each format, as data that writing, verifying and
//! reading packages share.

pub mod ead;
pub mod mets;
pub mod premis;
pub mod profile;
pub mod simpledc;
pub mod xml;
pub mod markup;
pub mod schemas;
pub mod tt05;
