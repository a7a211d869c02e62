//! Streams under filters that PDF/A forbids or that have two names, coded anew: by our own decoders, which know a
//! bound and never take a part for the whole.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, Stream};

use crate::pdf::filters::{self, Decoded, ImageFilter};
use crate::pdf::object::{Dict, Object as Plain};
use crate::pdf::{Limits, Unreadable};

/// The filters that stay as they are.
const ALLOWED: &[&[u8]] = &[
    b"ASCIIHexDecode",
    b"ASCII85Decode",
    b"FlateDecode",
    b"RunLengthDecode",
    b"CCITTFaxDecode",
    b"JBIG2Decode",
    b"DCTDecode",
    b"JPXDecode",
];

/// Codes a stream anew where one of its filters may not stay, or where Flate data were never finished, which some
/// readers take for damage; says whether it did. Damaged data are an error.
pub fn recode(document: &Document, stream: &mut Stream, limits: &Limits) -> Result<bool, Unreadable> {
    let chain = chain(document, &stream.dict);
    let may_stay = chain.iter().all(|(name, _)| ALLOWED.contains(&name.as_slice()));
    if may_stay && !is_unfinished(&chain, &stream.content) {
        return Ok(false);
    }
    // Once decrypted, a Crypt filter has nothing left to do.
    let left: Vec<_> = chain.into_iter().filter(|(name, _)| name != b"Crypt").collect();
    let bound = (stream.content.len() as u64).saturating_mul(limits.inflation).saturating_add(1 << 20);
    let content = std::mem::take(&mut stream.content);
    let Decoded { data, image } = filters::decode(content, &left, bound.min(limits.memory))?;
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    match image {
        None => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&data)?;
            stream.dict.set("Filter", "FlateDecode");
            stream.content = encoder.finish()?;
        }
        Some((filter, parameters)) => {
            stream.dict.set("Filter", name(filter));
            if !parameters.0.is_empty() {
                let entries = parameters.0.into_iter().map(|(key, value)| (key, rich(value)));
                stream.dict.set("DecodeParms", entries.collect::<Dictionary>());
            }
            stream.content = data;
        }
    }
    Ok(true)
}

/// Says whether Flate data stop where their writer flushed them, or hold nothing at all. What only looks like it is
/// coded anew to no harm.
fn is_unfinished(chain: &[(Vec<u8>, Dict)], content: &[u8]) -> bool {
    let content = content.trim_ascii_end();
    let is_flate = chain.first().is_some_and(|(name, _)| name == b"FlateDecode");
    is_flate && (content.is_empty() || content.ends_with(&[0, 0, 0xFF, 0xFF]))
}

fn name(filter: ImageFilter) -> &'static str {
    match filter {
        ImageFilter::Dct => "DCTDecode",
        ImageFilter::Jpx => "JPXDecode",
        ImageFilter::Ccitt => "CCITTFaxDecode",
        ImageFilter::Jbig2 => "JBIG2Decode",
    }
}

/// Returns the filters in the order in which they are undone, with their parameters.
fn chain(document: &Document, dictionary: &Dictionary) -> Vec<(Vec<u8>, Dict)> {
    let list = |key: &[u8]| match dictionary.get_deref(key, document) {
        Ok(Object::Array(items)) => items.iter().map(|item| follow(document, item).clone()).collect(),
        Ok(Object::Null) | Err(_) => Vec::new(),
        Ok(one) => vec![one.clone()],
    };
    let (names, parameters) = (list(b"Filter"), list(b"DecodeParms"));
    let step = |(idx, name): (usize, &Object)| {
        let own = parameters.get(idx).and_then(|own| own.as_dict().ok());
        let entries =
            own.into_iter().flat_map(|own| own.iter()).map(|(key, value)| (key.clone(), plain(document, value)));
        (name.as_name().unwrap_or_default().to_vec(), Dict(entries.collect()))
    };
    names.iter().enumerate().map(step).collect()
}

fn follow<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document.dereference(object).map_or(object, |(_, found)| found)
}

/// Returns a parameter: a number, a name or a truth value; other things are left as references.
fn plain(document: &Document, object: &Object) -> Plain {
    match (object, follow(document, object)) {
        (_, Object::Boolean(value)) => Plain::Bool(*value),
        (_, Object::Integer(value)) => Plain::Int(*value),
        (_, Object::Real(value)) => Plain::Real(f64::from(*value)),
        (_, Object::Name(name)) => Plain::Name(name.clone()),
        (Object::Reference((number, generation)), _) => {
            Plain::Ref(crate::pdf::object::Id { number: *number, generation: *generation })
        }
        _ => Plain::Null,
    }
}

fn rich(object: Plain) -> Object {
    match object {
        Plain::Bool(value) => Object::Boolean(value),
        Plain::Int(value) => Object::Integer(value),
        Plain::Real(value) => Object::Real(value as f32),
        Plain::Name(name) => Object::Name(name),
        Plain::Ref(id) => Object::Reference((id.number, id.generation)),
        _ => Object::Null,
    }
}
