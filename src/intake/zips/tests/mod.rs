//! What a walk makes of ZIPs: sound ones as their unpacked trees, hostile ones as findings.

mod make;

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::files::container::zip::Limits;
use crate::intake::discover::{self, Census, Folder, Found, Options};
use crate::intake::place::Place;
use crate::page::Stop;
use make::{Piece, deflated, stored, unicode_field, with_end_64, zip};

const LIMITS: Limits = Limits { entries: 100, inflation: 1200, memory: 1 << 20 };

/// A folder with `A.zip`, written an hour ago.
fn delivery(bytes: &[u8]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("A.zip");
    fs::write(&path, bytes).unwrap();
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::File::options().write(true).open(&path).unwrap().set_modified(hour_ago).unwrap();
    (dir, path)
}

fn walk(source: &std::path::Path) -> Vec<Folder> {
    let options = Options { settle: Duration::from_secs(2), now: SystemTime::now(), zip: LIMITS };
    discover::folders(&[source.to_owned()], &options).unwrap().collect()
}

/// What a walk of `A.zip` tells: labels taken, `label code` left, `code subject` reported.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    taken: Vec<String>,
    left: Vec<String>,
    told: Vec<String>,
}

fn tell(folders: &[Folder]) -> Told {
    let files = folders.iter().flat_map(|folder| folder.files.iter().chain(&folder.sheets));
    let ignored = folders.iter().flat_map(|folder| &folder.ignored);
    let findings = folders.iter().flat_map(|folder| &folder.findings);
    Told {
        taken: files.map(|file| file.label.clone()).collect(),
        left: ignored.map(|file| format!("{} {}", file.label, file.why.name)).collect(),
        told: findings.map(|told| format!("{} {}", told.code, told.subject)).collect(),
    }
}

fn told_of(bytes: &[u8]) -> Told {
    let (_dir, path) = delivery(bytes);
    tell(&walk(&path))
}

fn told(taken: &[&str], left: &[&str], told: &[&str]) -> Told {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Told { taken: own(taken), left: own(left), told: own(told) }
}

/// Reads the first file of a ZIP by every way there is; all must agree.
fn read_first(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (_dir, path) = delivery(bytes);
    let found: Found = walk(&path).remove(0).files.remove(0);
    // As a worker process gets it.
    let json = serde_json::to_string(&found.place).unwrap();
    let place: Place = serde_json::from_str(&json).unwrap();
    let code = |error: std::io::Error| match Stop::from(error) {
        Stop::Refused(refusal) => refusal.code.name,
        _ => "unreadable",
    };
    let mut whole = Vec::new();
    place.reader().and_then(|mut reader| reader.read_to_end(&mut whole)).map_err(code)?;
    assert_eq!(place.digest().unwrap(), crate::digest::Digest::of(&whole));
    let mut opened = place.open().unwrap();
    let mut again = Vec::new();
    assert_eq!(opened.seek(SeekFrom::End(0)).unwrap(), found.size);
    opened.seek(SeekFrom::Start(1)).unwrap();
    opened.read_to_end(&mut again).unwrap();
    assert_eq!(again, whole[1..]);
    Ok(whole)
}

#[test]
fn a_zip_is_walked_as_its_unpacked_tree() {
    let names = ["b.jpg", "A/2.jpg", "A/10.jpg", "A/sub/1.jpg", "z.jpg", "c/d/1.jpg", "A.jpg", "ds.csv", "a b/1.jpg"];
    let names =
        [&names[..], &["Hồ sơ/Hà.jpg", "__MACOSX/x/._1.jpg", "c/Thumbs.db", "z/.git/1.jpg", "n\u{303}/o\u{302}/1.jpg"]]
            .concat();
    let (dir, path) = delivery(&zip(&names.iter().map(|name| deflated(name, b"xx")).collect::<Vec<_>>()));
    for name in &names {
        let file = dir.path().join("A").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, b"xx").unwrap();
        let at = fs::metadata(&path).unwrap().modified().unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(at).unwrap();
    }
    let unpacked = walk(&dir.path().join("A"));
    let zipped = walk(&path);
    let plain = |label: &str| label.replacen("A.zip", "A", 1);
    let all = tell(&zipped);
    let as_unpacked = Told {
        taken: all.taken.iter().map(|label| plain(label)).collect(),
        left: all.left.iter().map(|label| plain(label)).collect(),
        told: all.told.iter().map(|label| plain(label)).collect(),
    };
    assert_eq!(as_unpacked, tell(&unpacked));
    let parts = |folders: &[Folder]| {
        folders.iter().filter(|folder| !folder.files.is_empty()).map(|folder| folder.parts.clone()).collect::<Vec<_>>()
    };
    assert_eq!(parts(&zipped), parts(&unpacked));
    assert_eq!(zipped[0].files[0].size, 2);
    assert_eq!(discover::census(&[path], LIMITS).unwrap(), Census { files: 10, bytes: 20 });
}

#[test]
fn an_entry_reads_the_same_whichever_way_it_is_packed() {
    let data = b"\xFF\xD8 a scan \xFF\xD9".repeat(9000);
    let behind = |piece: Piece| Piece { is_described_behind: true, ..piece };
    let long = |piece: Piece| Piece { is_64: true, ..piece };
    for piece in [stored("1.jpg", &data), deflated("1.jpg", &data)] {
        for piece in [piece.clone(), behind(piece.clone()), long(piece)] {
            assert_eq!(read_first(&zip(&[piece, stored("2.jpg", b"x")])), Ok(data.clone()));
        }
    }
    for keeps in [false, true] {
        assert_eq!(read_first(&with_end_64(zip(&[deflated("1.jpg", &data)]), keeps)), Ok(data.clone()));
    }
}

#[test]
fn an_entry_that_is_not_what_the_list_says_is_refused_when_it_is_read() {
    let data = b"0123456789".repeat(20);
    for sound in [stored("1.jpg", &data), deflated("1.jpg", &data)] {
        let lies = [
            Piece { crc: Some(7), is_described_behind: true, ..sound.clone() },
            Piece { crc: Some(7), ..sound.clone() },
            Piece { local_name: Some(b"2.jpg".to_vec()), ..sound.clone() },
            Piece { local_name: Some(b"01.jpg".to_vec()), ..sound.clone() },
            Piece { local_method: Some(8 - sound.method), ..sound.clone() },
        ];
        for lie in lies {
            assert_eq!(read_first(&zip(&[lie])), Err("zip.damaged"));
        }
    }
    let behind = Piece { is_described_behind: true, ..deflated("1.jpg", &data) };
    for size in [199, 201] {
        assert_eq!(read_first(&zip(&[Piece { size: Some(size), ..behind.clone() }])), Err("zip.damaged"));
    }
    let packed = behind.packed_bytes().len() as u64;
    for packed in [packed - 1, packed + 1] {
        assert_eq!(read_first(&zip(&[Piece { packed: Some(packed), ..behind.clone() }])), Err("zip.damaged"));
    }
}

#[test]
fn what_can_be_had_of_a_damaged_entry_is_there_for_the_quarantine() {
    let (_dir, path) = delivery(&zip(&[Piece { crc: Some(7), ..stored("1.jpg", b"scan") }]));
    let mut bytes = Vec::new();
    walk(&path)[0].files[0].place.salvage().unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"scan");
}

#[test]
fn paths_that_could_lead_elsewhere_are_left_and_counted() {
    let names = ["../x.jpg", "/etc/x.jpg", "C:/x.jpg", "a/../../x.jpg", "a\\b.jpg", "a\0.jpg", "line\n.jpg", "ok.jpg"];
    let expected = told(
        &["A.zip/ok.jpg"],
        &[
            "A.zip/..%2Fx.jpg zip.unsafe-name",
            "A.zip/%2Fetc%2Fx.jpg zip.unsafe-name",
            "A.zip/C:%2Fx.jpg zip.unsafe-name",
            "A.zip/a%2F..%2F..%2Fx.jpg zip.unsafe-name",
            "A.zip/a%5Cb.jpg zip.unsafe-name",
            "A.zip/a%00.jpg zip.unsafe-name",
            "A.zip/line%0A.jpg zip.unsafe-name",
        ],
        &["zip.unsafe-name A.zip/..%2Fx.jpg"],
    );
    assert_eq!(told_of(&zip(&names.map(|name| stored(name, b"x")))), expected);
}

#[test]
fn backslashes_are_slashes_where_there_are_no_others() {
    let both = zip(&["hs\\1.jpg", "hs\\2.jpg"].map(|name| stored(name, b"x")));
    assert_eq!(told_of(&both), told(&["A.zip/hs/1.jpg", "A.zip/hs/2.jpg"], &[], &["zip.backslash A.zip"]));
    let unc = zip(&["\\\\server\\share\\1.jpg"].map(|name| stored(name, b"x")));
    assert_eq!(told_of(&unc).told, ["zip.backslash A.zip", "zip.unsafe-name A.zip/%2F%2Fserver%2Fshare%2F1.jpg"]);
}

#[test]
fn what_is_no_plain_file_is_left() {
    let link = Piece { mode: 0o120_777, ..stored("link.jpg", b"/etc/passwd") };
    let device = Piece { mode: 0o020_666, ..stored("null.jpg", b"") };
    let folder = Piece { mode: 0o040_755, ..stored("hs/", b"") };
    assert_eq!(told_of(&zip(&[folder.clone(), stored("hs/1.jpg", b"x")])), told(&["A.zip/hs/1.jpg"], &[], &[]));
    let plain = Piece { mode: 0o100_644, ..stored("hs/1.jpg", b"x") };
    let expected = told(
        &["A.zip/hs/1.jpg"],
        &["A.zip/link.jpg zip.special", "A.zip/null.jpg zip.special"],
        &["zip.special A.zip/link.jpg"],
    );
    assert_eq!(told_of(&zip(&[link, device, folder, plain])), expected);
}

#[test]
fn what_cannot_be_unpacked_is_left_with_the_reason() {
    let encrypted = Piece { flags: 1, ..stored("1.jpg", b"x") };
    let lzma = Piece { method: 14, ..stored("2.jpg", b"x") };
    let aes = Piece { method: 99, ..stored("3.jpg", b"x") };
    let short = Piece { size: Some(9), ..stored("4.jpg", b"x") };
    let bomb = Piece { size: Some(3 << 20), ..deflated("5.jpg", b"x") };
    let large = deflated("6.jpg", &vec![7; (1 << 20) + 1]);
    let outside = Piece { packed: Some(1 << 20), ..deflated("7.jpg", b"x") };
    let last = told(&["A.zip/8.jpg"], &[], &[]);
    let all = told_of(&zip(&[encrypted, lzma, aes, short, bomb, large, stored("8.jpg", b"x")]));
    assert_eq!(all.taken, last.taken);
    let codes = ["zip.encrypted", "zip.method", "zip.encrypted", "zip.damaged", "zip.bomb", "format.too-large"];
    assert_eq!(all.left, (1..).zip(codes).map(|(n, code)| format!("A.zip/{n}.jpg {code}")).collect::<Vec<_>>());
    assert_eq!(all.told.len(), 5, "one finding for each kind");
    let outside = told_of(&zip(&[outside, stored("8.jpg", b"x")]));
    assert_eq!((outside.left, outside.taken), (vec!["A.zip/7.jpg zip.damaged".to_owned()], last.taken));
}

#[test]
fn many_small_lies_are_a_bomb_together() {
    let lie = |n: u32| Piece { size: Some(1 << 20), ..deflated(format!("{n}.jpg"), b"x") };
    assert_eq!(told_of(&zip(&[lie(1)])), told(&["A.zip/1.jpg"], &[], &[]), "read, it is refused");
    let all = told_of(&zip(&[lie(1), lie(2), lie(3)]));
    assert_eq!((all.left.len(), all.told), (3, vec!["zip.bomb A.zip/1.jpg".to_owned()]));
}

#[test]
fn entries_that_share_bytes_are_left() {
    // One body under two names.
    let twice = [stored("1.jpg", b"xx"), Piece { header: Some(0), ..stored("2.jpg", b"xx") }];
    let left = |n: u32| format!("A.zip/{n}.jpg zip.overlap");
    assert_eq!(told_of(&zip(&twice)).left, [left(1), left(2)]);
    // A body that holds the next entries, header and all; the last stands alone.
    let wide = Piece { packed: Some(70), size: Some(70), ..stored("1.jpg", b"xx") };
    let quoted = told_of(&zip(&[wide, stored("2.jpg", b"xx"), stored("3.jpg", b"xx"), stored("4.jpg", b"xx")]));
    assert_eq!((quoted.left, quoted.taken), (vec![left(1), left(2), left(3)], vec!["A.zip/4.jpg".to_owned()]));
}

#[test]
fn names_that_come_twice_are_left_and_names_that_look_alike_are_told() {
    let twice = ["1.jpg", "./1.jpg", "a", "a/1.jpg", "2.jpg", "2.JPG"].map(|name| stored(name, b"x"));
    let expected = told(
        &["A.zip/2.JPG", "A.zip/2.jpg", "A.zip/a/1.jpg"],
        &["A.zip/1.jpg zip.name-twice", "A.zip/1.jpg zip.name-twice", "A.zip/a zip.name-twice"],
        &["zip.name-clash A.zip", "zip.name-twice A.zip/1.jpg"],
    );
    assert_eq!(told_of(&zip(&twice)), expected);
}

#[test]
fn a_zip_without_a_sound_list_is_one_input_that_is_left() {
    let sound = zip(&[stored("1.jpg", b"x"), stored("2.jpg", b"x")]);
    let cut = sound[..sound.len() - 30].to_vec();
    let mut fewer = sound.clone();
    let at = fewer.len() - 12;
    fewer[at] = 1;
    let mut part = sound.clone();
    let at = part.len() - 18;
    part[at] = 1;
    let mut other = with_end_64(sound.clone(), true);
    let at = other.len() - 22 + 16;
    other[at] ^= 1;
    let many = zip(&(0..101).map(|n| stored(format!("{n}.jpg"), b"x")).collect::<Vec<_>>());
    let cases: [(&[u8], &str); 8] = [
        (&other, "unreadable"),
        (&cut, "unreadable"),
        (&fewer, "unreadable"),
        (b"", "unreadable"),
        (b"no zip at all", "unreadable"),
        (&part, "split"),
        (b"PK\x07\x08PK\x03\x04", "split"),
        (&many, "too-many"),
    ];
    for (bytes, code) in cases {
        assert_eq!(told_of(bytes), told(&[], &[&format!("A.zip zip.{code}")], &[&format!("zip.{code} A.zip")]));
    }
}

#[test]
fn a_zip_behind_other_data_is_read_and_they_are_told() {
    let sound = zip(&[deflated("1.jpg", b"scan")]);
    let before = [b"#!/bin/sh\n", sound.as_slice()].concat();
    let behind = [sound.as_slice(), b"more"].concat();
    let long = [b"#!/bin/sh\n", with_end_64(sound, false).as_slice()].concat();
    for bytes in [before, behind, long] {
        assert_eq!(told_of(&bytes), told(&["A.zip/1.jpg"], &[], &["zip.extra-bytes A.zip"]));
        assert_eq!(read_first(&bytes), Ok(b"scan".to_vec()));
    }
}

#[test]
fn names_from_before_unicode_are_read_and_told() {
    let old = [&b"H\xe5 s\xac/Nguy\xd4n V\xa8n A.jpg"[..], b"H\xe5 s\xac/1.jpg", "Hồ sơ/2.jpg".as_bytes()];
    let names = zip(&old.map(|name| stored(name, b"x")));
    let taken = ["A.zip/Hồ sơ/1.jpg", "A.zip/Hồ sơ/2.jpg", "A.zip/Hồ sơ/Nguyễn Văn A.jpg"];
    assert_eq!(told_of(&names), told(&taken, &[], &["zip.name-encoding A.zip"]));
    let field = |name: &[u8]| Piece { extra: unicode_field(name, "Hà Nội.jpg"), ..stored(b"H? N?i.jpg", b"x") };
    assert_eq!(told_of(&zip(&[field(b"H? N?i.jpg")])), told(&["A.zip/Hà Nội.jpg"], &[], &[]));
    assert_eq!(told_of(&zip(&[field(b"another.jpg")])).taken, ["A.zip/H? N?i.jpg"], "the name was changed since");
}

#[test]
fn names_that_lost_letters_in_packing_are_told_and_their_rest_is_no_guess() {
    let names = [&b"Bi\x88n b?n.jpg"[..], b"Gi\x87y khai sinh D?ng Th? H??ng.jpg", b"T\x95 tr\x8dnh.jpg"];
    let zip = zip(&names.map(|name| stored(name, b"x")));
    let taken = ["A.zip/Biên b?n.jpg", "A.zip/Giçy khai sinh D?ng Th? H??ng.jpg", "A.zip/Tò trình.jpg"];
    assert_eq!(told_of(&zip), told(&taken, &[], &["zip.name-lost A.zip"]));
}

#[test]
fn a_zip_that_is_still_written_is_left_whole() {
    let (_dir, path) = delivery(&zip(&[stored("1.jpg", b"x")]));
    let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    fs::File::options().write(true).open(&path).unwrap().set_modified(tomorrow).unwrap();
    assert_eq!(tell(&walk(&path)), told(&[], &["A.zip source.growing"], &["source.growing A.zip"]));
}

#[test]
fn a_zip_that_changes_after_the_walk_is_noticed_at_each_entry() {
    let (_dir, path) = delivery(&zip(&[stored("1.jpg", b"x")]));
    let found = walk(&path).remove(0).files.remove(0);
    assert!(discover::unchanged(&found).unwrap());
    fs::write(&path, b"PK").unwrap();
    assert!(!discover::unchanged(&found).unwrap());
}

#[test]
fn zips_in_zips_and_in_folders_are_left() {
    let inner = zip(&[stored("1.jpg", b"x")]);
    let pieces = [deflated("inner.zip", &inner), stored("scan.zip", b"\xFF\xD8\xFF\xE0"), stored("2.jpg", b"x")];
    let (dir, path) = delivery(&zip(&pieces));
    let taken = ["A.zip/2.jpg", "A.zip/scan.zip"];
    assert_eq!(tell(&walk(&path)), told(&taken, &["A.zip/inner.zip zip.nested"], &["zip.nested A.zip/inner.zip"]));
    let folder = dir.path().file_name().unwrap().to_str().unwrap();
    let label = format!("{folder}/A.zip");
    let (left, said) = (format!("{label} zip.inside"), format!("zip.inside {label}"));
    assert_eq!(tell(&walk(dir.path())), told(&[], &[&left], &[&said]));
    // Named beside its folder, it is read once, as itself.
    let options = Options { settle: Duration::ZERO, now: SystemTime::now(), zip: LIMITS };
    let both = discover::folders(&[dir.path().to_owned(), path], &options).unwrap().collect::<Vec<_>>();
    assert_eq!(tell(&both).taken, taken);
    assert_eq!(both[0].ignored[0].why.name, "source.repeated");
}

#[test]
fn no_cut_and_no_flipped_bit_costs_more_than_a_finding() {
    let sound =
        zip(&[deflated("a/1.jpg", &[7; 300]), stored("b.jpg", b"xyz"), Piece { is_64: true, ..stored("c", b"1") }]);
    let sound = with_end_64(sound, false);
    let read = |bytes: &[u8]| {
        let (_dir, path) = delivery(bytes);
        for found in walk(&path).iter().flat_map(|folder| &folder.files) {
            let mut bytes = Vec::new();
            if found.place.reader().and_then(|mut reader| reader.read_to_end(&mut bytes)).is_ok() {
                assert_eq!(bytes.len() as u64, found.size);
            }
            bytes.clear();
            let salvaged = found.place.salvage().and_then(|mut reader| reader.read_to_end(&mut bytes));
            assert!(salvaged.is_err() || bytes.len() as u64 <= found.size);
            let _ = found.place.open();
        }
    };
    (0..sound.len()).for_each(|length| read(&sound[..length]));
    for at in 0..sound.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut bytes = sound.clone();
            bytes[at] ^= change;
            read(&bytes);
        }
    }
}
