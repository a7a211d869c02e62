//! The writer as a whole: its bytes, its structure, and what other programs say of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::samples::{self, Sample};
use super::*;

fn count(bytes: &[u8], text: &str) -> usize {
    bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count()
}

/// Returns the readable part of a file: streams and their lengths are left out.
fn skeleton(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let mut kept = String::new();
    for (idx, part) in text.split("\nstream\n").enumerate() {
        kept.push_str(if idx == 0 { part } else { part.split_once("\nendstream").unwrap().1 });
    }
    kept
}

fn named(name: &str) -> Sample {
    samples::all().into_iter().find(|sample| sample.name == name).unwrap()
}

#[test]
fn a_document_of_one_fax_has_these_objects() {
    let bytes = samples::pdf(&[named("g4")]);
    let packet = metadata::packet(&samples::description()).unwrap().len();
    let expected = "1 0 obj\n<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R\
        /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)\
        /Info(sRGB IEC61966-2.1)/DestOutputProfile 4 0 R>>]/Lang(vi)>>\nendobj\n\
        3 0 obj\n<</Type/Metadata/Subtype/XML/Length PACKET>>\nendobj\n\
        5 0 obj\n<</Type/XObject/Subtype/Image/Width 16/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray\
        /Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 16/Rows 8>>/Length 7>>\nendobj\n\
        6 0 obj\n<</Length 27>>\nendobj\n\
        7 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 16.0 8.0]/Resources<</XObject<</Im0 5 0 R>>>>\
        /Contents 6 0 R>>\nendobj\n\
        2 0 obj\n<</Type/Pages/Count 1/Kids[7 0 R]>>\nendobj\n\
        xref\n0 8\n"
        .replace("PACKET", &packet.to_string());
    let skeleton = skeleton(&bytes);
    let (header, body) = skeleton.split_once("4 0 obj\n<</N 3/Length 736>>\nendobj\n").unwrap();
    assert!(header.starts_with("%PDF-1.7\n%"));
    assert_eq!(body[..expected.len()], expected);
    assert!(bytes.ends_with(b"%%EOF\n"));
}

#[test]
fn every_entry_of_the_table_points_at_its_object() {
    let bytes = samples::pdf(&samples::all());
    let text = |at: usize, length: usize| String::from_utf8_lossy(&bytes[at..at + length]).into_owned();
    let ending = text(bytes.len() - 40, 40);
    let table: usize = ending.lines().rev().nth(1).unwrap().parse().unwrap();
    let count: usize = text(table + 7, 10).lines().next().unwrap().parse().unwrap();
    let entries = table + format!("xref\n0 {count}\n").len();
    assert!(count > 200 && text(entries + 20 * count, 8) == "trailer\n");
    for id in 1..count {
        let place: usize = text(entries + 20 * id, 10).parse().unwrap();
        assert!(text(place, 20).starts_with(&format!("{id} 0 obj\n")), "object {id}");
    }
}

#[test]
fn the_same_pages_make_the_same_bytes_and_others_another_id() {
    let id = |bytes: &[u8]| String::from_utf8_lossy(bytes).rsplit_once("/ID[").unwrap().1[..34].to_owned();
    let (first, again) = (samples::pdf(&samples::all()), samples::pdf(&samples::all()));
    assert!(first == again);
    assert_ne!(id(&first), id(&samples::pdf(&samples::all()[1..])));
}

#[test]
fn no_date_and_no_info_enter_the_file() {
    let bytes = samples::pdf(&[named("g4")]);
    for text in ["Date", "D:2", "/Info ", "ModDate", "Interpolate", "LZW"] {
        assert_eq!(count(&bytes, text), 0, "{text}");
    }
}

#[test]
fn a_profile_is_stored_once_however_many_pages_use_it() {
    let pages = ["icc-rgb", "icc-indexed", "jpeg-icc", "icc-srgb", "jpeg-cmyk", "flate-cmyk-8"].map(named);
    let skeleton = skeleton(&samples::pdf(&pages));
    assert_eq!(skeleton.matches("<</N 3/").count(), 2, "the output intent's and the pages' own");
    assert_eq!(skeleton.matches("<</N 4/").count(), 1);
    assert!(skeleton.contains("/ColorSpace[/ICCBased 4 0 R]"), "a page in sRGB shares the output intent's");
}

#[test]
fn no_page_is_in_device_cmyk() {
    assert_eq!(count(&samples::pdf(&samples::all()), "DeviceCMYK"), 0);
}

#[test]
fn the_returned_ranges_and_digests_are_those_of_the_bytes() {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, samples::description()).unwrap();
    let sample = named("jpeg-rgb");
    let hashed = writer.page(&sample.image, &sample.sheet(), &[], None).unwrap();
    let known = writer.page(&sample.image, &sample.sheet(), &[], Some(Digest::of(&sample.image.data))).unwrap();
    let written = writer.finish().unwrap();
    for range in [hashed, known] {
        let stream = &bytes[range.offset as usize..][..range.length as usize];
        assert!(stream == &*sample.image.data);
        assert_eq!(range.sha256, Digest::of(stream));
    }
    let sha256 = Digest::of(&bytes);
    assert_eq!(written, Written { size: bytes.len() as u64, sha256, pages: 2, conformance: Conformance::U });
}

#[test]
fn unfit_images_and_empty_documents_are_errors() {
    let refusal = |change: fn(&mut PageImage<'_>)| {
        let mut sample = named("flate-indexed-4");
        change(&mut sample.image);
        let mut writer = Writer::new(Vec::new(), samples::description()).unwrap();
        let error = writer.page(&sample.image, &sample.sheet(), &[], None).unwrap_err();
        error.downcast::<Unwritable>().unwrap()
    };
    assert_eq!(refusal(|image| image.bits = 3), Unwritable::UnfitImage("BitsPerComponent"));
    assert_eq!(refusal(|image| image.width = 0), Unwritable::UnfitImage("Width, Height"));
    assert_eq!(refusal(|image| image.bits = 16), Unwritable::UnfitImage("Indexed"));
    assert_eq!(refusal(|image| image.mask = Some(Mask::ColourKey(vec![1]))), Unwritable::UnfitImage("Mask"));
    let profile = crate::page::Colour::Gray(crate::page::Space::Icc(vec![0; 200]));
    let mut sample = named("flate-gray-8");
    sample.image.colour = profile;
    let mut writer = Writer::new(Vec::new(), samples::description()).unwrap();
    assert!(writer.page(&sample.image, &sample.sheet(), &[], None).is_err());
    let empty = Writer::new(Vec::new(), samples::description()).unwrap().finish().unwrap_err();
    assert_eq!(empty.downcast::<Unwritable>().unwrap(), Unwritable::NoPages);
}

#[test]
fn a_language_code_cannot_carry_syntax() {
    let description = Description { language: Some("vi)/AA(".to_owned()), ..samples::description() };
    assert!(Writer::new(Vec::new(), description).is_err());
}

/// A folder that is gone when the test is over.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("sohoa-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs a script of `tests/outsiders`; where its tools are absent the test passes and says so.
/// `SOHOA_PYTHON` names the interpreter.
pub(super) fn ask_outsiders(script: &str, folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outsiders").join(script);
    let python = std::env::var("SOHOA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(ran) = Command::new(&python).arg(&script).arg(folder).output() else {
        return eprintln!("skipped: `{python}` not found");
    };
    let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if ran.status.code() == Some(77) {
        return eprintln!("{said}");
    }
    assert!(ran.status.success(), "{said}");
}

#[test]
fn outsiders_accept_every_sample() {
    let folder = Folder::new("pdfa-samples");
    for sample in samples::all() {
        fs::write(folder.0.join(format!("{}.pdf", sample.name)), samples::pdf([&sample])).unwrap();
    }
    fs::write(folder.0.join("all.pdf"), samples::pdf(&samples::all())).unwrap();
    ask_outsiders("judge_pdfs.py", &folder.0);
}

#[test]
fn outsiders_see_all_eight_orientations_as_meant() {
    let folder = Folder::new("pdfa-orientations");
    for sample in (1..=8).map(samples::orientation) {
        fs::write(folder.0.join(format!("{}.pdf", sample.name)), samples::pdf([&sample])).unwrap();
    }
    let stored = samples::orientation(1).image;
    let mut pixels = b"P6 30 20 255\n".to_vec();
    io::copy(&mut flate2::read::ZlibDecoder::new(&*stored.data), &mut pixels).unwrap();
    fs::write(folder.0.join("orientation.ppm"), pixels).unwrap();
    ask_outsiders("compare_orientations.py", &folder.0);
}
