//! What may and what must not pass as the same sheet; `README.md` says how the crops were made.

mod edges;
mod specks;

use crate::duplicates::align::{Fit, Pair, Plane, Way};
use crate::duplicates::verdict::{Answer, Excuse, Verdict};

use super::compare;

const WIDTH: usize = 472;
const HEIGHT: usize = 176;
const FIRST: &[u8] = include_bytes!("first.png");
const AGAIN: &[u8] = include_bytes!("again.png");
const BLACK: &[u8] = include_bytes!("black.png");

/// Reads a crop into the middle of a page, so that nothing lies at its edge.
fn page(png: &[u8]) -> Vec<u8> {
    let crop = image::load_from_memory(png).unwrap().into_luma8();
    assert_eq!((crop.width() as usize, crop.height() as usize), (WIDTH, HEIGHT));
    let mut page = vec![0; PAGE * PAGE];
    for (row, line) in crop.as_raw().chunks(WIDTH).enumerate() {
        let at = (row + INSET) * PAGE + INSET;
        page[at..at + WIDTH].copy_from_slice(line);
    }
    page
}

const PAGE: usize = 1100;
const INSET: usize = 300;

fn plane(ink: Vec<u8>, bitonal: bool) -> Plane {
    Plane { ink, black: None, bitonal, coarse: false }
}

fn pair(a: Plane, b: Plane) -> Pair {
    let way = Way { matrix: [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], quarters: 0 };
    Pair { width: PAGE, height: PAGE, a, b, way, fit: Fit { tiles: 40, agreeing: 1.0, residual: 0.1, beyond: 0.0 } }
}

fn judge(a: Vec<u8>, b: Vec<u8>) -> Verdict {
    let [there, back] =
        [[&a, &b], [&b, &a]].map(|[a, b]| compare(&pair(plane(a.clone(), false), plane(b.clone(), false))));
    assert_eq!(there.answer == Answer::Near, back.answer == Answer::Near, "the order must not matter");
    there
}

/// Fills a rectangle with ink.
fn fill(page: &mut [u8], [x, y, width, height]: [usize; 4], ink: u8) {
    for row in y..y + height {
        page[row * PAGE + x..][..width].fill(ink);
    }
}

#[test]
fn the_same_sheet_scanned_twice_is_near() {
    let verdict = judge(page(FIRST), page(AGAIN));
    assert_eq!(verdict.answer, Answer::Near, "{verdict:?}");
    assert!(verdict.score > 0.5);
}

#[test]
fn the_same_sheet_in_black_and_white_is_never_another() {
    let verdict = compare(&pair(plane(page(FIRST), false), plane(page(BLACK), true)));
    assert_ne!(verdict.answer, Answer::Different, "{verdict:?}");
    assert_eq!(verdict.excuses, [Excuse::Bitonal]);
}

/// Makes a page of greys black and white, from a level that rises from left to right: as uneven light does.
fn unevenly(ink: &[u8]) -> Vec<u8> {
    let level = |place: usize| 70 + (place % PAGE * 110 / PAGE) as u8;
    ink.iter().enumerate().map(|(place, ink)| if *ink > level(place) { 255 } else { 0 }).collect()
}

#[test]
fn uneven_light_is_seen_through_and_a_changed_mark_in_it_is_not() {
    let black = || plane(unevenly(&page(AGAIN)), true);
    let same = compare(&pair(plane(page(FIRST), false), black()));
    assert_eq!(same.answer, Answer::Near, "{same:?}");
    let changed: [&[u8]; 5] = [
        include_bytes!("tone.png"),
        include_bytes!("hat.png"),
        include_bytes!("dot.png"),
        include_bytes!("digit.png"),
        include_bytes!("stroke.png"),
    ];
    for png in changed {
        let verdict = compare(&pair(plane(page(png), false), black()));
        assert_ne!(verdict.answer, Answer::Near, "{verdict:?}");
    }
}

#[test]
fn light_writing_that_one_page_lacks_is_not_taken_for_paper() {
    for (ink, bitonal) in [(110, false), (140, false), (110, true), (140, true)] {
        let mut written = page(FIRST);
        for part in
            [[INSET + 250, INSET + 60, 3, 16], [INSET + 253, INSET + 66, 8, 3], [INSET + 261, INSET + 60, 3, 16]]
        {
            fill(&mut written, part, ink);
        }
        let other = if bitonal { page(BLACK) } else { page(AGAIN) };
        let verdict = compare(&pair(plane(written, false), plane(other, bitonal)));
        assert_ne!(verdict.answer, Answer::Near, "{ink} {bitonal} {verdict:?}");
    }
}

#[test]
fn one_changed_character_is_never_near() {
    let changed: [(&str, &[u8]); 12] = [
        ("tone", include_bytes!("tone.png")),
        ("bare", include_bytes!("bare.png")),
        ("hat", include_bytes!("hat.png")),
        ("dot", include_bytes!("dot.png")),
        ("digit", include_bytes!("digit.png")),
        ("zero", include_bytes!("zero.png")),
        ("date", include_bytes!("date.png")),
        ("letter", include_bytes!("letter.png")),
        ("comma", include_bytes!("comma.png")),
        ("stroke", include_bytes!("stroke.png")),
        ("added", include_bytes!("added.png")),
        ("missing", include_bytes!("missing.png")),
    ];
    for (name, png) in changed {
        for first in [FIRST, AGAIN] {
            let verdict = judge(page(first), page(png));
            assert_ne!(verdict.answer, Answer::Near, "{name}: {verdict:?}");
        }
        let verdict = compare(&pair(plane(page(BLACK), true), plane(page(png), false)));
        assert_ne!(verdict.answer, Answer::Near, "{name} in black and white: {verdict:?}");
    }
}

#[test]
fn the_place_of_the_verdict_is_the_changed_character() {
    let verdict = judge(page(FIRST), page(include_bytes!("digit.png")));
    let place = verdict.place.unwrap();
    let (x, y) = (place.x * PAGE as f64 - INSET as f64, place.y * PAGE as f64 - INSET as f64);
    assert!((50.0..130.0).contains(&x) && (0.0..45.0).contains(&y), "{place:?}");
}

#[test]
fn writing_beyond_the_edge_of_the_other_scan_is_for_a_person_to_look_at() {
    let mut pair = pair(plane(page(FIRST), false), plane(page(AGAIN), false));
    pair.fit.beyond = 60.0;
    assert_eq!(compare(&pair).answer, Answer::Review);
}

#[test]
fn a_word_that_lies_beside_itself_is_for_a_person_to_look_at() {
    let (mut first, mut second) = (page(FIRST), page(AGAIN));
    for (page, y) in [(&mut first, 700), (&mut second, 704)] {
        fill(page, [600, y, 4, 20], 255);
        fill(page, [604, y + 8, 12, 4], 255);
        fill(page, [616, y, 4, 20], 255);
    }
    assert_eq!(judge(first.clone(), second).answer, Answer::Review);

    let mut other = page(AGAIN);
    fill(&mut other, [608, 700, 4, 20], 255);
    fill(&mut other, [600, 716, 20, 4], 255);
    assert_eq!(judge(first, other).answer, Answer::Different);
}

#[test]
fn what_was_added_is_named_and_for_a_person_to_look_at() {
    let mut noted = page(AGAIN);
    fill(&mut noted, [700, 750, 120, 40], 255);
    let verdict = judge(page(FIRST), noted);
    assert_eq!(verdict.answer, Answer::Review);
    let added = verdict.excuses.iter().find_map(|excuse| match excuse {
        Excuse::Added { area, on_second: true } => Some(*area),
        _ => None,
    });
    let area = added.unwrap();
    assert!((area.x * PAGE as f64 - 700.0).abs() < 8.0 && (area.height * PAGE as f64 - 40.0).abs() < 12.0, "{area:?}");
}

#[test]
fn a_sticker_with_other_writing_is_for_a_person_to_look_at() {
    let (mut plain, mut pasted) = (page(FIRST), page(AGAIN));
    for page in [&mut plain, &mut pasted] {
        fill(page, [690, 300, 82, 176], 0);
    }
    for part in [[700, 380, 4, 20], [704, 388, 12, 4], [716, 380, 4, 20]] {
        fill(&mut plain, part, 255);
    }
    for part in [[708, 380, 4, 20], [700, 396, 20, 4]] {
        fill(&mut pasted, part, 255);
    }
    assert_eq!(judge(plain.clone(), pasted.clone()).answer, Answer::Different);
    for y in [320, 450] {
        fill(&mut pasted, [695, y, 70, 6], 255);
    }
    let verdict = judge(plain.clone(), pasted.clone());
    assert_eq!(verdict.answer, Answer::Review, "{verdict:?}");
    assert!(verdict.excuses.iter().any(|excuse| matches!(excuse, Excuse::Added { on_second: true, .. })));
    let mut large = pasted.clone();
    for (x, y) in [(500, 150), (600, 150), (695, 150), (695, 250)] {
        fill(&mut large, [x, y, 70, 6], 255);
    }
    assert_eq!(judge(plain.clone(), large).answer, Answer::Review, "a sticker of 34 by 39 mm");
    fill(&mut pasted, [100, 800, 40, 12], 255);
    let verdict = judge(plain.clone(), pasted.clone());
    assert_eq!(verdict.answer, Answer::Review, "what lies elsewhere is no part of the sticker: {verdict:?}");
    let added = verdict.excuses.iter().filter(|excuse| matches!(excuse, Excuse::Added { .. }));
    assert_eq!(added.count(), 2);
    for x in [400, 700, 1000] {
        fill(&mut pasted, [x, 800, 40, 12], 255);
    }
    let verdict = judge(plain, pasted);
    assert_eq!(verdict.answer, Answer::Different, "so much is no sticker: {verdict:?}");
}

#[test]
fn a_sticker_that_hides_one_text_and_shows_another_across_its_edge_is_for_a_person_to_look_at() {
    let (mut plain, mut pasted) = (page(FIRST), page(AGAIN));
    // Hidden above, shown to the right below, and between them a word that stands in another's place.
    fill(&mut plain, [300, 560, 200, 12], 255);
    fill(&mut pasted, [360, 620, 120, 12], 255);
    for part in [[310, 610, 4, 20], [314, 618, 12, 4], [326, 610, 4, 20]] {
        fill(&mut plain, part, 255);
    }
    for part in [[318, 610, 4, 20], [310, 626, 20, 4]] {
        fill(&mut pasted, part, 255);
    }
    let verdict = judge(plain.clone(), pasted.clone());
    assert_eq!(verdict.answer, Answer::Review, "{verdict:?}");
    fill(&mut plain, [300, 560, 200, 12], 0);
    fill(&mut plain, [300, 1000, 200, 12], 255);
    assert_eq!(judge(plain, pasted).answer, Answer::Different, "what is hidden far away is no part of it");
}

#[test]
fn a_speck_on_a_rule_whose_edge_is_rough_makes_no_other_paper() {
    let (mut plain, mut dusty) = (page(FIRST), page(AGAIN));
    for page in [&mut plain, &mut dusty] {
        fill(page, [100, 900, 800, 6], 255);
    }
    fill(&mut plain, [434, 894, 6, 6], 255);
    fill(&mut dusty, [430, 906, 7, 2], 255);
    assert_eq!(judge(plain, dusty).answer, Answer::Review);
}

#[test]
fn a_doubtful_fit_is_never_near() {
    let mut pair = pair(plane(page(FIRST), false), plane(page(AGAIN), false));
    pair.fit.agreeing = 0.3;
    assert_eq!(compare(&pair).answer, Answer::Review);
}

#[test]
fn pages_without_pixels_or_ink_do_no_harm() {
    let way = Way { matrix: [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], quarters: 0 };
    for (width, height, ink) in [(0, 0, 0), (1, 1, 255), (1, 2000, 255), (70, 3, 0), (130, 90, 255)] {
        let page = || plane(vec![ink; width * height], false);
        let pair = Pair { width, height, a: page(), b: page(), way, fit: Fit::default() };
        assert_ne!(compare(&pair).answer, Answer::Near);
    }
}
