//! Colour spaces (ISO 32000-1, 8.6), read once each, with Default spaces put in the place of device spaces.
//!
//! What a colour space may be is for `colour` to say.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::rc::Rc;

use super::icc::Profile;
use crate::checks::pdfa::content::scope::{Named, Scope};
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};

/// Spaces within spaces; Pattern over Indexed over DeviceN over ICCBased is the deepest that makes sense.
const DEPTH: u32 = 8;

/// A colour space.
#[derive(Debug)]
pub struct Space {
    /// Tells spaces apart: greater than 0, and the same for the same object in the same surroundings.
    pub serial: u32,
    /// Its object, unless it stands within another.
    pub id: Option<Id>,
    /// Of which kind it is.
    pub family: Family,
}

/// The families of colour spaces.
#[derive(Debug)]
pub enum Family {
    /// `DeviceGray` and no `DefaultGray`.
    Gray,
    /// `DeviceRGB` and no `DefaultRGB`.
    Rgb,
    /// `DeviceCMYK` and no `DefaultCMYK`.
    Cmyk,
    /// `CalGray`, `CalRGB` or `Lab`, with the number of components.
    Calibrated(u8),
    /// `ICCBased`.
    Icc(Icc),
    /// `Indexed`, with its base.
    Indexed(Rc<Space>),
    /// `Pattern`, with the space of uncoloured ones.
    Pattern(Option<Rc<Space>>),
    /// `Separation`.
    Separation(Spot),
    /// `DeviceN`.
    DeviceN(Inks),
    /// Nothing that ISO 32000-1 knows.
    Unknown,
}

/// A space with an ICC profile.
#[derive(Debug)]
pub struct Icc {
    /// The stream with the profile.
    pub stream: Option<Id>,
    /// The number of components that the dictionary gives.
    pub components: Option<i64>,
    /// The header of the profile; `None` if there is none to read.
    pub profile: Option<Profile>,
}

/// A single ink.
#[derive(Debug)]
pub struct Spot {
    /// What it is called.
    pub name: Vec<u8>,
    /// The space that stands in for it.
    pub alternate: Rc<Space>,
    /// The whole array, to compare inks of one name.
    pub array: Rc<Object>,
}

/// A name and the space that describes it.
pub type Ink = (Vec<u8>, Rc<Space>);

/// Several inks.
#[derive(Debug)]
pub struct Inks {
    /// What they are called.
    pub names: Vec<Vec<u8>>,
    /// The space that stands in for them.
    pub alternate: Rc<Space>,
    /// The inks that are described one by one.
    pub spots: Vec<Ink>,
    /// The inks of the process.
    pub process: Vec<Vec<u8>>,
    /// The whole array.
    pub array: Rc<Object>,
}

impl Space {
    /// Returns a space that is none.
    pub fn unknown() -> Space {
        Space { serial: 0, id: None, family: Family::Unknown }
    }

    /// Returns how many components its colours have; `None` if that is not known.
    pub fn components(&self) -> Option<usize> {
        match &self.family {
            Family::Gray | Family::Indexed(_) | Family::Separation(_) => Some(1),
            Family::Rgb => Some(3),
            Family::Cmyk => Some(4),
            Family::Calibrated(components) => Some(usize::from(*components)),
            Family::Icc(icc) => icc.components.and_then(|components| usize::try_from(components).ok()),
            Family::DeviceN(inks) => Some(inks.names.len()),
            Family::Pattern(_) | Family::Unknown => None,
        }
    }
}

/// Reads colour spaces and remembers them.
#[derive(Default)]
pub struct Spaces {
    known: BTreeMap<(Id, u32), Rc<Space>>,
    profiles: BTreeMap<Id, Option<Profile>>,
    count: u32,
}

impl Spaces {
    /// Returns the colour space that an object names or describes.
    pub fn read<R: Read + Seek>(&mut self, file: &File<R>, object: &Object, scope: &Scope) -> Rc<Space> {
        self.space(file, object, Some(scope), DEPTH)
    }

    /// Returns the colour space that a name stands for.
    pub fn named<R: Read + Seek>(&mut self, file: &File<R>, name: &[u8], scope: &Scope) -> Rc<Space> {
        self.by_name(file, name, Some(scope), DEPTH)
    }

    fn space<R: Read + Seek>(
        &mut self,
        file: &File<R>,
        object: &Object,
        scope: Option<&Scope>,
        depth: u32,
    ) -> Rc<Space> {
        let key = object.as_ref().map(|id| (id, scope.map_or(0, |scope| scope.serial)));
        if let Some(known) = key.and_then(|key| self.known.get(&key)) {
            return Rc::clone(known);
        }
        let Ok(resolved) = file.resolve(object) else { return Rc::new(Space::unknown()) };
        if let Some(key) = key {
            // Whoever comes back here while it is being read is in a ring.
            self.known.insert(key, Rc::new(Space::unknown()));
        }
        let space = match resolved.as_ref() {
            _ if depth == 0 => self.make(None, Family::Unknown),
            Object::Name(name) => self.by_name(file, name, scope, depth),
            Object::Array(items) => {
                let family = self.by_array(file, &resolved, items, scope, depth);
                match family {
                    Ok(family) => self.make(object.as_ref(), family),
                    Err(space) => space,
                }
            }
            _ => self.make(object.as_ref(), Family::Unknown),
        };
        if let Some(key) = key {
            self.known.insert(key, Rc::clone(&space));
        }
        space
    }

    fn make(&mut self, id: Option<Id>, family: Family) -> Rc<Space> {
        self.count = self.count.saturating_add(1);
        Rc::new(Space { serial: self.count, id, family })
    }

    fn by_name<R: Read + Seek>(&mut self, file: &File<R>, name: &[u8], scope: Option<&Scope>, depth: u32) -> Rc<Space> {
        if let Some(known) = scope.and_then(|scope| scope.spaces.borrow().get(name).cloned()) {
            return known;
        }
        let default = |kind| scope?.named(file, "ColorSpace", kind);
        let space = match (name, scope) {
            (b"DeviceGray", _) => self.device(file, default(b"DefaultGray"), Family::Gray, depth),
            (b"DeviceRGB", _) => self.device(file, default(b"DefaultRGB"), Family::Rgb, depth),
            (b"DeviceCMYK", _) => self.device(file, default(b"DefaultCMYK"), Family::Cmyk, depth),
            (b"Pattern", _) => self.make(None, Family::Pattern(None)),
            (_, Some(scope)) => match scope.named(file, "ColorSpace", name) {
                // A name that leads to itself, or to another name that is none of the device spaces, ends here.
                Some(named) if !matches!(named.object.as_ref(), Object::Name(again) if !is_plain(again)) => {
                    let object = named.id.map_or_else(|| named.object.as_ref().clone(), Object::Ref);
                    self.space(file, &object, Some(scope), depth.saturating_sub(1))
                }
                _ => self.make(None, Family::Unknown),
            },
            _ => self.make(None, Family::Unknown),
        };
        if let Some(scope) = scope {
            scope.spaces.borrow_mut().insert(name.to_vec(), Rc::clone(&space));
        }
        space
    }

    /// Returns the default space if there is one: it counts in the place of the device space (8.6.5.6).
    fn device<R: Read + Seek>(
        &mut self,
        file: &File<R>,
        default: Option<Named>,
        family: Family,
        depth: u32,
    ) -> Rc<Space> {
        match default {
            Some(named) if *named.object != Object::Null => {
                let object = named.id.map_or_else(|| named.object.as_ref().clone(), Object::Ref);
                self.space(file, &object, None, depth.saturating_sub(1))
            }
            _ => self.make(None, family),
        }
    }

    /// Reads `[/Family ...]`; an array around the name of a device space is that space.
    fn by_array<R: Read + Seek>(
        &mut self,
        file: &File<R>,
        array: &Rc<Object>,
        items: &[Object],
        scope: Option<&Scope>,
        depth: u32,
    ) -> Result<Family, Rc<Space>> {
        let first = items.first().and_then(|first| file.resolve(first).ok());
        let Some(name) = first.as_ref().and_then(|first| first.as_name()) else { return Ok(Family::Unknown) };
        let inner = depth.saturating_sub(1);
        let item = |this: &mut Spaces, at: usize| match items.get(at) {
            Some(object) => this.space(file, object, scope, inner),
            None => Rc::new(Space::unknown()),
        };
        Ok(match name {
            b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" => return Err(self.by_name(file, name, scope, inner)),
            b"CalGray" => Family::Calibrated(1),
            b"CalRGB" | b"Lab" => Family::Calibrated(3),
            b"ICCBased" => self.icc(file, items.get(1)),
            b"Indexed" => Family::Indexed(item(self, 1)),
            b"Pattern" if items.len() > 1 => Family::Pattern(Some(item(self, 1))),
            b"Pattern" => Family::Pattern(None),
            b"Separation" => {
                let name = items.get(1).and_then(|name| file.resolve(name).ok());
                let name = name.and_then(|name| name.as_name().map(<[u8]>::to_vec)).unwrap_or_default();
                Family::Separation(Spot { name, alternate: item(self, 2), array: Rc::clone(array) })
            }
            b"DeviceN" => {
                let alternate = item(self, 2);
                let names = items.get(1).map(|names| names_of(file, names)).unwrap_or_default();
                let attributes = items.get(4).and_then(|attributes| file.resolve(attributes).ok());
                let (spots, process) = match attributes.as_ref().and_then(|attributes| attributes.as_dict()) {
                    Some(attributes) => self.attributes(file, attributes, scope, inner),
                    None => (Vec::new(), Vec::new()),
                };
                Family::DeviceN(Inks { names, alternate, spots, process, array: Rc::clone(array) })
            }
            _ => Family::Unknown,
        })
    }

    fn icc<R: Read + Seek>(&mut self, file: &File<R>, object: Option<&Object>) -> Family {
        let stream = object.and_then(Object::as_ref);
        let resolved = object.and_then(|object| file.resolve(object).ok());
        let components = resolved.as_ref().and_then(|stream| file.value(stream.as_dict()?, "N").ok()?.as_int());
        let read = || {
            let decoded = file.decoded(resolved.as_ref()?.as_stream()?).ok()?;
            Profile::parse(&decoded.data)
        };
        let profile = match stream {
            Some(id) => *self.profiles.entry(id).or_insert_with(read),
            None => read(),
        };
        Family::Icc(Icc { stream, components, profile })
    }

    /// Returns the inks that are described, and those of the process.
    fn attributes<R: Read + Seek>(
        &mut self,
        file: &File<R>,
        attributes: &Dict,
        scope: Option<&Scope>,
        depth: u32,
    ) -> (Vec<Ink>, Vec<Vec<u8>>) {
        let value = |dict: &Dict, key: &str| file.value(dict, key).unwrap_or_else(|_| Rc::new(Object::Null));
        let colorants = value(attributes, "Colorants");
        let spots = colorants.as_dict().into_iter().flat_map(Dict::iter);
        let spots = spots.map(|(name, space)| (name.to_vec(), self.space(file, space, scope, depth))).collect();
        let process = value(attributes, "Process");
        let process = process.as_dict().and_then(|process| process.get("Components"));
        (spots, process.map(|names| names_of(file, names)).unwrap_or_default())
    }
}

fn is_plain(name: &[u8]) -> bool {
    matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern")
}

fn names_of<R: Read + Seek>(file: &File<R>, names: &Object) -> Vec<Vec<u8>> {
    let resolved = file.resolve(names).ok();
    let items = resolved.as_ref().and_then(|names| names.as_array()).unwrap_or_default();
    let name = |item: &Object| Some(file.resolve(item).ok()?.as_name()?.to_vec());
    items.iter().filter_map(name).collect()
}
