//! Where packets lie in a file: the document's own, and those of pages, images, fonts and all other objects.

use std::collections::HashSet;
use std::io::{Read, Seek};

use crate::pdf::file::File;
use crate::pdf::filters;
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::pdf::xmp::{self, LONGEST, Packet};
use crate::pdf::{Obstacle, Unreadable};
use crate::text;

/// The metadata of the document as a whole.
pub(in crate::checks::pdfa) struct Main {
    pub(super) id: Option<Id>,
    /// Whether the stream says that it is metadata in XML.
    pub(super) is_typed: bool,
    /// The packet; nothing if the catalog has no metadata stream.
    pub(super) packet: Option<Result<Packet, Unreadable>>,
}

impl Main {
    /// Reads the packet that the catalog names.
    pub(in crate::checks::pdfa) fn read<R: Read + Seek>(file: &File<R>) -> Main {
        let none = Main { id: None, is_typed: false, packet: None };
        let Ok(catalog) = file.catalog() else { return none };
        let Some(value) = catalog.as_dict().and_then(|catalog| catalog.get("Metadata")) else { return none };
        let id = value.as_ref();
        match file.resolve(value) {
            Err(why) => Main { id, packet: Some(Err(why)), ..none },
            Ok(object) => match object.as_ref() {
                Object::Stream(stream) => {
                    Main { id, is_typed: is_typed(&stream.dict), packet: Some(packet(file, stream)) }
                }
                _ => none,
            },
        }
    }
}

/// Reads a packet, and no more of its stream than a packet may have.
pub(super) fn packet<R: Read + Seek>(file: &File<R>, stream: &Stream) -> Result<Packet, Unreadable> {
    let chain = file.filters(&stream.dict)?;
    let found = filters::decode(file.raw(stream)?, &chain, LONGEST as u64).map_err(|why| match why.obstacle {
        // A packet beyond its bound is refused like one that cannot be read: no limit of the run is at stake.
        Obstacle::Limit => Unreadable::broken(why.what),
        _ => why,
    })?;
    if found.image.is_some() {
        let what = text!("luồng siêu dữ liệu dùng bộ lọc hình ảnh", "a metadata stream has the filter of an image");
        return Err(Unreadable::broken(what));
    }
    Ok(xmp::read(&found.data))
}

/// Returns every metadata stream that an object of the file names, but for the document's own; each once.
pub(super) fn others<R: Read + Seek>(file: &File<R>, main: Option<Id>) -> Vec<Id> {
    let mut seen: HashSet<Id> = main.into_iter().collect();
    let named = |id: Id| {
        let object = file.get(id).ok()?;
        object.as_dict()?.get("Metadata")?.as_ref()
    };
    file.ids().into_iter().filter_map(named).filter(|id| seen.insert(*id)).collect()
}

fn is_typed(dict: &Dict) -> bool {
    let is = |key: &str, name: &[u8]| dict.get(key).and_then(Object::as_name) == Some(name);
    is("Type", b"Metadata") && is("Subtype", b"XML")
}
