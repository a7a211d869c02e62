//! What the page holds, read back as strictly as XML is.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::duplicates::verdict::Area;
use crate::raster::Picture;
use crate::text;
use crate::text::Lang;

use super::*;

/// What a hostile sheet, file or person would like to run.
const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";

fn picture(shade: u8) -> Picture {
    Picture { width: 40, height: 56, rgb: vec![shade; 40 * 56 * 3] }
}

fn case(number: usize) -> Case {
    let (one, other) = (picture(250), picture(240));
    let place = Area { x: 0.2, y: 0.3, width: 0.1, height: 0.05 };
    let seen = [&one, &other].map(|picture| Seen { picture, dpi: Some(50.0) });
    let side = |id: &str| Side {
        id: id.to_owned(),
        name: HOSTILE.to_owned(),
        page: 1,
        facts: vec![text!("màu, {HOSTILE}", "colour, {HOSTILE}")],
    };
    Case {
        number,
        group: 1,
        found: Found::Review,
        score: 0.98765,
        sides: [side("a-1"), side("b-2")],
        keep: 1,
        reasons: vec![text!("có màu", "in colour")],
        why: vec![text!("bụi {HOSTILE}", "dust {HOSTILE}")],
        fields: vec![Field {
            label: text!("Số {HOSTILE}", "Number {HOSTILE}"),
            values: [HOSTILE.to_owned(), "Nguyễn Văn An".to_owned()],
        }],
        shots: Shots::of(seen, None, Some(place)),
        place: Some(place),
    }
}

fn list(n_rows: usize) -> List {
    let heading = text!("Loại {HOSTILE}", "Type {HOSTILE}");
    List {
        title: heading.clone(),
        about: Some(heading.clone()),
        headings: vec![heading],
        rows: vec![vec![HOSTILE.to_owned()]],
        n_rows,
    }
}

fn page(n_pairs: usize, at: usize, lang: Lang) -> String {
    let frame = Frame { archive: HOSTILE.to_owned(), made: "2026-11-22".to_owned(), lang, n_pairs };
    let lists = [list(1), list(3)];
    let names = BTreeMap::from([("a-1".to_owned(), HOSTILE.to_owned())]);
    let pairs: String = (1..=n_pairs.min(2)).map(|number| frame.pair(&case(number))).collect();
    frame.begin(at, &lists) + &pairs + &frame.end(at, &lists, &names)
}

/// Returns the names of all tags; a page that is not well-formed is a panic.
fn tags(page: &str) -> Vec<String> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let (mut tags, mut depth) = (Vec::new(), 0_usize);
    loop {
        let event = reader.read_event().unwrap();
        match event {
            Event::Eof => break,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => (),
        }
        if let Event::Start(tag) | Event::Empty(tag) = event {
            assert!(tag.attributes().with_checks(true).all(|attribute| attribute.is_ok()));
            tags.push(tag.name().0.to_owned());
        }
    }
    assert_eq!(depth, 0);
    tags
}

fn without_code(page: &str) -> String {
    page.replace(include_str!("script.js"), "").replace(include_str!("style.css"), "")
}

#[test]
fn the_page_is_well_formed_in_both_languages_and_nothing_from_outside_is_a_tag() {
    for (lang, word) in [(Lang::Vi, "Các cặp cần quyết định"), (Lang::En, "Pairs to decide")] {
        let page = page(2, 0, lang);
        let tags = tags(&page);
        let count = |name: &str| tags.iter().filter(|tag| *tag == name).count();
        // The words of the page as JSON, and its own script.
        assert_eq!((count("script"), count("article")), (2, 2));
        // Two pages, two cuttings, and a tint over each of these.
        assert_eq!(count("img"), 2 * 6);
        assert!(page.contains(word) && !page.contains("{{"), "{page}");
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"));
    }
}

#[test]
fn only_the_scripts_and_styles_of_the_page_may_run() {
    let page = page(1, 0, Lang::En);
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    for part in ["default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let between = |begin: &str, end: &str| page.rsplit_once(begin).unwrap().1.split(end).next().unwrap().to_owned();
    for (kind, text) in
        [("script-src", between("<script>", "</script>")), ("style-src", between("<style>", "</style>"))]
    {
        assert!(policy.contains(&format!("{kind} {}", html::source_of(&text))), "{kind}: {policy}");
    }
    // A policy of digests knows no handlers and styles within tags.
    assert!(!without_code(&page).contains(" style=") && !without_code(&page).contains(" onclick="));
}

#[test]
fn pairs_are_split_over_files_that_know_each_other() {
    let frame = |n_pairs| Frame { archive: "kho".to_owned(), made: String::new(), lang: Lang::En, n_pairs };
    assert_eq!([0, 1, 50, 51, 100, 101].map(|n| frame(n).n_files()), [1, 1, 1, 2, 2, 3]);
    let second = frame(120).begin(1, &[list(1)]);
    for part in ["href=\"duplicates.html#pairs\">1–50", "<b>51–100</b>", "href=\"duplicates-3.html#pairs\">101–120"]
    {
        assert!(second.contains(part), "{part}: {second}");
    }
    assert!(!second.contains("id=\"summary\""));
    assert!(frame(120).begin(0, &[list(1)]).contains("id=\"summary\""));
}

#[test]
fn a_table_says_when_it_shows_a_part_only() {
    let page = page(0, 0, Lang::En);
    assert!(page.contains("1 / 3. The whole table is in duplicates.xlsx"), "{page}");
    assert!(page.contains("There is no pair to decide."));
}

#[test]
fn a_pair_whose_pages_cannot_be_shown_can_still_be_decided() {
    let unseen = Case { shots: None, fields: Vec::new(), group: 0, ..case(1) };
    let shown = case::render(&unseen, Lang::Vi);
    tags(&shown);
    assert!(shown.contains("Không xem được ảnh") && shown.contains("data-kind=\"different\""));
    assert!(shown.contains("Độ giống 0,988") && !shown.contains("data-do=\"split\""));
}
