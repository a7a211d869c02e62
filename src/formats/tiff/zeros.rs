//! Stretches of zero bytes where a failing disk has lost its sectors.
//!
//! Coded data cannot hold a whole sector of zeros; plain samples can, so there only a stretch that fills
//! sectors exactly, between bytes that are not zero, is worth a warning.

use crate::finding::codes;
use crate::page::{Note, Refusal};
use crate::text;

const SECTOR: u64 = 512;
/// Refuses coded data, which begin at `at` in the file, when a sector of the file is zeros in them.
pub(super) fn check_coded(data: &[u8], at: u64) -> Result<(), Refusal> {
    match sectors(data, at).find(|(_, sector)| is_zero(sector)) {
        Some((offset, _)) => Err(Refusal::new(
            &codes::ZEROED,
            text!(
                "cả một khối 512 byte trong dữ liệu ảnh toàn số không",
                "a whole block of 512 bytes of the image data is zeros"
            ),
        )
        .at(offset)),
        None => Ok(()),
    }
}

/// Warns of zeros in plain samples that fill sectors exactly.
pub(super) fn check_plain(data: &[u8], at: u64) -> Option<Note> {
    let mut zeros: Option<(u64, u64)> = None;
    for (offset, sector) in sectors(data, at) {
        match (&mut zeros, is_zero(sector)) {
            (Some((_, end)), true) if *end == offset => *end += SECTOR,
            (_, true) => zeros = Some((offset, offset + SECTOR)),
            (Some((start, end)), false) if is_suspect(data, at, *start, *end) => {
                return Some(suspect(*start, *end - *start));
            }
            (_, false) => zeros = None,
        }
    }
    let (start, end) = zeros?;
    is_suspect(data, at, start, end).then(|| suspect(start, end - start))
}

fn is_suspect(data: &[u8], at: u64, start: u64, end: u64) -> bool {
    let is_set = |offset: u64| data.get((offset - at) as usize).is_some_and(|byte| *byte != 0);
    start > at && is_set(start - 1) && is_set(end)
}

fn suspect(at: u64, len: u64) -> Note {
    let what = text!(
        "{len} byte số không nằm đúng ranh giới khối đĩa tại vị trí {at}",
        "{len} zero bytes at {at} begin and end exactly where disk blocks do"
    );
    Note { code: &codes::SUSPECT_ZEROS, what }
}

/// The sectors of the file that lie whole inside `data`, with their offsets in the file.
fn sectors(data: &[u8], at: u64) -> impl Iterator<Item = (u64, &[u8])> {
    let skip = (SECTOR - at % SECTOR) % SECTOR;
    let whole = data.get(skip as usize..).unwrap_or_default().chunks_exact(SECTOR as usize);
    whole.enumerate().map(move |(idx, sector)| (at + skip + idx as u64 * SECTOR, sector))
}

fn is_zero(sector: &[u8]) -> bool {
    // The first byte decides nearly always.
    sector[0] == 0 && sector.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zeroed_sector_of_the_file_is_found_wherever_the_data_begin() {
        let mut data = vec![7; 3000];
        data[1024 - 8..1536 - 8].fill(0);
        assert_eq!(check_coded(&data, 8).unwrap_err().offset, Some(1024));
        assert!(check_coded(&data, 9).is_ok());
    }

    #[test]
    fn plain_zeros_are_suspect_only_when_they_fill_blocks_exactly() {
        let with_zeros = |from: usize, to: usize| {
            let mut data = vec![255; 20_000];
            data[from..to].fill(0);
            check_plain(&data, 0).is_some()
        };
        assert!(with_zeros(4096, 8192));
        assert!(!with_zeros(4096, 8193));
        assert!(!with_zeros(4095, 8192));
        assert!(with_zeros(4096, 4608));
        assert!(!with_zeros(0, 8192));
    }
}
