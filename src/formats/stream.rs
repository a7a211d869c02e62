//! An image stream with its palette and mask; a Flate one is read back here into what a reader would see.
//!
//! The same code checks what a PNG hands over and, later, what stands in a sealed PDF.

use crate::finding::codes;
use crate::formats::content::ContentHasher;
use crate::formats::packed;
use crate::formats::palette::Palette;
use crate::formats::planes::interleave;
use crate::formats::rows::{Rows, Shape};
use crate::formats::shrink::Shrink;
use crate::page::{Coding, Colour, Content, Mask, PageImage, Preview, Refusal};
use crate::text;

/// An image XObject: its stream, and what its dictionary says. `readback` decodes the other codings.
#[derive(Clone, Copy)]
pub struct Stream<'a> {
    /// The coded bytes.
    pub data: &'a [u8],
    /// How they are coded.
    pub coding: &'a Coding,
    /// Size and depth; an indexed image has one channel.
    pub shape: Shape,
    /// Red, green, blue triples, where the samples are indices.
    pub palette: Option<&'a [u8]>,
    /// What is see-through.
    pub mask: Option<&'a Mask>,
    /// True when 0 is the brightest value.
    pub inverted: bool,
}

impl<'a> Stream<'a> {
    /// Returns the stream of a page image.
    pub fn of(image: &'a PageImage<'_>) -> Stream<'a> {
        let (channels, palette) = match &image.colour {
            Colour::Gray(_) => (1, None),
            Colour::Rgb(_) => (3, None),
            Colour::Cmyk(_) => (4, None),
            Colour::Indexed { palette, .. } => (1, Some(palette.as_slice())),
        };
        Stream {
            data: &image.data,
            coding: &image.coding,
            shape: Shape { width: image.width, height: image.height, bits: image.bits, channels },
            palette,
            mask: image.mask.as_ref(),
            inverted: image.inverted,
        }
    }

    /// Reads the stream to its last bit and returns its content, alpha included.
    ///
    /// A mask that hides nothing does not count: the content then has no alpha channel.
    pub fn content(&self) -> Result<Content, Refusal> {
        let mut hashers = Hashers::new(self.seen_shape(), self.mask.is_some());
        let hides = self.rows(&mut |colour, alpha| hashers.row(colour, alpha))?;
        Ok(hashers.finish(hides))
    }

    /// Reads the stream as [`Stream::content`] does, and returns what it shows as well.
    pub fn survey(&self) -> Result<(Content, Preview), Refusal> {
        let seen = self.seen_shape();
        let (mut hashers, mut shrink) = (Hashers::new(seen, self.mask.is_some()), Shrink::new(seen));
        let hides = self.rows(&mut |colour, alpha| {
            hashers.row(colour, alpha);
            shrink.row(colour, alpha);
        })?;
        Ok((hashers.finish(hides), shrink.finish()))
    }

    /// Reads a Flate stream to its last bit and hands over rows as they are seen, each with its alpha, which is empty
    /// where there is no mask. Says whether the mask hides anything.
    pub fn rows(&self, each: &mut dyn FnMut(&[u8], &[u8])) -> Result<bool, Refusal> {
        let mut rows = Rows::new(self.data, self.coding, self.shape)?;
        let palette = self.palette.map(Palette::new);
        let mut alpha = Alpha::of(self.mask, self.shape, self.seen_shape())?;
        let (mut colour, mut hides) = (Vec::new(), false);
        while let Some(row) = rows.next_row()? {
            hides |= alpha.next_row(row)?;
            match &palette {
                Some(palette) => palette.expand(row, self.shape.width, self.shape.bits, &mut colour)?,
                None => row.clone_into(&mut colour),
            }
            if self.inverted {
                colour.iter_mut().for_each(|byte| *byte = !*byte);
            }
            each(&colour, alpha.row());
        }
        alpha.finish()?;
        Ok(hides)
    }

    /// Returns the shape after the palette is applied.
    pub fn seen_shape(&self) -> Shape {
        match self.palette {
            Some(_) => Shape { bits: 8, channels: 3, ..self.shape },
            None => self.shape,
        }
    }
}

/// Two digests at once, since only the last row tells whether the mask hides anything.
struct Hashers {
    seen: Shape,
    opaque: ContentHasher,
    masked: Option<ContentHasher>,
    pixels: Vec<u8>,
}

impl Hashers {
    fn new(seen: Shape, masked: bool) -> Hashers {
        let Shape { width, height, bits, channels } = seen;
        let opaque = ContentHasher::new(width, height, bits, channels);
        let masked = masked.then(|| ContentHasher::new(width, height, bits, channels + 1));
        Hashers { seen, opaque, masked, pixels: Vec::new() }
    }

    fn row(&mut self, colour: &[u8], alpha: &[u8]) {
        self.opaque.row(colour);
        if let Some(masked) = &mut self.masked {
            interleave(colour, alpha, self.seen, &mut self.pixels);
            masked.row(&self.pixels);
        }
    }

    fn finish(self, hides: bool) -> Content {
        match self.masked {
            Some(masked) if hides => masked.finish(),
            _ => self.opaque.finish(),
        }
    }
}

/// Where the alpha of a row comes from.
enum Alpha<'a> {
    None,
    Soft { rows: Box<Rows<'a>>, opaque: Vec<u8>, row: Vec<u8> },
    Key { ranges: &'a [u16], shape: Shape, bits: u8, row: Vec<u8> },
}

impl<'a> Alpha<'a> {
    fn of(mask: Option<&'a Mask>, shape: Shape, seen: Shape) -> Result<Alpha<'a>, Refusal> {
        match mask {
            None => Ok(Alpha::None),
            Some(Mask::ColourKey(ranges)) if ranges.len() == 2 * usize::from(shape.channels) => {
                Ok(Alpha::Key { ranges, shape, bits: seen.bits, row: Vec::new() })
            }
            Some(Mask::Soft { bits, data }) if *bits == seen.bits => {
                let shape = Shape { channels: 1, ..seen };
                let mut opaque = vec![0xFF; shape.row_bytes()];
                packed::clear_padding(&mut opaque, shape.width, shape.bits, 1);
                Ok(Alpha::Soft { rows: Box::new(Rows::new(data, &Coding::FlatePng, shape)?), opaque, row: Vec::new() })
            }
            Some(_) => Err(Refusal::new(
                &codes::UNSUPPORTED,
                text!("mặt nạ không cùng dạng với ảnh", "the mask does not have the form of the image"),
            )),
        }
    }

    /// Prepares the alpha for a row of coded samples and says whether it hides anything.
    fn next_row(&mut self, samples: &[u8]) -> Result<bool, Refusal> {
        match self {
            Alpha::None => Ok(false),
            Alpha::Soft { rows, opaque, row } => {
                // The colour has as many rows, so there is one more here.
                if let Some(next) = rows.next_row()? {
                    next.clone_into(row);
                    packed::clear_padding(row, rows.shape().width, rows.shape().bits, 1);
                }
                Ok(row != opaque)
            }
            Alpha::Key { ranges, shape, bits, row } => Ok(apply_key(samples, ranges, *shape, *bits, row)),
        }
    }

    fn row(&self) -> &[u8] {
        match self {
            Alpha::None => &[],
            Alpha::Soft { row, .. } | Alpha::Key { row, .. } => row,
        }
    }

    fn finish(self) -> Result<(), Refusal> {
        match self {
            Alpha::Soft { mut rows, .. } => rows.next_row().map(|_| ()),
            _ => Ok(()),
        }
    }
}

/// Writes alpha of `bits` bits: 0 where every sample lies in its range, else the largest value.
fn apply_key(samples: &[u8], ranges: &[u16], shape: Shape, bits: u8, alpha: &mut Vec<u8>) -> bool {
    let channels = usize::from(shape.channels);
    let mut hides = false;
    alpha.clear();
    alpha.resize(packed::row_bytes(shape.width, bits, 1), 0);
    for pixel in 0..shape.width as usize {
        let is_keyed = ranges.as_chunks::<2>().0.iter().enumerate().all(|(channel, [min, max])| {
            (*min..=*max).contains(&packed::get(samples, pixel * channels + channel, shape.bits))
        });
        hides |= is_keyed;
        packed::put(alpha, pixel, bits, if is_keyed { 0 } else { packed::max(bits) });
    }
    hides
}
