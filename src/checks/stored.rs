//! A page image as it stands in a PDF of ours, taken out by its dictionary alone.

use std::io::{Read, Seek};

use crate::formats::rows::Shape;
use crate::formats::stream::Stream;
use crate::page::Mask;
use crate::pdfa::reader::surprise::ReadError;
use crate::pdfa::reader::{Reader, StoredColour, StoredImage, StoredMask};

/// An image and its data.
pub struct Stored {
    /// What its dictionary says.
    pub image: StoredImage,
    /// Its coded data.
    pub data: Vec<u8>,
    mask: Option<Mask>,
}

impl Stored {
    /// Reads the image of a page, counted from 0.
    pub fn read<R: Read + Seek>(reader: &mut Reader<R>, page_idx: usize) -> Result<Stored, ReadError> {
        let image = reader.page(page_idx)?;
        let mut data = Vec::new();
        reader.copy(image.stream, &mut data).map_err(ReadError::Io)?;
        let mask = match &image.mask {
            None => None,
            Some(StoredMask::ColourKey(ranges)) => Some(Mask::ColourKey(ranges.clone())),
            Some(StoredMask::Soft { bits, stream }) => {
                let mut data = Vec::new();
                reader.copy(*stream, &mut data).map_err(ReadError::Io)?;
                Some(Mask::Soft { bits: *bits, data })
            }
        };
        Ok(Stored { image, data, mask })
    }

    /// Returns the image as decoders take it.
    pub fn stream(&self) -> Stream<'_> {
        let StoredImage { width, height, bits, ref colour, ref coding, inverted, .. } = self.image;
        let (channels, palette) = match colour {
            StoredColour::Gray => (1, None),
            StoredColour::Rgb => (3, None),
            StoredColour::Cmyk => (4, None),
            StoredColour::Indexed { palette } => (1, Some(palette.as_slice())),
        };
        let shape = Shape { width, height, bits, channels };
        Stream { data: &self.data, coding, shape, palette, mask: self.mask.as_ref(), inverted }
    }
}
