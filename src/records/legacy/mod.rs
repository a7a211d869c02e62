//! Vietnamese text in encodings from before Unicode, as it is met in cells, CSV files and names.
//!
//! Such text is Unicode by form only: each byte is kept as the character that Windows-1252 shows for it (`NguyÔn V¨n A`).
//! Which encoding it is, is for a whole column to say. Deciding what to do about it is left to the caller.

mod bytes;
mod case;
mod detect;
mod looks;
mod syllable;
mod tcvn3;
#[cfg(test)]
mod tests;
mod viscii;
mod vni;
mod windows1258;

use unicode_normalization::UnicodeNormalization;

pub use bytes::{decode_bytes, file_name, zip_names};
pub use case::case_lost;
pub use detect::detect;
pub use looks::windows_1252;

/// An encoding from before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN 5712, in the part that the ABC fonts have.
    Tcvn3,
    /// VNI for Windows.
    Vni,
    /// Windows-1258.
    Windows1258,
    /// VISCII 1.1.
    Viscii,
}

/// Every encoding, the most common first: where two explain a column equally well, the first is taken.
pub const ALL: [Encoding; 4] = [Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258, Encoding::Viscii];

impl Encoding {
    /// Returns its name, as it is written into records.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "tcvn3",
            Encoding::Vni => "vni",
            Encoding::Windows1258 => "windows-1258",
            Encoding::Viscii => "viscii",
        }
    }

    /// Returns what people call it.
    pub fn title(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
            Encoding::Windows1258 => "Windows-1258",
            Encoding::Viscii => "VISCII",
        }
    }
}

/// Returns a text of look-alikes as the Vietnamese it stands for, in NFC.
///
/// Characters that the encoding does not have stay as they are. So does a whole text with a letter that no look-alike can
/// be: it is Unicode already, as a row may be that was added to an old sheet.
pub fn decode(encoding: Encoding, text: &str) -> String {
    if is_unicode(text) {
        return text.nfc().collect();
    }
    let by_byte = |letter: fn(u8) -> Option<char>| {
        text.chars().map(move |look| looks::byte(look).and_then(letter).unwrap_or(look)).nfc().collect()
    };
    match encoding {
        Encoding::Tcvn3 => by_byte(tcvn3::letter),
        Encoding::Vni => vni::decode(text).nfc().collect(),
        Encoding::Windows1258 => by_byte(windows1258::letter),
        Encoding::Viscii => by_byte(viscii::letter),
    }
}

/// Tells whether a text has a Vietnamese letter or tone that looks like no byte of Windows-1252.
fn is_unicode(text: &str) -> bool {
    let is_beyond = |c: char| {
        matches!(
            c,
            'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | '\u{300}'..='\u{303}' | '\u{306}'
                | '\u{309}' | '\u{31b}' | '\u{323}' | '\u{1ea0}'..='\u{1ef9}'
        )
    };
    text.chars().any(is_beyond)
}
