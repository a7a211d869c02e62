//! Streams (6.1.7): no data outside the file, no filters but those that everybody can undo.

use std::io::{Read, Seek};

use crate::checks::pdfa::Document;
use crate::checks::pdfa::report::Breaches;
use crate::pdf::object::{Id, Object, Stream};
use crate::text;

/// The filters that may be (ISO 32000-1, table 6, less LZW).
const ALLOWED: &[&str] = &[
    "ASCIIHexDecode",
    "ASCII85Decode",
    "FlateDecode",
    "RunLengthDecode",
    "CCITTFaxDecode",
    "JBIG2Decode",
    "DCTDecode",
    "JPXDecode",
];

/// Checks the dictionary of a stream.
pub(super) fn check<R: Read + Seek>(document: &Document<'_, R>, id: Id, stream: &Stream, out: &mut Breaches) {
    let file = document.file;
    for key in ["F", "FFilter", "FDecodeParms"] {
        if stream.dict.get(key).is_some_and(|value| *value != Object::Null) {
            out.add(
                "6.1.7.1-3",
                Some(id),
                text!("luồng có khóa {key}: dữ liệu ở ngoài tệp", "the stream has {key}: data outside the file"),
            );
        }
    }
    let chain = match file.filters(&stream.dict) {
        Ok(chain) => chain,
        Err(why) => return out.unreadable("6.1.7.2-1", Some(id), why),
    };
    for (name, parms) in chain {
        let is_allowed = ALLOWED.iter().any(|allowed| allowed.as_bytes() == name);
        let is_identity = || name == b"Crypt" && parms.get("Name").is_none_or(|way| way.as_name() == Some(b"Identity"));
        if !is_allowed && !is_identity() {
            let name = String::from_utf8_lossy(name.get(..32).unwrap_or(&name)).into_owned();
            out.add("6.1.7.2-1", Some(id), text!("bộ lọc {name} không được dùng", "the filter {name} may not be used"));
        }
    }
}
