//! The bits of a scan, without byte stuffing, up to the next marker.
//!
//! A window of unstuffed bytes is kept filled far enough ahead for the longest possible MCU, so the
//! decoders load eight bytes at a time and never ask whether there are more. Behind the end of the data
//! stand zeros; that they were used is noticed after each MCU.

use super::damage::{corrupt, truncated};
use super::markers::{EOI, RST0};
use super::zeros::Zeros;
use crate::page::Refusal;
use crate::text;

/// Unstuffed bytes that are held at once.
const WINDOW: usize = 16 << 10;
/// More than the longest MCU: ten blocks of one DC symbol (27 bits) and 63 AC symbols (26 bits each).
const AHEAD: usize = 2200;
/// How many bytes are looked at together for 0xFF and zeros.
const CHUNK: usize = 32;

/// A place among the bits of the window; small, so that decoders can keep it in registers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    /// The next bits, from the top.
    pub(super) bits: u64,
    count: u32,
    position: usize,
}

impl Cursor {
    /// Makes at least 56 bits ready.
    #[inline(always)]
    pub(super) fn refill(&mut self, window: &[u8]) {
        // `Bits::ahead` guarantees the bytes; zeros otherwise would be noticed as an overrun.
        let next = window
            .get(self.position..)
            .and_then(|rest| rest.first_chunk())
            .map_or(0, |chunk| u64::from_be_bytes(*chunk));
        self.bits |= next >> self.count;
        self.position += ((63 - self.count) >> 3) as usize;
        self.count |= 56;
    }

    /// Passes over bits that are ready.
    #[inline(always)]
    pub(super) fn skip(&mut self, n_bits: u32) {
        self.bits <<= n_bits & 63;
        self.count = self.count.wrapping_sub(n_bits);
    }

    /// Passes over up to 64 bits, ready or not.
    #[inline]
    pub(super) fn pass(&mut self, window: &[u8], n_bits: u32) {
        self.refill(window);
        self.skip(n_bits.min(32));
        self.refill(window);
        self.skip(n_bits.saturating_sub(32));
    }

    /// Takes up to 16 bits that are ready.
    #[inline(always)]
    pub(super) fn take(&mut self, n_bits: u32) -> u32 {
        let value = ((self.bits >> 32) >> (32 - n_bits.min(32))) as u32;
        self.skip(n_bits);
        value
    }

    /// Returns how many bits of the window lie behind.
    fn passed(&self) -> usize {
        (8 * self.position).wrapping_sub(self.count as usize)
    }

    /// Goes back over `n_bits` that were passed since the last refill.
    #[cold]
    pub(super) fn back(self, window: &[u8], n_bits: u32) -> Cursor {
        let target = self.passed().saturating_sub(n_bits as usize);
        let mut cursor = Cursor { bits: 0, count: 0, position: target / 8 };
        cursor.refill(window);
        cursor.skip((target % 8) as u32);
        cursor
    }
}

/// The coded data from one marker to the next, as bits.
pub(super) struct Bits<'a> {
    raw: &'a [u8],
    /// The first raw byte that is not in the window yet; where the marker begins, once `ended`.
    next: usize,
    window: Vec<u8>,
    filled: usize,
    ended: bool,
    /// Bits of the window that are data; all until the end is in sight.
    end: usize,
    /// Where the data since the last marker begin, and how many unstuffed bytes of them were dropped.
    segment: usize,
    dropped: usize,
    zeros: Zeros,
}

impl<'a> Bits<'a> {
    /// Begins at `start`, right behind a scan header.
    pub(super) fn new(raw: &'a [u8], start: usize, zeros: Zeros) -> Bits<'a> {
        let window = vec![0; WINDOW + CHUNK + 2 * AHEAD];
        let (filled, ended, end, dropped) = (0, false, usize::MAX, 0);
        Bits { raw, next: start, window, filled, ended, end, segment: start, dropped, zeros }
    }

    /// Makes sure that the window holds the longest MCU from `cursor` on.
    #[inline(always)]
    pub(super) fn ahead(&mut self, cursor: Cursor) -> Result<Cursor, Refusal> {
        if cursor.position + AHEAD <= self.filled { Ok(cursor) } else { self.slide(cursor) }
    }

    /// Returns the unstuffed bytes that cursors point into.
    #[inline(always)]
    pub(super) fn window(&self) -> &[u8] {
        &self.window
    }

    /// Says whether more bits were used than there are.
    #[inline(always)]
    pub(super) fn is_overrun(&self, cursor: Cursor) -> bool {
        cursor.passed() > self.end
    }

    #[cold]
    #[inline(never)]
    fn slide(&mut self, mut cursor: Cursor) -> Result<Cursor, Refusal> {
        if self.ended {
            return Ok(cursor);
        }
        // Bytes whose bits are still in the cursor stay, so that a cursor can go back.
        let keep_from = cursor.position.saturating_sub(16);
        self.window.copy_within(keep_from..self.filled, 0);
        self.filled -= keep_from;
        self.dropped += keep_from;
        cursor.position -= keep_from;
        self.fill()?;
        Ok(cursor)
    }

    fn fill(&mut self) -> Result<(), Refusal> {
        while self.filled < WINDOW && !self.ended {
            match self.raw.get(self.next..).and_then(|rest| rest.first_chunk::<CHUNK>()) {
                Some(chunk) if !chunk.iter().fold(false, |found, byte| found | (*byte == 0xFF)) => {
                    self.window[self.filled..self.filled + CHUNK].copy_from_slice(chunk);
                    if chunk.iter().fold(0, |all, byte| all | byte) == 0 {
                        self.zeros.judge(self.raw, self.segment, self.next)?;
                    }
                    self.filled += CHUNK;
                    self.next += CHUNK;
                }
                _ => self.unstuff(),
            }
        }
        if self.ended {
            self.end = 8 * self.filled;
            let padded = self.filled + 2 * AHEAD;
            self.window[self.filled..padded].fill(0);
            self.filled = padded;
        }
        Ok(())
    }

    /// Takes in about a chunk of bytes one by one, or stops at a marker.
    fn unstuff(&mut self) {
        let until = self.next + CHUNK;
        while self.next < until {
            let (byte, length) = match self.raw.get(self.next..) {
                Some([0xFF, 0x00, ..]) => (0xFF, 2),
                None | Some([] | [0xFF, ..]) => {
                    self.ended = true;
                    return;
                }
                Some([byte, ..]) => (*byte, 1),
            };
            self.window[self.filled] = byte;
            self.filled += 1;
            self.next += length;
        }
    }

    /// Returns where the marker behind the data begins; the data must be used up but for padding.
    pub(super) fn finish(&mut self, cursor: Cursor) -> Result<usize, Refusal> {
        let cursor = self.ahead(cursor)?;
        if !self.ended || self.end - cursor.passed().min(self.end) >= 8 {
            let what = text!("còn thừa dữ liệu ảnh", "image data are left over");
            return Err(corrupt(what, self.offset(cursor)));
        }
        Ok(self.next)
    }

    /// Goes on behind restart marker number `expected`.
    pub(super) fn restart(&mut self, cursor: Cursor, expected: u8) -> Result<Cursor, Refusal> {
        let at = self.finish(cursor)?;
        match self.marker() {
            Some((marker, after)) if marker == RST0 + expected => {
                (self.next, self.segment) = (after, after);
                (self.filled, self.ended, self.end, self.dropped) = (0, false, usize::MAX, 0);
                Ok(Cursor::default())
            }
            None | Some((EOI, _)) => Err(truncated(at)),
            Some((found, _)) => Err(corrupt(
                text!("cần RST{expected}, gặp FF{found:02X}", "FF{found:02X} where RST{expected} should be"),
                at,
            )),
        }
    }

    /// Returns the marker behind the data and where it ends.
    fn marker(&self) -> Option<(u8, usize)> {
        let rest = self.raw.get(self.next..)?;
        let n_ff = rest.iter().take_while(|byte| **byte == 0xFF).count();
        rest.get(n_ff).map(|marker| (*marker, self.next + n_ff + 1))
    }

    /// Returns the refusal for damage found at `cursor`, or for the end of the data if that is the cause.
    pub(super) fn refusal(&self, cursor: Cursor, damage: Refusal) -> Refusal {
        // A code and its value have at most 27 bits: within these, the missing bits were zeros of ours.
        if cursor.passed().saturating_add(27) <= self.end {
            return damage;
        }
        match self.marker() {
            None | Some((EOI, _)) => truncated(self.next),
            Some(_) => {
                let what = text!("dữ liệu ảnh kết thúc trước dấu đoạn", "the image data end before they are complete");
                corrupt(what, self.next)
            }
        }
    }

    /// Returns the place of the cursor in the file.
    pub(super) fn offset(&self, cursor: Cursor) -> usize {
        let n_bytes = self.dropped + cursor.passed().min(self.end) / 8;
        let mut at = self.segment;
        for _ in 0..n_bytes {
            at += if self.raw.get(at) == Some(&0xFF) { 2 } else { 1 };
        }
        at.min(self.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stuffed_bytes_are_one_byte_and_offsets_count_two() {
        let raw = [0xFF, 0x00, 0xA5, 0xFF, 0xD9];
        let mut bits = Bits::new(&raw, 0, Zeros::default());
        let mut cursor = bits.ahead(Cursor::default()).unwrap();
        cursor.refill(bits.window());
        assert_eq!(cursor.take(12), 0xFFA);
        assert_eq!(bits.offset(cursor), 2);
        assert!(!bits.is_overrun(cursor));
        assert_eq!(bits.finish(cursor).unwrap(), 3);
        cursor.skip(5);
        assert!(bits.is_overrun(cursor));
    }

    #[test]
    fn the_window_slides_over_long_data_without_losing_bits() {
        let raw: Vec<u8> = (0..100_000u32).map(|idx| (idx % 255) as u8).collect();
        let mut bits = Bits::new(&raw, 0, Zeros::default());
        let mut cursor = Cursor::default();
        for byte in &raw {
            cursor = bits.ahead(cursor).unwrap();
            cursor.refill(bits.window());
            assert_eq!(cursor.take(8), u32::from(*byte));
        }
        assert!(!bits.is_overrun(cursor));
        assert_eq!(bits.finish(cursor).unwrap(), raw.len());
    }

    #[test]
    fn a_cursor_can_go_back() {
        let raw = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        let mut bits = Bits::new(&raw, 0, Zeros::default());
        let mut cursor = bits.ahead(Cursor::default()).unwrap();
        cursor.refill(bits.window());
        cursor.skip(20);
        let mut cursor = cursor.back(bits.window(), 12);
        assert_eq!(cursor.take(16), 0x0203);
    }
}
