//! The image of a page, lifted out: its stream as it is coded, verified to its last bit, as a page of ours.
//!
//! What no PDF/A-2 takes as it is (LZW, run lengths, odd predictors) is coded anew without loss.

use std::borrow::Cow;
use std::io::{Read, Seek};
use std::rc::Rc;

use crate::finding::codes;
use crate::formats::readback;
use crate::formats::rows::Shape;
use crate::formats::samples::{self, Samples};
use crate::formats::stream::Stream as Coded;
use crate::formats::{self, jp2, jpeg};
use crate::page::{Coding, Colour, Content, Embedding, Note, Orientation, PageImage, Preview, Refusal, Space, Stop};
use crate::pdf::Unreadable;
use crate::pdf::file::File;
use crate::pdf::filters::ImageFilter;
use crate::pdf::object::{Dict, Object, Stream};
use crate::text;

use super::coding::{channels, coding, fits, inverted};
use super::odd;
use super::space::{Found, Spaces};
use super::unfit::{Fit, because};

/// What the dictionary of an image says; its data were not looked at.
pub(super) struct Picture {
    object: Rc<Object>,
    /// Pixels across and down.
    pub(super) pixels: (u32, u32),
    bits: u8,
    colour: Option<Colour>,
    inverted: bool,
    coding: Option<Coding>,
    chain: usize,
    note: Option<Note>,
}

/// Reads the dictionary of an image.
pub(super) fn describe<R: Read + Seek>(file: &File<R>, object: &Rc<Object>, resources: &Object) -> Fit<Picture> {
    let Some(stream) = object.as_stream() else { return because(missing()) };
    let dict = &stream.dict;
    odd::stream(file, dict)?;
    for key in ["SMask", "SMaskInData", "Mask", "Alternates", "OPI", "AF"] {
        if !matches!(*file.value(dict, key)?, Object::Null | Object::Int(0)) {
            return because(text!("ảnh có mặt nạ hoặc bản thay thế", "an image has a mask or an alternate"));
        }
    }
    let number =
        |key| file.value(dict, key).map(|value| odd::whole(&value).and_then(|value| u32::try_from(value).ok()));
    let (Some(width @ 1..), Some(height @ 1..)) = (number("Width")?, number("Height")?) else {
        return because(text!("ảnh không có kích thước", "an image has no size"));
    };
    let is_stencil = file.value(dict, "ImageMask")?.as_bool() == Some(true);
    let chain = file.filters(dict)?;
    let last = chain.last().map(|(name, parameters)| (name.as_slice(), parameters));
    let (colour, note) = colour(file, dict, resources, is_stencil, last.map(|last| last.0))?;
    let bits = match (last.map(|last| last.0), number("BitsPerComponent")?) {
        (Some(b"CCITTFaxDecode" | b"JBIG2Decode"), None | Some(1)) => 1,
        (Some(b"JPXDecode"), _) => 8,
        (_, None | Some(1)) if is_stencil => 1,
        (_, Some(bits @ (1 | 2 | 4 | 8 | 16))) => bits as u8,
        _ => return because(text!("ảnh có số bit lạ", "an image has an unusual number of bits")),
    };
    if !fits(last.map(|last| last.0), bits, colour.as_ref()) {
        return because(text!(
            "mã hóa và màu của ảnh không hợp nhau",
            "the coding and the colours of an image do not fit"
        ));
    }
    let inverted = inverted(file, dict, bits, colour.as_ref())?;
    let coding = coding(file, last, (width, height), bits, colour.as_ref())?;
    // Only the last filter is one that our writer says again; those before it are undone.
    let (object, chain) = (object.clone(), chain.len());
    Ok(Picture { object, pixels: (width, height), bits, colour, inverted, coding, chain, note })
}

fn missing() -> text::Text {
    text!("ảnh không có dữ liệu", "an image has no data")
}

/// Returns the colours, `None` where a JPEG 2000 says them itself.
fn colour<R: Read + Seek>(
    file: &File<R>,
    dict: &Dict,
    resources: &Object,
    is_stencil: bool,
    last: Option<&[u8]>,
) -> Fit<(Option<Colour>, Option<Note>)> {
    if is_stencil {
        return Ok((Some(Colour::Gray(Space::Device)), None));
    }
    match (dict.get("ColorSpace"), last) {
        (None, Some(b"JPXDecode")) => Ok((None, None)),
        (None, Some(b"JBIG2Decode" | b"CCITTFaxDecode")) => Ok((Some(Colour::Gray(Space::Device)), None)),
        (None, _) => because(text!("ảnh không có không gian màu", "an image has no colour space")),
        (Some(space), _) => {
            let Found { colour, note } = Spaces { file, resources }.read(space)?;
            Ok((Some(colour), note))
        }
    }
}

impl Picture {
    /// Returns what tells this kind of image from others in one document.
    pub(super) fn kind(&self) -> String {
        let colour = self.colour.as_ref().map(std::mem::discriminant);
        let coding = match &self.coding {
            Some(Coding::Jbig2 { globals }) => format!("Jbig2 {}", globals.is_some()),
            other => format!("{other:?}"),
        };
        format!("{colour:?} {coding} {} {} {}", self.bits, self.inverted, self.chain)
    }

    /// Lifts the image out; a stream that does not decode is refused.
    pub(super) fn lift<R: Read + Seek>(
        self,
        file: &File<R>,
        limits: &formats::Limits,
    ) -> Result<PageImage<'static>, Stop> {
        let Some(stream) = self.object.as_stream() else { return Err(Refusal::new(&codes::CORRUPT, missing()).into()) };
        let (width, height) = self.pixels;
        if u64::from(width) * u64::from(height) > limits.pixels {
            let what =
                text!("ảnh {width} x {height} điểm quá lớn", "an image of {width} x {height} pixels is too large");
            return Err(Refusal::new(&codes::TOO_LARGE, what).into());
        }
        let kept = match self.coding {
            Some(Coding::Flate | Coding::FlatePng | Coding::FlateTiff) if self.chain == 1 => {
                self.flate(file, stream)?
            }
            Some(Coding::Dct { .. }) => Some(self.jpeg(file, stream, limits)?),
            Some(Coding::Jpx) => Some(self.jpeg_2000(file, stream, limits)?),
            Some(Coding::Ccitt { .. } | Coding::Jbig2 { .. }) => Some(self.bitonal(file, stream)?),
            _ => None,
        };
        match kept {
            Some(image) => Ok(image),
            None => self.anew(file, stream),
        }
    }

    fn image(&self, data: Vec<u8>, embedding: Embedding, seen: (Content, Preview)) -> PageImage<'static> {
        let (content, preview) = seen;
        PageImage {
            width: self.pixels.0,
            height: self.pixels.1,
            bits: self.bits,
            colour: self.colour.clone().unwrap_or(Colour::Rgb(Space::Device)),
            coding: self.coding.clone().unwrap_or(Coding::FlatePng),
            inverted: self.inverted,
            mask: None,
            data: Cow::Owned(data),
            resolution: None,
            orientation: Orientation::UPRIGHT,
            embedding,
            content,
            preview,
            notes: self.note.iter().map(|note| Note { code: note.code, what: note.what.clone() }).collect(),
        }
    }

    /// Whether filters before the last one were undone.
    fn embedding(&self) -> Embedding {
        if self.chain == 1 { Embedding::PassThrough } else { Embedding::Rewrapped }
    }

    /// Returns the image with its Flate stream as it is; `None` where the stream is odd but can be inflated.
    fn flate<R: Read + Seek>(&self, file: &File<R>, stream: &Stream) -> Result<Option<PageImage<'static>>, Stop> {
        let data = file.raw(stream).map_err(damaged)?;
        Ok(self.survey(&data).ok().map(|seen| self.image(data, self.embedding(), seen)))
    }

    fn survey(&self, data: &[u8]) -> Result<(Content, Preview), Refusal> {
        let coding = self.coding.as_ref().unwrap_or(&Coding::FlatePng);
        readback::survey(&Coded {
            data,
            coding,
            shape: self.shape(),
            palette: match &self.colour {
                Some(Colour::Indexed { palette, .. }) => Some(palette),
                _ => None,
            },
            mask: None,
            inverted: self.inverted,
        })
    }

    fn shape(&self) -> Shape {
        let (width, height) = self.pixels;
        Shape { width, height, bits: self.bits, channels: channels(self.colour.as_ref()) }
    }

    fn jpeg<R: Read + Seek>(
        &self,
        file: &File<R>,
        stream: &Stream,
        limits: &formats::Limits,
    ) -> Result<PageImage<'static>, Stop> {
        let bytes = coded(file, stream, ImageFilter::Dct)?;
        let read = jpeg::page(&bytes, limits)?;
        let fits = std::mem::discriminant(&read.colour);
        let is_same = self.colour.as_ref().map(std::mem::discriminant) == Some(fits);
        if (read.width, read.height) != self.pixels || !is_same || self.bits != 8 {
            return Err(contradicts().into());
        }
        // Scanners end streams with a line feed; more than that is worth a word.
        let rest = bytes.len() - read.data.len();
        let told = |note: &Note| note.code == &codes::TRAILING && rest > 2;
        let seen = (read.content, read.preview);
        let notes: Vec<Note> = read.notes.into_iter().filter(told).collect();
        let end = read.data.len();
        let mut bytes = bytes;
        bytes.truncate(end);
        let mut image = self.image(bytes, self.embedding(), seen);
        image.notes.extend(notes);
        Ok(image)
    }

    fn jpeg_2000<R: Read + Seek>(
        &self,
        file: &File<R>,
        stream: &Stream,
        limits: &formats::Limits,
    ) -> Result<PageImage<'static>, Stop> {
        let bytes = coded(file, stream, ImageFilter::Jpx)?;
        let read = jp2::page(&bytes, self.colour.clone(), limits)?;
        if (read.width, read.height) != self.pixels || self.inverted {
            return Err(contradicts().into());
        }
        let mut image = read.into_owned();
        (image.resolution, image.orientation) = (None, Orientation::UPRIGHT);
        image.notes.extend(self.note.iter().map(|note| Note { code: note.code, what: note.what.clone() }));
        Ok(image)
    }

    fn bitonal<R: Read + Seek>(&self, file: &File<R>, stream: &Stream) -> Result<PageImage<'static>, Stop> {
        let is_fax = matches!(self.coding, Some(Coding::Ccitt { .. }));
        let bytes = coded(file, stream, if is_fax { ImageFilter::Ccitt } else { ImageFilter::Jbig2 })?;
        let seen = self.survey(&bytes)?;
        Ok(self.image(bytes, self.embedding(), seen))
    }

    /// Codes the samples anew: Flate with PNG filters, read back and compared.
    fn anew<R: Read + Seek>(&self, file: &File<R>, stream: &Stream) -> Result<PageImage<'static>, Stop> {
        let decoded = file.decoded(stream).map_err(damaged)?;
        let (width, height) = self.pixels;
        let channels = channels(self.colour.as_ref());
        let samples = Samples { width, height, bits: self.bits, channels, alpha: false, rows: decoded.data };
        let length = (samples.row_bytes() as u64).saturating_mul(height.into());
        if decoded.image.is_some() || (samples.rows.len() as u64) < length {
            return Err(Refusal::new(&codes::TRUNCATED, text!("dữ liệu ảnh thiếu", "the image data end early")).into());
        }
        let mut samples = samples;
        samples.rows.truncate(length as usize);
        let recoded = samples::recode(&samples)?;
        let seen = (recoded.content, Preview::default());
        let mut image = self.image(recoded.data, Embedding::Lossless, seen);
        image.coding = recoded.coding;
        // Palette and inversion are applied on the way to the content, not in the stream.
        (image.content, image.preview) = readback::survey(&Coded::of(&image))?;
        Ok(image)
    }
}

/// Returns the data behind the image filter that the dictionary names.
fn coded<R: Read + Seek>(file: &File<R>, stream: &Stream, filter: ImageFilter) -> Result<Vec<u8>, Stop> {
    let decoded = file.decoded(stream).map_err(damaged)?;
    match decoded.image {
        Some((found, _)) if found == filter => Ok(decoded.data),
        _ => Err(contradicts().into()),
    }
}

fn contradicts() -> Refusal {
    let what = text!("dữ liệu ảnh không khớp với từ điển của nó", "the image data are not what their dictionary says");
    Refusal::new(&codes::CORRUPT, what)
}

fn damaged(unreadable: Unreadable) -> Stop {
    super::unfit::refusal(unreadable).into()
}
