//! From regions of unexplained ink to an answer.

use super::super::align::Pair;
use super::super::verdict::{Answer, Area, Excuse, Verdict};
use super::excuse::{self, Kind};
use super::regions::Region;
use super::seen::Seen;

/// Unexplained ink in a square below which nothing can have changed, in 255ths of a pixel.
const NEAR: u16 = 350;
/// Unexplained ink in a square that belongs to a region beside it.
const FAINT: u16 = 180;
/// Unexplained ink from which a glyph that both pages show differently is another one.
const CLEAR: u16 = 1500;
/// Unexplained ink in all regions together from which nobody needs to look: about six glyphs.
const PLENTY: u64 = 150_000;

/// Decides.
pub(super) fn decide(pair: &Pair, seen: &Seen, left: f64) -> Verdict {
    let regions = Region::all(seen, FAINT, NEAR);
    let mut excuses = Vec::new();
    let mut open: Vec<&Region> = Vec::new();
    for region in &regions {
        let kind = excuse::kind(pair, seen, region);
        if std::env::var("DBG").is_ok() {
            if let (Kind::Unknown, true) = (kind, region.worst > 700) {
                let mut m = (0i16, 0, 0);
                region.pixels(seen, |x, y, r| {
                    if r.abs() > m.0.abs() {
                        m = (r, x, y)
                    }
                });
                for y in m.2 - 3..m.2 + 4 {
                    eprintln!(
                        "{:?} | {:?} | {:?}",
                        (m.1 - 5..m.1 + 6).map(|x| seen.ink(0, x, y)).collect::<Vec<_>>(),
                        (m.1 - 5..m.1 + 6).map(|x| seen.ink(1, x, y)).collect::<Vec<_>>(),
                        (m.1 - 5..m.1 + 6).map(|x| seen.residue(x, y)).collect::<Vec<_>>()
                    )
                }
            }
            eprintln!(
                "{kind:?} {:?} worst {} mass {:?} size {}",
                region.bounds,
                region.worst,
                region.mass,
                region.size()
            );
        }
        match kind {
            Kind::Unknown => open.push(region),
            _ if !excuses.contains(&Excuse::Dust) => excuses.push(Excuse::Dust),
            _ => (),
        }
    }
    let _ = left;
    let worst = open.iter().max_by_key(|region| region.worst);
    let most = worst.map_or(0, |region| region.worst);
    let score = 1.0 / (1.0 + f64::from(most) / 350.0);
    let mass: u64 = open.iter().map(|region| region.mass[0] + region.mass[1]).sum();
    let two_sided = open.iter().any(|region| region.one_sided().is_none() && region.worst >= CLEAR);
    let answer = if open.is_empty() {
        Answer::Near
    } else if two_sided || mass > PLENTY {
        Answer::Different
    } else {
        Answer::Review
    };
    Verdict { answer, score, place: worst.map(|region| area(pair, region)), excuses }
}

fn area(pair: &Pair, region: &Region) -> Area {
    let share = |pixels: usize, whole: usize| pixels as f64 / whole.max(1) as f64;
    let (width, height) = region.extent();
    Area {
        x: share(region.bounds[0], pair.width),
        y: share(region.bounds[1], pair.height),
        width: share(width, pair.width),
        height: share(height, pair.height),
    }
}
