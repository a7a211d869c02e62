//! What the built-in tables say of a code or a name on a day, and what becomes of a table that is read.

use super::*;

fn day(text: &str) -> Day {
    text.parse::<crate::records::dates::PartialDate>().unwrap().whole().unwrap()
}

fn eve() -> Day {
    day("2025-06-30")
}

fn reform() -> Day {
    day("2025-07-01")
}

fn provinces(units: &Units, on: Day) -> Vec<&Unit> {
    units.units.iter().filter(|unit| unit.scheme == Scheme::Gso && unit.span.has(on)).collect()
}

fn codes_of(found: &[&Unit]) -> Vec<String> {
    found.iter().map(|unit| unit.code.clone()).collect()
}

fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.en.split(". ").next().unwrap()).collect()
}

const HEADING: &str = "code;scheme;level;name;parent;from;until;successor\n";

#[test]
fn every_line_of_the_built_in_tables_is_read() {
    for csv in BUILT_IN {
        let (units, findings) = table::units(csv, "");
        let lines = csv.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((units.len(), findings), (lines - 1, Vec::new()));
    }
    assert_eq!(table::levels(LEVELS).len(), 4);
}

#[test]
fn there_were_63_provinces_and_there_are_34() {
    let units = Units::built_in();
    let counts = ["1990-01-01", "2024-12-31", "2025-06-30", "2025-07-01", "2026-11-21"];
    assert_eq!(counts.map(|on| provinces(&units, day(on)).len()), [63, 63, 63, 34, 34]);
}

#[test]
fn every_province_that_ended_has_a_successor_that_began_or_went_on() {
    let units = Units::built_in();
    for old in provinces(&units, eve()).into_iter().filter(|unit| !unit.span.has(reform())) {
        assert_eq!(old.successors.len(), 1, "{}", old.name);
        assert!(units.find(&old.successors[0], reform()).is_some(), "{}", old.name);
    }
}

#[test]
fn a_code_can_mean_another_province_after_the_reform() {
    let units = Units::built_in();
    let name = |code, on| units.find(code, on).map(|unit| unit.name.as_str());
    assert_eq!((name("15", eve()), name("15", reform())), (Some("Yên Bái"), Some("Lào Cai")));
    assert_eq!((name("91", eve()), name("91", reform())), (Some("Kiên Giang"), Some("An Giang")));
    assert_eq!((name("89", eve()), name("89", reform())), (Some("An Giang"), None));
    assert_eq!((name("46", day("2024-12-31")), name("46", day("2025-01-01"))), (Some("Thừa Thiên Huế"), Some("Huế")));
    assert_eq!((name("H26", eve()), name("03", eve())), (Some("UBND thành phố Hà Nội"), None));
}

#[test]
fn names_are_found_in_any_spelling_and_with_their_kind() {
    let units = Units::built_in();
    for name in ["Hoà Bình", "Tỉnh Hòa Bình", "UBND tỉnh HOÀ BÌNH", "hoa binh"] {
        assert_eq!(codes_of(&units.by_name(name, eve(), None)), ["17"], "{name}");
    }
    assert_eq!(codes_of(&units.by_name("Bà Rịa-Vũng Tàu", eve(), None)), ["77"]);
    assert_eq!(codes_of(&units.by_name("TP. Hồ Chí Minh", reform(), None)), ["79"]);
    assert_eq!(codes_of(&units.by_name("Hà Nội", eve(), None)), ["01", "H26"]);
    assert!(
        units.by_name("Hòa Bình", reform(), None).is_empty() && units.by_name("xã Hòa Bình", eve(), None).is_empty()
    );
    assert!(units.by_name("Hòa Bình", eve(), Some(Level::Commune)).is_empty());
}

#[test]
fn the_district_level_ended_with_the_reform() {
    let units = Units::built_in();
    assert!(units.has_level(Level::District, eve()) && !units.has_level(Level::District, reform()));
    for level in [Level::Central, Level::Province, Level::Commune] {
        assert!(units.has_level(level, eve()) && units.has_level(level, reform()));
    }
    assert_eq!((Level::District.name().vi.as_str(), Level::Commune.name().vi.as_str()), ("huyện", "xã"));
}

#[test]
fn places_of_birth_stay_valid_after_a_merger() {
    let units = Units::built_in();
    assert!(["001", "017", "089", "096"].iter().all(|digits| units.is_birth_place(digits)));
    assert!(["000", "003", "097", "01", "0001", "H26", "0H2"].iter().all(|digits| !units.is_birth_place(digits)));
    assert!(units.is_birth_place("305"), "a country");
}

#[test]
fn a_table_of_an_office_adds_districts_and_communes() {
    let csv = "\u{feff}# of the office\nlevel,code,scheme,name,parent,from,until,successor,remark\n\
               district,017,gso,Huyện Đông Anh,01,,2025-06-30,00454|00466,\n\
               commune,00454,gso,Thị trấn Đông Anh,017,,2025-06-30,00454,\n\
               commune,00454,gso,Xã Đông Anh,01,2025-07-01,,,\n";
    let (units, findings) = Units::read_csv(csv, "units.csv");
    assert_eq!(findings, []);
    let level = |name, on| units.level_on(name, on);
    assert_eq!(level("Huyện Đông Anh", eve()), Some(Level::District));
    assert_eq!(level("Đông Anh", eve()), None, "a district and a town have this name");
    assert_eq!(level("đông anh", reform()), Some(Level::Commune));
    assert_eq!((level("UBND huyện Đông Anh", reform()), level("017", eve())), (None, Some(Level::District)));
    assert_eq!((level("01", eve()), level("không có", eve())), (Some(Level::Province), None));
    let above = |on| codes_of(&units.ancestors(units.find("00454", on).unwrap(), on));
    assert_eq!((above(eve()), above(reform())), (vec!["017".to_owned(), "01".to_owned()], vec!["01".to_owned()]));
    assert_eq!(units.find("017", eve()).unwrap().successors, ["00454", "00466"]);
}

#[test]
fn a_code_that_an_office_tells_anew_is_as_the_office_tells() {
    let csv = format!("{HEADING}24;gso;province;Bắc Giang;;;2024-12-31;\n24;gso;province;Bắc Ninh;;2025-01-01;;\n");
    let (units, findings) = Units::read_csv(&csv, "");
    assert_eq!(findings, []);
    assert_eq!(units.find("24", day("2025-01-01")).unwrap().name, "Bắc Ninh");
    assert_eq!(units.find("27", eve()).unwrap().name, "Bắc Ninh");
}

#[test]
fn wrong_lines_are_left_out_and_told_by_number() {
    let csv = format!(
        "{HEADING}1;gso;province;Hà Nội;;;;\n# a remark\n02;gso;city;X;;;;\n04;dvhc;province;X;;;;\n06;gso;province;;;;;\n\
         08;gso;province;X;;01/07/2025;;\n10;gso;province;X;;2025-07-01;2025-06-30;\n00;gso;central;X;;;;\n\n\
         H2;agency;province;X;;;;\n017;gso;district;X;;;2025-06-30;\n017;gso;district;Y;;2025-06-30;;\n"
    );
    let (units, findings) = table::units(&csv, "units.csv");
    assert_eq!(units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["017"]);
    assert_eq!(
        messages(&findings),
        [
            "line 2: a code of this level must have 2 digits",
            "line 4: `city` is not `central`, `province`, `district` or `commune`",
            "line 5: `dvhc` is not `gso` or `agency`",
            "line 6: the name is missing",
            "line 7: a date must be of the form 2025-07-01",
            "line 8: the last day is before the first",
            "line 9: the central level has no statistical codes",
            "line 11: the id is not of the form `H26.15` or `000.00.01.H26`",
            "line 13: an earlier line has the code `017` for the same time",
        ]
    );
    assert!(findings.iter().all(|finding| finding.code == "record.unit" && finding.subject == "units.csv"));
}

#[test]
fn a_table_without_its_columns_is_one_finding() {
    assert_eq!(messages(&Units::read_csv("", "").1), ["line 1: the table is empty"]);
    assert_eq!(
        messages(&Units::read_csv("\ncode;name\n01;Hà Nội\n", "").1),
        ["line 2: the heading has no column `scheme`"]
    );
    assert_eq!(provinces(&Units::read_csv("\u{0};\"\n", "").0, reform()).len(), 34);
}

#[test]
fn an_open_quotation_mark_does_not_swallow_the_rest_in_silence() {
    let csv = format!(
        "{HEADING}017;gso;district;\"Huyện X\";01;;;;\n018;gso;district;Y;01;;;;\"note\n019;gso;district;Z;;;;\n"
    );
    let (units, findings) = table::units(&csv, "");
    assert_eq!(units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Huyện X"]);
    assert_eq!(messages(&findings), ["line 3: a quotation mark is not closed"]);
}

#[test]
fn units_above_each_other_end_somewhere() {
    let csv = format!("{HEADING}017;gso;district;X;018;;;\n018;gso;district;Y;017;;;\n");
    let (units, _) = Units::read_csv(&csv, "");
    assert_eq!(units.ancestors(units.find("017", eve()).unwrap(), eve()), Vec::<&Unit>::new());
}
