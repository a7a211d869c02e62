//! The parts of a workbook that is a zip: found by name, inflated as a stream, and counted while they inflate.
//!
//! The list of contents is looked at first and not believed: what it admits to is refused at once, and the rest meets the
//! limit when it comes.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::records::profile::Sheets as Limits;
use crate::text;

use super::markup::Markup;
use super::stop::{Step, Stop};
use crate::files::container::opened::Opened;

/// A zip and how much of it may still be inflated.
pub(super) struct Parts {
    zip: ZipArchive<BufReader<Opened>>,
    numbers: BTreeMap<String, usize>,
    left: u64,
}

/// A part that is being read.
pub(super) struct Part<'p> {
    file: ZipFile<'p, BufReader<Opened>>,
    left: &'p mut u64,
}

impl Parts {
    /// Reads the list of contents.
    pub(super) fn open(file: Opened, limits: &Limits) -> Step<Parts> {
        let zip = ZipArchive::new(BufReader::new(file))?;
        let mut numbers = BTreeMap::new();
        let mut claimed = 0_u64;
        for number in 0..zip.len() {
            let part = zip.by_index_data(number)?;
            claimed = claimed.saturating_add(part.size());
            numbers.entry(plain(&String::from_utf8_lossy(part.name_raw()))).or_insert(number);
        }
        if claimed > limits.bytes {
            return Err(Stop::too_large(text!(
                "nội dung khi bung ra là {claimed} byte, giới hạn là {n}",
                "the content inflates to {claimed} bytes, the limit is {n}",
                n = limits.bytes
            )));
        }
        Ok(Parts { zip, numbers, left: limits.bytes })
    }

    /// Opens a part as XML; `None` when there is none of this name.
    pub(super) fn markup(&mut self, name: &str) -> Step<Option<Markup<Part<'_>>>> {
        Ok(self.part(name)?.map(Markup::new))
    }

    /// Reads the first bytes of a part, as text.
    pub(super) fn opening(&mut self, name: &str) -> Step<String> {
        let mut bytes = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(256).read_to_end(&mut bytes)?;
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn part(&mut self, name: &str) -> Step<Option<Part<'_>>> {
        let Some(number) = self.numbers.get(&plain(name)) else { return Ok(None) };
        Ok(Some(Part { file: self.zip.by_index(*number)?, left: &mut self.left }))
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.file.read(buffer)?;
        *self.left = self.left.checked_sub(n_read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(n_read)
    }
}

/// Names are compared as Windows would, for some writers have their own idea of capitals and slashes.
fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
