//! Pages of known strokes, scanned in known ways: how far off is the one that was laid over the other?

use super::super::sheet::Sheet;
use super::warp::Map;
use super::{Pair, lay, refined, rough};
use crate::raster::Raster;

/// Size of the paper of these tests: A6, in pixels at 200 dpi.
const WIDTH: f64 = 827.0;
const HEIGHT: f64 = 1165.0;

/// A paper of strokes: rectangles, in pixels at 200 dpi.
#[derive(Clone)]
struct Paper {
    /// Two pixels a pixel.
    ink: Vec<u8>,
}

const FINE: usize = 2;

impl Paper {
    fn blank() -> Paper {
        Paper { ink: vec![0; WIDTH as usize * FINE * HEIGHT as usize * FINE] }
    }

    fn stroke(&mut self, x: usize, y: usize, width: usize, height: usize) {
        let across = WIDTH as usize * FINE;
        for row in y * FINE..(y + height) * FINE {
            self.ink[row * across + x * FINE..row * across + (x + width) * FINE].fill(1);
        }
    }

    /// Writes a page of made-up letters; one seed, one text.
    fn written(seed: u32) -> Paper {
        Paper::of_lines(seed, 22)
    }

    fn of_lines(seed: u32, lines: usize) -> Paper {
        let mut paper = Paper::blank();
        let mut dice = Dice(seed);
        for line in 0..lines {
            let top = 90 + line * 44;
            let (mut x, end) = (80 + dice.roll(60), 780 - dice.roll(300));
            while x < end {
                for _ in 0..2 {
                    paper.stroke(x + dice.roll(12), top, 3, 10 + dice.roll(14));
                    paper.stroke(x, top + dice.roll(20), 8 + dice.roll(8), 3);
                }
                x += 22 + if dice.roll(6) == 0 { 20 } else { 0 };
            }
        }
        paper
    }

    fn at(&self, x: f64, y: f64) -> u8 {
        let (x, y) = ((x * FINE as f64).floor(), (y * FINE as f64).floor());
        let (width, height) = (WIDTH as usize * FINE, HEIGHT as usize * FINE);
        let is_inside = x >= 0.0 && y >= 0.0 && (x as usize) < width && (y as usize) < height;
        if is_inside { self.ink[y as usize * width + x as usize] } else { 0 }
    }

    /// Scans the paper: `place` says where on the paper a place of the scan lies, both in pixels at 200 dpi.
    fn scanned(&self, width: f64, height: f64, dpi: f64, place: impl Fn(f64, f64) -> (f64, f64)) -> Raster {
        let step = 200.0 / dpi;
        let (across, down) = ((width / step) as u32, (height / step) as u32);
        let mut grey = Vec::new();
        for y in 0..down {
            for x in 0..across {
                let sample = |at: u32| {
                    let (right, below) = (f64::from(at % 3) / 3.0 + 0.17, f64::from(at / 3) / 3.0 + 0.17);
                    let (x, y) = place((f64::from(x) + right) * step, (f64::from(y) + below) * step);
                    u32::from(self.at(x, y))
                };
                grey.push(235 - ((0..9).map(sample).sum::<u32>() * 200 / 9) as u8);
            }
        }
        Raster { width: across, height: down, dpi: Some(dpi), grey, bright: None, bitonal: false }
    }

    fn straight(&self) -> Raster {
        self.scanned(WIDTH, HEIGHT, 200.0, |x, y| (x, y))
    }
}

/// Numbers without pattern.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % sides
    }
}

fn laid(a: &Raster, b: &Raster) -> Pair {
    lay(&Sheet::of(a), &Sheet::of(b)).unwrap()
}

/// Returns how far the pair's way is off the true one, at worst, in pixels, over a grid of the page.
fn off(pair: &Pair, b: &Raster, truth: impl Fn(f64, f64) -> (f64, f64)) -> f64 {
    let step = 200.0 / b.dpi.unwrap();
    let (width, height) = (f64::from(b.width) * step, f64::from(b.height) * step);
    let m = pair.way.matrix;
    let mut worst = 0f64;
    for (x, y) in (1..10).flat_map(|x| (1..10).map(move |y| (f64::from(x) / 10.0, f64::from(y) / 10.0))) {
        let found = ((m[0] * x + m[1] * y + m[2]) * width, (m[3] * x + m[4] * y + m[5]) * height);
        let wanted = truth(x * WIDTH, y * HEIGHT);
        worst = worst.max((found.0 - wanted.0).hypot(found.1 - wanted.1));
    }
    worst
}

/// Turns about the middle by a slope, scales and shifts: from the scan to the paper, and back.
fn feed(slope: f64, scale: (f64, f64), shift: (f64, f64)) -> [impl Fn(f64, f64) -> (f64, f64); 2] {
    let (cosine, sine) = (1.0 / (1.0 + slope * slope).sqrt(), slope / (1.0 + slope * slope).sqrt());
    let (mx, my) = (WIDTH / 2.0, HEIGHT / 2.0);
    let forth = move |x: f64, y: f64, back: bool| {
        if back {
            let (x, y) = ((x - mx) / scale.0, (y - my) / scale.1);
            (cosine * x - sine * y + mx + shift.0, sine * x + cosine * y + my + shift.1)
        } else {
            let (x, y) = (x - mx - shift.0, y - my - shift.1);
            ((cosine * x + sine * y) * scale.0 + mx, (cosine * y - sine * x) * scale.1 + my)
        }
    };
    [false, true].map(|back| move |x: f64, y: f64| forth(x, y, back))
}

#[test]
fn a_page_that_was_turned_shifted_and_stretched_comes_to_lie_where_it_was() {
    let paper = Paper::written(7);
    for (slope, scale, shift) in [
        (0.0, (1.0, 1.0), (0.0, 0.0)),
        (0.05, (1.0, 1.0), (20.0, -31.0)),
        (-0.05, (1.02, 0.98), (-60.0, 60.0)),
        (0.02, (0.97, 0.97), (3.5, 0.3)),
    ] {
        let [to_paper, to_scan] = feed(slope, scale, shift);
        let scan = paper.scanned(WIDTH, HEIGHT, 200.0, to_paper);
        let pair = laid(&paper.straight(), &scan);
        let off = off(&pair, &scan, to_scan);
        assert!(off < 0.5, "{slope} {scale:?} {shift:?}: {off} {:?}", pair.fit);
        assert!(pair.fit.agreeing > 0.9 && pair.fit.residual < 0.5, "{:?}", pair.fit);
    }
}

#[test]
fn a_page_comes_to_lie_upright_whatever_its_quarter_turn_and_resolution() {
    let paper = Paper::written(11);
    let straight = paper.straight();
    for dpi in [150.0, 300.0] {
        let upside = paper.scanned(WIDTH, HEIGHT, dpi, |x, y| (WIDTH - x, HEIGHT - y));
        let pair = laid(&straight, &upside);
        assert_eq!(pair.way.quarters, 2);
        let far = off(&pair, &upside, |x, y| (WIDTH - x, HEIGHT - y));
        assert!(far < 0.5, "{dpi} {far} {:?} {:?}", pair.fit, pair.way);
        let left = paper.scanned(HEIGHT, WIDTH, dpi, |x, y| (WIDTH - y, x));
        let pair = laid(&straight, &left);
        assert_eq!(pair.way.quarters, 1);
        assert!(off(&pair, &left, |x, y| (y, WIDTH - x)) < 0.5);
        let right = paper.scanned(HEIGHT, WIDTH, dpi, |x, y| (y, HEIGHT - x));
        let pair = laid(&straight, &right);
        assert_eq!(pair.way.quarters, 3);
        assert!(off(&pair, &right, |x, y| (HEIGHT - y, x)) < 0.5);
    }
}

#[test]
fn a_page_comes_to_lie_though_its_margin_says_that_it_lies_on_its_side() {
    let mut ruled = Paper::of_lines(11, 9);
    let plain = ruled.scanned(WIDTH, HEIGHT, 200.0, |x, y| (WIDTH - x, HEIGHT - y));
    ruled.stroke(60, 40, 3, 820);
    let (mut a, mut b) = (Sheet::of(&ruled.straight()), Sheet::of(&plain));
    a.lines.lying = 0.1;
    b.lines.lying = 0.9;
    let pair = lay(&a, &b).unwrap();
    assert_eq!(pair.way.quarters, 2);
    assert!(off(&pair, &plain, |x, y| (WIDTH - x, HEIGHT - y)) < 0.5);
}

#[test]
fn a_page_of_no_known_size_comes_to_lie_on_one_that_says_its_own() {
    let paper = Paper::written(13);
    let (straight, mut unknown) = (paper.straight(), paper.scanned(WIDTH, HEIGHT, 170.0, |x, y| (x, y)));
    unknown.dpi = None;
    for pair in [laid(&straight, &unknown), laid(&unknown, &straight)] {
        let m = pair.way.matrix;
        let same = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
        assert!(m.iter().zip(same).all(|(is, wanted)| (is - wanted).abs() < 0.002), "{m:?} {:?}", pair.fit);
    }
}

#[test]
fn a_few_lines_come_to_lie_among_the_dirt_of_one_scan_and_leave_doubt() {
    let (clean, mut dirty) = (Paper::of_lines(17, 4), Paper::of_lines(17, 4));
    let mut dice = Dice(3);
    for _ in 0..240 {
        dirty.stroke(40 + dice.roll(740), 330 + dice.roll(780), 3, 9 + dice.roll(20));
    }
    let pair = laid(&dirty.straight(), &clean.straight());
    assert!(off(&pair, &clean.straight(), |x, y| (x, y)) < 2.0 && pair.fit.agreeing < 0.4, "{:?}", pair.fit);
    let other = Paper::of_lines(18, 4);
    assert!(lay(&Sheet::of(&dirty.straight()), &Sheet::of(&other.straight())).is_none());
}

#[test]
fn pages_of_other_forms_do_not_lie_on_each_other() {
    let (a, b) = (Paper::written(1).straight(), Paper::written(2).straight());
    assert!(lay(&Sheet::of(&a), &Sheet::of(&b)).is_none());
}

#[test]
fn a_page_that_was_fed_unevenly_comes_to_lie_where_it_was() {
    let paper = Paper::written(3);
    let wave = |at: f64| 3.0 * polynomial(at / 400.0) + 1.5 * polynomial(at / 900.0);
    let down = paper.scanned(WIDTH, HEIGHT, 200.0, |x, y| (x, y + wave(y)));
    let along = paper.scanned(WIDTH, HEIGHT, 200.0, |x, y| (x + wave(x), y));
    let straight = paper.straight();
    for (scan, moved) in [(down, (0.0, 1.0)), (along, (1.0, 0.0))] {
        let (a, b) = (Sheet::of(&straight), Sheet::of(&scan));
        let (map, quarters) = rough::attempts(&a, &b).next().unwrap().guess(&a, &b).unwrap();
        let (field, fit) = refined(&a, &b, map);
        assert_eq!(quarters, 0);
        let mut offs = Vec::new();
        for (x, y) in
            (2..8).flat_map(|x| (1..10).map(move |y| (f64::from(x) / 10.0 * WIDTH, f64::from(y) / 10.0 * HEIGHT)))
        {
            // The scan shows the place `s` that `s + wave(s)` is this one: a few steps find it.
            let back = |at: f64| (0..9).fold(at, |found, _| at - wave(found));
            let wanted = (if moved.0 > 0.0 { back(x) } else { x }, if moved.1 > 0.0 { back(y) } else { y });
            let found = field.place(x, y);
            offs.push((found.0 - wanted.0).hypot(found.1 - wanted.1));
        }
        offs.sort_by(f64::total_cmp);
        assert!(offs[offs.len() * 9 / 10] < 0.5, "{moved:?} {offs:?} {fit:?}");
    }
}

/// Rises and falls like a sine of period 1, in pieces of a parabola.
fn polynomial(at: f64) -> f64 {
    let part = at - at.floor();
    if part < 0.5 { 16.0 * part * (0.5 - part) } else { -16.0 * (part - 0.5) * (1.0 - part) }
}

#[test]
fn a_word_that_was_written_elsewhere_stays_elsewhere() {
    let (mut one, mut other) = (Paper::written(5), Paper::written(5));
    // One line, printed but for its end: there one says the same three pixels further right.
    for at in 0..25 {
        let moved = if at < 20 { 0 } else { 3 };
        one.stroke(100 + at * 24, 1082, 3, 20);
        other.stroke(100 + moved + at * 24, 1082, 3, 20);
    }
    let pair = laid(&one.straight(), &other.straight());
    let ink = |plane: &[u8], x: usize| u32::from(plane[1092 * pair.width + x]);
    for at in 0..5 {
        let (here, there) = (581 + at * 24, 584 + at * 24);
        assert!(ink(&pair.a.ink, here) > 200 && ink(&pair.b.ink, here) < 60, "{}", ink(&pair.b.ink, here));
        assert!(ink(&pair.b.ink, there) > 200 && ink(&pair.a.ink, there) < 60, "{}", ink(&pair.b.ink, there));
    }
}

#[test]
fn lines_that_the_other_scan_cuts_off_lie_beyond_it() {
    let paper = Paper::written(5);
    let whole = paper.scanned(WIDTH, HEIGHT, 200.0, |x, y| (x, y));
    let cut = paper.scanned(WIDTH, 930.0, 200.0, |x, y| (x, y));
    assert!(laid(&whole, &cut).fit.beyond > 500.0);
    assert!(laid(&cut, &whole).fit.beyond > 500.0);
    let margin = paper.scanned(WIDTH, HEIGHT - 60.0, 200.0, |x, y| (x, y));
    assert_eq!(laid(&whole, &margin).fit.beyond, 0.0);
    let mut framed = Paper::written(5);
    for (x, y, width, height) in [(40, 1120, 760, 4), (40, 60, 4, 1064), (796, 60, 4, 1064)] {
        framed.stroke(x, y, width, height);
    }
    let askew = |x: f64, y: f64| (x + y * 0.03, y - x * 0.03 + 12.0);
    for place in [|x: f64, y: f64| (x, y), askew] {
        let framed = framed.scanned(WIDTH, HEIGHT, 200.0, place);
        assert_eq!(laid(&framed, &margin).fit.beyond, 0.0, "a frame is no writing");
    }
    let mut solid = Paper::written(5);
    solid.stroke(96, 1106, 640, 18);
    let solid = solid.scanned(WIDTH, HEIGHT, 200.0, |x, y| (x, y));
    assert_eq!(laid(&solid, &margin).fit.beyond, 0.0, "what is solid is no writing");
}

#[test]
fn pages_of_any_size_and_darkness_are_no_reason_to_fail() {
    let sizes = [(0, 0), (0, 9), (1, 900), (900, 1), (300, 600)];
    let of = |width: u32, height: u32, ink: u8, dpi: Option<f64>| {
        let grey = vec![ink; (width * height) as usize];
        Sheet::of(&Raster { width, height, dpi, bright: Some(grey.clone()), grey, bitonal: true })
    };
    let mut sheets = Vec::new();
    for (width, height) in sizes {
        sheets.extend([0, 255].map(|ink| of(width, height, ink, Some(200.0))));
    }
    for (at, a) in sheets.iter().enumerate() {
        assert!(a.is_blank());
        for next in 0..3 {
            assert!(lay(a, &sheets[(at + next) % sheets.len()]).is_none());
        }
    }
}
