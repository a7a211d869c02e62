//! Papers that offices have, and the resolution at which a scan shows one of them.
//!
//! For comparing scans: a wrong guess makes two scans of one sheet of different sizes. What is written into a bundle is
//! decided in `pdfa::resolution`, with reasons.

/// Papers and resolutions that are met, likeliest first, for scans that do not say: short and long side in millimetres.
const PAPERS: [(f64, f64); 5] = [(210.0, 297.0), (148.0, 210.0), (297.0, 420.0), (105.0, 148.0), (216.0, 330.0)];
const RESOLUTIONS: [f64; 7] = [300.0, 200.0, 150.0, 240.0, 400.0, 600.0, 100.0];
/// Resolutions that are met less often: taken only where the scan is as large as the paper.
const RARE: [f64; 4] = [250.0, 220.0, 180.0, 360.0];
/// How far a scan without border may be off its paper to each side, in millimetres.
const EXACT: f64 = 1.5;
/// What a scan may have less than its paper, and how much border on all sides more, in millimetres.
const MARGIN: (f64, f64) = (-4.0, 20.0);
/// Long sides between which a stated resolution is believed, in millimetres: a card, and A3 with a border.
const BELIEVED: std::ops::RangeInclusive<f64> = 70.0..=450.0;
/// The long side that a page has when nothing helps: that of A4, in millimetres.
const LONG_SIDE: f64 = 297.0;

/// How many dots per inch a scan has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// Dots per inch, across and down; more than 0 unless the scan has no pixels.
    pub dpi: f64,
    /// Whether that is a guess, as nobody says, or says what cannot be.
    pub is_guessed: bool,
}

/// Finds the resolution of a scan of so many pixels: what is stated, if it makes a sheet of paper; else by the papers that there
/// are; else the scan is as long as A4.
pub fn resolution(width: f64, height: f64, stated: Option<f64>) -> Resolution {
    let (short, long) = (width.min(height), width.max(height));
    let stated = stated.filter(|dpi| dpi.is_finite() && *dpi > 0.0 && BELIEVED.contains(&(long / dpi * 25.4)));
    let guessed = || likely(short, long).unwrap_or(long * 25.4 / LONG_SIDE);
    Resolution { dpi: stated.unwrap_or_else(guessed), is_guessed: stated.is_none() }
}

/// Returns the resolution at which a scan shows a paper that is met: all of it and no more, or with an even border at most.
fn likely(short: f64, long: f64) -> Option<f64> {
    let more = |dpi: f64, paper: (f64, f64)| (short / dpi * 25.4 - paper.0, long / dpi * 25.4 - paper.1);
    let is_exact = |(across, down): (f64, f64)| across.abs() <= EXACT && down.abs() <= EXACT;
    let is_near = |more: f64| more >= MARGIN.0 && more <= MARGIN.1;
    let is_bordered = |(across, down): (f64, f64)| is_near(across) && is_near(down) && (across - down).abs() <= 4.0;
    let all = || PAPERS.iter().flat_map(|paper| RESOLUTIONS.iter().map(move |dpi| (*dpi, *paper)));
    let rare = PAPERS.iter().flat_map(|paper| RARE.iter().map(move |dpi| (*dpi, *paper)));
    let exact = all().chain(rare).find(|(dpi, paper)| is_exact(more(*dpi, *paper)));
    exact.or_else(|| all().find(|(dpi, paper)| is_bordered(more(*dpi, *paper)))).map(|(dpi, _)| dpi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_is_believed_when_the_paper_it_makes_exists() {
        let dpi = |width, height, stated| resolution(width, height, stated).dpi;
        assert_eq!(dpi(2480.0, 3508.0, Some(300.0)), 300.0);
        assert_eq!(dpi(2480.0, 3508.0, Some(72.0)), 300.0);
        assert_eq!(dpi(2480.0, 3508.0, Some(f64::NAN)), 300.0);
        assert_eq!(dpi(1748.0, 1240.0, Some(300.0)), 300.0);
        assert!(!resolution(1748.0, 1240.0, Some(300.0)).is_guessed && resolution(1748.0, 1240.0, None).is_guessed);
    }

    #[test]
    fn a_paper_that_is_met_tells_its_resolution_with_a_border_too() {
        let dpi = |width, height| resolution(width, height, None).dpi;
        assert_eq!([dpi(1240.0, 1754.0), dpi(1748.0, 2480.0), dpi(1819.0, 2573.0)], [150.0, 300.0, 220.0]);
        assert_eq!(dpi(1291.0, 1779.0), 200.0, "A5 and 8 mm around it");
        assert_eq!(dpi(3000.0, 2970.0), 3000.0 * 25.4 / LONG_SIDE);
        assert_eq!(dpi(0.0, 0.0), 0.0);
    }
}
