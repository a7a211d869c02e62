//! Colour spaces in use (ISO 19005-2, 6.2.4): covered by an output intent, sound profiles, inks described alike.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::rc::Rc;

use super::functions::Functions;
use super::icc::Purpose;
use super::intents::Intents;
use super::same::is_same;
use super::space::{Family, Icc, Inks, Space, Spot};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Id, Object};
use crate::text;

/// Judges each colour space once.
#[derive(Default)]
pub struct Colours {
    judged: BTreeSet<(u32, Option<Id>)>,
    spots: BTreeMap<Vec<u8>, Rc<Object>>,
    /// Tint transforms, and whatever else content computes with.
    pub functions: Functions,
}

impl Colours {
    /// Judges a space that the content of `place` uses.
    pub fn judge<R: Read + Seek>(
        &mut self,
        file: &File<R>,
        intents: &Intents,
        space: &Space,
        place: Option<Id>,
        out: &mut Breaches,
    ) {
        // Device spaces are told for each place, all others for themselves.
        let object = space.id.or(place);
        if !self.judged.insert((space.serial, object)) {
            return;
        }
        match &space.family {
            Family::Gray if !intents.covers_gray() => out.add("6.2.4.3-4", object, uncovered("DeviceGray")),
            Family::Rgb if !intents.covers(b"RGB ") => out.add("6.2.4.3-2", object, uncovered("DeviceRGB")),
            Family::Cmyk if !intents.covers(b"CMYK") => out.add("6.2.4.3-3", object, uncovered("DeviceCMYK")),
            Family::Gray | Family::Rgb | Family::Cmyk | Family::Calibrated(_) | Family::Pattern(None) => (),
            Family::Icc(icc) => profile(icc, object, out),
            Family::Indexed(base) | Family::Pattern(Some(base)) => self.judge(file, intents, base, object, out),
            Family::Separation(spot) => {
                self.spot(file, spot, object, out);
                self.tint(file, &spot.array, object, out);
                self.judge(file, intents, &spot.alternate, object, out);
            }
            Family::DeviceN(inks) => {
                described(inks, object, out);
                self.tint(file, &inks.array, object, out);
                self.judge(file, intents, &inks.alternate, object, out);
                for (_, spot) in &inks.spots {
                    self.judge(file, intents, spot, object, out);
                }
            }
            Family::Unknown => {
                out.add("32000-1:8.6.3", object, text!("không gian màu không xác định", "an unknown colour space"));
            }
        }
    }

    /// Judges the tint transform of a space of inks.
    fn tint<R: Read + Seek>(&mut self, file: &File<R>, array: &Object, object: Option<Id>, out: &mut Breaches) {
        let tint = array.as_array().and_then(|items| items.get(3)).unwrap_or(&Object::Bool(false));
        self.functions.judge(file, tint, object, out);
    }

    /// Compares an ink with the first of its name.
    fn spot<R: Read + Seek>(&mut self, file: &File<R>, spot: &Spot, object: Option<Id>, out: &mut Breaches) {
        let Some(first) = self.spots.get(&spot.name) else {
            self.spots.insert(spot.name.clone(), Rc::clone(&spot.array));
            return;
        };
        let part = |array: &Object, at: usize| array.as_array().and_then(|items| items.get(at)).cloned();
        let is_alike = |at| match (part(first, at), part(&spot.array, at)) {
            (Some(one), Some(other)) => is_same(file, &one, &other),
            (one, other) => one == other,
        };
        if !is_alike(2) || !is_alike(3) {
            let what = text!(
                "hai màu pha cùng tên được mô tả khác nhau",
                "two spot colours of one name are described differently"
            );
            out.add("6.2.4.4-2", object, what);
        }
    }
}

fn uncovered(space: &str) -> text::Text {
    text!(
        "{space} được dùng mà không có OutputIntent (không gian màu đầu ra) phù hợp",
        "{space} is used without an output intent that covers it"
    )
}

/// Judges the profile of a space.
fn profile(icc: &Icc, object: Option<Id>, out: &mut Breaches) {
    let Some(profile) = icc.profile else {
        let what = text!("không gian màu ICC không có hồ sơ đọc được", "a colour space has no readable ICC profile");
        out.add("6.2.4.2-1", icc.stream.or(object), what);
        return;
    };
    for flaw in profile.flaws(Purpose::Space) {
        out.add("6.2.4.2-1", icc.stream.or(object), flaw);
    }
    if profile.components().is_some() && profile.components() != icc.components {
        let what = text!(
            "/N không bằng số thành phần màu của hồ sơ ICC",
            "/N is not the number of components of the ICC profile"
        );
        out.add("32000-1:8.6.5.5", icc.stream.or(object), what);
    }
}

/// Judges whether every ink is described: each spot colour needs an entry in Colorants.
fn described(inks: &Inks, object: Option<Id>, out: &mut Breaches) {
    let is_described = |name: &Vec<u8>| {
        matches!(name.as_slice(), b"None" | b"Cyan" | b"Magenta" | b"Yellow" | b"Black")
            || inks.process.contains(name)
            || inks.spots.iter().any(|(spot, _)| spot == name)
    };
    if !inks.names.iter().all(is_described) {
        let what =
            text!("DeviceN có màu pha không được mô tả", "a DeviceN space has a spot colour that is not described");
        out.add("6.2.4.4-1", object, what);
    }
    let count = inks.names.len();
    if count > 32 {
        out.add("6.1.13-9", object, text!("DeviceN có {count} màu", "a DeviceN space has {count} colourants"));
    }
}
