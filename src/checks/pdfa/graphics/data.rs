//! Image data: whether they decode, to the last bit, to the size and the channels that the dictionary gives.
//!
//! ISO 19005-2 takes this for granted (6.2.8 builds on ISO 32000-1, 8.9.5), and validators seldom look.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::jpx::Header;
use super::{entry, image};
use crate::checks::pdfa::report::Breaches;
use crate::finding::codes;
use crate::formats;
use crate::formats::ccitt::decode::{Shape, decode};
use crate::formats::ccitt::{MAX_COLUMNS, Problem, Scheme};
use crate::pdf::Unreadable;
use crate::pdf::content::Inline;
use crate::pdf::file::File;
use crate::pdf::filters::{Decoded, ImageFilter, decode as decode_stream};
use crate::pdf::object::{Dict, Id, Object};
use crate::text;
use crate::text::Text;

/// Decodes every image that content paints; `images` gives the components of its colour space, where known.
pub fn check<R: Read + Seek>(file: &File<R>, images: &BTreeMap<Id, Option<usize>>, out: &mut Breaches) {
    for (id, components) in images {
        let Ok(object) = file.get(*id) else { continue };
        if let Some(stream) = object.as_stream() {
            judge(file, &stream.dict, file.decoded(stream), *components, Some(*id), out);
        }
    }
}

/// Decodes an image that stands within content.
pub fn judge_inline<R: Read + Seek>(
    file: &File<R>,
    inline: &Inline<'_>,
    components: Option<usize>,
    place: Option<Id>,
    out: &mut Breaches,
) {
    let limits = file.limits();
    let bound = (inline.data.len() as u64).saturating_mul(limits.inflation).saturating_add(1 << 20).min(limits.memory);
    let decoded = file.filters(&inline.dict).and_then(|chain| decode_stream(inline.data.to_vec(), &chain, bound));
    judge(file, &inline.dict, decoded, components, place, out);
}

fn judge<R: Read + Seek>(
    file: &File<R>,
    dict: &Dict,
    decoded: Result<Decoded, Unreadable>,
    components: Option<usize>,
    place: Option<Id>,
    out: &mut Breaches,
) {
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(error) => return out.unreadable("32000-1:7.4", place, error),
    };
    let Some(wanted) = Wanted::of(file, dict, components) else {
        let what = text!("ảnh không có kích thước hợp lệ", "an image has no valid size");
        return out.add("32000-1:8.9.5", place, what);
    };
    if let Err(what) = wanted.judge(file, &decoded.data, decoded.image) {
        out.add("32000-1:8.9.5", place, what);
    }
}

/// What a dictionary promises.
struct Wanted {
    width: u32,
    height: u32,
    bits: Option<u64>,
    components: Option<usize>,
}

impl Wanted {
    fn of<R: Read + Seek>(file: &File<R>, dict: &Dict, components: Option<usize>) -> Option<Wanted> {
        let number = |key| u32::try_from(entry(file, dict, key).as_int()?).ok();
        let is_mask = image::is_mask(file, dict);
        let bits = if is_mask { Some(1) } else { number("BitsPerComponent").map(u64::from) };
        let components = if is_mask { Some(1) } else { components };
        let (width, height) = (number("Width")?, number("Height")?);
        (width > 0 && height > 0).then_some(Wanted { width, height, bits, components })
    }

    fn judge<R: Read + Seek>(
        &self,
        file: &File<R>,
        data: &[u8],
        coding: Option<(ImageFilter, Dict)>,
    ) -> Result<(), Text> {
        let memory = file.limits().memory;
        if u64::from(self.width) * u64::from(self.height) > memory.saturating_mul(8) {
            return Err(text!("ảnh quá lớn", "an image is too large"));
        }
        match coding {
            None => self.plain(data),
            Some((ImageFilter::Dct, _)) => self.jpeg(data, memory),
            Some((ImageFilter::Ccitt, parms)) => self.fax(file, data, &parms),
            Some((ImageFilter::Jbig2, parms)) => self.jbig2(file, data, &parms),
            Some((ImageFilter::Jpx, _)) => self.jpx(data, memory),
        }
    }

    fn plain(&self, data: &[u8]) -> Result<(), Text> {
        let Some(bits) = self.bits else {
            return Err(text!("ảnh không có BitsPerComponent", "an image without BitsPerComponent"));
        };
        let Some(components) = self.components else { return Ok(()) };
        let row = u64::from(self.width).saturating_mul(bits).saturating_mul(components as u64).div_ceil(8);
        let (wanted, found) = (row.saturating_mul(u64::from(self.height)), data.len() as u64);
        if found >= wanted {
            return Ok(());
        }
        Err(text!("ảnh có {found} byte thay vì {wanted}", "an image has {found} bytes of data instead of {wanted}"))
    }

    fn jpeg(&self, data: &[u8], memory: u64) -> Result<(), Text> {
        let limits = formats::Limits { pixels: memory, memory, pages: 1 };
        let page = formats::jpeg::page(data, &limits).map_err(|refusal| refusal.what)?;
        let channels = match page.colour {
            crate::page::Colour::Gray(_) => 1,
            crate::page::Colour::Rgb(_) => 3,
            _ => 4,
        };
        self.size(page.width, page.height)?;
        self.channels(channels)
    }

    fn fax<R: Read + Seek>(&self, file: &File<R>, data: &[u8], parms: &Dict) -> Result<(), Text> {
        let number = |key| entry(file, parms, key).as_int();
        let flag = |key| entry(file, parms, key).as_bool().unwrap_or(false);
        let columns = number("Columns").unwrap_or(1728);
        let Ok(columns) = u32::try_from(columns) else { return Err(undecodable("CCITT")) };
        if columns > MAX_COLUMNS {
            return Err(undecodable("CCITT"));
        }
        self.size(columns, self.height)?;
        self.channels(1)?;
        let is_aligned = flag("EncodedByteAlign");
        let scheme = match number("K").unwrap_or(0) {
            // Rows of T.6 that begin at bytes: allowed by PDF, made by nobody, and not read here.
            ..0 if is_aligned => return Ok(()),
            ..0 => Scheme::G4,
            0 if is_aligned && !flag("EndOfLine") => Scheme::Rle { word_aligned: false },
            0 => Scheme::G3 { two_dimensional: false },
            1.. => Scheme::G3 { two_dimensional: true },
        };
        match decode(data, &Shape { scheme, columns, rows: self.height }, |_| ()) {
            Err(fault) if fault.problem != Problem::Leftover => Err(undecodable("CCITT")),
            _ => Ok(()),
        }
    }

    fn jbig2<R: Read + Seek>(&self, file: &File<R>, data: &[u8], parms: &Dict) -> Result<(), Text> {
        self.channels(1)?;
        let globals = match entry(file, parms, "JBIG2Globals").as_ref() {
            Object::Stream(stream) => Some(file.decoded(stream).map_err(|error| error.what)?.data),
            _ => None,
        };
        let size = formats::jbig2::Size { width: self.width, height: self.height, inverted: false };
        formats::jbig2::check(data, globals.as_deref(), size).map(|_| ()).map_err(|refusal| refusal.what)
    }

    fn jpx(&self, data: &[u8], memory: u64) -> Result<(), Text> {
        // That the data are no JP2 file was told where the dictionary was judged.
        let Some(header) = Header::parse(data) else { return Ok(()) };
        let channels = usize::from(header.channels);
        // One channel more is opacity, and the colours behind a palette are not those of the channels.
        if self.components.is_some_and(|wanted| channels != wanted && channels != wanted + 1) && !header.has_palette {
            self.channels(channels)?;
        }
        // The decoder holds each sample as four bytes, and the largest tile three times more.
        let needed = u64::from(self.width).saturating_mul(u64::from(self.height)).saturating_mul(16 * channels as u64);
        if needed > memory.saturating_mul(4) {
            return Err(text!("ảnh quá lớn", "an image is too large"));
        }
        let Ok(channels) = u8::try_from(channels) else { return Ok(()) };
        match formats::jp2::content(data, self.width, self.height, channels) {
            Err(refusal) if refusal.code.name != codes::UNSUPPORTED.name => Err(refusal.what),
            _ => Ok(()),
        }
    }

    fn size(&self, width: u32, height: u32) -> Result<(), Text> {
        if (width, height) == (self.width, self.height) {
            return Ok(());
        }
        let (said_width, said_height) = (self.width, self.height);
        Err(text!(
            "ảnh có {width} x {height} điểm, từ điển nói {said_width} x {said_height}",
            "an image has {width} x {height} pixels, its dictionary says {said_width} x {said_height}"
        ))
    }

    fn channels(&self, channels: usize) -> Result<(), Text> {
        match self.components {
            Some(wanted) if wanted != channels => Err(text!(
                "ảnh có {channels} kênh, không gian màu có {wanted}",
                "an image has {channels} channels, its colour space has {wanted}"
            )),
            _ => Ok(()),
        }
    }
}

fn undecodable(coding: &str) -> Text {
    text!("dữ liệu {coding} của ảnh không giải mã được", "the {coding} data of an image cannot be decoded")
}
