//! A page as it is seen: upright, with square pixels, in grey. What is compared and shown, never what is stored.

/// The pixels of one page, as a reader sees it: turned by its orientation, 0 is black.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Dots per inch of these pixels; `None` where nobody says.
    pub dpi: Option<f64>,
    /// Luma (ITU-R BT.601), one byte a pixel, rows from the top.
    pub grey: Vec<u8>,
    /// The brightest of red, green and blue, where the page has colour: what is dark here is black ink, and no stamp.
    pub bright: Option<Vec<u8>>,
    /// Whether the scan knows black and white only.
    pub bitonal: bool,
}

/// A page for people to look at: upright, with square pixels, in colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green and blue, three bytes a pixel, rows from the top.
    pub rgb: Vec<u8>,
}
