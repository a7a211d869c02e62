//! What characters the name of a glyph stands for: the Adobe Glyph List, and the names of Zapf Dingbats.
//!
//! The list is in `glyph_list.txt`, one name a line with its characters in hexadecimal, in the order of the bytes.

use std::sync::LazyLock;

/// The character of `a1` at 1, of `a2` at 2 and so on; a blank where there is no such glyph.
const DINGBATS: &str = " ✁✂✄☎✆✝✞✟✠✡☛☞✌✍✎✏✑✒✓✔✕✖✗✘✙✚✛✜✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❑▲▼◆❖ ◗❘❙❚❯❱❲❳❨❩❬❭❪❫❴❵❛❜❝❞❡❢❣❤✐❥❦❧♠♥♦♣    ✉✈✇①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→➣↔↕➙➛➜➝➞➟➠➡➢➤➥➦➧➨➩➫➭➯➲➳➵➸➺➻➼➽➾➚➪➶➹➘➴➷➬➮➱✃❐❒❮❰";

static LIST: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| include_str!("glyph_list.txt").lines().filter_map(|line| line.split_once(' ')).collect());

/// Returns the characters of a name that is in the Adobe Glyph List.
pub fn characters(name: &str) -> Option<String> {
    let place = LIST.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    let (_, codes) = LIST.get(place)?;
    codes.split(' ').map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32)).collect()
}

/// Says whether the Adobe Glyph List has the name.
pub fn knows(name: &str) -> bool {
    LIST.binary_search_by(|(known, _)| (*known).cmp(name)).is_ok()
}

/// Returns the character of a glyph of Zapf Dingbats.
pub fn dingbat(name: &str) -> Option<char> {
    let digits = name.strip_prefix('a').filter(|digits| !digits.starts_with(['0', '+']))?;
    DINGBATS.chars().nth(digits.parse().ok()?).filter(|character| *character != ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_one_character_or_more() {
        assert_eq!(characters("Euro").as_deref(), Some("\u{20AC}"));
        assert_eq!(characters("dalethatafpatah").as_deref(), Some("\u{5D3}\u{5B2}"));
        assert_eq!(characters("uni20AC"), None);
    }

    #[test]
    fn the_list_is_whole_and_in_order() {
        assert_eq!(LIST.len(), 4281);
        assert!(LIST.is_sorted());
        assert!(LIST.iter().all(|(name, _)| characters(name).is_some()));
    }

    #[test]
    fn dingbats_have_names_of_their_own() {
        assert_eq!(dingbat("a1"), Some('\u{2701}'));
        assert_eq!(dingbat("a206"), Some('\u{2770}'));
        for name in ["a80", "a207", "a01", "a", "a+1", "b1"] {
            assert_eq!(dingbat(name), None, "{name}");
        }
    }
}
