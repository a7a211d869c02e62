//! Zero bytes in coded data: blank paper or a block that the disk lost?
//!
//! A row of zero bits means the first symbol of each table over and over, since canonical codes begin
//! with zeros (T.81, C.2). Where those symbols say "as the block before, nothing more", blank paper under
//! optimised tables looks so; the standard tables never do, because their first luma AC symbol is a
//! coefficient. Hence a run of [`SHORTEST`] zero bytes is damage
//!
//! - in sequential scans, unless the first symbols are DC category 0 and end-of-block for all components;
//! - in DC scans, unless the first symbols are category 0; refinement of DC is plain bits, always possible;
//! - in first AC scans, unless the first symbol is an end of block. A table that also knows longer runs
//!   of empty blocks comes from an encoder that joins them, so there single ends in a row are damage, too;
//! - in refining AC scans, when the decoder meets that first symbol [`MOST_IN_ROW`] times in a row among
//!   zeros, ends of block as above excepted. The bytes alone do not tell here: the correction bits of
//!   long runs are plain bits, and all zero in regular patterns.
//!
//! The price: drawn patterns that repeat exactly with the 8 x 8 grid can look like damage in progressive
//! scans of a narrow band. No scanner makes them, and the finding has a person look.
//!
//! Even where zeros are possible, a run of whole disk sectors that begins and ends on their borders is
//! damage: by chance that is one run in 262,144.

use super::damage::zeroed;
use super::huffman::Spec;
use crate::page::Refusal;

/// Zero bytes in a row that call for judgement.
const SHORTEST: usize = 64;
/// How often the first symbol may come in a row in refining AC scans: 64 bytes, if it takes 8 bits.
const MOST_IN_ROW: u32 = 64;
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
        let whole_sectors = length >= SECTOR && from.is_multiple_of(SECTOR) && self.judged.is_multiple_of(SECTOR);
        if length >= SHORTEST && (!self.are_possible || whole_sectors) {
            return Err(zeroed(from, length));
        }
        Ok(())
    }
}

/// Counts how often zeros were read as the same symbol, in refining AC scans.
pub(super) struct InRow {
    symbol: Option<u8>,
    count: u32,
}

impl InRow {
    /// Makes the counter for a table; the first symbol does not count where it may come in a row.
    pub(super) fn new(ac: &Spec<'_>) -> InRow {
        InRow { symbol: ac.symbol_of_zeros().filter(|_| !may_end(ac)), count: 0 }
    }

    /// Takes in a symbol and the bits from its code on; false if there were too many.
    #[inline(always)]
    pub(super) fn admits(&mut self, symbol: u8, bits: u64) -> bool {
        self.count = if bits >> 32 == 0 && self.symbol == Some(symbol) { self.count + 1 } else { 0 };
        self.count < MOST_IN_ROW
    }
}

/// Says whether blank paper may be rows of zeros under a DC table.
pub(super) fn may_stay(dc: &Spec<'_>) -> bool {
    dc.symbol_of_zeros().is_none_or(|symbol| symbol == 0)
}

/// Says whether blank paper may be rows of zeros under an AC table.
pub(super) fn may_end(ac: &Spec<'_>) -> bool {
    match ac.symbol_of_zeros() {
        None => true,
        Some(0) => !(1..15).any(|run| ac.has(run << 4)),
        Some(symbol) => symbol & 15 == 0 && symbol != 0xF0,
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
