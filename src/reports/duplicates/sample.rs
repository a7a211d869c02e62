//! Pictures at other sizes and in other positions: reduced by whole boxes, then read between the pixels.

use crate::raster::Picture;

/// What lies beyond the edge of a page.
const NOTHING: u8 = 232;

/// From a place in a view to a place on a page, both as shares of width and height.
pub type Matrix = [f64; 6];

/// What leaves every place where it is.
pub const STILL: Matrix = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];

/// A part of a page to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Where on the page each pixel is looked up.
    pub matrix: Matrix,
}

/// Returns the way that goes by `first` and then by `second`.
pub fn chain(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = second;
    let [p, q, r, s, t, u] = first;
    [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f]
}

/// Shows a part of a page; `None` where there is nothing to show, or the way leads to no place at all.
pub fn show(page: &Picture, view: View) -> Option<Picture> {
    let is_whole = page.rgb.len() == page.width as usize * page.height as usize * 3;
    let (width, height) = (view.width as usize, view.height as usize);
    if width == 0 || height == 0 || page.rgb.is_empty() || !is_whole || view.matrix.iter().any(|m| !m.is_finite()) {
        return None;
    }
    let reduced = reduced(page, step(page, view));
    let page = reduced.as_ref().unwrap_or(page);
    let [a, b, c, d, e, f] = view.matrix;
    let (across, down) = (f64::from(page.width), f64::from(page.height));
    let mut rgb = Vec::with_capacity(width * height * 3);
    for row in 0..height {
        let y = (row as f64 + 0.5) / height as f64;
        for column in 0..width {
            let x = (column as f64 + 0.5) / width as f64;
            rgb.extend(between(page, (a * x + b * y + c) * across - 0.5, (d * x + e * y + f) * down - 0.5));
        }
    }
    Some(Picture { width: view.width, height: view.height, rgb })
}

/// Returns how many pixels of the page, in a row, become one of the view.
fn step(page: &Picture, view: View) -> usize {
    let [a, b, _, d, e, _] = view.matrix;
    let area = (a * e - b * d).abs() * f64::from(page.width) * f64::from(page.height);
    let each = area / (f64::from(view.width) * f64::from(view.height));
    (each.sqrt() + 0.25).clamp(1.0, 64.0) as usize
}

/// Averages boxes of `step` by `step` pixels; `None` where nothing is to be done.
fn reduced(page: &Picture, step: usize) -> Option<Picture> {
    let (across, down) = (page.width as usize, page.height as usize);
    if step < 2 || across < step || down < step {
        return None;
    }
    // What is left over at the right and lower edges belongs to the last boxes, so that shares stay what they are.
    let (width, height) = (across / step, down / step);
    let edge = |at: usize, n: usize, of: usize| (at * of) / n;
    let mut rgb = Vec::with_capacity(width * height * 3);
    let mut sums = vec![[0_u32; 4]; width];
    for row in 0..height {
        sums.fill([0; 4]);
        for y in edge(row, height, down)..edge(row + 1, height, down) {
            let line = &page.rgb[y * across * 3..(y + 1) * across * 3];
            for (column, sum) in sums.iter_mut().enumerate() {
                let pixels = &line[edge(column, width, across) * 3..edge(column + 1, width, across) * 3];
                for pixel in pixels.chunks_exact(3) {
                    (0..3).for_each(|at| sum[at] += u32::from(pixel[at]));
                    sum[3] += 1;
                }
            }
        }
        let mean = |sum: &[u32; 4], at: usize| ((sum[at] + sum[3] / 2) / sum[3].max(1)) as u8;
        rgb.extend(sums.iter().flat_map(|sum| [mean(sum, 0), mean(sum, 1), mean(sum, 2)]));
    }
    Some(Picture { width: width as u32, height: height as u32, rgb })
}

/// Reads a colour between four pixels.
fn between(page: &Picture, x: f64, y: f64) -> [u8; 3] {
    let (across, down) = (f64::from(page.width), f64::from(page.height));
    if !(x > -1.0 && y > -1.0 && x < across && y < down) {
        return [NOTHING; 3];
    }
    let (left, top) = (x.floor(), y.floor());
    let (right, below) = (x - left, y - top);
    let pixel = |column: f64, row: f64| {
        let column = column.clamp(0.0, across - 1.0) as usize;
        let row = row.clamp(0.0, down - 1.0) as usize;
        let at = (row * page.width as usize + column) * 3;
        [0, 1, 2].map(|channel| f64::from(page.rgb[at + channel]))
    };
    let (upper, lower) =
        ([pixel(left, top), pixel(left + 1.0, top)], [pixel(left, top + 1.0), pixel(left + 1.0, top + 1.0)]);
    [0, 1, 2].map(|channel| {
        let mix = |pair: &[[f64; 3]; 2]| pair[0][channel] * (1.0 - right) + pair[1][channel] * right;
        (mix(&upper) * (1.0 - below) + mix(&lower) * below + 0.5) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture whose red says the column and whose green says the row.
    fn ramp(width: u32, height: u32) -> Picture {
        let pixel = |at: u32| [(at % width) as u8, (at / width) as u8, 0];
        Picture { width, height, rgb: (0..width * height).flat_map(pixel).collect() }
    }

    #[test]
    fn a_view_of_the_whole_at_its_own_size_is_the_picture() {
        let picture = ramp(5, 4);
        assert_eq!(show(&picture, View { width: 5, height: 4, matrix: STILL }), Some(picture));
    }

    #[test]
    fn a_smaller_view_is_made_of_means() {
        let shown = show(&ramp(8, 8), View { width: 2, height: 2, matrix: STILL }).unwrap();
        let red: Vec<u8> = shown.rgb.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!(red, [2, 6, 2, 6]);
    }

    #[test]
    fn a_quarter_turn_brings_columns_where_rows_were() {
        // The view's right side is the page's upper side.
        let turned = show(&ramp(4, 2), View { width: 2, height: 4, matrix: [0.0, 1.0, 0.0, -1.0, 0.0, 1.0] }).unwrap();
        let pixels: Vec<_> = turned.rgb.chunks(3).map(|pixel| (pixel[0], pixel[1])).collect();
        assert_eq!(pixels, [(0, 1), (0, 0), (1, 1), (1, 0), (2, 1), (2, 0), (3, 1), (3, 0)]);
    }

    #[test]
    fn ways_are_gone_one_after_the_other() {
        let half = [0.5, 0.0, 0.25, 0.0, 0.5, 0.25];
        let turned = [0.0, 1.0, 0.0, -1.0, 0.0, 1.0];
        assert_eq!(chain(half, turned), [0.0, 0.5, 0.25, -0.5, 0.0, 0.75]);
    }

    #[test]
    fn what_is_no_picture_shows_nothing() {
        let view = View { width: 3, height: 3, matrix: STILL };
        assert_eq!(show(&Picture { width: 0, height: 0, rgb: Vec::new() }, view), None);
        assert_eq!(show(&Picture { width: 9, height: 9, rgb: vec![0; 5] }, view), None);
        assert_eq!(show(&ramp(2, 2), View { matrix: [f64::NAN; 6], ..view }), None);
        let beyond = show(&ramp(2, 2), View { matrix: [1e9, 0.0, 7.0, 0.0, 1.0, 0.0], ..view }).unwrap();
        assert!(beyond.rgb.iter().all(|value| *value == NOTHING));
    }
}
