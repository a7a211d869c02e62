//! The rows of a Flate image stream, one after the other: inflated, unfiltered, counted.
//!
//! Memory is bounded by a block of rows, whatever the height of the image.

use crate::finding::codes;
use crate::formats::filter;
use crate::formats::flate::Inflate;
use crate::formats::packed;
use crate::page::{Coding, Refusal};
use crate::text;

/// Bytes inflated at once: enough to keep the inflater busy, little enough for the second-level cache.
const BLOCK: usize = 128 * 1024;

/// Width, height, bits and channels of a stream, which together say how long it inflates.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Bits per component: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// Components.
    pub channels: u8,
}

impl Shape {
    /// Returns the bytes of a row.
    pub fn row_bytes(&self) -> usize {
        packed::row_bytes(self.width, self.bits, self.channels)
    }

    /// Returns how far a PNG filter looks to the left, in bytes.
    pub fn filter_distance(&self) -> usize {
        (usize::from(self.bits) * usize::from(self.channels)).div_ceil(8)
    }
}

/// How the rows of a stream are filtered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filtering {
    None,
    Png,
    Tiff,
}

/// Reads the rows of a stream in order.
pub struct Rows<'a> {
    inflate: Inflate<'a>,
    shape: Shape,
    filtering: Filtering,
    stride: usize,
    block: Vec<u8>,
    next: usize,
    left: u32,
    row: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// Starts at the first row; refuses what is not a Flate coding or not an image.
    pub fn new(data: &'a [u8], coding: &Coding, shape: Shape) -> Result<Rows<'a>, Refusal> {
        let filtering = filtering(coding)?;
        if !matches!(shape.bits, 1 | 2 | 4 | 8 | 16) || !(1..=5).contains(&shape.channels) || shape.width == 0 {
            let Shape { width, bits, channels, .. } = shape;
            return Err(Refusal::new(
                &codes::UNSUPPORTED,
                text!(
                    "ảnh rộng {width} điểm, {channels} kênh, {bits} bit không đọc được",
                    "an image {width} pixels wide with {channels} channels of {bits} bits cannot be read"
                ),
            ));
        }
        let row = vec![0; shape.row_bytes()];
        let stride = row.len() + usize::from(filtering == Filtering::Png);
        Ok(Rows {
            inflate: Inflate::new(data),
            shape,
            filtering,
            stride,
            block: Vec::new(),
            next: 0,
            left: shape.height,
            row,
        })
    }

    /// Returns the shape of the stream.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns the next row, or `None` after the last, once the end of the stream was checked.
    pub fn next_row(&mut self) -> Result<Option<&[u8]>, Refusal> {
        if self.next == self.block.len() {
            if self.left == 0 {
                self.inflate.finish()?;
                return Ok(None);
            }
            self.inflate_block()?;
        }
        let coded = &mut self.block[self.next..self.next + self.stride];
        self.next += self.stride;
        match self.filtering {
            Filtering::None => self.row.copy_from_slice(coded),
            Filtering::Tiff => {
                self.row.copy_from_slice(coded);
                filter::undo_differences(&mut self.row, self.shape.width, self.shape.bits, self.shape.channels);
            }
            Filtering::Png => {
                let (kind, coded) = (coded[0], &mut coded[1..]);
                if !filter::unfilter(kind, self.shape.filter_distance(), &self.row, coded) {
                    return Err(no_such_filter(kind, self.inflate.position()));
                }
                self.row.copy_from_slice(coded);
            }
        }
        Ok(Some(&self.row))
    }

    fn inflate_block(&mut self) -> Result<(), Refusal> {
        let rows = (BLOCK / self.stride).clamp(1, self.left as usize);
        self.block.resize(rows * self.stride, 0);
        self.inflate.fill(&mut self.block)?;
        self.left -= rows as u32;
        self.next = 0;
        Ok(())
    }
}

fn filtering(coding: &Coding) -> Result<Filtering, Refusal> {
    match coding {
        Coding::Flate => Ok(Filtering::None),
        Coding::FlatePng => Ok(Filtering::Png),
        Coding::FlateTiff => Ok(Filtering::Tiff),
        Coding::Dct { .. } | Coding::Ccitt { .. } | Coding::Jpx | Coding::Jbig2 { .. } => {
            Err(Refusal::new(&codes::UNSUPPORTED, text!("không phải dữ liệu Flate", "these are not Flate data")))
        }
    }
}

/// Refuses a filter byte above 4; `at` is near it, as far as the inflater has read.
pub fn no_such_filter(kind: u8, at: u64) -> Refusal {
    Refusal::new(&codes::CORRUPT, text!("không có bộ lọc hàng số {kind}", "there is no row filter {kind}")).at(at)
}
