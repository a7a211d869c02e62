//! Sine and cosine by a polynomial, since those of the platforms differ in the last bit and fingerprints must not.

use std::f64::consts::TAU;

/// Returns cosine and sine of an angle in full turns, to about 1e-11.
pub(super) fn wave(turns: f64) -> (f64, f64) {
    let turns = turns - turns.floor();
    // To an eighth of a turn either side of the nearest quarter.
    let quarter = (turns * 4.0 + 0.5).floor();
    let angle = (turns - quarter / 4.0) * TAU;
    let square = angle * angle;
    let sine = angle * horner(square, &[1.0, -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362_880.0]);
    let cosine = horner(square, &[1.0, -0.5, 1.0 / 24.0, -1.0 / 720.0, 1.0 / 40_320.0, -1.0 / 3_628_800.0]);
    match quarter as u32 % 4 {
        0 => (cosine, sine),
        1 => (-sine, cosine),
        2 => (-cosine, -sine),
        _ => (sine, -cosine),
    }
}

fn horner(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_are_those_of_the_textbook() {
        for step in -300..300 {
            let turns = f64::from(step) / 97.0;
            let (cosine, sine) = wave(turns);
            assert!((cosine - (turns * TAU).cos()).abs() < 1e-8, "{turns}");
            assert!((sine - (turns * TAU).sin()).abs() < 1e-8, "{turns}");
        }
    }
}
