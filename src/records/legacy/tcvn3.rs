//! TCVN3, the encoding of the ABC fonts (`.VnTime` and kin): TCVN 5712:1993 from byte A1 up.
//!
//! It has toned letters in lower case only; capitals were shown by fonts whose names end in H, so their case is lost. The
//! few toned capitals that the standard put into gaps are read. Its combining tones (B0 to B4) are not: nobody typed
//! them, and `m²` and `37°` would suffer.

/// The characters from byte A1 to FF; `-` where a byte stays what it looks like.
const FROM_A1: [char; 95] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ', // A1
    '-', '-', '-', '-', '-', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ', 'Ẵ', // B0
    'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', // C0
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í', 'ị', 'ò', // D0
    'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0
    'Ỗ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', 'Ố', // F0
];

/// Returns the letter of a byte, if it has one of its own.
pub(super) fn letter(byte: u8) -> Option<char> {
    let letter = *FROM_A1.get(usize::from(byte).checked_sub(0xA1)?)?;
    (letter != '-').then_some(letter)
}
