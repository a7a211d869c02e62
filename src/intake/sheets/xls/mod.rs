//! XLS of Excel 5 to 2003 (MS-XLS): the stream of records in a compound file. `cells` reads the sheets.
//!
//! Written here for the same reason as `xlsx`: two cells in far corners must not cost the rectangle between them.

mod cells;
pub(super) mod compound;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read, Seek};

use crate::finding::codes;
use crate::records::profile::Sheets as Limits;
use crate::text;

use super::dates::{Shown, built_in, custom};
use super::stop::{Step, Stop};
use super::strings::Strings;
use super::tray::Tray;
use compound::Compound;
use records::{Records, Version};

/// What the sheets of a workbook share.
struct Shared {
    version: Version,
    strings: Strings,
    formats: BTreeMap<u16, Shown>,
    /// The format of each cell style.
    styles: Vec<u16>,
    is_1904: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    place: usize,
    is_worksheet: bool,
}

/// Reads all worksheets in the order of the workbook, hidden ones as well.
pub(super) fn read(file: impl Read + Seek, limits: &Limits, tray: &mut Tray) -> Step<()> {
    let mut compound = Compound::open(BufReader::new(file))?;
    if compound.has("EncryptedPackage") {
        return Err(Stop::encrypted());
    }
    let version = if compound.has("Workbook") { Version::Biff8 } else { Version::Biff5 };
    let name = if version == Version::Biff8 { "Workbook" } else { "Book" };
    let Some(stream) = compound.stream(name, limits.bytes)? else {
        return Err(Stop::unreadable(text!(
            "đây là tệp Office kiểu cũ nhưng không phải bảng tính",
            "this is an old Office file, but no workbook"
        )));
    };
    let (shared, sheets) = globals(&stream, version)?;
    let places: BTreeSet<usize> = sheets.iter().map(|sheet| sheet.place).collect();
    for sheet in sheets.iter().filter(|sheet| sheet.is_worksheet) {
        tray.begin(&sheet.name);
        // A sheet ends where another begins, so that nothing is walked over twice, whatever the list of sheets says.
        let end = places.range(sheet.place + 1..).next().copied().unwrap_or(stream.len());
        let records = Records::at(stream.get(..end).unwrap_or(&stream), sheet.place);
        let is_whole = cells::read(records, &shared, tray)?;
        if !is_whole {
            let (name, row) = tray.place();
            let what = text!(
                "tệp bị hỏng; các dòng sau dòng {row} không được đọc",
                "the file is damaged; what follows row {row} was not read"
            );
            tray.notes.sheet(&codes::SHEET_UNREADABLE, &name, what);
        }
    }
    Ok(())
}

/// Reads what stands before the first sheet.
fn globals(stream: &[u8], version: Version) -> Step<(Shared, Vec<Listed>)> {
    let (formats, styles) = (BTreeMap::new(), Vec::new());
    let mut shared = Shared { version, strings: Strings::default(), formats, styles, is_1904: false };
    let mut sheets = Vec::new();
    for record in Records::at(stream, 0) {
        match record.kind {
            0x002F => return Err(Stop::encrypted()),
            0x0022 => shared.is_1904 = record.u16(0) == 1,
            0x0085 => {
                let name = record.pieces(6).string(version, false)?;
                sheets.push(Listed { name, place: record.u32(0) as usize, is_worksheet: record.byte(5) == 0 });
            }
            0x041E => {
                let code = record.pieces(2).string(version, version == Version::Biff8)?;
                shared.formats.insert(record.u16(0), custom(&code));
            }
            0x00E0 => shared.styles.push(record.u16(2)),
            0x00FC => {
                let mut pieces = record.pieces(8);
                while !pieces.is_at_end() {
                    shared.strings.push(&pieces.shared_string()?);
                }
            }
            0x000A => return Ok((shared, sheets)),
            _ => (),
        }
    }
    Err(Stop::damaged())
}

impl Shared {
    /// Returns what a cell style makes of a number.
    fn shown(&self, style: u16) -> Shown {
        let Some(format) = self.styles.get(usize::from(style)) else { return Shown::Number };
        self.formats.get(format).copied().unwrap_or_else(|| built_in(*format))
    }
}
