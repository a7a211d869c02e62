//! The text of a PDF, as interpreted by hayro: every word with its place, its letters, and whether it is seen.
//!
//! For carrying the text layer of a scan over, and for proving that mending a file left its text alone. Runs
//! somebody else's interpreter on somebody else's file: call it in a worker.

mod glyphs;

use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, font::GlyphRun, interpret_page,
};
use hayro_syntax::Pdf;

use super::Unreadable;
use crate::text;
use glyphs::Words;

/// A word: letters between blanks, on one line, shown in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its letters.
    pub text: String,
    /// Maps the unit square to the page's user space: the lower side is the baseline from start to end, the left
    /// side one font size.
    pub matrix: [f64; 6],
    /// Whether it is painted; text of rendering mode 3 or 7 is not.
    pub visible: bool,
}

/// The text of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageText {
    /// Its words in the order of the content stream.
    pub words: Vec<Word>,
    /// How many glyphs have no Unicode value.
    pub unmapped: u64,
    /// Maps user space to the page as it is seen: cropped, turned, its lower left corner at 0, 0.
    pub view: [f64; 6],
}

/// Interprets every page of a file in memory and hands its text over, in order; returns the number of pages.
pub fn pages(bytes: Vec<u8>, each: &mut dyn FnMut(usize, PageText)) -> Result<usize, Unreadable> {
    let pdf = open(bytes)?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    for (idx, page) in pdf.pages().iter().enumerate() {
        let everywhere = Rect::new(-1e9, -1e9, 1e9, 1e9);
        let mut context = Context::new(Affine::IDENTITY, everywhere, &cache, pdf.xref(), settings.clone());
        let mut words = Words::default();
        interpret_page(page, &mut context, &mut words);
        let view = page.initial_transform(false).to_kurbo().as_coeffs();
        each(idx, PageText { view, ..words.finish() });
    }
    Ok(pdf.pages().len())
}

/// Opens a file for hayro; broken cross-references are rebuilt, an empty password is tried.
pub(super) fn open(bytes: Vec<u8>) -> Result<Pdf, Unreadable> {
    Pdf::new(bytes).map_err(|_| {
        Unreadable::broken(text!("PDF không đọc được để lấy chữ và hình", "the PDF cannot be interpreted"))
    })
}

impl<'a> Device<'a> for Words {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let is_again = matches!(mode, DrawMode::Stroke(_)) && self.was_just_filled(run, props.transform);
        if !is_again {
            self.run(run, props.transform, mode);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
