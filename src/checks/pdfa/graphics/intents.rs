//! Output intents (ISO 19005-2, 6.2.3): sound profiles, all the same, and what device colours they cover.

use std::io::{Read, Seek};
use std::rc::Rc;

use super::icc::{Profile, Purpose};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// What the output intents of a file say about device colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intents {
    space: Option<[u8; 4]>,
}

impl Intents {
    /// Reads the PDF/A output intent that has a profile.
    pub fn read<R: Read + Seek>(file: &File<R>) -> Intents {
        let space = |intent: &Rc<Object>| {
            let dict = intent.as_dict()?;
            let is_ours = file.value(dict, "S").ok()?.as_name()? == b"GTS_PDFA1";
            is_ours.then(|| destination(file, dict)).flatten().map(|profile| profile.space)
        };
        Intents { space: listed(file).iter().find_map(space) }
    }

    /// Says whether grey is covered, which any PDF/A output intent does.
    pub fn covers_gray(&self) -> bool {
        self.space.is_some()
    }

    /// Says whether the device space of an ICC colour space is covered.
    pub fn covers(&self, space: &[u8; 4]) -> bool {
        self.space.as_ref() == Some(space)
    }
}

/// Checks every output intent of the catalog.
pub fn check<R: Read + Seek>(file: &File<R>, out: &mut Breaches) {
    let mut first: Option<Option<Id>> = None;
    for intent in listed(file) {
        let Some(dict) = intent.as_dict() else { continue };
        let subtype = file.value(dict, "S").ok();
        let subtype = subtype.as_ref().and_then(|subtype| subtype.as_name()).unwrap_or_default();
        if subtype == b"GTS_PDFX" && dict.has("DestOutputProfileRef") {
            let what = text!(
                "OutputIntent của PDF/X tham chiếu hồ sơ màu ở ngoài tệp",
                "a PDF/X output intent refers to a profile outside of the file"
            );
            out.add("6.2.3-3", None, what);
        }
        if subtype == b"GTS_PDFA1" && !dict.has("OutputConditionIdentifier") {
            let what = text!(
                "OutputIntent (không gian màu đầu ra) thiếu OutputConditionIdentifier",
                "an output intent has no OutputConditionIdentifier"
            );
            out.add("32000-1:14.11.5", None, what);
        }
        let Some(profile) = dict.get("DestOutputProfile") else { continue };
        judge(file, dict, profile.as_ref(), out);
        if first.get_or_insert(profile.as_ref()) != &profile.as_ref() {
            let what = text!("các OutputIntent có hồ sơ màu khác nhau", "the output intents have different profiles");
            out.add("6.2.3-2", profile.as_ref(), what);
        }
    }
}

fn judge<R: Read + Seek>(file: &File<R>, intent: &Dict, id: Option<Id>, out: &mut Breaches) {
    let Some(profile) = destination(file, intent) else {
        let what = text!(
            "OutputIntent (không gian màu đầu ra) không có hồ sơ ICC đọc được",
            "an output intent has no readable ICC profile"
        );
        out.add("6.2.3-1", id, what);
        return;
    };
    for flaw in profile.flaws(Purpose::Output) {
        out.add("6.2.3-1", id, flaw);
    }
    let stream = file.value(intent, "DestOutputProfile").ok();
    let count = stream.and_then(|stream| file.value(stream.as_dict()?, "N").ok()?.as_int());
    if profile.components().is_some() && count != profile.components() {
        let what = text!(
            "/N không bằng số thành phần màu của hồ sơ ICC",
            "/N is not the number of components of the ICC profile"
        );
        out.add("32000-1:8.6.5.5", id, what);
    }
}

/// Returns the header of an intent's profile.
fn destination<R: Read + Seek>(file: &File<R>, intent: &Dict) -> Option<Profile> {
    let stream = file.value(intent, "DestOutputProfile").ok()?;
    Profile::parse(&file.decoded(stream.as_stream()?).ok()?.data)
}

/// Returns the output intents, references followed.
fn listed<R: Read + Seek>(file: &File<R>) -> Vec<Rc<Object>> {
    let read = || {
        let catalog = file.catalog().ok()?;
        let intents = file.value(catalog.as_dict()?, "OutputIntents").ok()?;
        Some(intents.as_array()?.iter().filter_map(|intent| file.resolve(intent).ok()).collect())
    };
    read().unwrap_or_default()
}
