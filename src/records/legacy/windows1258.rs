//! Windows-1258: Windows-1252 with some letters exchanged, and tones that combine with the letter before them.
//!
//! What comes of it is neither NFC nor NFD; the caller composes it.

/// Where Windows-1258 differs from Windows-1252, by byte.
const LETTERS: [(u8, char); 14] = [
    (0xC3, 'Ă'),
    (0xCC, '\u{300}'), // grave: huyền
    (0xD0, 'Đ'),
    (0xD2, '\u{309}'), // hook: hỏi
    (0xD5, 'Ơ'),
    (0xDD, 'Ư'),
    (0xDE, '\u{303}'), // tilde: ngã
    (0xE3, 'ă'),
    (0xEC, '\u{301}'), // acute: sắc
    (0xF0, 'đ'),
    (0xF2, '\u{323}'), // dot below: nặng
    (0xF5, 'ơ'),
    (0xFD, 'ư'),
    (0xFE, '₫'),
];

/// Returns the character of a byte where it is not that of Windows-1252.
pub(super) fn letter(byte: u8) -> Option<char> {
    LETTERS.iter().find(|(code, _)| *code == byte).map(|(_, letter)| *letter)
}
