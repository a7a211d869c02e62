//! Progressive scans (T.81, G): DC and AC, first and refining.
//!
//! Refinement of AC needs to know which coefficients are set already: one bit each is enough, since
//! their correction bits can be counted without being read.

use super::bits::Cursor;
use super::damage::Damage;
use super::huffman::{DcTable, Huffman};
use super::planes::Plane;
use super::scan::{Coder, Layout};
use super::sequential::dc;
use super::zeros::InRow;

type Step = Result<Cursor, (Damage, Cursor)>;

/// First scan of DC.
pub(super) struct DcFirst<'s> {
    /// What an MCU is made of.
    pub(super) layout: &'s Layout,
    /// For each component of the scan.
    pub(super) tables: &'s [DcTable],
    /// For each component of the frame.
    pub(super) planes: &'s mut [Plane],
    /// The last DC value of each component.
    pub(super) previous: [i32; 4],
    /// The bit position that the scan reaches.
    pub(super) low: u8,
}

impl Coder for DcFirst<'_> {
    fn mcu(&mut self, window: &[u8], mut cursor: Cursor, row: usize, column: usize) -> Step {
        for place in &self.layout.places {
            cursor.refill(window);
            let difference = dc(&mut cursor, &self.tables[place.member]).map_err(|damage| (damage, cursor))?;
            let value = self.previous[place.member] + difference;
            self.previous[place.member] = value;
            let plane = &mut self.planes[place.component];
            plane.store(place.index(row, column), value << self.low).map_err(|damage| (damage, cursor))?;
        }
        Ok(cursor)
    }

    fn restart(&mut self) -> bool {
        self.previous = [0; 4];
        true
    }
}

/// Refining scan of DC: one bit a block.
pub(super) struct DcRefine<'s> {
    /// What an MCU is made of.
    pub(super) layout: &'s Layout,
    /// For each component of the frame.
    pub(super) planes: &'s mut [Plane],
    /// The bit position that the scan reaches.
    pub(super) low: u8,
}

impl Coder for DcRefine<'_> {
    fn mcu(&mut self, window: &[u8], mut cursor: Cursor, row: usize, column: usize) -> Step {
        cursor.refill(window);
        for place in &self.layout.places {
            let bit = cursor.take(1) as i16;
            if let Some(value) = self.planes[place.component].dc.get_mut(place.index(row, column)) {
                *value |= bit << self.low;
            }
        }
        Ok(cursor)
    }

    fn restart(&mut self) -> bool {
        true
    }
}

/// A band of AC coefficients of one component.
pub(super) struct Ac<'s> {
    /// What an MCU is made of: one block.
    pub(super) layout: &'s Layout,
    /// The AC table.
    pub(super) table: &'s Huffman,
    /// One mask for each block.
    pub(super) masks: &'s mut [u64],
    /// First coefficient of the band.
    pub(super) first: u32,
    /// Last coefficient of the band.
    pub(super) last: u32,
    /// Blocks that are still to be passed as ended.
    pub(super) run: u32,
}

/// First scan of a band.
pub(super) struct AcFirst<'s>(pub(super) Ac<'s>);

impl Coder for AcFirst<'_> {
    fn mcu(&mut self, window: &[u8], mut cursor: Cursor, row: usize, column: usize) -> Step {
        let band = &mut self.0;
        if band.run > 0 {
            band.run -= 1;
            return Ok(cursor);
        }
        let (mut index, mut mask) = (band.first, 0u64);
        while index <= band.last {
            cursor.refill(window);
            let (length, symbol) = band.table.symbol(cursor.bits).map_err(|damage| (damage, cursor))?;
            let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && run < 15 {
                cursor.skip(length);
                band.run = (1 << run) + cursor.take(run) - 1;
                break;
            }
            let damage = if size > 10 { Some(Damage::Symbol) } else { None };
            let damage = damage.or(if index + run > band.last { Some(Damage::Index) } else { None });
            if let Some(damage) = damage {
                return Err((damage, cursor));
            }
            mask |= u64::from(size > 0) << (index + run);
            index += run + 1;
            cursor.skip(length + size);
        }
        if let Some(slot) = band.masks.get_mut(band.layout.places[0].index(row, column)) {
            *slot |= mask;
        }
        Ok(cursor)
    }

    fn restart(&mut self) -> bool {
        self.0.run == 0
    }
}

/// Refining scan of a band.
pub(super) struct AcRefine<'s> {
    /// The band.
    pub(super) band: Ac<'s>,
    /// Looks out for zeroed data.
    pub(super) in_row: InRow,
}

impl Coder for AcRefine<'_> {
    fn mcu(&mut self, window: &[u8], cursor: Cursor, row: usize, column: usize) -> Step {
        let AcRefine { band, in_row } = self;
        let Some(mask) = band.masks.get_mut(band.layout.places[0].index(row, column)) else { return Ok(cursor) };
        let in_band = (u64::MAX << band.first) & (u64::MAX >> (63 - band.last));
        if band.run > 0 {
            band.run -= 1;
            let mut cursor = cursor;
            cursor.pass(window, (*mask & in_band).count_ones());
            return Ok(cursor);
        }
        let refined = refine(window, cursor, (band.table, in_row), *mask, in_band)?;
        (*mask, band.run) = (refined.mask, refined.run);
        Ok(refined.cursor)
    }

    fn restart(&mut self) -> bool {
        self.band.run == 0
    }
}

/// What became of one block.
struct Refined {
    cursor: Cursor,
    mask: u64,
    run: u32,
}

/// Refines one block. `ahead` are the places of the band that were not reached yet.
fn refine(
    window: &[u8],
    mut cursor: Cursor,
    (table, in_row): (&Huffman, &mut InRow),
    mask: u64,
    mut ahead: u64,
) -> Result<Refined, (Damage, Cursor)> {
    let mut added = 0;
    while ahead != 0 {
        cursor.refill(window);
        let (length, symbol) = table.symbol(cursor.bits).map_err(|damage| (damage, cursor))?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        if size > 1 {
            return Err((Damage::Symbol, cursor));
        }
        if !in_row.admits(symbol, cursor.bits) {
            return Err((Damage::Zeros, cursor));
        }
        if size == 0 && run < 15 {
            cursor.skip(length);
            let run = (1 << run) + cursor.take(run) - 1;
            cursor.pass(window, (mask & ahead).count_ones());
            return Ok(Refined { cursor, mask: mask | added, run });
        }
        // The symbol passes `run` coefficients that are zero so far and stops at the next such one;
        // all set ones on the way have a correction bit each.
        let mut free = ahead & !mask;
        for _ in 0..run {
            free &= free.wrapping_sub(1);
        }
        if free == 0 {
            return Err((Damage::Index, cursor));
        }
        let target = free & free.wrapping_neg();
        cursor.skip(length + size);
        cursor.pass(window, (mask & ahead & (target - 1)).count_ones());
        added |= if size == 1 { target } else { 0 };
        ahead &= !(target | (target - 1));
    }
    Ok(Refined { cursor, mask: mask | added, run: 0 })
}
