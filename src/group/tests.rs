//! Names in, documents out: one scene a test.

use super::*;

/// Groups names in the folder `kho/hoso01`.
fn grouped(names: &[&str], by: Option<By>) -> Grouped {
    let scans: Vec<Scan> = names.iter().map(|&name| Scan { name, many_pages: name.ends_with(".many.tif") }).collect();
    group("kho/hoso01", &["kho", "hoso01"], &scans, by)
}

/// `dossier/document: names in order`, a line each.
fn drawn(names: &[&str], by: Option<By>) -> Vec<String> {
    let line = |draft: &Draft| {
        let pages: Vec<&str> = draft.scans.iter().map(|&idx| names[idx]).collect();
        format!("{}/{}: {}", draft.dossier, draft.name, pages.join(" "))
    };
    grouped(names, by).drafts.iter().map(line).collect()
}

fn codes(names: &[&str]) -> Vec<String> {
    grouped(names, None).findings.into_iter().map(|finding| finding.code).collect()
}

fn message(names: &[&str]) -> String {
    grouped(names, None).findings.remove(0).message.en
}

#[test]
fn bare_numbers_are_one_document_named_after_the_folder() {
    let names = ["10.jpg", "2.jpg", "001.jpg", "15a.jpg", "15.jpg", "15B.jpg", "16.jpg"];
    assert_eq!(drawn(&names, None), ["kho/hoso01: 001.jpg 2.jpg 10.jpg 15.jpg 15a.jpg 15B.jpg 16.jpg"]);
    assert_eq!(grouped(&names, None).drafts[0].rule, Rule::Numbered);
}

#[test]
fn bare_numbers_at_the_root_are_a_document_of_the_roots_own_dossier() {
    let grouped = group("kho", &["kho"], &[Scan { name: "1.jpg", many_pages: false }], None);
    assert_eq!((grouped.drafts[0].dossier.as_str(), grouped.drafts[0].name.as_str()), ("kho", "kho"));
}

#[test]
fn numbers_behind_a_code_are_pages_of_the_code() {
    let names = ["d1_0002.tif", "D1_0001.tif", "d2.1.jpg", "d2.10.jpg", "d2.2.jpg"];
    assert_eq!(drawn(&names, None), ["hoso01/D1: D1_0001.tif d1_0002.tif", "hoso01/d2: d2.1.jpg d2.2.jpg d2.10.jpg"]);
}

#[test]
fn separators_and_brackets_make_no_difference() {
    let names = ["KQ 7 (1).jpg", "KQ 7 002.jpg", "KQ 7-003a.jpg"];
    assert_eq!(drawn(&names[..1], None), ["hoso01/KQ 7: KQ 7 (1).jpg"]);
    assert_eq!(drawn(&names[1..], None), ["hoso01/KQ 7 002: KQ 7 002.jpg", "hoso01/KQ 7-003a: KQ 7-003a.jpg"]);
    assert_eq!(drawn(&["K.001.jpg", "K_002.jpg", "K-003.jpg"], None), ["hoso01/K: K.001.jpg K_002.jpg K-003.jpg"]);
}

#[test]
fn a_page_number_gap_is_a_finding_and_not_an_error() {
    let names = ["d1_0001.tif", "d1_0003.tif", "d1_0007.tif"];
    assert_eq!(codes(&names), ["group.gap"]);
    assert!(message(&names).starts_with("pages missing: 2, 4-6."));
    assert_eq!(grouped(&names, None).findings[0].subject, "kho/hoso01/d1_0001.tif");
}

#[test]
fn a_long_list_of_gaps_is_cut() {
    let names: Vec<String> = (0..40).map(|n| format!("{}.jpg", 2 * n + 1)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(
        message(&names).starts_with("pages missing: 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, .... "),
        "{}",
        message(&names)
    );
}

#[test]
fn a_missing_first_page_is_a_gap_but_sheets_counted_through_a_dossier_are_none() {
    assert!(message(&["2.jpg", "3.jpg"]).starts_with("pages missing: 1."));
    assert_eq!(codes(&["037.jpg", "038.jpg"]), ["group.late-start"]);
}

#[test]
fn sheets_put_in_between_fill_no_gap_and_make_none() {
    assert!(codes(&["1.jpg", "2a.jpg", "2b.jpg", "3.jpg"]).is_empty());
}

#[test]
fn a_number_with_two_endings_is_kept_twice_and_reported() {
    let names = ["001.jpg", "1.jpg", "1.tif", "2.jpg"];
    assert_eq!(drawn(&names, None), ["kho/hoso01: 1.jpg 1.tif 001.jpg 2.jpg"]);
    assert_eq!(codes(&names), ["group.repeated"]);
    assert_eq!(codes(&["K_001.jpg", "K_001.tif"]), ["group.repeated"]);
}

#[test]
fn codes_that_end_in_numbers_stay_whole() {
    let names = ["H26.15.2020.jpg", "KQ.G15.000031.jpg", "KQ.G15.000032.jpg"];
    let expected = [
        "hoso01/H26.15.2020: H26.15.2020.jpg",
        "hoso01/KQ.G15.000031: KQ.G15.000031.jpg",
        "hoso01/KQ.G15.000032: KQ.G15.000032.jpg",
    ];
    assert_eq!(drawn(&names, None), expected);
    assert!(codes(&names).is_empty());
}

#[test]
fn six_digits_are_part_of_the_code_even_from_one_on() {
    assert_eq!(drawn(&["KQ.G15.000001.jpg", "KQ.G15.000002.jpg"], None).len(), 2);
    assert_eq!(drawn(&["KQ.G15.000031.001.jpg"], None), ["hoso01/KQ.G15.000031: KQ.G15.000031.001.jpg"]);
}

#[test]
fn numbers_behind_a_year_are_read_as_pages_and_reported() {
    let names = ["H26.15.2020.001.jpg", "H26.15.2020.002.jpg"];
    assert_eq!(drawn(&names, None), ["hoso01/H26.15.2020: H26.15.2020.001.jpg H26.15.2020.002.jpg"]);
    assert_eq!(codes(&names), ["group.ambiguous"]);
    assert_eq!(drawn(&names, Some(By::File)).len(), 2);
}

#[test]
fn numbers_that_do_not_start_at_the_first_page_are_documents_unless_the_operator_says_otherwise() {
    let names = ["H49.2001.160.jpg", "H49.2001.161.jpg"];
    assert_eq!(drawn(&names, None).len(), 2);
    assert_eq!(codes(&names), ["group.ambiguous"]);
    assert_eq!(drawn(&names, Some(By::Prefix)), ["hoso01/H49.2001: H49.2001.160.jpg H49.2001.161.jpg"]);
    assert!(codes(&["H26.1998.jpg", "H26.1999.jpg"]).is_empty());
}

#[test]
fn a_lone_file_is_page_one_or_a_document() {
    assert_eq!(drawn(&["K.001.jpg"], None), ["hoso01/K: K.001.jpg"]);
    assert_eq!(drawn(&["K.002.jpg"], None), ["hoso01/K.002: K.002.jpg"]);
    assert_eq!(drawn(&["K.000.jpg"], None), ["hoso01/K.000: K.000.jpg"]);
}

#[test]
fn numbers_written_in_two_ways_are_no_run() {
    let names = ["K_1.jpg", "K_02.jpg", "K_003.jpg"];
    assert_eq!(drawn(&names, None).len(), 3);
    assert_eq!(codes(&names), ["group.ambiguous"]);
    let overflow: Vec<String> = (1..=1001).map(|n| format!("K_{n:03}.jpg")).collect();
    assert_eq!(drawn(&overflow.iter().map(String::as_str).collect::<Vec<_>>(), None).len(), 1);
}

#[test]
fn five_digits_are_pages_only_when_dense() {
    assert_eq!(drawn(&["K_00001.jpg", "K_00002.jpg", "K_00004.jpg"], None).len(), 1);
    assert_eq!(drawn(&["K_00001.jpg", "K_00031.jpg"], None).len(), 2);
    assert_eq!(drawn(&["00000001.jpg", "00000002.jpg"], None).len(), 1);
    assert_eq!(drawn(&["20200131.jpg", "001.jpg"], None), ["hoso01/20200131: 20200131.jpg", "kho/hoso01: 001.jpg"]);
}

#[test]
fn one_word_of_a_scanner_is_as_good_as_none() {
    assert_eq!(drawn(&["scan0002.jpg", "Scan0001.jpg"], None), ["kho/hoso01: Scan0001.jpg scan0002.jpg"]);
    let two = ["scan1.jpg", "IMG_1.jpg", "IMG_2.jpg"];
    assert_eq!(drawn(&two, None), ["hoso01/IMG: IMG_1.jpg IMG_2.jpg", "hoso01/scan: scan1.jpg"]);
}

#[test]
fn a_multi_page_tiff_is_a_document() {
    assert_eq!(drawn(&["K.many.tif", "d1_1.jpg"], None), ["hoso01/d1: d1_1.jpg", "hoso01/K.many: K.many.tif"]);
    assert_eq!(grouped(&["K.many.tif"], None).drafts[0].rule, Rule::MultiPage);
}

#[test]
fn a_multi_page_tiff_among_bare_numbers_leaves_no_gap_but_is_told() {
    let scan = |name, many_pages| Scan { name, many_pages };
    let grouped = group("k", &["k"], &[scan("1.tif", false), scan("2.tif", true), scan("3.tif", false)], None);
    assert_eq!(grouped.drafts.len(), 2);
    assert_eq!(grouped.findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["group.mixed"]);
}

#[test]
fn covers_and_strays_among_numbers_are_documents_of_their_own() {
    let names = ["001.jpg", "002.jpg", "BIA.jpg", "bia1.jpg", "A03.jpg"];
    let expected =
        ["kho/hoso01: 001.jpg 002.jpg", "hoso01/A03: A03.jpg", "hoso01/BIA: BIA.jpg", "hoso01/bia1: bia1.jpg"];
    let mut drawn = drawn(&names, None);
    drawn.sort_by_key(|line| !line.starts_with("kho"));
    assert_eq!(drawn, expected);
    assert_eq!(codes(&names), ["group.cover", "group.stray"]);
}

#[test]
fn bare_numbers_beside_a_run_are_reported() {
    assert_eq!(codes(&["001.jpg", "K_001.jpg", "K_002.jpg"]), ["group.mixed"]);
}

#[test]
fn a_file_named_as_the_code_of_a_run_is_its_own_document_and_reported() {
    let names = ["k.jpg", "K_1.jpg", "K_2.jpg"];
    assert_eq!(drawn(&names, None), ["hoso01/K: K_1.jpg K_2.jpg", "hoso01/k: k.jpg"]);
    assert_eq!(codes(&names), ["group.ambiguous"]);
}

#[test]
fn a_copy_of_a_page_does_not_pass_in_silence() {
    assert_eq!(codes(&["K_001.jpg", "K_001 (1).jpg", "K_002.jpg"]), ["group.ambiguous"]);
    assert_eq!(codes(&["1.jpg", "1 (1).jpg", "1 (2).jpg"]), ["group.ambiguous", "group.mixed"]);
}

#[test]
fn the_operator_can_make_a_folder_one_document() {
    let names = ["BIA.jpg", "2.jpg", "K_1.jpg", "1.jpg", "m.many.tif"];
    assert_eq!(drawn(&names, Some(By::Folder)), ["kho/hoso01: 1.jpg 2.jpg BIA.jpg K_1.jpg m.many.tif"]);
    assert_eq!(grouped(&["1.jpg", "3.jpg"], Some(By::Folder)).findings[0].code, "group.gap");
}

#[test]
fn by_prefix_leaves_bare_numbers_single() {
    assert_eq!(
        drawn(&["1.jpg", "2.jpg", "scan_1.jpg"], Some(By::Prefix)),
        ["hoso01/1: 1.jpg", "hoso01/2: 2.jpg", "hoso01/scan: scan_1.jpg"]
    );
}

#[test]
fn names_that_are_the_same_or_empty_are_all_kept() {
    assert_eq!(drawn(&["1.jpg", "1.jpg", "", ".", "()", "_.jpg", " .jpg"], None).len(), 6);
    assert!(group("", &[], &[], None).drafts.is_empty());
    assert_eq!(group("kho", &[], &[Scan { name: "1.jpg", many_pages: false }], None).drafts[0].name, "kho");
}

#[test]
fn no_scan_is_lost_or_used_twice_and_the_order_of_the_input_does_not_matter() {
    let (codes, separators) =
        (["", "K", "k", "KQ.G15", "H26.2020", "scan", "BIA", "đơn"], [".", "_", "-", " ", "", " ("]);
    let (numbers, endings) =
        (["1", "01", "001", "2", "3a", "00004", "000031", "20200131", "x", ""], [".jpg", ".TIF", ".many.tif", ""]);
    let mut state = 7_usize;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..400 {
        let names: Vec<String> = (0..next(30))
            .map(|_| [codes[next(8)], separators[next(6)], numbers[next(10)], endings[next(4)]].concat())
            .collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        let by = [None, Some(By::File), Some(By::Folder), Some(By::Prefix)][next(4)];
        let mut used: Vec<usize> = grouped(&names, by).drafts.into_iter().flat_map(|draft| draft.scans).collect();
        used.sort_unstable();
        assert_eq!(used, (0..names.len()).collect::<Vec<_>>(), "{names:?}");
        let drawn_once = drawn(&names, by);
        names.reverse();
        assert_eq!(drawn(&names, by), drawn_once);
    }
}

#[test]
fn a_pdf_fills_no_gap_among_numbered_pages() {
    let scan = |name| Scan { name, many_pages: name == "003.pdf" };
    let grouped = group("in/hs15", &["hs15"], &["001.jpg", "002.jpg", "003.pdf", "004.jpg"].map(scan), None);
    let gap = grouped.findings.iter().find(|finding| finding.code == "group.gap").unwrap();
    assert!(gap.message.en.starts_with("pages missing: 3."), "{}", gap.message.en);
}
