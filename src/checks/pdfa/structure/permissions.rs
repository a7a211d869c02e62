//! Permissions (6.1.12): only those that signatures bring, and without digests of single objects.

use std::io::{Read, Seek};

use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// What a signature reference may not have beside `DocMDP`.
const DIGEST_KEYS: &[&str] = &["DigestLocation", "DigestMethod", "DigestValue"];

/// Checks the permissions dictionary of the catalog.
pub(super) fn check<R: Read + Seek>(file: &File<R>, out: &mut Breaches) {
    let Ok(catalog) = file.catalog() else { return };
    let Some(Ok(perms)) = catalog.as_dict().map(|catalog| file.value(catalog, "Perms")) else { return };
    let Some(perms) = perms.as_dict() else { return };
    if perms.iter().any(|(key, _)| key != b"UR3" && key != b"DocMDP") {
        let what =
            text!("từ điển Perms có khóa khác UR3 và DocMDP", "the permissions have other keys than UR3 and DocMDP");
        out.add("6.1.12-1", None, what);
    }
    if perms.has("DocMDP") {
        for id in file.ids() {
            signature(file, id, out);
        }
    }
}

/// Checks the references of a signature, whichever object it is.
fn signature<R: Read + Seek>(file: &File<R>, id: Id, out: &mut Breaches) {
    let Ok(object) = file.get(id) else { return };
    let Some(dict) = object.as_dict() else { return };
    let references = dict.get("Reference").filter(|_| dict.has("Contents") || dict.has("ByteRange"));
    let Some(Ok(references)) = references.map(|references| file.resolve(references)) else { return };
    for reference in references.as_array().unwrap_or_default() {
        let Ok(reference) = file.resolve(reference) else { continue };
        if reference.as_dict().is_some_and(has_digest) {
            let what = text!(
                "tham chiếu chữ ký có khóa Digest cùng với DocMDP",
                "a signature reference has digest keys beside DocMDP"
            );
            out.add("6.1.12-2", Some(id), what);
        }
    }
}

fn has_digest(reference: &Dict) -> bool {
    DIGEST_KEYS.iter().any(|key| reference.get(key).is_some_and(|value| *value != Object::Null))
}
