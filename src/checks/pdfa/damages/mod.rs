//! One change away from a sound file: what each change breaks, over all chapters, and above all what other
//! validators overlook. Here: the bytes of the file, and objects as such.

mod graphics;
mod rest;
pub(in crate::checks::pdfa) mod sample;

use std::io::Cursor;

use self::sample::{Sample, replaced};
use super::report::Report;
use super::{Options, check};
use crate::pdf::Limits;
use crate::pdf::file::File;

fn report(bytes: Vec<u8>) -> Report {
    let file = File::open(Cursor::new(bytes), Limits::default()).unwrap();
    check(&file, Options { image_data: true, ..Options::default() })
}

/// Returns the clauses that a file breaks, each once, in order.
fn broken(bytes: Vec<u8>) -> Vec<&'static str> {
    let mut clauses: Vec<_> = report(bytes).breaches.iter().map(|breach| breach.clause).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses
}

/// Says which clauses are expected and which are found where they differ.
fn judge(what: &str, bytes: Vec<u8>, wanted: &str, differing: &mut Vec<String>) {
    let found = broken(bytes).join(" ");
    if found != wanted {
        differing.push(format!("{what}: {found} instead of {wanted}"));
    }
}

fn none(differing: Vec<String>) {
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

#[test]
fn the_sample_is_sound() {
    assert_eq!(broken(Sample::sound().bytes()), [""; 0]);
}

/// Changes in the text of objects: number (0: the trailer), from, to, and all clauses that it breaks.
type Change = (usize, &'static str, &'static str, &'static str);

fn judge_all(changes: &[Change]) {
    let mut differing = Vec::new();
    for (number, from, to, wanted) in changes {
        let bytes = Sample::sound().text(*number, from, to).bytes();
        judge(&format!("{number}: `{from}` to `{to}`"), bytes, wanted, &mut differing);
    }
    none(differing);
}

#[test]
fn damage_to_syntax_is_found() {
    judge_all(&[
        (0, "/ID [<0123456789ABCDEF> <0123456789ABCDEF>]", "", "6.1.3-1"),
        (0, " <0123456789ABCDEF>]", "]", "6.1.3-1"),
        (0, "/Root", "/Encrypt << >> /Root", "6.1.3-2"),
        (0, "/Size @", "/Size 9", "32000-1:7.5.5"),
        (1, "/Pages", "/Version /2.0 /Pages", "6.1.2-1"),
        (4, "/Info (sRGB)", "/Info <414>", "6.1.6-1"),
        (4, "/Info (sRGB)", "/Info <4G>", "6.1.6-2"),
        (7, "/Length @", "/Length 9", "6.1.7.1-1"),
        (8, "/Width 2", "/FFilter /X /Width 2", "6.1.7.1-3"),
        (17, "/Name (L)", "/Name (L) /X 2147483648", "6.1.13-1"),
        (17, "/Name (L)", "/Name (L) /X 400000000000000000000000000000000000000.0", "6.1.13-2"),
        (17, "/Name (L)", "/Name (L) /X 0.000000000000000000000000000000000000001", "6.1.13-5"),
        (17, "/Name (L)", "/Name (L) /Name (L)", "32000-1:7.3.7"),
        (2, "[6 0 R]", "[6 0 R 2 0 R]", "32000-1:7.7.3 32000-1:7.7.3.2"),
        (6, "[0 0 100 100]", "[0 0 2 100]", "6.1.13-11"),
        (6, "/MediaBox [0 0 100 100]", "", "32000-1:7.7.3.3"),
        (6, "/Parent 2 0 R", "", "32000-1:7.7.3.3"),
        (2, "/Count 1", "/Count 0", "32000-1:7.7.3.2"),
        (6, "/Font 13 0 R", "/Font [13 0 R]", "32000-1:9.5"),
        (1, "[15 0 R]", "[15 0 R 15 0 R]", "32000-1:12.7.3.1"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /Rotate 45", "32000-1:7.7.3.3"),
        (6, "/Contents 7 0 R", "/Contents 99 0 R", "32000-1:7.7.3.3"),
        (6, "/Colour 8 0 R", "/Colour 99 0 R", "32000-1:7.8.3"),
        (1, "/Pages", "/Perms << /X << >> >> /Pages", "6.1.12-1"),
    ]);
}

#[test]
fn objects_that_nobody_refers_to_are_checked() {
    let mut differing = Vec::new();
    let long_string = format!("<< /X ({}) >>", "x".repeat(32768));
    let long_name = format!("<< /X /{} >>", "x".repeat(128));
    for (text, data, wanted) in [
        ("<< /Type /Action /S /Launch /F (a) >>", None, "6.5.1-1"),
        ("<< /Filter /LZWDecode /Length @ >>", Some(b"\x80\x0B".as_slice()), "6.1.7.2-1"),
        ("<< /Filter /Crypt /DecodeParms << /Name /Odd >> /Length @ >>", Some(b"x"), "6.1.7.2-1"),
        (&long_string, None, "6.1.13-3"),
        (&long_name, None, "6.1.13-4"),
    ] {
        let mut sample = Sample::sound();
        sample.add(text, data);
        judge(&text[..20], sample.bytes(), wanted, &mut differing);
    }
    let mut sample = Sample::sound();
    let number =
        sample.add("<< /Contents <00> /Reference [<< /TransformMethod /DocMDP /DigestMethod /MD5 >>] >>", None);
    let perms = sample.text(1, "/Pages", &format!("/Perms << /DocMDP {number} 0 R >> /Pages"));
    judge("digest of a reference", perms.bytes(), "6.1.12-2", &mut differing);
    let mut sample = Sample::sound();
    let thumb = "<< /Width 1 /Height 1 /ColorSpace /DeviceCMYK /BitsPerComponent 8 /Length @ >>";
    let number = sample.add(thumb, Some(&[0; 4]));
    let page = sample.text(6, "/Parent", &format!("/Thumb {number} 0 R /Parent"));
    judge("thumb", page.bytes(), "6.2.4.3-3", &mut differing);
    none(differing);
}

#[test]
fn damage_to_the_frame_of_the_file_is_found() {
    let sound = Sample::sound().bytes();
    let text = |from: &str, to: &str| replaced(&sound, from.as_bytes(), to.as_bytes());
    let short_entries: Vec<u8> = {
        let text: String = sound.iter().map(|byte| char::from(*byte)).collect();
        text.replace(" n \n", " n\n").replace(" f \n", " f\n").chars().map(|letter| letter as u8).collect()
    };
    let mut differing = Vec::new();
    for (what, bytes, wanted) in [
        ("version", text("%PDF-1.7", "%PDF-2.0"), "6.1.2-1"),
        ("comment", replaced(&sound, b"%\xE2\xE3\xCF\xD3", b"%abcd"), "6.1.2-2"),
        ("a byte too many", [&sound[..], b"\n"].concat(), "6.1.3-3"),
        ("256 bytes too many", [&sound[..], &[b'x'; 256]].concat(), "6.1.3-3"),
        ("blank behind xref", text("xref\n0 ", "xref \n0 "), "6.1.4-2"),
        ("two blanks in the header of the table", text("xref\n0 ", "xref\n0  "), "6.1.4-1"),
        ("an object that is none", text("\n18 0 obj\n<<", "\n18 0 obj\n>>"), "32000-1:7.3.10"),
        ("short entries", short_entries, "32000-1:7.5.4"),
        ("an entry a byte off", text("0000000015 00000 n", "0000000016 00000 n"), "32000-1:7.5.4"),
        (
            "stream and CR",
            text("/BitsPerComponent 1 /Length 1 >>\nstream\n", "/BitsPerComponent 1 /Length 1 >>\nstream\r"),
            "6.1.7.1-2",
        ),
        ("blank behind obj", text("\n18 0 obj\n", "\n18 0 obj "), "6.1.9-1"),
    ] {
        judge(what, bytes, wanted, &mut differing);
    }
    none(differing);
}
