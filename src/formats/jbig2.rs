//! JBIG2 as PDFs from elsewhere hold it: the segments of one page, decoded to know what they show.
//!
//! There is no input format here: a JBIG2 file outside a PDF is a rarity that scanners do not write.
//! The decoder is somebody else's, so foreign data come through a worker.

use hayro_jbig2::{DecodeError, DecodeSettings, Decoder, Globals, Page};

use super::ccitt::survey::Survey;
use crate::finding::codes;
use crate::page::{Content, JBIG2_GLOBALS, Preview, Refusal};
use crate::text;

/// What the image dictionary says.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// True when black is shown as white (`/Decode [1 0]`).
    pub inverted: bool,
}

/// Decodes one page of the embedded organisation (ITU-T T.88, D.3) and returns what it shows.
///
/// Refuses what a strict decoder does not take, a page of another size than the dictionary says, and
/// shared segments above [`JBIG2_GLOBALS`]. The caller holds width and height against its limits before.
pub fn check(data: &[u8], globals: Option<&[u8]>, size: Size) -> Result<(Content, Preview), Refusal> {
    let mut survey = Survey::new(size.width, size.height);
    decode(data, globals, size, &mut |band| survey.band(band))?;
    Ok(survey.finish())
}

/// Decodes one page as [`check`] does, and hands its packed rows over in bands; 0 is black.
pub fn decode(data: &[u8], globals: Option<&[u8]>, size: Size, each: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
    if globals.is_some_and(|globals| globals.len() as u64 > JBIG2_GLOBALS) {
        let what = text!("phần dùng chung của JBIG2 quá lớn", "the shared JBIG2 segments are too large");
        return Err(Refusal::new(&codes::TOO_LARGE, what));
    }
    let settings = DecodeSettings { strict: true };
    let globals = globals.map(|globals| Globals::new(globals, &settings)).transpose().map_err(broken)?;
    let page = Page::new_embedded(data, globals.as_ref(), &settings).map_err(broken)?;
    if (page.width(), page.height()) != (size.width, size.height) {
        let (width, height) = (page.width(), page.height());
        let what = text!(
            "dữ liệu JBIG2 có {width} x {height} điểm ảnh, từ điển nói khác",
            "the JBIG2 data have {width} x {height} pixels, the dictionary says otherwise"
        );
        return Err(Refusal::new(&codes::CORRUPT, what));
    }
    // A page without a region is white; more likely the data were cut off behind the page's header.
    if !paints(data).unwrap_or(false) {
        return Err(Refusal::new(
            &codes::TRUNCATED,
            text!("dữ liệu JBIG2 không có ảnh", "the JBIG2 data hold no image"),
        ));
    }
    let mut rows = Rows { each, size, band: Vec::new(), rows: 0, byte: 0, bits: 0 };
    page.decode(&mut rows).map_err(broken)?;
    if !rows.band.is_empty() {
        (rows.each)(&rows.band);
    }
    Ok(())
}

fn broken(error: DecodeError) -> Refusal {
    Refusal::new(&codes::CORRUPT, text!("dữ liệu JBIG2 bị hỏng", "the JBIG2 data are damaged: {error}"))
}

/// Says whether a segment paints on the page (7.2 and 7.3); `None` where the segments end too early.
fn paints(data: &[u8]) -> Option<bool> {
    let number = |at: usize| Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize);
    let mut at: usize = 0;
    while at < data.len() {
        let (segment, flags, count) = (number(at)?, *data.get(at + 4)?, *data.get(at + 5)? >> 5);
        // Immediate text, halftone, generic and refinement regions.
        if matches!(flags & 0x3F, 6 | 7 | 22 | 23 | 38 | 39 | 42 | 43) {
            return Some(true);
        }
        let (count, retained) = match count {
            7 => (number(at + 5)? & 0x1FFF_FFFF, 4 + ((number(at + 5)? & 0x1FFF_FFFF) + 1).div_ceil(8)),
            count => (usize::from(count), 1),
        };
        let width = match segment {
            ..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        let page = if flags & 0x40 == 0 { 1 } else { 4 };
        let refers = count.checked_mul(width)?.checked_add(retained + page)?;
        let length = at.checked_add(5)?.checked_add(refers)?;
        at = length.checked_add(4)?.checked_add(number(length)?)?;
    }
    Some(false)
}

/// Rows between two hand-overs; a multiple of eight, as the survey asks.
const BAND: usize = 64;

/// Packs the decoder's pixels into rows of which 0 is black, and hands them over band by band.
struct Rows<'e> {
    each: &'e mut dyn FnMut(&[u8]),
    size: Size,
    band: Vec<u8>,
    rows: usize,
    byte: u8,
    bits: u32,
}

impl Rows<'_> {
    /// The filter turns the coder's black, a 1, into the 0 of DeviceGray (ISO 32000-1, 7.4.7).
    fn sample(&self, black: bool) -> bool {
        black == self.size.inverted
    }
}

impl Decoder for Rows<'_> {
    fn push_pixel(&mut self, black: bool) {
        self.byte = self.byte << 1 | u8::from(self.sample(black));
        self.bits += 1;
        if self.bits == 8 {
            self.band.push(self.byte);
            (self.byte, self.bits) = (0, 0);
        }
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let byte = if self.sample(black) { 0xFF } else { 0 };
        self.band.resize(self.band.len() + chunk_count as usize, byte);
    }

    fn next_line(&mut self) {
        if self.bits > 0 {
            self.band.push(self.byte << (8 - self.bits));
            (self.byte, self.bits) = (0, 0);
        }
        self.rows += 1;
        if self.rows == BAND {
            (self.each)(&self.band);
            self.band.clear();
            self.rows = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    /// A page of 16 by 8 pixels in fax codes: four white, four black, eight white in each row.
    const PAGE: &[u8] = include_bytes!("../../fixtures/pdfa/generic.jb2");
    /// Another of a white and a black square, which are shared patterns.
    const HALFTONE: &[u8] = include_bytes!("../../fixtures/pdfa/halftone.jb2");
    const SHARED: &[u8] = include_bytes!("../../fixtures/pdfa/shared.jb2");

    const SIZE: Size = Size { width: 16, height: 8, inverted: false };

    #[test]
    fn black_is_zero_in_the_content() {
        let (content, preview) = check(PAGE, None, SIZE).unwrap();
        assert_eq!(content.sha256, Digest::of(&[&b"16 8 1 1\n"[..], &[0xF0, 0xFF].repeat(8)].concat()));
        assert_eq!((content.width, content.height, content.bits, content.channels), (16, 8, 1, 1));
        assert_eq!(preview.grey, [128, 255]);
        let inverted = check(PAGE, None, Size { inverted: true, ..SIZE }).unwrap().0;
        assert_eq!(inverted.sha256, Digest::of(&[&b"16 8 1 1\n"[..], &[0x0F, 0x00].repeat(8)].concat()));
    }

    #[test]
    fn another_size_than_the_dictionary_says_is_refused() {
        assert!(check(PAGE, None, Size { width: 8, ..SIZE }).is_err());
        assert!(check(PAGE, None, Size { height: 9, ..SIZE }).is_err());
    }

    #[test]
    fn data_cut_short_anywhere_are_refused() {
        for end in 0..PAGE.len() {
            assert!(check(&PAGE[..end], None, SIZE).is_err(), "{end}");
        }
    }

    #[test]
    fn a_changed_bit_is_never_a_panic() {
        for bit in 0..PAGE.len() * 8 {
            let mut changed = PAGE.to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            let _ = check(&changed, None, SIZE);
        }
    }

    #[test]
    fn shared_segments_are_read_and_must_be_there() {
        let (content, _) = check(HALFTONE, Some(SHARED), SIZE).unwrap();
        assert_eq!(content.sha256, Digest::of(&[&b"16 8 1 1\n"[..], &[0xFF, 0x00].repeat(8)].concat()));
        assert!(check(HALFTONE, None, SIZE).is_err());
        assert!(check(HALFTONE, Some(&SHARED[..SHARED.len() - 1]), SIZE).is_err());
    }
}
