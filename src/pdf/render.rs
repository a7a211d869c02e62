//! What a PDF looks like, as painted by hayro: for comparing a mended file with its source, and for painting pages
//! that nothing else would save. Runs somebody else's program on somebody else's file: call it in a worker.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::Unreadable;
use crate::text;

/// The largest side of a picture, in pixels.
const MAX_SIDE: f32 = 30_000.0;

/// A painted page on white paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue; rows from the top.
    pub rgb: Vec<u8>,
}

/// How large pages are painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Pixels for each unit of user space (1/72 inch unless the page says otherwise).
    pub per_unit: f32,
    /// The most pixels of one picture; a larger page is an error.
    pub pixels: u64,
}

/// A file in memory whose pages are painted one by one.
pub struct Painter(Pdf);

impl Painter {
    /// Opens a file.
    pub fn open(bytes: Vec<u8>) -> Result<Painter, Unreadable> {
        super::words::open(bytes).map(Painter)
    }

    /// Returns the number of pages.
    pub fn page_count(&self) -> usize {
        self.0.pages().len()
    }

    /// Paints a page, counted from 0.
    pub fn page(&self, idx: usize, scale: Scale) -> Result<Picture, Unreadable> {
        match self.0.pages().get(idx) {
            Some(page) => paint(page, &RenderCache::new(), scale, idx + 1),
            None => Err(Unreadable::broken(text!("trang {idx} không có", "there is no page {idx}", idx = idx + 1))),
        }
    }
}

/// Paints every page of a file in memory and hands the pictures over, in order; returns the number of pages.
pub fn pages(bytes: Vec<u8>, scale: Scale, each: &mut dyn FnMut(usize, Picture)) -> Result<usize, Unreadable> {
    let pdf = super::words::open(bytes)?;
    let cache = RenderCache::new();
    for (idx, page) in pdf.pages().iter().enumerate() {
        each(idx, paint(page, &cache, scale, idx + 1)?);
    }
    Ok(pdf.pages().len())
}

/// Paints two files page by page and returns the number, from 1, of the first page that looks different or is
/// missing in one of them.
pub fn first_difference(one: Vec<u8>, other: Vec<u8>, scale: Scale) -> Result<Option<usize>, Unreadable> {
    let (one, other) = (super::words::open(one)?, super::words::open(other)?);
    let caches = (RenderCache::new(), RenderCache::new());
    for (pages, number) in one.pages().iter().zip(other.pages().iter()).zip(1..) {
        let (before, after) = (paint(pages.0, &caches.0, scale, number)?, paint(pages.1, &caches.1, scale, number)?);
        if !Difference::of(&before, &after).is_some_and(|difference| difference.is_small()) {
            return Ok(Some(number));
        }
    }
    let (pages, others) = (one.pages().len(), other.pages().len());
    Ok((pages != others).then(|| pages.min(others) + 1))
}

fn paint<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, scale: Scale, number: usize) -> Result<Picture, Unreadable> {
    let (width, height) = page.render_dimensions();
    let (across, down) = (width * scale.per_unit, height * scale.per_unit);
    let sound = |side: f32| side.is_finite() && side <= MAX_SIDE;
    if !sound(across) || !sound(down) || f64::from(across) * f64::from(down) > scale.pixels as f64 {
        let what = text!("trang {number} quá lớn để vẽ", "page {number} is too large to be painted");
        return Err(Unreadable::limit(what));
    }
    // At least one pixel, whatever the page.
    let at_least = |side: f32, units: f32| if side < 1.0 { 1.01 / units.max(1e-3) } else { scale.per_unit };
    let settings =
        PixmapSettings { x_scale: at_least(across, width), y_scale: at_least(down, height), bg_color: WHITE };
    let painted = hayro::render(page, cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let rgb = painted.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Ok(Picture { width: painted.width().into(), height: painted.height().into(), rgb })
}

/// How far two pictures are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Samples that differ by more than a shade, as a share of all.
    pub share: f64,
    /// The mean difference of all samples, in 1/255.
    pub mean: f64,
    /// Whether some place differs so that an eye would see it, however small it is beside the page.
    pub has_place: bool,
}

impl Difference {
    /// A shade that eyes do not tell apart, and antialiasing makes all the time.
    const SHADE: u8 = 24;

    /// Compares two pictures; sizes may differ by a pixel that rounding made, else there is nothing to compare.
    pub fn of(one: &Picture, other: &Picture) -> Option<Difference> {
        if one.width.abs_diff(other.width) > 1 || one.height.abs_diff(other.height) > 1 {
            return None;
        }
        let (width, height) = (one.width.min(other.width) as usize, one.height.min(other.height) as usize);
        let (mut apart, mut sum) = (0u64, 0u64);
        let row = |picture: &Picture, y: usize| {
            let start = y * picture.width as usize * 3;
            picture.rgb.get(start..start + width * 3).map(<[u8]>::to_vec).unwrap_or_default()
        };
        let mut greatest = Vec::with_capacity(width * height);
        for y in 0..height {
            let (before, after) = (row(one, y), row(other, y));
            let differences: Vec<u8> = before.iter().zip(after).map(|(a, b)| a.abs_diff(b)).collect();
            apart += differences.iter().filter(|difference| **difference > Difference::SHADE).count() as u64;
            sum += differences.iter().map(|difference| u64::from(*difference)).sum::<u64>();
            greatest.extend(differences.chunks_exact(3).map(|pixel| pixel[0].max(pixel[1]).max(pixel[2])));
        }
        let samples = (width * height * 3).max(1) as f64;
        let has_place = has_block(&greatest, width) || has_stroke(greatest, width);
        Some(Difference { share: apart as f64 / samples, mean: sum as f64 / samples, has_place })
    }

    /// Says whether the pages look the same: no place differs, next to no pixel, and none of them by much on the whole.
    pub fn is_small(&self) -> bool {
        !self.has_place && self.share <= 0.002 && self.mean <= 1.0
    }
}

/// Says whether all pixels of some square of three by three differ by more than a shade: an area, however small.
fn has_block(differences: &[u8], width: usize) -> bool {
    if width == 0 {
        return false;
    }
    // How many rows, up to this one, differ in each column; then how many columns differ so in three rows.
    let mut rows = vec![0u32; width];
    differences.chunks_exact(width).any(|row| {
        let mut columns = 0;
        rows.iter_mut().zip(row).any(|(rows, difference)| {
            *rows = if *difference > Difference::SHADE { *rows + 1 } else { 0 };
            columns = if *rows >= 3 { columns + 1 } else { 0 };
            columns >= 3
        })
    })
}

/// Says whether more than a handful of pixels that touch each other differ strongly: a letter, a thin line. What is
/// only painted a fraction of a pixel elsewhere differs less.
fn has_stroke(mut differences: Vec<u8>, width: usize) -> bool {
    const STRONG: u8 = 96;
    const HANDFUL: usize = 6;
    for start in 0..differences.len() {
        let (mut waiting, mut count) = (vec![start], 0);
        while let Some(at) = waiting.pop() {
            // Each pixel is counted once: what was counted no longer differs.
            let Some(found) = differences.get_mut(at).filter(|difference| **difference > STRONG) else { continue };
            *found = 0;
            count += 1;
            if count > HANDFUL {
                return true;
            }
            waiting.extend(around(at, width));
        }
    }
    false
}

/// Returns the places of the eight neighbours of a pixel; those below or above the picture lie beyond its pixels.
fn around(at: usize, width: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width.max(1), at / width.max(1));
    let columns = x.saturating_sub(1)..=(x + 1).min(width.saturating_sub(1));
    (y.saturating_sub(1)..=y + 1).flat_map(move |y| columns.clone().map(move |x| y * width + x))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A_SQUARE: &str = "1 0 0 rg 10 10 20 20 re f";

    fn painted(content: &str, scale: f32) -> Picture {
        let mut picture = None;
        let count = pages(
            super::super::words::tests::pdf("", content),
            Scale { per_unit: scale, pixels: 1_000_000 },
            &mut |_, painted| picture = Some(painted),
        );
        assert_eq!(count.unwrap(), 1);
        picture.unwrap()
    }

    #[test]
    fn a_page_is_painted_on_white_from_the_top() {
        let picture = painted(A_SQUARE, 1.0);
        assert_eq!((picture.width, picture.height, picture.rgb.len()), (200, 100, 60_000));
        let pixel = |x: usize, y: usize| &picture.rgb[(y * 200 + x) * 3..][..3];
        assert_eq!(pixel(0, 0), [255, 255, 255]);
        assert_eq!(pixel(20, 80), [255, 0, 0], "10 to 30 units from below");
        assert_eq!(pixel(20, 20), [255, 255, 255]);
    }

    #[test]
    fn a_page_larger_than_the_limit_is_not_painted() {
        let bytes = super::super::words::tests::pdf("", A_SQUARE);
        let scale = Scale { per_unit: 10.0, pixels: 1_999_999 };
        assert!(pages(bytes, scale, &mut |_, _| ()).is_err());
    }

    #[test]
    fn what_is_missing_or_elsewhere_is_a_difference() {
        let square = painted(A_SQUARE, 0.5);
        let same = Difference::of(&square, &painted("1 0 0 rg 10.01 10 20 20 re f", 0.5)).unwrap();
        assert!(same.is_small(), "{same:?}");
        for other in ["", "1 0 0 rg 14 10 20 20 re f", "0 1 0 rg 10 10 20 20 re f"] {
            let difference = Difference::of(&square, &painted(other, 0.5)).unwrap();
            assert!(!difference.is_small(), "{other}: {difference:?}");
        }
        assert_eq!(Difference::of(&square, &painted(A_SQUARE, 0.25)), None);
    }

    #[test]
    fn a_small_place_counts_whatever_the_size_of_the_page() {
        let page = Picture { width: 2000, height: 2000, rgb: vec![255; 12_000_000] };
        let small = |marks: &[(usize, usize)], shade: u8| {
            let mut other = page.clone();
            marks.iter().for_each(|(x, y)| other.rgb[(y * 2000 + x) * 3] = shade);
            Difference::of(&page, &other).unwrap().is_small()
        };
        let block: Vec<_> = (0..9).map(|idx| (1997 + idx % 3, 700 + idx / 3)).collect();
        assert!(!small(&block, 220), "an area of a light colour");
        assert!(small(&block[..8], 220) && small(&block, 235));
        let line: Vec<_> = (0..7).map(|idx| (50 + idx, 60 + idx)).collect();
        assert!(!small(&line, 100), "a thin dark line");
        assert!(small(&line[..6], 100) && small(&line, 190));
        let scattered: Vec<_> = (0..100).map(|idx| (idx * 2, 9)).collect();
        assert!(small(&scattered, 0));
        // The end of a row and the beginning of the next do not touch.
        assert!(small(&[(1998, 4), (1999, 4), (0, 5), (1, 5), (1999, 6), (1998, 6), (0, 7), (1, 7)], 0));
    }

    #[test]
    fn bytes_that_are_no_pdf_are_unreadable() {
        assert!(pages(b"nothing".to_vec(), Scale { per_unit: 1.0, pixels: 1 }, &mut |_, _| ()).is_err());
    }
}
