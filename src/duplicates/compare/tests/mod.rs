//! What may and what must not pass as the same sheet; `README.md` says how the crops were made.

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
fn a_speck_of_dust_in_the_margin_is_excused_and_one_below_a_letter_is_not() {
    let mut dusty = page(AGAIN);
    fill(&mut dusty, [600, 700, 5, 5], 255);
    let verdict = judge(page(FIRST), dusty);
    assert_eq!((verdict.answer, verdict.excuses), (Answer::Near, vec![Excuse::Dust]));

    let mut dusty = page(AGAIN);
    fill(&mut dusty, [INSET + 300, INSET + 48, 5, 5], 255);
    assert_eq!(judge(page(FIRST), dusty).answer, Answer::Review);
}

#[test]
fn a_mark_beside_a_speck_is_not_excused_with_it() {
    let dusty = |mark: u8| {
        let mut dusty = page(AGAIN);
        fill(&mut dusty, [INSET + 176, INSET + 172, 8, 8], 255);
        fill(&mut dusty, [INSET + 178, INSET + 162, 4, 4], mark);
        dusty
    };
    assert_eq!(judge(page(FIRST), dusty(0)).answer, Answer::Near);
    assert_eq!(judge(page(FIRST), dusty(200)).answer, Answer::Review);
}

#[test]
fn specks_that_lie_near_each_other_are_excused_together() {
    let mut dusty = page(AGAIN);
    [600, 610, 620].into_iter().for_each(|x| fill(&mut dusty, [x, 700, 5, 5], 255));
    assert_eq!(judge(page(FIRST), dusty).answer, Answer::Near);
}

#[test]
fn a_mark_too_large_for_dust_is_not_excused() {
    let mut marked = page(AGAIN);
    fill(&mut marked, [600, 700, 24, 24], 255);
    assert_eq!(judge(page(FIRST), marked).answer, Answer::Review);
}

#[test]
fn a_line_struck_through_a_name_is_not_excused() {
    for thickness in [1, 3] {
        let mut struck = page(AGAIN);
        fill(&mut struck, [INSET + 110, INSET + 64, 150, thickness], 255);
        assert_ne!(judge(page(FIRST), struck).answer, Answer::Near);
    }
}

#[test]
fn a_thin_crooked_hair_is_excused() {
    let mut hairy = page(AGAIN);
    for step in 0..60 {
        let y = 700 + if step < 30 { step / 2 } else { 30 - step / 2 };
        fill(&mut hairy, [500 + step, y, 1, 1], 255);
    }
    assert_eq!(judge(page(FIRST), hairy).answer, Answer::Near);
}

#[test]
fn a_thin_mark_is_no_hair() {
    let bent = |length: usize| {
        let mut marked = page(AGAIN);
        for step in 0..length {
            fill(&mut marked, [500 + step, 700 + step.abs_diff(length / 2) / 2, 1, 2], 160);
        }
        judge(page(FIRST), marked).answer
    };
    assert_eq!([bent(20), bent(34)], [Answer::Review; 2]);
    assert_eq!(bent(60), Answer::Near, "the same, as long as a hair");
    assert_eq!(bent(240), Answer::Review, "as long as a signature");
}

#[test]
fn a_border_at_the_edge_is_excused_and_a_letter_there_is_not() {
    let (mut bordered, mut written) = (page(AGAIN), page(AGAIN));
    fill(&mut bordered, [100, PAGE - 20, 600, 8], 255);
    assert_eq!(judge(page(FIRST), bordered).answer, Answer::Near);
    for part in [[600, PAGE - 34, 4, 20], [604, PAGE - 26, 12, 4], [616, PAGE - 34, 4, 20]] {
        fill(&mut written, part, 255);
    }
    assert_ne!(judge(page(FIRST), written).answer, Answer::Near);
}

#[test]
fn a_crease_in_the_corner_is_excused_and_writing_there_is_not() {
    let written = |png, marks: &[[usize; 4]]| {
        let (crop, mut page) = (page(png), page(png));
        for row in 0..40 {
            let from = (INSET + 58 + row) * PAGE + INSET + 80;
            page[(40 + row) * PAGE + 30..][..100].copy_from_slice(&crop[from..from + 100]);
        }
        marks.iter().for_each(|mark| fill(&mut page, *mark, 255));
        page
    };
    let judged = |marks: &[[usize; 4]]| judge(written(FIRST, &[]), written(AGAIN, marks)).answer;
    let crease: Vec<[usize; 4]> = (0..120).map(|step| [step, 120 - step, 2, 2]).collect();
    assert_eq!(judged(&crease), Answer::Near);
    assert_eq!(judged(&[[60, 66, 5, 5]]), Answer::Review, "a dot below a letter");
    assert_eq!(judged(&[[134, 44, 3, 16]]), Answer::Review, "a stroke at the end of a word");
}

#[test]
fn a_band_along_the_side_is_excused_and_a_patch_there_is_not() {
    let with = |part| {
        let mut page = page(AGAIN);
        fill(&mut page, part, 100);
        judge(super::tests::page(FIRST), page).answer
    };
    assert_eq!(with([20, 100, 36, 800]), Answer::Near);
    assert_eq!(with([20, 400, 36, 30]), Answer::Review);
}

#[test]
fn a_mark_on_a_tinted_strip_that_both_pages_have_is_not_excused() {
    let tinted = |png, mark: [usize; 4]| {
        let (crop, mut page) = (page(png), page(png));
        fill(&mut page, [0, 0, PAGE, 60], 30);
        for row in 0..40 {
            let from = (INSET + 58 + row) * PAGE + INSET + 80;
            let line = page[(10 + row) * PAGE + 300..].iter_mut().zip(&crop[from..from + 100]);
            line.for_each(|(ink, written)| *ink = (*ink).max(*written));
        }
        fill(&mut page, mark, 255);
        page
    };
    let judged = |mark| judge(tinted(FIRST, [0; 4]), tinted(AGAIN, mark)).answer;
    assert_eq!(judged([0; 4]), Answer::Near);
    assert_eq!(judged([330, 36, 5, 5]), Answer::Review, "a dot below a letter");
    assert_eq!(judged([404, 14, 3, 16]), Answer::Review, "a stroke at the end of a word");
}

#[test]
fn a_changed_letter_in_a_line_along_the_edge_is_not_excused() {
    let lined = |png, is_changed: bool| {
        let mut page = page(png);
        for letter in 0..60 {
            let x = 100 + letter * 12;
            fill(&mut page, [x, 20, 3, 14], 255);
            fill(&mut page, [x, if is_changed && letter == 30 { 20 } else { 31 }, 9, 3], 255);
        }
        page
    };
    assert_eq!(judge(lined(FIRST, false), lined(AGAIN, false)).answer, Answer::Near);
    assert_ne!(judge(lined(FIRST, false), lined(AGAIN, true)).answer, Answer::Near);
}

#[test]
fn another_word_along_the_edge_is_not_excused() {
    let headed = |png, from: usize| {
        let (crop, mut page) = (page(png), page(png));
        for row in 0..28 {
            let from = (INSET + 14 + row) * PAGE + INSET + from;
            page[(6 + row) * PAGE + 300..][..120].copy_from_slice(&crop[from..from + 120]);
        }
        page
    };
    assert_eq!(judge(headed(FIRST, 60), headed(AGAIN, 60)).answer, Answer::Near);
    for from in [66, 130] {
        assert_ne!(judge(headed(FIRST, 60), headed(AGAIN, from)).answer, Answer::Near, "{from}");
    }
}

#[test]
fn dots_to_write_on_may_differ_and_a_dot_below_a_letter_may_not() {
    let dotted = |png, is_bold: fn(usize) -> bool| {
        let mut page = page(png);
        for x in (100..800).step_by(10) {
            let size = if is_bold(x) { 5 } else { 2 };
            fill(&mut page, [x - size / 2, 900 - size / 2, size, size], 255);
        }
        page
    };
    let (first, again) = (dotted(FIRST, |_| false), dotted(AGAIN, |x| x % 100 < 30));
    assert_eq!(judge(first.clone(), again).answer, Answer::Near);
    let written = |mut page: Vec<u8>| {
        fill(&mut page, [398, 870, 4, 24], 255);
        page
    };
    let (first, again) = (written(first), written(dotted(AGAIN, |x| x == 400)));
    assert_ne!(judge(first, again).answer, Answer::Near);
}

#[test]
fn a_punched_hole_is_excused_over_a_rule_and_not_over_writing() {
    let ruled = |png| {
        let mut page = page(png);
        fill(&mut page, [90, 100, 8, 900], 255);
        page
    };
    let punched = |(x, y): (isize, isize), ink: u8| {
        let mut page = ruled(AGAIN);
        let around = (-24..=24isize).flat_map(|v| (-24..=24isize).map(move |u| (u, v)));
        around.filter(|(u, v)| u * u + v * v <= 24 * 24).for_each(|(u, v)| {
            page[(y + v) as usize * PAGE + (x + u) as usize] = ink;
        });
        page
    };
    assert_eq!(judge(ruled(FIRST), punched((92, 500), 255)).answer, Answer::Near);
    assert_eq!(judge(ruled(FIRST), punched((110, 500), 120)).answer, Answer::Near);
    assert_eq!(judge(ruled(FIRST), punched((550, 700), 255)).answer, Answer::Review, "no margin");
    let mut written = ruled(FIRST);
    fill(&mut written, [120, 490, 4, 20], 255);
    assert_ne!(judge(written, punched((110, 500), 120)).answer, Answer::Near, "it hides a stroke");
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
fn lines_that_follow_one_another_are_no_hairs() {
    let strokes = |apart: usize| {
        let mut inked = page(AGAIN);
        for step in (0..180).filter(|step| step % 60 < 50) {
            let y = 700 + step / 60 * apart + (step % 60).abs_diff(25) / 2;
            fill(&mut inked, [400 + step, y, 1, 2], 160);
        }
        judge(page(FIRST), inked).answer
    };
    assert_eq!(strokes(80), Answer::Near, "three hairs");
    assert_eq!(strokes(0), Answer::Review, "a line of writing");
}

#[test]
fn a_mark_that_hangs_on_a_hair_is_not_excused() {
    let mut hairy = page(AGAIN);
    for step in 0..60 {
        let y = 700 + if step < 30 { step / 2 } else { 30 - step / 2 };
        fill(&mut hairy, [500 + step, y, 1, 1], 255);
    }
    fill(&mut hairy, [526, 714, 4, 4], 255);
    assert_eq!(judge(page(FIRST), hairy).answer, Answer::Review);
}

#[test]
fn the_outline_of_a_crooked_stroke_is_no_hair() {
    let (mut thin, mut thick) = (page(FIRST), page(AGAIN));
    for step in 0..60 {
        let y = 700 + if step < 30 { step / 2 } else { 30 - step / 2 };
        fill(&mut thin, [500 + step, y, 1, 10], 255);
        fill(&mut thick, [500 + step, y, 1, 10], 255);
        fill(&mut thick, [500 + step, y + 10, 1, 2], 160);
    }
    let verdict = compare(&pair(plane(thin, false), plane(thick, false)));
    assert_eq!(verdict.excuses, []);
}

#[test]
fn a_hair_across_a_stroke_is_excused_on_both_of_its_sides() {
    let (mut plain, mut hairy) = (page(FIRST), page(AGAIN));
    for page in [&mut plain, &mut hairy] {
        fill(page, [552, 680, 6, 40], 255);
    }
    for step in (0..75).filter(|step| !(52..58).contains(step)) {
        let y = 700 + if step < 40 { step / 2 } else { 40 - step / 2 };
        fill(&mut hairy, [500 + step, y, 1, 1], 160);
    }
    assert_eq!(judge(plain, hairy).answer, Answer::Near);
}

#[test]
fn a_rule_that_is_a_little_thicker_is_excused_and_a_new_one_is_not() {
    let (mut a, mut b) = (page(FIRST), page(AGAIN));
    fill(&mut a, [350, 620, 300, 3], 255);
    assert_ne!(judge(a.clone(), b.clone()).answer, Answer::Near);
    fill(&mut b, [350, 620, 300, 5], 255);
    assert!(judge(a, b).score > 0.99);
}

#[test]
fn a_dot_below_a_letter_that_is_underlined_is_no_edge_of_the_line() {
    let underlined = |png, dot: [usize; 4]| {
        let mut page = page(png);
        fill(&mut page, [INSET, INSET + 42, 480, 2], 255);
        fill(&mut page, dot, 255);
        page
    };
    let judged = |dot| judge(underlined(FIRST, [0; 4]), underlined(AGAIN, dot)).answer;
    assert_eq!(judged([0; 4]), Answer::Near);
    for (size, below) in [(5, 1), (5, 2), (4, 0), (4, 1), (3, 1)] {
        let dot = [INSET + 103 - size / 2, INSET + 42 + below, size, size];
        assert_eq!(judged(dot), Answer::Review, "{size} {below}");
    }
    assert_eq!(judged([INSET + 200, INSET + 44, 60, 1]), Answer::Near, "a thicker edge");
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
