//! Names in a ZIP: from bytes to a path that cannot leave its root, or the word that it is none.

use std::borrow::Cow;

use super::contents::{Contents, Record};

/// General purpose bit 11: the name is UTF-8.
const UTF8: u16 = 1 << 11;
/// Longer paths cannot be unpacked on any system, and no folders go deeper than this.
const LONGEST: usize = 4096;
const DEEPEST: usize = 64;

/// Reads one part of a name from before Unicode, and says in which encoding it was where that can be told.
pub type ReadOld = Box<dyn Fn(&[u8]) -> (String, Option<&'static str>)>;

/// Looks at all parts of the names of one ZIP that are not Unicode, and returns how they are read.
pub type OldNames = fn(&mut dyn Iterator<Item = &[u8]>) -> ReadOld;

/// What the name of an entry says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A file at this path, with `/` and plain names.
    File(String),
    /// A folder.
    Folder,
    /// A path that could lead elsewhere, or that no system can store.
    Unsafe(String),
}

/// How the names of one ZIP are read.
pub(super) struct Reading {
    old: ReadOld,
    /// True when backslashes stand where slashes should, as old tools for Windows wrote them.
    pub(super) has_backslashes: bool,
}

impl Reading {
    /// Looks at all names: one tool wrote them, in one way.
    pub(super) fn of(contents: &Contents, old_names: OldNames) -> Reading {
        let names = || contents.records().map(|record| record.name);
        let is_lost = |record: Record<'_>| match plain(&record) {
            Some(name) => name.contains('?'),
            None => record.name.contains(&b'?'),
        };
        let has_lost = contents.records().any(is_lost);
        let old = contents.records().filter(|record| plain(record).is_none()).map(|record| record.name);
        let parts = old.flat_map(|name| name.split(|byte| [b'/', b'\\'].contains(byte)));
        Reading {
            // Letters that survive where others became question marks are of the tool's own code page.
            old: old_names(&mut parts.filter(|_| !has_lost)),
            has_backslashes: names().any(|name| name.contains(&b'\\')) && !names().any(|name| name.contains(&b'/')),
        }
    }

    /// Reads the name of an entry, and says in which encoding from before Unicode it was.
    pub(super) fn name(&self, record: &Record<'_>) -> (Named, Option<&'static str>) {
        let (text, encoding) = match plain(record) {
            Some(text) => (Cow::Borrowed(text), None),
            None => self.old_name(record.name),
        };
        let text = if self.has_backslashes { text.replace('\\', "/") } else { text.into_owned() };
        (judge(&text), encoding)
    }

    /// Parts are read one by one, so that one folder has one name whatever lies in it.
    fn old_name(&self, name: &[u8]) -> (Cow<'static, str>, Option<&'static str>) {
        let (mut text, mut encoding) = (String::new(), None);
        for part in name.split_inclusive(|byte| [b'/', b'\\'].contains(byte)) {
            let (read, found) = (self.old)(part);
            text.push_str(&read);
            encoding = encoding.or(found);
        }
        (text.into(), encoding)
    }
}

/// Returns a name that says what it means: in Unicode by its flag or its field, or all the same.
fn plain<'c>(record: &Record<'c>) -> Option<&'c str> {
    let as_it_is = str::from_utf8(record.name).ok();
    as_it_is.filter(|_| record.flags & UTF8 != 0).or(record.unicode).or(as_it_is)
}

/// Takes paths that stay below their root. Empty parts and `.` mean nothing, and some tools write them.
fn judge(text: &str) -> Named {
    let has_drive = text.as_bytes().get(1) == Some(&b':') && text.as_bytes()[0].is_ascii_alphabetic();
    let is_odd = text.starts_with('/') || has_drive || text.contains('\\') || text.contains(char::is_control);
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let is_too_long = text.len() > LONGEST || parts.len() > DEEPEST;
    if is_odd || is_too_long || parts.contains(&"..") {
        return Named::Unsafe(text.chars().take(LONGEST / 16).collect());
    }
    if text.ends_with('/') || parts.is_empty() { Named::Folder } else { Named::File(parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_could_lead_elsewhere_are_not_taken() {
        for text in ["/etc/x", "../x", "a/../x", "C:/x", "c:x", "\\\\server\\x", "a\\b", "a\0", "a\nb", "a\u{85}b"] {
            assert_eq!(judge(text), Named::Unsafe(text.to_owned()));
        }
        assert!(matches!(judge(&"a/".repeat(65)), Named::Unsafe(_)));
        assert!(matches!(judge(&"a".repeat(5000)), Named::Unsafe(text) if text.len() == 256));
    }

    #[test]
    fn parts_that_mean_nothing_are_passed_over() {
        assert_eq!(judge("./a//b.jpg"), Named::File("a/b.jpg".to_owned()));
        assert_eq!((judge("a/b/"), judge("./"), judge("")), (Named::Folder, Named::Folder, Named::Folder));
        assert_eq!(judge("..a/b..jpg"), Named::File("..a/b..jpg".to_owned()));
    }
}
