//! The size of pages (6.1.13): every box from 3 to 14,400 units in both directions.

use std::io::{Read, Seek};

use crate::checks::pdfa::Document;
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::{File, Page};
use crate::pdf::object::Object;
use crate::text;

/// Checks all boxes of all pages.
pub(super) fn check<R: Read + Seek>(document: &Document<'_, R>, out: &mut Breaches) {
    for page in &document.pages {
        let inherited = [&page.media_box, &page.crop_box].into_iter().flatten().map(|found| found.value);
        let own = ["BleedBox", "TrimBox", "ArtBox"].iter().filter_map(|key| rectangle(document.file, page, key));
        if inherited.chain(own).any(|sides| !fits(sides)) {
            let what = text!(
                "khung trang nhỏ hơn 3 hoặc lớn hơn 14.400 đơn vị",
                "a page box is smaller than 3 or larger than 14,400 units"
            );
            out.add("6.1.13-11", Some(page.id), what);
        }
    }
}

fn rectangle<R: Read + Seek>(file: &File<R>, page: &Page, key: &str) -> Option<[f64; 4]> {
    let value = file.value(page.dict.as_dict()?, key).ok()?;
    let sides: Vec<f64> = value.as_array()?.iter().map_while(|side| side_of(file, side)).collect();
    sides.try_into().ok()
}

fn side_of<R: Read + Seek>(file: &File<R>, side: &Object) -> Option<f64> {
    file.resolve(side).ok()?.as_number()
}

fn fits([left, bottom, right, top]: [f64; 4]) -> bool {
    let sound = 3.0..=14_400.0;
    sound.contains(&(right - left).abs()) && sound.contains(&(top - bottom).abs())
}
