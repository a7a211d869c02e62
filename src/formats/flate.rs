//! Flate streams whose inflated length is known beforehand.
//!
//! Nothing is inflated beyond that length, so a bomb costs no more than the image that its header
//! announced, and that was held against the limits before. Home of the `flate2` reader.

use flate2::{Decompress, FlushDecompress, Status};

use crate::finding::codes;
use crate::page::Refusal;
use crate::text;

/// A zlib stream that is read piece by piece, in pieces that the caller sizes.
pub struct Inflate<'a> {
    data: &'a [u8],
    state: Decompress,
    ended: bool,
}

impl<'a> Inflate<'a> {
    /// Starts at the zlib header of `data`.
    pub fn new(data: &'a [u8]) -> Inflate<'a> {
        Inflate { data, state: Decompress::new(true), ended: false }
    }

    /// Returns how many bytes of the stream were read.
    pub fn position(&self) -> u64 {
        self.state.total_in()
    }

    /// Fills `out` to its last byte; refuses a stream that is damaged or ends before.
    pub fn fill(&mut self, out: &mut [u8]) -> Result<(), Refusal> {
        let mut filled = 0;
        while filled < out.len() {
            if self.ended {
                return Err(self.corrupt(text!("dữ liệu nén thiếu hàng ảnh", "the Flate data hold too few rows")));
            }
            match self.step(&mut out[filled..])? {
                0 if !self.ended => return Err(self.truncated()),
                written => filled += written,
            }
        }
        Ok(())
    }

    /// Checks that the stream ends here: no more data, a good Adler-32, nothing behind it.
    pub fn finish(&mut self) -> Result<(), Refusal> {
        while !self.ended {
            let before = self.position();
            if self.step(&mut [0])? > 0 {
                return Err(self.corrupt(text!("dữ liệu nén thừa hàng ảnh", "the Flate data hold too many rows")));
            }
            if !self.ended && self.position() == before {
                return Err(self.truncated());
            }
        }
        if self.position() != self.data.len() as u64 {
            return Err(self.corrupt(text!("có byte thừa sau dữ liệu nén", "bytes follow the end of the Flate data")));
        }
        Ok(())
    }

    /// Inflates into `out` once and returns the bytes written; 0 without an end means no input is left.
    fn step(&mut self, out: &mut [u8]) -> Result<usize, Refusal> {
        let (read, written) = (self.state.total_in(), self.state.total_out());
        let input = &self.data[read as usize..];
        match self.state.decompress(input, out, FlushDecompress::None) {
            Ok(Status::StreamEnd) => self.ended = true,
            Ok(Status::Ok | Status::BufError) => (),
            Err(_) => return Err(self.corrupt(text!("dữ liệu nén bị hỏng", "the Flate data are damaged"))),
        }
        Ok((self.state.total_out() - written) as usize)
    }

    fn corrupt(&self, what: text::Text) -> Refusal {
        Refusal::new(&codes::CORRUPT, what).at(self.position())
    }

    fn truncated(&self) -> Refusal {
        Refusal::new(&codes::TRUNCATED, text!("dữ liệu nén bị cắt cụt", "the Flate data are cut short"))
            .at(self.position())
    }
}

/// Inflates a whole stream of unknown length; more than `limit` bytes are refused.
pub fn inflate_at_most(data: &[u8], limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut inflate = Inflate::new(data);
    let mut out = Vec::new();
    let mut piece = vec![0; 16 * 1024];
    while !inflate.ended {
        match inflate.step(&mut piece)? {
            0 if !inflate.ended => return Err(inflate.truncated()),
            written => out.extend_from_slice(&piece[..written]),
        }
        if out.len() > limit {
            let what = text!("dữ liệu nén vượt giới hạn {limit} byte", "the Flate data exceed {limit} bytes");
            return Err(Refusal::new(&codes::TOO_LARGE, what));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(1));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(data: &[u8], length: usize) -> Result<Vec<u8>, &'static str> {
        let mut inflate = Inflate::new(data);
        let mut out = vec![0; length];
        let result = inflate.fill(&mut out).and_then(|()| inflate.finish());
        result.map(|()| out).map_err(|refusal| refusal.code.name)
    }

    #[test]
    fn only_the_exact_length_is_accepted() {
        let data = deflated(b"a page, a page, a page");
        assert_eq!(read(&data, 22).unwrap(), b"a page, a page, a page");
        assert_eq!(read(&data, 21), Err("format.corrupt"));
        assert_eq!(read(&data, 23), Err("format.corrupt"));
    }

    #[test]
    fn a_stream_cut_anywhere_is_truncated() {
        let data = deflated(b"a page, a page, a page");
        assert!((0..data.len()).all(|end| read(&data[..end], 22) == Err("format.truncated")));
    }

    #[test]
    fn a_wrong_checksum_and_trailing_bytes_are_corrupt() {
        let mut data = deflated(b"a page");
        data.push(0);
        assert_eq!(read(&data, 6), Err("format.corrupt"));
        data.pop();
        *data.last_mut().unwrap() ^= 1;
        assert_eq!(read(&data, 6), Err("format.corrupt"));
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = deflated(&vec![0; 4 << 20]);
        assert_eq!(inflate_at_most(&bomb, 1 << 18).unwrap_err().code.name, "format.too-large");
        assert_eq!(inflate_at_most(&deflated(b"abc"), 3).unwrap(), b"abc");
    }
}
