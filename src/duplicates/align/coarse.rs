//! Where a page roughly lies on another: profiles of lines and columns, over all scales and shifts that feeders make.

use super::super::sheet::level::Level;
use super::affine::Affine;

/// Strips of the width, and bands of the height, each with a profile of its own.
const STRIPS: usize = 4;
const BANDS: usize = 8;
/// How far two scans of a sheet are shifted against each other, in pixels of 50 dpi: 20 mm.
const FAR: usize = 40;
/// Scales that are tried to each side of 1, and the step between them: 6 % in all.
const SCALES: i32 = 8;
const SCALE_STEP: f64 = 0.0075;
/// Pixels of 50 dpi over which a profile's own mean is taken away: 30 mm.
const FLAT: usize = 30;

/// A guess at how a page lies on another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// From the first page to the second, in pixels of these planes.
    pub map: Affine,
    /// How alike the pages are when they lie so, from -1 to 1.
    pub alike: f64,
}

/// One scale and shift along an axis, from the middle of one page to the middle of the other.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Along {
    scale: f64,
    shift: f64,
    alike: f64,
}

/// Profiles of equal length, one behind the other, around nothing.
struct Profiles {
    length: usize,
    values: Vec<i16>,
    energy: f64,
}

/// Guesses how `b` lies on `a`; both lie straight, at 50 dpi. `None` when there is nothing to go by.
pub fn guess(a: &Level, b: &Level) -> Option<Guess> {
    if a.width < FAR || a.height < FAR || b.width < FAR || b.height < FAR {
        return None;
    }
    let rows = along(&rows_of(a), &rows_of(b), 2);
    let small = (a.half(), b.half());
    let guesses = rows.into_iter().filter_map(|rows| {
        let columns = along(&columns_of(a, |y| y), &columns_of(b, placed(a.height, b.height, rows)), 1);
        let columns = columns.first()?;
        let line =
            |along: &Along, from: usize, to: usize| to as f64 / 2.0 + along.shift - along.scale * from as f64 / 2.0;
        let (x, y) = (line(columns, a.width, b.width), line(&rows, a.height, b.height));
        let map = Affine([columns.scale, 0.0, x, 0.0, rows.scale, y]);
        Some(Guess { map, alike: alike(&small.0, &small.1, &map) })
    });
    guesses.max_by(|one, other| one.alike.total_cmp(&other.alike))
}

/// Returns where a row of the first page lies on the second.
fn placed(from: usize, to: usize, along: Along) -> impl Fn(f64) -> f64 {
    move |y| (y - from as f64 / 2.0) * along.scale + along.shift + to as f64 / 2.0
}

fn rows_of(page: &Level) -> Profiles {
    let mut values = Vec::with_capacity(STRIPS * page.height);
    for strip in 0..STRIPS {
        let span = strip * page.width / STRIPS..(strip + 1) * page.width / STRIPS;
        values
            .extend((0..page.height).map(|y| page.row(y)[span.clone()].iter().map(|ink| i32::from(*ink)).sum::<i32>()));
    }
    Profiles::of(page.height, values)
}

/// Sums up columns, band by band; `place` says where a band's edge lies on this page.
fn columns_of(page: &Level, place: impl Fn(f64) -> f64) -> Profiles {
    let mut values = vec![0; BANDS * page.width];
    let edge = |band: usize| {
        let y = place(band as f64 * page.height as f64 / BANDS as f64);
        (y.round().max(0.0) as usize).min(page.height)
    };
    for (band, sums) in values.chunks_exact_mut(page.width).enumerate() {
        for y in edge(band)..edge(band + 1) {
            sums.iter_mut().zip(page.row(y)).for_each(|(sum, ink)| *sum += i32::from(*ink));
        }
    }
    Profiles::of(page.width, values)
}

impl Profiles {
    /// Takes the local mean away and brings the rest into a narrow range.
    fn of(length: usize, values: Vec<i32>) -> Profiles {
        let mut flat: Vec<i32> = Vec::with_capacity(values.len());
        for profile in values.chunks_exact(length) {
            let mut sums = vec![0i64];
            profile.iter().for_each(|value| sums.push(sums[sums.len() - 1] + i64::from(*value)));
            for (at, value) in profile.iter().enumerate() {
                let (low, high) = (at.saturating_sub(FLAT), (at + FLAT + 1).min(length));
                flat.push(value - ((sums[high] - sums[low]) / (high - low) as i64) as i32);
            }
        }
        let mean = flat.iter().map(|value| f64::from(*value).abs()).sum::<f64>() / flat.len().max(1) as f64;
        let narrow = |value: i32| (f64::from(value) * 64.0 / mean.max(1.0)).clamp(-256.0, 256.0) as i16;
        Profiles::with(length, flat.into_iter().map(narrow).collect())
    }

    fn with(length: usize, values: Vec<i16>) -> Profiles {
        let energy = values.iter().map(|value| f64::from(*value) * f64::from(*value)).sum();
        Profiles { length, values, energy }
    }

    /// Halves the resolution.
    fn half(&self) -> Profiles {
        let halves = self.values.chunks_exact(self.length).flat_map(|profile| profile.chunks(2));
        let values: Vec<i16> = halves.map(|two| two.iter().sum::<i16>() / 2).collect();
        Profiles::with(self.length.div_ceil(2), values)
    }

    /// Compares with others at one scale and at all shifts around one.
    fn compared(&self, other: &Profiles, scale: f64, shift: f64, room: usize) -> Vec<Along> {
        let scaled = other.scaled(scale, shift, self.length, room);
        let norm = (self.energy * other.energy).sqrt().max(1.0);
        let at = |at: usize| {
            let pairs = self.values.chunks_exact(self.length).zip(scaled.chunks_exact(self.length + 2 * room));
            let sum: i64 = pairs.map(|(mine, theirs)| product(mine, &theirs[at..at + mine.len()])).sum();
            // A scale is no better for stretching: energy grows with it.
            let alike = sum as f64 * scale.sqrt() / norm;
            Along { scale, shift: shift + (at as f64 - room as f64) * scale, alike }
        };
        (0..=2 * room).map(at).collect()
    }

    /// Scales all profiles about their middles and shifts them, into a length with so much room at both ends.
    fn scaled(&self, scale: f64, shift: f64, length: usize, room: usize) -> Vec<i16> {
        let mut out = Vec::with_capacity(self.values.len() / self.length.max(1) * (length + 2 * room));
        let middle = shift + self.length as f64 / 2.0 - 0.5;
        for profile in self.values.chunks_exact(self.length) {
            for at in 0..length + 2 * room {
                let from = (at as f64 + 0.5 - room as f64 - length as f64 / 2.0) * scale + middle;
                let (left, part) = (from.floor(), from - from.floor());
                let value = |at: f64| if at >= 0.0 { profile.get(at as usize).copied().unwrap_or(0) } else { 0 };
                let mixed = f64::from(value(left)) * (1.0 - part) + f64::from(value(left + 1.0)) * part;
                out.push(mixed as i16);
            }
        }
        out
    }
}

/// Finds the scales and shifts at which profiles are most alike, best first, no two close to each other.
fn along(a: &Profiles, b: &Profiles, count: usize) -> Vec<Along> {
    let (small_a, small_b) = (a.half(), b.half());
    let room = (FAR + a.length.abs_diff(b.length).min(2 * FAR) / 2) / 2;
    let mut best: Vec<Along> = vec![Along { scale: 1.0, shift: 0.0, alike: -1.0 }; 2 * room + 1];
    for scale in (-SCALES..=SCALES).map(|step| 1.0 + SCALE_STEP * f64::from(step)) {
        let found = small_a.compared(&small_b, scale, 0.0, room);
        for (best, found) in best.iter_mut().zip(found).filter(|(best, found)| found.alike > best.alike) {
            *best = found;
        }
    }
    best.sort_by(|one, other| other.alike.total_cmp(&one.alike));
    let mut apart: Vec<Along> = Vec::new();
    for one in best {
        if apart.len() < count && apart.iter().all(|other| (other.shift - one.shift).abs() > 2.0) {
            apart.push(one);
        }
    }
    apart.into_iter().map(|rough| sharpened(a, b, rough)).collect()
}

/// Finds the scale and the shift near to those that were found at half the resolution.
fn sharpened(a: &Profiles, b: &Profiles, rough: Along) -> Along {
    let scales = (-1..=1).map(|step| rough.scale + SCALE_STEP / 2.0 * f64::from(step));
    let all = scales.flat_map(|scale| a.compared(b, scale, 2.0 * rough.shift, 2));
    all.max_by(|one, other| one.alike.total_cmp(&other.alike)).unwrap_or(rough)
}

/// Multiplies two rows and adds up.
pub fn product(a: &[i16], b: &[i16]) -> i64 {
    a.chunks(4096).zip(b.chunks(4096)).map(|(a, b)| i64::from(short_product(a, b))).sum()
}

fn short_product(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// Says how alike two planes of 25 dpi are under a map of 50 dpi: the correlation of their ink.
fn alike(a: &Level, b: &Level, map: &Affine) -> f64 {
    let (mut count, mut sums, mut squares, mut both) = (0i64, [0i64; 2], [0i64; 2], 0i64);
    for y in 0..a.height {
        for (x, ink) in a.row(y).iter().enumerate() {
            let (to_x, to_y) = map.apply(2.0 * x as f64 + 1.0, 2.0 * y as f64 + 1.0);
            let (one, other) = (i64::from(*ink), i64::from(b.at((to_x * 128.0) as i32, (to_y * 128.0) as i32)));
            count += 1;
            sums = [sums[0] + one, sums[1] + other];
            squares = [squares[0] + one * one, squares[1] + other * other];
            both += one * other;
        }
    }
    let spread = |at: usize| (count * squares[at] - sums[at] * sums[at]) as f64;
    let norm = (spread(0) * spread(1)).sqrt();
    if norm > 0.0 { (count * both - sums[0] * sums[1]) as f64 / norm } else { 0.0 }
}
