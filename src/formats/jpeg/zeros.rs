//! Zero bytes in coded data: blank paper or a block that the disk lost?
//!
//! A row of zero bits means the first symbol of each table over and over, since canonical codes begin
//! with zeros (T.81, C.2). Where those symbols say "as the block before, nothing more", blank paper under
//! optimised tables looks so; the standard tables never do, because their first luma AC symbol is a
//! coefficient. Hence a run of [`SHORTEST`] zero bytes is damage
//!
//! - in sequential scans, unless the first symbols are DC category 0 and end-of-block for all components;
//! - in DC scans, unless the first symbols are category 0; refinement of DC is plain bits, always possible;
//! - in AC scans, unless the first symbol is an end of block. A table that also knows longer runs of
//!   empty blocks comes from an encoder that joins them, so there single ends in a row are damage, too.
//!   In refinement the plain correction bits of one such run may be zeros; they are few and rarely equal.
//!
//! Even where zeros are possible, a run of whole disk sectors that begins and ends on their borders is
//! damage: by chance that is one run in 262,144.

use super::damage::zeroed;
use crate::page::Refusal;

/// Zero bytes in a row that call for judgement.
const SHORTEST: usize = 64;
/// The unit in which disks lose data.
const SECTOR: usize = 512;

/// Judges runs of zero bytes in one scan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Zeros {
    /// Blank paper may be coded as zeros in this scan.
    pub(super) are_possible: bool,
    judged: usize,
}

impl Zeros {
    /// Returns the judge for a scan.
    pub(super) fn new(are_possible: bool) -> Zeros {
        Zeros { are_possible, judged: 0 }
    }

    /// Judges the run of zeros around `at`, in data that begin at `start`.
    pub(super) fn judge(&mut self, raw: &[u8], start: usize, at: usize) -> Result<(), Refusal> {
        if at < self.judged {
            return Ok(());
        }
        let before = raw[start..at].iter().rev().take_while(|byte| **byte == 0).count();
        let behind = raw[at..].iter().take_while(|byte| **byte == 0).count();
        self.judged = at + behind;
        let (from, length) = (at - before, before + behind);
        let whole_sectors = length >= SECTOR && from % SECTOR == 0 && self.judged % SECTOR == 0;
        if length >= SHORTEST && (!self.are_possible || whole_sectors) {
            return Err(zeroed(from, length));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(are_possible: bool, from: usize, to: usize) -> Option<u64> {
        let mut raw = vec![1; 4096];
        raw[from..to].fill(0);
        Zeros::new(are_possible).judge(&raw, 10, from + 20).err().and_then(|refusal| refusal.offset)
    }

    #[test]
    fn sixty_four_zeros_are_damage_where_they_mean_something() {
        assert_eq!(judge(false, 100, 164), Some(100));
        assert_eq!(judge(false, 100, 163), None);
    }

    #[test]
    fn blank_paper_is_no_damage_unless_it_is_whole_sectors() {
        assert_eq!(judge(true, 100, 3000), None);
        assert_eq!(judge(true, 512, 1025), None);
        assert_eq!(judge(true, 512, 1024), Some(512));
    }
}
