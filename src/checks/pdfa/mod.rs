//! Placeholder.
#![allow(missing_docs)]
pub mod report;
pub mod content;
pub mod graphics;
pub mod annotations;
pub mod embedded;
pub mod forms;
pub mod actions;
pub mod layers;
