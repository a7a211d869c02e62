//! Adam7: seven passes over ever finer grids, put back into rows (PNG 3rd edition, 8.2).

use crate::formats::filter::unfilter;
use crate::formats::flate::Inflate;
use crate::formats::packed;
use crate::formats::rows::{Shape, no_such_filter};
use crate::formats::samples::Samples;
use crate::page::Refusal;

/// First column, first row, step across, step down.
const PASSES: [(u32, u32, u32, u32); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

/// Decodes an interlaced stream, checked to its last bit; the size was held against the limits before.
pub(super) fn decode(data: &[u8], shape: Shape, alpha: bool) -> Result<Samples, Refusal> {
    let Shape { width, height, bits, channels } = shape;
    let row_bytes = shape.row_bytes();
    let mut rows = vec![0; row_bytes * height as usize];
    let mut inflate = Inflate::new(data);
    for (first_x, first_y, step_x, step_y) in PASSES {
        let pass_width = width.saturating_sub(first_x).div_ceil(step_x);
        // A pass without a column has no rows either, not even filter bytes.
        if pass_width == 0 {
            continue;
        }
        let pass = Shape { width: pass_width, ..shape };
        let mut above = vec![0; pass.row_bytes()];
        let mut coded = vec![0; pass.row_bytes() + 1];
        for y in (first_y..height).step_by(step_y as usize) {
            inflate.fill(&mut coded)?;
            let (kind, row) = (coded[0], &mut coded[1..]);
            if !unfilter(kind, pass.filter_distance(), &above, row) {
                return Err(no_such_filter(kind, inflate.position()));
            }
            above.copy_from_slice(row);
            let start = y as usize * row_bytes;
            scatter(row, pass, first_x as usize, step_x as usize, &mut rows[start..start + row_bytes]);
        }
    }
    inflate.finish()?;
    Ok(Samples { width, height, bits, channels, alpha, rows })
}

/// Puts the pixels of a pass into every `step`th place of a row of zeros and earlier pixels.
fn scatter(pixels: &[u8], pass: Shape, first: usize, step: usize, row: &mut [u8]) {
    let channels = usize::from(pass.channels);
    if pass.bits >= 8 {
        let size = pass.filter_distance();
        let places = row.chunks_exact_mut(size).skip(first).step_by(step);
        places.zip(pixels.chunks_exact(size)).for_each(|(place, pixel)| place.copy_from_slice(pixel));
        return;
    }
    for idx in 0..pass.width as usize * channels {
        let place = (first + idx / channels * step) * channels + idx % channels;
        packed::put(row, place, pass.bits, packed::get(pixels, idx, pass.bits));
    }
}
