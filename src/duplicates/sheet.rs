//! A page prepared for comparing: its ink, whatever the paper, the light and the resolution.

use crate::raster::Raster;

/// One page, prepared once and compared with many.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Pixels across, at [`super::align::DPI`].
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Ink of any colour: 0 is paper, 255 full ink.
    pub ink: Vec<u8>,
    /// Black ink alone; `None` where the page has no colour, and then it is not known what is a stamp.
    pub black: Option<Vec<u8>>,
    /// Whether the scan knows black and white only.
    pub bitonal: bool,
}

impl Sheet {
    /// Prepares a page.
    pub fn of(raster: &Raster) -> Sheet {
        let (width, height) = (raster.width as usize, raster.height as usize);
        let ink = raster.grey.iter().map(|grey| 255 - grey).collect();
        Sheet { width, height, ink, black: None, bitonal: raster.bitonal }
    }

    /// Says whether the page has next to nothing on it.
    pub fn is_blank(&self) -> bool {
        self.ink.is_empty()
    }
}
