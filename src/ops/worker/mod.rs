//! Worker processes: what could take the program down is read by another process of its own, within limits.
//!
//! `pool` hands files to workers and gives its verdict on those that fail, `process` is one worker as its parent sees
//! it, `serve` is the worker itself, `limits` what it may take of the machine. They speak in `frames`, whose words are
//! in `message` and `sights`. The parent never looks into a file that a worker reads.

#[cfg(debug_assertions)]
mod faults;
mod frames;
mod limits;
mod message;
mod pool;
mod process;
mod serve;
mod sights;

pub use message::{Failure, Stage, Verdict};
pub use pool::Pool;
pub use serve::serve;
