//! Bytes as the old code pages of DOS and Windows showed them, and back: the look-alikes that legacy text is met in.

/// What Windows-1252 shows for bytes 80 to 9F; the five that it leaves undefined are shown as control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', // 80
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ', // 90
];

/// What code page 437 shows for bytes 80 to FF: the one that ZIP tools write names in.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Returns the byte that Windows-1252 or Latin-1 shows as `look`.
pub(super) fn byte(look: char) -> Option<u8> {
    let of_windows = || WINDOWS_1252.iter().position(|each| *each == look).map(|place| 0x80 + place);
    u8::try_from(look).ok().or_else(|| of_windows().and_then(|place| u8::try_from(place).ok()))
}

/// Returns bytes as Windows-1252 shows them.
pub fn windows_1252(bytes: &[u8]) -> String {
    let look = |byte: &u8| match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    };
    bytes.iter().map(look).collect()
}

/// Returns bytes as code page 437 shows them.
pub(super) fn cp437(bytes: &[u8]) -> String {
    let table: Vec<char> = CP437.chars().collect();
    let look = |byte: &u8| match byte.checked_sub(0x80) {
        Some(place) => table.get(usize::from(place)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        None => char::from(*byte),
    };
    bytes.iter().map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_found_again_behind_its_look() {
        let all: Vec<u8> = (0..=255).collect();
        let looks = windows_1252(&all);
        assert!(looks.chars().map(byte).eq(all.iter().copied().map(Some)));
        assert_eq!(byte('ễ'), None);
        assert_eq!(byte('\u{93}'), byte('“'));
    }

    #[test]
    fn code_page_437_is_whole() {
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(cp437(b"H\xe6 N\x82i \x80\xff"), "Hµ Néi Ç\u{a0}");
    }
}
