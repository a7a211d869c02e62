//! The pictures of a pair: both pages in the first one's position, and the place that differs most, enlarged.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageError};

use crate::duplicates::verdict::Area;
use crate::raster::Picture;

use super::sample::{Matrix, STILL, View, chain, show};
use super::tint::{Ink, only_in, settle};

/// Dots per inch of whole pages, and of cuttings.
const PAGE_DPI: f64 = 100.0;
const CUTTING_DPI: f64 = 300.0;
/// The most pixels across or down of a whole page: an A3 sheet.
const MOST: f64 = 1700.0;
/// What is shown around the place, and the least and the most that is cut out, in millimetres.
const AROUND: f64 = 5.0;
const LEAST: (f64, f64) = (36.0, 18.0);
const LARGEST: (f64, f64) = (80.0, 60.0);
/// How far the second cutting may be moved, in millimetres.
const SHIFT: f64 = 2.0;
const MM: f64 = 25.4;
/// The long side of a sheet of which nobody says how large it is: A4, in millimetres.
const LONG_SIDE: f64 = 297.0;
const TINT: [u8; 4] = [226, 0, 58, 150];

/// A page that was looked at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Its pixels.
    pub picture: &'a Picture,
    /// Dots per inch of these pixels, where known.
    pub dpi: Option<f64>,
}

/// What is shown of a pair, as files.
#[derive(Clone, Debug, PartialEq)]
pub struct Shots {
    /// Both pages (JPEG), of the same size, the second one where it lies on the first.
    pub pages: [Vec<u8>; 2],
    /// Pixels across and down of the pages.
    pub size: (u32, u32),
    /// The place that differs most.
    pub cutting: Option<Cutting>,
}

/// The place that differs most, enlarged.
#[derive(Clone, Debug, PartialEq)]
pub struct Cutting {
    /// Both scans (JPEG), of the same size.
    pub scans: [Vec<u8>; 2],
    /// For each scan the ink that the other one lacks (PNG, see-through elsewhere).
    pub tints: [Vec<u8>; 2],
    /// Pixels across and down.
    pub size: (u32, u32),
    /// The place itself, across and down, in millimetres of paper.
    pub millimetres: (f64, f64),
}

impl Shots {
    /// Makes the pictures of a pair; `way` leads from places on the first page to places on the second.
    ///
    /// `None` where one of the pages has no pixels.
    pub fn of(pages: [Seen<'_>; 2], way: Option<Matrix>, place: Option<Area>) -> Option<Shots> {
        let way = way.unwrap_or(STILL);
        let paper = pages[0].paper()?;
        let scale = (PAGE_DPI / MM).min(MOST / paper.0.max(paper.1));
        let size = (pixels(paper.0, scale), pixels(paper.1, scale));
        let view = |matrix| View { width: size.0, height: size.1, matrix };
        let first = show(pages[0].picture, view(STILL))?;
        let second = show(pages[1].picture, view(way))?;
        let cutting = place.and_then(|place| Cutting::of(pages, paper, way, place));
        Some(Shots { pages: [jpeg(&first, 72)?, jpeg(&second, 72)?], size, cutting })
    }
}

impl Cutting {
    fn of(pages: [Seen<'_>; 2], paper: (f64, f64), way: Matrix, place: Area) -> Option<Cutting> {
        let scale = CUTTING_DPI / MM;
        let frame = frame(place, paper);
        let size = (pixels(frame.width * paper.0, scale), pixels(frame.height * paper.1, scale));
        let first = show(pages[0].picture, view(frame, size, STILL))?;
        let margin = pixels(SHIFT, scale);
        let wide = widened(frame, (SHIFT / paper.0, SHIFT / paper.1));
        let larger = show(pages[1].picture, view(wide, (size.0 + 2 * margin, size.1 + 2 * margin), way))?;
        let ink = Ink::of(&first);
        let second = cut(&larger, settle(&ink, &Ink::of(&larger)), size);
        let other = Ink::of(&second);
        let tints = [png(&only_in(&ink, &other), size)?, png(&only_in(&other, &ink), size)?];
        let millimetres = (place.width * paper.0, place.height * paper.1);
        Some(Cutting { scans: [jpeg(&first, 85)?, jpeg(&second, 85)?], tints, size, millimetres })
    }
}

impl Seen<'_> {
    /// Returns the size of the paper in millimetres.
    fn paper(&self) -> Option<(f64, f64)> {
        let (width, height) = (f64::from(self.picture.width), f64::from(self.picture.height));
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let guess = width.max(height) * MM / LONG_SIDE;
        let dpi = self.dpi.filter(|dpi| (30.0..=4800.0).contains(dpi)).unwrap_or(guess);
        // Next to nothing would be enlarged without bounds.
        Some(((width * MM / dpi).max(1.0), (height * MM / dpi).max(1.0)))
    }
}

fn pixels(millimetres: f64, scale: f64) -> u32 {
    (millimetres * scale).round().clamp(1.0, 4000.0) as u32
}

/// Returns what is cut out: the place and what is around it, in shares of the page.
fn frame(place: Area, paper: (f64, f64)) -> Area {
    let side = |at: f64, long: f64, least: f64, most: f64, paper: f64| {
        let (at, long) = (share(at) * paper, share(long) * paper);
        let wanted = (long + 2.0 * AROUND).clamp(least, most).min(paper);
        let from = (at + long / 2.0 - wanted / 2.0).clamp(0.0, paper - wanted);
        (from / paper, wanted / paper)
    };
    let (x, width) = side(place.x, place.width, LEAST.0, LARGEST.0, paper.0);
    let (y, height) = side(place.y, place.height, LEAST.1, LARGEST.1, paper.1);
    Area { x, y, width, height }
}

fn share(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 }
}

fn widened(area: Area, by: (f64, f64)) -> Area {
    Area { x: area.x - by.0, y: area.y - by.1, width: area.width + 2.0 * by.0, height: area.height + 2.0 * by.1 }
}

fn view(area: Area, size: (u32, u32), way: Matrix) -> View {
    let part = [area.width, 0.0, area.x, 0.0, area.height, area.y];
    View { width: size.0, height: size.1, matrix: chain(part, way) }
}

fn cut(picture: &Picture, (left, top): (usize, usize), size: (u32, u32)) -> Picture {
    let row = |y: usize| {
        let from = ((y + top) * picture.width as usize + left) * 3;
        picture.rgb.get(from..from + size.0 as usize * 3).unwrap_or_default()
    };
    Picture { width: size.0, height: size.1, rgb: (0..size.1 as usize).flat_map(row).copied().collect() }
}

fn jpeg(picture: &Picture, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let is_grey =
        picture.rgb.chunks_exact(3).all(|pixel| pixel[0].abs_diff(pixel[1]).max(pixel[1].abs_diff(pixel[2])) < 4);
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    let written = match is_grey {
        true => {
            let grey: Vec<u8> = picture.rgb.iter().skip(1).step_by(3).copied().collect();
            encoder.encode(&grey, picture.width, picture.height, ExtendedColorType::L8)
        }
        false => encoder.encode(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8),
    };
    kept(bytes, written)
}

fn png(marks: &[bool], size: (u32, u32)) -> Option<Vec<u8>> {
    let pixels: Vec<u8> = marks.iter().flat_map(|mark| if *mark { TINT } else { [0; 4] }).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::NoFilter);
    let written = encoder.write_image(&pixels, size.0, size.1, ExtendedColorType::Rgba8);
    kept(bytes, written)
}

/// Writing to memory fails only for sizes that no picture here has.
fn kept(bytes: Vec<u8>, written: Result<(), ImageError>) -> Option<Vec<u8>> {
    written.ok().map(|()| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of paper with a black bar that is as long as `bar` says.
    fn page(bar: u32) -> Picture {
        let is_black = |x: u32, y: u32| (100..108).contains(&y) && (40..40 + bar).contains(&x);
        let pixel = |at: u32| if is_black(at % 200, at / 200) { [10; 3] } else { [250, 240, 200] };
        Picture { width: 200, height: 280, rgb: (0..200 * 280).flat_map(pixel).collect() }
    }

    fn seen(picture: &Picture) -> Seen<'_> {
        Seen { picture, dpi: Some(50.0) }
    }

    fn decoded(bytes: &[u8]) -> image::DynamicImage {
        image::load_from_memory(bytes).unwrap()
    }

    #[test]
    fn the_ink_that_only_one_page_has_is_tinted_on_that_page_alone() {
        let (long, short) = (page(40), page(20));
        let place = Area { x: 60.0 / 200.0, y: 100.0 / 280.0, width: 20.0 / 200.0, height: 8.0 / 280.0 };
        let shots = Shots::of([seen(&long), seen(&short)], None, Some(place)).unwrap();
        assert_eq!(shots.size, (400, 560));
        let cutting = shots.cutting.unwrap();
        assert!((cutting.millimetres.0 - 10.16).abs() < 0.01 && (cutting.millimetres.1 - 4.064).abs() < 0.01);
        let n_marked = |png: &[u8]| decoded(png).to_rgba8().pixels().filter(|pixel| pixel.0[3] > 0).count();
        let marked = cutting.tints.each_ref().map(|png| n_marked(png));
        assert!(marked[0] > 3000 && marked[1] == 0, "{marked:?}");
        for scan in cutting.scans.iter() {
            assert_eq!((decoded(scan).width(), decoded(scan).height()), cutting.size);
        }
    }

    #[test]
    fn a_page_of_any_size_is_shown_at_a_size_that_people_can_look_at() {
        let huge = Picture { width: 3, height: 9000, rgb: vec![255; 3 * 9000 * 3] };
        let dot = Picture { width: 1, height: 1, rgb: vec![0; 3] };
        let place = Area { x: f64::NAN, y: 2.0, width: -1.0, height: f64::INFINITY };
        for pages in [[&huge, &dot], [&dot, &huge], [&dot, &dot]] {
            let pages = pages.map(|picture| Seen { picture, dpi: None });
            let shots = Shots::of(pages, None, Some(place)).unwrap();
            assert!(f64::from(shots.size.0.max(shots.size.1)) <= MOST);
        }
        let none = Picture { width: 0, height: 0, rgb: Vec::new() };
        assert_eq!(Shots::of([seen(&none), seen(&dot)], None, None), None);
        assert_eq!(Shots::of([seen(&dot), seen(&none)], None, None), None);
    }

    #[test]
    fn the_frame_holds_the_place_and_stays_on_the_page() {
        let corner = frame(Area { x: 0.99, y: 0.99, width: 0.01, height: 0.01 }, (210.0, 297.0));
        assert!(corner.x + corner.width <= 1.0 + 1e-9 && corner.y + corner.height <= 1.0 + 1e-9);
        assert!((corner.width * 210.0 - LEAST.0).abs() < 1e-9);
        let wide = frame(Area { x: 0.0, y: 0.0, width: 1.0, height: 1.0 }, (210.0, 297.0));
        assert!((wide.width * 210.0 - LARGEST.0).abs() < 1e-9 && (wide.height * 297.0 - LARGEST.1).abs() < 1e-9);
    }
}
