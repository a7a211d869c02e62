//! Damage to colours, images, profiles and content (ISO 19005-2, 6.2.2 to 6.2.10).

use super::sample::{Sample, jpeg, replaced, zlib};
use super::{judge, judge_all, none, report};

#[test]
fn damage_to_colours_and_states_is_found() {
    judge_all(&[
        (4, "/OutputConditionIdentifier (sRGB)", "", "32000-1:14.11.5"),
        (4, "/DestOutputProfile 5 0 R", "", "6.2.10-2 6.2.4.3-2 6.2.4.3-4"),
        (
            1,
            "[4 0 R]",
            "[4 0 R << /S /GTS_PDFX /OutputConditionIdentifier (a) /DestOutputProfileRef << >> >>]",
            "6.2.3-3",
        ),
        (5, "/N 3", "/N 4", "32000-1:8.6.5.5"),
        (9, "/DeviceGray", "/DeviceRGB", "32000-1:11.6.5.3"),
        (6, "/BM /Multiply", "/BM /Odd", "6.2.10-1"),
        (6, "/BM /Multiply", "/TR /Identity", "6.2.5-1"),
        (6, "/BM /Multiply", "/TR2 /Identity", "6.2.5-2"),
        (6, "/BM /Multiply", "/HTP [0 0]", "6.2.5-3"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 6 >>", "6.2.5-4"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 1 /HalftoneName (a) >>", "6.2.5-5"),
        (6, "/BM /Multiply", "/HT << /HalftoneType 1 /TransferFunction /Identity >>", "6.2.5-6"),
    ]);
}

/// Paints with a colour space of the page's resources; `@` stands for a tint transform from two numbers.
fn painted(spaces: &str, paint: &str) -> Sample {
    let mut sample = Sample::sound();
    let function = "<< /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Length @ >>";
    let number = sample.add(function, Some(b"{ 0 }"));
    let spaces = spaces.replace('@', &format!("{number} 0 R"));
    let sample = sample.text(6, "/Font <<", &format!("/ColorSpace << {spaces} >> /Font <<"));
    sample.data(7, b"BT", format!("{paint} 0 0 1 1 re f BT").as_bytes())
}

#[test]
fn damage_to_colour_spaces_is_found() {
    let single = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 0 0] /N 1 >>";
    let other = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [0 1 0] /N 1 >>";
    let separation = |name, tint| format!("/{name} [/Separation /Spot /DeviceRGB {tint}]");
    let colorants =
        format!("<< /Colorants << {} /B [/Separation /B /DeviceRGB {single}] >> >>", separation("A", single));
    let sound = format!("/S [/DeviceN [/A /B] /DeviceRGB @ {}]", colorants.replace("/Spot", "/A"));
    let many: String = (0..33).map(|number| format!("/C{number} ")).collect();
    let mut differing = Vec::new();
    for (spaces, paint, wanted) in [
        (sound.as_str(), "/S cs 1 1 scn", ""),
        ("/S [/DeviceN [/A /B] /DeviceRGB @]", "/S cs 1 1 scn", "6.2.4.4-1"),
        (&format!("/S [/DeviceN [{many}] /DeviceRGB @]"), "/S cs", "6.1.13-9 6.2.4.4-1"),
        (&[separation("S", single), separation("T", single)].concat(), "/S cs 1 scn /T cs 1 scn", ""),
        (&[separation("S", single), separation("T", other)].concat(), "/S cs 1 scn /T cs 1 scn", "6.2.4.4-2"),
        ("/S [/Odd]", "/S cs 1 scn", "32000-1:8.6.3"),
    ] {
        judge(spaces, painted(spaces, paint).bytes(), wanted, &mut differing);
    }
    none(differing);
}

#[test]
fn functions_that_nobody_can_compute_are_found() {
    let exponential = "/FunctionType 2 /Domain [0 1] /N 1";
    let stitched = |parts: &str| format!("/FunctionType 3 /Domain [0 1] /Functions [<< {exponential} >>] {parts}");
    let sampled = |parts: &str| format!("/FunctionType 0 /Domain [0 1] /Range [0 1 0 1 0 1] /Size [2] {parts}");
    let calculator = "/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]".to_owned();
    let mut differing = Vec::new();
    for (function, data, wanted) in [
        (exponential.to_owned(), None, ""),
        (format!("{exponential} /C0 [0 0 0]"), None, "32000-1:7.10"),
        ("/FunctionType 7 /Domain [0 1]".to_owned(), None, "32000-1:7.10"),
        ("/FunctionType 2 /N 1".to_owned(), None, "32000-1:7.10"),
        (stitched("/Bounds [] /Encode [0 1]"), None, ""),
        (stitched("/Bounds [0.5] /Encode [0 1]"), None, "32000-1:7.10"),
        (sampled("/BitsPerSample 8"), Some(b"sample".as_slice()), ""),
        (sampled("/BitsPerSample 16"), Some(b"sample"), "32000-1:7.10"),
        (calculator.clone(), Some(b"{ dup dup }"), ""),
        (calculator, Some(b"{ foo }"), "32000-1:7.10"),
    ] {
        let mut sample = painted("", "/S cs 1 scn");
        let length = if data.is_some() { "/Length @" } else { "" };
        let number = sample.add(&format!("<< {function} {length} >>"), data);
        let space = format!("/ColorSpace << /S [/Separation /Spot /DeviceRGB {number} 0 R]");
        judge(&function, sample.text(6, "/ColorSpace <<", &space).bytes(), wanted, &mut differing);
    }
    let mask = "/SMask << /S /Luminosity /G 12 0 R /TR << /FunctionType 9 >> >>";
    judge("soft mask", Sample::sound().text(6, "/BM /Multiply", mask).bytes(), "32000-1:7.10", &mut differing);
    let plain = "/SMask << /S /Luminosity /G 12 0 R /TR /Identity >>";
    judge("identity", Sample::sound().text(6, "/BM /Multiply", plain).bytes(), "", &mut differing);
    none(differing);
}

#[test]
fn damage_to_profiles_is_found() {
    let rgb = include_bytes!("../../../pdfa/profiles/sRGB-v2-magic.icc");
    let device_link = replaced(rgb, b"mntr", b"link");
    let mut cmyk = rgb.to_vec();
    cmyk[16..20].copy_from_slice(b"CMYK");
    let mut differing = Vec::new();
    let mut based = |channels: usize, profile: &[u8], state: &str, paint: &str, wanted: &str| {
        let mut sample = painted("", paint);
        let number = sample.add(&format!("<< /N {channels} /Length @ >>"), Some(profile));
        let sample = sample.text(6, "/ColorSpace <<", &format!("/ColorSpace << /S [/ICCBased {number} 0 R]"));
        judge(paint, sample.text(6, "/BM /Multiply", state).bytes(), wanted, &mut differing);
    };
    based(3, rgb, "/BM /Normal", "/S cs 1 1 1 scn", "");
    based(3, &device_link, "/BM /Normal", "/S cs 1 1 1 scn", "6.2.4.2-1");
    based(4, rgb, "/BM /Normal", "/S cs 1 1 1 1 scn", "32000-1:8.6.5.5");
    based(4, &cmyk, "/op true /OPM 0", "/State gs /S cs 1 1 1 1 scn", "");
    based(4, &cmyk, "/op true /OPM 1", "/State gs /S cs 1 1 1 1 scn", "6.2.4.2-2");
    let mut sample = Sample::sound();
    let number = sample.add("<< /N 3 /Length @ >>", Some(rgb));
    let intent = "/S /GTS_PDFX /OutputConditionIdentifier (a) /DestOutputProfile";
    let sample = sample.text(1, "[4 0 R]", &format!("[4 0 R << {intent} {number} 0 R >>]"));
    judge("two profiles", sample.bytes(), "6.2.3-2", &mut differing);
    none(differing);
}

#[test]
fn operators_without_their_operands_and_pairs_are_found() {
    let mut differing = Vec::new();
    for (from, to, wanted) in [
        ("0.5 0 0 rg", "0.5 0 rg", "32000-1:7.8.2"),
        ("0.5 0 0 rg", "/DeviceRGB cs 0 0 0 0 sc", "32000-1:7.8.2"),
        ("/Perceptual ri", "/Perceptual ri /Pattern cs 1 scn", "32000-1:7.8.2"),
        ("Tj ET", "Tj", "32000-1:9.4.1"),
        ("Tj ET", "Tj ET ET", "32000-1:9.4.1"),
        ("BT 3 Tr", "BT BT 3 Tr", "32000-1:9.4.1"),
    ] {
        let sample = Sample::sound().data(7, from.as_bytes(), to.as_bytes());
        judge(to, sample.bytes(), wanted, &mut differing);
    }
    none(differing);
}

#[test]
fn damage_to_images_and_forms_is_found() {
    judge_all(&[
        (8, "/Width 2", "/Width 2 /Alternates []", "6.2.8-1"),
        (8, "/Width 2", "/Width 2 /OPI << >>", "6.2.8-2"),
        (8, "/Width 2", "/Width 2 /Interpolate true", "6.2.8-3"),
        (8, "/Width 2", "/Width 2 /Intent /Odd", "6.2.6-1"),
        (8, "/BitsPerComponent 8", "/BitsPerComponent 3", "6.2.8-4"),
        (8, "/Width 2", "/Width 3", "32000-1:8.9.5"),
        (8, "/Width 2", "/Width 2 /Mask 10 0 R", "32000-1:8.9.6.3"),
        (8, "/Width 2", "/Width 2 /Interpolate 1", "6.2.8-3"),
        (8, "/ColorSpace /DeviceRGB", "", "32000-1:8.9.5"),
        (8, "/BitsPerComponent 8", "", "32000-1:8.9.5"),
        (8, "/Width 2", "/Width 2 /Decode [0]", "32000-1:8.9.5"),
        (8, "/Width 2", "/Width 2 /Decode [1 0 1 0 1 0]", ""),
        (19, "/Width 8", "/Width 8 /Decode [1 0]", ""),
        (19, "/Width 8", "/Width 8 /Decode []", "32000-1:8.9.5"),
        (10, "/Width 8", "/Width 9", "32000-1:8.9.5"),
        (19, "/BitsPerComponent 1", "/BitsPerComponent 2", "6.2.8-5"),
        (12, "/BBox", "/PS << >> /BBox", "6.2.9-1"),
        (12, "/BBox", "/Ref << >> /BBox", "6.2.9-2"),
        (12, "/Subtype /Form", "/Subtype /PS", "6.2.9-3"),
        (12, "/Subtype /Form", "/Subtype /Odd", "32000-1:8.8"),
    ]);
}

#[test]
fn damage_to_content_is_found() {
    let nested = format!("{}{} BT", "q ".repeat(29), "Q ".repeat(29));
    let mut differing = Vec::new();
    for (from, to, wanted) in [
        ("BT", "odd BT", "6.2.2-1"),
        ("BT", "BX odd EX BT", "6.2.2-1"),
        ("BT", "(never closed BT", "32000-1:7.8.2"),
        ("BT", &nested, "6.1.13-8"),
        ("q 0.5", "q q 0.5", "32000-1:8.4.2"),
        ("<41>", "<4>", "6.1.6-1"),
        ("<41>", "<4G>", "6.1.6-2"),
        ("0.5 0 0 rg", "0.5 0 0 0 k", "6.2.4.3-3"),
        ("/Perceptual ri", "/Odd ri", "6.2.6-1"),
        ("/BPC 8 ID", "/BPC 8 /F /LZW ID", "32000-1:7.4 6.1.10-1"),
        ("/BPC 8 ID", "/BPC 8 /I true ID", "6.2.8-3"),
        ("/CS /G", "/CS /CMYK", "32000-1:8.9.5 6.2.4.3-3"),
        ("3 Tr", "0 Tr", "6.2.11.4.1-1"),
        ("/Form Do", "/Missing Do", "6.2.2-2"),
    ] {
        let sample = Sample::sound().data(7, from.as_bytes(), to.as_bytes());
        judge(to, sample.bytes(), wanted, &mut differing);
    }
    let sample = Sample::sound();
    let resources = "/Resources << /Font << /Font 13 0 R >> >>";
    let sample = sample.text(6, " /Font << /Font 13 0 R >>", "").text(2, "/Count", &format!("{resources} /Count"));
    judge("inherited resources", sample.bytes(), "6.2.2-2", &mut differing);
    let sample = Sample::sound().text(6, "/Font <<", "/Pattern << /P << /PatternType 7 >> >> /Font <<");
    let sample = sample.data(7, b"BT", b"/Pattern cs /P scn BT");
    judge("pattern", sample.bytes(), "32000-1:8.7.2", &mut differing);
    none(differing);
}

#[test]
fn image_data_that_no_reader_can_show_are_found() {
    let colour = jpeg(image::ExtendedColorType::Rgb8, &[128; 192]);
    let garbage = b"this is no image at all".as_slice();
    let mut differing = Vec::new();
    for (number, data, wanted) in [
        (8, garbage, "32000-1:7.4"),
        (10, garbage, "32000-1:8.9.5"),
        (11, garbage, "32000-1:8.9.5"),
        (8, &zlib(&[200; 11]), "32000-1:8.9.5"),
        (9, &[0; 3], "32000-1:8.9.5"),
        (10, &colour, "32000-1:8.9.5"),
        (5, &[0; 128], "6.2.3-1 6.2.4.3-2"),
    ] {
        let sample = Sample::sound().all_data(number, data);
        judge(&format!("data of {number}"), sample.bytes(), wanted, &mut differing);
    }
    for (filter, wanted) in
        [("/JBIG2Decode", "32000-1:8.9.5"), ("/JPXDecode", "6.2.8.3-1"), ("/LZWDecode", "32000-1:7.4 6.1.7.2-1")]
    {
        let sample = Sample::sound().text(9, "/Length", &format!("/Filter {filter} /Length"));
        judge(filter, sample.all_data(9, garbage).bytes(), wanted, &mut differing);
    }
    let profile = include_bytes!("../../../pdfa/profiles/sRGB-v2-magic.icc");
    judge("profile cut off", Sample::sound().all_data(5, &profile[..200]).bytes(), "6.2.3-1", &mut differing);
    judge("class of profile", Sample::sound().data(5, b"mntr", b"link").bytes(), "6.2.3-1", &mut differing);
    none(differing);
}

#[test]
fn forms_within_forms_stop_the_judgement_beyond_the_limit() {
    let mut sample = Sample::sound();
    let resources = |inner: usize| format!("<< /XObject << /Form {inner} 0 R >> >>");
    let first = sample.add("<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << >> /Length @ >>", Some(b""));
    let last = (0..100).fold(first, |inner, _| {
        let text =
            format!("<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources {} /Length @ >>", resources(inner));
        sample.add(&text, Some(b"/Form Do"))
    });
    let bytes = sample.text(6, "/Form 12 0 R", &format!("/Form {last} 0 R")).bytes();
    let report = report(bytes);
    assert!(report.stopped.is_some() && report.breaches.is_empty());
}
