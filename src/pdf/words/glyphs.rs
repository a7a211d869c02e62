//! Glyphs into words: letters that follow one another on one baseline, until a blank, a jump or another look.

use hayro_interpret::DrawMode;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, Point, Vec2};

use super::{PageText, Word};

/// Units of glyph space in one font size.
const EM: f64 = 1000.0;
/// The most letters of a word; what goes on longer is cut there.
const LONGEST: usize = 200;
/// A gap of so many font sizes parts words that no blank parts.
const GAP: f64 = 0.25;

/// Collects the words of a page.
#[derive(Default)]
pub(super) struct Words {
    text: PageText,
    open: Option<Open>,
    filled: Option<(Affine, usize)>,
}

/// A word under way.
struct Open {
    letters: String,
    start: Point,
    end: Point,
    /// One font size upwards.
    up: Vec2,
    visible: bool,
}

/// One glyph on the page.
struct Placed {
    start: Point,
    end: Point,
    up: Vec2,
}

impl Words {
    /// Returns what was collected.
    pub(super) fn finish(mut self) -> PageText {
        self.close();
        self.text
    }

    /// Says whether the run that was filled last is this one: filled and stroked text arrives twice.
    pub(super) fn was_just_filled(&self, run: &GlyphRun<'_, '_>, transform: Affine) -> bool {
        self.filled.is_some() && self.filled == key(run, transform)
    }

    /// Adds the glyphs of a run.
    pub(super) fn run(&mut self, run: &GlyphRun<'_, '_>, transform: Affine, mode: &DrawMode) {
        self.filled = if matches!(mode, DrawMode::Fill(_)) { key(run, transform) } else { None };
        let visible = !matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            let placed = place(glyph, transform * glyph.transform(), run.writing_mode());
            match glyph.as_unicode() {
                Some(BfString::Char(letter)) => self.letters(letter.encode_utf8(&mut [0; 4]), &placed, visible),
                Some(BfString::String(letters)) => self.letters(&letters, &placed, visible),
                None => {
                    self.text.unmapped += 1;
                    self.close();
                }
            }
        }
    }

    fn letters(&mut self, letters: &str, placed: &Placed, visible: bool) {
        if letters.chars().all(char::is_whitespace) {
            // The word ends where the blank begins: its own advance may be a guess.
            if let Some(open) = &mut self.open
                && open.goes_on(placed, visible)
            {
                open.end = placed.start;
            }
            return self.close();
        }
        match &mut self.open {
            Some(open) if open.goes_on(placed, visible) => {
                open.letters.push_str(letters);
                open.end = placed.end;
            }
            _ => {
                self.close();
                let Placed { start, end, up } = *placed;
                self.open = Some(Open { letters: letters.to_owned(), start, end, up, visible });
            }
        }
    }

    fn close(&mut self) {
        let Some(Open { letters, start, end, up, visible }) = self.open.take() else { return };
        let along = end - start;
        let matrix = [along.x, along.y, up.x, up.y, start.x, start.y];
        self.text.words.push(Word { text: letters, matrix, visible });
    }
}

impl Open {
    /// Says whether a glyph continues the word: of the same size and look, where the word ends.
    fn goes_on(&self, next: &Placed, visible: bool) -> bool {
        let size = self.up.hypot().max(1e-9);
        let jump = next.start - self.end;
        let has_room = self.letters.chars().count() < LONGEST;
        visible == self.visible && has_room && (next.up - self.up).hypot() <= 0.01 * size && jump.hypot() <= GAP * size
    }
}

fn key(run: &GlyphRun<'_, '_>, transform: Affine) -> Option<(Affine, usize)> {
    run.glyphs().first().map(|glyph| (transform * glyph.transform(), run.glyphs().len()))
}

fn place(glyph: &Glyph<'_>, matrix: Affine, writing: WritingMode) -> Placed {
    let advance = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    let start = matrix * Point::ZERO;
    let up = matrix * Point::new(0.0, EM) - start;
    let across = if matches!(writing, WritingMode::Vertical) { EM } else { f64::from(advance.unwrap_or(0.0)) };
    Placed { start, end: matrix * Point::new(across, 0.0), up }
}
