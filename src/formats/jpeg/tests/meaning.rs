//! What is read besides pixels: resolution, orientation, colours, content digest, trailing bytes.

use super::{find, fixture, page, spliced};
use crate::page::{Coding, Colour, Orientation, Resolution, ResolutionSource, Space};

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    page(bytes).unwrap().notes.iter().map(|note| note.code.name).collect()
}

#[test]
fn resolution_comes_from_jfif_else_from_exif() {
    let resolution = |name: &str| page(&fixture(name)).unwrap().resolution.unwrap();
    let at = |dots, from| Resolution { x: dots, y: dots, from };
    assert_eq!(resolution("jfif-300dpi.jpg"), at(300.0, ResolutionSource::Jfif));
    assert_eq!(resolution("jfif-dpcm.jpg"), at(118.0 * 2.54, ResolutionSource::Jfif));
    assert_eq!(resolution("exif-turned.jpg"), at(300.0, ResolutionSource::Exif));
    assert_eq!(page(&fixture("grey.jpg")).unwrap().resolution, None);
}

#[test]
fn orientation_comes_from_exif() {
    assert_eq!(page(&fixture("exif-turned.jpg")).unwrap().orientation, Orientation::from_tag(6));
    assert_eq!(page(&fixture("grey.jpg")).unwrap().orientation, Orientation::UPRIGHT);
}

#[test]
fn rgb_is_stated_only_where_the_data_do_not_say_so() {
    let coding = |name: &str| page(&fixture(name)).unwrap().coding;
    assert_eq!(coding("rgb-adobe.jpg"), Coding::Dct { transform: None });
    assert_eq!(coding("rgb-ids.jpg"), Coding::Dct { transform: Some(0) });
    assert_eq!(coding("420.jpg"), Coding::Dct { transform: None });
}

#[test]
fn an_adobe_marker_means_inverted_ink() {
    let inverted = |name: &str| page(&fixture(name)).unwrap().inverted;
    assert!(inverted("cmyk-adobe.jpg") && inverted("ycck.jpg"));
    assert!(!inverted("cmyk-unmarked.jpg"));
    assert_eq!(codes(&fixture("ycck.jpg")), ["format.cmyk-assumed"]);
}

#[test]
fn profiles_are_kept_where_they_fit() {
    let bytes = fixture("icc-two-chunks.jpg");
    let Colour::Rgb(Space::Icc(profile)) = page(&bytes).unwrap().colour else { panic!("no profile") };
    assert_eq!(&profile[36..40], b"acsp");
    assert_eq!(codes(&bytes), [] as [&str; 0]);
    assert_eq!(codes(&fixture("grey-icc-rgb.jpg")), ["format.profile-dropped"]);
}

#[test]
fn bytes_behind_the_image_are_cut_off_with_a_note() {
    let bytes = fixture("grey.jpg");
    let longer = [&bytes[..], &bytes[..]].concat();
    let page = page(&longer).unwrap();
    assert_eq!(page.data, bytes);
    assert_eq!(page.notes[0].code.name, "format.trailing-data");
    assert!(page.notes[0].what.en.contains("another JPEG"));
    assert_eq!(codes(&[&bytes[..], b"\0"].concat()), ["format.trailing-data"]);
}

#[test]
fn metadata_and_fill_bytes_do_not_change_the_content() {
    let bytes = fixture("420-restart.jpg");
    let content = page(&bytes).unwrap().content;
    let commented = spliced(&bytes, 2, 2, &[0xFF, 0xFE, 0, 4, b'h', b'i']);
    assert_eq!(page(&commented).unwrap().content, content);
    let without_jfif = spliced(&bytes, 2, 20, &[]);
    assert_eq!(page(&without_jfif).unwrap().content, content);
    let end = bytes.len() - 2;
    let filled = spliced(&bytes, end, end, &[0xFF, 0xFF, 0xFF]);
    assert_eq!(page(&filled).unwrap().content, content);
    let scan = find(&bytes, 0xDA);
    let filled = spliced(&bytes, scan, scan, &[0xFF]);
    assert_eq!(page(&filled).unwrap().content, content);
}

#[test]
fn another_table_is_another_content() {
    let bytes = fixture("grey.jpg");
    let mut other = bytes.clone();
    other[find(&bytes, 0xDB) + 6] += 1;
    assert_ne!(page(&other).unwrap().content, page(&bytes).unwrap().content);
}
