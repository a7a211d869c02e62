//! What of the ink on one page the other does not explain, pixel by pixel.
//!
//! Ink is explained by ink within a quarter of a pixel. A whole pixel would close the counter of an 8 and turn it into 0.

use super::grid::{HALO, PATCH_HEIGHT, PATCH_WIDTH, Patch, TILE_HEIGHT, TILE_WIDTH};

/// Ink that paper and noise may show.
const NOISE: i32 = 30;
/// How far ink of an even area varies.
const EVEN: u8 = 48;
/// Ink that is neither paper nor print.
const HALF_INK: (u8, u8) = (40, 215);
/// Pixels across and down the square in which unexplained ink is summed: 0.64 mm, the size of a tone mark at 10 point.
pub(super) const SQUARE: usize = 5;

/// Unexplained ink of a tile with its halo: positive where only the first page has it.
pub(super) type Residue = [[i16; PATCH_WIDTH]; PATCH_HEIGHT];

/// Returns what neither page explains of the other.
///
/// Where one page of two is `bitonal`, even areas of half ink on the other, as of seals and coloured frames, may have
/// become anything; their outlines are compared all the same.
pub(super) fn residue(a: &Patch, b: &Patch, bitonal: [bool; 2]) -> Residue {
    let (most_a, most_b) = (neighbourhood(a, u8::max), neighbourhood(b, u8::max));
    let mut residue = [[0; PATCH_WIDTH]; PATCH_HEIGHT];
    for y in 0..PATCH_HEIGHT {
        for x in 0..PATCH_WIDTH {
            let (first, second) = (i32::from(a[y][x]), i32::from(b[y][x]));
            let on_first = first - second - (i32::from(most_b[y][x]) - second) / 4 - NOISE;
            let on_second = second - first - (i32::from(most_a[y][x]) - first) / 4 - NOISE;
            residue[y][x] = (on_first.max(0) - on_second.max(0)) as i16;
        }
    }
    match bitonal {
        [true, false] => forgive(&mut residue, &most_b, &neighbourhood(b, u8::min)),
        [false, true] => forgive(&mut residue, &most_a, &neighbourhood(a, u8::min)),
        _ => (),
    }
    residue
}

/// Takes out what lies in even areas of half ink.
fn forgive(residue: &mut Residue, most: &Patch, least: &Patch) {
    for (line, (most, least)) in residue.iter_mut().zip(most.iter().zip(least)) {
        for (residue, (most, least)) in line.iter_mut().zip(most.iter().zip(least)) {
            if most - least <= EVEN && (HALF_INK.0..HALF_INK.1).contains(least) {
                *residue = 0;
            }
        }
    }
}

/// Returns the most or the least ink of each pixel and its eight neighbours; at the rim, of fewer.
pub(super) fn neighbourhood<T: Copy, const WIDTH: usize, const HEIGHT: usize>(
    patch: &[[T; WIDTH]; HEIGHT],
    of: impl Fn(T, T) -> T,
) -> [[T; WIDTH]; HEIGHT] {
    let mut across = *patch;
    for (line, source) in across.iter_mut().zip(patch) {
        for x in 1..WIDTH - 1 {
            line[x] = of(of(source[x - 1], source[x]), source[x + 1]);
        }
    }
    let mut found = across;
    for y in 1..HEIGHT - 1 {
        for x in 0..WIDTH {
            found[y][x] = of(of(across[y - 1][x], across[y][x]), across[y + 1][x]);
        }
    }
    found
}

/// Unexplained ink in the square around each pixel of a tile: the larger of both pages', in 255ths of a pixel.
pub(super) fn sums(residue: &Residue) -> [[u16; TILE_WIDTH]; TILE_HEIGHT] {
    let mut sums = [[0; TILE_WIDTH]; TILE_HEIGHT];
    for sign in [1, -1] {
        let mut across = [[0u16; TILE_WIDTH]; PATCH_HEIGHT];
        for (line, source) in across.iter_mut().zip(residue) {
            for (x, sum) in line.iter_mut().enumerate() {
                *sum = (0..SQUARE).map(|tap| (source[x + HALO - SQUARE / 2 + tap] * sign).max(0) as u16).sum();
            }
        }
        for (y, line) in sums.iter_mut().enumerate() {
            for (x, most) in line.iter_mut().enumerate() {
                let sum = (0..SQUARE).map(|tap| across[y + HALO - SQUARE / 2 + tap][x]).sum();
                *most = (*most).max(sum);
            }
        }
    }
    sums
}
