//! The cells of one XLS worksheet: each record that holds a content, or several in a row.

use crate::intake::sheets::dates::cell;
use crate::intake::sheets::stop::Step;
use crate::intake::sheets::tray::Tray;
use crate::records::grid::Cell;

use super::Shared;
use super::records::{Record, Records};

/// A place: row from 1, column from 0.
type Place = (u32, u32);

/// Reads a sheet from its first record to its last; says whether the last was there.
pub(super) fn read(records: Records, shared: &Shared, tray: &mut Tray) -> Step<bool> {
    let mut depth = 0_u32;
    // A formula whose result is a text; the text comes in a record of its own.
    let mut awaited: Option<Place> = None;
    for record in records {
        match record.kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => return Ok(true),
            0x000A => depth -= 1,
            // Charts lie in the sheet like sheets of their own; their numbers are none of ours.
            _ if depth != 1 => (),
            0x0006 => awaited = formula(&record, shared, tray)?,
            0x0207 => {
                if let Some((row, column)) = awaited.take() {
                    tray.text(row, column, &record.pieces(0).string(shared.version, true)?)?;
                }
            }
            0x00E5 => merged(&record, tray)?,
            _ => content(&record, shared, tray)?,
        }
    }
    Ok(false)
}

fn place(record: &Record) -> Place {
    (u32::from(record.u16(0)) + 1, record.u16(2).into())
}

/// Puts the content of a cell record into the tray; other records are passed over.
fn content(record: &Record, shared: &Shared, tray: &mut Tray) -> Step<()> {
    let (row, column) = place(record);
    let number = |number, style| cell(number, shared.shown(style), shared.is_1904);
    match record.kind {
        0x00FD => match shared.strings.get(record.u32(6) as usize) {
            Some(text) => tray.text(row, column, text),
            None => tray.missing_string(row, column),
        },
        0x0204 | 0x00D6 => tray.text(row, column, &record.pieces(6).string(shared.version, true)?),
        0x0203 => tray.put(row, column, number(record.f64(6), record.u16(4))),
        0x027E => tray.put(row, column, number(packed(record.u32(6)), record.u16(4))),
        0x00BD => {
            // Style and number by turns, then the last column again.
            let n = record.data.len().saturating_sub(6) / 6;
            for (column, at) in (column..).zip((0..n).map(|n| 4 + n * 6)) {
                tray.put(row, column, number(packed(record.u32(at + 2)), record.u16(at)))?;
            }
            Ok(())
        }
        0x0205 if record.byte(7) == 1 => tray.put(row, column, error(record.byte(6))),
        0x0205 => tray.put(row, column, Cell::Flag(record.byte(6) != 0)),
        _ => Ok(()),
    }
}

/// Notes a formula and what it last gave; returns its place when that is a text, which is still to come.
fn formula(record: &Record, shared: &Shared, tray: &mut Tray) -> Step<Option<Place>> {
    let (row, column) = place(record);
    tray.formula(row, column)?;
    if record.u16(12) != 0xFFFF {
        tray.put(row, column, cell(record.f64(6), shared.shown(record.u16(4)), shared.is_1904))?;
        return Ok(None);
    }
    match record.byte(6) {
        0 => return Ok(Some((row, column))),
        1 => tray.put(row, column, Cell::Flag(record.byte(8) != 0))?,
        2 => tray.put(row, column, error(record.byte(8)))?,
        _ => (),
    }
    Ok(None)
}

fn merged(record: &Record, tray: &mut Tray) -> Step<()> {
    let n = usize::from(record.u16(0)).min(record.data.len() / 8);
    for at in (0..n).map(|n| 2 + n * 8) {
        let (top, bottom) = (u32::from(record.u16(at)) + 1, u32::from(record.u16(at + 2)) + 1);
        tray.merged((top, record.u16(at + 4).into()), (bottom, record.u16(at + 6).into()))?;
    }
    Ok(())
}

/// Returns a number that was packed into 30 bits (MS-XLS, 2.5.218).
fn packed(rk: u32) -> f64 {
    let number = if rk & 2 != 0 { f64::from(rk.cast_signed() >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    if rk & 1 != 0 { number / 100.0 } else { number }
}

fn error(code: u8) -> Cell {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    };
    Cell::Error(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_whole_or_hundredths_or_the_upper_half_of_a_float() {
        assert_eq!(packed(2019 << 2 | 2), 2019.0);
        assert_eq!(packed(12345 << 2 | 3), 123.45);
        assert_eq!(packed((-3_i32 << 2 | 2).cast_unsigned()), -3.0);
        assert_eq!(packed((1.5_f64.to_bits() >> 32) as u32), 1.5);
    }
}
