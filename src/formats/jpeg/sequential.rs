//! Sequential scans (T.81, F.2): every symbol is checked, only DC values are kept.
//!
//! This is the hottest code of the whole program: most of what a scan costs is spent in `ac`.

use super::bits::Cursor;
use super::damage::Damage;
use super::huffman::{BITS, DcTable};
use super::planes::Plane;
use super::scan::{Coder, Layout};
use super::several::{AC_BITS, AcTable, END_OF_BLOCK};

/// The tables of one component of a scan.
pub(super) struct Tables {
    /// For DC.
    pub(super) dc: DcTable,
    /// For AC.
    pub(super) ac: AcTable,
}

/// Walks over the blocks of a sequential scan.
pub(super) struct Sequential<'s> {
    /// What an MCU is made of.
    pub(super) layout: &'s Layout,
    /// For each component of the scan.
    pub(super) tables: &'s [Tables],
    /// For each component of the frame.
    pub(super) planes: &'s mut [Plane],
    /// The last DC value of each component.
    pub(super) previous: [i32; 4],
}

impl Coder for Sequential<'_> {
    #[inline]
    fn mcu(
        &mut self,
        window: &[u8],
        mut cursor: Cursor,
        row: usize,
        column: usize,
    ) -> Result<Cursor, (Damage, Cursor)> {
        for place in &self.layout.places {
            let (tables, plane) = (&self.tables[place.member], &mut self.planes[place.component]);
            cursor.refill(window);
            let difference = dc(&mut cursor, &tables.dc).map_err(|damage| (damage, cursor))?;
            let value = self.previous[place.member] + difference;
            self.previous[place.member] = value;
            plane.store(place.index(row, column), value).map_err(|damage| (damage, cursor))?;
            cursor = ac(window, cursor, &tables.ac)?;
        }
        Ok(cursor)
    }

    fn restart(&mut self) -> bool {
        self.previous = [0; 4];
        true
    }
}

/// Decodes a DC difference; needs 27 bits ready.
#[inline(always)]
pub(super) fn dc(cursor: &mut Cursor, table: &DcTable) -> Result<i32, Damage> {
    let entry = table.fast.get((cursor.bits >> (64 - BITS)) as usize).copied().unwrap_or(0);
    let (mut n_bits, mut category) = (u32::from(entry as u8), u32::from(entry >> 8));
    if n_bits == 0 {
        let (length, symbol) = table.slow.symbol(cursor.bits)?;
        if symbol > 11 {
            return Err(Damage::Symbol);
        }
        (n_bits, category) = (length + u32::from(symbol), u32::from(symbol));
    }
    // The value bits are the last of those passed; a leading 0 means negative (T.81, table F.1).
    let value = (cursor.bits >> (64 - n_bits)) as i32 & ((1 << category) - 1);
    let is_negative = value < (1 << category) >> 1;
    cursor.skip(n_bits);
    Ok(if is_negative { value + 1 - (1 << category) } else { value })
}

/// Passes over the AC symbols of one block.
#[inline(always)]
fn ac(window: &[u8], mut cursor: Cursor, table: &AcTable) -> Result<Cursor, (Damage, Cursor)> {
    // The index of the next coefficient. An entry takes at most 22 bits, so one fits behind the DC
    // symbol, and two behind a refill.
    let mut index = 1;
    let mut last = entry(&mut cursor, table, &mut index);
    loop {
        while index < 64 {
            cursor.refill(window);
            last = entry(&mut cursor, table, &mut index);
            if index < 64 {
                last = entry(&mut cursor, table, &mut index);
            }
        }
        if index == 64 || (END_OF_BLOCK..END_OF_BLOCK + 64).contains(&index) {
            return Ok(cursor);
        }
        // The entry reaches into the next block, or the code is long or wrong.
        let before = index - usize::from(last >> 8);
        (cursor, index) = slow(window, cursor.back(window, u32::from(last as u8)), table, before)?;
        if index == 64 {
            return Ok(cursor);
        }
    }
}

#[inline(always)]
fn entry(cursor: &mut Cursor, table: &AcTable, index: &mut usize) -> u16 {
    let entry = table.fast.get((cursor.bits >> (64 - AC_BITS)) as usize).copied().unwrap_or(255 << 8);
    cursor.skip(u32::from(entry as u8));
    *index += usize::from(entry >> 8);
    entry
}

/// Passes over one symbol and returns the index behind it, 64 for the end of the block.
#[cold]
#[inline(never)]
fn slow(window: &[u8], mut cursor: Cursor, table: &AcTable, index: usize) -> Result<(Cursor, usize), (Damage, Cursor)> {
    cursor.refill(window);
    let (length, symbol) = table.slow.symbol(cursor.bits).map_err(|damage| (damage, cursor))?;
    let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
    let index = match (run, size) {
        (0, 0) => 64,
        (1..=14, 0) | (_, 11..) => return Err((Damage::Symbol, cursor)),
        _ if index + run + 1 > 64 => return Err((Damage::Index, cursor)),
        _ => index + run + 1,
    };
    cursor.skip(length + size);
    Ok((cursor, index))
}
