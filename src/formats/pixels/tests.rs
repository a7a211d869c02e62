//! Pixels against a full decoder, the crate `image`, and against the previews of the readers.

use std::fs;
use std::path::PathBuf;

use image::{ImageFormat, RgbaImage};

use super::*;
use crate::formats::source::Source;
use crate::formats::{self, jbig2, jp2};
use crate::page::{Coding, Colour, Content, Embedding, PageImage, Space};

const LIMITS: Limits = Limits { pixels: 1 << 24, memory: 1 << 28, pages: 9 };
const AS_STORED: View = View { orientation: Orientation::UPRIGHT, dpi: None, at_most: 400.0 };

/// Returns the names and bytes of all fixtures of a format, in order.
fn fixtures(format: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/images").join(format);
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(".py")).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn each_page(bytes: &[u8], glance: bool, mut each: impl FnMut(PageImage<'_>)) {
    let format = formats::ALL.iter().find(|format| (format.recognises)(&bytes[..bytes.len().min(128)])).unwrap();
    let read = if glance { format.glance } else { format.read };
    read(&mut Source::of(bytes), &LIMITS, &mut |_, image| {
        each(image);
        Ok(())
    })
    .unwrap();
}

fn shown(bytes: &[u8]) -> (Raster, Picture) {
    let mut shown = None;
    each_page(bytes, true, |image| {
        let stream = Stream::of(&image);
        shown = Some((raster(&stream, &AS_STORED, &LIMITS).unwrap(), picture(&stream, &AS_STORED, &LIMITS).unwrap()));
    });
    shown.unwrap()
}

/// Returns the largest and the mean difference of two rows of bytes.
fn apart(ours: &[u8], theirs: &[u8]) -> (u8, f64) {
    assert_eq!(ours.len(), theirs.len());
    let differences = || ours.iter().zip(theirs).map(|(ours, theirs)| ours.abs_diff(*theirs));
    (differences().max().unwrap(), differences().map(f64::from).sum::<f64>() / ours.len() as f64)
}

/// Lays a picture on white paper.
fn on_white(picture: &RgbaImage) -> Vec<[u8; 3]> {
    let over = |value: u8, alpha: u8| {
        ((u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8
    };
    picture.pixels().map(|pixel| [0, 1, 2].map(|idx| over(pixel.0[idx], pixel.0[3]))).collect()
}

fn luma([red, green, blue]: [u8; 3]) -> u8 {
    (0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)).round() as u8
}

#[test]
fn a_png_of_every_kind_looks_as_a_full_decoder_shows_it() {
    for (name, bytes) in fixtures("png") {
        let decoded = image::load_from_memory_with_format(&bytes, ImageFormat::Png).unwrap().to_rgba8();
        let (raster, picture) = shown(&bytes);
        let pixels = on_white(&decoded);
        assert_eq!((raster.width, raster.height), decoded.dimensions(), "{name}");
        assert!(apart(&picture.rgb, pixels.as_flattened()).0 <= 1, "{name}");
        let grey: Vec<u8> = pixels.iter().map(|pixel| luma(*pixel)).collect();
        assert!(apart(&raster.grey, &grey).0 <= 2, "{name}");
        let brightest: Vec<u8> = pixels.iter().map(|pixel| *pixel.iter().max().unwrap()).collect();
        match &raster.bright {
            Some(bright) => assert!(apart(bright, &brightest).0 <= 1, "{name}"),
            None => {
                assert!(decoded.pixels().all(|pixel| pixel.0[0] == pixel.0[1] && pixel.0[1] == pixel.0[2]), "{name}")
            }
        }
        assert!(!raster.bitonal || raster.grey.iter().all(|grey| matches!(grey, 0 | 255)), "{name}");
    }
}

#[test]
fn a_jpeg_of_every_kind_looks_as_a_full_decoder_shows_it() {
    // The decoder takes all CMYK for inverted, and misplaces blocks of separate subsampled scans.
    let beyond = ["cmyk-unmarked.jpg", "separate-scans.jpg"];
    for (name, bytes) in fixtures("jpeg").into_iter().filter(|(name, _)| !beyond.contains(&name.as_str())) {
        let decoded = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().to_rgb8();
        let (raster, picture) = shown(&bytes);
        let pixels = decoded.as_chunks::<3>().0;
        let grey: Vec<u8> = pixels.iter().map(|pixel| luma(*pixel)).collect();
        // Luma is not subsampled, but colours that are no colours are cut off before they are weighed.
        let (most, mean) = apart(&raster.grey, &grey);
        assert!(mean <= 1.5 && (most <= 3 || name.contains("4")), "{name}: {most} {mean}");
        // Decoders smooth subsampled colours.
        let (_, mean) = apart(&picture.rgb, &decoded);
        assert!(mean <= 6.0, "{name}: {mean}");
        let brightest: Vec<u8> = pixels.iter().map(|pixel| *pixel.iter().max().unwrap()).collect();
        let (_, mean) = apart(raster.bright.as_ref().unwrap_or(&raster.grey), &brightest);
        assert!(mean <= 6.0, "{name}: {mean}");
    }
}

#[test]
fn ink_looks_the_same_stored_inverted_or_not() {
    let files = fixtures("jpeg");
    let of = |wanted: &str| shown(&files.iter().find(|(name, _)| name == wanted).unwrap().1).0;
    assert!(apart(&of("cmyk-unmarked.jpg").grey, &of("cmyk-adobe.jpg").grey).0 <= 1);
}

/// Returns the means of blocks of eight by eight pixels.
fn block_means(raster: &Raster) -> Vec<u8> {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let mut means = Vec::new();
    for top in (0..height).step_by(8) {
        for left in (0..width).step_by(8) {
            let rows = top..(top + 8).min(height);
            let block: Vec<u32> = rows
                .flat_map(|y| raster.grey[y * width + left..y * width + (left + 8).min(width)].iter())
                .map(|grey| u32::from(*grey))
                .collect();
            means.push(((block.iter().sum::<u32>() + block.len() as u32 / 2) / block.len() as u32) as u8);
        }
    }
    means
}

#[test]
fn previews_of_every_kind_are_the_block_means_of_what_is_shown() {
    let mut n_pages = 0;
    for (name, bytes) in ["jpeg", "png", "tiff"].into_iter().flat_map(fixtures) {
        each_page(&bytes, false, |image| {
            let raster = raster(&Stream::of(&image), &AS_STORED, &LIMITS).unwrap();
            let Preview { width, height, grey } = &image.preview;
            assert_eq!((*width, *height), (raster.width.div_ceil(8), raster.height.div_ceil(8)), "{name}");
            // At the edges the preview of a JPEG has what its encoder put beyond the page.
            let whole = |means: &[u8]| -> Vec<u8> {
                let is_whole = |idx: usize| {
                    let (x, y) = (idx as u32 % width, idx as u32 / width);
                    (x + 1) * 8 <= raster.width && (y + 1) * 8 <= raster.height
                };
                let is_jpeg = matches!(image.coding, Coding::Dct { .. });
                means.iter().enumerate().filter(|(idx, _)| !is_jpeg || is_whole(*idx)).map(|(_, mean)| *mean).collect()
            };
            let (ours, theirs) = (whole(grey), whole(&block_means(&raster)));
            if !ours.is_empty() {
                let (most, _) = apart(&ours, &theirs);
                let rounding = if matches!(image.coding, Coding::Dct { .. }) { 3 } else { 0 };
                assert!(most <= rounding, "{name}: {most}");
            }
            n_pages += 1;
        });
    }
    assert!(n_pages > 150, "{n_pages}");
}

fn page(coding: Coding, data: &[u8], size: (u32, u32), bits: u8) -> PageImage<'_> {
    let content = Content { sha256: crate::digest::Digest([0; 32]), width: size.0, height: size.1, bits, channels: 1 };
    PageImage {
        width: size.0,
        height: size.1,
        bits,
        colour: Colour::Gray(Space::Device),
        coding,
        inverted: false,
        mask: None,
        data: data.into(),
        resolution: None,
        orientation: Orientation::UPRIGHT,
        embedding: Embedding::PassThrough,
        content,
        preview: Preview::default(),
        notes: Vec::new(),
    }
}

#[test]
fn jbig2_and_jpeg_2000_show_what_their_previews_say() {
    let data = include_bytes!("../../../fixtures/pdfa/generic.jb2");
    let image = page(Coding::Jbig2 { globals: None }, data, (16, 8), 1);
    let seen = raster(&Stream::of(&image), &AS_STORED, &LIMITS).unwrap();
    let size = jbig2::Size { width: 16, height: 8, inverted: false };
    assert_eq!(block_means(&seen), jbig2::check(data, None, size).unwrap().1.grey);
    assert!(seen.bitonal);
    let data = include_bytes!("../../../fixtures/pdfa/gray.jp2");
    let image = page(Coding::Jpx, data, (24, 16), 8);
    let seen = raster(&Stream::of(&image), &AS_STORED, &LIMITS).unwrap();
    assert!(apart(&block_means(&seen), &jp2::survey(data, 24, 16, 1).unwrap().1.grey).0 <= 1);
}

#[test]
fn a_page_is_reduced_turned_and_keeps_its_resolution() {
    let bytes = fixtures("png").into_iter().find(|(name, _)| name == "grey-8.png").unwrap().1;
    each_page(&bytes, false, |image| {
        let (stream, turned) = (Stream::of(&image), Orientation::from_tag(6));
        let upright = raster(&stream, &AS_STORED, &LIMITS).unwrap();
        let view = View { orientation: turned, dpi: Some((600.0, 600.0)), at_most: 400.0 };
        let seen = raster(&stream, &view, &LIMITS).unwrap();
        assert_eq!((seen.width, seen.height), (upright.height.div_ceil(2), upright.width.div_ceil(2)));
        assert_eq!(
            (seen.dpi, size(image.width, image.height, &view)),
            (Some(300.0), ((seen.width, seen.height), Some(300.0)))
        );
        // The upper right corner comes from the upper left one, as a mean of four.
        let corner = [0, 1, upright.width as usize, upright.width as usize + 1].map(|at| u32::from(upright.grey[at]));
        assert_eq!(u32::from(seen.grey[seen.width as usize - 1]), (corner.iter().sum::<u32>() + 2) / 4);
    });
}

#[test]
fn any_cut_or_changed_data_are_a_refusal_or_a_page_and_never_a_panic() {
    for (_, bytes) in fixtures("jpeg").into_iter().filter(|(name, _)| name.starts_with("4") || name.starts_with("cmyk"))
    {
        for at in (2..bytes.len()).step_by(bytes.len() / 60 + 1) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            for data in [&bytes[..at], &changed] {
                let image = page(Coding::Dct { transform: None }, data, (32, 24), 8);
                let _ = raster(&Stream::of(&image), &AS_STORED, &LIMITS);
            }
        }
    }
    let nothing = page(Coding::Flate, &[], (0, 7), 8);
    assert!(raster(&Stream::of(&nothing), &AS_STORED, &LIMITS).is_err());
    let large = page(Coding::Flate, &[], (1 << 16, 1 << 16), 8);
    assert_eq!(raster(&Stream::of(&large), &AS_STORED, &LIMITS).unwrap_err().code, &codes::TOO_LARGE);
}
