//! From the boxes and matrices of a page elsewhere to a page of ours that shows the same.

use crate::pdf::file::Page;
use crate::pdfa::geometry::PageBox;
use crate::text;

use super::super::Placed;
use super::super::matrix::{Matrix, Rect, apply};
use super::odd;
use super::unfit::{Fit, because};

/// How far a corner of the image may lie from where it was, in 1/72 inch.
const EXACT: f64 = 0.01;

/// Returns the part of the page that is shown: the crop box within the media box.
pub(super) fn visible(page: &Page) -> Fit<Rect> {
    let Some(media) = page.media_box.as_ref().map(|found| Rect(found.value)) else {
        return because(text!("trang không có kích thước", "a page has no size"));
    };
    let visible = page.crop_box.as_ref().map_or(media, |crop| Rect(crop.value).meet(&media));
    if visible.is_empty() { because(text!("trang không có diện tích", "a page has no area")) } else { Ok(visible) }
}

/// Returns where the image goes on a page of ours; proves that its corners stay where they were.
pub(super) fn placed(page: &Page, visible: Rect, matrix: &Matrix, pixels: (u32, u32)) -> Fit<Placed> {
    let [left, bottom, right, top] = visible.0;
    let [a, b, c, d, e, f] = *matrix;
    let image = [a, b, c, d, e - left, f - bottom];
    let size = (right - left, top - bottom);
    let odd = || because(text!("trang xoay hoặc đo theo cách lạ", "a page is turned or measured in an odd way"));
    let turn = page.rotate.as_ref().map_or(Some(0), |found| odd::whole(&found.value));
    let Some(turn) = turn.filter(|turn| turn % 90 == 0) else { return odd() };
    let user_unit = page.user_unit;
    let is_whole = user_unit.fract() == 0.0 && (1.0..=1e6).contains(&user_unit);
    let said = |key: &str| page.dict.as_dict().and_then(|dict| dict.get(key));
    let is_another = said("UserUnit").is_some_and(|unit| unit.as_number() != Some(user_unit));
    // What is said and cannot be read is taken for something else by somebody else.
    if !is_whole || is_another || said("CropBox").is_some() && page.crop_box.is_none() {
        return odd();
    }
    let (rotation, user_unit) = (turn.rem_euclid(360) as u16, user_unit as u32);
    let Some(sheet) = PageBox::placed(size, image, rotation, user_unit) else {
        return because(text!("trang quá nhỏ hoặc quá lớn", "a page is too small or too large for PDF/A"));
    };
    if !stays(size, &image, &sheet) {
        return because(text!(
            "trang quá lớn để giữ đúng vị trí ảnh",
            "a page is too large to keep its image in place"
        ));
    }
    let inches = |across: f64, up: f64| across.hypot(up) * f64::from(user_unit) / 72.0;
    let dpi = (f64::from(pixels.0) / inches(a, b), f64::from(pixels.1) / inches(c, d));
    Ok(Placed { size, image, rotation, user_unit, dpi, words: Vec::new() })
}

/// Says whether page and image on our sheet, with the digits that will be written, are where they were.
fn stays(size: (f64, f64), image: &Matrix, sheet: &PageBox) -> bool {
    let written = sheet.image().map(f64::from);
    let unit = f64::from(sheet.user_unit());
    let near = |one: f64, other: f64| ((one - other) * unit).abs() <= EXACT;
    let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
    let are_near = |corner: &(f64, f64)| {
        let (old, new) = (apply(image, *corner), apply(&written, *corner));
        near(old.0, new.0) && near(old.1, new.1)
    };
    let (across, down) = sheet.size();
    near(size.0, across.into()) && near(size.1, down.into()) && corners.iter().all(are_near)
}
