//! Is what lies on disk still what was sealed? Each file asks one kind of question; `ops::verify` puts them together.
//!
//! All problems are reported, each kind apart; a file that cannot be read is never counted as good.

pub mod bag;
pub mod chain;
pub mod deep;
pub mod fixity;
pub mod sidecars;
pub mod tally;
