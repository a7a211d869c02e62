//! One change away from a sound file: what each change breaks, over all chapters, and above all what other
//! validators overlook.

use std::io::Cursor;

use super::sample::{Sample, jpeg, replaced, zlib};
use crate::pdf::Limits;
use crate::pdf::file::File;

/// Returns the clauses that a file breaks, each once, in order.
fn broken(bytes: Vec<u8>) -> Vec<&'static str> {
    let file = File::open(Cursor::new(bytes), Limits::default()).unwrap();
    let mut clauses: Vec<_> =
        super::check(&file, super::Options::default()).breaches.iter().map(|b| b.clause).collect();
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
        (0, "/Size @", "/Size 99", "32000-1:7.5.5"),
        (1, "/Pages", "/Version /2.0 /Pages", "6.1.2-1"),
        (4, "/Info (sRGB)", "/Info <414>", "6.1.6-1"),
        (4, "/Info (sRGB)", "/Info <4G>", "6.1.6-2"),
        (7, "/Length @", "/Length 9", "6.1.7.1-1"),
        (8, "/Width 2", "/FFilter /X /Width 2", "6.1.7.1-3"),
        (17, "/Name (L)", "/Name (L) /X 2147483648", "6.1.13-1"),
        (17, "/Name (L)", "/Name (L) /X 400000000000000000000000000000000000000.0", "6.1.13-2"),
        (17, "/Name (L)", "/Name (L) /X 0.000000000000000000000000000000000000001", "6.1.13-5"),
        (6, "[0 0 100 100]", "[0 0 2 100]", "6.1.13-11"),
        (6, "/MediaBox [0 0 100 100]", "", "32000-1:7.7.3.3"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /Rotate 45", "32000-1:7.7.3.3"),
        (6, "/Contents 7 0 R", "/Contents 99 0 R", "32000-1:7.3.10"),
        (6, "/Colour 8 0 R", "/Colour 99 0 R", "32000-1:7.3.10"),
        (1, "/Pages", "/Perms << /X << >> >> /Pages", "6.1.12-1"),
    ]);
}

#[test]
fn damage_to_colours_and_states_is_found() {
    judge_all(&[
        (4, "/OutputConditionIdentifier (sRGB)", "", "32000-1:14.11.5"),
        (4, "/DestOutputProfile 5 0 R", "", "6.2.10-2 6.2.4.3-2 6.2.4.3-4"),
        (5, "/N 3", "/N 4", "32000-1:8.6.5.5"),
        (9, "/DeviceGray", "/DeviceRGB", "32000-1:11.6.5.3 32000-1:8.9.5"),
        (6, "/BM /Multiply", "/BM /Odd", "6.2.10-1"),
        (6, "/BM /Multiply", "/TR /Identity", "6.2.5-1"),
        (6, "/BM /Multiply", "/TR2 /Identity", "6.2.5-2"),
        (6, "/BM /Multiply", "/HTP [0 0]", "6.2.5-3"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 6 >>", "6.2.5-4"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 1 /HalftoneName (a) >>", "6.2.5-5"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 1 /TransferFunction /Identity >>", "6.2.5-6"),
    ]);
}

#[test]
fn damage_to_images_and_forms_is_found() {
    judge_all(&[
        (8, "/Width 2", "/Width 2 /Alternates []", "6.2.8-1"),
        (8, "/Width 2", "/Width 2 /OPI << >>", "6.2.8-2"),
        (8, "/Width 2", "/Width 2 /Interpolate true", "6.2.8-3"),
        (8, "/Width 2", "/Width 2 /Intent /Odd", "6.2.6-1"),
        (8, "/Width 2", "/Width 3", "32000-1:8.9.5"),
        (10, "/Width 8", "/Width 9", "32000-1:8.9.5"),
        (19, "/BitsPerComponent 1", "/BitsPerComponent 2", "32000-1:8.9.5 6.2.8-5"),
        (12, "/BBox", "/PS << >> /BBox", "6.2.9-1"),
        (12, "/BBox", "/Ref << >> /BBox", "6.2.9-2"),
        (12, "/Subtype /Form", "/Subtype /PS", "6.2.9-3"),
    ]);
}

#[test]
fn damage_to_fonts_is_found() {
    judge_all(&[
        (13, "/Type /Font", "", "6.2.11.2-1"),
        (13, "/BaseFont /Helvetica", "", "6.2.11.2-3 6.2.11.2-4 6.2.11.2-5 6.2.11.2-6"),
        (13, "/Helvetica", "/Helvetica#FF", "6.1.8-1 6.2.11.2-4 6.2.11.2-5 6.2.11.2-6"),
    ]);
}

#[test]
fn damage_to_annotations_forms_and_actions_is_found() {
    judge_all(&[
        (14, "/F 4", "", "6.3.2-1"),
        (14, "/F 4", "/F 6", "6.3.2-2"),
        (14, "/Link", "/Movie", "6.3.1-1 6.3.3-1"),
        (15, "/AP << /N 16 0 R >>", "", "6.3.3-1"),
        (15, "/N 16 0 R", "/N 16 0 R /D 16 0 R", "6.3.3-2"),
        (15, "/FT /Tx", "/FT /Btn", "6.3.3-3"),
        (15, "/N 16 0 R", "/N << /On 16 0 R >>", "6.3.3-4"),
        (15, "/F 4", "/F 4 /A << /S /URI /URI (a) >>", "6.4.1-1"),
        (15, "/F 4", "/F 4 /AA << >>", "6.4.1-1 6.4.1-2"),
        (1, "/Fields", "/NeedAppearances true /Fields", "6.4.1-3"),
        (1, "/Fields", "/XFA (x) /Fields", "6.4.2-1"),
        (1, "/Pages", "/NeedsRendering true /Pages", "6.4.2-2"),
        (14, "/S /URI /URI (http://a)", "/S /Launch /F (a)", "6.5.1-1"),
        (14, "/S /URI /URI (http://a)", "/S /Named /N /Print", "6.5.1-2"),
        (14, "(http://a)", "(http://a) /Next << /S /Hide /T (t) >>", "6.5.1-1"),
        (1, "/Names <<", "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (a) >>] >>", "6.5.1-1"),
        (1, "/Pages", "/AA << >> /Pages", "6.5.2-1"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /AA << >>", "6.5.2-2"),
    ]);
}

#[test]
fn damage_to_attachments_layers_and_the_rest_is_found() {
    judge_all(&[
        (
            1,
            "/Names <<",
            "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 12 0 R >> >>] >>",
            "6.8-2 6.8-5",
        ),
        (1, "/D << /Name (D)", "/D <<", "6.9-1"),
        (1, "/D <<", "/Configs [<< /Name (D) >>] /D <<", "6.9-2"),
        (1, "/Order [17 0 R]", "/Order []", "6.9-3"),
        (1, "/Order", "/AS [] /Order", "6.9-4"),
        (1, "/Names <<", "/Names << /AlternatePresentations << >>", "6.10-1"),
        (6, "/Parent 2 0 R", "/Parent 2 0 R /PresSteps << >>", "6.10-2"),
        (1, "/Pages", "/Requirements [] /Pages", "6.11-1"),
    ]);
}

#[test]
fn damage_to_metadata_is_found() {
    judge_all(&[(1, "/Metadata 3 0 R", "", "6.6.2.1-1"), (3, "/Subtype /XML", "", "6.6.2.1-1")]);
    let mut differing = Vec::new();
    for (from, to, wanted) in [
        ("<?xpacket begin=", "<?xpacket bytes='9' begin=", "6.6.2.1-2"),
        ("<?xpacket begin=", "<?xpacket encoding='UTF-8' begin=", "6.6.2.1-3"),
        ("</x:xmpmeta>", "", "6.6.2.1-4"),
        ("<?xpacket end=\"r\"?>", "", "6.6.2.1-4"),
        ("xmp:CreateDate", "xmp:Invented", "6.6.2.3.1-1"),
        ("2024-05-06", "2024-13-45", "6.6.2.3.1-2"),
        ("pdfaid:part=\"2\"", "pdfaid:part=\"1\"", "6.6.4-2"),
        ("pdfaid:conformance=\"U\"", "pdfaid:conformance=\"D\"", "6.6.4-3"),
    ] {
        let sample = Sample::sound().data(3, from.as_bytes(), to.as_bytes());
        judge(to, sample.bytes(), wanted, &mut differing);
    }
    let mut sample = Sample::sound();
    let number = sample.add("<< /Type /Metadata /Subtype /XML /Length @ >>", Some(b"<a>"));
    let page = sample.text(6, "/Parent", &format!("/Metadata {number} 0 R /Parent"));
    judge("metadata of a page", page.bytes(), "6.6.2.1-4", &mut differing);
    none(differing);
}

#[test]
fn damage_to_content_is_found() {
    let nested = format!("{}{} BT", "q ".repeat(29), "Q ".repeat(29));
    let mut differing = Vec::new();
    for (from, to, wanted) in [
        ("BT", "odd BT", "6.2.2-1"),
        ("BT", "BX odd EX BT", "6.2.2-1"),
        ("BT", &nested, "6.1.13-8"),
        ("q 0.5", "q q 0.5", "32000-1:8.4.2"),
        ("<41>", "<4>", "6.1.6-1"),
        ("<41>", "<4G>", "6.1.6-2"),
        ("0.5 0 0 rg", "0.5 0 0 0 k", "6.2.4.3-3"),
        ("/Perceptual ri", "/Odd ri", "6.2.6-1"),
        ("/BPC 8 ID", "/BPC 8 /F /LZW ID", "6.1.10-1"),
        ("/BPC 8 ID", "/BPC 8 /I true ID", "6.2.8-3"),
        ("/CS /G", "/CS /CMYK", "32000-1:8.9.5 6.2.4.3-3"),
        ("3 Tr", "0 Tr", "6.2.11.4.1-1"),
        ("/Form Do", "/Missing Do", "32000-1:7.8.3"),
    ] {
        let sample = Sample::sound().data(7, from.as_bytes(), to.as_bytes());
        judge(to, sample.bytes(), wanted, &mut differing);
    }
    let sample = Sample::sound();
    let resources = "/Resources << /Font << /Font 13 0 R >> >>";
    let sample = sample.text(6, " /Font << /Font 13 0 R >>", "").text(2, "/Count", &format!("{resources} /Count"));
    judge("inherited resources", sample.bytes(), "6.2.2-2", &mut differing);
    none(differing);
}

#[test]
fn image_data_that_no_reader_can_show_are_found() {
    let colour = jpeg(image::ExtendedColorType::Rgb8, &[128; 192]);
    let garbage = b"this is no image at all".as_slice();
    let mut differing = Vec::new();
    for (number, data, wanted) in [
        (8, garbage, "32000-1:7.4"),
        (10, garbage, "32000-1:7.4"),
        (11, garbage, "32000-1:7.4"),
        (8, &zlib(&[200; 11]), "32000-1:8.9.5"),
        (9, &[0; 3], "32000-1:8.9.5"),
        (10, &colour, "32000-1:8.9.5"),
        (5, &[0; 128], "6.2.3-1"),
    ] {
        let sample = Sample::sound().all_data(number, data);
        judge(&format!("data of {number}"), sample.bytes(), wanted, &mut differing);
    }
    for (filter, wanted) in [("/JBIG2Decode", "32000-1:7.4"), ("/JPXDecode", "6.2.8.3-1"), ("/LZWDecode", "6.1.7.2-1")]
    {
        let sample = Sample::sound().text(9, "/Length", &format!("/Filter {filter} /Length"));
        judge(filter, sample.all_data(9, garbage).bytes(), wanted, &mut differing);
    }
    let profile = include_bytes!("../../pdfa/profiles/sRGB-v2-magic.icc");
    judge("profile cut off", Sample::sound().all_data(5, &profile[..200]).bytes(), "6.2.3-1", &mut differing);
    judge("class of profile", Sample::sound().data(5, b"mntr", b"link").bytes(), "6.2.3-1", &mut differing);
    none(differing);
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
        ("short entries", short_entries, "32000-1:7.5.4"),
        ("an entry a byte off", text("0000000015 00000 n", "0000000016 00000 n"), "32000-1:7.5.4"),
        (
            "stream and CR",
            text("/BitsPerComponent 1 /Length 1 >>\nstream\n", "/BitsPerComponent 1 /Length 1 >>\nstream\r"),
            "6.1.7.1-2",
        ),
        ("blank behind obj", text("\n18 0 obj\n", "\n18 0 obj "), "6.1.9-1"),
        ("CR alone behind obj", text("\n18 0 obj\n", "\n18 0 obj\r"), "6.1.9-1"),
    ] {
        judge(what, bytes, wanted, &mut differing);
    }
    none(differing);
}
