//! How far an image is reduced, and how its pixels become square.

use super::{Plane, View};

/// Resolutions that differ by less than this share are one.
const ALIKE: f64 = 0.005;
/// Where nobody says otherwise, the long side of the paper is that of A4, in inches.
const LONG_SIDE: f64 = 297.0 / 25.4;
/// Where nobody says otherwise, and the image is not larger than A4 would be.
const USUAL: f64 = 300.0;

/// What becomes of an image.
pub(super) struct Reduction {
    /// Pixels of a box, across and down.
    pub(super) boxes: (usize, usize),
    /// Pixels of the square image, as stored; equal to the number of boxes where nothing is stretched.
    pub(super) size: (usize, usize),
    /// Dots per inch of the result.
    pub(super) dpi: Option<f64>,
}

impl Reduction {
    /// Decides what becomes of an image of so many pixels; the result has at most `pixels`, if it is stretched.
    pub(super) fn of(width: u32, height: u32, view: &View, pixels: u64) -> Reduction {
        let stated = view.dpi.filter(|(x, y)| is_sound(*x) && is_sound(*y));
        let (x, y) = stated.unwrap_or_else(|| {
            let assumed = (f64::from(width.max(height)) / LONG_SIDE).max(USUAL);
            (assumed, assumed)
        });
        let (across, down) = (boxes(x, view.at_most, width), boxes(y, view.at_most, height));
        let reduced = ((width as usize).div_ceil(across), (height as usize).div_ceil(down));
        let (x, y) = (x / across as f64, y / down as f64);
        if (x / y - 1.0).abs() <= ALIKE {
            return Reduction { boxes: (across, down), size: reduced, dpi: stated.map(|_| x) };
        }
        let stretched = |to: f64| {
            let side = |pixels: usize, dpi: f64| ((pixels as f64 * to / dpi).round() as usize).max(1);
            (side(reduced.0, x), side(reduced.1, y))
        };
        let (fine, coarse) = (x.max(y).min(view.at_most), x.min(y));
        let fits = |(across, down): (usize, usize)| (across as u64).saturating_mul(down as u64) <= pixels;
        let to = if fits(stretched(fine)) { fine } else { coarse };
        Reduction { boxes: (across, down), size: stretched(to), dpi: stated.map(|_| to) }
    }
}

fn is_sound(dpi: f64) -> bool {
    (1.0..=100_000.0).contains(&dpi)
}

/// Returns how many pixels become one, so that no more than `at_most` dots per inch are left.
fn boxes(dpi: f64, at_most: f64, side: u32) -> usize {
    // Scanners round, and so do files: 400.05 is 400.
    ((dpi / at_most.max(1.0) - 0.01).ceil().max(1.0) as usize).min(side.max(1) as usize)
}

/// Stretches a reduced image until its pixels are square.
pub(super) fn squared(plane: Plane, reduction: &Reduction) -> Plane {
    let (width, height) = reduction.size;
    if (plane.width, plane.height) == (width, height) || plane.data.is_empty() {
        return plane;
    }
    wider(&higher(&plane, height), width)
}

/// Places of `to` pixels on `from` pixels: the pixel before, the one behind, and how near the latter is, in 256ths.
fn places(from: usize, to: usize) -> impl Iterator<Item = (usize, usize, u32)> {
    let last = from.saturating_sub(1);
    (0..to).map(move |idx| {
        // Middles lie on middles; in halves of a 256th.
        let at = ((2 * idx + 1) * from * 256 / to.max(1)).saturating_sub(256) / 2;
        let before = (at / 256).min(last);
        (before, (before + 1).min(last), (at % 256) as u32)
    })
}

fn between(before: u8, behind: u8, share: u32) -> u8 {
    ((u32::from(before) * (256 - share) + u32::from(behind) * share + 128) >> 8) as u8
}

fn higher(plane: &Plane, height: usize) -> Plane {
    let row = plane.width * plane.depth;
    let at = |y: usize| plane.data.get(y * row..(y + 1) * row).unwrap_or_default();
    let mut data = Vec::with_capacity(row * height);
    for (before, behind, share) in places(plane.height, height) {
        data.extend(at(before).iter().zip(at(behind)).map(|(before, behind)| between(*before, *behind, share)));
    }
    Plane { width: plane.width, height, depth: plane.depth, data }
}

fn wider(plane: &Plane, width: usize) -> Plane {
    let depth = plane.depth;
    let places: Vec<_> = places(plane.width, width).collect();
    let mut data = Vec::with_capacity(width * plane.height * depth);
    for row in plane.data.chunks_exact((plane.width * depth).max(1)) {
        for (before, behind, share) in &places {
            let values = (0..depth).map(|idx| (row[before * depth + idx], row[behind * depth + idx]));
            data.extend(values.map(|(before, behind)| between(before, behind, *share)));
        }
    }
    Plane { width, height: plane.height, depth, data }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Orientation;

    fn reduction(width: u32, height: u32, dpi: Option<(f64, f64)>, at_most: f64) -> Reduction {
        Reduction::of(width, height, &View { orientation: Orientation::UPRIGHT, dpi, at_most }, 1 << 30)
    }

    #[test]
    fn boxes_leave_at_least_half_of_what_is_wanted_and_never_more() {
        for (dpi, boxes) in [(150.0, 1), (300.0, 1), (400.05, 1), (402.0, 1), (410.0, 2), (600.0, 2), (1200.0, 3)] {
            let found = reduction(5000, 7000, Some((dpi, dpi)), 400.0);
            assert_eq!(found.boxes, (boxes, boxes), "{dpi}");
            assert_eq!(found.dpi, Some(dpi / boxes as f64));
        }
    }

    #[test]
    fn of_an_unknown_resolution_the_size_decides() {
        assert_eq!(reduction(2480, 3508, None, 400.0).boxes, (1, 1));
        assert_eq!(reduction(4961, 7016, None, 400.0).boxes, (2, 2));
        assert_eq!(reduction(2480, 3508, None, 100.0).boxes, (3, 3));
        assert_eq!(reduction(2480, 3508, Some((0.0, f64::NAN)), 400.0).dpi, None);
    }

    #[test]
    fn a_fax_becomes_square_without_losing_rows() {
        let fax = reduction(1728, 1078, Some((204.0, 98.0)), 400.0);
        assert_eq!((fax.boxes, fax.size, fax.dpi), ((1, 1), (1728, 2244), Some(204.0)));
        let thin = Plane { width: 2, height: 2, depth: 1, data: vec![0, 100, 200, 100] };
        let reduction = Reduction { boxes: (1, 1), size: (2, 4), dpi: None };
        assert_eq!(squared(thin, &reduction).data, [0, 100, 50, 100, 150, 100, 200, 100]);
        let wide = Plane { width: 2, height: 1, depth: 3, data: vec![0, 8, 80, 40, 8, 0] };
        let reduction = Reduction { boxes: (1, 1), size: (4, 1), dpi: None };
        assert_eq!(squared(wide, &reduction).data, [0, 8, 80, 10, 8, 60, 30, 8, 20, 40, 8, 0]);
    }

    #[test]
    fn a_claim_that_would_make_a_small_image_huge_is_not_followed() {
        let view = View { orientation: Orientation::UPRIGHT, dpi: Some((4800.0, 1.0)), at_most: 400.0 };
        let found = Reduction::of(1000, 100_000, &view, 100_000_000);
        assert!(found.size.0 * found.size.1 <= 100_000_000, "{:?}", found.size);
    }
}
