//! The time that one document may take, asked for between scans and between pages.
//!
//! What a single page takes is bounded by pixels and memory; what a worker takes is watched by `ops::worker`.

use std::time::{Duration, Instant};

use crate::finding::codes;
use crate::page::Refusal;
use crate::text;

/// The time that is left for a document.
#[derive(Clone, Copy)]
pub struct Allowance {
    begun: Instant,
    seconds: u64,
}

impl Allowance {
    /// Begins now.
    pub fn of(seconds: u64) -> Allowance {
        Allowance { begun: Instant::now(), seconds }
    }

    /// Refuses a document that has taken all its time.
    pub fn check(&self) -> Result<(), Refusal> {
        let seconds = self.seconds;
        if self.begun.elapsed() <= Duration::from_secs(seconds) {
            return Ok(());
        }
        let what = text!("tài liệu cần hơn {seconds} giây", "the document takes more than {seconds} seconds");
        Err(Refusal::new(&codes::LIMIT_TIME, what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_refused_when_its_time_is_over_and_not_before() {
        assert!(Allowance::of(60).check().is_ok());
        let allowance = Allowance::of(0);
        std::thread::sleep(Duration::from_millis(1));
        assert_eq!(allowance.check().unwrap_err().code, &codes::LIMIT_TIME);
    }
}
