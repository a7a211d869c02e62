//! The code words of ITU-T T.4 (tables 2, 3a, 3b) and T.6 (table 4), and look-up tables made from them.
//!
//! The words are written as in the recommendations; the tables are built when the program is compiled.

/// Bits that a look-up of a white run needs.
pub(super) const WHITE_BITS: u32 = 12;
/// Bits that a look-up of a black run needs.
pub(super) const BLACK_BITS: u32 = 13;
/// Bits that a look-up of a mode needs.
pub(super) const MODE_BITS: u32 = 7;

/// One code word: its bits, right-aligned, and how many there are.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) bits: u32,
    pub(super) len: u32,
}

/// White runs: 0 to 63, then 64, 128, ... 2560.
pub(super) const WHITE: [Word; 104] = words(&WHITE_WORDS);
/// Black runs: 0 to 63, then 64, 128, ... 2560.
pub(super) const BLACK: [Word; 104] = words(&BLACK_WORDS);

/// What the next white bits mean: the run in the upper twelve bits, the length of the word in the lower four.
/// A zero is no code word.
pub(super) static WHITE_RUNS: [u16; 1 << WHITE_BITS] = runs(&WHITE, WHITE_BITS);
/// The same for black.
pub(super) static BLACK_RUNS: [u16; 1 << BLACK_BITS] = runs(&BLACK, BLACK_BITS);

/// A mode of two-dimensional coding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The next change lies this far from the one above.
    Vertical(i8),
    /// Two runs follow.
    Horizontal,
    /// The two changes above have no counterpart here.
    Pass,
    /// Something else begins here, such as uncompressed mode.
    Extension,
    /// No mode: an end of line, or damage.
    None,
}

/// What the next bits mean, with the length of the word.
pub(super) static MODES: [(Mode, u8); 1 << MODE_BITS] = modes();

/// The words of the vertical modes, from three to the left to three to the right.
pub(super) const VERTICAL: [Word; 7] =
    [word("0000010"), word("000010"), word("010"), word("1"), word("011"), word("000011"), word("0000011")];
/// The word of the horizontal mode.
pub(super) const HORIZONTAL: Word = word("001");
/// The word of the pass mode.
pub(super) const PASS: Word = word("0001");
/// The end of a line; two of them end a G4 stream.
pub(super) const END_OF_LINE: Word = word("000000000001");

const fn word(text: &str) -> Word {
    let text = text.as_bytes();
    let mut bits = 0;
    let mut idx = 0;
    while idx < text.len() {
        bits = bits << 1 | (text[idx] - b'0') as u32;
        idx += 1;
    }
    Word { bits, len: text.len() as u32 }
}

const fn words<const N: usize>(texts: &[&str; N]) -> [Word; 104] {
    let mut all = [Word { bits: 0, len: 0 }; 104];
    let mut idx = 0;
    while idx < 104 {
        all[idx] = if idx < N { word(texts[idx]) } else { word(LONG_WORDS[idx - N]) };
        idx += 1;
    }
    all
}

const fn runs<const N: usize>(words: &[Word; 104], bits: u32) -> [u16; N] {
    let mut table = [0; N];
    let mut idx = 0;
    while idx < 104 {
        let run = if idx < 64 { idx } else { (idx - 63) * 64 };
        let free = bits - words[idx].len;
        let first = (words[idx].bits as usize) << free;
        let mut at = first;
        while at < first + (1 << free) {
            table[at] = (run << 4) as u16 | words[idx].len as u16;
            at += 1;
        }
        idx += 1;
    }
    table
}

const fn modes() -> [(Mode, u8); 1 << MODE_BITS] {
    let mut table = [(Mode::None, 0); 1 << MODE_BITS];
    let mut delta = 0;
    while delta < 7 {
        table = with_mode(table, VERTICAL[delta], Mode::Vertical(delta as i8 - 3));
        delta += 1;
    }
    table = with_mode(table, HORIZONTAL, Mode::Horizontal);
    table = with_mode(table, PASS, Mode::Pass);
    with_mode(table, word("0000001"), Mode::Extension)
}

const fn with_mode(mut table: [(Mode, u8); 128], word: Word, mode: Mode) -> [(Mode, u8); 128] {
    let free = MODE_BITS - word.len;
    let first = (word.bits as usize) << free;
    let mut at = first;
    while at < first + (1 << free) {
        table[at] = (mode, word.len as u8);
        at += 1;
    }
    table
}

#[rustfmt::skip]
const WHITE_WORDS: [&str; 91] = [
    "00110101", "000111", "0111", "1000", "1011", "1100", "1110", "1111",
    "10011", "10100", "00111", "01000", "001000", "000011", "110100", "110101",
    "101010", "101011", "0100111", "0001100", "0001000", "0010111", "0000011", "0000100",
    "0101000", "0101011", "0010011", "0100100", "0011000", "00000010", "00000011", "00011010",
    "00011011", "00010010", "00010011", "00010100", "00010101", "00010110", "00010111", "00101000",
    "00101001", "00101010", "00101011", "00101100", "00101101", "00000100", "00000101", "00001010",
    "00001011", "01010010", "01010011", "01010100", "01010101", "00100100", "00100101", "01011000",
    "01011001", "01011010", "01011011", "01001010", "01001011", "00110010", "00110011", "00110100",
    "11011", "10010", "010111", "0110111", "00110110", "00110111", "01100100", "01100101",
    "01101000", "01100111", "011001100", "011001101", "011010010", "011010011", "011010100", "011010101",
    "011010110", "011010111", "011011000", "011011001", "011011010", "011011011", "010011000", "010011001",
    "010011010", "011000", "010011011",
];

#[rustfmt::skip]
const BLACK_WORDS: [&str; 91] = [
    "0000110111", "010", "11", "10", "011", "0011", "0010", "00011",
    "000101", "000100", "0000100", "0000101", "0000111", "00000100", "00000111", "000011000",
    "0000010111", "0000011000", "0000001000", "00001100111", "00001101000", "00001101100", "00000110111", "00000101000",
    "00000010111", "00000011000", "000011001010", "000011001011", "000011001100", "000011001101", "000001101000", "000001101001",
    "000001101010", "000001101011", "000011010010", "000011010011", "000011010100", "000011010101", "000011010110", "000011010111",
    "000001101100", "000001101101", "000011011010", "000011011011", "000001010100", "000001010101", "000001010110", "000001010111",
    "000001100100", "000001100101", "000001010010", "000001010011", "000000100100", "000000110111", "000000111000", "000000100111",
    "000000101000", "000001011000", "000001011001", "000000101011", "000000101100", "000001011010", "000001100110", "000001100111",
    "0000001111", "000011001000", "000011001001", "000001011011", "000000110011", "000000110100", "000000110101", "0000001101100",
    "0000001101101", "0000001001010", "0000001001011", "0000001001100", "0000001001101", "0000001110010", "0000001110011", "0000001110100",
    "0000001110101", "0000001110110", "0000001110111", "0000001010010", "0000001010011", "0000001010100", "0000001010101", "0000001011010",
    "0000001011011", "0000001100100", "0000001100101",
];

/// Runs of 1792 to 2560, alike for both colours.
#[rustfmt::skip]
const LONG_WORDS: [&str; 13] = [
    "00000001000", "00000001100", "00000001101", "000000010010", "000000010011", "000000010100", "000000010101",
    "000000010110", "000000010111", "000000011100", "000000011101", "000000011110", "000000011111",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_begins_another() {
        for words in [&WHITE, &BLACK] {
            for (idx, a) in words.iter().enumerate() {
                for b in words.iter().skip(idx + 1) {
                    let len = a.len.min(b.len);
                    assert_ne!(a.bits >> (a.len - len), b.bits >> (b.len - len));
                }
            }
        }
    }

    #[test]
    fn a_look_up_gives_the_run_and_the_length() {
        assert_eq!(WHITE_RUNS[0b1101_1000_0000], 64 << 4 | 5);
        assert_eq!(BLACK_RUNS[0b1_1000_0000_0000], 2 << 4 | 2);
        assert_eq!(BLACK_RUNS[0], 0);
    }
}
