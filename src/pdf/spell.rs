//! Objects back into bytes (ISO 32000-1, 7.3), with their references renumbered.

use super::object::{Dict, Id, Object};

/// Arrays and dictionaries within each other; what is deeper becomes null. Reading has its own limit before.
const DEEPEST: u32 = 256;

/// How objects are written.
pub(super) struct Spelling<'s> {
    /// The number in the new file of an object of the old one.
    pub(super) number: &'s mut dyn FnMut(Id) -> usize,
    /// Keys that are left out wherever they stand.
    pub(super) leave_out: &'s [&'s str],
}

/// Writes an object; of a stream its dictionary.
pub(super) fn spell(out: &mut Vec<u8>, object: &Object, how: &mut Spelling<'_>) {
    nested(out, object, how, 0);
}

fn nested(out: &mut Vec<u8>, object: &Object, how: &mut Spelling<'_>, depth: u32) {
    match object {
        _ if depth > DEEPEST => out.extend(b"null"),
        Object::Null => out.extend(b"null"),
        Object::Bool(value) => out.extend(value.to_string().bytes()),
        Object::Int(value) => out.extend(value.to_string().bytes()),
        // Displayed without an exponent, which PDF does not know.
        Object::Real(value) if value.is_finite() => out.extend(value.to_string().bytes()),
        Object::Real(_) => out.push(b'0'),
        Object::String(bytes) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
            out.push(b'>');
        }
        Object::Name(bytes) => name(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for (idx, item) in items.iter().enumerate() {
                if idx > 0 {
                    out.push(b' ');
                }
                nested(out, item, how, depth + 1);
            }
            out.push(b']');
        }
        Object::Dict(entries) => dictionary(out, entries, how, depth),
        Object::Stream(stream) => dictionary(out, &stream.dict, how, depth),
        Object::Ref(id) => out.extend(format!("{} 0 R", (how.number)(*id)).bytes()),
    }
}

fn dictionary(out: &mut Vec<u8>, entries: &Dict, how: &mut Spelling<'_>, depth: u32) {
    out.extend(b"<<");
    for (key, value) in entries.iter() {
        if how.leave_out.iter().any(|left| left.as_bytes() == key) {
            continue;
        }
        name(out, key);
        out.push(b' ');
        nested(out, value, how, depth + 1);
    }
    out.extend(b">>");
}

/// Writes a name; what is not a plain character becomes `#` and two digits (7.3.5).
fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for byte in bytes {
        match byte {
            b'!'..=b'~' if !b"#/()<>[]{}%".contains(byte) => out.push(*byte),
            _ => out.extend(format!("#{byte:02X}").bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lexer::Lexer;

    #[test]
    fn what_is_written_is_read_again() {
        let text = b"<</A[1 -2.5 0.00001 true null (a\\)\\000)]/B#20#23 <</C/D>>/E 7 0 R>>";
        let object = Lexer::new(text, 0, 10).object().unwrap();
        let mut out = Vec::new();
        spell(&mut out, &object, &mut Spelling { number: &mut |id| id.number as usize, leave_out: &[] });
        assert_eq!(Lexer::new(&out, 0, 10).object().unwrap(), object, "{}", String::from_utf8_lossy(&out));
    }

    #[test]
    fn references_get_new_numbers_and_some_keys_go() {
        let object = Lexer::new(b"<</Parent 1 0 R/Kid[5 3 R]>>", 0, 10).object().unwrap();
        let mut out = Vec::new();
        spell(&mut out, &object, &mut Spelling { number: &mut |_| 12, leave_out: &["Parent"] });
        assert_eq!(out, b"<</Kid [12 0 R]>>");
    }
}
