//! How names are shown, stored and compared.
//!
//! A label can be turned back into the bytes at the source: whatever could forge a line or hide in a
//! report is written as `%XX`, and so is `%` itself. A name is the same in NFC, for comparing.

use std::ffi::OsStr;
use std::fmt::Write;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::finding::{Code, codes};

/// One name in both spellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Escaped, in the normal form of the source.
    pub(super) label: String,
    /// Escaped, in NFC.
    pub(super) name: String,
    /// How it is written at the source.
    pub(super) form: Form,
}

/// How a name is written at the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// Composed, as nearly everywhere.
    #[default]
    Composed,
    /// Otherwise, as macOS and some servers write it.
    Decomposed,
    /// In no Unicode at all.
    NotUtf8,
}

impl Form {
    /// Returns what is to be told of it.
    pub(super) fn finding(self) -> Option<&'static Code> {
        match self {
            Form::Composed => None,
            Form::Decomposed => Some(&codes::SOURCE_NAME_NFD),
            Form::NotUtf8 => Some(&codes::SOURCE_NAME_ENCODING),
        }
    }
}

/// Spells one file or folder name.
pub(super) fn spell(name: &OsStr) -> Spelled {
    let mut spelled = Spelled { label: String::new(), name: String::new(), form: Form::Composed };
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        chunk.valid().chars().for_each(|c| push(&mut spelled.label, c));
        chunk.valid().nfc().for_each(|c| push(&mut spelled.name, c));
        for text in [&mut spelled.label, &mut spelled.name] {
            push_bytes(text, chunk.invalid());
        }
        if !chunk.invalid().is_empty() {
            spelled.form = Form::NotUtf8;
        } else if spelled.form == Form::Composed && !is_nfc(chunk.valid()) {
            spelled.form = Form::Decomposed;
        }
    }
    spelled
}

fn push(text: &mut String, c: char) {
    if is_safe(c) {
        text.push(c);
    } else {
        push_bytes(text, c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// Control characters end lines and colour terminals; invisible and turning ones make two names look alike.
fn is_safe(c: char) -> bool {
    // The format characters (Unicode category Cf) and the two separators of lines and paragraphs.
    let invisible = matches!(
        c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !(c.is_control() || invisible || matches!(c, '%' | '\\' | '/'))
}

fn push_bytes(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_left_alone() {
        let spelled = spell(OsStr::new("Giấy khai sinh số 12.jpg"));
        assert_eq!(spelled.label, "Giấy khai sinh số 12.jpg");
        assert_eq!((spelled.name, spelled.form), (spelled.label, Form::Composed));
    }

    #[test]
    fn decomposed_names_are_compared_composed_and_shown_as_they_are() {
        let decomposed: String = "Hằng.jpg".nfd().collect();
        let spelled = spell(OsStr::new(&decomposed));
        assert_eq!((spelled.label, spelled.name.as_str()), (decomposed, "Hằng.jpg"));
        assert_eq!(spelled.form, Form::Decomposed);
    }

    #[test]
    fn what_could_forge_a_line_is_escaped() {
        assert_eq!(spell(OsStr::new("a\tb\nc%d\\e\u{1b}\u{85}\u{202e}")).label, "a%09b%0Ac%25d%5Ce%1B%C2%85%E2%80%AE");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_unicode_are_escaped_and_never_compose() {
        use std::os::unix::ffi::OsStrExt;
        let spelled = spell(OsStr::from_bytes(b"\xfe\xcc\x80.jpg"));
        assert_eq!((spelled.label.as_str(), spelled.form), ("%FE\u{300}.jpg", Form::NotUtf8));
        assert_eq!(spelled.name, spelled.label);
    }
}
