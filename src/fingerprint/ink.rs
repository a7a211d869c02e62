//! From a preview to ink: how dark each place is against its paper, without the scanner's bed.
//!
//! Levels run from 0 (paper) to 255; sizes are in millimetres from here on.

use crate::page::{Orientation, Preview};
use crate::sizes;

/// Millimetres of a pixel that are enough; finer previews are reduced.
const PIXEL_MM: f64 = 0.6;
/// The most pixels that are looked at; an A3 sheet at [`PIXEL_MM`] has 350,000.
const PIXELS: usize = 500_000;
/// Paler than an eighth of the page's full ink is paper: its texture, or what shines through from the back; within these bounds.
const FLOOR: (u8, u8) = (8, 40);
/// The scanner's bed is darker than so many hundredths of the paper.
const BED: u32 = 75;
/// What is evenly dark over more than twice this, across and down, is a tint of the paper: a scan in black and white has none of
/// it. Lines of text are not as high.
const TINT_MM: f64 = 2.5;
/// Within so many millimetres of the edge even a thin dark line is bed, if it comes from the edge.
const MARGIN_MM: f64 = 4.0;

/// The ink of one page, upright.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Millimetres of one pixel.
    pub mm: f64,
    /// 0 is paper, 255 black; what is pale counts as paper.
    pub level: Vec<u8>,
}

impl Ink {
    /// Finds the ink of a page; `dpi` is that of the full image, eight times as fine as the preview.
    pub(super) fn of(preview: &Preview, dpi: Option<f64>, orientation: Orientation) -> Ink {
        let (width, height) = (preview.width as usize, preview.height as usize);
        if width == 0 || height == 0 || preview.grey.len() < width.saturating_mul(height) {
            return Ink { width: 0, height: 0, mm: 1.0, level: Vec::new() };
        }
        let mm = millimetres(width, height, dpi);
        let grey = Plane { width, height, grey: preview.grey.clone() }.turned(orientation);
        let factor = reduction(width, height, mm);
        let grey = grey.reduced(factor);
        let usual = grey.usual();
        let bed = grey.bed(usual, ((MARGIN_MM / mm / factor as f64) as usize).max(2));
        let mm = mm * factor as f64;
        let tints = grey.tints(((TINT_MM / mm).round() as usize).max(1));
        let dim = usual / 2;
        let paper: Vec<u8> =
            paper(&grey, usual).into_iter().zip(tints).map(|(paper, tint)| paper.min(tint.max(dim))).collect();
        let mut ink = Ink { width: grey.width, height: grey.height, mm, level: Vec::new() };
        ink.level = grey.grey.iter().zip(&paper).map(|(grey, paper)| level(*grey, *paper)).collect();
        for place in (0..bed.len()).filter(|place| bed[*place]) {
            ink.clear_around(place % ink.width, place / ink.width);
        }
        ink.drop_pale();
        ink
    }

    /// Takes away what is paler than ink on this page can be.
    fn drop_pale(&mut self) {
        let full = self.percentile(FLOOR.0, 5);
        // Most of a page is paper, so that the level in the middle of all is that of its texture.
        let texture = self.percentile(0, 50);
        let floor = (full / 8).max(texture.saturating_mul(3)).clamp(FLOOR.0, FLOOR.1);
        self.level.iter_mut().filter(|level| **level < floor).for_each(|level| *level = 0);
    }

    /// Returns the level that so many in a hundred of the pixels from `least` on are darker than.
    pub(super) fn percentile(&self, least: u8, hundredths: usize) -> u8 {
        let mut counts = [0usize; 256];
        self.level.iter().for_each(|level| counts[usize::from(*level)] += 1);
        let mut left = counts[usize::from(least)..].iter().sum::<usize>() * hundredths / 100;
        for level in (least..=255).rev() {
            let Some(rest) = left.checked_sub(counts[usize::from(level)]) else { return level };
            left = rest;
        }
        least
    }

    /// Clears a place and two pixels around it: where the bed ends, paper and shadow share a pixel.
    fn clear_around(&mut self, x: usize, y: usize) {
        for y in y.saturating_sub(2)..(y + 3).min(self.height) {
            let row = y * self.width;
            self.level[row + x.saturating_sub(2)..row + (x + 3).min(self.width)].fill(0);
        }
    }
}

/// Returns millimetres of a preview's pixel. The last pixel across and down may stand for one to eight of the image.
fn millimetres(width: usize, height: usize, dpi: Option<f64>) -> f64 {
    let side = |pixels: usize| pixels as f64 * 8.0 - 3.5;
    8.0 * 25.4 / sizes::resolution(side(width), side(height), dpi).dpi
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
    (paper.saturating_sub(grey) * 255 / paper) as u8
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

    /// Returns how bright paper is on this page: most of a page is paper.
    fn usual(&self) -> u8 {
        let mut sorted = self.grey.clone();
        let at = sorted.len() * 7 / 10;
        *sorted.select_nth_unstable(at).1
    }

    /// Finds the bed of the scanner: what is solidly darker than paper and reaches the edge. Rules and letters are too thin.
    fn bed(&self, usual: u8, margin: usize) -> Vec<bool> {
        let (width, height) = (self.width, self.height);
        let dark = (u32::from(usual) * BED / 100) as u8;
        let is_bed = |x: usize, y: usize| {
            let near = x.min(y).min(width - 1 - x).min(height - 1 - y) < margin;
            let reach = usize::from(!near);
            let (left, right) = (x.saturating_sub(reach), (x + reach).min(width - 1));
            let (up, down) = (y.saturating_sub(reach), (y + reach).min(height - 1));
            (up..=down).all(|y| self.grey[y * width..][left..=right].iter().all(|grey| *grey < dark))
        };
        let mut bed = vec![false; width * height];
        let mut open: Vec<(usize, usize)> = Vec::new();
        let edge = (0..width).flat_map(|x| [(x, 0), (x, height - 1)]);
        for (x, y) in edge.chain((0..height).flat_map(|y| [(0, y), (width - 1, y)])) {
            if !bed[y * width + x] && is_bed(x, y) {
                bed[y * width + x] = true;
                open.push((x, y));
            }
        }
        while let Some((x, y)) = open.pop() {
            let near = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
            for (x, y) in near.into_iter().filter(|(x, y)| *x < width && *y < height) {
                if !bed[y * width + x] && is_bed(x, y) {
                    bed[y * width + x] = true;
                    open.push((x, y));
                }
            }
        }
        bed
    }

    /// Returns how bright the ground is below strokes that are narrower than twice a reach: the brightest around each place, then
    /// the darkest around that.
    fn tints(&self, reach: usize) -> Vec<u8> {
        let brightest = self.around(&self.grey, reach, u8::max);
        self.around(&brightest, reach, u8::min)
    }

    /// Returns the extreme within a reach of each place, across and down.
    fn around(&self, of: &[u8], reach: usize, pick: impl Fn(u8, u8) -> u8) -> Vec<u8> {
        let width = self.width;
        let join = |out: &mut [u8], other: &[u8]| {
            out.iter_mut().zip(other).for_each(|(best, other)| *best = pick(*best, *other));
        };
        let mut across = of.to_vec();
        for (out, row) in across.chunks_exact_mut(width).zip(of.chunks_exact(width)) {
            for step in 1..=reach.min(width - 1) {
                join(&mut out[step..], row);
                join(out, &row[step..]);
            }
        }
        let mut out = across.clone();
        for step in 1..=reach.min(self.height - 1) {
            join(&mut out[step * width..], &across);
            join(&mut out, &across[step * width..]);
        }
        out
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

/// Returns how bright the paper is at each place: the brightest of the neighbourhood, and never less than half of what is
/// `usual` on the page, so that large dark places are not taken for paper.
fn paper(of: &Plane, usual: u8) -> Vec<u8> {
    let (across, down) = (of.width.div_ceil(CELL), of.height.div_ceil(CELL));
    let mut brightest = Vec::with_capacity(across * down);
    let mut cell = Vec::with_capacity(CELL * CELL);
    for y in 0..down {
        for x in 0..across {
            cell.clear();
            for row in of.grey.chunks_exact(of.width).skip(y * CELL).take(CELL) {
                cell.extend_from_slice(&row[x * CELL..((x + 1) * CELL).min(of.width)]);
            }
            let bright = cell.len() * 4 / 5;
            brightest.push(*cell.select_nth_unstable(bright).1);
        }
    }
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
