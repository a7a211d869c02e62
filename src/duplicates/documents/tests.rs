//! Documents made of lettered pages, and verdicts as a table would give them.

use super::*;
use crate::duplicates::verdict::{Answer, Area, Verdict};

/// A page per letter; a capital letter is a better scan, `_` a blank page.
fn document(letters: &str) -> Document {
    let page = |letter: char| Page {
        content: Digest::of(letter.to_string().as_bytes()),
        blank: letter == '_',
        scan: Scan { tone: if letter.is_uppercase() { Tone::Colour } else { Tone::Grey }, pixels: 100 },
    };
    Document { pages: letters.chars().map(page).collect() }
}

fn verdict(answer: Answer, score: f64) -> Verdict {
    Verdict { answer, score, place: None, excuses: Vec::new() }
}

/// Letters are one sheet when they differ by case or by the digits of the alphabet row: see `truth`.
struct Table<'t> {
    near: &'t [&'t str],
    review: &'t [&'t str],
}

impl Table<'_> {
    fn judge(&self, a: char, b: char) -> Verdict {
        let has = |rows: &[&str]| rows.iter().any(|row| row.contains(a) && row.contains(b));
        match (has(self.near), has(self.review)) {
            (true, _) => verdict(Answer::Near, 0.9),
            (_, true) => verdict(Answer::Review, 0.5),
            _ => verdict(Answer::Different, 0.1),
        }
    }
}

/// Compares all pages with all, as far as they are asked for.
fn run(documents: &[&str], table: &Table<'_>, cap: u32) -> (Conclusion, Answers, usize) {
    let documents_of: Vec<Document> = documents.iter().map(|letters| document(letters)).collect();
    let pages = Pages::of(&documents_of);
    let letter = |page: usize| {
        let (idx, at) = pages.places[page];
        documents[idx].chars().nth(at).unwrap()
    };
    let n_pages = pages.scans.len();
    let all = (0..n_pages).flat_map(|a| (a + 1..n_pages).map(move |b| Candidate { pages: (a, b), score: 1.0 }));
    let mut questions = Questions::new(&pages.scans, &all.collect::<Vec<_>>(), cap, BTreeMap::new());
    let mut n_asked = 0;
    loop {
        let round = questions.round();
        if round.is_empty() {
            break;
        }
        for pair in round {
            n_asked += 1;
            questions.answer(pair, table.judge(letter(pair.0), letter(pair.1)));
        }
    }
    let answers = questions.finish();
    (conclude(&pages, &answers), answers, n_asked)
}

#[test]
fn every_scan_of_a_sheet_is_compared_with_the_best_one_and_no_other() {
    let (conclusion, _, n_asked) = run(&["a", "B", "c", "d"], &Table { near: &["aBcd"], review: &[] }, 64);
    assert_eq!(conclusion.best, [1, 1, 1, 1]);
    assert_eq!(conclusion.scores, [0.9, 1.0, 0.9, 0.9]);
    assert_eq!(n_asked, 3);
}

#[test]
fn one_wrong_edge_does_not_chain_two_papers() {
    // `b` looks like both `A` and `D`, which are not alike; `c` is another scan of `D`.
    let (conclusion, ..) = run(&["A", "b", "c", "D"], &Table { near: &["Ab", "bD", "cD"], review: &[] }, 64);
    assert_eq!(conclusion.best, [0, 0, 3, 3]);
}

#[test]
fn a_doubt_about_the_best_scan_is_a_doubt_about_its_group() {
    let (conclusion, ..) = run(&["A", "b", "c"], &Table { near: &["Ab", "bc"], review: &["Ac"] }, 64);
    assert_eq!(conclusion.best, [0, 0, 2]);
    let doubts: Vec<_> = conclusion.doubts.iter().map(|doubt| doubt.documents).collect();
    assert_eq!(doubts, [(0, 2), (1, 2)]);
}

#[test]
fn documents_are_the_same_page_by_page_and_blank_pages_do_not_count() {
    let table = Table { near: &["aA", "bB"], review: &[] };
    let (conclusion, ..) = run(&["a_b", "AB_", "_", "_"], &table, 64);
    assert_eq!(conclusion.best, [1, 1, 2, 3]);
    assert!(conclusion.ties.is_empty());
}

#[test]
fn a_page_in_doubt_puts_its_documents_in_doubt_and_another_page_settles_it() {
    let table = Table { near: &["aA"], review: &["bB"] };
    let (conclusion, ..) = run(&["abc", "ABc"], &table, 64);
    assert_eq!(
        conclusion.doubts.iter().map(|doubt| (doubt.documents, doubt.pages)).collect::<Vec<_>>(),
        [((0, 1), (1, 1))]
    );
    let (conclusion, ..) = run(&["abc", "ABd"], &table, 64);
    assert!(conclusion.doubts.is_empty());
    assert_eq!(conclusion.ties.iter().map(|tie| tie.kind).collect::<Vec<_>>(), [TieKind::SharedPage]);
}

#[test]
fn shared_pages_are_relations() {
    let table = Table { near: &["aA", "bB"], review: &[] };
    let (conclusion, ..) = run(&["ab", "BA", "b", "axx"], &table, 64);
    let told: Vec<_> = conclusion.ties.iter().map(|tie| (tie.kind.name(), tie.documents, tie.pages.clone())).collect();
    assert_eq!(
        told,
        [
            ("contained-in", (2, 0), vec![(0, 1)]),
            ("contained-in", (2, 1), vec![(0, 0)]),
            ("re-ordered", (0, 1), vec![(0, 1), (1, 0)]),
            ("shared-page", (0, 3), vec![(0, 0)]),
            ("shared-page", (1, 3), vec![(1, 0)]),
            ("page-twice", (3, 3), vec![(1, 2)]),
        ]
    );
}

#[test]
fn of_equal_documents_only_one_is_related() {
    let table = Table { near: &["aA"], review: &[] };
    let (conclusion, ..) = run(&["a", "A", "ab"], &table, 64);
    assert_eq!(conclusion.ties.iter().map(|tie| tie.documents).collect::<Vec<_>>(), [(1, 2)]);
}

#[test]
fn the_cap_bounds_what_each_page_asks_and_is_counted() {
    let letters = ["a", "b", "c", "d", "e", "f"];
    let (_, answers, n_asked) = run(&letters, &Table { near: &[], review: &[] }, 2);
    assert_eq!((n_asked, answers.capped), (9, 6));
}

#[test]
fn what_is_known_is_not_asked_again() {
    let pages = Pages::of(&[document("A"), document("b")]);
    let known = BTreeMap::from([((0, 1), verdict(Answer::Near, 0.8))]);
    let candidates = [Candidate { pages: (0, 1), score: 1.0 }];
    let mut questions = Questions::new(&pages.scans, &candidates, 64, known);
    assert!(questions.round().is_empty());
    assert_eq!(questions.finish().best, [0, 0]);
}

#[test]
fn pages_of_documents_with_a_page_in_common_are_all_candidates() {
    let pages = Pages::of(&[document("abc"), document("ABC"), document("Ax")]);
    let mut candidates = vec![Candidate { pages: (0, 3), score: 0.7 }];
    pages.complete(&mut candidates, 0.5);
    assert_eq!(candidates.len(), 1, "two of three pages that nobody thought of");
    pages.complete(&mut candidates, 0.3);
    assert_eq!(candidates.iter().map(|candidate| candidate.pages).collect::<Vec<_>>(), [(0, 3), (1, 4), (2, 5)]);
}

#[test]
fn families_have_no_candidates_between_them() {
    let candidate = |a, b| Candidate { pages: (a, b), score: 1.0 };
    let families = families(7, &[candidate(0, 5), candidate(1, 2), candidate(2, 6), candidate(3, 9)]);
    assert_eq!(families, [vec![candidate(0, 5)], vec![candidate(1, 2), candidate(2, 6)]]);
}

#[test]
fn a_doubt_names_the_place_on_the_page_that_was_compared_first() {
    let pages = Pages::of(&[document("a"), document("b")]);
    let area = Area { x: 0.1, y: 0.2, width: 0.1, height: 0.1 };
    let said = Verdict { place: Some(area), ..verdict(Answer::Review, 0.5) };
    let answers = Answers { best: vec![0, 1], verdicts: BTreeMap::from([((0, 1), said)]), capped: 0 };
    assert_eq!(conclude(&pages, &answers).doubts[0].place, Some(area));
}

/// Asks about three pages: the first two are in doubt, and the third is answered so when it is compared with the first.
fn asked_of_three(between: f64, far: f64) -> Vec<(usize, usize)> {
    let scans = [Scan { tone: Tone::Grey, pixels: 100 }; 3];
    let all = [(0, 1), (0, 2), (1, 2)].map(|pages| Candidate { pages, score: 0.5 });
    let mut questions = Questions::new(&scans, &all, 64, BTreeMap::new());
    let mut asked = Vec::new();
    loop {
        let round = questions.round();
        if round.is_empty() {
            return asked;
        }
        for pair in round {
            let answer =
                if pair == (0, 1) { verdict(Answer::Review, between) } else { verdict(Answer::Different, far) };
            questions.answer(pair, answer);
            asked.push(pair);
        }
    }
}

#[test]
fn what_differs_much_from_a_page_is_not_asked_of_what_is_nearly_that_page() {
    assert_eq!(asked_of_three(0.5, 0.1), [(0, 1), (0, 2)]);
    assert_eq!(asked_of_three(0.15, 0.1), [(0, 1), (0, 2), (1, 2)], "it may be the third that is nearly the second");
    assert_eq!(asked_of_three(0.5, 0.0), [(0, 1), (0, 2), (1, 2)], "that nothing fits proves nothing");
}

#[test]
fn two_scans_that_a_third_may_be_are_compared_though_they_look_unlike() {
    let scans = [Scan { tone: Tone::Grey, pixels: 100 }; 3];
    for third in 0..3 {
        let candidates: Vec<Candidate> = (0..3)
            .filter(|page| *page != third)
            .map(|page| Candidate { pages: (page.min(third), page.max(third)), score: 0.5 })
            .collect();
        let mut questions = Questions::new(&scans, &candidates, 64, BTreeMap::new());
        let mut asked = Vec::new();
        loop {
            let round = questions.round();
            if round.is_empty() {
                break;
            }
            round.iter().for_each(|pair| questions.answer(*pair, verdict(Answer::Review, 0.5)));
            asked.extend(round);
        }
        asked.sort_unstable();
        assert_eq!(asked, [(0, 1), (0, 2), (1, 2)], "{third}");
    }
}
