//! A page prepared for comparing: its ink, whatever the paper, the light and the resolution.
//!
//! `scale` brings it to one resolution, `paper` takes the paper away, `parts` drops the scanner's bed and counts what is
//! written, `lines` says how far it was turned; `bed` says what is no paper. Laying pages over each other is `align`'s
//! business.

mod bed;
pub mod level;
mod lines;
pub mod packed;
mod paper;
mod parts;
mod scale;

#[cfg(test)]
mod tests;

use crate::raster::Raster;

use self::level::Level;
use self::lines::Lines;
use self::parts::Parts;
use self::scale::Scale;
use super::align::affine::Affine;
use super::align::{DPI, warp};

/// Fewer pieces as large as a letter's stroke than this are no writing.
const WRITTEN: usize = 25;
/// Pixels of the scan for one of the sheet below which it is coarse: 176 dpi.
const COARSE: f64 = 0.88;

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
    /// Whether the scan has so few pixels that marks on letters blur into them.
    pub coarse: bool,
    /// The sides of the scan, in pixels of this sheet, before rounding.
    pub(super) sides: (f64, f64),
    /// Whether nobody says how large the paper is, so that the size is a guess.
    pub(super) is_guessed: bool,
    /// Pieces of ink as large as a letter's stroke.
    pub(super) strokes: usize,
    /// The steadier plane, black ink where it is known, at a half and a quarter of the resolution.
    pub(super) half: Level,
    pub(super) quarter: Level,
    /// The quarter with its lines level.
    pub(super) upright: Level,
    /// The direction of the lines.
    pub(super) lines: Lines,
}

impl Sheet {
    /// Prepares a page.
    pub fn of(raster: &Raster) -> Sheet {
        let (width, height) = (raster.width as usize, raster.height as usize);
        let scale = Scale::of(raster.width, raster.height, raster.dpi, DPI);
        let plane = |samples: &Vec<u8>| {
            let is_whole = samples.len() == width * height && width > 0 && height > 0;
            let samples = if is_whole { scale::resample(samples, width, height, scale) } else { Vec::new() };
            if samples.is_empty() { vec![0; scale.width * scale.height] } else { samples }
        };
        let (ink, bed) = paper::ink_and_bed(&plane(&raster.grey), scale.width, scale.height);
        let black = raster.bright.as_ref().map(|bright| paper::ink(&plane(bright), scale.width, scale.height));
        let sides = (f64::from(raster.width) / scale.step, f64::from(raster.height) / scale.step);
        Sheet {
            sides,
            coarse: scale.step < COARSE,
            is_guessed: scale.is_guessed,
            ..Sheet::with(scale.width, scale.height, ink, black, bed, raster.bitonal)
        }
    }

    /// Drops what is not on the paper, and learns what comparing needs to know.
    fn with(
        width: usize,
        height: usize,
        mut ink: Vec<u8>,
        mut black: Option<Vec<u8>>,
        bed: Option<Level>,
        bitonal: bool,
    ) -> Sheet {
        let sides = (width as f64, height as f64);
        let all = Level::half_of(width, height, &ink);
        let parts = Parts::of(&all);
        let mut half = black.as_ref().map_or_else(|| all.clone(), |black| Level::half_of(width, height, black));
        if let Some(outside) = parts.outside(&all) {
            for plane in std::iter::once(&mut ink).chain(black.as_mut()) {
                drop(plane, width, &outside);
            }
            half = Level::half_of(width, height, black.as_ref().unwrap_or(&ink));
        }
        if let Some(bed) = bed {
            bed::hide(&mut half, &bed, paper::CELL / 2);
        }
        let (lines, quarter) = (Lines::of(&half), half.half());
        let (strokes, upright) = (parts.strokes(), Level::default());
        let (coarse, is_guessed) = (false, false);
        let mut sheet = Sheet {
            width,
            height,
            ink,
            black,
            bitonal,
            coarse,
            sides,
            is_guessed,
            strokes,
            half,
            quarter,
            upright,
            lines,
        };
        sheet.upright = warp::quick(&sheet.quarter, sheet.quarter.width, sheet.quarter.height, &sheet.turn(), 4.0);
        sheet
    }

    /// Returns the map from the page with its lines level to the page as it is, in pixels.
    pub(super) fn turn(&self) -> Affine {
        Affine::turn(self.lines.slope, self.quarter.width as f64 * 2.0, self.quarter.height as f64 * 2.0)
    }

    /// Returns the bytes of its planes.
    pub fn size(&self) -> usize {
        packed::planes(self).map(Vec::len).sum()
    }

    /// Says whether the page has next to nothing on it.
    pub fn is_blank(&self) -> bool {
        self.strokes < WRITTEN
    }
}

/// Makes paper of what a mask of half the resolution marks, and of what is right beside it.
fn drop(ink: &mut [u8], width: usize, outside: &Level) {
    for (y, row) in ink.chunks_exact_mut(width.max(1)).enumerate() {
        let near = (y / 2).saturating_sub(1)..(y / 2 + 2).min(outside.height);
        for from in near {
            for (x, _) in outside.row(from).iter().enumerate().filter(|(_, mark)| **mark > 0) {
                row[(2 * x).saturating_sub(2).min(width)..(2 * x + 4).min(width)].fill(0);
            }
        }
    }
}
