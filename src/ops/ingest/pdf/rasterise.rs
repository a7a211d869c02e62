//! PDFs that nothing else would save, where somebody asked for it: every page painted, its text laid over invisibly.
//!
//! Only black and white becomes G4, the rest Flate: nothing is lost after painting. The file as it came is kept beside.

use std::borrow::Cow;
use std::io::{Read as _, Seek as _, SeekFrom};

use crate::finding::codes;
use crate::formats::ccitt::{bitmap::Bitmap, encode};
use crate::formats::samples::{self, Samples};
use crate::ops::worker::Stage;
use crate::page::{Coding, Colour, Embedding, Orientation, PageImage, Space, Stop};
use crate::pdf::file::File;
use crate::pdf::mend;
use crate::pdf::render::{self, Picture, Scale};
use crate::pdf::words::{self, PageText};
use crate::pdfa::text::Word;
use crate::sidecar::taken::{Change, Class};
use crate::text;

use super::{Bytes, Outcome, Placed, Subject, encryption, matrix};

/// Dots per inch of painted pages.
const DPI: f64 = 300.0;

/// Paints the pages, if that is wished for.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    if !subject.wish.rasterise || subject.wish.joins {
        return Ok(None);
    }
    let Some(source) = source(subject)? else { return Ok(None) };
    let mut texts = Vec::new();
    if let Err(why) = words::pages(source.clone(), &mut |_, text| texts.push(text)) {
        subject.reasons.push(why.what);
        return Ok(None);
    }
    if !shows_all(subject, &source, texts.len()) {
        subject.reasons.push(text!("tệp thiếu trang hoặc thiếu nội dung", "pages or parts of pages are missing"));
        return Ok(None);
    }
    let scale = Scale { per_unit: (DPI / 72.0) as f32, pixels: subject.wish.limits.pixels };
    let (mut failed, mut n_words) = (None, 0);
    let painted = render::pages(source, scale, &mut |idx, picture| {
        if failed.is_some() {
            return;
        }
        let number = idx as u32 + 1;
        let placed = placed(&picture, texts.get(idx));
        n_words += placed.words.len() as u32;
        let sent = image(&picture).and_then(|image| (subject.sink)(number, image, Some(placed)));
        failed = sent.err();
        (subject.stage)(Stage::Pages(number));
    });
    match (failed, painted) {
        (Some(stop), _) => Err(stop),
        // Pages may have been handed over already, so that no other class can take the file.
        (None, Err(why)) => Err(super::unreadable(&why).into()),
        (None, Ok(n_pages)) => {
            let mut outcome = outcome(n_pages as u32, n_words, &texts);
            if subject.file.as_ref().is_ok_and(File::is_encrypted) {
                outcome.changes.push(Change { what: encryption::REMOVED.to_owned(), count: 1 });
                outcome.notes.push(encryption::note());
            }
            Ok(Some(outcome))
        }
    }
}

/// Says whether no page is missing; in a file without sound cross-references, which may have been cut, whether nothing is.
fn shows_all(subject: &Subject<'_>, source: &[u8], n_pages: usize) -> bool {
    match &subject.file {
        Ok(file) if file.is_encrypted() => true,
        Ok(file) => file.pages().is_ok_and(|pages| pages.len() == n_pages),
        Err(_) => mend::open(source, &super::limits(&subject.wish.limits)).is_ok_and(|found| mend::is_whole(&found)),
    }
}

/// Reads the whole file; `None` where that is more than one file may take.
fn source(subject: &mut Subject<'_>) -> Result<Option<Vec<u8>>, Stop> {
    let mut opened = subject.place.open()?;
    let size = opened.seek(SeekFrom::End(0))?;
    let has_units = subject.file.as_ref().ok().and_then(|file| file.pages().ok());
    if has_units.is_some_and(|pages| pages.iter().any(|page| page.user_unit != 1.0)) {
        subject.reasons.push(text!(
            "trang đo theo đơn vị riêng nên không vẽ được",
            "pages with units of their own are not painted"
        ));
        return Ok(None);
    }
    if size > subject.wish.limits.memory {
        return Ok(None);
    }
    opened.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    opened.take(size).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn outcome(n_pages: u32, n_words: u32, texts: &[PageText]) -> Outcome {
    let change = |what: &str, count| Change { what: what.to_owned(), count };
    let mut changes = vec![change("pages-painted", n_pages)];
    if n_words > 0 {
        changes.push(change("words-carried-over", n_words));
    }
    let dropped: u64 = texts.iter().map(|text| text.unmapped).sum();
    if dropped > 0 {
        changes.push(change("letters-dropped", u32::try_from(dropped).unwrap_or(u32::MAX)));
    }
    let what = text!("{n_pages} trang được vẽ lại thành ảnh {DPI} dpi", "{n_pages} pages were painted at {DPI} dpi");
    Outcome {
        class: Class::Rasterised,
        reason: text!(
            "không sửa được nên vẽ lại thành ảnh theo yêu cầu",
            "it could not be mended, and was painted as asked"
        ),
        claim: None,
        said: None,
        conformance: "PDF/A-2u".to_owned(),
        changes,
        signatures: Vec::new(),
        bytes: Bytes::Pages,
        keeps_original: true,
        notes: vec![(codes::PDF_RASTERISED.name.to_owned(), what)],
    }
}

/// The picture covers its page; words lie where they were seen.
fn placed(picture: &Picture, text: Option<&PageText>) -> Placed {
    let points = |pixels: u32| f64::from(pixels) * 72.0 / DPI;
    let size = (points(picture.width), points(picture.height));
    let view = text.map_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], |text| text.view);
    let seen = |word: &words::Word| Word::new(&word.text, matrix::then(&word.matrix, &view));
    Placed {
        size,
        image: [size.0, 0.0, 0.0, size.1, 0.0, 0.0],
        rotation: 0,
        user_unit: 1,
        dpi: (DPI, DPI),
        words: text.iter().flat_map(|text| &text.words).filter_map(seen).collect(),
    }
}

fn image(picture: &Picture) -> Result<PageImage<'static>, Stop> {
    let pixels = || picture.rgb.chunks_exact(3);
    let is_grey = pixels().all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let is_bitonal = is_grey && picture.rgb.iter().all(|value| matches!(value, 0 | 255));
    let (width, height) = (picture.width, picture.height);
    let bare = |bits, colour, coding, data, content, preview| PageImage {
        width,
        height,
        bits,
        colour,
        coding,
        inverted: false,
        mask: None,
        data: Cow::Owned(data),
        resolution: None,
        orientation: Orientation::UPRIGHT,
        embedding: Embedding::Painted,
        content,
        preview,
        notes: Vec::new(),
    };
    if is_bitonal {
        let bitmap = Bitmap::of_rows(width, height, packed(picture));
        let (content, preview) = bitmap.survey();
        let coding =
            Coding::Ccitt { k: -1, black_is_1: false, end_of_line: false, byte_align: false, end_of_block: false };
        return Ok(bare(1, Colour::Gray(Space::Device), coding, encode::encode(&bitmap)?, content, preview));
    }
    let (channels, colour, rows) = if is_grey {
        (1, Colour::Gray(Space::Device), pixels().map(|pixel| pixel[0]).collect())
    } else {
        (3, Colour::Rgb(Space::Device), picture.rgb.clone())
    };
    let samples = Samples { width, height, bits: 8, channels, alpha: false, rows };
    let recoded = samples::recode(&samples)?;
    Ok(bare(8, colour, recoded.coding, recoded.data, recoded.content, samples.preview()))
}

/// Packs black and white into bits, the most significant first; 1 is white.
fn packed(picture: &Picture) -> Vec<u8> {
    let row = picture.width.max(1) as usize * 3;
    let byte = |eight: &[u8]| {
        let bits = eight.chunks_exact(3).enumerate();
        bits.fold(0u8, |byte, (idx, pixel)| byte | u8::from(pixel[0] > 0) << (7 - idx))
    };
    picture.rgb.chunks_exact(row).flat_map(|row| row.chunks(24).map(byte).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, pixels: &[[u8; 3]]) -> Picture {
        Picture { width, height: pixels.len() as u32 / width, rgb: pixels.concat() }
    }

    #[test]
    fn black_and_white_becomes_g4_grey_one_channel_and_colour_three() {
        let (black, white) = ([0; 3], [255; 3]);
        let row: Vec<_> = (0..10).map(|x| if x < 3 { black } else { white }).collect();
        let bitonal = image(&picture(10, &[row.clone(), row.clone()].concat())).unwrap();
        assert!(matches!(bitonal.coding, Coding::Ccitt { k: -1, .. }));
        assert_eq!(packed(&picture(10, &row)), [0b0001_1111, 0b1100_0000]);
        let grey = image(&picture(1, &[white, [9; 3]])).unwrap();
        assert_eq!((grey.bits, grey.colour), (8, Colour::Gray(Space::Device)));
        let colour = image(&picture(1, &[white, [9, 8, 7]])).unwrap();
        assert_eq!((colour.bits, colour.colour), (8, Colour::Rgb(Space::Device)));
        assert_eq!(colour.embedding, Embedding::Painted);
    }

    #[test]
    fn words_lie_where_they_were_seen() {
        let word = words::Word { text: "a".to_owned(), matrix: [5.0, 0.0, 0.0, 10.0, 20.0, 30.0], visible: true };
        // A page of 100 by 200 units turned by a quarter: what is right of the foot is now below the left.
        let text = PageText { words: vec![word], unmapped: 0, view: [0.0, -1.0, 1.0, 0.0, 0.0, 100.0] };
        let placed = placed(&picture(1, &[[0; 3]]), Some(&text));
        assert_eq!(placed.words[0].matrix(), [0.0, -5.0, 10.0, 0.0, 30.0, 80.0]);
    }
}
