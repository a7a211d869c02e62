//! From sound chunks to a page: image data as they are, or coded anew.

use std::borrow::Cow;

use super::adam7;
use super::chunks::Png;
use super::colour;
use super::header::ColourType;
use crate::digest::Digest;
use crate::finding::codes;
use crate::formats::Limits;
use crate::formats::packed;
use crate::formats::rows::Shape;
use crate::formats::samples::{self, Samples};
use crate::formats::stream::Stream;
use crate::page::{Coding, Content, Embedding, Mask, Note, Orientation, PageImage, Preview, Refusal, Stop};
use crate::text;

/// The stream of a page and what came with it.
struct Image<'a> {
    data: Cow<'a, [u8]>,
    mask: Option<Mask>,
    content: Content,
    preview: Preview,
    embedding: Embedding,
}

/// Returns an image whose data pass as they are unchecked, and any other as [`page_image`] does.
pub(super) fn glance<'a>(png: &Png<'a>, limits: &Limits) -> Result<PageImage<'a>, Stop> {
    let header = &png.header;
    let is_see_through = header.colour == ColourType::Indexed && png.transparency.is_some();
    if header.colour.has_alpha() || header.is_interlaced || is_see_through {
        return page_image(png, limits);
    }
    let Shape { width, height, bits, channels } = header.shape();
    Ok(finished(
        png,
        Image {
            data: png.image_data(),
            mask: colour::colour_key(png),
            content: Content { sha256: Digest([0; 32]), width, height, bits, channels },
            preview: Preview::default(),
            embedding: Embedding::PassThrough,
        },
    ))
}

/// Checks the image to its last bit and returns it as a PDF holds it.
pub(super) fn page_image<'a>(png: &Png<'a>, limits: &Limits) -> Result<PageImage<'a>, Stop> {
    let header = &png.header;
    let is_see_through = header.colour == ColourType::Indexed && png.transparency.is_some();
    let image = match header.colour {
        _ if header.colour.has_alpha() => recoded(png, limits)?,
        _ if is_see_through => indexed_with_alpha(png, limits)?,
        _ if header.is_interlaced => deinterlaced(png, limits)?,
        _ => passed_through(png)?,
    };
    Ok(finished(png, image))
}

fn finished<'a>(png: &Png<'a>, image: Image<'a>) -> PageImage<'a> {
    let header = &png.header;
    let mut notes = notes(png);
    PageImage {
        width: header.width,
        height: header.height,
        bits: header.bits,
        colour: colour::colour(png, &mut notes),
        coding: Coding::FlatePng,
        inverted: false,
        mask: image.mask,
        data: image.data,
        resolution: colour::resolution(png),
        orientation: Orientation::UPRIGHT,
        embedding: image.embedding,
        content: image.content,
        preview: image.preview,
        notes,
    }
}

fn notes(png: &Png<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some(at) = png.trailing {
        let what = text!("có byte thừa sau khối IEND, từ byte {at}", "bytes follow the IEND chunk, from byte {at}");
        notes.push(Note { code: &codes::TRAILING, what });
    }
    if png.is_animated {
        let what = text!("tệp PNG có nhiều khung hình", "the PNG holds several frames");
        notes.push(Note { code: &codes::ANIMATED, what });
    }
    notes
}

/// Keeps the image data; one inflate checks them and yields the content.
fn passed_through<'a>(png: &Png<'a>) -> Result<Image<'a>, Refusal> {
    let data = png.image_data();
    let mask = colour::colour_key(png);
    let (content, preview, mask) = survey(png, &data, mask).map_err(|refusal| png.locate(refusal))?;
    Ok(Image { data, mask, content, preview, embedding: Embedding::PassThrough })
}

/// Takes colour and alpha apart.
fn recoded<'a>(png: &Png<'a>, limits: &Limits) -> Result<Image<'a>, Stop> {
    let samples = decoded(png, &png.image_data(), limits)?;
    let recoded = samples::recode(&samples)?;
    Ok(Image {
        data: Cow::Owned(recoded.data),
        mask: recoded.mask,
        content: recoded.content,
        preview: samples.preview(),
        embedding: Embedding::Lossless,
    })
}

/// Puts the rows of an interlaced image without alpha in order.
fn deinterlaced<'a>(png: &Png<'a>, limits: &Limits) -> Result<Image<'a>, Stop> {
    let data = samples::recode(&decoded(png, &png.image_data(), limits)?)?.data;
    let (content, preview, mask) = survey(png, &data, colour::colour_key(png))?;
    Ok(Image { data: Cow::Owned(data), mask, content, preview, embedding: Embedding::Lossless })
}

/// Makes a soft mask of the palette's alpha; the indices stay as they are unless interlaced.
fn indexed_with_alpha<'a>(png: &Png<'a>, limits: &Limits) -> Result<Image<'a>, Stop> {
    let source = png.image_data();
    let indices = decoded(png, &source, limits)?;
    let alpha = alpha_of(&indices, png.transparency.unwrap_or_default());
    let mask = match alpha.rows.iter().all(|alpha| *alpha == 0xFF) {
        true => None,
        false => Some(Mask::Soft { bits: 8, data: samples::recode(&alpha)?.data }),
    };
    let is_kept = !png.header.is_interlaced;
    let data = if is_kept { source } else { Cow::Owned(samples::recode(&indices)?.data) };
    let (content, preview, mask) = survey(png, &data, mask)?;
    // With a new mask, not all of the image in the PDF is the source's.
    let embedding = if is_kept && mask.is_none() { Embedding::PassThrough } else { Embedding::Lossless };
    Ok(Image { data, mask, content, preview, embedding })
}

/// Returns the alpha of each pixel, 8 bits deep; colours beyond tRNS are opaque.
fn alpha_of(indices: &Samples, transparency: &[u8]) -> Samples {
    let (width, height, bits) = (indices.width, indices.height, indices.bits);
    let mut alphas = [0xFF; 256];
    alphas.iter_mut().zip(transparency).for_each(|(alpha, given)| *alpha = *given);
    let mut rows = Vec::with_capacity(width as usize * height as usize);
    for row in indices.rows.chunks_exact(indices.row_bytes().max(1)) {
        rows.extend((0..width as usize).map(|idx| alphas[usize::from(packed::get(row, idx, bits) as u8)]));
    }
    Samples { width, height, bits: 8, channels: 1, alpha: false, rows }
}

/// Decodes the whole image into memory, if the limits let it in.
fn decoded(png: &Png<'_>, data: &[u8], limits: &Limits) -> Result<Samples, Refusal> {
    let shape = png.header.shape();
    let needed = shape.row_bytes() as u64 * u64::from(shape.height);
    if needed > limits.memory {
        return Err(Refusal::new(
            &codes::TOO_LARGE,
            text!(
                "ảnh giải nén chiếm {needed} byte, giới hạn bộ nhớ là {limit}",
                "the decoded image takes {needed} bytes, the memory limit is {limit}",
                limit = limits.memory
            ),
        ));
    }
    let Shape { width, height, bits, channels } = shape;
    let decoded = match png.header.is_interlaced {
        true => adam7::decode(data, shape, false),
        false => samples::decode(data, &Coding::FlatePng, width, height, bits, channels),
    };
    let alpha = png.header.colour.has_alpha();
    decoded.map(|samples| Samples { alpha, ..samples }).map_err(|refusal| png.locate(refusal))
}

/// Returns the content of a stream, what it shows, and its mask, or none where the mask hides nothing.
fn survey(png: &Png<'_>, data: &[u8], mask: Option<Mask>) -> Result<(Content, Preview, Option<Mask>), Refusal> {
    let is_indexed = png.header.colour == ColourType::Indexed;
    let stream = Stream {
        data,
        coding: &Coding::FlatePng,
        shape: png.header.shape(),
        palette: is_indexed.then_some(png.palette),
        mask: mask.as_ref(),
        inverted: false,
    };
    let (content, preview) = stream.survey()?;
    // An alpha channel makes the number of channels even.
    let hides = content.channels.is_multiple_of(2);
    Ok((content, preview, mask.filter(|_| hides)))
}
