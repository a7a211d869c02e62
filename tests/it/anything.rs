//! Any bytes at all as input: a finding, or a document that verifies and that outsiders accept.
//!
//! The inputs are the fixtures, damaged as disks, cables and people damage files; the same ones every time.

use std::path::PathBuf;

use crate::judges;
use crate::support::{Sandbox, files_in, fixtures};

/// How many damaged files are made, and how large the fixtures are that they are made from.
const N_FILES: usize = 400;
const LARGEST: u64 = 60_000;

/// Numbers that look random and are always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

/// The fixtures of all formats; index sheets have a property of their own.
fn seeds() -> Vec<PathBuf> {
    let folders = ["formats", "refused", "warned", "images", "pdfs"];
    let mut files: Vec<PathBuf> = folders.iter().flat_map(|folder| files_in(&fixtures().join(folder))).collect();
    files.retain(|path| std::fs::metadata(path).unwrap().len() <= LARGEST);
    files.retain(|path| !path.extension().is_some_and(|ending| ending == "tsv" || ending == "md"));
    files.sort();
    files
}

/// Damages bytes in one of the ways that files get damaged, sometimes in two.
fn damage(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(8) {
        0 => bytes.truncate(at),
        1 => bytes.extend_from_slice(&other[..dice.below(other.len())]),
        2 => bytes.iter_mut().skip(at).take(512).for_each(|byte| *byte = 0),
        3 => {
            let tail = other[dice.below(other.len())..].to_vec();
            bytes.splice(at.., tail);
        }
        4 => {
            let end = (at + dice.below(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        5 => {
            let copy = bytes[at..(at + 100).min(bytes.len())].to_vec();
            let to = dice.below(bytes.len());
            bytes.splice(to..to, copy);
        }
        _ => {
            for _ in 0..=dice.below(6) {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
}

#[test]
fn any_bytes_are_a_finding_or_a_document_that_verifies() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let (seeds, mut dice) = (seeds(), Dice(20_261_122));
    let read = |idx: usize| std::fs::read(&seeds[idx]).unwrap();
    for n in 0..N_FILES {
        let seed = dice.below(seeds.len());
        let (mut bytes, other) = (read(seed), read(dice.below(seeds.len())));
        for _ in 0..=dice.below(2) {
            damage(&mut bytes, &other, &mut dice);
        }
        let ending = seeds[seed].extension().map_or("bin".into(), |ending| ending.to_string_lossy());
        sandbox.write(&format!("in/{:02}/{n:04}.{ending}", n % 20), &bytes);
    }
    let answer = sandbox.ingest_with("in", &["--group-by", "file", "--no-index"]);
    assert_eq!(answer["inputs"]["seen"], N_FILES, "{answer}");
    let (stored, refused) = (&answer["inputs"]["stored"], &answer["inputs"]["quarantined"]);
    // Neither everything nor nothing: else the damage would test one side only.
    assert!(stored.as_u64() > Some(20) && refused.as_u64() > Some(100), "{stored} stored, {refused} refused");
    let crashed = answer["findings"].as_array().unwrap().iter().filter(|found| found["code"] == "worker.crashed");
    assert_eq!(crashed.count(), 0, "a worker crashed");
    sandbox.assert_sound("kho");
    judges::assert_accepts("judge_pdfs.py", &[&sandbox.path("kho/batches")]);
}
