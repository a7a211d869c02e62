//! Huffman tables (T.81, annex C and F.2.2.3), and look-ups of one symbol. `several` has the faster one.

use super::damage::{Damage, corrupt};
use super::markers::Segment;
use crate::page::Refusal;
use crate::text;

/// Bits that the look-ups of one symbol see at once.
pub(super) const BITS: u32 = 9;
/// A table as it stands in the file, checked.
#[derive(Clone, Copy)]
pub(super) struct Spec<'a> {
    /// How many codes of each length, 1 to 16.
    pub(super) counts: &'a [u8],
    /// The symbols, in order of their codes.
    pub(super) symbols: &'a [u8],
}

/// The four DC and four AC tables in force.
#[derive(Default)]
pub(super) struct Specs<'a> {
    /// For DC.
    pub(super) dc: [Option<Spec<'a>>; 4],
    /// For AC.
    pub(super) ac: [Option<Spec<'a>>; 4],
}

impl<'a> Specs<'a> {
    /// Takes in a DHT segment; later tables replace earlier ones.
    pub(super) fn read(&mut self, segment: &Segment<'a>) -> Result<(), Refusal> {
        let mut rest = segment.payload;
        while let Some((&target, table)) = rest.split_first() {
            let (counts, table) = table.split_at_checked(16).ok_or_else(|| segment.misfit())?;
            let n_symbols = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, after) = table.split_at_checked(n_symbols).ok_or_else(|| segment.misfit())?;
            let spec = Spec { counts, symbols };
            let slots = if target >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            match slots.get_mut(usize::from(target & 15)) {
                Some(slot) if target >> 4 < 2 && spec.is_a_code() => *slot = Some(spec),
                _ => return Err(corrupt(text!("bảng Huffman sai", "impossible Huffman table"), segment.start)),
            }
            rest = after;
        }
        Ok(())
    }
}

impl Spec<'_> {
    /// A table without codes, for scans that need none.
    pub(super) const EMPTY: Spec<'static> = Spec { counts: &[0; 16], symbols: &[] };

    /// Says whether the counts make a code: no overflow, and no code of ones only (T.81, C.2).
    fn is_a_code(&self) -> bool {
        let mut next = 0u32;
        let fits = |(idx, count): (usize, &u8)| {
            next = 2 * next + u32::from(*count);
            *count == 0 || next < 2 << idx
        };
        self.symbols.len() <= 256 && self.counts.iter().enumerate().all(fits)
    }

    /// Returns the symbol that a row of zero bits means: the first of the table, by construction.
    pub(super) fn symbol_of_zeros(&self) -> Option<u8> {
        self.symbols.first().copied()
    }

    /// Returns code, length and symbol of all codes, in order.
    pub(super) fn codes(&self) -> impl Iterator<Item = (u32, u32, u8)> {
        let lengths = (1u32..).zip(self.counts).flat_map(|(length, count)| (0..*count).map(move |_| length));
        let (mut next, mut last_length) = (0u32, 0u32);
        lengths.zip(self.symbols).map(move |(length, symbol)| {
            let code = next << (length - last_length);
            (next, last_length) = (code + 1, length);
            (code, length, *symbol)
        })
    }

    /// Says whether a symbol has a code.
    pub(super) fn has(&self, symbol: u8) -> bool {
        self.symbols.contains(&symbol)
    }
}

/// Decodes one symbol at a time.
pub(super) struct Huffman {
    /// For the next [`BITS`] bits: length of the code, and the symbol in the high byte; 0 if longer.
    fast: Vec<u16>,
    /// For each length, what follows its last code, aligned to 16 bits; 0 without codes.
    limits: [u32; 17],
    /// For each length, what to add to a code to find its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Huffman {
    /// Prepares a table for decoding.
    pub(super) fn new(spec: &Spec<'_>) -> Huffman {
        let mut table =
            Huffman { fast: vec![0; 1 << BITS], limits: [0; 17], offsets: [0; 17], symbols: spec.symbols.to_vec() };
        for (idx, (code, length, symbol)) in (0i32..).zip(spec.codes()) {
            table.limits[length as usize] = (code + 1) << (16 - length);
            table.offsets[length as usize] = idx - code as i32;
            if length <= BITS {
                let from = (code << (BITS - length)) as usize;
                table.fast[from..from + (1 << (BITS - length))].fill(u16::from(symbol) << 8 | length as u16);
            }
        }
        table
    }

    /// Returns the length of the code at the top of `bits`, and its symbol.
    #[inline(always)]
    pub(super) fn symbol(&self, bits: u64) -> Result<(u32, u8), Damage> {
        match self.fast.get((bits >> (64 - BITS)) as usize) {
            Some(entry) if *entry != 0 => Ok((u32::from(*entry as u8), (*entry >> 8) as u8)),
            _ => self.long_symbol(bits),
        }
    }

    #[cold]
    fn long_symbol(&self, bits: u64) -> Result<(u32, u8), Damage> {
        let top = (bits >> 48) as u32;
        let length = (1..=16).find(|length| top < self.limits[*length]).ok_or(Damage::Code)?;
        let idx = (top >> (16 - length)) as i32 + self.offsets[length];
        let symbol = usize::try_from(idx).ok().and_then(|idx| self.symbols.get(idx)).ok_or(Damage::Code)?;
        Ok((length as u32, *symbol))
    }
}

/// Decodes DC differences.
pub(super) struct DcTable {
    /// For the next [`BITS`] bits: bits of code and value together, and the category in the high byte.
    pub(super) fast: Vec<u16>,
    /// For codes that are longer.
    pub(super) slow: Huffman,
}

impl DcTable {
    /// Prepares a table for decoding.
    pub(super) fn new(spec: &Spec<'_>) -> DcTable {
        let slow = Huffman::new(spec);
        let whole = |entry: &u16| {
            let category = *entry >> 8;
            if *entry == 0 || category > 11 { 0 } else { *entry + category }
        };
        DcTable { fast: slow.fast.iter().map(whole).collect(), slow }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes 0, 10, 110 for (0,1), end of block, (2,3).
    const COUNTS: [u8; 16] = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const SPEC: Spec<'static> = Spec { counts: &COUNTS, symbols: &[0x01, 0x00, 0x23] };

    #[test]
    fn codes_that_overflow_or_have_only_ones_are_no_table() {
        let full = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert!(SPEC.is_a_code());
        assert!(!Spec { counts: &full, symbols: &[0, 1] }.is_a_code());
    }

    #[test]
    fn long_codes_are_found_symbol_by_symbol() {
        let symbols: Vec<u8> = (0..16).collect();
        let table = Huffman::new(&Spec { counts: &[1; 16], symbols: &symbols });
        assert_eq!(table.symbol(0xFFFC << 48), Ok((15, 14)));
        assert_eq!(table.symbol(u64::MAX), Err(Damage::Code));
    }
}
