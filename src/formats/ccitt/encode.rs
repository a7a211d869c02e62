//! Codes a bitmap as one G4 stream (ITU-T T.6) and proves it by decoding it again.

use anyhow::ensure;

use super::Scheme;
use super::bitmap::{Bitmap, Packer};
use super::codes::{BLACK, END_OF_LINE, HORIZONTAL, PASS, VERTICAL, WHITE, Word};
use super::decode::{Shape, decode};

/// Codes a picture and compares what the stream decodes to with it, row by row.
///
/// `Err` means that the coder is wrong, never that the picture is.
pub fn encode(bitmap: &Bitmap) -> anyhow::Result<Vec<u8>> {
    let mut out = BitWriter::default();
    let (mut above, mut this) = (Vec::new(), Vec::new());
    for row in bitmap.rows() {
        changes(row, bitmap.width() as i32, &mut this);
        if this == above {
            out.ones(this.len() + 1);
        } else {
            encode_row(&mut out, &this, &above, bitmap.width() as i32);
        }
        std::mem::swap(&mut above, &mut this);
    }
    out.put(END_OF_LINE);
    out.put(END_OF_LINE);
    let stream = out.finish();
    ensure!(decodes_to(&stream, bitmap), "the G4 coder is wrong: its stream does not decode to the same picture");
    Ok(stream)
}

fn decodes_to(stream: &[u8], bitmap: &Bitmap) -> bool {
    let shape = Shape { scheme: Scheme::G4, columns: bitmap.width(), rows: bitmap.height() };
    let mut expected = bitmap.rows();
    let mut found = vec![0; bitmap.width().div_ceil(8) as usize];
    let mut packer = Packer::new(bitmap.width());
    let mut is_first = true;
    let mut is_equal = true;
    let decoded = decode(stream, &shape, |row| {
        if !row.repeats || is_first {
            packer.pack(row.changes, &mut found);
            is_first = false;
        }
        is_equal &= expected.next() == Some(&found);
    });
    decoded.is_ok_and(|decoded| decoded.used == stream.len()) && is_equal && expected.next().is_none()
}

/// Finds where the colour changes in a packed row, of which 0 is black.
fn changes(row: &[u8], width: i32, into: &mut Vec<i32>) {
    into.clear();
    let mut before = 0;
    for (idx, bytes) in row.chunks(8).enumerate() {
        let mut word = [0xFF; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        let black = !u64::from_be_bytes(word);
        let mut edges = black ^ (black >> 1 | before << 63);
        before = black & 1;
        while edges != 0 {
            let bit = edges.leading_zeros();
            into.push(idx as i32 * 64 + bit as i32);
            edges &= !(1 << (63 - bit));
        }
    }
    while into.last().is_some_and(|last| *last >= width) {
        into.pop();
    }
}

fn encode_row(out: &mut BitWriter, this: &[i32], above: &[i32], width: i32) {
    let change = |row: &[i32], idx: usize| row.get(idx).copied().unwrap_or(width);
    let mut at = -1;
    // Indexes of a1 and b1; a change to black has an even index.
    let (mut a1, mut b1) = (0, 0);
    while at < width {
        let (next, under, after) = (change(this, a1), change(above, b1), change(above, b1 + 1));
        if after < next {
            out.put(PASS);
            at = after;
        } else if (next - under).abs() <= 3 {
            out.put(VERTICAL[(next - under + 3) as usize]);
            at = next;
            a1 += 1;
            // The other colour is looked for now; one to the left of b1 may fit.
            b1 = if b1 > 0 { b1 - 1 } else { b1 + 1 };
        } else {
            let to = change(this, a1 + 1);
            let (first, second) = if a1 % 2 == 0 { (&WHITE, &BLACK) } else { (&BLACK, &WHITE) };
            out.put(HORIZONTAL);
            out.run(next - at.max(0), first);
            out.run(to - next, second);
            at = to;
            a1 += 2;
        }
        while b1 < above.len() && above[b1] <= at {
            b1 += 2;
        }
    }
}

/// Collects bits, most significant first.
#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    n_held: u32,
}

impl BitWriter {
    #[inline(always)]
    fn put(&mut self, word: Word) {
        self.held = self.held << word.len | u64::from(word.bits);
        self.n_held += word.len;
        if self.n_held >= 32 {
            self.n_held -= 32;
            self.bytes.extend_from_slice(&((self.held >> self.n_held) as u32).to_be_bytes());
        }
    }

    fn ones(&mut self, mut n_ones: usize) {
        while n_ones > 0 {
            let len = n_ones.min(16) as u32;
            self.put(Word { bits: (1 << len) - 1, len });
            n_ones -= len as usize;
        }
    }

    #[inline(always)]
    fn run(&mut self, run: i32, words: &[Word; 104]) {
        let mut left = run as usize;
        while left >= 64 {
            let step = (left / 64).min(40);
            self.put(words[63 + step]);
            left -= step * 64;
            if left < 64 {
                break;
            }
        }
        self.put(words[left]);
    }

    fn finish(mut self) -> Vec<u8> {
        while !self.n_held.is_multiple_of(8) {
            self.put(Word { bits: 0, len: 1 });
        }
        let n_bytes = (self.n_held / 8) as usize;
        let last = (self.held << (32 - self.n_held)) as u32;
        self.bytes.extend_from_slice(&last.to_be_bytes()[..n_bytes]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::ccitt::tests::wild;

    #[test]
    fn what_is_coded_decodes_to_the_same() {
        for (seed, width) in [1, 2, 7, 8, 9, 63, 64, 65, 100, 2480, 6001, 9000].into_iter().enumerate() {
            let bitmap = wild(width, 40, seed as u64);
            assert!(!encode(&bitmap).unwrap().is_empty());
        }
    }

    #[test]
    fn a_white_row_is_one_bit() {
        let bitmap = Bitmap::of_rows(16, 8, vec![0xFF; 16]);
        assert_eq!(encode(&bitmap).unwrap(), [0xFF, 0x00, 0x10, 0x01]);
    }
}
