//! Does an encrypted file open without a password? Asked before anything else is asked of it.
//!
//! The one dictionary that says how the file is locked is enough; no object is decrypted here.

use std::io::{Read, Seek};

use lopdf::{Dictionary, Document, Object, StringFormat};

use crate::pdf::file::File;
use crate::pdf::object::Object as Plain;

/// Levels of the dictionary that are read; crypt filters stand on the third.
const DEEPEST: u32 = 8;

/// Says whether a file is locked so that the empty password does not open it, or locked in a way that nobody here knows.
pub fn needs_password<R: Read + Seek>(file: &File<R>) -> bool {
    if !file.is_encrypted() {
        return false;
    }
    let mut lock = Document::with_version("1.7");
    let Some(Object::Dictionary(encrypt)) = file.trailer().get("Encrypt").map(|found| copied(file, found, 0)) else {
        return true;
    };
    let id = lock.add_object(encrypt);
    lock.trailer.set("Encrypt", Object::Reference(id));
    if let Some(ids) = file.trailer().get("ID") {
        lock.trailer.set("ID", copied(file, ids, 0));
    }
    lock.authenticate_password("").is_err()
}

/// Returns an object with all that it refers to.
fn copied<R: Read + Seek>(file: &File<R>, object: &Plain, depth: u32) -> Object {
    let Ok(found) = file.resolve(object) else { return Object::Null };
    if depth > DEEPEST {
        return Object::Null;
    }
    match found.as_ref() {
        Plain::Bool(value) => Object::Boolean(*value),
        Plain::Int(value) => Object::Integer(*value),
        Plain::Real(value) => Object::Real(*value as f32),
        Plain::Name(name) => Object::Name(name.clone()),
        Plain::String(text) => Object::String(text.clone(), StringFormat::Hexadecimal),
        Plain::Array(items) => Object::Array(items.iter().map(|item| copied(file, item, depth + 1)).collect()),
        Plain::Dict(dict) => {
            let entries = dict.iter().map(|(key, value)| (key.to_vec(), copied(file, value, depth + 1)));
            Object::Dictionary(entries.collect::<Dictionary>())
        }
        _ => Object::Null,
    }
}
