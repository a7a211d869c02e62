//! From a preview to ink: how dark each place is against its paper, without the scanner's bed.
//!
//! Levels run from 0 (paper) to 255; sizes are in millimetres from here on.

use crate::page::{Orientation, Preview};

/// Millimetres of a pixel that are enough; finer previews are reduced.
const PIXEL_MM: f64 = 0.6;
/// The most pixels that are looked at; an A3 sheet at [`PIXEL_MM`] has 350,000.
const PIXELS: usize = 500_000;
/// Darker than this is ink; paper texture, tint and what shines through from the back are not.
const FLOOR: u32 = 20;
/// The ink of the scanner's bed, where nothing reflects.
const BED: u8 = 90;

/// The ink of one page, upright.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Millimetres of one pixel.
    pub mm: f64,
    /// 0 is paper, 255 black; what is below [`FLOOR`] counts as paper.
    pub level: Vec<u8>,
}

impl Ink {
    /// Finds the ink of a page; `dpi` is that of the full image, eight times as fine as the preview.
    pub(super) fn of(preview: &Preview, dpi: Option<f64>, orientation: Orientation) -> Ink {
        let (width, height) = (preview.width as usize, preview.height as usize);
        if width == 0 || height == 0 || preview.grey.len() < width.saturating_mul(height) {
            return Ink { width: 0, height: 0, mm: 1.0, level: Vec::new() };
        }
        let mm = millimetres(width.max(height), dpi);
        let grey = Plane { width, height, grey: preview.grey.clone() }.turned(orientation);
        let factor = reduction(width, height, mm);
        let grey = grey.reduced(factor);
        let paper = paper(&grey);
        let mut ink = Ink { width: grey.width, height: grey.height, mm: mm * factor as f64, level: Vec::new() };
        ink.level = grey.grey.iter().zip(&paper).map(|(grey, paper)| level(*grey, *paper)).collect();
        ink.drop_bed();
        ink
    }

    /// Takes away what is solidly dark and reaches the edge: the bed of the scanner. Rules and letters are too thin for it.
    fn drop_bed(&mut self) {
        let (width, height) = (self.width, self.height);
        let is_dark = |x: usize, y: usize| self.level[y * width + x] >= BED;
        let solid = |x: usize, y: usize| {
            let (left, right) = (x.saturating_sub(1), (x + 1).min(width - 1));
            let (up, down) = (y.saturating_sub(1), (y + 1).min(height - 1));
            (up..=down).all(|y| (left..=right).all(|x| is_dark(x, y)))
        };
        let mut bed = vec![false; width * height];
        let mut open: Vec<(usize, usize)> = Vec::new();
        let edge = (0..width).flat_map(|x| [(x, 0), (x, height - 1)]);
        for (x, y) in edge.chain((0..height).flat_map(|y| [(0, y), (width - 1, y)])) {
            if !bed[y * width + x] && solid(x, y) {
                bed[y * width + x] = true;
                open.push((x, y));
            }
        }
        while let Some((x, y)) = open.pop() {
            let near = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
            for (x, y) in near.into_iter().filter(|(x, y)| *x < width && *y < height) {
                if !bed[y * width + x] && solid(x, y) {
                    bed[y * width + x] = true;
                    open.push((x, y));
                }
            }
        }
        for y in 0..height {
            for x in 0..width {
                if bed[y * width + x] {
                    self.clear_around(x, y);
                }
            }
        }
    }

    /// Clears a place and two pixels around it: where the bed ends, paper and shadow share a pixel.
    fn clear_around(&mut self, x: usize, y: usize) {
        for y in y.saturating_sub(2)..(y + 3).min(self.height) {
            let row = y * self.width;
            self.level[row + x.saturating_sub(2)..row + (x + 3).min(self.width)].fill(0);
        }
    }
}

/// Returns millimetres of a preview's pixel: by the resolution if it makes a sheet of paper, else of a sheet of A4.
fn millimetres(longest: usize, dpi: Option<f64>) -> f64 {
    let stated = dpi.filter(|dpi| dpi.is_finite() && *dpi > 0.0).map(|dpi| 8.0 * 25.4 / dpi);
    let fits = |mm: &f64| (70.0..=600.0).contains(&(mm * longest as f64));
    stated.filter(fits).unwrap_or(297.0 / longest as f64)
}

fn reduction(width: usize, height: usize, mm: f64) -> usize {
    let mut factor = ((PIXEL_MM / mm) as usize).clamp(1, 64);
    while (width / factor).saturating_mul(height / factor) > PIXELS {
        factor += 1;
    }
    factor
}

fn level(grey: u8, paper: u8) -> u8 {
    let (grey, paper) = (u32::from(grey), u32::from(paper).max(1));
    let level = paper.saturating_sub(grey) * 255 / paper;
    if level < FLOOR { 0 } else { level as u8 }
}

struct Plane {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Plane {
    /// Returns the image as it is read.
    fn turned(self, orientation: Orientation) -> Plane {
        let tag = orientation.tag();
        if tag <= 1 {
            return self;
        }
        let (width, height) = if tag >= 5 { (self.height, self.width) } else { (self.width, self.height) };
        let mut grey = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (right, below) = (width - 1 - x, height - 1 - y);
                let (from_x, from_y) = match tag {
                    2 => (right, y),
                    3 => (right, below),
                    4 => (x, below),
                    5 => (y, x),
                    6 => (y, right),
                    7 => (below, right),
                    _ => (below, x),
                };
                grey.push(self.grey[from_y * self.width + from_x]);
            }
        }
        Plane { width, height, grey }
    }

    /// Returns the means of squares; what does not fill one at the right and lower edge joins the last.
    fn reduced(self, factor: usize) -> Plane {
        if factor <= 1 {
            return self;
        }
        let (width, height) = ((self.width / factor).max(1), (self.height / factor).max(1));
        let mut grey = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let rows = y * factor..((y + 1) * factor).min(self.height);
                let columns = x * factor..((x + 1) * factor).min(self.width);
                let count = (rows.len() * columns.len()).max(1) as u32;
                let sum: u32 = rows
                    .flat_map(|y| &self.grey[y * self.width + columns.start..y * self.width + columns.end])
                    .map(|grey| u32::from(*grey))
                    .sum();
                grey.push((sum / count) as u8);
            }
        }
        Plane { width, height, grey }
    }
}

/// Pixels of a cell in which the brightest is taken for paper.
const CELL: usize = 8;

/// Returns how bright the paper is at each place: the brightest of the neighbourhood, and never less than half of what the
/// brighter half of the page has, so that the bed is not taken for paper.
fn paper(of: &Plane) -> Vec<u8> {
    let (across, down) = (of.width.div_ceil(CELL), of.height.div_ceil(CELL));
    let mut brightest = vec![0u8; across * down];
    for (y, row) in of.grey.chunks_exact(of.width).enumerate() {
        for (x, cell) in row.chunks(CELL).enumerate() {
            let cell = cell.iter().copied().max().unwrap_or_default();
            let place = &mut brightest[y / CELL * across + x];
            *place = (*place).max(cell);
        }
    }
    let mut sorted = brightest.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() * 3 / 4];
    let widened = neighbourhood(&brightest, across, down, |near| near.max().unwrap_or_default());
    let smooth = neighbourhood(&widened, across, down, mean);
    let smooth: Vec<u8> = smooth.iter().map(|level| (*level).max(usual / 2)).collect();
    let mut paper = Vec::with_capacity(of.grey.len());
    for y in 0..of.height {
        let row = &smooth[y / CELL * across..][..across];
        paper.extend((0..of.width).map(|x| row[x / CELL]));
    }
    paper
}

fn mean(near: &mut dyn Iterator<Item = u8>) -> u8 {
    let (sum, count) = near.fold((0u32, 0u32), |(sum, count), level| (sum + u32::from(level), count + 1));
    (sum / count.max(1)) as u8
}

fn neighbourhood(cells: &[u8], across: usize, down: usize, of: impl Fn(&mut dyn Iterator<Item = u8>) -> u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(cells.len());
    for y in 0..down {
        for x in 0..across {
            let columns = x.saturating_sub(1)..(x + 2).min(across);
            let rows = y.saturating_sub(1)..(y + 2).min(down);
            let mut near = rows.flat_map(|y| &cells[y * across..][columns.clone()]).copied();
            out.push(of(&mut near));
        }
    }
    out
}
