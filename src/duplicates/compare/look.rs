//! A closer look at one place: is what was left there by one blur and tone for the whole page explained by those of the
//! few words around it?
//!
//! Light, focus and the level at which a scan was made black and white vary over a page, and feeds slip by fractions of a
//! pixel. So one shift, one blur and one tone are found for a window of some words, by all that stands in it: a changed
//! mark is a small part of that, and is moved with its neighbours, never on its own.

use super::decide::ALL;
use super::residue::{SQUARE, neighbourhood};

/// Pixels across and down what is looked at: 17 by 9 mm, some ten letters in two lines.
const WIDTH: usize = 136;
const HEIGHT: usize = 72;
/// Pixels at the rim that shifts and blurs reach into.
const RIM: usize = 8;
/// Pixels across and down what is weighed.
const ACROSS: usize = WIDTH - 2 * RIM;
const DOWN: usize = HEIGHT - 2 * RIM;
/// How far around its middle unexplained ink counts, in pixels.
const AROUND: usize = 12;
/// Steps of a pixel in which a window is shifted.
const PHASES: i32 = 8;
/// The farthest shift, in these.
const FARTHEST: i32 = 10;
/// What scans with greys may differ by: a quarter of a pixel.
const FINE: Tolerance = Tolerance { beside: 2, grain: 12.0 };
/// What ragged ones may: half a pixel.
const RAGGED: Tolerance = Tolerance { beside: 4, grain: 20.0 };
/// How much more it counts where both pages have ink that the other one lacks, side by side: a mark that was exchanged leaves
/// both, an edge that one scan shows bolder leaves one.
const EXCHANGED: u32 = 3;
/// Unexplained ink of which nothing can have changed, where the whole page left as much doubt as it may, and the words around
/// leave some. Of some 2,500 changed characters the least left 1.9 times as much (a hook for an acute over a bold Ê, and over an
/// ê in greys).
const LEFT: f64 = 650.0;
/// What good scans leave of the words around, and what is added to it so that cleaner ones are asked for little more.
const AMONG_WORDS: f64 = 150.0;
const CLEAN: f64 = 100.0;
/// Ink that both pages must have here, in pixels: that of a letter. By less any tone can be made out, even one that wipes out
/// what only one of the pages has.
const COMMON: f32 = 40.0;
/// Ink where the other page has paper: scans made again leave less than 100, in all but a few of a thousand places.
const BARE: u32 = 250;
/// Ink of what is still paper, from 0 to 1.
const PAPER: f32 = 0.2;
/// Ink from which a pixel is written on, from 0 to 1.
const INKED: f32 = 0.3;
/// Halves of the blurs that are tried: 0, 0.4, 0.7, 1 and 1.3 pixels wide (standard deviation).
const BLURS: [[f32; 5]; 5] = [
    [1.0, 0.0, 0.0, 0.0, 0.0],
    [0.9192, 0.0404, 0.0, 0.0, 0.0],
    [0.56978, 0.20538, 0.00967, 0.00006, 0.0],
    [0.39894, 0.24197, 0.05399, 0.00443, 0.00014],
    [0.30694, 0.22831, 0.09399, 0.02141, 0.00282],
];
/// How many levels of ink lie between white and black: few where a scan knows only these two, most where it knows greys.
const RAMPS: [u32; 7] = [16, 40, 80, 140, 200, 260, 320];
/// Middles of these that are tried.
const MIDDLES: (u32, u32, usize) = (30, 226, 4);

type Weighed = [[f32; ACROSS]; DOWN];

/// A window cut out of both pages.
pub(super) struct Window {
    pages: [Box<[[f32; WIDTH]; HEIGHT]>; 2],
    /// What is weighed of each page when it stays as it is, from 0 to 1.
    inner: [Box<Weighed>; 2],
}

/// A shift in steps of a pixel, a blur, and the tone that makes one page like the other.
#[derive(Clone, Copy)]
struct Fit {
    shift: [i32; 2],
    blur: usize,
    tone: Tone,
    /// Squared ink that is left.
    left: f64,
}

/// How far ink may lie beside its place, in steps of a pixel, and how much it may be lighter or darker than its tone says.
#[derive(Clone, Copy)]
struct Tolerance {
    beside: i32,
    grain: f32,
}

/// Unexplained ink in a square, in 255ths of a pixel.
#[derive(Default)]
struct Left {
    /// The most near the middle that one of the pages has.
    here: u32,
    /// The most near the middle that each of the pages has.
    exchanged: u32,
    /// The most on the words around.
    rest: u32,
}

impl Left {
    /// Returns it as a share of what may be left.
    fn share(&self) -> f64 {
        f64::from(self.here + EXCHANGED * self.exchanged) / LEFT
    }

    /// Returns by what to weigh it: less where the words around are no better.
    fn as_around(&self) -> f64 {
        ((AMONG_WORDS + CLEAN) / (f64::from(self.rest) + CLEAN)).sqrt()
    }
}

/// White up to one level of ink, black from another, even between.
#[derive(Clone, Copy)]
struct Tone {
    middle: u32,
    ramp: u32,
}

impl Tone {
    fn of(self, ink: f32) -> f32 {
        ((ink - self.middle as f32) / self.ramp as f32 + 0.5).clamp(0.0, 1.0)
    }
}

impl Window {
    /// Cuts a window out of two planes of one size around a pixel; outside of them is paper.
    pub(super) fn at(planes: [&[u8]; 2], width: usize, (x, y): (usize, usize)) -> Window {
        let cut = |plane: &[u8]| {
            let mut cut = Box::new([[0.0; WIDTH]; HEIGHT]);
            for (row, line) in cut.iter_mut().enumerate() {
                let Some(from) = (y + row).checked_sub(HEIGHT / 2) else { continue };
                let Some(source) = plane.chunks_exact(width.max(1)).nth(from) else { continue };
                for (column, ink) in line.iter_mut().enumerate() {
                    let place = (x + column).checked_sub(WIDTH / 2);
                    *ink = place.and_then(|place| source.get(place)).map_or(0.0, |ink| f32::from(*ink));
                }
            }
            cut
        };
        let pages = planes.map(cut);
        let inner = |page: &[[f32; WIDTH]; HEIGHT]| -> Box<Weighed> {
            Box::new(std::array::from_fn(|y| std::array::from_fn(|x| page[y + RIM][x + RIM] / 255.0)))
        };
        let inner = [inner(&pages[0]), inner(&pages[1])];
        Window { pages, inner }
    }

    /// Returns how much speaks against the place being the same on both pages, in thousandths of what may be let pass, as
    /// `before` does; `None` where too little is written to tell by.
    pub(super) fn doubt(&self, before: u32, bitonal: [bool; 2]) -> Option<u32> {
        if self.common() < COMMON {
            return None;
        }
        let (model, fit) = self.likest(bitonal);
        let plain = self.filtered(1 - model, fit.shift, fit.blur);
        let bare = bare(&self.inner[model], &plain) * ALL / BARE;
        // Ragged edges leave so much everywhere that the words around say nothing.
        let share = if bitonal.contains(&true) {
            self.left(model, &fit, &plain, RAGGED).share()
        } else {
            let left = self.left(model, &fit, &plain, FINE);
            left.share() * left.as_around()
        };
        Some(bare.max((f64::from(before) * share) as u32))
    }

    /// Chooses the page that the other one can be made most like. Where one knows black and white only, it is that one.
    fn likest(&self, bitonal: [bool; 2]) -> (usize, Fit) {
        match bitonal {
            [true, false] => (0, self.fit(0)),
            [false, true] => (1, self.fit(1)),
            _ => {
                let (first, second) = (self.fit(0), self.fit(1));
                if first.left * self.ink(1) <= second.left * self.ink(0) { (0, first) } else { (1, second) }
            }
        }
    }

    /// Returns the ink that both pages have in the same place.
    fn common(&self) -> f32 {
        let [first, second] = &self.inner;
        first.iter().flatten().zip(second.iter().flatten()).map(|(a, b)| a.min(*b)).sum()
    }

    fn ink(&self, page: usize) -> f64 {
        1.0 + self.inner[page & 1].iter().flatten().map(|ink| f64::from(*ink)).sum::<f64>()
    }

    /// Finds what makes the other page like the model: the best step at a time, from coarse to fine.
    fn fit(&self, model: usize) -> Fit {
        let goal = &self.inner[model & 1];
        let weigh = |shift: [i32; 2], blur: usize| {
            let (tone, left) = tone(&self.filtered(1 - model, shift, blur), goal);
            Fit { shift, blur, tone, left }
        };
        let mut best = weigh([0, 0], 1);
        let mut step = PHASES / 2;
        while step > 0 {
            let from = best;
            let shifts =
                [[step, 0], [-step, 0], [0, step], [0, -step]].map(|by| [from.shift[0] + by[0], from.shift[1] + by[1]]);
            let shifts = shifts.into_iter().filter(|shift| shift.iter().all(|way| way.abs() <= FARTHEST));
            let blurs = [from.blur.wrapping_sub(1), from.blur + 1].into_iter().filter(|blur| *blur < BLURS.len());
            let tried = shifts.map(|shift| (shift, from.blur)).chain(blurs.map(|blur| (from.shift, blur)));
            for (shift, blur) in tried {
                let fit = weigh(shift, blur);
                if fit.left < best.left {
                    best = fit;
                }
            }
            if best.left >= from.left {
                step /= 2;
            }
        }
        best
    }

    /// Shifts and blurs a page.
    fn filtered(&self, page: usize, shift: [i32; 2], blur: usize) -> Box<Weighed> {
        let (across, down) = (taps(shift[0], blur), taps(shift[1], blur));
        let page = &self.pages[page & 1];
        let mut rows = Box::new([[0f32; ACROSS]; HEIGHT]);
        for (row, source) in rows.iter_mut().zip(page.iter()) {
            for (tap, weight) in across.iter().enumerate().filter(|(_, weight)| weight.abs() > 0.0) {
                for (ink, source) in row.iter_mut().zip(&source[tap..]) {
                    *ink += weight * source;
                }
            }
        }
        let mut filtered = Box::new([[0f32; ACROSS]; DOWN]);
        for (y, line) in filtered.iter_mut().enumerate() {
            for (weight, row) in down.iter().zip(&rows[y..]).filter(|(weight, _)| weight.abs() > 0.0) {
                for (ink, source) in line.iter_mut().zip(row) {
                    *ink += weight * source;
                }
            }
        }
        filtered
    }

    /// Sums what the fit does not explain; `plain` is the other page, fitted.
    fn left(&self, model: usize, fit: &Fit, plain: &Weighed, tolerance: Tolerance) -> Left {
        let goal = &self.inner[model & 1];
        let [mut least, mut most] = [Box::new(*plain), Box::new(*plain)];
        for by in [[tolerance.beside, 0], [-tolerance.beside, 0], [0, tolerance.beside], [0, -tolerance.beside]] {
            let beside = self.filtered(1 - model, [fit.shift[0] + by[0], fit.shift[1] + by[1]], fit.blur);
            let pixels = least.iter_mut().flatten().zip(most.iter_mut().flatten());
            for ((least, most), beside) in pixels.zip(beside.iter().flatten()) {
                (*least, *most) = (least.min(*beside), most.max(*beside));
            }
        }
        let (mut more, mut less) = (Box::new([[0f32; ACROSS]; DOWN]), Box::new([[0f32; ACROSS]; DOWN]));
        for y in 0..DOWN {
            for x in 0..ACROSS {
                more[y][x] = (goal[y][x] - fit.tone.of(most[y][x] + tolerance.grain)).max(0.0);
                less[y][x] = (fit.tone.of(least[y][x] - tolerance.grain) - goal[y][x]).max(0.0);
            }
        }
        let (more, less) = (squares(&more), squares(&less));
        let mut left = Left::default();
        for y in 0..DOWN {
            for x in 0..ACROSS {
                let (most, least) = (more[y][x].max(less[y][x]), more[y][x].min(less[y][x]));
                let away = x.abs_diff(ACROSS / 2).max(y.abs_diff(DOWN / 2));
                if away <= AROUND {
                    left.here = left.here.max((most * 255.0) as u32);
                    left.exchanged = left.exchanged.max((least * 255.0) as u32);
                } else if away > AROUND + SQUARE && goal[y][x].max(fit.tone.of(plain[y][x])) > INKED {
                    left.rest = left.rest.max((most * 255.0) as u32);
                }
            }
        }
        left
    }
}

/// Returns the most ink in a square near the middle where the other page has paper, whatever the tone makes of it: `goal` is
/// the page that stays as it is, `plain` the other one.
fn bare(goal: &Weighed, plain: &Weighed) -> u32 {
    let page = plain.map(|row| row.map(|ink| ink / 255.0));
    let only = |ink: &Weighed, other: &Weighed| {
        let most = neighbourhood(other, f32::max);
        let mut only = Box::new([[0f32; ACROSS]; DOWN]);
        let pixels = only.iter_mut().flatten().zip(ink.iter().flatten().zip(most.iter().flatten()));
        pixels.filter(|(_, (_, most))| **most < PAPER).for_each(|(only, (ink, _))| *only = (ink - PAPER).max(0.0));
        squares(&only)
    };
    let (first, second) = (only(&page, goal), only(goal, &page));
    let near = (DOWN / 2 - AROUND..=DOWN / 2 + AROUND)
        .flat_map(|y| (ACROSS / 2 - AROUND..=ACROSS / 2 + AROUND).map(move |x| (x, y)));
    near.fold(0, |most, (x, y)| most.max((first[y][x].max(second[y][x]) * 255.0) as u32))
}

/// Sums the square around each pixel that has all of it.
fn squares(ink: &Weighed) -> Box<Weighed> {
    let (mut across, mut sums) = (Box::new([[0f32; ACROSS]; DOWN]), Box::new([[0f32; ACROSS]; DOWN]));
    let reach = SQUARE / 2;
    for (line, ink) in across.iter_mut().zip(ink) {
        for (sum, ink) in line[reach..].iter_mut().zip(ink.windows(SQUARE)) {
            *sum = ink.iter().sum();
        }
    }
    for (line, rows) in sums[reach..].iter_mut().zip(across.windows(SQUARE)) {
        for row in rows {
            line.iter_mut().zip(row).for_each(|(sum, ink)| *sum += ink);
        }
    }
    sums
}

/// Returns the weights of the pixels around one that shift it, by cubic interpolation (Catmull-Rom), and blur it.
fn taps(shift: i32, blur: usize) -> [f32; 2 * RIM + 1] {
    let (whole, phase) = (shift.div_euclid(PHASES), shift.rem_euclid(PHASES) as f32 / PHASES as f32);
    let t = phase;
    let cubic = [
        (-t + 2.0 * t * t - t * t * t) / 2.0,
        (2.0 - 5.0 * t * t + 3.0 * t * t * t) / 2.0,
        (t + 4.0 * t * t - 3.0 * t * t * t) / 2.0,
        (-t * t + t * t * t) / 2.0,
    ];
    let mut taps = [0f32; 2 * RIM + 1];
    for (place, weight) in (RIM as i32 - 1 + whole..).zip(cubic) {
        for (off, half) in (-4i32..=4).map(|off| (off, BLURS[blur][off.unsigned_abs() as usize])) {
            if let Some(tap) = usize::try_from(place + off).ok().and_then(|place| taps.get_mut(place)) {
                *tap += weight * half;
            }
        }
    }
    taps
}

/// Sums over all levels of ink up to each: how many pixels have it, and what the model has there.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: f64,
    ink: f64,
    squares: f64,
    goal: f64,
    both: f64,
}

/// Finds the tone that makes a page most like the goal, and the squared ink that it leaves.
fn tone(page: &Weighed, goal: &Weighed) -> (Tone, f64) {
    let mut levels = [(0u32, 0f32); 256];
    let mut squares = 0f64;
    for (ink, goal) in page.iter().flatten().zip(goal.iter().flatten()) {
        let level = &mut levels[usize::from(*ink as u8)];
        *level = (level.0 + 1, level.1 + goal);
        squares += f64::from(goal * goal);
    }
    let mut upto = [Sums::default(); 257];
    for (ink, (count, goal)) in levels.iter().enumerate() {
        let (before, count, goal, level) = (upto[ink], f64::from(*count), f64::from(*goal), ink as f64);
        upto[ink + 1] = Sums {
            count: before.count + count,
            ink: before.ink + count * level,
            squares: before.squares + count * level * level,
            goal: before.goal + goal,
            both: before.both + goal * level,
        };
    }
    let middles = (MIDDLES.0..MIDDLES.1).step_by(MIDDLES.2);
    let tones = middles.flat_map(|middle| RAMPS.map(|ramp| Tone { middle, ramp }));
    let mut best = (Tone { middle: 128, ramp: 255 }, f64::INFINITY);
    for tone in tones {
        let left = squares + tone.left(&upto);
        if left < best.1 {
            best = (tone, left);
        }
    }
    best
}

impl Tone {
    /// Returns the squared ink that is left, less the squares of the goal.
    fn left(self, upto: &[Sums; 257]) -> f64 {
        let (middle, ramp) = (f64::from(self.middle), f64::from(self.ramp));
        let (low, high) = (middle - ramp / 2.0, middle + ramp / 2.0);
        let place = |level: f64| level.ceil().clamp(0.0, 256.0) as usize;
        let (from, to, all) = (upto[place(low)], upto[place(high)], upto[256]);
        let count = to.count - from.count;
        let (ink, squares) = (to.ink - from.ink, to.squares - from.squares);
        let (goal, both) = (to.goal - from.goal, to.both - from.both);
        let ramped = (squares - 2.0 * low * ink + low * low * count) / (ramp * ramp) - 2.0 * (both - low * goal) / ramp;
        ramped + (all.count - to.count) - 2.0 * (all.goal - to.goal)
    }
}
