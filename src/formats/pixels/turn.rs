//! Turns an image by its orientation, one of the eight of TIFF and EXIF.

use super::Plane;
use crate::page::Orientation;

/// Side of the squares in which rows become columns: small enough for the first-level cache.
const TILE: usize = 32;

/// Returns the image upright.
pub(super) fn turned(plane: Plane, orientation: Orientation) -> Plane {
    match (orientation.tag(), plane.depth) {
        (1, _) => plane,
        (2..=4, _) => mirrored(plane, orientation.tag()),
        (tag, 1) => transposed::<1>(&plane, tag),
        (tag, _) => transposed::<3>(&plane, tag),
    }
}

/// 2: left and right change places; 4: top and bottom; 3: both.
fn mirrored(mut plane: Plane, tag: u8) -> Plane {
    let row = (plane.width * plane.depth).max(1);
    if tag != 2 {
        let mut data = Vec::with_capacity(plane.data.len());
        plane.data.chunks_exact(row).rev().for_each(|row| data.extend_from_slice(row));
        plane.data = data;
    }
    if tag != 4 {
        for row in plane.data.chunks_exact_mut(row) {
            match plane.depth {
                1 => row.reverse(),
                _ => row.as_chunks_mut::<3>().0.reverse(),
            }
        }
    }
    plane
}

/// Rows become columns: 5 as they are, 6 from right to left, 7 both ways round, 8 from below.
fn transposed<const N: usize>(plane: &Plane, tag: u8) -> Plane {
    let (width, height) = (plane.height, plane.width);
    let (from, _) = plane.data.as_chunks::<N>();
    let mut data = vec![0; plane.data.len()];
    let (to, _) = data.as_chunks_mut::<N>();
    // Where a pixel of the upright image comes from.
    let column = |y: usize| if matches!(tag, 7 | 8) { height - 1 - y } else { y };
    let row = |x: usize| if matches!(tag, 6 | 7) { width - 1 - x } else { x };
    for top in (0..height).step_by(TILE) {
        for left in (0..width).step_by(TILE) {
            for y in top..(top + TILE).min(height) {
                for x in left..(left + TILE).min(width) {
                    if let (Some(to), Some(from)) =
                        (to.get_mut(y * width + x), from.get(row(x) * plane.width + column(y)))
                    {
                        *to = *from;
                    }
                }
            }
        }
    }
    Plane { width, height, depth: plane.depth, data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upright_page_is_found_again_from_every_side() {
        // Where the corners of a page `ab` over `cd` over `ef` lie when it is stored so (TIFF 6.0, tag 274).
        let stored: [(u8, usize, &[u8]); 8] = [
            (1, 2, b"abcdef"),
            (2, 2, b"badcfe"),
            (3, 2, b"fedcba"),
            (4, 2, b"efcdab"),
            (5, 3, b"acebdf"),
            (6, 3, b"bdface"),
            (7, 3, b"fdbeca"),
            (8, 3, b"ecafdb"),
        ];
        for (tag, width, data) in stored {
            for depth in [1, 3] {
                let data: Vec<u8> = data.iter().flat_map(|byte| vec![*byte; depth]).collect();
                let plane = Plane { width, height: 6 / width, depth, data };
                let upright = turned(plane, Orientation::from_tag(u32::from(tag)));
                let seen: Vec<u8> = upright.data.chunks_exact(depth).map(|pixel| pixel[0]).collect();
                assert_eq!((upright.width, upright.height, seen), (2, 3, b"abcdef".to_vec()), "{tag}");
            }
        }
    }
}
