//! How long does it take to find documents among a million?
//!
//!     cargo bench --bench find [-- DOCUMENTS]
//!
//! Makes a catalogue of made-up records below `target/bench` through the code that an import uses, unless it is there, and
//! asks it for the first page of a dozen selections: with an empty cache (as far as `dd` can empty it), and again.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use rayon::prelude::*;

use sohoa::archive::catalogue::{Catalogue, Document, Query, Spared};
use sohoa::archive::seals::Sealed;
use sohoa::digest::Digest;
use sohoa::record::{Entry, Record};
use sohoa::relpath::RelPath;
use sohoa::seal::Seal;
use sohoa::sidecar::{Cause, Kept, Pdf, SCHEMA, Sidecar};

const BATCH: u64 = 10_000;
const PAGE: usize = 50;
const TODAY: Date = date(2026, 11, 22);

/// By share in a hundred; the rest are rarer.
const FAMILIES: &[(u64, &str)] = &[
    (38, "Nguyễn"),
    (49, "Trần"),
    (58, "Lê"),
    (65, "Phạm"),
    (70, "Hoàng"),
    (75, "Huỳnh"),
    (79, "Phan"),
    (83, "Vũ"),
    (86, "Võ"),
    (89, "Đặng"),
    (92, "Bùi"),
    (94, "Đỗ"),
    (96, "Hồ"),
    (98, "Ngô"),
    (99, "Dương"),
    (100, "Lý"),
];
const MIDDLES: &[&str] =
    &["Văn", "Thị", "Đức", "Minh", "Thị Thanh", "Quốc", "Ngọc", "Hữu", "Thị Kim", "Xuân", "Anh", "Gia"];
const GIVEN: &[&str] = &[
    "An", "Anh", "Bảo", "Bình", "Châu", "Chi", "Cường", "Dũng", "Duy", "Giang", "Hà", "Hải", "Hạnh", "Hằng", "Hiếu",
    "Hoa", "Hòa", "Hồng", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phong",
    "Phúc", "Phương", "Quân", "Quang", "Quỳnh", "Sơn", "Tâm", "Thảo", "Thành", "Thủy", "Trang", "Tuấn", "Tùng", "Vân",
    "Việt", "Yến",
];
/// Result code, name, notation, and years of validity (0 for no end).
const RESULTS: &[(&str, &str, &str, i16)] = &[
    ("KQ.G15.000031", "Giấy khai sinh", "GKS-UBND", 0),
    ("KQ.G15.000032", "Giấy chứng nhận kết hôn", "GCNKH-UBND", 0),
    ("KQ.G15.000033", "Trích lục khai tử", "TLKT-UBND", 0),
    ("KQ.G15.000040", "Giấy xác nhận tình trạng hôn nhân", "GXN-UBND", 1),
    ("KQ.G06.000101", "Giấy phép xây dựng nhà ở riêng lẻ", "GPXD-UBND", 2),
    ("KQ.G11.000205", "Giấy chứng nhận đăng ký hộ kinh doanh", "GCNHKD-TCKH", 0),
    ("KQ.G20.000310", "Giấy chứng nhận quyền sử dụng đất", "GCNQSDĐ-UBND", 50),
    ("KQ.G22.000412", "Quyết định hưởng trợ cấp xã hội hằng tháng", "QĐ-UBND", 5),
];

/// A stream of numbers that is the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len() as u64) as usize]
    }
}

fn main() {
    let wanted = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let with_records = !std::env::args().any(|argument| argument == "bare");
    let folder = PathBuf::from(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into())).join("bench");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("find-{wanted}{}.sqlite", if with_records { "" } else { "-bare" }));
    if !path.exists() {
        make(&path, wanted, with_records);
    }
    println!("size: {:.0} bytes a document", path.metadata().unwrap().len() as f64 / wanted as f64);
    let begun = Instant::now();
    drop(Catalogue::open(&path).unwrap());
    println!("opened for an import in {:.1} s", begun.elapsed().as_secs_f64());
    for (name, query) in questions() {
        ask(&path, name, &query);
    }
}

/// Makes the catalogue, and says how long the adding took.
fn make(path: &Path, wanted: u64, with_records: bool) {
    let part = path.with_extension("part");
    let catalogue = Catalogue::create(&part).unwrap();
    let mut adding = Vec::new();
    let mut cpu = 0.0;
    for sequence in 1..=wanted.div_ceil(BATCH) {
        let numbers = (sequence - 1) * BATCH..(sequence * BATCH).min(wanted);
        let name = format!("2026-11-22-{sequence:04}");
        let documents: Vec<Document> =
            numbers.into_par_iter().map(|number| document(number, &name, with_records)).collect();
        let n_documents = documents.len() as u64;
        let (begun, before) = (Instant::now(), cpu_seconds());
        catalogue.add(&sealed(sequence, name, n_documents), Spared::default(), [Ok(documents)].into_iter()).unwrap();
        cpu += cpu_seconds() - before;
        adding.push(begun.elapsed());
    }
    drop(catalogue);
    std::fs::rename(part, path).unwrap();
    let micros =
        |times: &[Duration]| 1e6 * times.iter().sum::<Duration>().as_secs_f64() / (times.len() as f64 * BATCH as f64);
    let tenth = adding.len().div_ceil(10);
    println!(
        "added in {:.1} s: {:.0} µs CPU a document, and until durable {:.0} µs, first tenth {:.0} µs, last tenth {:.0} µs",
        adding.iter().sum::<Duration>().as_secs_f64(),
        1e6 * cpu / wanted as f64,
        micros(&adding),
        micros(&adding[..tenth]),
        micros(&adding[adding.len() - tenth..])
    );
}

/// Returns the processor time of this process, in steps of 10 ms; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn sealed(sequence: u64, batch: String, documents: u64) -> Sealed {
    let digest = Digest::of(&sequence.to_le_bytes());
    let seal = Seal {
        archive: "H26.15/bench".to_owned(),
        sequence,
        batch,
        previous_seal: None,
        previous_evidence: None,
        tagmanifest: digest,
        documents,
        pages: documents,
        bytes: documents,
        tree_size: documents,
        tree_root: digest,
        created: "2026-11-22T08:00:00+07:00".to_owned(),
    };
    Sealed { bag: PathBuf::new(), seal, digest }
}

fn id(number: u64) -> String {
    let hex = Digest::of(&number.to_le_bytes()).to_string();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32])
}

fn document(number: u64, batch: &str, with_records: bool) -> Document {
    let digest = Digest::of(&number.to_le_bytes());
    let dossier = format!("H49.64.33.{}.{:03}", 1990 + number / 40_000, number / 200 % 1000);
    let name = format!("{dossier}.{:07}", number % 10_000_000);
    let path = RelPath::parse(&format!("data/{dossier}/{name}.json")).unwrap();
    let sidecar = Sidecar {
        schema: SCHEMA.to_owned(),
        id: id(number),
        version: 1,
        supersedes: None,
        event: Cause::New,
        amendment: None,
        ordinal: 1,
        record: if with_records { record(number, &dossier, &name) } else { Record::default() },
        described: None,
        pdf: Pdf {
            batch: None,
            path: RelPath::parse(&format!("data/{dossier}/{name}.pdf")).unwrap(),
            sha256: digest,
            size: 70_000,
            conformance: "PDF/A-2u".to_owned(),
            pages: 1,
            kept: Kept::Built,
            taken: None,
        },
        dossier,
        pages: Vec::new(),
        relations: Vec::new(),
        events: Vec::new(),
        findings: Vec::new(),
    };
    let mut document = Document::of(sidecar, batch, &path, digest);
    document.sources = vec![digest];
    document
}

fn record(number: u64, dossier: &str, name: &str) -> Record {
    let mut numbers = Numbers(number);
    let rank = numbers.below(100);
    let family = FAMILIES.iter().find(|(share, _)| rank < *share).unwrap().1;
    let owner = match number % 300_007 {
        7 => "Khiếu Thị Bạch Tuyết".to_owned(),
        _ => format!("{family} {} {}", numbers.of(MIDDLES), numbers.of(GIVEN)),
    };
    let (code, result, notation, years) = *numbers.of(RESULTS);
    let (year, month, day) = (1975 + numbers.below(51) as i16, 1 + numbers.below(12), 1 + numbers.below(28));
    let (district, ward) = (numbers.below(14), numbers.below(12));
    let unit = format!("H49.{}.{}", 60 + district, 30 + ward);
    let unit_name = format!("Ủy ban nhân dân phường số {ward}, quận {district}");
    let until = if years == 0 { "unlimited".to_owned() } else { format!("{}-{month:02}-{day:02}", year + years) };
    let fields = [
        ("docCode", name.to_owned()),
        ("typeName", "32".to_owned()),
        ("codeNumber", (1 + numbers.below(900)).to_string()),
        ("codeNotation", notation.to_owned()),
        ("issuedDate", format!("{year}-{month:02}-{day:02}")),
        ("organName", unit_name.clone()),
        ("subject", format!("{result} của {owner}")),
        ("dossier.fileCode", dossier.to_owned()),
        ("dossier.title", format!("Tập lưu {} năm {year}", result.to_lowercase())),
        ("tthc.resultCode", code.to_owned()),
        ("tthc.resultName", result.to_owned()),
        ("tthc.procedureCode", format!("1.{:06}", numbers.below(400))),
        ("tthc.dossierCode", format!("{unit}-{:02}{month:02}{day:02}-{:04}", year % 100, numbers.below(10_000))),
        ("tthc.owner.kind", "citizen".to_owned()),
        ("tthc.owner.id", format!("022{:09}", numbers.below(1_000_000_000))),
        ("tthc.owner.name", owner),
        ("tthc.issuingUnit", unit_name.clone()),
        ("tthc.issuingUnitCode", unit.clone()),
        ("tthc.holdingUnit", unit_name),
        ("tthc.holdingUnitCode", unit),
        ("tthc.level", "commune".to_owned()),
        ("tthc.validUntil", until),
    ];
    fields.into_iter().map(|(path, value)| (path.to_owned(), Entry::plain(value))).collect()
}

fn questions() -> Vec<(&'static str, Query)> {
    let all = || Query { limit: Some(PAGE), ..Query::default() };
    let text = |text: &str| Query { text: text.to_owned(), ..all() };
    let field = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    let years = |first: i16, last: i16| Some(date(first, 1, 1)..=date(last, 12, 31));
    let unit = |unit: &str| Some(unit.to_owned());
    vec![
        ("everything", all()),
        ("nguyen", text("\"nguyen\"")),
        ("nguyen*", text("nguyen")),
        ("giay*", text("giay")),
        ("thi*", text("thi")),
        ("a rare name", text("khieu thi bach tuyet")),
        ("a name as a phrase", text("\"nguyen thi hanh\"")),
        ("a number and notation", text("123/GXN-UBND")),
        ("a code", text("KQ.G15.000031")),
        ("a document code", text("H49.64.33.2001.160.0456789")),
        ("a word that is nowhere", text("nguyen zzz")),
        ("nguyen + result code", Query { fields: field("resultCode", "KQ.G15.000031"), ..text("nguyen") }),
        ("an owner's id", Query { fields: field("owner.id", "022123456789"), ..all() }),
        ("owner's ids that begin so", Query { fields: field("owner.id", "02212345*"), ..all() }),
        ("names that begin so", Query { fields: field("owner.name", "Nguyễn Thị H*"), ..all() }),
        ("2015..2020", Query { issued: years(2015, 2020), ..all() }),
        ("1900..2026", Query { issued: years(1900, 2026), ..all() }),
        ("one day", Query { issued: Some(date(2019, 3, 5)..=date(2019, 3, 5)), ..all() }),
        ("one day + nguyen", Query { issued: Some(date(2019, 3, 5)..=date(2019, 3, 5)), ..text("nguyen") }),
        ("valid", Query { valid_on: Some(TODAY), ..all() }),
        (
            "valid + a result that mostly ended",
            Query { valid_on: Some(TODAY), fields: field("resultCode", "KQ.G15.000040"), ..all() },
        ),
        (
            "valid + a result of before that all ended",
            Query {
                valid_on: Some(TODAY),
                fields: field("resultCode", "KQ.G15.000040"),
                issued: years(1975, 2010),
                ..all()
            },
        ),
        ("unit H49", Query { unit: unit("H49"), ..all() }),
        ("unit H49.64 + 2019 + tran", Query { unit: unit("H49.64"), issued: years(2019, 2019), ..text("tran") }),
        (
            "ly + one ward + one result + 1980",
            Query {
                unit: unit("H49.64.33"),
                issued: years(1980, 1980),
                fields: field("resultCode", "KQ.G20.000310"),
                ..text("\"ly\"")
            },
        ),
        ("one batch + nguyen", Query { batch: Some("2026-11-22-0009".to_owned()), ..text("nguyen") }),
        ("three ids", Query { ids: [1, 2, 999_999].map(id).to_vec(), ..all() }),
        ("three ids + valid", Query { ids: [1, 2, 999_999].map(id).to_vec(), valid_on: Some(TODAY), ..all() }),
        ("one dossier", Query { dossier: Some("H49.64.33.2001.160".to_owned()), ..all() }),
    ]
}

/// Asks once with an empty cache, then five times, and prints the first and the median of the others.
fn ask(path: &Path, name: &str, query: &Query) {
    let source = format!("if={}", path.display());
    // GNU dd: drops the file from the system's cache. Elsewhere the first figure is a warm one, too.
    let _ = Command::new("dd").args([&source, "iflag=nocache", "count=0", "status=none"]).status();
    let mut times = Vec::new();
    let mut n_hits = 0;
    for _ in 0..6 {
        let begun = Instant::now();
        let catalogue = Catalogue::open_read_only(path).unwrap();
        n_hits = catalogue.select(query, TODAY).unwrap().len();
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let cold = times.remove(0);
    times.sort_by(f64::total_cmp);
    println!("{name:<44} {n_hits:>3} hits  cold {cold:7.1} ms  warm {:7.1} ms", times[2]);
}
