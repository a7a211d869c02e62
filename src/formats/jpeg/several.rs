//! The look-up that makes the walk fast: several AC symbols of a sequential scan at once.
//!
//! Verifying needs no coefficient values, only how far each symbol moves. So an entry gives, for the
//! next twelve bits, how many bits and how many coefficients all whole symbols in them take. What does
//! not fit an entry goes symbol by symbol.

use super::huffman::{Huffman, Spec};

/// Bits that one look-up sees.
pub(super) const AC_BITS: u32 = 12;
/// What an entry adds to the coefficient index when its last symbol ends the block.
pub(super) const END_OF_BLOCK: usize = 128;
/// The entry where only [`AcTable::slow`] knows: no bits, more coefficients than there are.
const UNKNOWN: u16 = 255 << 8;

/// Walks over the AC symbols of sequential scans.
pub(super) struct AcTable {
    /// For the next [`AC_BITS`] bits: bits in the low byte, coefficients in the high byte.
    pub(super) fast: Vec<u16>,
    /// For one symbol at a time.
    pub(super) slow: Huffman,
}

impl AcTable {
    /// Prepares a table for walking.
    pub(super) fn new(spec: &Spec<'_>) -> AcTable {
        // What stands behind a symbol is a shorter window, looked up in the table for its width.
        let mut narrower = vec![vec![UNKNOWN]];
        for width in 1..AC_BITS {
            let table = entries(spec, width, &narrower);
            narrower.push(table);
        }
        AcTable { fast: entries(spec, AC_BITS, &narrower), slow: Huffman::new(spec) }
    }
}

/// Returns the entries for windows of `width` bits.
fn entries(spec: &Spec<'_>, width: u32, narrower: &[Vec<u16>]) -> Vec<u16> {
    let mut table = vec![UNKNOWN; 1 << width];
    for (code, length, symbol) in spec.codes().take_while(|(_, length, _)| *length <= width) {
        let n_behind = width - length;
        let from = (code << n_behind) as usize;
        let windows = &mut table[from..from + (1 << n_behind)];
        match (u32::from(symbol >> 4), u32::from(symbol & 15)) {
            (0, 0) => windows.fill(entry(length, END_OF_BLOCK as u32)),
            (1..=14, 0) | (_, 11..) => (),
            (run, size) => {
                let first = entry(length + size, run + 1);
                // A code is known only when it ends inside the window; its value bits may lie beyond.
                let behind = narrower.get(n_behind.saturating_sub(size) as usize).map_or(&[][..], Vec::as_slice);
                for windows in windows.chunks_mut(behind.len().max(1)) {
                    windows.iter_mut().zip(behind).for_each(|(slot, rest)| *slot = joined(first, *rest));
                }
            }
        }
    }
    table
}

/// Returns one entry for a symbol and what stands behind it, if both stay inside a block.
fn joined(first: u16, rest: u16) -> u16 {
    let n_coefficients = (first >> 8) + (rest >> 8 & 127);
    if rest == UNKNOWN || n_coefficients > 63 { first } else { first + rest }
}

fn entry(n_bits: u32, n_coefficients: u32) -> u16 {
    (n_coefficients << 8 | n_bits) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_look_up_takes_several_symbols() {
        // Codes 0, 10, 110 for (0,1), end of block, (2,3).
        let counts = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let table = AcTable::new(&Spec { counts: &counts, symbols: &[0x01, 0x00, 0x23] });
        // 01: (0,1) and its value. 110 101: (2,3) and its value. 10: end of block. 11: something else.
        assert_eq!(table.fast[0b0111_0101_1011], entry(10, 4 + 128));
        // 01 four times, then 110 and the first bit of its value.
        assert_eq!(table.fast[0b0101_0101_1101], entry(14, 7));
        // Nothing but code 111, which does not exist.
        assert_eq!(table.fast[0b1110_0000_0000], UNKNOWN);
    }

    #[test]
    fn an_entry_never_reaches_into_the_next_block() {
        let counts = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let table = AcTable::new(&Spec { counts: &counts, symbols: &[0xF0, 0x00] });
        assert_eq!(table.fast[0], entry(3, 48));
    }
}
