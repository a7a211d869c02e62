//! Our decoder against another one, on sound streams and on damaged ones.

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

use super::bitmap::Bitmap;
use super::decode::{Shape, decode};
use super::encode::encode;
use super::{Problem, Scheme};

/// Rows of runs of every length, in a fixed but wild order.
pub(super) fn wild(width: u32, height: u32, seed: u64) -> Bitmap {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let row_bytes = width.div_ceil(8) as usize;
    let mut rows: Vec<u8> = Vec::new();
    for row_idx in 0..height as usize {
        if row_idx > 0 && next() % 4 > 0 {
            rows.extend_from_within((row_idx - 1) * row_bytes..);
            let at = rows.len() - 1 - next() as usize % row_bytes;
            rows[at] ^= 1 << (next() % 8);
            continue;
        }
        while rows.len() < (row_idx + 1) * row_bytes {
            let run = (next() % (1 << (next() % 9))) as usize;
            let byte = [0, 0xFF, next() as u8][(next() % 3) as usize];
            let len = (rows.len() + run).min((row_idx + 1) * row_bytes);
            rows.resize(len, byte);
        }
    }
    Bitmap::of_rows(width, height, rows)
}

#[derive(Default)]
struct Rows(Vec<Vec<i32>>);

impl Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        self.0.push(changes.iter().map(|change| *change as i32).collect());
    }
}

fn theirs(data: &[u8], columns: u32, rows: u32, encoding: EncodingMode) -> Option<Vec<Vec<i32>>> {
    let settings = DecodeSettings {
        columns,
        rows,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: false,
        encoding,
        strict: true,
    };
    let mut found = Rows::default();
    hayro_ccitt::decode(data, &mut found, &mut DecoderContext::new(settings)).ok()?;
    (found.0.len() == rows as usize).then_some(found.0)
}

fn ours(data: &[u8], columns: u32, rows: u32, scheme: Scheme) -> Result<Vec<Vec<i32>>, Problem> {
    let mut found = Vec::new();
    let shape = Shape { scheme, columns, rows };
    decode(data, &shape, |row| found.push(row.changes.to_vec())).map_err(|fault| fault.problem)?;
    Ok(found)
}

#[test]
fn another_decoder_sees_the_same_rows() {
    for (seed, width) in [1, 5, 64, 203, 2480].into_iter().enumerate() {
        let stream = encode(&wild(width, 60, seed as u64 + 100)).unwrap();
        let found = ours(&stream, width, 60, Scheme::G4).unwrap();
        assert_eq!(Some(found), theirs(&stream, width, 60, EncodingMode::Group4));
    }
}

#[test]
fn damage_that_passes_decodes_to_the_same_rows_in_another_decoder() {
    let stream = encode(&wild(203, 40, 7)).unwrap();
    let mut n_caught = 0;
    for bit in 0..stream.len() * 8 {
        let mut damaged = stream.clone();
        damaged[bit / 8] ^= 0x80 >> (bit % 8);
        match ours(&damaged, 203, 40, Scheme::G4) {
            Ok(rows) => {
                if let Some(expected) = theirs(&damaged, 203, 40, EncodingMode::Group4) {
                    assert_eq!(rows, expected, "bit {bit}");
                }
            }
            Err(_) => n_caught += 1,
        }
    }
    // Some flips give another picture that is coded as well.
    assert!(n_caught * 10 > stream.len() * 8 * 8, "{n_caught} of {}", stream.len() * 8);
}

#[test]
fn a_stream_cut_anywhere_is_no_whole_picture() {
    let stream = encode(&wild(203, 40, 9)).unwrap();
    // The end mark of three bytes may be missing.
    for end in 0..stream.len() - 4 {
        let problem = ours(&stream[..end], 203, 40, Scheme::G4).unwrap_err();
        assert!(matches!(problem, Problem::Truncated), "{problem:?} at {end}");
    }
}

#[test]
fn noise_ends_in_every_scheme() {
    let schemes = [
        Scheme::G4,
        Scheme::G3 { two_dimensional: false },
        Scheme::G3 { two_dimensional: true },
        Scheme::Rle { word_aligned: false },
        Scheme::Rle { word_aligned: true },
    ];
    let mut state = 3u64;
    for _ in 0..2000 {
        let mut data = [0; 40];
        for byte in &mut data {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 40) as u8 >> (state >> 61);
        }
        for scheme in schemes {
            if let Ok(rows) = ours(&data, 37, 12, scheme) {
                assert!(rows.iter().flatten().all(|change| (0..37).contains(change)));
            }
        }
    }
}
