//! Small pages under bad light: what is ink on them, and what is none.

use super::Sheet;
use super::scale::{Scale, resample};
use crate::raster::Raster;

/// Makes a page of 100 by 130 mm at 200 dpi from a rule for its grey.
fn page(grey: impl Fn(usize, usize) -> u8) -> Raster {
    let (width, height) = (790, 1024);
    let grey = (0..width * height).map(|at| grey(at % width, at / width)).collect();
    Raster { width: width as u32, height: height as u32, dpi: Some(200.0), grey, bright: None, bitonal: false }
}

/// Says whether a place is on one of the strokes of `letters` letters, 12 a line.
fn is_written(x: usize, y: usize, letters: usize) -> bool {
    let (column, line) = (x.wrapping_sub(100) / 40, y.wrapping_sub(100) / 50);
    let is_inside = column < 12 && line < 16 && line * 12 + column < letters;
    is_inside && (x - 100) % 40 < 20 && (y - 100) % 50 < 20 && ((x - 100) % 40 < 4 || (y - 100) % 50 < 4)
}

#[test]
fn ink_is_full_and_paper_is_none_on_grey_paper_under_a_slope_of_light() {
    let light = |x: usize, y: usize| 110 + x / 10 + y / 20;
    let sheet = Sheet::of(&page(|x, y| (light(x, y) / if is_written(x, y, 120) { 3 } else { 1 }) as u8));
    let at = |x: usize, y: usize| sheet.ink[y * sheet.width + x];
    assert!(at(102, 110) > 230 && at(502, 510) > 230, "{} {}", at(102, 110), at(502, 510));
    assert!(at(300, 125) < 8 && at(20, 20) < 20 && at(700, 1000) < 20);
}

#[test]
fn a_page_is_blank_until_there_is_a_line_of_text_on_it() {
    let with = |letters: usize| Sheet::of(&page(|x, y| if is_written(x, y, letters) { 40 } else { 240 }));
    assert!(with(0).is_blank());
    assert!(with(3).is_blank());
    assert!(!with(30).is_blank());
}

#[test]
fn a_seal_alone_is_not_blank_and_two_punched_holes_are() {
    let disc = |x: usize, y: usize, (cx, cy): (usize, usize)| {
        let square = |one: usize, other: usize| one.abs_diff(other) * one.abs_diff(other);
        square(x, cx) + square(y, cy)
    };
    let seal = page(|x, y| if (132 * 132..142 * 142).contains(&disc(x, y, (400, 500))) { 90 } else { 240 });
    assert!(!Sheet::of(&seal).is_blank());
    let holes = page(|x, y| if disc(x, y, (80, 300)) < 500 || disc(x, y, (80, 700)) < 500 { 20 } else { 240 });
    assert!(Sheet::of(&holes).is_blank());
}

#[test]
fn the_scanners_bed_is_dropped_and_a_table_that_touches_it_stays() {
    let is_table = |x: usize, y: usize| (y == 400 || y == 401) && x > 60;
    let grey = |x: usize, y: usize| if x > 740 || y < 30 || is_table(x, y) || is_written(x, y, 60) { 10 } else { 240 };
    let sheet = Sheet::of(&page(grey));
    let at = |x: usize, y: usize| sheet.ink[y * sheet.width + x];
    assert_eq!((at(780, 500), at(400, 10)), (0, 0));
    assert!(at(300, 400) > 200 && at(102, 110) > 200);
}

#[test]
fn a_grey_bed_is_hidden_from_laying_and_seen_by_comparing() {
    let is_bed = |x: usize, y: usize| x + y / 30 > 700;
    let sheet =
        Sheet::of(&page(|x, y| if is_bed(x, y) { 190 } else { 240 - if is_written(x, y, 120) { 200 } else { 0 } }));
    let ink = (0..1024).map(|y| sheet.ink[y * sheet.width + 705 - y / 30]).filter(|ink| *ink > 20).count();
    assert!(ink > 900 && sheet.half.row(250)[320..].iter().all(|ink| *ink == 0), "{ink}");
    assert!(sheet.half.row(55)[50..80].iter().any(|ink| *ink > 200));
    let shadow = |x: usize| if x > 600 { 240 - (x - 600) / 2 } else { 240 };
    let line = |x: usize, y: usize| y % 60 < 5 && x < 785;
    let sheet = Sheet::of(&page(|x, y| if line(x, y) { 30 } else { shadow(x) as u8 }));
    assert!(sheet.half.ink.chunks(395).any(|row| row[380] > 100));
}

#[test]
fn a_resolution_is_believed_when_the_paper_it_makes_exists() {
    let size = |width, height, dpi| {
        let scale = Scale::of(width, height, dpi, 200.0);
        (scale.width, scale.height)
    };
    assert_eq!(size(2480, 3508, Some(300.0)), (1653, 2339));
    assert_eq!(size(2480, 3508, Some(72.0)), (1653, 2339));
    assert_eq!(size(1240, 1754, None), (1653, 2339));
    assert_eq!(size(1748, 2480, None), (1165, 1653));
    assert_eq!(size(1819, 2573, None), (1654, 2339));
    assert_eq!(size(2550, 1818, None), (1700, 1212));
    assert_eq!(size(0, 0, Some(200.0)), (0, 0));
    assert_eq!(size(1748, 1240, Some(300.0)), (1165, 827));
}

#[test]
fn a_flat_plane_stays_flat_at_any_resolution() {
    for dpi in [96.0, 150.0, 199.0, 240.0, 300.0, 600.0] {
        let scale = Scale::of(600, 800, Some(dpi), 200.0);
        let out = resample(&vec![200; 600 * 800], 600, 800, scale);
        assert_eq!(out.len(), scale.width * scale.height);
        assert!(out.iter().all(|value| *value == 200), "{dpi}");
    }
}
