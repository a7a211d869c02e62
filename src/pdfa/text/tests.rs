//! Words into operators and back: by our reader, and by programs that are not ours.

use std::fs;

use super::*;
use crate::pdfa::Writer;
use crate::pdfa::reader::Reader;
use crate::pdfa::samples;
use crate::pdfa::tests::{Folder, ask_outsiders};

fn word(text: &str, x: f64, y: f64) -> Word {
    let width = 6.0 * text.chars().count() as f64;
    Word::new(text, [width, 0.0, 0.0, 12.0, x, y]).unwrap()
}

/// Returns a page of four lines: Vietnamese composed and decomposed, a word turned by a quarter, one beyond the
/// basic plane.
fn words() -> Vec<Word> {
    vec![
        word("Quyết", 20.0, 700.0),
        word("định", 56.0, 700.0),
        word("QUYÊ\u{0301}T", 20.0, 680.0),
        Word::new("nghiêng", [0.0, 80.0, -12.0, 0.0, 300.0, 300.0]).unwrap(),
        word("𠀋𪚥", 20.0, 640.0),
    ]
}

fn pdf(pages: &[&[Word]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, samples::description()).unwrap();
    let mut sample = samples::orientation(1);
    sample.dpi = 2.0;
    for words in pages {
        writer.page(&sample.image, &sample.sheet(), words, None).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_word_is_scaled_to_the_width_it_has_in_the_image() {
    let content = Font::default().content(&[word("ab", 10.0, 20.0), word("cd", 30.0, 20.0)]).unwrap();
    let expected = "BT\n3 Tr\n/F0 12 Tf\n100 Tz\n1 0 0 1 10 20 Tm\n<00610062> Tj\n1 0 0 1 30 20 Tm\n<00630064> Tj\nET";
    assert_eq!(content, expected);
    let turned = Word::new("a", [0.0, 3.0, -12.0, 0.0, 1.0, 1.0]).unwrap();
    assert!(Font::default().content(&[turned]).unwrap().contains("50 Tz\n0 1 -1 0 1 1 Tm"));
}

#[test]
fn what_cannot_be_text_or_lies_nowhere_is_no_word() {
    let at = [10.0, 0.0, 0.0, 10.0, 0.0, 0.0];
    assert_eq!(Word::new("\u{0}\u{FEFF}\u{FFFF}\n", at), None);
    assert_eq!(Word::new("a\u{0}b", at).unwrap().text(), "ab");
    for broken in [f64::NAN, f64::INFINITY, 1e9, 0.0] {
        assert_eq!(Word::new("a", [broken, 0.0, 0.0, 10.0, 0.0, 0.0]), None);
        assert_eq!(Word::new("a", [10.0, 0.0, 0.0, broken, 0.0, 0.0]), None);
    }
    assert_eq!(Word::new("a", [10.0, 0.0, 10.0, 0.0, 0.0, 0.0]), None, "flat");
    assert_eq!(Word::new(&"a".repeat(1001), at), None);
}

#[test]
fn a_character_beyond_the_basic_plane_has_one_code_and_a_pair_as_its_value() {
    let mut font = Font::default();
    let content = font.content(&[word("𠀋a𪚥𠀋", 0.0, 0.0)]).unwrap();
    assert!(content.contains("<D8000061D801D800> Tj"), "{content}");
    let map = font.to_unicode();
    assert!(map.contains("3 beginbfchar\n<0061> <0061>\n<D800> <D840DC0B>\n<D801> <D869DEA5>\nendbfchar"), "{map}");
}

#[test]
fn more_characters_than_there_are_codes_is_an_error() {
    let mut font = Font::default();
    let all: Vec<char> = ('\u{20000}'..).take(BEYOND + 1).collect();
    for letter in &all[..BEYOND] {
        font.code(*letter).unwrap();
    }
    assert!(font.code(all[0]).is_ok() && font.code(all[BEYOND]).is_err());
}

#[test]
fn the_font_is_written_once_and_only_for_text() {
    let count = |bytes: &[u8], text: &str| bytes.windows(text.len()).filter(|part| *part == text.as_bytes()).count();
    assert_eq!(count(&pdf(&[&[], &[]]), "/Font"), 0);
    let words = words();
    let bytes = pdf(&[&words, &[], &words]);
    assert_eq!(count(&bytes, "/Subtype/Type0"), 1);
    assert_eq!(count(&bytes, "/Font<</F0"), 2, "the page between has no text");
}

#[test]
fn our_reader_counts_the_words_again() {
    let words = words();
    let bytes = pdf(&[&words, &[]]);
    let mut reader = Reader::open(io::Cursor::new(&bytes)).unwrap();
    assert_eq!(reader.words(0).unwrap(), words.len() as u32);
    assert_eq!(reader.words(1).unwrap(), 0);
    assert!(reader.page(0).is_ok() && reader.page(1).is_ok());
}

#[test]
fn outsiders_read_the_words_where_they_lie() {
    let folder = Folder::new("pdfa-text");
    let words = words();
    fs::write(folder.0.join("words.pdf"), pdf(&[&words])).unwrap();
    let lines = words.iter().map(|word| {
        // The sheet is 720 points high; a turned word is as wide as its font is high.
        let [a, b, c, d, x, y] = word.matrix();
        let (left, right) = (x + 0.8 * c.min(0.0), x + a - 0.2 * c);
        format!("{left} {} {right} {} {}\n", 720.0 - y - b.max(d), 720.0 - y, word.text())
    });
    fs::write(folder.0.join("words.txt"), lines.collect::<String>()).unwrap();
    ask_outsiders("read_text.py", &folder.0);
    ask_outsiders("judge_pdfs.py", &folder.0);
}
