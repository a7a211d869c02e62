//! Words as hayro finds them in small files: their letters, their places, and what is no word.

use super::*;

/// Returns a page of 200 by 100 units with this content; `fonts` are entries of its font resources.
pub(crate) fn pdf(fonts: &str, content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<</Font<<{fonts}>>>>/Contents 4 0 R>>"),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ];
    let (mut file, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

/// A font whose glyphs are all half as wide as high, and have Unicode values.
const COURIER: &str = "/F<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>";

fn read(fonts: &str, content: &str) -> PageText {
    let mut found = Vec::new();
    assert_eq!(pages(pdf(fonts, content), &mut |_, text| found.push(text)).unwrap(), 1);
    found.remove(0)
}

fn letters(text: &PageText) -> Vec<&str> {
    text.words.iter().map(|word| &*word.text).collect()
}

#[test]
fn blanks_jumps_and_looks_part_words() {
    let text = read(COURIER, "BT /F 10 Tf 20 50 Td (ab cd)Tj 0 -20 Td (ef)Tj 3 Tr (gh)Tj [(i)-50(j)-900(k)]TJ ET");
    assert_eq!(letters(&text), ["ab", "cd", "ef", "ghij", "k"]);
    assert_eq!(text.words.iter().map(|word| word.visible).collect::<Vec<_>>(), [true, true, true, false, false]);
    assert_eq!(text.unmapped, 0);
}

#[test]
fn a_word_lies_where_its_matrices_put_it() {
    let text = read(COURIER, "q 2 0 0 2 10 0 cm BT /F 10 Tf 50 Tz 0 1 -1 0 30 40 Tm (ab )Tj ET Q");
    let [word] = &text.words[..] else { panic!("{text:?}") };
    let expected = [0.0, 12.0, -20.0, 0.0, 70.0, 80.0];
    let is_near = word.matrix.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 0.01);
    assert!(is_near, "{:?}", word.matrix);
}

#[test]
fn text_that_is_filled_and_stroked_counts_once() {
    assert_eq!(letters(&read(COURIER, "BT /F 10 Tf 2 Tr (ab)Tj 1 Tr 0 20 Td (cd)Tj ET")), ["ab", "cd"]);
}

#[test]
fn glyphs_without_unicode_values_are_counted() {
    let font = "/F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font\
        /Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>";
    let text = read(font, "BT /F 10 Tf <00010002> Tj ET");
    assert_eq!((text.words.len(), text.unmapped), (0, 2));
}

#[test]
fn bytes_that_are_no_pdf_are_unreadable() {
    assert!(pages(b"%PDF-1.4 and nothing else".to_vec(), &mut |_, _| panic!()).is_err());
}
