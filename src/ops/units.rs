//! `sohoa units`: what a unit was on a day, and a full table taken into an archive.

use std::path::Path;

use anyhow::Result;
use jiff::Zoned;

use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::fault::Fault;
use crate::files;
use crate::finding::Finding;
use crate::ops::sheets;
use crate::records::dates;
use crate::records::units::{Unit, Units};
use crate::text;

/// A unit, and those above it on the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The unit.
    pub unit: Unit,
    /// The next one above first.
    pub above: Vec<Unit>,
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Lines that are units.
    pub units: u64,
    /// Whether the archive has the table now: only when no line is wrong.
    pub taken: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// Returns the units that bore a code or a name on a day; without a day, today.
pub fn look_up(archive: Option<&Archive>, wanted: &str, on: Option<&str>, today: &Zoned) -> Result<Vec<Found>> {
    let units = sheets::units(archive)?;
    let day = match on {
        None => sheets::today(today)?,
        Some(text) => {
            let date = dates::parse(text).ok().and_then(|reading| reading.date.whole());
            date.ok_or_else(|| {
                Fault::raise("date.unknown", text!("không hiểu ngày `{text}`", "the date `{text}` is not understood"))
            })?
        }
    };
    let found = match units.find(wanted.trim(), day) {
        Some(unit) => vec![unit],
        None => units.by_name(wanted, day, None),
    };
    let found = found
        .into_iter()
        .map(|unit| Found { unit: unit.clone(), above: units.ancestors(unit, day).into_iter().cloned().collect() });
    Ok(found.collect())
}

/// No table of units is larger, in bytes.
const LARGEST: u64 = 256 << 20;

/// Checks a table and puts it into the archive as `units.csv`, in place of an earlier one.
pub fn import(archive: &Archive, file: &Path) -> Result<Report> {
    let label = file.file_name().unwrap_or_default().to_string_lossy();
    let table = files::read_named_text(file, LARGEST)?;
    let (units, findings) = Units::count_csv(&table, &label);
    let taken = findings.is_empty() && units > 0;
    if taken {
        let _lock = Lock::take(archive)?;
        files::replace(&archive.units_path(), table.as_bytes())?;
    }
    Ok(Report { units, taken, findings })
}
