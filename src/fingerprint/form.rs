//! A form: what its pages share, so that they can be told apart by the rest.
//!
//! A page is laid over the form, the form is taken away, and what is left is weighed: waves in which pages of the form differ
//! little count most, and ways in which many of them differ count little. The signs of that are the page's key.

use rayon::prelude::*;

use super::alike::{self, LANES, Magnitudes, Page};
use super::spectrum::{WAVES, Waves};

/// Bytes of a key.
pub const KEY: usize = PARTS / 8;
/// The waves that pages of a form are told apart by, the longest; each has two parts.
pub(super) const TOLD: usize = 416;
const PARTS: usize = 2 * TOLD;
/// Numbers of a key.
const NUMBERS: usize = PARTS / 64;
/// The most ways in which pages of a form differ that are learnt, and the pages that each takes.
const LEARNT: usize = 8;
const PAGES_A_WAY: usize = 4;
/// The most pages that a form is learnt from.
pub const TEACHERS: usize = 384;
/// How much a wave in which pages never differ would count for, as a share of the usual difference.
pub(super) const FLOOR: f32 = 0.1;
/// How often a way is turned towards where pages differ most.
const TURNS: usize = 40;

/// What is left of a page once its form is taken away, at length 1.
pub(super) type Rest = [f32; PARTS];
/// The signs of a rest.
pub(super) type Key = [u64; NUMBERS];

/// A printed form, as its pages show it.
#[derive(Clone, Debug)]
pub struct Form {
    middle: Waves,
    pub(super) magnitudes: Magnitudes,
    /// Ways in which a scan may differ from another.
    scanned: Vec<Way>,
    weights: Vec<f32>,
    /// Ways in which pages of the form differ, and how much of each is taken away.
    learnt: Vec<Way>,
}

/// A direction, in whole numbers.
#[derive(Clone, Debug)]
struct Way {
    parts: Vec<i8>,
    unit: f32,
    share: f32,
}

impl Way {
    fn of(parts: &[f32], share: f32) -> Way {
        let most = parts.iter().fold(1e-9f32, |most, part| most.max(part.abs()));
        let unit = most / 127.0;
        Way { parts: parts.iter().map(|part| (part / unit).round() as i8).collect(), unit, share }
    }

    fn take_from(&self, rest: &mut [f32]) {
        let along = product(rest, &self.parts, |part| f32::from(*part));
        let factor = along * self.unit * self.unit * self.share;
        rest.iter_mut().zip(&self.parts).for_each(|(part, way)| *part -= factor * f32::from(*way));
    }
}

/// Returns how many signs of two keys differ.
pub(super) fn apart(one: &Key, other: &Key) -> u32 {
    one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum()
}

/// Returns the key of what is left of a page.
pub(super) fn key(rest: &Rest) -> Key {
    let mut key = [0u64; NUMBERS];
    rest.iter().enumerate().filter(|(_, part)| **part > 0.0).for_each(|(at, _)| key[at / 64] |= 1 << (at % 64));
    key
}

/// Returns the product of two rests: 1 for the same.
pub(super) fn agreement(one: &Rest, other: &Rest) -> f32 {
    dot(one, other)
}

impl Form {
    /// Learns a form from an exemplar and others that lie over it.
    pub(super) fn of(exemplar: &Page, pages: &[&Page]) -> Form {
        let own = exemplar.waves((0, 0));
        let every = pages.len().div_ceil(TEACHERS).max(1);
        let teachers: Vec<&Page> = pages.iter().step_by(every).copied().collect();
        let ways = exemplar.ways(&own);
        let mut middle = own;
        let mut laid: Vec<Waves> = Vec::new();
        for _ in 0..2 {
            laid = teachers.par_iter().map(|page| page.laid_over((0, 0), &middle)).collect();
            middle = alike::form(&laid.iter().collect::<Vec<_>>()).normal();
        }
        let scanned = ways.iter().map(|way| Way::of(&numbers(way), 1.0)).collect();
        let magnitudes = Magnitudes::of(&middle);
        let mut form = Form { middle, magnitudes, scanned, weights: vec![1.0; PARTS], learnt: Vec::new() };
        let rests: Vec<Vec<f32>> = laid.par_iter().map(|laid| form.without(laid)).collect();
        form.weights = weights(&rests);
        let rests: Vec<Rest> = laid.par_iter().map(|laid| form.rest(laid)).collect();
        form.learnt = learnt(&rests);
        form
    }

    /// Lays a page over the form: how well it fits, and the page as it lies.
    pub(super) fn laid(&self, page: &Page) -> (f32, Waves) {
        let laid = page.laid_over((0, 0), &self.middle);
        (laid.dot(&self.middle), laid)
    }

    /// Returns how well a page fits as it is scanned, at the best shift.
    pub(super) fn fit(&self, waves: &Waves) -> f32 {
        super::shift::agreement(waves, &self.middle, WAVES)
    }

    /// Says whether this is another form, rather than the same one learnt again.
    pub(super) fn is_apart_from(&self, other: &Form, least: f32) -> bool {
        other.fit(&self.middle) < least
    }

    /// Returns what is left of a page that was laid over the form.
    pub(super) fn rest(&self, laid: &Waves) -> Rest {
        let mut rest = self.without(laid);
        rest.iter_mut().zip(&self.weights).for_each(|(part, weight)| *part *= weight);
        normal(&mut rest);
        self.learnt.iter().for_each(|way| way.take_from(&mut rest));
        normal(&mut rest);
        std::array::from_fn(|at| rest[at])
    }

    /// Takes away the form, and ways in which scans differ.
    fn without(&self, laid: &Waves) -> Vec<f32> {
        let mut rest = numbers(laid);
        let strength = 1.0 / laid.dot(&self.middle).max(0.1);
        rest.iter_mut().zip(numbers(&self.middle)).for_each(|(part, form)| *part = *part * strength - form);
        self.scanned.iter().for_each(|way| way.take_from(&mut rest));
        rest.truncate(PARTS);
        rest
    }
}

/// Returns the weight of each part: the less pages differ in it, the more.
fn weights(rests: &[Vec<f32>]) -> Vec<f32> {
    let mut spread = vec![0f32; TOLD];
    for rest in rests {
        spread
            .iter_mut()
            .zip(rest.chunks_exact(2))
            .for_each(|(sum, wave)| *sum += wave[0] * wave[0] + wave[1] * wave[1]);
    }
    let floor = FLOOR * spread.iter().sum::<f32>() / TOLD as f32;
    spread.iter().flat_map(|spread| [1.0 / (spread + floor).max(1e-12); 2]).collect()
}

/// Returns the ways in which pages differ most, and how much of each to take away so that they differ in none of them much.
fn learnt(rests: &[Rest]) -> Vec<Way> {
    let wanted = LEARNT.min(rests.len() / PAGES_A_WAY);
    let mut rests = rests.to_vec();
    let mut found: Vec<(f32, Vec<f32>)> = Vec::new();
    for _ in 0..wanted {
        let way = most(&rests);
        let mut strength = 0.0;
        for rest in &mut rests {
            let along = dot(rest, &way);
            strength += along * along;
            rest.iter_mut().zip(&way).for_each(|(part, way)| *part -= along * way);
        }
        found.push((strength.max(1e-9), way));
    }
    let least = found.iter().map(|(strength, _)| *strength).fold(f32::MAX, f32::min);
    found.iter().map(|(strength, way)| Way::of(way, 1.0 - (least / strength).sqrt())).collect()
}

/// Returns the way in which pages differ most.
fn most(rests: &[Rest]) -> Vec<f32> {
    let mut way = rests.first().map_or(vec![0.0; PARTS], |rest| rest.to_vec());
    for _ in 0..TURNS {
        let mut next = vec![0f32; PARTS];
        for rest in rests {
            let along = dot(rest, &way);
            next.iter_mut().zip(rest).for_each(|(next, part)| *next += along * part);
        }
        normal(&mut next);
        way = next;
    }
    way
}

/// Returns the parts of all waves, the longest first.
fn numbers(waves: &Waves) -> Vec<f32> {
    waves.re.iter().zip(&waves.im).flat_map(|(re, im)| [*re, *im]).collect()
}

fn normal(parts: &mut [f32]) {
    let scale = 1.0 / dot(parts, parts).max(1e-18).sqrt();
    parts.iter_mut().for_each(|part| *part *= scale);
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    product(one, other, |other| *other)
}

/// Sums products in as many parts as everywhere, in this order on every machine.
fn product<T>(one: &[f32], other: &[T], value: impl Fn(&T) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    for (one, other) in one.chunks_exact(LANES).zip(other.chunks_exact(LANES)) {
        sums.iter_mut().zip(one.iter().zip(other)).for_each(|(sum, (one, other))| *sum += one * value(other));
    }
    sums.iter().sum()
}

impl Form {
    /// Returns the bytes to keep.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> =
            numbers(&self.middle).iter().chain(&self.weights).flat_map(|part| part.to_le_bytes()).collect();
        bytes.push(self.scanned.len() as u8);
        for way in self.scanned.iter().chain(&self.learnt) {
            bytes.extend(way.unit.to_le_bytes());
            bytes.extend(way.share.to_le_bytes());
            bytes.extend(way.parts.iter().map(|part| *part as u8));
        }
        bytes
    }

    /// Takes a form from where it was kept; `None` for what was never one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Form> {
        let (parts, rest) = bytes.split_at_checked(4 * (2 * WAVES + PARTS))?;
        let (count, mut rest) = rest.split_first()?;
        let numbers: Vec<f32> = parts.chunks_exact(4).map(float).collect();
        let middle = Waves {
            re: std::array::from_fn(|wave| numbers[2 * wave]),
            im: std::array::from_fn(|wave| numbers[2 * wave + 1]),
        };
        let mut ways: [Vec<Way>; 2] = [Vec::new(), Vec::new()];
        while !rest.is_empty() {
            let is_learnt = ways[0].len() >= usize::from(*count);
            let (head, tail) = rest.split_at_checked(8)?;
            let (parts, tail) = tail.split_at_checked(if is_learnt { PARTS } else { 2 * WAVES })?;
            let parts = parts.iter().map(|part| *part as i8).collect();
            ways[usize::from(is_learnt)].push(Way { parts, unit: float(&head[..4]), share: float(&head[4..]) });
            rest = tail;
        }
        let [scanned, learnt] = ways;
        let magnitudes = Magnitudes::of(&middle);
        Some(Form { middle, magnitudes, scanned, weights: numbers[2 * WAVES..].to_vec(), learnt })
    }
}

fn float(bytes: &[u8]) -> f32 {
    bytes.first_chunk().map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
}
