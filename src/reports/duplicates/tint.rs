//! Which ink of one cutting does the other not have? For the eye only: the verdict was made elsewhere, on the whole page.

use crate::raster::Picture;

/// Ink counts when it is this much darker than anything the other cutting has near it; of 255.
const MUCH: i32 = 84;
/// Pixels that a stroke may lie or thicken aside, at 300 dpi.
const NEAR: usize = 2;
/// A mark has so many neighbours that are marks as well; fewer are dust.
const NEIGHBOURS: usize = 5;

/// Ink of a cutting: 0 is its paper, 255 its darkest.
pub struct Ink {
    width: usize,
    height: usize,
    depth: Vec<u8>,
}

impl Ink {
    /// Measures the ink of a cutting against its own paper and its own darkest strokes.
    pub fn of(cutting: &Picture) -> Ink {
        let luma = |pixel: &[u8]| {
            let [red, green, blue] = [0, 1, 2].map(|at| u32::from(pixel.get(at).copied().unwrap_or(255)));
            ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
        };
        let grey: Vec<u8> = cutting.rgb.chunks(3).map(luma).collect();
        let (paper, dark) = (percentile(&grey, 80), percentile(&grey, 1));
        let span = i32::from(paper.saturating_sub(dark)).max(40);
        let depth = |grey: &u8| ((i32::from(paper) - i32::from(*grey)) * 255 / span).clamp(0, 255) as u8;
        Ink { width: cutting.width as usize, height: cutting.height as usize, depth: grey.iter().map(depth).collect() }
    }

    fn at(&self, column: usize, row: usize) -> i32 {
        self.depth.get(row * self.width + column).map_or(0, |depth| i32::from(*depth))
    }
}

/// Returns the value that so many of a hundred are at most.
fn percentile(values: &[u8], share: usize) -> u8 {
    let mut counts = [0_usize; 256];
    values.iter().for_each(|value| counts[usize::from(*value)] += 1);
    let mut left = values.len() * share / 100;
    let found = counts.iter().position(|count| {
        let is_here = *count > left;
        left = left.saturating_sub(*count);
        is_here
    });
    found.unwrap_or(255) as u8
}

/// Returns how far the larger cutting must be moved for the smaller one to lie best within it: columns and rows from
/// the larger one's corner.
///
/// The alignment of whole pages leaves some tenths of a millimetre where paper was fed unevenly.
pub fn settle(small: &Ink, large: &Ink) -> (usize, usize) {
    let (across, down) = (large.width.saturating_sub(small.width), large.height.saturating_sub(small.height));
    let coarse = best(small, large, (0..=across).step_by(4), (0..=down).step_by(4), 4);
    let around = |middle: usize, most: usize| middle.saturating_sub(4)..=(middle + 4).min(most);
    best(small, large, around(coarse.0, across), around(coarse.1, down), 2)
}

/// Tries every shift, looking at every `step`-th row and column; the one nearest the middle wins among equals.
fn best(
    small: &Ink,
    large: &Ink,
    columns: impl Iterator<Item = usize>,
    rows: impl Iterator<Item = usize> + Clone,
    step: usize,
) -> (usize, usize) {
    let middle = (large.width.saturating_sub(small.width) / 2, large.height.saturating_sub(small.height) / 2);
    let shifts = columns.flat_map(|column| rows.clone().map(move |row| (column, row)));
    let cost = |&(column, row): &(usize, usize)| {
        let apart = column.abs_diff(middle.0) + row.abs_diff(middle.1);
        (difference(small, large, (column, row), step), apart)
    };
    shifts.min_by_key(cost).unwrap_or(middle)
}

fn difference(small: &Ink, large: &Ink, (column, row): (usize, usize), step: usize) -> u64 {
    let line = |y: usize| {
        let points = (0..small.width).step_by(step);
        points.map(|x| small.at(x, y).abs_diff(large.at(x + column, y + row))).sum::<u32>()
    };
    (0..small.height).step_by(step).map(|y| u64::from(line(y))).sum()
}

/// Marks the ink of `one` that `other` does not have, a pixel wider than it is, so that a small mark is seen; both are of
/// the same size. One value a pixel: marked or not.
pub fn only_in(one: &Ink, other: &Ink) -> Vec<bool> {
    let thick = dilated(other);
    let apart: Vec<bool> =
        one.depth.iter().zip(&thick).map(|(has, near)| i32::from(*has) - i32::from(*near) > MUCH).collect();
    let size = (one.width, one.height);
    let counts = neighbours(&apart, size);
    let sure: Vec<bool> = apart.iter().zip(counts).map(|(mark, count)| *mark && count >= NEIGHBOURS).collect();
    neighbours(&sure, size).into_iter().map(|count| count > 0).collect()
}

/// Counts the marks among the nine pixels at and around each.
fn neighbours(marks: &[bool], (width, height): (usize, usize)) -> Vec<usize> {
    let count = |at: usize| {
        let (column, row) = (at % width, at / width);
        let rows = row.saturating_sub(1)..(row + 2).min(height);
        let line = |y: usize| column.saturating_sub(1) + y * width..(column + 2).min(width) + y * width;
        rows.flat_map(line).filter(|at| marks[*at]).count()
    };
    (0..marks.len()).map(count).collect()
}

/// Returns the darkest ink within [`NEAR`] pixels of each.
fn dilated(ink: &Ink) -> Vec<u8> {
    let (width, height) = (ink.width, ink.height);
    let widest = |line: &[u8], at: usize, n: usize| {
        line[at.saturating_sub(NEAR)..(at + NEAR + 1).min(n)].iter().copied().max().unwrap_or(0)
    };
    let mut along = vec![0; width * height];
    for row in 0..height {
        let line = &ink.depth[row * width..(row + 1) * width];
        (0..width).for_each(|column| along[row * width + column] = widest(line, column, width));
    }
    let mut down = vec![0; width * height];
    for row in 0..height {
        for near in row.saturating_sub(NEAR)..(row + NEAR + 1).min(height) {
            for column in 0..width {
                down[row * width + column] = down[row * width + column].max(along[near * width + column]);
            }
        }
    }
    down
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white cutting with black rectangles: left, top, width, height.
    fn cutting(size: (u32, u32), blots: &[(u32, u32, u32, u32)]) -> Ink {
        let is_black = |x: u32, y: u32| {
            blots.iter().any(|(left, top, w, h)| (*left..left + w).contains(&x) && (*top..top + h).contains(&y))
        };
        let pixel = |at: u32| if is_black(at % size.0, at / size.0) { [0; 3] } else { [240; 3] };
        Ink::of(&Picture { width: size.0, height: size.1, rgb: (0..size.0 * size.1).flat_map(pixel).collect() })
    }

    #[test]
    fn ink_that_only_one_has_is_marked_and_a_thicker_stroke_is_not() {
        let one = cutting((60, 40), &[(5, 5, 10, 20), (40, 10, 8, 8)]);
        let other = cutting((60, 40), &[(4, 4, 12, 22)]);
        let marks = only_in(&one, &other);
        let marked: Vec<usize> = (0..60 * 40).filter(|at| marks[*at]).collect();
        assert!(marked.contains(&(14 * 60 + 44)));
        assert!(marked.iter().all(|at| at % 60 >= 39 && at % 60 < 49), "{marked:?}");
        assert!(only_in(&other, &one).iter().all(|mark| !mark));
    }

    #[test]
    fn the_larger_cutting_is_moved_where_the_smaller_one_fits() {
        let small = cutting((60, 40), &[(10, 10, 6, 20), (30, 8, 20, 5)]);
        let large = cutting((84, 64), &[(27, 19, 6, 20), (47, 17, 20, 5)]);
        assert_eq!(settle(&small, &large), (17, 9));
    }

    #[test]
    fn paper_alone_is_left_in_the_middle_and_nothing_breaks_without_pixels() {
        let (small, large) = (cutting((60, 40), &[]), cutting((84, 64), &[]));
        assert_eq!(settle(&small, &large), (12, 12));
        let nothing = cutting((0, 0), &[]);
        assert_eq!(only_in(&nothing, &nothing), [false; 0]);
        assert_eq!(settle(&nothing, &nothing), (0, 0));
    }
}
