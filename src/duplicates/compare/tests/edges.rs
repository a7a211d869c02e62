//! Borders, folds, bands, holes and rules, and what must not pass for them.

use crate::duplicates::verdict::Answer;

use super::{AGAIN, FIRST, INSET, PAGE, fill, judge, page};

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
        judge(super::page(FIRST), page).answer
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
