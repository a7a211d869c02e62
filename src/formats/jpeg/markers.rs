//! The strict marker walk from SOI to EOI (ITU-T T.81, annex B): segments with their byte offsets.
//!
//! Between segments nothing but fill bytes 0xFF is allowed. What the segments mean is left to others.

use super::damage::{corrupt, truncated};
use crate::page::Refusal;
use crate::text;

/// Start of image.
pub(super) const SOI: u8 = 0xD8;
/// End of image.
pub(super) const EOI: u8 = 0xD9;
/// Start of scan.
pub(super) const SOS: u8 = 0xDA;
/// Quantiser tables.
pub(super) const DQT: u8 = 0xDB;
/// Huffman tables.
pub(super) const DHT: u8 = 0xC4;
/// Restart interval.
pub(super) const DRI: u8 = 0xDD;
/// Comment.
pub(super) const COM: u8 = 0xFE;
/// The first of eight restart markers.
pub(super) const RST0: u8 = 0xD0;

/// One marker with its parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    /// The second byte of the marker.
    pub(super) marker: u8,
    /// Where the marker begins, fill bytes not counted.
    pub(super) start: usize,
    /// The parameters, without the two bytes of length.
    pub(super) payload: &'a [u8],
}

impl Segment<'_> {
    /// Returns where the segment ends.
    pub(super) fn end(&self) -> usize {
        if is_standalone(self.marker) { self.start + 2 } else { self.start + 4 + self.payload.len() }
    }

    /// Returns the offset of a byte of the parameters.
    pub(super) fn offset(&self, idx: usize) -> usize {
        self.start + 4 + idx
    }

    /// Returns the refusal for a segment whose length does not fit what it holds.
    pub(super) fn misfit(&self) -> Refusal {
        let marker = self.marker;
        corrupt(
            text!("đoạn FF{marker:02X} có độ dài không hợp lệ", "segment FF{marker:02X} has an impossible length"),
            self.start,
        )
    }
}

/// Walks over the segments of a JPEG.
pub(super) struct Markers<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Markers<'a> {
    /// Begins behind SOI, which must open the bytes.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Markers<'a>, Refusal> {
        match bytes {
            [0xFF, SOI, ..] => Ok(Markers { bytes, position: 2 }),
            [] | [0xFF] => Err(truncated(bytes.len())),
            _ => Err(corrupt(text!("không bắt đầu bằng FFD8", "it does not begin with FFD8"), 0)),
        }
    }

    /// Returns the next segment. EOI is one, too; the caller stops there.
    pub(super) fn next(&mut self) -> Result<Segment<'a>, Refusal> {
        let (start, marker) = marker_at(self.bytes, self.position)?;
        if !is_standalone(marker) {
            let segment = Segment { marker, start, payload: self.payload(start + 2)? };
            self.position = segment.end();
            return Ok(segment);
        }
        if marker != EOI {
            return Err(misplaced(marker, start));
        }
        self.position = start + 2;
        Ok(Segment { marker, start, payload: &[] })
    }

    fn payload(&self, at: usize) -> Result<&'a [u8], Refusal> {
        let length = match self.bytes.get(at..at + 2) {
            Some(length) => usize::from(u16::from_be_bytes([length[0], length[1]])),
            None => return Err(truncated(self.bytes.len())),
        };
        if length < 2 {
            return Err(corrupt(text!("độ dài đoạn nhỏ hơn 2", "a segment length below 2"), at));
        }
        self.bytes.get(at + 2..at + length).ok_or_else(|| truncated(self.bytes.len()))
    }

    /// Returns where the coded data begin, after SOS was returned.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Goes on at `position`, where the coded data of a scan end.
    pub(super) fn resume(&mut self, position: usize) {
        self.position = position;
    }
}

/// Returns where the marker at or after fill bytes begins, and its code.
fn marker_at(bytes: &[u8], from: usize) -> Result<(usize, u8), Refusal> {
    let rest = bytes.get(from..).unwrap_or_default();
    let n_ff = rest.iter().take_while(|byte| **byte == 0xFF).count();
    match rest.get(n_ff) {
        None => Err(truncated(bytes.len())),
        Some(marker) if n_ff > 0 => Ok((from + n_ff - 1, *marker)),
        Some(byte) => Err(corrupt(
            text!("cần một dấu đoạn, gặp byte {byte:02X}", "byte {byte:02X} where a marker should be"),
            from,
        )),
    }
}

fn is_standalone(marker: u8) -> bool {
    matches!(marker, 0x00..=0x01 | RST0..=EOI)
}

fn misplaced(marker: u8, start: usize) -> Refusal {
    corrupt(text!("dấu FF{marker:02X} không đúng chỗ", "marker FF{marker:02X} out of place"), start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_bytes_before_a_marker_are_passed_over() {
        let bytes = [0xFF, 0xD8, 0xFF, 0xFF, 0xFE, 0, 3, 7, 0xFF, 0xD9];
        let mut markers = Markers::new(&bytes).unwrap();
        let comment = markers.next().unwrap();
        assert_eq!((comment.marker, comment.start, comment.payload, comment.end()), (COM, 3, &[7u8][..], 8));
        assert_eq!(markers.next().unwrap().marker, EOI);
    }

    #[test]
    fn bytes_between_segments_are_corrupt() {
        let bytes = [0xFF, 0xD8, 0xFF, 0xFE, 0, 2, 0, 0xFF, 0xD9];
        let mut markers = Markers::new(&bytes).unwrap();
        markers.next().unwrap();
        assert_eq!(markers.next().unwrap_err().offset, Some(6));
    }
}
