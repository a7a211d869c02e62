//! What documents are handed over as: field tables and choices of each format, as data that writing, verifying and
//! reading packages share.

pub mod columns;
pub mod ead;
pub mod markup;
pub mod mets;
pub mod premis;
pub mod profile;
pub mod request;
pub mod schemas;
pub mod simpledc;
pub mod tt05;
pub mod xml;
