//! Pages that were seen, on their way from a worker: heads in JSON, previews and pixels in blocks.

use serde::{Deserialize, Serialize};

use crate::ops::see::Page;
use crate::ops::see::sight::Shown;
use crate::page::Preview;
use crate::raster::{Picture, Raster};

/// A page at first sight, without its preview.
#[derive(Debug, Serialize, Deserialize)]
pub struct SeenHead {
    /// The page.
    pub page: Page,
    /// Blocks across and down.
    preview: (u32, u32),
}

impl SeenHead {
    /// Takes a page apart.
    pub fn of(mut page: Page) -> (SeenHead, Vec<u8>) {
        let Preview { width, height, grey } = std::mem::take(&mut page.preview);
        (SeenHead { page, preview: (width, height) }, grey)
    }

    /// Puts the page together again; `None` where the block is not of its size.
    pub fn page(self, blocks: Vec<Vec<u8>>) -> Option<Page> {
        let ([grey], (width, height)) = (<[Vec<u8>; 1]>::try_from(blocks).ok()?, self.preview);
        let preview = (grey.len() as u64 == area(width, height)).then_some(Preview { width, height, grey })?;
        Some(Page { preview, ..self.page })
    }
}

/// A decoded page without its pixels.
#[derive(Debug, Serialize, Deserialize)]
pub struct ShownHead {
    frame: u32,
    width: u32,
    height: u32,
    kind: Kind,
}

#[derive(Debug, Serialize, Deserialize)]
enum Kind {
    Raster { dpi: Option<f64>, bitonal: bool, has_colour: bool },
    Picture,
}

impl ShownHead {
    /// Takes a page apart.
    pub fn of(frame: u32, shown: Shown) -> (ShownHead, [Vec<u8>; 2]) {
        match shown {
            Shown::Raster(Raster { width, height, dpi, grey, bright, bitonal }) => {
                let kind = Kind::Raster { dpi, bitonal, has_colour: bright.is_some() };
                (ShownHead { frame, width, height, kind }, [grey, bright.unwrap_or_default()])
            }
            Shown::Picture(Picture { width, height, rgb }) => {
                (ShownHead { frame, width, height, kind: Kind::Picture }, [rgb, Vec::new()])
            }
        }
    }

    /// Puts the page together again; `None` where blocks are not of its size.
    pub fn shown(self, blocks: Vec<Vec<u8>>) -> Option<(u32, Shown)> {
        let ShownHead { frame, width, height, kind } = self;
        let ([first, second], area) = (<[Vec<u8>; 2]>::try_from(blocks).ok()?, area(width, height));
        let (first_len, second_len) = (first.len() as u64, second.len() as u64);
        match kind {
            Kind::Raster { dpi, bitonal, has_colour } => {
                let is_whole = first_len == area && second_len == if has_colour { area } else { 0 };
                let bright = has_colour.then_some(second);
                let raster = Raster { width, height, dpi, grey: first, bright, bitonal };
                is_whole.then_some((frame, Shown::Raster(raster)))
            }
            Kind::Picture => {
                let is_whole = Some(first_len) == area.checked_mul(3) && second.is_empty();
                is_whole.then_some((frame, Shown::Picture(Picture { width, height, rgb: first })))
            }
        }
    }
}

fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}
