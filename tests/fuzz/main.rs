//! Fuzz targets, one for each reader of bytes from outside; each is a short test, too.
//!
//! `just fuzz MINUTES` lets libFuzzer search, beginning with the fixtures. What it finds goes into
//! `__fuzz__/<target>/crashes`, which every run of the tests tries again.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

/// The targets are tests; without them this is a program that does nothing.
fn main() {}

#[cfg(test)]
mod targets;
