//! What the content of a page paints: one image and nothing else, or why it is no page of a scan.
//!
//! Clip paths may be upright rectangles that cut nothing off; white may be filled behind the image; text may be there
//! if it is invisible. Everything else would be lost if only the image were kept.

use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::rc::Rc;

use crate::pdf::file::{File, Page};
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::{Dict, Object, Stream};
use crate::text;

use super::super::matrix::{Matrix, Rect, then};
use super::budget::Budget;
use super::odd;
use super::state::{Fill, Path, State};
use super::unfit::{Fit, because};

/// Forms within each other, and states on the stack.
const DEEPEST: usize = 64;
/// Operands of one operator that are kept; no operator of a scan has more.
const OPERANDS: usize = 64;
/// What clips and images may differ by, in units: rounding.
const TOLERANCE: f64 = 0.1;

/// A page of a scan.
pub(super) struct Layout {
    /// The image.
    pub(super) image: Rc<Object>,
    /// The resources that the image's colour space may be remapped by.
    pub(super) resources: Rc<Object>,
    /// Where its unit square goes in the page's user space.
    pub(super) matrix: Matrix,
    /// Whether there is invisible text.
    pub(super) has_text: bool,
    /// The operators that its content has, those of text aside: pages with others are of another kind.
    pub(super) words: BTreeSet<Vec<u8>>,
}

/// Reads the content of a page.
pub(super) fn of_page<R: Read + Seek>(file: &File<R>, page: &Page, visible: Rect, budget: &Budget) -> Fit<Layout> {
    let resources = page.resources.as_ref().map_or_else(|| Rc::new(Object::Null), |found| found.value.clone());
    let state = State { clip: Some(visible), ..State::default() };
    let mut walk = Walk {
        file,
        budget,
        visible,
        state,
        stack: Vec::new(),
        floor: 0,
        path: Path::default(),
        found: None,
        has_text: false,
        is_remapped: false,
        words: BTreeSet::new(),
    };
    let content = content(file, page, budget)?;
    walk.run(&content, &resources, 0)?;
    let Walk { found, has_text, words, .. } = walk;
    match found {
        Some((image, resources, matrix)) => Ok(Layout { image, resources, matrix, has_text, words }),
        None => because(text!("có trang không có ảnh", "a page has no image")),
    }
}

/// Returns the operators of a page; streams of an array are one after the other, with a blank between.
fn content<R: Read + Seek>(file: &File<R>, page: &Page, budget: &Budget) -> Fit<Vec<u8>> {
    let Some(dict) = page.dict.as_dict() else { return Ok(Vec::new()) };
    let contents = file.value(dict, "Contents")?;
    let mut parts = Vec::new();
    match contents.as_ref() {
        Object::Array(items) => {
            for item in items {
                parts.push(file.resolve(item)?);
            }
        }
        _ => parts.push(contents),
    }
    let mut bytes = Vec::new();
    for part in parts {
        if let Some(stream) = part.as_stream() {
            bytes.extend(operators(file, stream, budget)?);
            bytes.push(b'\n');
        }
        if bytes.len() as u64 > file.limits().memory {
            return because(text!("nội dung trang quá dài", "the content of a page is too long"));
        }
    }
    Ok(bytes)
}

/// Returns the operators of one stream.
fn operators<R: Read + Seek>(file: &File<R>, stream: &Stream, budget: &Budget) -> Fit<Vec<u8>> {
    odd::stream(file, &stream.dict)?;
    let decoded = file.decoded(stream)?;
    budget.spend(stream.length.max(decoded.data.len() as u64))?;
    match decoded.image {
        None => Ok(decoded.data),
        Some(_) => because(text!("nội dung trang bị hỏng", "the content of a page is damaged")),
    }
}

struct Walk<'f, R> {
    file: &'f File<R>,
    budget: &'f Budget,
    visible: Rect,
    state: State,
    stack: Vec<State>,
    /// States on the stack that are not this stream's to bring back.
    floor: usize,
    path: Path,
    found: Option<(Rc<Object>, Rc<Object>, Matrix)>,
    has_text: bool,
    /// Whether resources put other colours in the place of device colours.
    is_remapped: bool,
    words: BTreeSet<Vec<u8>>,
}

impl<R: Read + Seek> Walk<'_, R> {
    fn run(&mut self, content: &[u8], resources: &Rc<Object>, depth: usize) -> Fit<()> {
        self.is_remapped |= self.remaps(resources)?;
        let mut lexer = Lexer::new(content, 0, self.file.limits().nesting);
        let mut operands = Vec::new();
        let garbled =
            |_| super::unfit::Unfit::Because(text!("nội dung trang bị hỏng", "the content of a page is damaged"));
        loop {
            match lexer.token().map_err(garbled)? {
                Token::End => return Ok(()),
                Token::Keyword(word) if !matches!(word, b"true" | b"false" | b"null") => {
                    self.operator(word, &operands, resources, depth)?;
                    operands.clear();
                }
                first => {
                    let operand = lexer.operand(first).map_err(garbled)?;
                    if operands.len() < OPERANDS {
                        operands.push(operand);
                    }
                }
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Object], resources: &Rc<Object>, depth: usize) -> Fit<()> {
        // Anything but a number among them, and there are none: no operator that wants numbers will have it.
        let numbers: Option<Vec<f64>> = operands.iter().map(Object::as_number).collect();
        let numbers = numbers.unwrap_or_default();
        self.note(word);
        match (word, &numbers[..]) {
            (b"q", _) if self.stack.len() < DEEPEST => self.stack.push(self.state),
            (b"Q", _) => self.restore()?,
            (b"cm", &[a, b, c, d, e, f]) => self.state.matrix = then(&[a, b, c, d, e, f], &self.state.matrix),
            (b"re", &[x, y, width, height]) => self.path.rectangle(&self.state, [x, y, width, height]),
            (b"m", &[x, y]) => self.path.start(&self.state, (x, y)),
            (b"l", &[x, y]) => self.path.line(&self.state, (x, y)),
            (b"c" | b"v" | b"y", _) => self.path.curve(),
            (b"W" | b"W*", _) => self.path.clips = true,
            (b"n", _) => self.end_path()?,
            (b"f" | b"F" | b"f*", _) => self.fill()?,
            (b"g" | b"rg" | b"k", components) => self.state.fill_with(word, components),
            (b"cs" | b"sc" | b"scn", _) => self.state.fill = Fill::Other,
            (b"gs", _) => self.parameters(operands, resources)?,
            (b"Tr", &[mode]) => self.state.hides = mode == 3.0,
            (b"Tf", _) => self.font(operands, resources)?,
            (b"Tj" | b"TJ" | b"'" | b"\"", _) => self.show(operands)?,
            (b"Do", _) => self.paint(operands, resources, depth)?,
            // They change nothing that is seen, or only how text and lines would look.
            (
                b"h" | b"w" | b"J" | b"j" | b"M" | b"d" | b"ri" | b"i" | b"G" | b"RG" | b"K" | b"CS" | b"SC" | b"SCN",
                _,
            ) => {}
            (b"BT" | b"ET" | b"Td" | b"TD" | b"Tm" | b"T*" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts", _) => {}
            (b"BMC" | b"BDC" | b"EMC" | b"MP" | b"DP" | b"BX" | b"EX", _) => {}
            _ => {
                let word = String::from_utf8_lossy(&word[..word.len().min(12)]).into_owned();
                return because(text!(
                    "trang có nội dung khác ngoài ảnh (`{word}`)",
                    "a page has more than an image (`{word}`)"
                ));
            }
        }
        Ok(())
    }

    /// Keeps the word, unless it only moves text about; no page of a scan has many.
    fn note(&mut self, word: &[u8]) {
        if !word.starts_with(b"T") && word.len() < 4 && !self.words.contains(word) {
            self.words.insert(word.to_vec());
        }
    }

    /// Readers do not agree on what more `Q` than `q` come to.
    fn restore(&mut self) -> Fit<()> {
        match self.stack.pop() {
            Some(state) if self.stack.len() >= self.floor => {
                self.state = state;
                Ok(())
            }
            _ => because(text!("q và Q không cân bằng", "q and Q are not balanced")),
        }
    }

    /// Says whether resources remap device colours (ISO 32000-1, 8.6.5.6).
    fn remaps(&self, resources: &Object) -> Fit<bool> {
        let Some(resources) = resources.as_dict() else { return Ok(false) };
        let spaces = self.file.value(resources, "ColorSpace")?;
        let defaults = ["DefaultGray", "DefaultRGB", "DefaultCMYK"];
        Ok(spaces.as_dict().is_some_and(|spaces| defaults.iter().any(|name| spaces.has(name))))
    }

    /// Glyphs of Type 3 fonts are painted whatever the rendering mode (ISO 32000-1, 9.3.6).
    fn font(&mut self, operands: &[Object], resources: &Object) -> Fit<()> {
        let name = operands.iter().find(|operand| operand.as_name().is_some());
        let font = self.resource(name, resources, "Font")?;
        let kind = font.as_dict().map(|font| self.file.value(font, "Subtype")).transpose()?;
        self.state.is_drawn = kind.is_some_and(|kind| kind.as_name() == Some(b"Type3"));
        Ok(())
    }

    fn end_path(&mut self) -> Fit<()> {
        let path = std::mem::take(&mut self.path);
        if path.clips {
            match path.upright() {
                Some(rect) => self.state.cut(rect),
                None => {
                    return because(text!("có đường cắt không phải chữ nhật", "a clip path is no upright rectangle"));
                }
            }
        }
        Ok(())
    }

    /// White on white paper is nothing, as long as nothing lies below.
    fn fill(&mut self) -> Fit<()> {
        if self.state.fill != Fill::White || self.is_remapped || self.found.is_some() {
            return because(text!("trang có hình vẽ", "a page has drawings"));
        }
        self.end_path()
    }

    fn show(&mut self, operands: &[Object]) -> Fit<()> {
        let is_text = |object: &Object| object.as_string().is_some_and(|string| !string.is_empty());
        let shows = operands.iter().any(|operand| match operand {
            Object::Array(items) => items.iter().any(is_text),
            other => is_text(other),
        });
        if shows && (!self.state.hides || self.state.is_drawn) {
            return because(text!("trang có chữ nhìn thấy được", "a page has visible text"));
        }
        self.has_text |= shows;
        Ok(())
    }

    /// Looks whether an ExtGState changes how an opaque image looks (ISO 32000-1, table 58).
    fn parameters(&mut self, operands: &[Object], resources: &Object) -> Fit<()> {
        let found = self.resource(operands.last(), resources, "ExtGState")?;
        let Some(dict) = found.as_dict() else {
            return because(text!(
                "trang dùng trạng thái đồ họa không có",
                "a page uses a graphics state that is not there"
            ));
        };
        for (key, value) in dict.iter() {
            let value = self.file.resolve(value)?;
            let is_name = |names: &[&[u8]]| value.as_name().is_some_and(|name| names.contains(&name));
            let is_harmless = match key {
                b"ca" | b"CA" => value.as_number() == Some(1.0),
                b"BM" => is_name(&[b"Normal", b"Compatible"]),
                b"SMask" => is_name(&[b"None"]),
                b"TR" => is_name(&[b"Identity"]),
                b"TR2" => is_name(&[b"Identity", b"Default"]),
                b"Font" => false,
                _ => true,
            };
            if !is_harmless {
                return because(text!("trang dùng độ trong suốt hoặc hiệu ứng", "a page uses transparency or effects"));
            }
        }
        Ok(())
    }

    fn paint(&mut self, operands: &[Object], resources: &Rc<Object>, depth: usize) -> Fit<()> {
        let object = self.resource(operands.last(), resources, "XObject")?;
        let Some(stream) = object.as_stream() else {
            return because(text!("trang gọi một đối tượng không có", "a page paints an object that is not there"));
        };
        let kind = self.file.value(&stream.dict, "Subtype")?;
        match kind.as_name() {
            _ if stream.dict.has("OC") => because(text!("trang có lớp bật tắt được", "a page has optional content")),
            Some(b"Image") => self.image(&object, resources),
            Some(b"Form") if depth < DEEPEST / 8 => self.form(stream, resources, depth),
            _ => because(text!("trang có đối tượng lạ", "a page paints an unknown object")),
        }
    }

    fn form(&mut self, stream: &Stream, outer: &Rc<Object>, depth: usize) -> Fit<()> {
        let odd = || because(text!("trang có đối tượng lạ", "a page paints an unknown object"));
        let dict = &stream.dict;
        if self.path.is_begun() || ["Ref", "OPI", "PS", "AF", "Subtype2"].iter().any(|key| dict.has(key)) {
            return odd();
        }
        let (kept, height) = (self.state, self.stack.len());
        let floor = std::mem::replace(&mut self.floor, height);
        if dict.has("Matrix") {
            let Some(matrix) = self.numbers::<6>(dict, "Matrix")? else { return odd() };
            self.state.matrix = then(&matrix, &self.state.matrix);
        }
        let Some([left, bottom, right, top]) = self.numbers::<4>(dict, "BBox")? else { return odd() };
        self.path.rectangle(&self.state, [left, bottom, right - left, top - bottom]);
        self.path.clips = true;
        self.end_path()?;
        let own = self.file.value(dict, "Resources")?;
        let resources = if own.as_dict().is_some() { own } else { outer.clone() };
        let content = operators(self.file, stream, self.budget)?;
        self.run(&content, &resources, depth + 1)?;
        if self.path.is_begun() || self.stack.len() != height {
            return odd();
        }
        (self.state, self.floor) = (kept, floor);
        Ok(())
    }

    fn image(&mut self, object: &Rc<Object>, resources: &Rc<Object>) -> Fit<()> {
        let square = Rect([0.0, 0.0, 1.0, 1.0]).mapped(&self.state.matrix);
        let Some(place) = square.map(|place| place.meet(&self.visible)) else {
            return because(text!("ảnh không có vị trí", "an image has no place"));
        };
        if place.is_empty() {
            // Outside the page it paints nothing.
            return Ok(());
        }
        if self.state.clip.is_some_and(|clip| !clip.holds(&place, TOLERANCE)) {
            return because(text!("ảnh bị cắt", "an image is cut by a clip path"));
        }
        let is_stencil = object.as_dict().map(|dict| self.file.value(dict, "ImageMask")).transpose()?;
        if is_stencil.is_some_and(|value| value.as_bool() == Some(true))
            && (self.state.fill != Fill::Black || self.is_remapped)
        {
            return because(text!("ảnh khuôn tô màu", "a stencil is painted in colour"));
        }
        if self.found.is_some() {
            return because(text!("trang có nhiều ảnh", "a page has several images"));
        }
        self.found = Some((object.clone(), resources.clone(), self.state.matrix));
        Ok(())
    }

    /// Returns the resource of this kind that the operand names; `Null` where there is none.
    fn resource(&self, operand: Option<&Object>, resources: &Object, kind: &str) -> Fit<Rc<Object>> {
        let Some(name) = operand.and_then(Object::as_name) else { return Ok(Rc::new(Object::Null)) };
        let Ok(name) = std::str::from_utf8(name) else {
            return because(text!("trang dùng tên lạ", "a page uses a name that is not UTF-8"));
        };
        let Some(resources) = resources.as_dict() else { return Ok(Rc::new(Object::Null)) };
        let group = self.file.value(resources, kind)?;
        Ok(match group.as_dict() {
            Some(group) => {
                // Looking for a name takes time too, and so does what it leads to.
                self.budget.spend(32 + group.0.len() as u64)?;
                self.file.value(group, name)?
            }
            None => Rc::new(Object::Null),
        })
    }

    fn numbers<const N: usize>(&self, dict: &Dict, key: &str) -> Fit<Option<[f64; N]>> {
        let value = self.file.value(dict, key)?;
        let Some(items) = value.as_array() else { return Ok(None) };
        let mut numbers = Vec::new();
        for item in items.iter().take(N + 1) {
            numbers.extend(self.file.resolve(item)?.as_number());
        }
        Ok(numbers.try_into().ok())
    }
}
