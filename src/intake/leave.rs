//! Files that are left by their names alone. They are counted, with the reason, and never opened.

use std::ffi::OsStr;

use crate::finding::{Code, codes};
use crate::formats;

/// Files that systems leave behind, in lower case.
const SYSTEM_FILES: &[&str] = &["thumbs.db", "ehthumbs.db", "desktop.ini"];
/// Folders in which nothing is a scan, in lower case.
const SYSTEM_FOLDERS: &[&str] = &["__macosx", "@eadir", "$recycle.bin", "system volume information", "lost+found"];
/// Endings of files that are still on their way.
const UNFINISHED: &[&str] = &["part", "partial", "filepart", "tmp", "crdownload"];
/// Endings of index sheets.
const SHEETS: &[&str] = &["xlsx", "xlsm", "xls", "ods", "csv"];

/// How many bytes are enough to know a scan by.
pub(super) const OPENING: u64 = 8;

/// Is this a ZIP, by its ending?
pub(super) fn is_zip(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}

/// Is this an index sheet, by its ending?
pub(super) fn is_sheet(name: &str) -> bool {
    let name = name.to_lowercase();
    name.rsplit_once('.').is_some_and(|(_, ending)| SHEETS.contains(&ending))
}

/// Are these opening bytes those of a scan or a PDF, whatever the file is called?
pub(super) fn is_scan(opening: &[u8]) -> bool {
    opening.starts_with(b"%PDF") || formats::ALL.iter().any(|format| (format.recognises)(opening))
}

/// Says why a file is left, if it is.
pub(super) fn reason(name: &OsStr) -> Option<&'static Code> {
    let name = name.to_string_lossy().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if name.starts_with('.') || name.starts_with("~$") || SYSTEM_FILES.contains(&name.as_str()) {
        Some(&codes::SOURCE_SYSTEM_FILE)
    } else if UNFINISHED.contains(&ending) {
        Some(&codes::SOURCE_UNFINISHED)
    } else {
        None
    }
}

/// Is nothing in this folder or below it a scan?
pub(super) fn is_system_folder(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    name.starts_with('.') || SYSTEM_FOLDERS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(name: &str) -> &'static str {
        reason(OsStr::new(name)).map_or("", |code| code.name)
    }

    #[test]
    fn leftovers_transfers_and_sheets_are_left() {
        assert!(
            [".DS_Store", "._001.jpg", "~$ds.xlsx", "THUMBS.DB", "desktop.ini"]
                .iter()
                .all(|n| why(n) == "source.system-file")
        );
        assert!(["001.jpg.part", "1.TMP", "a.crdownload"].iter().all(|name| why(name) == "source.unfinished"));
        assert!(
            ["ds.xlsx", "ds.XLS", "ds.ods", "ds.csv"].into_iter().all(|name| is_sheet(name) && why(name).is_empty())
        );
        assert!(!is_sheet("csv") && !is_sheet("ds.jpg"));
    }

    #[test]
    fn everything_else_is_judged_by_its_content() {
        assert!(
            ["001.jpg", "a.txt", "data.xml", "x.db", "setup.exe", "part", "csv", "no ending"]
                .iter()
                .all(|n| why(n).is_empty())
        );
    }

    #[test]
    fn system_folders_are_known_whatever_their_case() {
        assert!(["__MACOSX", ".git", "$RECYCLE.BIN"].iter().all(|name| is_system_folder(OsStr::new(name))));
        assert!(!is_system_folder(OsStr::new("hoso01")));
    }
}
