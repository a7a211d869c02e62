//! One page image on its way into a PDF: what every format hands over and the PDF writer takes.
//!
//! The image was checked to its last bit before it became a [`PageImage`]; its stream is ready to be
//! copied into a PDF/A-2 file as it is.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::finding::{Code, Finding};
use crate::text::Text;

/// A page image, checked, in the form in which a PDF/A-2 image XObject holds it.
pub struct PageImage<'a> {
    /// Pixels across, as stored (before any orientation).
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// Bits per component of the stream: 1, 2, 4, 8 or 16; JPEG 2000 knows all from 1 to 16.
    pub bits: u8,
    /// What the components mean.
    pub colour: Colour,
    /// How the stream is coded: the Filter and its DecodeParms.
    pub coding: Coding,
    /// True when every component is stored inverted and the PDF needs `/Decode [1 0 ...]`.
    pub inverted: bool,
    /// What parts of the image are see-through.
    pub mask: Option<Mask>,
    /// The stream, exactly as the PDF will hold it.
    pub data: Cow<'a, [u8]>,
    /// Dots per inch across and down, as the file states them, not judged; `None` where it states none.
    pub resolution: Option<Resolution>,
    /// How to turn the stored pixels to read them.
    pub orientation: Orientation,
    /// How the source's bytes became the stream.
    pub embedding: Embedding,
    /// What determines the pixels, whatever the container.
    pub content: Content,
    /// A small grey image for quality and fingerprint, as stored.
    pub preview: Preview,
    /// Problems that do not keep the page from being stored. The subject is filled in by the caller.
    pub notes: Vec<Note>,
}

impl PageImage<'_> {
    /// Returns the same image with a stream of its own, so that the source's bytes can go.
    pub fn into_owned(self) -> PageImage<'static> {
        PageImage { data: Cow::Owned(self.data.into_owned()), ..self }
    }
}

/// What the components of an image mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colour {
    /// One component, 0 is black; with the file's own ICC profile, if any.
    Gray(Space),
    /// Red, green, blue.
    Rgb(Space),
    /// Cyan, magenta, yellow, black; 0 is no ink.
    Cmyk(Space),
    /// One component that points into a palette of red, green, blue triples (at most 256).
    Indexed {
        /// Three bytes an entry.
        palette: Vec<u8>,
        /// The space of the palette's colours.
        space: Space,
    },
}

/// Where colours are measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Space {
    /// As the output intent says: sRGB, or its grey axis. For CMYK: the profile that sohoa ships.
    Device,
    /// By the file's own ICC profile, checked: class, colour space, version below 5 (ISO 19005-2, 6.2.4.2).
    Icc(Vec<u8>),
    /// CalGray or CalRGB (ISO 32000-1, 8.6.5.2 and 8.6.5.3) from PNG gAMA and cHRM, in units of 1/100000.
    Calibrated {
        /// The exponent that turns samples into light: 220000 for gAMA 45455.
        gamma: u32,
        /// White point, red, green, blue as x, y pairs; `None` for grey or where the file has no cHRM.
        chromaticities: Option<[u32; 8]>,
    },
}

/// The most bytes of shared JBIG2 segments; a symbol of a scanned text takes about a hundred.
pub const JBIG2_GLOBALS: u64 = 32 * 1024 * 1024;

/// How a stream is coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coding {
    /// DCTDecode. `transform` is the ColorTransform to state, where readers would guess wrong.
    Dct {
        /// `Some(0)`: the three components are RGB, not YCbCr, and no Adobe marker says so.
        transform: Option<u8>,
    },
    /// CCITTFaxDecode with its DecodeParms (ISO 32000-1, table 11). Columns and Rows are the image's.
    Ccitt {
        /// Below 0: G4; 0: G3 one-dimensional; above 0: G3 two-dimensional.
        k: i32,
        /// BlackIs1: what the fax coder calls white decodes to 0 bits, so that it shows black (TIFF
        /// PhotometricInterpretation 1; `formats/tiff/fax.rs` has the table).
        black_is_1: bool,
        /// EndOfLine.
        end_of_line: bool,
        /// EncodedByteAlign.
        byte_align: bool,
        /// EndOfBlock.
        end_of_block: bool,
    },
    /// FlateDecode of rows without filters.
    Flate,
    /// FlateDecode with `/Predictor 15` (PNG filters per row).
    FlatePng,
    /// FlateDecode with `/Predictor 2` (TIFF horizontal differencing).
    FlateTiff,
    /// JPXDecode of a JP2 file (ISO 19005-2, 6.2.8.3). The data alone say how many bits a component has.
    Jpx,
    /// JBIG2Decode of one page's segments, without file header (ISO 32000-1, 7.4.7).
    Jbig2 {
        /// The segments that pages share, such as symbols: at most [`JBIG2_GLOBALS`] bytes.
        globals: Option<Vec<u8>>,
    },
}

/// What parts of an image are see-through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mask {
    /// Pixels whose components all lie in these ranges are not painted: min, max for each component.
    ColourKey(Vec<u16>),
    /// A DeviceGray soft mask of the same size.
    Soft {
        /// Bits per sample: 1, 2, 4, 8 or 16.
        bits: u8,
        /// Flate with PNG filters.
        data: Vec<u8>,
    },
}

/// Dots per inch, across and down.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// Dots per inch across.
    pub x: f64,
    /// Dots per inch down.
    pub y: f64,
    /// Which part of the file says so.
    pub from: ResolutionSource,
}

/// Where a resolution was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResolutionSource {
    /// JFIF density (APP0).
    Jfif,
    /// EXIF XResolution and YResolution.
    Exif,
    /// PNG pHYs.
    Phys,
    /// TIFF XResolution and YResolution.
    Tiff,
    /// JPEG 2000 resc or resd.
    Jp2,
    /// BMP biXPelsPerMeter and biYPelsPerMeter.
    Bmp,
}

/// The eight orientations of TIFF tag 274 and EXIF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Orientation(u8);

impl Orientation {
    /// Row 0 is the top, column 0 the left side.
    pub const UPRIGHT: Orientation = Orientation(1);

    /// Returns the orientation for a tag value; values outside 1 to 8 mean upright.
    pub fn from_tag(value: u32) -> Orientation {
        if (1..=8).contains(&value) { Orientation(value as u8) } else { Orientation::UPRIGHT }
    }

    /// Returns the tag value, 1 to 8.
    pub fn tag(self) -> u8 {
        self.0.max(1)
    }
}

impl From<Orientation> for u8 {
    fn from(orientation: Orientation) -> u8 {
        orientation.tag()
    }
}

impl From<u8> for Orientation {
    fn from(value: u8) -> Orientation {
        Orientation::from_tag(u32::from(value))
    }
}

/// How a source's bytes became the stream in the PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Embedding {
    /// The coded data of the source stand in the PDF unchanged.
    PassThrough,
    /// The same coded data under another container, such as a TIFF's JPEG strips joined.
    Rewrapped,
    /// Coded anew without loss, decoded again and compared.
    Lossless,
    /// The page stands in the PDF that it came in, untouched.
    AsIs,
    /// The page stands in a PDF that was mended, and looks as before.
    Mended,
    /// Painted from a PDF that nothing else would save; the file as it came is kept beside.
    Painted,
}

/// What determines the pixels, whatever the container (`docs/archive-format.md` gives the bytes).
///
/// Lossless images: SHA-256 over a line `width height channels bits` + LF and the samples, rows from the
/// top as stored, 0 is black, 16-bit samples big-endian, rows padded to whole bytes, palettes applied.
/// JPEG: frame, tables and scans from SOI to EOI without APPn and COM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The digest.
    pub sha256: Digest,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Bits per channel.
    pub bits: u8,
    /// Channels, alpha included.
    pub channels: u8,
}

/// A grey image at an eighth of the size: one sample for each 8 by 8 block, rounded up at the edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Blocks across.
    pub width: u32,
    /// Blocks down.
    pub height: u32,
    /// One byte a block, 0 is black.
    pub grey: Vec<u8>,
}

/// Something to report of a page, before it is known which document it belongs to.
#[derive(Debug)]
pub struct Note {
    /// What kind of problem.
    pub code: &'static Code,
    /// The sentence for this case.
    pub what: Text,
}

/// Why a scan cannot be taken: it goes to quarantine with this reason.
#[derive(Debug)]
pub struct Refusal {
    /// What kind of problem.
    pub code: &'static Code,
    /// The sentence for this case, with the byte offset where there is one.
    pub what: Text,
    /// Where in the file, in bytes from its start.
    pub offset: Option<u64>,
    /// Which page (frame) of the file, from 1.
    pub page: Option<u32>,
}

impl Refusal {
    /// Makes a refusal; page and offset can be added.
    pub fn new(code: &'static Code, what: Text) -> Refusal {
        Refusal { code, what, offset: None, page: None }
    }

    /// Adds the place in the file.
    pub fn at(mut self, offset: u64) -> Refusal {
        self.offset = Some(offset);
        self
    }

    /// Adds the page of the file, from 1.
    pub fn on_page(mut self, page: u32) -> Refusal {
        self.page.get_or_insert(page);
        self
    }

    /// Returns the finding about `subject`, with page and offset in the sentence.
    pub fn finding(&self, subject: &str) -> Finding {
        let page = self.page.map_or(String::new(), |page| format!(", trang {page}"));
        let page_en = self.page.map_or(String::new(), |page| format!(", page {page}"));
        let offset = self.offset.map_or(String::new(), |at| format!(", byte {at}"));
        let vi = format!("{}{page}{offset}", self.what.vi);
        let en = format!("{}{page_en}{offset}", self.what.en);
        Finding::new(self.code, subject, Text { vi, en })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what.en)
    }
}

impl std::error::Error for Refusal {}

/// Why reading stopped: the material is bad, or the work could not be done.
#[derive(Debug)]
pub enum Stop {
    /// The material is refused; the run goes on.
    Refused(Box<Refusal>),
    /// The scan could not be read from its disk; the run goes on.
    Unreadable(std::io::Error),
    /// The work could not be done (disk, rights, memory); the run stops.
    Fault(anyhow::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(Box::new(refusal))
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Stop {
        Stop::Fault(error)
    }
}

impl From<std::io::Error> for Stop {
    /// A reader may say by a refusal within the error that the bytes, not the disk, are bad.
    fn from(error: std::io::Error) -> Stop {
        match error.downcast::<Refusal>() {
            Ok(refusal) => refusal.into(),
            Err(error) => Stop::Unreadable(error),
        }
    }
}
