//! Which of two scans of one paper is better kept? A proposal with its reasons; a person decides.

use crate::text;
use crate::text::Text;

/// What is known of a scan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scan {
    /// What it shows of colours.
    pub depth: Depth,
    /// Dots per inch, where known.
    pub dpi: Option<f64>,
    /// Whether it has a seal or a note that the other one lacks.
    pub has_more: bool,
    /// How many other documents point to it.
    pub n_referring: usize,
    /// Its place in the order of import.
    pub place: usize,
}

/// What a scan shows of colours, the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Nobody could look.
    #[default]
    Unknown,
    /// Black and white.
    Bitonal,
    /// Shades of grey.
    Grey,
    /// Colour.
    Colour,
}

impl Depth {
    /// Says it in a word.
    pub fn name(self) -> Text {
        match self {
            Depth::Unknown => text!("không rõ màu", "colours unknown"),
            Depth::Bitonal => text!("đen trắng", "black and white"),
            Depth::Grey => text!("xám", "grey"),
            Depth::Colour => text!("màu", "colour"),
        }
    }
}

/// A difference that speaks for one of two scans.
struct Point {
    favours: usize,
    reason: Text,
}

/// Returns which of two scans is better kept, 0 or 1, and why; what speaks for the other one is said as well.
///
/// `best` is the best scan of their whole group, where that is known: all pairs of a group propose the same one.
pub fn propose(scans: &[Scan; 2], best: Option<usize>) -> (usize, Vec<Text>) {
    let points: Vec<Point> =
        [by_depth, by_added, by_resolution, by_referring].iter().filter_map(|by| by(scans)).collect();
    let first = || points.first().map_or(usize::from(scans[1].place < scans[0].place), |point| point.favours);
    let keep = best.unwrap_or_else(first).min(1);
    let mut reasons: Vec<Text> =
        points.iter().filter(|point| point.favours == keep).map(|point| point.reason.clone()).collect();
    if reasons.is_empty() {
        let name = NAMES[keep];
        reasons.push(match best {
            Some(_) => text!("{name} là bản quét tốt nhất tìm được", "{name} is the best scan that was found"),
            None => text!("{name} được nhập trước", "{name} was stored first"),
        });
    }
    let against = points.iter().filter(|point| point.favours != keep);
    let but = |point: &Point| text!("nhưng {vi}", "but {en}", vi = point.reason.vi, en = point.reason.en);
    reasons.extend(against.map(but));
    (keep, reasons)
}

/// How people call the two.
const NAMES: [&str; 2] = ["A", "B"];

fn by_depth(scans: &[Scan; 2]) -> Option<Point> {
    let [one, other] = scans.each_ref().map(|scan| scan.depth);
    if one == other || one.min(other) == Depth::Unknown {
        return None;
    }
    let favours = usize::from(other > one);
    let (best, worse) = (one.max(other).name(), one.min(other).name());
    let [name, lesser] = [NAMES[favours], NAMES[1 - favours]];
    let reason = Text {
        vi: format!("{name} là bản {}, {lesser} là bản {}", best.vi, worse.vi),
        en: format!("{name} is in {}, {lesser} in {}", best.en, worse.en),
    };
    Some(Point { favours, reason })
}

fn by_added(scans: &[Scan; 2]) -> Option<Point> {
    let favours = match scans.each_ref().map(|scan| scan.has_more) {
        [true, false] => 0,
        [false, true] => 1,
        _ => return None,
    };
    let name = NAMES[favours];
    let reason = text!(
        "{name} có dấu hoặc ghi chú mà bản kia không có, nên có thể là bản sau",
        "{name} has a seal or a note that the other lacks, so it may be the later one"
    );
    Some(Point { favours, reason })
}

fn by_resolution(scans: &[Scan; 2]) -> Option<Point> {
    let [Some(one), Some(other)] = scans.each_ref().map(|scan| scan.dpi) else { return None };
    // What scanners call 300 dpi may be 299.99 in the file.
    if (one - other).abs() < 0.05 * one.max(other) {
        return None;
    }
    let favours = usize::from(other > one);
    let (name, more, less) = (NAMES[favours], one.max(other).round(), one.min(other).round());
    let reason = text!("{name} nét hơn: {more} so với {less} dpi", "{name} is finer: {more} instead of {less} dpi");
    Some(Point { favours, reason })
}

fn by_referring(scans: &[Scan; 2]) -> Option<Point> {
    let [one, other] = scans.each_ref().map(|scan| scan.n_referring);
    if one == other {
        return None;
    }
    let favours = usize::from(other > one);
    let (name, more, less) = (NAMES[favours], one.max(other), one.min(other));
    let reason = text!(
        "số tài liệu khác dẫn đến {name}: {more}; đến bản kia: {less}",
        "other documents that point to {name}: {more}; to the other: {less}"
    );
    Some(Point { favours, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(one: Scan, other: Scan) -> (usize, Vec<String>) {
        let (keep, reasons) = propose(&[one, other], None);
        let (mirrored, _) = propose(&[other, one], None);
        assert_eq!(mirrored, 1 - keep, "the proposal does not depend on which comes first");
        (keep, reasons.into_iter().map(|reason| reason.en).collect())
    }

    #[test]
    fn colour_goes_before_resolution_and_what_speaks_against_it_is_said() {
        let colour = Scan { depth: Depth::Colour, dpi: Some(200.0), ..Scan::default() };
        let fine = Scan { depth: Depth::Bitonal, dpi: Some(600.0), place: 1, ..Scan::default() };
        let reasons = ["A is in colour, B in black and white", "but B is finer: 600 instead of 200 dpi"];
        assert_eq!(proposed(colour, fine), (0, reasons.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_later_seal_a_finer_scan_and_references_count_in_turn() {
        let plain = Scan { dpi: Some(300.0), ..Scan::default() };
        assert_eq!(proposed(plain, Scan { has_more: true, place: 1, ..plain }).0, 1);
        assert_eq!(proposed(plain, Scan { dpi: Some(400.0), place: 1, ..plain }).0, 1);
        assert_eq!(proposed(plain, Scan { n_referring: 2, place: 1, ..plain }).0, 1);
        let same = Scan { dpi: Some(299.99), place: 1, ..plain };
        assert_eq!(proposed(plain, same), (0, vec!["A was stored first".to_owned()]));
    }

    #[test]
    fn the_best_scan_of_a_group_is_proposed_in_all_its_pairs() {
        let plain = Scan { dpi: Some(300.0), ..Scan::default() };
        let (keep, reasons) = propose(&[plain, Scan { dpi: Some(200.0), place: 1, ..plain }], Some(1));
        let reasons: Vec<String> = reasons.into_iter().map(|reason| reason.en).collect();
        assert_eq!(
            (keep, reasons),
            (
                1,
                ["B is the best scan that was found", "but A is finer: 300 instead of 200 dpi"]
                    .map(str::to_owned)
                    .to_vec()
            )
        );
    }
}
