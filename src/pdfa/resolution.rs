//! How many dots per inch has this page? What the file says, if it is credible; else the paper tells.
//!
//! A pure decision, recorded with its reasons: nobody who reads the sidecar has to guess again.

use serde::{Deserialize, Serialize};

use super::geometry::Dpi;
use crate::page::{Resolution, ResolutionSource};

/// Below this a scan is not readable and above it no scanner goes.
const CREDIBLE: std::ops::RangeInclusive<f64> = 50.0..=4800.0;
/// What cameras and screens write without having measured anything.
const THOUGHTLESS: [f64; 2] = [72.0, 96.0];
/// Where nothing helps.
const DEFAULT: f64 = 300.0;
/// How far a scan may be off the paper's size: cut edges, skew, feeders.
const TOLERANCE: f64 = 0.015;
/// What scanners are set to, most likely first.
const ROUND: [f64; 7] = [300.0, 200.0, 400.0, 600.0, 150.0, 240.0, 100.0];

/// The resolution of a page and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// Dots per inch across and down the stored image.
    pub dpi: Dpi,
    /// Where they are from.
    pub from: Origin,
    /// What was not believed and what was assumed; empty when the file's word was taken.
    pub reasons: Vec<Reason>,
}

/// Where a page's resolution is from; written as `jfif`, `exif`, `phys`, `tiff`, `paper-a4`, `pdf`, `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// JFIF density.
    Jfif,
    /// EXIF.
    Exif,
    /// PNG pHYs.
    Phys,
    /// TIFF.
    Tiff,
    /// JPEG 2000 resc or resd.
    Jp2,
    /// BMP.
    Bmp,
    /// The image has the shape of A3 at a round resolution.
    PaperA3,
    /// Of A4.
    PaperA4,
    /// Of A5.
    PaperA5,
    /// Of A6.
    PaperA6,
    /// Of US Letter.
    PaperLetter,
    /// Of US Legal.
    PaperLegal,
    /// A PDF says where its image lies on the page.
    Pdf,
    /// Nothing is known: 300.
    Default,
}

impl From<ResolutionSource> for Origin {
    fn from(source: ResolutionSource) -> Origin {
        match source {
            ResolutionSource::Jfif => Origin::Jfif,
            ResolutionSource::Exif => Origin::Exif,
            ResolutionSource::Phys => Origin::Phys,
            ResolutionSource::Tiff => Origin::Tiff,
            ResolutionSource::Jp2 => Origin::Jp2,
            ResolutionSource::Bmp => Origin::Bmp,
        }
    }
}

/// Something a person may want to know of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The file states this and it cannot be right.
    Incredible(Resolution),
    /// The file gives no credible resolution, so it was guessed; [`Decided::from`] says from what.
    Guessed,
}

/// A paper: its short and long side in inches.
struct Paper {
    origin: Origin,
    short: f64,
    long: f64,
}

const fn paper(origin: Origin, short: f64, long: f64) -> Paper {
    Paper { origin, short, long }
}

/// A3 in inches, the largest paper that office scanners take.
const A3: Paper = paper(Origin::PaperA3, 297.0 / 25.4, 420.0 / 25.4);

/// The papers of offices, most likely first.
const PAPERS: [Paper; 6] = [
    paper(Origin::PaperA4, 210.0 / 25.4, 297.0 / 25.4),
    A3,
    paper(Origin::PaperA5, 148.0 / 25.4, 210.0 / 25.4),
    paper(Origin::PaperA6, 105.0 / 25.4, 148.0 / 25.4),
    paper(Origin::PaperLetter, 8.5, 11.0),
    paper(Origin::PaperLegal, 8.5, 14.0),
];

/// Decides the resolution of an image of so many stored pixels, given what its file states.
///
/// Not credible are values below 50 or above 4,800, and 72 or 96 on a page that would be larger than A3
/// by them. Then, and where nothing is stated, a paper that fits within 1.5 % both ways at a round
/// resolution decides: A4 before all others, then the likelier resolution. Else it is 300.
pub fn decide(width: u32, height: u32, stated: Option<Resolution>) -> Decided {
    let mut reasons = Vec::new();
    if let Some(stated) = stated {
        if let Some(dpi) = credible(width, height, &stated) {
            return Decided { dpi, from: stated.from.into(), reasons };
        }
        reasons.push(Reason::Incredible(finite(stated)));
    }
    reasons.push(Reason::Guessed);
    let (dpi, from) = guess(width, height).unwrap_or((DEFAULT, Origin::Default));
    Decided { dpi: square(dpi), from, reasons }
}

fn credible(width: u32, height: u32, stated: &Resolution) -> Option<Dpi> {
    if !CREDIBLE.contains(&stated.x) || !CREDIBLE.contains(&stated.y) {
        return None;
    }
    // 72 dpi is 2,835 dots per metre in a PNG, which is 72.009.
    let is_thoughtless = |dpi: f64| THOUGHTLESS.iter().any(|value| (dpi - value).abs() < 0.1);
    if is_thoughtless(stated.x) && is_thoughtless(stated.y) {
        let (across, down) = (f64::from(width) / stated.x, f64::from(height) / stated.y);
        let room = 1.0 + TOLERANCE;
        if across.min(down) > A3.short * room || across.max(down) > A3.long * room {
            return None;
        }
    }
    Dpi::new(stated.x, stated.y)
}

/// Returns the paper and round resolution that fit both sides.
fn guess(width: u32, height: u32) -> Option<(f64, Origin)> {
    let (short, long) = (f64::from(width.min(height)), f64::from(width.max(height)));
    let fits = |pixels: f64, inches: f64, dpi: f64| (pixels / (inches * dpi) - 1.0).abs() <= TOLERANCE;
    let find = |papers: &[Paper]| {
        let pairs = ROUND.iter().flat_map(|dpi| papers.iter().map(move |paper| (*dpi, paper)));
        let mut fitting = pairs.filter(|(dpi, paper)| fits(short, paper.short, *dpi) && fits(long, paper.long, *dpi));
        fitting.next().map(|(dpi, paper)| (dpi, paper.origin))
    };
    find(&PAPERS[..1]).or_else(|| find(&PAPERS[1..]))
}

fn square(dpi: f64) -> Dpi {
    Dpi::new(dpi, dpi).expect("the constants of this file are sound resolutions")
}

/// Replaces what JSON cannot hold (rationals with denominator 0) by 0, which says as little.
fn finite(stated: Resolution) -> Resolution {
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    Resolution { x: finite(stated.x), y: finite(stated.y), from: stated.from }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(x: f64, y: f64) -> Option<Resolution> {
        Some(Resolution { x, y, from: ResolutionSource::Jfif })
    }

    fn guessed(width: u32, height: u32) -> (f64, Origin) {
        let decided = decide(width, height, None);
        assert_eq!(decided.reasons, [Reason::Guessed]);
        (decided.dpi.x(), decided.from)
    }

    #[test]
    fn what_the_file_says_is_taken_when_it_is_credible() {
        let decided = decide(1728, 1078, stated(204.0, 98.0));
        assert_eq!(decided, Decided { dpi: Dpi::new(204.0, 98.0).unwrap(), from: Origin::Jfif, reasons: vec![] });
    }

    #[test]
    fn what_no_scanner_does_is_not_believed() {
        for (x, y) in [(0.0, 0.0), (1.0, 1.0), (49.9, 300.0), (300.0, 4801.0), (f64::INFINITY, 300.0), (-1.0, 300.0)] {
            let decided = decide(2480, 3508, stated(x, y));
            assert_eq!((decided.dpi.x(), decided.from), (300.0, Origin::PaperA4));
            assert!(matches!(decided.reasons[..], [Reason::Incredible(_), Reason::Guessed]));
        }
    }

    #[test]
    fn screen_resolutions_are_believed_only_on_pages_up_to_a3() {
        assert_eq!(decide(595, 842, stated(72.0, 72.0)).from, Origin::Jfif);
        assert_eq!(decide(1191, 842, stated(72.009, 72.009)).from, Origin::Jfif);
        assert_eq!(decide(2480, 3508, stated(72.009, 72.009)).from, Origin::PaperA4);
        assert_eq!(decide(4000, 3000, stated(96.012, 96.012)).from, Origin::Default);
        assert_eq!(decide(4000, 6000, stated(100.0, 100.0)).from, Origin::Jfif);
    }

    #[test]
    fn a_page_of_paper_shape_is_recognised_both_ways_round() {
        assert_eq!(guessed(2480, 3508), (300.0, Origin::PaperA4));
        assert_eq!(guessed(3508, 2480), (300.0, Origin::PaperA4));
        assert_eq!(guessed(1654, 2339), (200.0, Origin::PaperA4));
        assert_eq!(guessed(4961, 7016), (600.0, Origin::PaperA4));
        assert_eq!(guessed(3508, 4961), (300.0, Origin::PaperA3));
        assert_eq!(guessed(2550, 3300), (300.0, Origin::PaperLetter));
        assert_eq!(guessed(1700, 2800), (200.0, Origin::PaperLegal));
    }

    #[test]
    fn where_papers_compete_a4_wins_and_then_the_likelier_resolution() {
        // A6 at 600 dpi fits as well as A4 at 300; A3 at 150 as well as A5 at 300.
        assert_eq!(guessed(2480, 3500), (300.0, Origin::PaperA4));
        assert_eq!(guessed(1754, 2480), (300.0, Origin::PaperA5));
    }

    #[test]
    fn what_has_no_paper_shape_gets_the_default() {
        assert_eq!(guessed(3000, 3000), (300.0, Origin::Default));
        assert_eq!(guessed(1, u32::MAX), (300.0, Origin::Default));
        assert_eq!(guessed(2480, 3400), (300.0, Origin::Default));
    }

    #[test]
    fn decisions_read_well_in_json() {
        assert_eq!(serde_json::to_string(&Origin::PaperA4).unwrap(), r#""paper-a4""#);
        assert_eq!(serde_json::to_string(&Reason::Guessed).unwrap(), r#""guessed""#);
        let reason = decide(9, 9, stated(f64::NAN, 1.0)).reasons[0];
        let json = r#"{"incredible":{"x":0.0,"y":1.0,"from":"jfif"}}"#;
        assert_eq!(serde_json::to_string(&reason).unwrap(), json);
    }
}
