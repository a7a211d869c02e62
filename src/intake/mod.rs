//! Where scans come from: source folders and ZIPs on disk, read and never written.
//!
//! `discover` is the way in: it walks the sources, one folder at a time, and says of every file whether
//! it is taken or left, and why. What the files hold is decided later, by their content.

pub mod discover;
mod leave;
mod links;
mod notes;
pub mod place;
mod roots;
mod settle;
pub mod sheets;
mod spelling;
mod tree;
pub mod zips;

#[cfg(test)]
mod tests;
