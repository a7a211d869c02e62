//! The walk itself: which streams are run, in which surroundings, and never twice in the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::rc::Rc;

use super::scope::{Named, Scope};
use super::state::{Signature, State};
use super::text::FontKey;
use super::{FontUse, Uses};
use crate::checks::pdfa::graphics::colour::Colours;
use crate::checks::pdfa::graphics::intents::Intents;
use crate::checks::pdfa::graphics::space::{Space, Spaces};
use crate::checks::pdfa::graphics::{entry, jpx, xobject};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::Unreadable;
use crate::pdf::file::{File, Page};
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;
use crate::text::Text;

/// Operations that the pages of one file may come to, streams that are called again counted again: whoever paints the
/// file has to run them all.
const OPERATIONS: u64 = 4_000_000;
/// For each page besides; a page of dense text has some ten thousand.
const PAGE_OPERATIONS: u64 = 20_000;

/// Streams within each other: forms in forms, patterns in glyphs.
const DEPTH: usize = 24;

/// The surroundings of a stream that is being run.
#[derive(Clone)]
pub(super) struct Frame {
    /// The stream, or the page.
    pub(super) place: Option<Id>,
    /// Its resources.
    pub(super) scope: Rc<Scope>,
    /// Colour operators are without effect: glyphs that begin with `d1`, uncoloured patterns.
    pub(super) is_uncoloured: bool,
    /// A glyph of a Type 3 font begins: only here does `d1` count (ISO 32000-1, 9.6.5).
    pub(super) begins_glyph: bool,
}

/// What makes running a stream once more pointless: its id, borrowed resources, state and surroundings being the same.
type Key = (Id, u32, Signature, [bool; 2]);

pub(super) struct Walker<'d, R> {
    pub(super) file: &'d File<R>,
    pub(super) out: &'d mut Breaches,
    pub(super) intents: Intents,
    pub(super) spaces: Spaces,
    pub(super) colours: Colours,
    pub(super) uses: Uses,
    pub(super) font_idx: BTreeMap<FontKey, usize>,
    /// Graphics states, forms and shadings that were judged.
    pub(super) judged: BTreeSet<Id>,
    /// Headers of JPEG 2000 images.
    pub(super) headers: BTreeMap<Id, Option<jpx::Header>>,
    /// Whether the data of inline images are decoded; images of their own are left to `data`.
    pub(super) image_data: bool,
    /// Streams that were run, whether anything in them is transparent, and how many operations they came to.
    walked: BTreeMap<Key, (bool, u64)>,
    /// Type 3 fonts whose glyphs were run, and whether anything in them is transparent.
    pub(super) glyphs: BTreeMap<(usize, u32, Signature), bool>,
    scopes: BTreeMap<(Id, bool), Rc<Scope>>,
    borrowed: BTreeMap<u32, Rc<Scope>>,
    n_scopes: u32,
    depth: usize,
    pub(super) operations: u64,
}

impl<'d, R: Read + Seek> Walker<'d, R> {
    pub(super) fn new(file: &'d File<R>, n_pages: usize, image_data: bool, out: &'d mut Breaches) -> Walker<'d, R> {
        Walker {
            file,
            out,
            intents: Intents::read(file),
            spaces: Spaces::default(),
            colours: Colours::default(),
            uses: Uses::default(),
            font_idx: BTreeMap::new(),
            judged: BTreeSet::new(),
            headers: BTreeMap::new(),
            image_data,
            walked: BTreeMap::new(),
            glyphs: BTreeMap::new(),
            scopes: BTreeMap::new(),
            borrowed: BTreeMap::new(),
            n_scopes: 0,
            depth: 0,
            operations: OPERATIONS.saturating_add(PAGE_OPERATIONS.saturating_mul(n_pages as u64)),
        }
    }

    pub(super) fn finish(self) -> Uses {
        self.uses
    }

    /// Runs a page and its annotations, and says if it is transparent without a space to blend in (6.2.10-2).
    pub(super) fn page(&mut self, page: &Page) {
        let Some(dict) = page.dict.as_dict() else { return };
        let (resources, is_own) = match &page.resources {
            Some(resources) => (Rc::clone(&resources.value), resources.is_own),
            None => (Rc::new(Object::Null), false),
        };
        let scope = self.scope_of(dict.get("Resources").filter(|_| is_own), resources, is_own);
        let frame = Frame { place: Some(page.id), scope, is_uncoloured: false, begins_glyph: false };
        let black = self.space_named(b"DeviceGray", &frame);
        let mut is_transparent = false;
        if let Some(data) = self.contents(page.id, dict) {
            is_transparent |= self.run(&data, &frame, State::initial(Rc::clone(&black)));
        }
        for stream in self.appearances(dict) {
            is_transparent |= self.form(&stream, &frame, State::initial(Rc::clone(&black)));
        }
        if let Some(thumbnail) = dict.get("Thumb") {
            let named = self.resolved(thumbnail);
            self.image(&named, &frame);
        }
        let has_space = self.group(dict, &frame);
        if is_transparent && !has_space && !self.intents.covers_gray() {
            let what = text!(
                "trang có phần trong suốt nhưng không có không gian màu để hòa trộn",
                "the page is transparent and has neither an output intent nor a colour space to blend in"
            );
            self.out.add("6.2.10-2", Some(page.id), what);
        }
    }

    /// Reads the content of a page: all its streams as one.
    fn contents(&mut self, page: Id, dict: &Dict) -> Option<Vec<u8>> {
        let contents = entry(self.file, dict, "Contents");
        let parts = match (dict.get("Contents"), contents.as_ref()) {
            (_, Object::Array(parts)) => parts.clone(),
            (Some(single), _) => vec![single.clone()],
            (None, _) => return None,
        };
        let mut data = Vec::new();
        for part in &parts {
            let named = self.resolved(part);
            let Some(stream) = named.object.as_stream() else {
                let what = text!(
                    "nội dung trang dẫn tới chỗ không có luồng dữ liệu",
                    "the contents of a page lead to no stream"
                );
                self.out.add("32000-1:7.7.3.3", Some(page), what);
                continue;
            };
            data.extend(self.data(stream, named.id.or(Some(page))).unwrap_or_default());
            data.push(b'\n');
            if data.len() as u64 > self.file.limits().memory {
                self.limit(Some(page), text!("nội dung trang quá lớn", "the contents of a page are too large"));
                return None;
            }
        }
        Some(data)
    }

    /// Decodes a content stream.
    fn data(&mut self, stream: &Stream, place: Option<Id>) -> Option<Vec<u8>> {
        match self.file.decoded(stream) {
            Ok(decoded) if decoded.image.is_none() => return Some(decoded.data),
            Ok(_) => {
                let what = text!("nội dung được mã hóa như ảnh", "content is coded as an image");
                self.out.add("32000-1:7.4", place, what);
            }
            Err(error) => self.out.unreadable("32000-1:7.4", place, error),
        }
        None
    }

    /// Returns the appearances of all annotations of a page.
    fn appearances(&mut self, page: &Dict) -> Vec<Named> {
        let mut found = Vec::new();
        let annotations = entry(self.file, page, "Annots");
        for annotation in annotations.as_array().unwrap_or_default() {
            let Ok(annotation) = self.file.resolve(annotation) else { continue };
            let Some(looks) = annotation.as_dict().map(|dict| entry(self.file, dict, "AP")) else { continue };
            for (_, look) in looks.as_dict().into_iter().flat_map(Dict::iter) {
                let look = self.resolved(look);
                match look.object.as_ref() {
                    Object::Stream(_) => found.push(look),
                    Object::Dict(states) => found.extend(states.iter().map(|(_, state)| self.resolved(state))),
                    _ => (),
                }
            }
        }
        found.retain(|look| look.object.as_stream().is_some());
        found
    }

    /// Runs a form with all that belongs to it, and says whether it is transparent.
    pub(super) fn form(&mut self, form: &Named, frame: &Frame, state: State) -> bool {
        let Some(stream) = form.object.as_stream() else { return false };
        if form.id.is_none_or(|id| self.judged.insert(id)) {
            xobject::judge_form(&stream.dict, form.id.or(frame.place), self.out);
        }
        let inner = self.frame_of(form, frame);
        let group = entry(self.file, &stream.dict, "Group");
        let kind = group.as_dict().map(|group| entry(self.file, group, "S"));
        let is_group = kind.is_some_and(|kind| kind.as_name() == Some(b"Transparency"));
        self.group(&stream.dict, &inner);
        self.stream(form, inner, state) || is_group
    }

    /// Judges the space that a group blends in, and says whether it has one.
    fn group(&mut self, owner: &Dict, frame: &Frame) -> bool {
        let group = entry(self.file, owner, "Group");
        let Some(space) = group.as_dict().and_then(|group| group.get("CS")) else { return false };
        let space = self.spaces.read(self.file, space, &frame.scope);
        self.use_space(&space, frame);
        true
    }

    /// Returns the surroundings of a stream within another.
    pub(super) fn frame_of(&mut self, named: &Named, outer: &Frame) -> Frame {
        let resources = named.object.as_dict().and_then(|dict| dict.get("Resources"));
        let scope = match resources {
            Some(resources) => {
                let dict = self.resolved(resources).object;
                self.scope_of(Some(resources), dict, true)
            }
            None => self.borrowed(&outer.scope),
        };
        Frame { place: named.id.or(outer.place), scope, is_uncoloured: outer.is_uncoloured, begins_glyph: false }
    }

    fn scope_of(&mut self, value: Option<&Object>, dict: Rc<Object>, is_own: bool) -> Rc<Scope> {
        let key = value.and_then(Object::as_ref).map(|id| (id, is_own));
        if let Some(known) = key.and_then(|key| self.scopes.get(&key)) {
            return Rc::clone(known);
        }
        self.n_scopes = self.n_scopes.saturating_add(1);
        let scope = Rc::new(Scope::new(self.n_scopes, dict, is_own));
        if let Some(key) = key {
            self.scopes.insert(key, Rc::clone(&scope));
        }
        scope
    }

    /// Returns the same resources, seen by streams that have none of their own.
    fn borrowed(&mut self, outer: &Rc<Scope>) -> Rc<Scope> {
        if !outer.is_own {
            return Rc::clone(outer);
        }
        let serial = self.n_scopes.saturating_add(1);
        let scope = self.borrowed.entry(outer.serial).or_insert_with(|| Rc::new(outer.borrowed(serial)));
        self.n_scopes = self.n_scopes.max(scope.serial);
        Rc::clone(scope)
    }

    /// Runs a stream unless that was done in the same surroundings, and says whether anything in it is transparent.
    pub(super) fn stream(&mut self, named: &Named, frame: Frame, state: State) -> bool {
        let Some(stream) = named.object.as_stream() else { return false };
        // Resources of its own are the same wherever the stream is run.
        let borrowed = if frame.scope.is_own { 0 } else { frame.scope.serial };
        let key = named.id.map(|id| (id, borrowed, state.signature(), [frame.is_uncoloured, frame.begins_glyph]));
        if let Some((is_transparent, cost)) = key.and_then(|key| self.walked.get(&key)).copied() {
            self.operations = self.operations.saturating_sub(cost);
            return is_transparent;
        }
        if self.depth >= DEPTH {
            self.limit(frame.place, text!("nội dung lồng nhau quá sâu", "content is nested too deeply"));
            return false;
        }
        if let Some(key) = key {
            // A stream that runs itself comes back here, and no further.
            self.walked.insert(key, (false, 0));
        }
        let Some(data) = self.data(stream, frame.place) else { return false };
        self.depth += 1;
        let before = self.operations;
        let is_transparent = self.run(&data, &frame, state);
        self.depth -= 1;
        if let Some(key) = key {
            self.walked.insert(key, (is_transparent, before.saturating_sub(self.operations)));
        }
        is_transparent
    }

    /// Says that not everything could be looked at.
    pub(super) fn limit(&mut self, place: Option<Id>, what: Text) {
        self.out.unreadable("32000-1:7.8", place, Unreadable::limit(what));
    }

    /// Follows a reference, keeping its id.
    pub(super) fn resolved(&self, object: &Object) -> Named {
        let resolved = self.file.resolve(object).unwrap_or_else(|_| Rc::new(Object::Null));
        Named { id: object.as_ref(), object: resolved }
    }

    /// Returns the resource that content names, and says if it is not there or not the stream's own (6.2.2-2).
    pub(super) fn named(&mut self, category: &str, name: &[u8], frame: &Frame) -> Option<Named> {
        let named = frame.scope.named(self.file, category, name);
        if named.is_none() || !frame.scope.is_own {
            let what = text!(
                "nội dung dùng {category} không có trong Resources của chính nó",
                "content uses a {category} that is not in Resources of its own"
            );
            self.out.add("6.2.2-2", frame.place, what);
        } else if named.as_ref().is_some_and(|named| *named.object == Object::Null) {
            let what = text!(
                "{category} dẫn tới đối tượng không tồn tại",
                "a {category} leads to an object that is not there"
            );
            self.out.add("32000-1:7.8.3", frame.place, what);
        }
        named
    }

    /// Returns a colour space by its name.
    pub(super) fn space_named(&mut self, name: &[u8], frame: &Frame) -> Rc<Space> {
        if !matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern") {
            self.named("ColorSpace", name, frame);
        }
        self.spaces.named(self.file, name, &frame.scope)
    }

    /// Judges a colour space that content paints with or chooses.
    pub(super) fn use_space(&mut self, space: &Space, frame: &Frame) {
        self.colours.judge(self.file, &self.intents, space, frame.place, self.out);
    }
}

impl FontUse {
    /// Starts with nothing shown.
    pub(super) fn of(named: Named) -> FontUse {
        FontUse { id: named.id, dict: named.object, shown: BTreeMap::new() }
    }
}
