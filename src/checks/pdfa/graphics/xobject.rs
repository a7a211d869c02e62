//! Form XObjects (ISO 19005-2, 6.2.9): nothing of PostScript, of OPI, or of other files.

use crate::checks::pdfa::report::Breaches;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// Judges the dictionary of a form XObject.
pub fn judge_form(dict: &Dict, place: Option<Id>, out: &mut Breaches) {
    let is_postscript = dict.get("Subtype2").and_then(Object::as_name) == Some(b"PS");
    if is_postscript || dict.has("PS") || dict.has("OPI") {
        out.add("6.2.9-1", place, text!("biểu mẫu có PostScript hoặc OPI", "a form has PostScript or OPI"));
    }
    if dict.has("Ref") {
        out.add("6.2.9-2", place, text!("biểu mẫu tham chiếu tệp khác", "a form refers to another file"));
    }
}

/// Says that something is painted that is neither an image nor a form.
pub fn judge_other(subtype: Option<&[u8]>, place: Option<Id>, out: &mut Breaches) {
    if subtype == Some(b"PS") {
        out.add("6.2.9-3", place, text!("đối tượng PostScript", "a PostScript XObject"));
    } else {
        let what = text!("đối tượng ngoài không phải ảnh hay biểu mẫu", "an XObject is neither an image nor a form");
        out.add("32000-1:8.8", place, what);
    }
}
