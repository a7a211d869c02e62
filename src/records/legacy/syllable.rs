//! Can a word be a Vietnamese syllable: an onset, a rhyme and a tone that go together?
//!
//! This is spelling and no dictionary: enough to tell text from text in the wrong encoding. Of the languages of minorities
//! it knows what stands in the names of provinces.

/// Vowels in each tone: none, huyền, hỏi, ngã, sắc, nặng.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// Where sắc and nặng stand in a row of [`VOWELS`]: the only tones of a rhyme that ends in a stop.
const OF_STOPS: [usize; 2] = [4, 5];

/// Onsets, and the vowels that may follow. `k` before back vowels is for Bắc Kạn and Kon Tum.
const ONSETS: [(&[&str], &str); 10] = [
    (&["b", "ch", "d", "h", "kh", "l", "m", "n", "r", "s", "t", "th", "tr", "v", "x"], "aăâeêioôơuưy"),
    (&["đ", "nh", "ph"], "aăâeêioôơuư"),
    (&["c", "ng"], "aăâoôơuư"),
    (&["g"], "aăâeêioôơuư"),
    (&["gh", "ngh"], "eêi"),
    (&["gi"], "aăâeêoôơuư"),
    (&["k"], "aeêioôy"),
    (&["p"], "aăâeêioôu"),
    // `qua` is `qu` and `a` or, with the tone on the other letter, `q` and `ua`.
    (&["q"], "u"),
    (&["qu"], "aăâeêiôơ"),
];

/// Rhymes without their tones, in the order of their bytes.
const RHYMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "em", "en", "eng", "eo",
    "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt",
    "iêu", "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe",
    "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u", "ua",
    "uc", "ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uyn", "uynh", "uyp", "uyt", "uyu", "uyên", "uyêt",
    "uân", "uâng", "uât", "uây", "uê", "uêch", "uênh", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "y", "yêm",
    "yên", "yêng", "yêt", "yêu", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "ê", "êch", "êm", "ên", "ênh", "êp",
    "êt", "êu", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăk", "ăm", "ăn", "ăng", "ăp", "ăt", "ơ", "ơi",
    "ơm", "ơn", "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt",
    "ươu",
];

/// A word in lower case without its tone.
struct Word {
    plain: String,
    /// Which tone, as a place in a row of [`VOWELS`], and on which letter.
    tone: Option<(usize, usize)>,
}

/// Tells whether a word of letters, composed and in any case, can be a syllable.
pub(super) fn is_possible(word: &str) -> bool {
    let Some(Word { plain, tone }) = Word::of(word) else { return false };
    let after = |onset: &str, vowels: &str| {
        let rhyme = plain.strip_prefix(onset)?;
        rhyme.starts_with(|vowel| vowels.contains(vowel)).then_some((rhyme, onset.chars().count()))
    };
    let alone = is_rhyme(&plain, tone, 0);
    // `y` with more behind it has no onset: `yên`, but `tiên`.
    let fits = |(rhyme, start)| is_rhyme(rhyme, tone, start) && (rhyme == "y" || !rhyme.starts_with('y'));
    alone || ONSETS.iter().any(|(onsets, vowels)| onsets.iter().filter_map(|onset| after(onset, vowels)).any(fits))
}

/// Tells whether a text has a letter that could be the core of a syllable, in any tone.
pub(super) fn has_vowel(word: &str) -> bool {
    word.chars().flat_map(char::to_lowercase).any(|letter| VOWELS.as_flattened().contains(&letter))
}

impl Word {
    /// Takes the tone off a word; none when it is too long, has two tones, or a letter that is not Vietnamese.
    fn of(text: &str) -> Option<Word> {
        /// `nghiêng` has seven letters, and no syllable has more.
        const LONGEST: usize = 7;
        let mut word = Word { plain: String::with_capacity(16), tone: None };
        for (place, letter) in text.chars().flat_map(char::to_lowercase).enumerate() {
            if place == LONGEST {
                return None;
            }
            let Some((vowel, tone)) = vowel(letter) else {
                word.plain.push(Some(letter).filter(|letter| letter.is_ascii_lowercase() || *letter == 'đ')?);
                continue;
            };
            word.plain.push(vowel);
            if tone > 0 && word.tone.replace((tone, place)).is_some() {
                return None;
            }
        }
        Some(word)
    }
}

/// Returns a vowel without its tone, and the tone.
fn vowel(letter: char) -> Option<(char, usize)> {
    let with_tone = |row: &[char; 6]| Some((row[0], row.iter().position(|each| *each == letter)?));
    VOWELS.iter().find_map(with_tone)
}

/// Is this a rhyme, and does its tone, if any, stand where it may? The rhyme begins at letter `start` of the word.
fn is_rhyme(rhyme: &str, tone: Option<(usize, usize)>, start: usize) -> bool {
    let is_stopped = rhyme.ends_with(['c', 'p', 't', 'k']) || rhyme.ends_with("ch");
    let fits = match tone {
        None => !is_stopped,
        Some((tone, place)) => {
            (!is_stopped || OF_STOPS.contains(&tone))
                && place.checked_sub(start).is_some_and(|place| may_carry_tone(rhyme, place))
        }
    };
    fits && RHYMES.binary_search(&rhyme).is_ok()
}

/// The tone goes to the last vowel with a mark of its own; else to the middle one of three, to the second one before a
/// consonant, to the first one at the end. `oa`, `oe` and `uy` have it in either place.
fn may_carry_tone(rhyme: &str, place: usize) -> bool {
    let is_vowel = |letter: &char| vowel(*letter).is_some();
    let vowels: Vec<char> = rhyme.chars().take_while(is_vowel).collect();
    if let Some(marked) = vowels.iter().rposition(|letter| !letter.is_ascii()) {
        return place == marked;
    }
    let is_open = vowels.len() == rhyme.len();
    match vowels.len() {
        1 => place == 0,
        2 if !is_open => place == 1,
        2 => place == 0 || (place == 1 && matches!(rhyme, "oa" | "oe" | "uy")),
        _ => place == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhymes_are_in_order_so_that_they_can_be_searched() {
        assert!(RHYMES.is_sorted());
    }

    #[test]
    fn real_syllables_are_possible_in_any_case() {
        let text = "Nguyễn Văn Ấn ở nghiêng giếng gì giữa quốc quýt khuỷu NGOẰN ngoèo yếu Lý hòa hoà thúy thuý của ưu tú                     huyện đường rượu cười Đắk Lắk Kạn Huỳnh giấy già quá quả quý qúy moóc thuở khuya";
        for word in text.split_whitespace() {
            assert!(is_possible(word), "{word}");
        }
    }

    #[test]
    fn what_breaks_a_rule_of_spelling_is_impossible() {
        // Letters, onset, rhyme, tone of a stop, place of the tone, two tones.
        let text = "Nguyôn école für giêy cế nghà nhyt đỉêm biềt hàc thưòng muói tóán µo tiyên nghiêngg straße";
        for word in text.split_whitespace() {
            assert!(!is_possible(word), "{word}");
        }
    }

    #[test]
    fn abbreviations_have_no_vowel() {
        assert!(!has_vowel("HĐND") && has_vowel("UBND") && has_vowel("Ỵ") && !has_vowel(""));
    }
}
