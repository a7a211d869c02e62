//! Every fixture cut short, with blocks of zeros and with flipped bits, straight into the readers of the library.
//!
//! The rule for a file that was cut: it is refused, or, where it only lost bytes that no page needs, every page is
//! what it was. Nothing else, and never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rayon::prelude::*;

use sohoa::formats::source::Source;
use sohoa::formats::{self, Limits};
use sohoa::page::Stop;

use crate::support::{files_in, fixtures};

/// Small enough that a hostile length shows at once.
const LIMITS: Limits = Limits { pixels: 20_000_000, memory: 200_000_000, pages: 100 };

/// What reading came to.
#[derive(Debug, PartialEq)]
enum Read {
    /// Digest and stream length of each page.
    Pages(Vec<(sohoa::digest::Digest, usize)>),
    /// The finding's code.
    Refused(&'static str),
    /// Something that must not be.
    Broken(String),
}

fn read(bytes: &[u8]) -> Read {
    let head = &bytes[..bytes.len().min(64)];
    let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) else {
        return Read::Refused("format.unknown");
    };
    let mut pages = Vec::new();
    let done = catch_unwind(AssertUnwindSafe(|| {
        (format.read)(&mut Source::of(bytes), &LIMITS, &mut |_, image| {
            pages.push((image.content.sha256, image.data.len()));
            Ok(())
        })
    }));
    match done {
        Ok(Ok(())) => Read::Pages(pages),
        Ok(Err(Stop::Refused(refusal))) => Read::Refused(refusal.code.name),
        Ok(Err(other)) => Read::Broken(format!("{other:?}")),
        Err(_) => Read::Broken("a panic".to_owned()),
    }
}

/// Every scan among the fixtures, the largest pages for people aside.
fn scans() -> Vec<(String, Vec<u8>)> {
    let kinds = ["jpg", "png", "tif"];
    let is_scan = |path: &Path| path.extension().is_some_and(|ending| kinds.iter().any(|kind| ending == *kind));
    let folders = ["formats", "images", "refused", "warned"].map(|folder| fixtures().join(folder));
    let paths: Vec<_> = folders.iter().flat_map(|folder| files_in(folder)).filter(|path| is_scan(path)).collect();
    assert!(paths.len() > 200);
    paths.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
}

/// Reads variants of every scan side by side and returns what `judge` says against them.
fn complaints(
    variants: impl Fn(&[u8]) -> Vec<(String, Vec<u8>)> + Sync,
    judge: impl Fn(&Read, &Read) -> bool + Sync,
) -> Vec<String> {
    let of_scan = |(name, bytes): &(String, Vec<u8>)| -> Vec<String> {
        let whole = read(bytes);
        let complain = |(how, variant): (String, Vec<u8>)| {
            let found = read(&variant);
            (!judge(&whole, &found)).then(|| format!("{name} {how}: {found:?}"))
        };
        variants(bytes).into_iter().filter_map(complain).collect()
    };
    scans().par_iter().flat_map_iter(of_scan).collect()
}

#[test]
fn a_scan_cut_anywhere_is_refused_or_lost_nothing() {
    let cuts = |bytes: &[u8]| {
        let n_bytes = bytes.len();
        let spread = (1..=12).map(|part| n_bytes * part / 13);
        let header = [0, 1, 2, 3, 4, 7, 8, 9, 12, 16, 20, 25, 33, 40, 50, 64, 100, 150];
        let last = (1..=3).map(|back| n_bytes.saturating_sub(back));
        let mut cuts: Vec<usize> = spread.chain(header).chain(last).filter(|cut| *cut < n_bytes).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.into_iter().map(|cut| (format!("cut after {cut}"), bytes[..cut].to_vec())).collect()
    };
    let found = complaints(cuts, |whole, cut| match cut {
        Read::Refused(_) => true,
        // Bytes after the image, an unused TIFF directory field: what is needed is all there.
        Read::Pages(_) => cut == whole,
        Read::Broken(_) => false,
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_zeroed_block_never_stops_the_program() {
    let zeroed = |bytes: &[u8]| {
        let n_blocks = bytes.len().div_ceil(512);
        let step = n_blocks.div_ceil(16).max(1);
        let zero = |block: usize| {
            let mut variant = bytes.to_vec();
            let end = (block * 512 + 512).min(variant.len());
            variant[block * 512..end].fill(0);
            (format!("block {block} zeroed"), variant)
        };
        (0..n_blocks).step_by(step).map(zero).collect()
    };
    let found = complaints(zeroed, |_, variant| !matches!(variant, Read::Broken(_)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn flipped_bits_never_stop_the_program() {
    let flipped = |bytes: &[u8]| {
        let n_bits = bytes.len() * 8;
        // Knuth's multiplicative step spreads the flips evenly and the same way each time.
        let spread = (1..=24usize).map(|number| (number.wrapping_mul(2_654_435_761)) % n_bits.max(1));
        let header = (0..32usize).map(|number| number * 29 + number % 8);
        let flip = |bit: usize| {
            let mut variant = bytes.to_vec();
            variant[bit / 8] ^= 1 << (bit % 8);
            (format!("bit {bit} flipped"), variant)
        };
        spread.chain(header).filter(|bit| *bit < n_bits).map(flip).collect()
    };
    let found = complaints(flipped, |_, variant| !matches!(variant, Read::Broken(_)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}
