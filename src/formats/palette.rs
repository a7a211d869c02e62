//! Palettes: indices in, red, green and blue out.

use crate::finding::codes;
use crate::formats::packed;
use crate::page::Refusal;
use crate::text;

/// A palette of red, green, blue triples.
pub struct Palette {
    colours: Box<[[u8; 3]; 256]>,
    len: usize,
}

impl Palette {
    /// Takes up to 256 triples; further bytes are not looked at.
    pub fn new(triples: &[u8]) -> Palette {
        let mut colours = Box::new([[0; 3]; 256]);
        let triples = triples.as_chunks::<3>().0;
        colours.iter_mut().zip(triples).for_each(|(colour, triple)| *colour = *triple);
        Palette { colours, len: triples.len().min(256) }
    }

    /// Writes the colours of a row of `width` indices into `out`; refuses an index beyond the palette.
    pub fn expand(&self, row: &[u8], width: u32, bits: u8, out: &mut Vec<u8>) -> Result<(), Refusal> {
        let mut largest = 0;
        out.resize(width as usize * 3, 0);
        let pixels = out.as_chunks_mut::<3>().0;
        if bits == 8 {
            for (pixel, &index) in pixels.iter_mut().zip(row) {
                largest = largest.max(index);
                *pixel = self.colours[usize::from(index)];
            }
        } else {
            for (idx, pixel) in pixels.iter_mut().enumerate() {
                let index = packed::get(row, idx, bits.min(4)) as u8;
                largest = largest.max(index);
                *pixel = self.colours[usize::from(index)];
            }
        }
        if usize::from(largest) < self.len { Ok(()) } else { Err(self.beyond(largest)) }
    }

    fn beyond(&self, index: u8) -> Refusal {
        let what = text!(
            "điểm ảnh dùng màu số {index}, bảng màu chỉ có {len} màu",
            "a pixel uses colour {index}, the palette has only {len} colours",
            len = self.len
        );
        Refusal::new(&codes::CORRUPT, what)
    }
}
