//! Index sheets: reads workbooks and text tables into grids, whatever their names end in.
//!
//! Nothing in a file is trusted: bytes, rows, columns, cells and text are counted against the limits of the profile while
//! they are read, nothing outside is followed, and what is wrong becomes a finding with its place, while the rest is read.
//! What the cells mean is decided by `records`.

mod csv;
mod dates;
mod html;
mod markup;
mod notes;
mod ods;
mod parts;
mod stop;
mod strings;
mod tray;
mod xls;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Read, Seek};

use anyhow::Result;

use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::finding::Finding;
use crate::records::grid::Sheet;
use crate::records::legacy;
use crate::records::profile::Sheets as Limits;
use crate::text;

use super::place::Place;
use crate::files::container::opened::Opened;
use parts::Parts;
use stop::{Step, Stop};
use tray::Tray;

/// How many bytes are looked at to see what a file is.
const OPENING: u64 = 8192;

/// What was read of a file.
#[derive(Debug)]
pub struct Workbook {
    /// Of the file.
    pub sha256: Digest,
    /// Sheets that hold anything, in the order of the file; a text table has one without a name.
    pub sheets: Vec<Sheet>,
    /// What is wrong with it; the subjects are `label#Sheet!C12`.
    pub findings: Vec<Finding>,
}

/// Reads an index sheet: XLSX, XLS, ODS, CSV or an HTML table, by its content. Findings call it `label`.
///
/// `Err` means that it is no file, is larger than the limit, or could not be read; nothing of it was read then. Whatever is
/// wrong within it is a finding.
pub fn read(place: &Place, label: &str, limits: &Limits) -> Result<Workbook> {
    let path = match place {
        Place::File(path) => path.display().to_string(),
        Place::Entry(_) => label.to_owned(),
    };
    let cannot = || text!("không đọc được `{path}`", "could not read `{path}`");
    look_at(place, limits).attempt(cannot)?;
    let sha256 = place.digest().attempt(cannot)?;
    let file = place.open().attempt(cannot)?;
    let mut tray = Tray::new(label, limits);
    match read_within(file, limits, &mut tray) {
        Ok(()) => (),
        Err(Stop::Bad(code, what)) => tray.stop(code, what),
        Err(Stop::Disk(error)) => return Err(error).attempt(cannot),
    }
    let (sheets, findings) = tray.finish();
    Ok(Workbook { sha256, sheets, findings })
}

/// Looks at kind and size before anything is read: a pipe or a device may never end.
fn look_at(place: &Place, limits: &Limits) -> Result<()> {
    let size = match place {
        Place::Entry(entry) => entry.size(),
        Place::File(path) => {
            let metadata = fs::metadata(path)?;
            if !metadata.is_file() {
                let what = text!("đây không phải là tệp thông thường", "it is no regular file");
                return Err(Fault::raise("sheet.no-file", what));
            }
            metadata.len()
        }
    };
    let n = limits.bytes;
    if size > n {
        let what = text!(
            "tệp có {size} byte, giới hạn trong hồ sơ cấu hình là {n}",
            "the file has {size} bytes, the limit of the profile is {n}"
        );
        return Err(Fault::raise("sheet.too-large", what));
    }
    Ok(())
}

fn read_within(mut file: Opened, limits: &Limits, tray: &mut Tray) -> Step<()> {
    let opening = opening(&mut file)?;
    if opening.starts_with(b"PK\x03\x04") || opening.starts_with(b"PK\x05\x06") {
        let mut parts = Parts::open(file, limits)?;
        return if ods::recognises(&mut parts)? { ods::read(&mut parts, tray) } else { xlsx::read(&mut parts, tray) };
    }
    if opening.starts_with(xls::compound::SIGNATURE) {
        return xls::read(file, limits, tray);
    }
    if let Some(stop) = refused(&opening) {
        return Err(stop);
    }
    let mut bytes = Vec::new();
    file.take(limits.bytes).read_to_end(&mut bytes)?;
    let text = legacy::decode_bytes(&bytes);
    drop(bytes);
    if html::recognises(&text) { html::read(&text, tray) } else { csv::read(&text, tray) }
}

fn opening(file: &mut Opened) -> io::Result<Vec<u8>> {
    let mut opening = Vec::new();
    file.by_ref().take(OPENING).read_to_end(&mut opening)?;
    file.rewind()?;
    Ok(opening)
}

/// Says why a file that is no workbook is no text table either.
fn refused(opening: &[u8]) -> Option<Stop> {
    let text = opening.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(opening);
    let is_markup = text.trim_ascii_start().starts_with(b"<");
    let holds = |text: &[u8]| is_markup && opening.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text));
    if holds(b"urn:schemas-microsoft-com:office:spreadsheet") && !holds(b"<html") {
        return Some(Stop::unreadable(text!(
            "đây là bảng tính XML 2003, không đọc được",
            "this is an XML spreadsheet of 2003, which is not read"
        )));
    }
    if holds(b"<html") && !holds(b"<table") && opening.len() < OPENING as usize {
        return Some(Stop::unreadable(text!(
            "đây là trang HTML không có bảng nào",
            "this is an HTML page without a table"
        )));
    }
    if opening.starts_with(b"MIME-Version:") {
        return Some(Stop::unreadable(text!(
            "đây là trang web một tệp (MHTML), không đọc được",
            "this is a web page in one file (MHTML), which is not read"
        )));
    }
    let is_utf_16 = opening.starts_with(b"\xFF\xFE") || opening.starts_with(b"\xFE\xFF");
    let n_odd = opening.iter().filter(|byte| byte.is_ascii_control() && !b"\t\r\n".contains(byte)).count();
    // A few stray control characters are a fault of some cells; more of them are another kind of file.
    (opening.starts_with(b"%PDF") || !is_utf_16 && n_odd * 32 > opening.len())
        .then(|| Stop::unreadable(text!("tệp không phải bảng tính", "the file is no spreadsheet and no table of text")))
}
