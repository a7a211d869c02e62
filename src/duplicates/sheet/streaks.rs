//! What a dirty feed draws along a scan: lines from edge to edge, which lie as the scanner does and not as the paper.

use super::level::Level;

/// How far a streak reaches to each side of its middle, and from where on there is none, in pixels of 100 dpi.
pub(super) const HALF: usize = 2;
pub(super) const BESIDE: usize = 4;
/// Ink from which a pixel may belong to one.
const FAINT: u8 = 16;
/// Share of the scan's length that shows a streak: dense text shows half of it.
const LONG: f64 = 0.75;
/// More of a scan than this share are no streaks but a picture.
const MANY: f64 = 0.05;

/// Finds the columns in which a streak runs down a plane of 100 dpi.
pub(super) fn down(plane: &Level) -> Vec<usize> {
    let mut counts = vec![0u32; plane.width];
    for row in plane.ink.chunks_exact(plane.width.max(1)) {
        // A streak may lean by a pixel.
        for (count, near) in counts.iter_mut().skip(1).zip(row.windows(3)) {
            *count += u32::from(near[0].max(near[1]).max(near[2]) >= FAINT);
        }
    }
    long(&counts, plane.height)
}

/// Finds the rows in which a streak runs across.
pub(super) fn across(plane: &Level) -> Vec<usize> {
    let mut counts = vec![0u32; plane.height];
    for (y, count) in counts.iter_mut().enumerate().take(plane.height.saturating_sub(1)).skip(1) {
        let (above, row, below) = (plane.row(y - 1), plane.row(y), plane.row(y + 1));
        let most = above.iter().zip(row).zip(below).map(|((above, ink), below)| *above.max(ink).max(below));
        *count = most.map(|ink| u32::from(ink >= FAINT)).sum();
    }
    long(&counts, plane.width)
}

fn long(counts: &[u32], length: usize) -> Vec<usize> {
    let is_long = |count: u32| f64::from(count) >= LONG * length as f64;
    let found: Vec<usize> = (0..counts.len()).filter(|at| is_long(counts[*at])).collect();
    if found.len() as f64 > MANY * counts.len() as f64 { Vec::new() } else { found }
}
