//! In which encoding is a column? The one under which words become Vietnamese syllables that were none before.
//!
//! Proper Vietnamese gives no such word, since it is spelled right as it stands. Other languages give a few by chance, and
//! many more that turn from one nonsense into another.

use std::collections::BTreeSet;

use super::syllable::{has_vowel, is_possible};
use super::{ALL, Encoding, decode, is_unicode};

/// How many characters of a text are looked at.
const OF_TEXT: usize = 200;

/// How many characters of a column are looked at.
const OF_COLUMN: usize = 200_000;

/// What one encoding makes of a column.
#[derive(Default)]
struct Tally {
    /// Words that become possible.
    gained: usize,
    /// Words that change and are impossible afterwards.
    failed: usize,
    /// Words that become possible with small and capital letters mixed: a reason to prefer another encoding, if any.
    mixed: usize,
    /// Look-alikes in words that become possible: two suffice, more need not be known.
    looks: BTreeSet<char>,
    /// Whether one word or one text was so clear that chance is ruled out.
    is_clear: bool,
}

/// How a word reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Vietnamese,
    Nonsense,
    /// An abbreviation or a mere sign, which is no evidence of anything.
    Neither,
}

/// Returns the encoding that the texts of a column are in; none where they are Unicode, or too little to tell.
///
/// One clear name is enough (`NguyÔn V¨n A`), one short word is not.
pub fn detect<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Encoding> {
    let mut tallies: [Tally; ALL.len()] = Default::default();
    let (mut n_words, mut n_unicode, mut n_chars) = (0, 0, 0);
    for (whole, text) in texts.map(|text| (text, opening(text))).filter(|(_, text)| !text.is_ascii()) {
        n_chars += text.chars().count();
        if n_chars > OF_COLUMN {
            break;
        }
        let n_foreign = words(text).filter(|word| is_foreign(word)).count();
        // As `decode` sees it: one letter far behind says that the text is Unicode.
        if is_unicode(whole) {
            n_unicode += n_foreign;
        } else if n_foreign > 0 {
            n_words += n_foreign;
            let words: Vec<_> = words(text).map(|word| (word, reading(word))).collect();
            tallies.iter_mut().zip(ALL).for_each(|(tally, encoding)| tally.count(&words, encoding));
        }
    }
    let is_likely = |(tally, _): &(&Tally, Encoding)| tally.is_evidence() && tally.gained > n_unicode;
    let rank = |(tally, _): &(&Tally, Encoding)| (n_words + tally.failed - tally.gained, tally.mixed);
    tallies.iter().zip(ALL).filter(is_likely).min_by_key(rank).map(|(_, encoding)| encoding)
}

/// Returns the first characters of a text, up to the end of a word.
fn opening(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(OF_TEXT) else { return text };
    let opening = &text[..end];
    opening.rfind(' ').map_or(opening, |blank| &opening[..blank])
}

impl Tally {
    /// Words with different look-alikes are seldom right by chance.
    fn is_evidence(&self) -> bool {
        self.gained > self.failed && (self.is_clear || self.looks.len() > 1)
    }

    /// Counts the words of one text.
    fn count(&mut self, words: &[(&str, Reading)], encoding: Encoding) {
        let n_gained = self.gained;
        let mut is_all_vietnamese = true;
        for (word, before) in words {
            let after = if is_foreign(word) { self.count_word(word, *before, encoding) } else { *before };
            is_all_vietnamese &= after == Reading::Vietnamese;
        }
        // Three syllables in a row, and nothing else: `giÊy khai sinh`.
        self.is_clear |= is_all_vietnamese && words.len() > 2 && self.gained > n_gained;
    }

    fn count_word(&mut self, word: &str, before: Reading, encoding: Encoding) -> Reading {
        let decoded = decode(encoding, word);
        if decoded == word {
            return before;
        }
        let after = reading(&decoded);
        match (before, after) {
            (Reading::Vietnamese, Reading::Vietnamese) | (_, Reading::Neither) => (),
            // A sign alone may be a letter (`«` is `ô`), but is more often what it looks like.
            (_, Reading::Vietnamese) if word.bytes().any(|b| b.is_ascii_alphabetic()) => self.gain(word, &decoded),
            (_, Reading::Vietnamese) => (),
            (_, Reading::Nonsense) => self.failed += 1,
        }
        after
    }

    fn gain(&mut self, word: &str, decoded: &str) {
        let n_letters = decoded.chars().filter(|c| c.is_alphabetic()).count();
        self.gained += 1;
        self.mixed += usize::from(has_mixed_case(decoded));
        // No language has so long a word by chance, nor a sign among letters, as in `b¶n`.
        self.is_clear |= n_letters > 4 || (n_letters > 2 && has_sign(word));
        if self.looks.len() < 2 {
            self.looks.extend(word.chars().filter(|c| !c.is_ascii()));
        }
    }
}

/// Returns the runs of letters and look-alikes: whatever is no blank, digit or ASCII sign. VISCII has letters among the
/// control characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| {
        c.is_ascii() && !c.is_ascii_alphabetic() && !matches!(c, '\x02' | '\x05' | '\x06' | '\x14' | '\x19' | '\x1e')
    };
    text.split(parts).filter(|word| !word.is_empty())
}

/// Tells whether a word has letters or signs, other than those around words, that are not ASCII.
fn is_foreign(word: &str) -> bool {
    !word.trim_matches(is_typographic).is_ascii()
}

/// Signs that stand around words in every language.
fn is_typographic(c: char) -> bool {
    matches!(c, '«' | '»' | 'º' | '°' | '²' | '³' | '\u{a0}' | '\u{2010}'..='\u{203a}')
}

/// Tells whether a sign of Latin-1 stands in a word, as `¨` in `V¨n`.
fn has_sign(word: &str) -> bool {
    word.trim_matches(is_typographic).contains(|c| matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷'))
}

fn has_mixed_case(word: &str) -> bool {
    word.contains(char::is_lowercase) && word.chars().skip(1).any(char::is_uppercase)
}

fn reading(word: &str) -> Reading {
    let mut syllables = word.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    if !has_vowel(word) {
        Reading::Neither
    } else if !has_sign(word) && syllables.all(is_possible) {
        Reading::Vietnamese
    } else {
        Reading::Nonsense
    }
}
