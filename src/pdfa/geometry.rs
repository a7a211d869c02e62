//! From pixels and dots per inch to a page: its box, its turn, and where the image lies on it.
//!
//! The image's bytes are never turned. Quarter turns are the page's Rotate; mirroring is the matrix
//! that places the image.

use serde::{Deserialize, Serialize};

use crate::page::Orientation;

/// The name of the page's image in its resources.
pub(super) const IMAGE: &str = "Im0";

/// The smallest side of a page, in units (ISO 19005-2, 6.1.13).
const MIN_SIDE: f64 = 3.0;
/// The largest side of a page, in units (ISO 19005-2, 6.1.13).
const MAX_SIDE: f64 = 14_400.0;
/// The unit without UserUnit: 1/72 inch (ISO 32000-1, 8.3.2.3).
const UNITS_PER_INCH: f64 = 72.0;

/// Dots per inch across and down: finite, 1 to 100,000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dpi {
    x: f64,
    y: f64,
}

impl Dpi {
    /// Returns the resolution, or `None` where it could not size a page.
    pub fn new(x: f64, y: f64) -> Option<Dpi> {
        let sound = |value: f64| (1.0..=100_000.0).contains(&value);
        (sound(x) && sound(y)).then_some(Dpi { x, y })
    }

    /// Returns the dots per inch across the image as stored.
    pub fn x(self) -> f64 {
        self.x
    }

    /// Returns the dots per inch down the image as stored.
    pub fn y(self) -> f64 {
        self.y
    }
}

/// A page and the place of its image on it: as large as the image, or as it was in a PDF from elsewhere.
///
/// Sides are right within 0.01 pt up to a length of 90 m (255,000 pt). Two limits of the standard bend the rule: a
/// side of more than 14,400 units is told in a larger unit (UserUnit); a side of less than 3 units (1 mm)
/// becomes 3, with the image at its true size in the upper left corner and nothing beside it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageBox {
    page: (f32, f32),
    /// Maps the unit square to where the image is painted.
    image: [f32; 6],
    user_unit: u32,
    rotation: u16,
}

impl PageBox {
    /// Returns the page for an image of so many stored pixels, each axis at its own resolution.
    pub fn new(width: u32, height: u32, dpi: Dpi, orientation: Orientation) -> PageBox {
        let points = (f64::from(width) * UNITS_PER_INCH / dpi.x, f64::from(height) * UNITS_PER_INCH / dpi.y);
        // At most 2^32 pixels of 72 points each: 3.1e11 / 14,400 fits.
        let user_unit = (points.0.max(points.1) / MAX_SIDE).ceil().max(1.0) as u32;
        let side = |points: f64| rounded(points / f64::from(user_unit));
        let (width, height) = (side(points.0), side(points.1));
        let page = (width.max(MIN_SIDE as f32), height.max(MIN_SIDE as f32));
        let up = rounded(f64::from(page.1) - f64::from(height));
        let (mirrored, rotation) = turn(orientation);
        let image = if mirrored { [-width, 0.0, 0.0, height, width, up] } else { [width, 0.0, 0.0, height, 0.0, up] };
        PageBox { page, image, user_unit, rotation }
    }

    /// Returns a page of the given size with its image where `image` maps the unit square, in units of `user_unit`/72
    /// inch from the lower left corner; `None` beyond the limits of the standard (ISO 19005-2, 6.1.13) or where the
    /// image would have no extent.
    pub fn placed(size: (f64, f64), image: [f64; 6], rotation: u16, user_unit: u32) -> Option<PageBox> {
        let side = |units: f64| (MIN_SIDE..=MAX_SIDE).contains(&units);
        let [a, b, c, d, ..] = image;
        let sound = image.iter().all(|value| value.is_finite() && value.abs() <= 1e6);
        let is_turn = rotation < 360 && rotation.is_multiple_of(90);
        let extended = (a * d - b * c).abs() >= 1e-6 && user_unit > 0;
        (side(size.0) && side(size.1) && sound && is_turn && extended).then(|| PageBox {
            page: (four_decimals(size.0), four_decimals(size.1)),
            image: image.map(four_decimals),
            user_unit,
            rotation,
        })
    }

    /// Returns width and height of the MediaBox in units, before the rotation.
    pub fn size(&self) -> (f32, f32) {
        self.page
    }

    /// Returns the matrix that maps the unit square to the image's place, in units.
    pub fn image(&self) -> [f32; 6] {
        self.image
    }

    /// Returns the length of a unit in 1/72 inch.
    pub fn user_unit(&self) -> u32 {
        self.user_unit
    }

    /// Returns the degrees to turn the page clockwise: 0, 90, 180 or 270.
    pub fn rotation(&self) -> u16 {
        self.rotation
    }

    /// Returns the operators that paint the image, mirrored where the orientation asks for it.
    pub(super) fn content(&self) -> String {
        let matrix = self.image.map(|value| value.to_string()).join(" ");
        format!("q\n{matrix} cm\n/{IMAGE} Do\nQ")
    }
}

/// Returns whether to mirror left and right, and how far to turn clockwise after that.
fn turn(orientation: Orientation) -> (bool, u16) {
    match orientation.tag() {
        2 => (true, 0),
        3 => (false, 180),
        4 => (true, 180),
        5 => (true, 270),
        6 => (false, 90),
        7 => (true, 90),
        8 => (false, 270),
        _ => (false, 0),
    }
}

/// Rounds to four decimals, and never to nothing: an image without extent cannot be painted.
///
/// A number of four decimals prints as itself from 32 bits, or with fewer digits.
fn rounded(units: f64) -> f32 {
    if units > 0.0 { four_decimals(units).max(0.0001) } else { 0.0 }
}

/// Rounds to four decimals; minus zero becomes zero.
fn four_decimals(units: f64) -> f32 {
    ((units * 10_000.0).round() / 10_000.0) as f32 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(width: u32, height: u32, x: f64, y: f64) -> PageBox {
        PageBox::new(width, height, Dpi::new(x, y).unwrap(), Orientation::UPRIGHT)
    }

    #[test]
    fn an_a4_page_at_300_dpi_has_the_size_of_the_paper() {
        assert_eq!(sheet(2480, 3508, 300.0, 300.0).size(), (595.2, 841.92));
    }

    #[test]
    fn a_fax_has_square_sides_from_oblong_dots() {
        assert_eq!(sheet(1728, 1078, 204.0, 98.0).size(), (609.8824, 792.0));
    }

    #[test]
    fn sides_are_within_a_hundredth_of_a_point_up_to_ninety_metres() {
        for pixels in (1..3_400_000).step_by(5237) {
            for dpi in [72.0, 100.0, 204.0, 299.999, 300.0, 400.5, 600.0, 4800.0] {
                let exact = f64::from(pixels) * 72.0 / dpi;
                let sheet = sheet(pixels, 1, dpi, dpi);
                let told = f64::from(sheet.image[0]) * f64::from(sheet.user_unit);
                assert!(exact > 255_000.0 || (told - exact).abs() <= 0.01, "{pixels} pixels at {dpi}: {told}");
                assert!((3.0..=14_400.0).contains(&sheet.page.0) && (3.0..=14_400.0).contains(&sheet.page.1));
                assert!(sheet.page.0.to_string().split('.').nth(1).is_none_or(|decimals| decimals.len() <= 4));
            }
        }
    }

    #[test]
    fn a_page_beyond_14400_units_gets_a_larger_unit() {
        let sheet = sheet(60_000, 6_000, 100.0, 100.0);
        assert_eq!((sheet.size(), sheet.user_unit()), ((14_400.0, 1_440.0), 3));
    }

    #[test]
    fn a_tiny_page_is_padded_and_its_image_is_not_enlarged() {
        let narrow = sheet(5, 400, 600.0, 600.0);
        assert_eq!(narrow.size(), (3.0, 48.0));
        assert!(narrow.content().contains("\n0.6 0 0 48 0 0 cm\n"));
        assert!(sheet(400, 5, 600.0, 600.0).content().contains("\n48 0 0 0.6 0 2.4 cm\n"));
    }

    #[test]
    fn mirrored_orientations_mirror_and_the_others_only_turn() {
        let turns: Vec<_> = (1..=8).map(|tag| turn(Orientation::from_tag(tag))).collect();
        let expected =
            [(false, 0), (true, 0), (false, 180), (true, 180), (true, 270), (false, 90), (true, 90), (false, 270)];
        assert_eq!(turns, expected);
    }

    #[test]
    fn an_image_is_placed_on_a_page_as_it_was_elsewhere() {
        let sheet = PageBox::placed((595.276, 841.89), [500.0, 0.0, -0.0, 700.5, 40.25, -3.0], 90, 1).unwrap();
        assert_eq!((sheet.size(), sheet.rotation()), ((595.276, 841.89), 90));
        assert_eq!(sheet.content(), "q\n500 0 0 700.5 40.25 -3 cm\n/Im0 Do\nQ");
        let placed = |size, image, rotation, unit| PageBox::placed(size, image, rotation, unit).is_some();
        let image = [10.0, 0.0, 0.0, 10.0, 0.0, 0.0];
        assert!(placed((3.0, 14_400.0), image, 270, 2));
        assert!(!placed((2.9, 10.0), image, 0, 1) && !placed((10.0, 14_401.0), image, 0, 1));
        assert!(!placed((10.0, 10.0), image, 45, 1) && !placed((10.0, 10.0), image, 0, 0));
        assert!(!placed((10.0, 10.0), [1.0, 1.0, 1.0, 1.0, 0.0, 0.0], 0, 1));
        assert!(!placed((10.0, f64::NAN), image, 0, 1) && !placed((10.0, 10.0), [f64::INFINITY; 6], 0, 1));
    }

    #[test]
    fn the_largest_numbers_there_are_make_a_page() {
        for (width, height) in [(u32::MAX, u32::MAX), (u32::MAX, 1), (1, 1)] {
            let (width, height) = sheet(width, height, 1.0, 100_000.0).size();
            assert!((3.0..=14_400.0).contains(&width) && (3.0..=14_400.0).contains(&height));
        }
        assert!(Dpi::new(0.0, 300.0).is_none() && Dpi::new(f64::NAN, 300.0).is_none());
    }
}
