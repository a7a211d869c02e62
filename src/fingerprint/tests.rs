//! Fingerprints of pages drawn in code: words as bars on paper, filled in differently, scanned again in other ways.

use super::*;

const WIDTH: usize = 310;
const HEIGHT: usize = 438;

/// Draws a form with values that `paper` decides: lines of words, as a preview at 300 dpi shows them.
fn form(paper: u64) -> Preview {
    let mut grey = vec![245u8; WIDTH * HEIGHT];
    let mut printed = Dice(7);
    let mut filled = Dice(paper.wrapping_mul(7919) + 1);
    for line in 0..28 {
        let mut x = 40;
        while x < 260 {
            let dice = if x < 110 || line % 3 == 0 { &mut printed } else { &mut filled };
            let (length, gap) = (6 + dice.roll(26), 3 + dice.roll(5));
            bar(&mut grey, x, 40 + line * 13, length.min(265 - x));
            x += length + gap;
        }
    }
    Preview { width: WIDTH as u32, height: HEIGHT as u32, grey }
}

fn bar(grey: &mut [u8], x: usize, y: usize, length: usize) {
    for y in y..y + 3 {
        grey[y * WIDTH + x..][..length].fill(120);
    }
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides) as usize
    }
}

/// Returns the page scanned again: turned about its middle by some pixels a page, shifted, enlarged, paler.
fn scanned(page: &Preview, slope: f64, shift: f64, scale: f64) -> Preview {
    let mut grey = Vec::with_capacity(page.grey.len());
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (u, v) = ((x as f64 - 155.0) / scale, (y as f64 - 219.0) / scale);
            let (from_x, from_y) = (u + v * slope + 155.0 - shift, v - u * slope + 219.0 + shift);
            grey.push(100 + (at(page, from_x, from_y) * 0.55) as u8);
        }
    }
    Preview { grey, ..*page }
}

fn at(page: &Preview, x: f64, y: f64) -> f64 {
    let sample = |x: f64, y: f64| {
        let inside = x >= 0.0 && y >= 0.0 && x < WIDTH as f64 && y < HEIGHT as f64;
        if inside { f64::from(page.grey[y as usize * WIDTH + x as usize]) } else { 245.0 }
    };
    let (left, up) = (x.floor(), y.floor());
    let (right, below) = (x - left, y - up);
    let row = |y| sample(left, y) * (1.0 - right) + sample(left + 1.0, y) * right;
    row(up) * (1.0 - below) + row(up + 1.0) * below
}

fn print(page: &Preview) -> Fingerprint {
    Fingerprint::of(page, Some(300.0), Orientation::UPRIGHT)
}

fn half_turned(page: &Preview) -> Preview {
    Preview { grey: page.grey.iter().rev().copied().collect(), ..*page }
}

fn quarter_turned(page: &Preview) -> Preview {
    let grey = (0..WIDTH).flat_map(|x| (0..HEIGHT).rev().map(move |y| page.grey[y * WIDTH + x])).collect();
    Preview { width: HEIGHT as u32, height: WIDTH as u32, grey }
}

#[test]
fn scans_of_one_sheet_are_found_among_papers_on_the_same_form() {
    let mut pages: Vec<Preview> = (0..12).map(form).collect();
    let other = form(3);
    let again = [
        scanned(&other, 0.03, 4.0, 1.0),
        scanned(&other, -0.01, 0.0, 1.025),
        half_turned(&scanned(&other, 0.0, 6.0, 0.98)),
        quarter_turned(&other),
    ];
    pages.extend(again);
    let prints: Vec<Fingerprint> = pages.iter().map(print).collect();
    let found = search::candidates(&prints.iter().collect::<Vec<_>>(), 64);
    for again in 12..16 {
        let pair = found.pairs.iter().find(|pair| (pair.a, pair.b) == (3, again));
        assert!(pair.is_some_and(|pair| pair.score > search::LEAST), "{again}: {pair:?}");
    }
}

#[test]
fn a_scan_that_does_not_say_its_resolution_shows_a_paper_that_is_met() {
    let page = form(3);
    let (width, height) = (219, 310);
    let grey = page.grey.chunks(WIDTH).take(height).flat_map(|row| row[30..30 + width].to_vec()).collect();
    let page = Preview { width: width as u32, height: height as u32, grey };
    let print = |dpi: Option<f64>| Fingerprint::of(&page, dpi, Orientation::UPRIGHT);
    assert_eq!(print(None), print(Some(300.0)), "A5");
    assert_ne!(print(None), print(Some(212.0)));
}

#[test]
fn papers_on_one_form_are_seldom_candidates_of_each_other() {
    let prints: Vec<Fingerprint> = (0..20).map(|paper| print(&form(paper))).collect();
    let found = search::candidates(&prints.iter().collect::<Vec<_>>(), 64);
    assert!(found.pairs.len() <= 20, "{} of 190", found.pairs.len());
}

#[test]
fn scans_of_the_only_paper_on_a_form_are_found_though_nothing_is_left_of_them_without_it() {
    let paper = form(3);
    let scan = |nth: i32| scanned(&paper, f64::from(nth) / 300.0, f64::from(nth % 4), 1.0 + f64::from(nth % 3) / 100.0);
    let prints: Vec<Fingerprint> = (-5..5).map(|nth| print(&scan(nth))).collect();
    let found = search::candidates(&prints.iter().collect::<Vec<_>>(), 64);
    assert_eq!(found.pairs.len(), 45);
}

#[test]
fn letters_that_have_nothing_in_common_are_seldom_candidates_however_few_they_are() {
    let letter = |seed: u64| {
        let mut page = Preview { width: WIDTH as u32, height: HEIGHT as u32, grey: vec![245; WIDTH * HEIGHT] };
        let mut dice = Dice(seed * 7919 + 1);
        for line in 0..10 + dice.roll(18) {
            let mut x = 40 + dice.roll(60);
            while x < 150 + dice.roll(120) {
                let length = 6 + dice.roll(26);
                bar(&mut page.grey, x, 40 + line * 13, length);
                x += length + 3 + dice.roll(5);
            }
        }
        page
    };
    let mut prints: Vec<Fingerprint> = (0..6).map(|seed| print(&letter(seed))).collect();
    prints.push(print(&scanned(&letter(2), 0.01, 2.0, 1.0)));
    let found = search::candidates(&prints.iter().collect::<Vec<_>>(), 64);
    assert_eq!(found.pairs.first().map(|pair| (pair.a, pair.b)), Some((2, 6)));
    assert!(found.pairs.len() <= 3, "{} of 21", found.pairs.len());
}

#[test]
fn fingerprints_survive_text_and_say_their_version() {
    let print = print(&form(1));
    assert!(print.bytes().len() <= SIZE);
    assert_eq!(print.bytes()[0], VERSION);
    assert_eq!(Fingerprint::from_text(&print.to_text()), Some(print));
    for text in ["", "AA", "AgE", "not base64!", &"A".repeat(5000)] {
        assert_eq!(Fingerprint::from_text(text), None, "{text}");
    }
}

#[test]
fn a_sheet_with_dust_holes_and_a_dark_bed_is_blank_and_one_with_a_line_of_words_is_not() {
    let mut sheet = Preview { width: WIDTH as u32, height: HEIGHT as u32, grey: vec![240; WIDTH * HEIGHT] };
    for spot in 0..60 {
        sheet.grey[(20 + spot * 6) * WIDTH + 30 + spot * 3] = 90;
    }
    for y in 100..108 {
        sheet.grey[y * WIDTH + 14..][..8].fill(40);
    }
    sheet.grey[..6 * WIDTH].fill(60);
    assert!(print(&sheet).is_blank());
    let mut x = 60;
    for length in [14, 20, 9, 17, 25] {
        bar(&mut sheet.grey, x, 200, length);
        x += length + 3;
    }
    assert!(!print(&sheet).is_blank());
}

#[test]
fn a_faded_page_is_written_and_what_shines_through_from_the_back_is_not() {
    let pale = |ink: u8| {
        let page = form(3);
        let grey = page.grey.iter().map(|grey| if *grey < 200 { 245 - ink } else { 245 }).collect();
        print(&Preview { grey, ..page }).is_blank()
    };
    assert_eq!([pale(33), pale(18)], [false, true]);
}

#[test]
fn noise_is_blank_and_a_form_in_noise_is_not() {
    let mut dice = 7u64;
    let mut noisy = |page: Preview| {
        let mut roll = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as u8 % 100
        };
        let grey = page.grey.iter().map(|grey| grey.saturating_sub(roll())).collect();
        print(&Preview { grey, ..page }).is_blank()
    };
    let empty = Preview { width: WIDTH as u32, height: HEIGHT as u32, grey: vec![240; WIDTH * HEIGHT] };
    assert_eq!([noisy(empty), noisy(form(3))], [true, false]);
}

#[test]
fn no_image_makes_it_stumble() {
    for (width, height) in [(0, 0), (1, 1), (1, 900), (900, 1), (3, 2), (9, 9)] {
        for level in [0u8, 128, 255] {
            let page = Preview { width, height, grey: vec![level; (width * height) as usize] };
            for dpi in [None, Some(0.0), Some(f64::NAN), Some(1e-9), Some(300.0), Some(1e12)] {
                for tag in [1, 6] {
                    let print = Fingerprint::of(&page, dpi, Orientation::from_tag(tag));
                    assert_eq!(Fingerprint::from_bytes(print.bytes()), Some(print));
                }
            }
        }
    }
    let short = Preview { width: 50, height: 50, grey: vec![0; 7] };
    assert!(print(&short).is_blank());
}

#[test]
fn shelves_find_what_stands_on_them() {
    let prints: Vec<Fingerprint> = (0..20).map(|paper| print(&form(paper))).collect();
    let traces: Vec<shelves::Trace> = prints.iter().filter_map(shelves::Trace::of).collect();
    let shelves = shelves::put_up(&traces, 5);
    assert_eq!(shelves.len(), 5);
    let mut sought = shelves::Sought::of(&print(&scanned(&form(11), 0.02, 3.0, 1.02))).unwrap();
    for shelf in sought.shelves(&shelves) {
        let on_it = traces.iter().enumerate().filter(|(_, trace)| trace.shelf(&shelves) == shelf);
        let pages: Vec<(i64, shelves::Trace)> = on_it.map(|(key, trace)| (key as i64, trace.clone())).collect();
        sought.look_through(-1, &shelves[shelf], &pages);
    }
    let found = sought.judge(|key| prints.get(key as usize));
    assert_eq!(found.first().map(|found| found.0), Some(11));
}

#[test]
fn pages_of_one_form_are_filed_with_it_and_found_by_what_is_left_without_it() {
    let prints: Vec<Fingerprint> = (0..20).map(|paper| print(&form(paper))).collect();
    let found = forms::find(&prints.iter().collect::<Vec<_>>(), &[]);
    assert_eq!(found.iter().map(|found| found.1).collect::<Vec<_>>(), [20]);
    let forms = [form::Form::from_bytes(&found[0].0.bytes()).unwrap()];
    assert!(forms::find(&prints.iter().collect::<Vec<_>>(), &forms).is_empty());
    let key = |print| forms::key(&forms::file(print, &forms).unwrap().key);
    let pages: Vec<_> = (0..).zip(prints.iter().map(key)).collect();
    let again = print(&half_turned(&scanned(&form(11), 0.02, 3.0, 1.0)));
    let (mut asked, is_sure) = forms::ask(&again, &forms);
    assert!(is_sure);
    asked[0].look_through(4, &pages);
    assert_eq!(asked[0].neighbours().first(), Some(&11));
    assert!(!asked[0].neighbours().contains(&4));
    let scores = asked[0].judge(&forms, |page| prints.get(usize::try_from(page).ok()?));
    let best = scores.iter().copied().max_by(|one, two| one.1.total_cmp(&two.1)).unwrap();
    assert!(best.0 == 11 && best.1 > search::LEAST, "{best:?}");
}

#[test]
fn what_was_never_a_form_is_none() {
    let prints: Vec<Fingerprint> = (0..16).map(|paper| print(&form(paper))).collect();
    let bytes = forms::find(&prints.iter().collect::<Vec<_>>(), &[])[0].0.bytes();
    for cut in [0, 5, 9000, bytes.len() - 1] {
        assert!(form::Form::from_bytes(&bytes[..cut]).is_none(), "{cut}");
    }
}
