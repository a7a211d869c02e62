//! Does a PDF look the same as before? Both are painted small, and the pictures compared.

use crate::pdf::Unreadable;

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// All pages look the same.
    Same,
    /// This page, from 1, looks different, or is missing.
    Differs(usize),
    /// This build of the program cannot paint.
    #[cfg_attr(feature = "render", expect(dead_code))]
    Unable,
}

/// Paints both files, `per_unit` pixels for each unit of user space, and compares them page by page.
#[cfg(feature = "render")]
pub fn looks(before: Vec<u8>, after: Vec<u8>, per_unit: f32) -> Result<Compared, Unreadable> {
    // A small picture of a page of 5 by 5 metres; what is larger is no page.
    const PIXELS: u64 = 64 << 20;
    let scale = crate::pdf::render::Scale { per_unit, pixels: PIXELS };
    let differs = crate::pdf::render::first_difference(before, after, scale)?;
    Ok(differs.map_or(Compared::Same, Compared::Differs))
}

/// Says that nothing can be compared.
#[cfg(not(feature = "render"))]
pub fn looks(_before: Vec<u8>, _after: Vec<u8>, _per_unit: f32) -> Result<Compared, Unreadable> {
    Ok(Compared::Unable)
}
