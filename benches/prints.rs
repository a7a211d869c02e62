//! How long does it take to find, among millions of pages, those that could be other scans of a batch?
//!
//!     cargo bench --bench prints [-- PAGES [BATCH]]
//!
//! Makes fingerprints of made-up pages of printed forms, some forms with a large share of all pages, puts them on the shelves of
//! a catalogue below `target/bench`, and looks for a batch in which each second page is another scan of a stored one. A run that was
//! stopped while it stored goes on where it was.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use sohoa::archive::catalogue::Catalogue;
use sohoa::archive::catalogue::prints::Fetch;
use sohoa::fingerprint::Fingerprint;

/// As `fingerprint` lays a sketch out: cells, bytes of a sketch, and of the map of cells with ink.
const CELLS: usize = 32 * 44;
const BYTES: usize = 508;
const MAP: usize = CELLS / 8;
const HEAD: [u8; 2] = [2, 1];
/// So many candidates a page has at most, as when an archive is asked.
const CAP: usize = 64;
/// Pages that are made and put on shelves together.
const AT_ONCE: u64 = 100_000;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let stored = numbers.first().copied().unwrap_or(10_000_000);
    let batch = numbers.get(1).copied().unwrap_or(20_000);
    std::fs::create_dir_all("target/bench").unwrap();
    let path = Path::new("target/bench/prints.sqlite");
    let (catalogue, done) = begun(path, stored);
    let building = Instant::now();
    for first in (done..stored).step_by(AT_ONCE as usize) {
        let prints: Vec<Fingerprint> =
            (first..(first + AT_ONCE).min(stored)).into_par_iter().map(|page| print(page, 0)).collect();
        shelve(&catalogue, first, &prints, &mut |keys| Ok(keys.par_iter().map(|key| stored_print(*key)).collect()));
        std::fs::write(path.with_extension("stored"), format!("{stored} {}", (first + AT_ONCE).min(stored))).unwrap();
    }
    report("stored", stored - done, building.elapsed());
    let sought: Vec<Fingerprint> = (0..batch).into_par_iter().map(|at| looked_for(at, stored, batch)).collect();
    let asking = Instant::now();
    let pages: Vec<(i64, &Fingerprint)> = (stored as i64..).zip(&sought).collect();
    let mut fetch = |keys: &[i64]| {
        let one = |key: &i64| {
            let key = key.unsigned_abs();
            (key as i64, if key < stored { print(key, 0) } else { sought[(key - stored) as usize].clone() })
        };
        Ok(keys.par_iter().map(one).collect::<BTreeMap<_, _>>())
    };
    catalogue.shelve(&pages, &mut fetch).unwrap();
    report("shelved", batch, asking.elapsed());
    let found = catalogue.look_for(&pages, CAP, &mut fetch).unwrap();
    report("looked for", batch, asking.elapsed());
    let is_right = |(sought, other, _): &&(i64, i64, f32)| {
        let at = sought.unsigned_abs() - stored;
        at.is_multiple_of(2) && original(at, stored, batch) == other.unsigned_abs()
    };
    let right = found.pairs.iter().filter(is_right).count() as u64;
    for is_common in [true, false] {
        let is_asked = |at: &u64| is_on_common_form(original(*at, stored, batch)) == is_common;
        let planted = (0..batch).step_by(2).filter(is_asked).count() as u64;
        let found = found.pairs.iter().filter(is_right).filter(|pair| is_asked(&(pair.0.unsigned_abs() - stored)));
        let (found, forms) = (found.count() as u64, if is_common { "the six common forms" } else { "rare forms" });
        println!("planted on {forms}: {planted}, found {found} ({:.4})", found as f64 / planted.max(1) as f64);
    }
    println!(
        "other candidates a page {:.2}, dropped by the cap {}",
        (found.pairs.len() as f64 - right as f64) / batch as f64,
        found.capped
    );
    println!("share of pages compared {:.4}", found.compared as f64 / batch as f64 / stored as f64);
    println!("size {} bytes a page", std::fs::metadata(path).unwrap().len() / (stored + batch));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("peak unknown"));
    drop(catalogue);
    std::fs::remove_file(path.with_extension("stored")).unwrap();
    std::fs::remove_file(path).unwrap();
}

fn report(what: &str, pages: u64, took: Duration) {
    println!("{what}: {pages} pages in {took:.1?}, {:.1} us each", took.as_secs_f64() * 1e6 / pages as f64);
}

fn shelve(catalogue: &Catalogue, first: u64, prints: &[Fingerprint], fetch: &mut Fetch<'_>) {
    let pages: Vec<(i64, &Fingerprint)> = (first as i64..).zip(prints).collect();
    catalogue.shelve(&pages, fetch).unwrap();
}

fn stored_print(key: i64) -> (i64, Fingerprint) {
    (key, print(key.unsigned_abs(), 0))
}

/// Opens the catalogue, and says how many pages stand in it: those of a run that was to store as many and was stopped.
fn begun(path: &Path, stored: u64) -> (Catalogue, u64) {
    let note = std::fs::read_to_string(path.with_extension("stored")).unwrap_or_default();
    let numbers: Vec<u64> = note.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [wanted, done] if wanted == stored => (Catalogue::open(path).unwrap(), done),
        _ => (Catalogue::create(path).unwrap(), 0),
    }
}

/// The stored page that a page of the batch is another scan of.
fn original(at: u64, stored: u64, batch: u64) -> u64 {
    at * (stored / batch.max(1)).max(1) % stored
}

fn looked_for(at: u64, stored: u64, batch: u64) -> Fingerprint {
    if at.is_multiple_of(2) { print(original(at, stored, batch), at + 1) } else { print(stored + at, 0) }
}

struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Dice {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        dice.roll(2);
        dice.roll(2);
        dice
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// About a normal distribution, from -1.7 to 1.7 for most.
    fn normal(&mut self) -> f32 {
        (0..4).map(|_| self.roll(1001) as f32 / 1000.0 - 0.5).sum::<f32>() * 1.73
    }
}

/// Millimetres of a cell, of the text's width and height, and from line to line.
const CELL_MM: f32 = 6.7;
const TEXT: (f32, f32) = (150.0, 190.0);
const PITCH: f32 = 8.0;
/// Millimetres from dab to dab of a word's ink.
const DAB: f32 = 1.7;
/// The ink of a dab, so that a cell full of text has about 1.
const INK: f32 = 0.3;

/// Makes the fingerprint of a page: a form of which a tenth of all pages are, or a rarer one, its fields filled in. Scans of a
/// page differ by what is left of a shift once ink is in the middle (2 mm), by noise in each cell, a third of them in scale (2 %
/// either way, across and down apart), a tenth by a half turn.
fn print(page: u64, scan: u64) -> Fingerprint {
    let mut dice = Dice::new(page);
    let form = form(&mut dice);
    let mut scanner = Dice::new(page * 31 + scan * 7_000_003);
    let mut spread = |reach: f32| (scanner.roll(2001) as f32 / 1000.0 - 1.0) * reach;
    let reach = if page.wrapping_add(scan).is_multiple_of(3) { 0.02 } else { 0.003 };
    let (scale, shift) = ((1.0 + spread(reach), 1.0 + spread(reach)), (spread(2.0), spread(2.0)));
    let turn = if scanner.roll(10) == 0 { -1.0 } else { 1.0 };
    let mut cells = [0f32; CELLS];
    words(&mut Dice::new(form + 1_000_000_007), &mut dice, &mut |x, y| {
        let (x, y) = ((x * scale.0 + shift.0) * turn / CELL_MM + 15.5, (y * scale.1 + shift.1) * turn / CELL_MM + 21.5);
        let ((column, across), (row, down)) = (spline(x), spline(y));
        if (0..=29).contains(&column) && (0..=41).contains(&row) {
            for (place, weight) in (row as usize..).zip(down) {
                let first = place * 32 + column as usize;
                cells[first..first + 3].iter_mut().zip(across).for_each(|(cell, share)| *cell += weight * share * INK);
            }
        }
    });
    let strength = 0.005 + scanner.roll(1000) as f32 / 1000.0 * 0.04;
    for ink in cells.iter_mut().filter(|ink| **ink > 0.04) {
        *ink += scanner.normal() * strength;
    }
    packed(&cells)
}

/// Rolls the form of a page: the first six have a tenth of all pages each.
fn form(dice: &mut Dice) -> u64 {
    let share = dice.roll(100);
    if share < 60 { share / 10 } else { 10 + dice.roll(2000) }
}

fn is_on_common_form(page: u64) -> bool {
    form(&mut Dice::new(page)) < 6
}

/// The three cells about a place, by the first of them, and the share of each. Smooth enough for lines not to beat against cells.
fn spline(at: f32) -> (i32, [f32; 3]) {
    let middle = at.round();
    let off = at - middle;
    (middle as i32 - 1, [0.5 * (0.5 - off) * (0.5 - off), 0.75 - off * off, 0.5 * (0.5 + off) * (0.5 + off)])
}

/// Sets the words of a page in lines, and dabs their ink from left to right; 0, 0 is the middle of the page. A sixth of the
/// parts of each line are fields with words of the page's own.
fn words(form: &mut Dice, own: &mut Dice, dab: &mut impl FnMut(f32, f32)) {
    let mut y = -TEXT.1 / 2.0;
    while y < TEXT.1 / 2.0 {
        let mut x = -TEXT.0 / 2.0 + form.roll(20) as f32;
        let last = TEXT.0 / 2.0 - form.roll(70) as f32;
        while x < last {
            let end = x + 15.0 + form.roll(40) as f32;
            let is_field = form.roll(6) == 0;
            let full = if is_field { x + (end - x) * (0.3 + own.roll(70) as f32 / 100.0) } else { end };
            while x < full {
                let dice = if is_field { &mut *own } else { &mut *form };
                let (length, gap) = (4.0 + dice.roll(12) as f32, 1.5 + dice.roll(20) as f32 / 10.0);
                let mut at = x;
                while at < (x + length).min(full).min(TEXT.0 / 2.0) {
                    dab(at, y);
                    at += DAB;
                }
                x += length + gap;
            }
            x = end;
        }
        y += PITCH + form.roll(3) as f32;
    }
}

fn packed(cells: &[f32; CELLS]) -> Fingerprint {
    let inked: Vec<usize> = (0..CELLS).filter(|cell| cells[*cell] > 0.04).collect();
    let width = ((BYTES - MAP) * 8 / inked.len().max(1)).clamp(1, 5);
    let mut bytes = vec![0u8; HEAD.len() + MAP + (inked.len() * width).div_ceil(8)];
    bytes[..HEAD.len()].copy_from_slice(&HEAD);
    let body = &mut bytes[HEAD.len()..];
    let top = ((1u32 << width) - 1) as f32;
    for (idx, cell) in inked.iter().enumerate() {
        body[cell / 8] |= 1 << (cell % 8);
        let level = ((cells[*cell].min(1.2) - 0.04) / 1.16 * top).round() as u32;
        for bit in 0..width {
            let at = MAP * 8 + idx * width + bit;
            body[at / 8] |= ((level >> bit & 1) as u8) << (at % 8);
        }
    }
    Fingerprint::from_bytes(&bytes).unwrap()
}
