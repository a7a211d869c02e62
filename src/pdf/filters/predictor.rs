//! Predictors of Flate and LZW (ISO 32000-1, 7.4.4.4): those of PNG, and TIFF's horizontal differences.

use super::{cut, damaged, too_large};
use crate::pdf::Unreadable;
use crate::pdf::object::Dict;

/// How samples lie in rows.
struct Shape {
    colours: usize,
    bits: usize,
    /// Bytes of a row.
    row: usize,
    /// Bytes from a sample to the one before it, at least one.
    step: usize,
}

/// Undoes the predictor that the parameters name, if any.
pub(super) fn undo(data: Vec<u8>, parms: &Dict, bound: usize) -> Result<Vec<u8>, Unreadable> {
    match number(parms, "Predictor", 1) {
        1 => Ok(data),
        2 => tiff(data, &shape(parms, bound)?),
        10..=15 => png(&data, &shape(parms, bound)?),
        _ => Err(damaged()),
    }
}

fn number(parms: &Dict, key: &str, default: i64) -> i64 {
    parms.get(key).and_then(|value| value.as_int()).unwrap_or(default)
}

fn shape(parms: &Dict, bound: usize) -> Result<Shape, Unreadable> {
    let (colours, columns) = (number(parms, "Colors", 1), number(parms, "Columns", 1));
    let bits = number(parms, "BitsPerComponent", 8);
    if !matches!(bits, 1 | 2 | 4 | 8 | 16) || !(1..=64).contains(&colours) || columns < 1 {
        return Err(damaged());
    }
    let row =
        columns.checked_mul(colours * bits).and_then(|bits| usize::try_from(bits / 8 + i64::from(bits % 8 != 0)).ok());
    let row = row.filter(|row| *row <= bound).ok_or_else(|| too_large(bound))?;
    let (colours, bits) = (colours as usize, bits as usize);
    Ok(Shape { colours, bits, row, step: (colours * bits).div_ceil(8) })
}

/// Undoes the filter byte of each row; a last row may be short, since writers differ there.
fn png(data: &[u8], shape: &Shape) -> Result<Vec<u8>, Unreadable> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; shape.row];
    for line in data.chunks(shape.row + 1) {
        let (filter, line) = line.split_first().ok_or_else(cut)?;
        let mut row = line.to_vec();
        row.resize(shape.row, 0);
        unfilter(*filter, &mut row, &above, shape.step)?;
        out.extend_from_slice(&row[..line.len()]);
        above = row;
    }
    Ok(out)
}

fn unfilter(filter: u8, row: &mut [u8], above: &[u8], step: usize) -> Result<(), Unreadable> {
    for at in 0..row.len() {
        let left = if at >= step { row[at - step] } else { 0 };
        let corner = if at >= step { above[at - step] } else { 0 };
        let guess = match filter {
            0 => return Ok(()),
            1 => left,
            2 => above[at],
            3 => ((u16::from(left) + u16::from(above[at])) / 2) as u8,
            4 => paeth(left, above[at], corner),
            _ => return Err(damaged()),
        };
        row[at] = row[at].wrapping_add(guess);
    }
    Ok(())
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

fn tiff(mut data: Vec<u8>, shape: &Shape) -> Result<Vec<u8>, Unreadable> {
    for row in data.chunks_mut(shape.row) {
        match shape.bits {
            8 => (shape.step..row.len()).for_each(|at| row[at] = row[at].wrapping_add(row[at - shape.step])),
            16 => add_words(row, shape.step),
            _ => add_bits(row, shape),
        }
    }
    Ok(data)
}

fn add_words(row: &mut [u8], step: usize) {
    for at in (step..row.len().saturating_sub(1)).step_by(2) {
        let left = u16::from_be_bytes([row[at - step], row[at - step + 1]]);
        let sum = u16::from_be_bytes([row[at], row[at + 1]]).wrapping_add(left);
        row[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    }
}

/// Adds samples of 1, 2 or 4 bits, each to the one before it of the same colour.
fn add_bits(row: &mut [u8], shape: &Shape) {
    let mask = (1_u8 << shape.bits) - 1;
    let mut before = vec![0_u8; shape.colours];
    let per_byte = 8 / shape.bits;
    for sample in 0..row.len() * per_byte {
        let shift = 8 - shape.bits * (sample % per_byte + 1);
        let colour = sample % shape.colours;
        let byte = &mut row[sample / per_byte];
        let value = ((*byte >> shift) & mask).wrapping_add(before[colour]) & mask;
        *byte = *byte & !(mask << shift) | value << shift;
        before[colour] = value;
    }
}
