//! The PDF/A-2u writer (ISO 19005-2): one page image after another, straight into the output.
//!
//! A file never leaves the memory of one page behind: images are copied through, hashed on the way,
//! and only the places of the objects are kept until the end. `docs/pdfa.md` says how each clause is met.
//! Reading back what was written is [`reader`]'s business; other people's PDFs are nobody's here.

pub mod geometry;
pub mod reader;
pub mod resolution;
pub mod text;
pub mod unwritable;
pub mod whole;

mod colour;
mod image;
mod metadata;
mod output;
#[cfg(test)]
mod samples;

use std::collections::BTreeMap;
use std::io::{self, Write};

use lopdf::{Dictionary, Object, dictionary};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::page::{Coding, Mask, PageImage};
use colour::Profiles;
use geometry::PageBox;
use output::Output;
use text::Word;
use unwritable::Unwritable;

/// What the document says of itself.
#[derive(Clone, Debug)]
pub struct Description {
    /// The title: a code, no personal data (dc:title).
    pub title: String,
    /// The level to claim.
    pub conformance: Conformance,
    /// BCP 47 code of the text's language, such as `vi`, where known.
    pub language: Option<String>,
}

/// How much a PDF/A-2 promises (ISO 19005-2, clause 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conformance {
    /// 2b: it will look the same.
    B,
    /// 2u: and all its text, if any, has Unicode values.
    U,
}

/// Where an image stream lies in the file; its bytes can be cut out and checked with `sha256sum`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRange {
    /// Bytes before it.
    pub offset: u64,
    /// Its bytes.
    pub length: u64,
    /// Their digest.
    pub sha256: Digest,
}

/// A finished file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its bytes.
    pub size: u64,
    /// Their digest.
    pub sha256: Digest,
    /// Its pages.
    pub pages: u32,
    /// The level it claims.
    pub conformance: Conformance,
}

// The first objects of every file, in this order; what follows belongs to the pages.
const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const METADATA: u32 = 3;

/// A PDF/A-2 under way into `W`.
///
/// Holds at most 64 KiB of output, and 20 to 40 bytes for each page written. After an error the
/// output is unusable; throw it away.
pub struct Writer<W: Write> {
    output: Output<W>,
    profiles: Profiles,
    /// The shared JBIG2 segments that the file already holds.
    globals: BTreeMap<Digest, u32>,
    font: text::Font,
    pages: Vec<u32>,
    conformance: Conformance,
}

impl<W: Write> Writer<W> {
    /// Starts a file: header, catalogue with output intent, metadata, sRGB profile.
    pub fn new(out: W, description: Description) -> io::Result<Writer<W>> {
        let mut output = Output::new(out)?;
        for expected in [CATALOG, PAGES, METADATA] {
            let id = output.reserve()?;
            debug_assert_eq!(id, expected);
        }
        let mut profiles = Profiles::default();
        let srgb = profiles.srgb(&mut output)?;
        output.object(CATALOG, &catalog(srgb, description.language.as_deref())?)?;
        let packet = metadata::packet(&description)?;
        output.stream(METADATA, dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.as_bytes())?;
        Ok(Writer {
            output,
            profiles,
            globals: BTreeMap::new(),
            font: text::Font::default(),
            pages: Vec::new(),
            conformance: description.conformance,
        })
    }

    /// Writes a page that shows the image on a sheet of the given size, with invisible words over it, and returns
    /// where the image's stream lies.
    ///
    /// `known` is the digest of `image.data`, where the caller has it already: for a pass-through JPEG
    /// that is the source's own, and hashing 1 MB again costs 0.7 ms.
    pub fn page(
        &mut self,
        image: &PageImage<'_>,
        sheet: &PageBox,
        words: &[Word],
        known: Option<Digest>,
    ) -> io::Result<StreamRange> {
        image::check(image)?;
        let space = self.profiles.space(&mut self.output, &image.colour)?;
        let (soft_mask, globals) = (self.soft_mask(image)?, self.globals(image)?);
        let image_id = self.output.reserve()?;
        let dictionary = image::dictionary(image, image::Parts { space, soft_mask, globals });
        let offset = self.output.stream(image_id, dictionary, &image.data)?;
        self.sheet(image_id, sheet, words)?;
        let sha256 = known.unwrap_or_else(|| Digest::of(&image.data));
        Ok(StreamRange { offset, length: image.data.len() as u64, sha256 })
    }

    /// Writes page tree, cross-reference table and trailer, and returns size and digest of the file.
    ///
    /// The output is flushed, not synced. A document without pages is an error.
    pub fn finish(mut self) -> io::Result<Written> {
        if self.pages.is_empty() {
            return Err(Unwritable::NoPages.into());
        }
        self.font.finish(&mut self.output)?;
        // By hand, so that a hundred thousand pages do not become as many objects in memory.
        self.output.open(PAGES)?;
        write!(self.output, "<</Type/Pages/Count {}/Kids[", self.pages.len())?;
        for (idx, page) in self.pages.iter().enumerate() {
            write!(self.output, "{}{page} 0 R", if idx == 0 { "" } else { " " })?;
        }
        self.output.write_all(b"]>>")?;
        self.output.close()?;
        let pages = self.pages.len() as u32;
        let (size, sha256) = self.output.finish(CATALOG)?;
        Ok(Written { size, sha256, pages, conformance: self.conformance })
    }

    fn soft_mask(&mut self, image: &PageImage<'_>) -> io::Result<Option<u32>> {
        let Some(Mask::Soft { bits, data }) = &image.mask else { return Ok(None) };
        let id = self.output.reserve()?;
        self.output.stream(id, image::soft_mask(image.width, image.height, *bits), data)?;
        Ok(Some(id))
    }

    /// Returns the object of the shared JBIG2 segments, writing it at first use.
    fn globals(&mut self, image: &PageImage<'_>) -> io::Result<Option<u32>> {
        let Coding::Jbig2 { globals: Some(globals) } = &image.coding else { return Ok(None) };
        let digest = Digest::of(globals);
        if let Some(id) = self.globals.get(&digest) {
            return Ok(Some(*id));
        }
        let id = self.output.reserve()?;
        self.output.stream(id, Dictionary::new(), globals)?;
        self.globals.insert(digest, id);
        Ok(Some(id))
    }

    /// Writes the page and the few operators that place its image and its words.
    fn sheet(&mut self, image: u32, sheet: &PageBox, words: &[Word]) -> io::Result<()> {
        let content = self.output.reserve()?;
        let painted = sheet.content();
        let font = if words.is_empty() {
            self.output.stream(content, Dictionary::new(), painted.as_bytes())?;
            None
        } else {
            let operators = format!("{painted}\n{}", self.font.content(words)?);
            text::deflated(&mut self.output, content, Dictionary::new(), operators.as_bytes())?;
            Some(self.font.object(&mut self.output)?)
        };
        let page = self.output.reserve()?;
        self.output.object(page, &page_object(image, font, content, sheet))?;
        self.pages.push(page);
        Ok(())
    }
}

/// Returns the one output intent of a file (ISO 19005-2, 6.2.3).
///
/// The identifier is what ISO 32000-1, 14.11.5 requires and validators overlook; Info names the
/// condition for people, as it is not one of the registered printing conditions.
fn intent(srgb: u32) -> Dictionary {
    let condition = Object::string_literal("sRGB IEC61966-2.1");
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => condition.clone(),
        "Info" => condition,
        "DestOutputProfile" => (srgb, 0),
    }
}

/// Returns the catalogue.
fn catalog(srgb: u32, language: Option<&str>) -> io::Result<Object> {
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => (PAGES, 0),
        "Metadata" => (METADATA, 0),
        "OutputIntents" => vec![intent(srgb).into()],
    };
    if let Some(language) = language {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if language.is_empty() || language.len() > 35 || !language.bytes().all(sound) {
            return Err(Unwritable::UnfitDescription.into());
        }
        catalog.set("Lang", Object::string_literal(language));
    }
    Ok(catalog.into())
}

/// Returns a page with Resources of its own, naming what its content uses (ISO 19005-2, 6.2.2).
fn page_object(image: u32, font: Option<u32>, content: u32, sheet: &PageBox) -> Object {
    let (width, height) = sheet.size();
    let mut resources = dictionary! { "XObject" => dictionary! { geometry::IMAGE => (image, 0) } };
    if let Some(font) = font {
        resources.set("Font", dictionary! { text::FONT => (font, 0) });
    }
    let mut page = dictionary! {
        "Type" => "Page",
        "Parent" => (PAGES, 0),
        "MediaBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => resources,
        "Contents" => (content, 0),
    };
    if sheet.rotation() != 0 {
        page.set("Rotate", sheet.rotation());
    }
    if sheet.user_unit() != 1 {
        page.set("UserUnit", sheet.user_unit());
    }
    page.into()
}

#[cfg(test)]
mod tests;
