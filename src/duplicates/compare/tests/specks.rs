//! Dust and hairs, and what must not pass for them.

use crate::duplicates::verdict::{Answer, Excuse};

use super::{AGAIN, FIRST, INSET, compare, fill, judge, page, pair, plane};

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
