//! Is there anything on a page? Dust, holes, hairs, noise and what shines through from the back are nothing.
//!
//! To call a written page blank would lose it; to call a blank page written costs a comparison. So doubt means written.

use super::ink::Ink;

/// Ink darker than this counts: what shines through from the back is paler. Of a faded page with strokes that a copier made thinner,
/// three fifths are.
const DARK: u8 = 28;
/// Specks whose longer side is below this are dust, in millimetres; words are longer.
const DUST_MM: f64 = 3.6;
/// Square millimetres of ink, by area times darkness, that make a page written: some four words.
const WRITTEN_MM2: f64 = 12.0;
/// How much ink says of the ink right beside and right below it, from 0 to 1: of noise 0.13 at most, of what is written 0.37 and
/// more, measured on 2,500 pages.
const NOISE: f64 = 0.25;

/// Says whether the page has next to nothing on it.
pub(super) fn is_blank(ink: &Ink) -> bool {
    let unit = ink.mm * ink.mm / 255.0;
    let mut sum = 0.0;
    for part in parts(ink) {
        if !part.is_dust(ink) && !part.is_hole(ink) {
            sum += part.level as f64 * unit;
        }
    }
    sum < WRITTEN_MM2 || is_noise(ink)
}

/// Says whether all ink is noise, of which no pixel says anything of the next: a scanner that knows black and white only makes
/// it of an empty sheet.
fn is_noise(ink: &Ink) -> bool {
    likeness(ink, 1) < NOISE && likeness(ink, ink.width) < NOISE
}

/// Returns how alike pixels are that lie so many apart: the correlation of their ink, from -1 to 1.
fn likeness(ink: &Ink, apart: usize) -> f64 {
    let mean = ink.level.iter().map(|level| f64::from(*level)).sum::<f64>() / ink.level.len().max(1) as f64;
    let (mut both, mut own) = (0.0, 0.0);
    for (one, other) in ink.level.iter().zip(ink.level.iter().skip(apart)) {
        let (one, other) = (f64::from(*one) - mean, f64::from(*other) - mean);
        both += one * other;
        own += one * one;
    }
    if own > 0.0 { both / own } else { 1.0 }
}

/// Dark pixels that hang together.
#[derive(Clone, Copy, Debug)]
struct Part {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
    pixels: usize,
    level: usize,
}

impl Part {
    fn sides_mm(&self, ink: &Ink) -> (f64, f64) {
        ((self.right - self.left + 1) as f64 * ink.mm, (self.bottom - self.top + 1) as f64 * ink.mm)
    }

    fn is_dust(&self, ink: &Ink) -> bool {
        let (width, height) = self.sides_mm(ink);
        width.max(height) < DUST_MM
    }

    /// Says whether it is a hole of a punch: a filled disc of 4 to 9 mm near an edge.
    fn is_hole(&self, ink: &Ink) -> bool {
        let (width, height) = self.sides_mm(ink);
        let is_round = (width - height).abs() <= 1.5 * ink.mm && (3.5..=10.0).contains(&width.max(height));
        let box_pixels = (self.right - self.left + 1) * (self.bottom - self.top + 1);
        let is_filled = self.pixels * 10 >= box_pixels * 6;
        let margin = (28.0 / ink.mm) as usize;
        let near = self.left < margin
            || self.top < margin
            || self.right + margin >= ink.width
            || self.bottom + margin >= ink.height;
        is_round && is_filled && near
    }
}

/// Returns the parts of the page's ink, pixels that touch at corners included.
fn parts(ink: &Ink) -> Vec<Part> {
    let mut seen = vec![false; ink.level.len()];
    let mut open = Vec::new();
    let mut parts = Vec::new();
    for start in 0..ink.level.len() {
        if seen[start] || ink.level[start] < DARK {
            continue;
        }
        seen[start] = true;
        open.push(start);
        let (x, y) = (start % ink.width, start / ink.width);
        let mut part = Part { left: x, right: x, top: y, bottom: y, pixels: 0, level: 0 };
        while let Some(at) = open.pop() {
            let (x, y) = (at % ink.width, at / ink.width);
            part.left = part.left.min(x);
            part.right = part.right.max(x);
            part.top = part.top.min(y);
            part.bottom = part.bottom.max(y);
            part.pixels += 1;
            part.level += usize::from(ink.level[at]);
            for y in y.saturating_sub(1)..(y + 2).min(ink.height) {
                for x in x.saturating_sub(1)..(x + 2).min(ink.width) {
                    let next = y * ink.width + x;
                    if !seen[next] && ink.level[next] >= DARK {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        parts.push(part);
    }
    parts
}
