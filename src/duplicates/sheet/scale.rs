//! Brings a scan to the resolution of comparing: by area when it shrinks, by cubics when it grows.

use crate::sizes;

/// Fractions of a weight.
const ONE: i32 = 1 << 14;

/// How a scan becomes a sheet: its size, and pixels of the scan for each pixel of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Pixels of the sheet across.
    pub width: usize,
    /// Pixels of the sheet down.
    pub height: usize,
    /// Pixels of the scan for one of the sheet.
    pub step: f64,
    /// Whether the step is a guess, as nobody says the resolution.
    pub is_guessed: bool,
}

impl Scale {
    /// Chooses the scale of a scan of such a size for a target resolution.
    pub fn of(width: u32, height: u32, dpi: Option<f64>, target: f64) -> Scale {
        let found = sizes::resolution(f64::from(width), f64::from(height), dpi);
        let mut step = found.dpi / target;
        if (step - 1.0).abs() < 0.002 || step <= 0.0 {
            step = 1.0;
        }
        let side = |pixels: u32| if pixels == 0 { 0 } else { (f64::from(pixels) / step).round().max(1.0) as usize };
        Scale { width: side(width), height: side(height), step, is_guessed: found.is_guessed }
    }
}

/// The weights of one axis: each target pixel takes `count` pixels from its start on.
struct Taps {
    count: usize,
    starts: Vec<usize>,
    weights: Vec<i16>,
}

impl Taps {
    fn of(from: usize, to: usize, step: f64) -> Taps {
        let count = if step < 1.0 { 4 } else { step.ceil() as usize + 1 }.min(from);
        let mut taps = Taps { count, starts: Vec::with_capacity(to), weights: Vec::with_capacity(to * count) };
        for target in 0..to {
            let (low, high) = (target as f64 * step, (target as f64 + 1.0) * step);
            let first = if step < 1.0 { ((low + high) / 2.0 - 0.5).floor() - 1.0 } else { low.floor() };
            let start = (first.max(0.0) as usize).min(from - count);
            let weight = |at: usize| match step < 1.0 {
                true => cubic((low + high) / 2.0 - 0.5 - at as f64),
                false => (high.min(at as f64 + 1.0) - low.max(at as f64)).max(0.0),
            };
            taps.push(start, &(start..start + count).map(weight).collect::<Vec<_>>());
        }
        taps
    }

    /// Adds a target pixel; what rounding leaves over goes to the heaviest weight, so that a flat plane stays flat.
    fn push(&mut self, start: usize, weights: &[f64]) {
        let sum: f64 = weights.iter().sum();
        let part = |weight: &f64| if sum > 0.0 { (weight / sum * f64::from(ONE)).round() as i32 } else { 0 };
        let mut whole: Vec<i32> = weights.iter().map(part).collect();
        let rest = ONE - whole.iter().sum::<i32>();
        if let Some(heaviest) = (0..whole.len()).max_by_key(|at| whole[*at]) {
            whole[heaviest] += rest;
        }
        self.starts.push(start);
        self.weights.extend(whole.iter().map(|weight| *weight as i16));
    }

    fn of_target(&self, target: usize) -> (usize, &[i16]) {
        (self.starts[target], &self.weights[target * self.count..(target + 1) * self.count])
    }
}

/// The cubic of Catmull and Rom.
fn cubic(distance: f64) -> f64 {
    let t = distance.abs();
    match t {
        t if t < 1.0 => (1.5 * t - 2.5) * t * t + 1.0,
        t if t < 2.0 => ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0,
        _ => 0.0,
    }
}

/// Resamples a plane of `width` by `height` bytes.
pub fn resample(plane: &[u8], width: usize, height: usize, scale: Scale) -> Vec<u8> {
    if scale.step == 1.0 || scale.width == 0 || scale.height == 0 {
        return plane.to_vec();
    }
    let (across, down) = (Taps::of(width, scale.width, scale.step), Taps::of(height, scale.height, scale.step));
    let mut out = Vec::with_capacity(scale.width * scale.height);
    let mut column = vec![0i32; width];
    for target in 0..scale.height {
        let (start, weights) = down.of_target(target);
        column.fill(ONE >> 9);
        for (row, weight) in plane[start * width..].chunks_exact(width).zip(weights) {
            let weight = i32::from(*weight);
            column.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * i32::from(*value));
        }
        // Eight bits more than a byte are kept between the passes.
        column.iter_mut().for_each(|sum| *sum >>= 6);
        for target in 0..scale.width {
            let (start, weights) = across.of_target(target);
            let sum: i32 = column[start..].iter().zip(weights).map(|(value, weight)| value * i32::from(*weight)).sum();
            out.push(((sum + (1 << 21)) >> 22).clamp(0, 255) as u8);
        }
    }
    out
}
