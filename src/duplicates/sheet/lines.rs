//! Which way the lines of a page run: how far it was turned in the scanner, and whether it lies on its side.

use super::level::Level;

/// Strips into which a page is cut, so that shifting their profiles against each other turns the page.
const STRIPS: usize = 24;
/// The steepest slope that is looked at: three degrees and a half.
const STEEPEST: f64 = 0.062;

/// The direction of a page's lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lines {
    /// How far rows fall to the right: pixels down for each across.
    pub slope: f64,
    /// Share of what is sharp about rows, against columns: near 1 when lines lie, near 0 when they stand.
    pub lying: f64,
}

/// The profiles of a page's strips, one behind the other.
struct Profiles {
    length: usize,
    /// Pixels from the middle of one strip to that of the next.
    pitch: f64,
    sums: Vec<f32>,
}

impl Lines {
    /// Looks at a plane at 100 dpi.
    pub fn of(plane: &Level) -> Lines {
        if plane.width < STRIPS * 2 || plane.height < STRIPS * 2 {
            return Lines::default();
        }
        let (rows, columns) = (Profiles::of_rows(plane), Profiles::of_columns(plane));
        let sharpness = |slope: f64| (rows.sharpness(slope), columns.sharpness(-slope));
        let best = |middle: f64, step: f64, count: i32| {
            let slopes = (-count..=count).map(|at| middle + step * f64::from(at));
            let rated = slopes.map(|slope| (slope, sharpness(slope)));
            rated.fold(
                (middle, (-1.0, 0.0)),
                |best, now| if now.1.0 + now.1.1 > best.1.0 + best.1.1 { now } else { best },
            )
        };
        let (slope, _) = best(0.0, STEEPEST / 31.0, 31);
        let (slope, _) = best(slope, STEEPEST / 124.0, 4);
        let (slope, (across, down)) = best(slope, STEEPEST / 496.0, 4);
        let sum = across + down;
        Lines { slope, lying: if sum > 0.0 { across / sum } else { 0.5 } }
    }
}

impl Profiles {
    fn of_rows(plane: &Level) -> Profiles {
        let mut sums = vec![0.0; STRIPS * plane.height];
        for y in 0..plane.height {
            let row = plane.row(y);
            for strip in 0..STRIPS {
                let part = &row[strip * plane.width / STRIPS..(strip + 1) * plane.width / STRIPS];
                sums[strip * plane.height + y] = part.iter().map(|ink| u32::from(*ink)).sum::<u32>() as f32;
            }
        }
        Profiles { length: plane.height, pitch: plane.width as f64 / STRIPS as f64, sums }
    }

    fn of_columns(plane: &Level) -> Profiles {
        let mut sums = vec![0.0; STRIPS * plane.width];
        for strip in 0..STRIPS {
            let out = &mut sums[strip * plane.width..(strip + 1) * plane.width];
            for y in strip * plane.height / STRIPS..(strip + 1) * plane.height / STRIPS {
                out.iter_mut().zip(plane.row(y)).for_each(|(sum, ink)| *sum += f32::from(*ink));
            }
        }
        Profiles { length: plane.width, pitch: plane.height as f64 / STRIPS as f64, sums }
    }

    /// Says how sharply lines stand out when strips are shifted by such a slope.
    fn sharpness(&self, slope: f64) -> f64 {
        let mut sum = vec![0f32; self.length];
        for (strip, profile) in self.sums.chunks_exact(self.length).enumerate() {
            let shift = slope * self.pitch * (strip as f64 - (STRIPS as f64 - 1.0) / 2.0);
            let whole = shift.floor();
            let part = (shift - whole) as f32;
            add(&mut sum, profile, whole as isize, 1.0 - part);
            add(&mut sum, profile, whole as isize + 1, part);
        }
        let steps = sum.windows(2).map(|pair| f64::from(pair[1] - pair[0]));
        steps.map(|step| step * step).sum()
    }
}

/// Adds a profile that is shifted back by so many places.
fn add(sum: &mut [f32], profile: &[f32], shift: isize, weight: f32) {
    let far = shift.unsigned_abs().min(profile.len());
    let rest = profile.len() - far;
    let (to, from) = if shift < 0 { (&mut sum[far..], &profile[..rest]) } else { (&mut sum[..rest], &profile[far..]) };
    to.iter_mut().zip(from).for_each(|(sum, value)| *sum += weight * value);
}
