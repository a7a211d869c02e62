//! JPEG 2000: JP2 files pass into a PDF as they are, raw codestreams in a JP2 of ours.
//!
//! Every codestream is decoded once, by somebody else's decoder, to know that it can be. Only what a
//! PDF/A has no place for is coded anew: palettes, transparency, channels in another order, sYCC.

pub mod boxes;
pub mod codestream;
pub mod meaning;

mod decode;
#[cfg(test)]
mod tests;
mod wrap;

use std::borrow::Cow;

use hayro_jpeg2000::ComponentData;

use super::samples::{self, Samples};
use super::source::Source;
use super::{Format, Limits, Sink};
use crate::finding::codes;
use crate::page::{
    Coding, Colour, Content, Embedding, Note, Orientation, PageImage, Preview, Refusal, Resolution, Stop,
};
use crate::text;
use boxes::Jp2;
use codestream::Codestream;
use meaning::{Channels, Meaning, Way};

/// The row for the table of formats.
pub const FORMAT: Format = Format {
    name: "jp2",
    endings: &["jp2", "j2k", "j2c", "jpx", "jpf", "jpc"],
    isolated: true,
    recognises,
    read,
    glance: read,
};

/// SOC and SIZ, with which every codestream begins.
const CODESTREAM: &[u8] = b"\xFF\x4F\xFF\x51";

fn recognises(opening: &[u8]) -> bool {
    opening.starts_with(boxes::SIGNATURE) || opening.starts_with(CODESTREAM)
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    sink(1, page(&bytes, None, limits)?)
}

/// Checks a JP2 file or a raw codestream, decodes it whole, and returns it as a page.
///
/// `stated` is the colour that a PDF's image dictionary gives, where the bytes come out of one; it must
/// have as many channels as the image. Bytes behind the end are cut off with a note.
pub fn page<'a>(bytes: &'a [u8], stated: Option<Colour>, limits: &Limits) -> Result<PageImage<'a>, Stop> {
    if bytes.starts_with(CODESTREAM) {
        let codestream = codestream::walk(bytes)?;
        let meaning = meaning::of_codestream(&codestream, stated)?;
        let end = codestream.length;
        return Sheet { file: bytes, end, bytes, codestream, resolution: None, palette: None }.page(meaning, limits);
    }
    let Jp2 { header, codestream: place, end } = boxes::read(bytes)?;
    let inner = bytes.get(place.clone()).unwrap_or_default();
    let codestream = codestream::walk(inner).map_err(|refusal| shifted(refusal, place.start))?;
    let meaning = meaning::of_file(&header, &codestream, stated)?;
    let (resolution, palette) = (header.resolution, header.palette);
    Sheet { file: bytes, end, bytes: inner, codestream, resolution, palette }.page(meaning, limits)
}

/// Returns the content of the JP2 file in a PDF whose dictionary states this size, decoded whole.
pub fn content(data: &[u8], width: u32, height: u32, channels: u8) -> Result<Content, Refusal> {
    decoded(data, width, height, channels, |_, codestream| codestream.content())
}

/// Returns the content of such a file, and what it shows.
pub fn survey(data: &[u8], width: u32, height: u32, channels: u8) -> Result<(Content, Preview), Refusal> {
    decoded(data, width, height, channels, |components, codestream| {
        (codestream.content(), decode::preview(components, codestream, channels))
    })
}

/// Returns the samples of such a file in 8 bits each, rows from the top.
pub fn bytes(data: &[u8], width: u32, height: u32, channels: u8) -> Result<Vec<u8>, Refusal> {
    decoded(data, width, height, channels, |components, _| decode::bytes(components))
}

fn decoded<T>(
    data: &[u8],
    width: u32,
    height: u32,
    channels: u8,
    use_it: impl FnOnce(&[ComponentData], &Codestream) -> T,
) -> Result<T, Refusal> {
    let place = boxes::read(data)?.codestream;
    let bytes = data.get(place).unwrap_or_default();
    let codestream = codestream::walk(bytes)?;
    let content = codestream.content();
    if (content.width, content.height, content.channels) != (width, height, channels) {
        let what = text!(
            "ảnh JPEG 2000 có kích thước khác với từ điển ảnh",
            "the JPEG 2000 data have another size than the image dictionary says"
        );
        return Err(Refusal::new(&codes::CORRUPT, what));
    }
    decode::decode(bytes, &codestream, |components| use_it(components, &codestream))
}

/// A file, its codestream, and what the boxes add.
struct Sheet<'a> {
    file: &'a [u8],
    /// Where the file ends; what follows is not part of it.
    end: usize,
    bytes: &'a [u8],
    codestream: Codestream,
    resolution: Option<Resolution>,
    palette: Option<&'a [u8]>,
}

impl<'a> Sheet<'a> {
    fn page(self, meaning: Meaning, limits: &Limits) -> Result<PageImage<'a>, Stop> {
        decode::check_limits(&self.codestream, limits)?;
        let Meaning { colour, way, mut notes } = meaning;
        notes.extend(trailing(self.file.len().saturating_sub(self.end)));
        let (data, embedding) = match way {
            Way::Decoded(channels) => {
                let decoded = self.samples(&channels)?;
                return self.coded_anew(&decoded, colour, notes);
            }
            Way::Converted => {
                let decoded = decode::converted(self.bytes, &self.codestream)?;
                return self.coded_anew(&decoded, colour, notes);
            }
            Way::AsIs => (Cow::Borrowed(self.file.get(..self.end).unwrap_or_default()), Embedding::PassThrough),
            Way::Wrapped => {
                let bytes = self.bytes.get(..self.codestream.length).unwrap_or_default();
                (Cow::Owned(wrap::wrap(bytes, &self.codestream, wrap::space(&colour))), Embedding::Rewrapped)
            }
        };
        let n_channels = meaning::channels(&colour) as u8;
        let small = |components: &[_]| decode::preview(components, &self.codestream, n_channels);
        let preview = decode::decode(self.bytes, &self.codestream, small)?;
        let content = self.codestream.content();
        let page = self.blank(colour, content, notes);
        Ok(PageImage { coding: Coding::Jpx, data, embedding, preview, ..page })
    }

    fn samples(&self, channels: &Channels) -> Result<Samples, Refusal> {
        let palette = self.palette.map(decode::Palette::read).transpose()?;
        let put = |components: &[_]| decode::samples(components, &self.codestream, channels, palette.as_ref());
        decode::decode(self.bytes, &self.codestream, put)?
    }

    /// Codes decoded samples without loss.
    fn coded_anew(&self, decoded: &Samples, colour: Colour, notes: Vec<Note>) -> Result<PageImage<'a>, Stop> {
        let recoded = samples::recode(decoded)?;
        let page = self.blank(colour, recoded.content, notes);
        let (bits, data) = (decoded.bits, Cow::Owned(recoded.data));
        let preview = decoded.preview();
        Ok(PageImage { bits, coding: recoded.coding, mask: recoded.mask, data, preview, ..page })
    }

    fn blank(&self, colour: Colour, content: Content, notes: Vec<Note>) -> PageImage<'a> {
        PageImage {
            width: self.codestream.size.width,
            height: self.codestream.size.height,
            bits: content.bits,
            colour,
            coding: Coding::Jpx,
            inverted: false,
            mask: None,
            data: Cow::Borrowed(&[]),
            resolution: self.resolution,
            orientation: Orientation::UPRIGHT,
            embedding: Embedding::Lossless,
            content,
            preview: Preview::default(),
            notes,
        }
    }
}

fn shifted(mut refusal: Refusal, start: usize) -> Refusal {
    refusal.offset = refusal.offset.map(|at| at.saturating_add(start as u64));
    refusal
}

fn trailing(length: usize) -> Option<Note> {
    let what = text!("{length} byte sau ảnh", "{length} bytes behind the image");
    (length > 0).then_some(Note { code: &codes::TRAILING, what })
}
