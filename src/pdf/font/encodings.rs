//! The encodings that PDF knows by name (ISO 32000-1, annex D): from codes of one byte to names of glyphs.
//!
//! The tables are in `encodings.txt`: a heading for each encoding, then lines of a code and the names from that code on.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A named encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// StandardEncoding, built into Adobe's Latin text fonts.
    Standard,
    /// MacRomanEncoding.
    MacRoman,
    /// WinAnsiEncoding, where unused codes above 32 are bullets.
    WinAnsi,
    /// MacExpertEncoding.
    MacExpert,
}

type Names = [Option<&'static str>; 256];

struct Tables {
    standard: Names,
    mac_roman: Names,
    win_ansi: Names,
    mac_expert: Names,
    mac_os_codes: HashMap<&'static str, u8>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mac_roman = section("mac-roman");
    let mac_os = section("mac-os");
    let codes = (0..=255_u8).filter_map(|code| {
        let name = mac_os[usize::from(code)].or(mac_roman[usize::from(code)])?;
        Some((name, code))
    });
    // Backwards, so that of the two codes of `space` the first one stays.
    let mac_os_codes = codes.rev().collect();
    Tables {
        standard: section("standard"),
        mac_roman,
        win_ansi: section("win-ansi"),
        mac_expert: section("mac-expert"),
        mac_os_codes,
    }
});

/// Reads one section of the table.
fn section(title: &str) -> Names {
    let mut names = [None; 256];
    let lines = include_str!("encodings.txt").lines();
    let is_title = |line: &&str| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) == Some(title);
    for line in lines.skip_while(|line| !is_title(line)).skip(1).take_while(|line| !line.starts_with('[')) {
        let mut words = line.split(' ');
        let first: usize = words.next().and_then(|code| code.parse().ok()).unwrap_or(0);
        for (slot, word) in names.iter_mut().skip(first).zip(words) {
            *slot = Some(word);
        }
    }
    names
}

impl Encoding {
    /// Returns the encoding that a PDF calls by this name.
    pub fn named(name: &[u8]) -> Option<Encoding> {
        match name {
            b"StandardEncoding" => Some(Encoding::Standard),
            b"MacRomanEncoding" => Some(Encoding::MacRoman),
            b"WinAnsiEncoding" => Some(Encoding::WinAnsi),
            b"MacExpertEncoding" => Some(Encoding::MacExpert),
            _ => None,
        }
    }

    /// Returns the name of the glyph for a code, if the encoding uses the code.
    pub fn glyph(self, code: u8) -> Option<&'static str> {
        let names = match self {
            Encoding::Standard => &TABLES.standard,
            Encoding::MacRoman => &TABLES.mac_roman,
            Encoding::WinAnsi => &TABLES.win_ansi,
            Encoding::MacExpert => &TABLES.mac_expert,
        };
        names[usize::from(code)]
    }
}

/// Returns the code of a glyph in the encoding of Mac OS, by which (1, 0) character maps are looked up
/// (ISO 32000-1, 9.6.6.4: MacRomanEncoding and 15 more).
pub fn mac_os_code(glyph: &str) -> Option<u8> {
    TABLES.mac_os_codes.get(glyph).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_the_names_of_annex_d() {
        assert_eq!(Encoding::Standard.glyph(0o47), Some("quoteright"));
        assert_eq!(Encoding::WinAnsi.glyph(0o47), Some("quotesingle"));
        assert_eq!(Encoding::MacRoman.glyph(0o312), Some("space"));
        assert_eq!(Encoding::MacExpert.glyph(0o276), Some("AEsmall"));
        assert_eq!(Encoding::WinAnsi.glyph(0o201), Some("bullet"));
        assert_eq!(Encoding::Standard.glyph(0o200), None);
    }

    #[test]
    fn every_encoding_has_as_many_codes_as_annex_d_gives_it() {
        let count = |encoding: Encoding| (0..=255).filter(|code| encoding.glyph(*code).is_some()).count();
        let counts = [Encoding::Standard, Encoding::MacRoman, Encoding::WinAnsi, Encoding::MacExpert].map(count);
        assert_eq!(counts, [149, 208, 224, 165]);
    }

    #[test]
    fn mac_os_knows_more_than_mac_roman() {
        assert_eq!(mac_os_code("Omega"), Some(0o275));
        assert_eq!(mac_os_code("Euro"), Some(0o333));
        assert_eq!(mac_os_code("space"), Some(0o40));
        assert_eq!(mac_os_code("Scaron"), None);
    }
}
