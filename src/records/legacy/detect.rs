//! In which encoding is a column? The one under which words become Vietnamese syllables that were none before.
//!
//! Proper Vietnamese gives no such word, since it is spelled right as it stands. Other languages give a few by chance, and
//! many more that become another nonsense.

use std::collections::BTreeSet;

use super::syllable::{has_vowel, is_possible};
use super::{ALL, Encoding, decode, is_unicode};

/// What one encoding makes of the words that it changes.
#[derive(Default)]
struct Tally {
    /// Words that become possible.
    gained: usize,
    /// Words that were possible and are so no longer, and words that are neither before nor after.
    failed: usize,
    /// Look-alikes in words that became possible: two suffice, more need not be known.
    looks: BTreeSet<char>,
    /// Letters of the longest word that became possible.
    longest: usize,
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
    let mut n_unicode = 0;
    for text in texts.filter(|text| !text.is_ascii()) {
        let foreign = words(text).filter(|word| !word.is_ascii());
        if is_unicode(text) {
            n_unicode += foreign.count();
        } else {
            foreign.for_each(|word| count(word, &mut tallies));
        }
    }
    let mut best: Option<(usize, Encoding)> = None;
    for (tally, encoding) in tallies.iter().zip(ALL) {
        let is_better = best.is_none_or(|(surplus, _)| tally.surplus() > surplus);
        if tally.is_evidence() && tally.gained > n_unicode && is_better {
            best = Some((tally.surplus(), encoding));
        }
    }
    best.map(|(_, encoding)| encoding)
}

impl Tally {
    /// A word of five letters is right by chance as rarely as two words with different look-alikes are.
    fn is_evidence(&self) -> bool {
        self.gained > self.failed && (self.looks.len() > 1 || self.longest >= 5)
    }

    fn surplus(&self) -> usize {
        self.gained.saturating_sub(self.failed)
    }

    fn gain(&mut self, word: &str, decoded: &str) {
        self.gained += 1;
        self.longest = self.longest.max(decoded.chars().filter(|c| c.is_alphabetic()).count());
        if self.looks.len() < 2 {
            self.looks.extend(word.chars().filter(|c| !c.is_ascii()));
        }
    }
}

/// Counts one word for every encoding that would change it.
fn count(word: &str, tallies: &mut [Tally; ALL.len()]) {
    let before = if has_sign(word) { Reading::Nonsense } else { reading(word) };
    for (tally, encoding) in tallies.iter_mut().zip(ALL) {
        let decoded = decode(encoding, word);
        if decoded == word {
            continue;
        }
        match (before, reading(&decoded)) {
            (Reading::Vietnamese, Reading::Vietnamese) | (_, Reading::Neither) => (),
            // A sign alone may be a letter (`«` is `ô`), but is more often what it looks like.
            (_, Reading::Vietnamese) if word.bytes().any(|b| b.is_ascii_alphabetic()) => tally.gain(word, &decoded),
            (_, Reading::Vietnamese) => (),
            (_, Reading::Nonsense) => tally.failed += 1,
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

/// Tells whether a sign of Latin-1 stands in a word, as `¨` in `V¨n`.
fn has_sign(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷') && c != '«' && c != '»')
}

fn reading(word: &str) -> Reading {
    let mut syllables = word.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    if !has_vowel(word) {
        Reading::Neither
    } else if syllables.all(is_possible) {
        Reading::Vietnamese
    } else {
        Reading::Nonsense
    }
}
