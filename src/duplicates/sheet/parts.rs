//! Connected pieces of ink: what touches the edge of the image is no writing, and what is written can be counted.

use super::level::Level;

/// Ink from which on a pixel belongs to a piece.
const DARK: u8 = 64;
/// How far from the edge a piece that touches it may reach and be dropped whole, in pixels of 100 dpi: 12 mm.
const RIM: usize = 48;
/// Side of a square that fits into the scanner's bed and into no writing, in pixels of 100 dpi: 3 mm.
const SOLID: usize = 12;

/// A piece of connected ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    area: usize,
}

/// A stretch of dark pixels in a row, and the piece that it belongs to.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: usize,
    left: usize,
    right: usize,
    part: usize,
}

/// The pieces of a plane at 100 dpi.
#[derive(Debug)]
pub struct Parts {
    runs: Vec<Run>,
    parts: Vec<Part>,
    width: usize,
    height: usize,
}

impl Parts {
    /// Finds all pieces.
    pub fn of(plane: &Level) -> Parts {
        let mut runs: Vec<Run> = Vec::new();
        let mut roots: Vec<usize> = Vec::new();
        let mut above = 0;
        for y in 0..plane.height {
            let start = runs.len();
            scan(plane.row(y), y, &mut runs);
            for at in start..runs.len() {
                let (left, right) = (runs[at].left, runs[at].right);
                let mut part = usize::MAX;
                while above < start && (runs[above].y + 1 < y || runs[above].right < left) {
                    above += 1;
                }
                for other in runs[above..start].iter().take_while(|run| run.left <= right) {
                    part = join(&mut roots, part, other.part);
                }
                if part == usize::MAX {
                    part = roots.len();
                    roots.push(part);
                }
                runs[at].part = part;
            }
            above = start;
        }
        Parts::gathered(runs, &mut roots, plane)
    }

    fn gathered(mut runs: Vec<Run>, roots: &mut [usize], plane: &Level) -> Parts {
        let none = Part { left: usize::MAX, top: usize::MAX, right: 0, bottom: 0, area: 0 };
        let mut parts = vec![none; roots.len()];
        for run in &mut runs {
            run.part = root(roots, run.part);
            let part = &mut parts[run.part];
            part.left = part.left.min(run.left);
            part.right = part.right.max(run.right);
            part.top = part.top.min(run.y);
            part.bottom = run.y + 1;
            part.area += run.right - run.left;
        }
        Parts { runs, parts, width: plane.width, height: plane.height }
    }

    /// Marks what is no part of the paper: pieces at the rim of the image, and solid ones that reach in from there.
    ///
    /// Empty when there is none; else a plane as large as that of the pieces, where 255 is to be dropped.
    pub fn outside(&self, plane: &Level) -> Option<Level> {
        let touching: Vec<bool> = self.parts.iter().map(|part| part.area > 0 && self.touches(part)).collect();
        if !touching.contains(&true) {
            return None;
        }
        let thin: Vec<bool> = self.parts.iter().map(|part| self.keeps_to_the_rim(part)).collect();
        let mut solid = None;
        let mut mask = Level::blank(self.width, self.height);
        for run in self.runs.iter().filter(|run| touching[run.part]) {
            let span = run.y * self.width + run.left..run.y * self.width + run.right;
            if thin[run.part] {
                mask.ink[span].fill(255);
            } else {
                let solid: &Level = solid.get_or_insert_with(|| opened(plane));
                mask.ink[span.clone()].copy_from_slice(&solid.ink[span]);
            }
        }
        Some(mask)
    }

    /// Counts pieces as large as a letter's stroke; larger ones count for as many as would go into them.
    pub fn strokes(&self) -> usize {
        let one = |part: &Part| {
            let (across, down) = (part.right.saturating_sub(part.left), part.bottom.saturating_sub(part.top));
            let long = across.max(down);
            // Punched holes: solid discs of 4 to 8 mm.
            let is_hole =
                (16..=32).contains(&long) && 3 * part.area > 2 * across * down && 3 * across.min(down) > 2 * long;
            if part.area < 5 || long < 4 || is_hole { 0 } else { (part.area / 16).max(1) }
        };
        self.parts.iter().filter(|part| part.area > 0 && !self.touches(part)).map(one).sum()
    }

    fn touches(&self, part: &Part) -> bool {
        part.left <= 1 || part.top <= 1 || part.right + 1 >= self.width || part.bottom + 1 >= self.height
    }

    fn keeps_to_the_rim(&self, part: &Part) -> bool {
        part.right <= RIM || part.bottom <= RIM || part.left + RIM >= self.width || part.top + RIM >= self.height
    }
}

/// Adds the stretches of dark pixels of a row.
fn scan(row: &[u8], y: usize, runs: &mut Vec<Run>) {
    let mut x = 0;
    while let Some(ahead) = row[x..].iter().position(|ink| *ink >= DARK) {
        let left = x + ahead;
        let length = row[left..].iter().position(|ink| *ink < DARK).unwrap_or(row.len() - left);
        x = left + length;
        runs.push(Run { y, left, right: x, part: usize::MAX });
    }
}

fn root(roots: &mut [usize], mut part: usize) -> usize {
    while roots[part] != part {
        roots[part] = roots[roots[part]];
        part = roots[part];
    }
    part
}

fn join(roots: &mut [usize], one: usize, other: usize) -> usize {
    let other = root(roots, other);
    if one == usize::MAX {
        return other;
    }
    let one = root(roots, one);
    let (low, high) = (one.min(other), one.max(other));
    roots[high] = low;
    low
}

/// Keeps what a solid square fits into, and a little around it.
fn opened(plane: &Level) -> Level {
    let dark: Vec<u8> = plane.ink.iter().map(|ink| if *ink >= DARK { 255 } else { 0 }).collect();
    let dark = Level { width: plane.width, height: plane.height, ink: dark };
    let solid = slid(&slid(&dark, SOLID, false), SOLID + 6, true);
    Level { width: plane.width, height: plane.height, ink: solid.ink }
}

/// Slides a square over a plane of 0 and 255: what it covers entirely, or what it touches.
fn slid(plane: &Level, side: usize, touches: bool) -> Level {
    let (before, after) = (side / 2, side - side / 2);
    let across = |row: &[u8], out: &mut [u8]| {
        let mut sums = Vec::with_capacity(row.len() + 1);
        sums.push(0usize);
        row.iter().for_each(|ink| sums.push(sums[sums.len() - 1] + usize::from(*ink > 0)));
        for (x, out) in out.iter_mut().enumerate() {
            let (low, high) = (x.saturating_sub(before), (x + after).min(row.len()));
            let dark = sums[high] - sums[low];
            *out = if dark == high - low || touches && dark > 0 { 255 } else { 0 };
        }
    };
    let mut wide = plane.clone();
    for (row, out) in plane.ink.chunks(plane.width.max(1)).zip(wide.ink.chunks_mut(plane.width.max(1))) {
        across(row, out);
    }
    let turned = turned(&wide);
    let mut tall = turned.clone();
    for (row, out) in turned.ink.chunks(turned.width.max(1)).zip(tall.ink.chunks_mut(turned.width.max(1))) {
        across(row, out);
    }
    self::turned(&tall)
}

/// Exchanges rows and columns.
pub fn turned(plane: &Level) -> Level {
    let mut out = Level::blank(plane.height, plane.width);
    for (y, row) in plane.ink.chunks_exact(plane.width.max(1)).enumerate() {
        for (x, ink) in row.iter().enumerate() {
            out.ink[x * plane.height + y] = *ink;
        }
    }
    out
}
