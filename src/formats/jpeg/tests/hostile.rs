//! Cut, flipped, zeroed and made-up bytes: refused where that can be seen, never a panic.

use super::{find, fixture, fixtures, page, spliced, verdict};

/// Small ones, for the tests that read a file once for each of its bytes.
fn small() -> impl Iterator<Item = (String, Vec<u8>)> {
    fixtures().into_iter().filter(|(_, bytes)| bytes.len() < 700)
}

/// Numbers without pattern, the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self, n_bytes: usize) -> Vec<u8> {
        (0..n_bytes).map(|_| self.next() as u8).collect()
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for (name, bytes) in small() {
        for length in 0..bytes.len() {
            assert_ne!(verdict(&bytes[..length]), "ok", "{name} cut to {length} bytes");
        }
    }
}

#[test]
fn a_missing_end_is_truncation_even_if_only_the_last_byte_is_lost() {
    for (name, bytes) in fixtures() {
        let end = bytes.len();
        for length in [end - 1, end - 2, end - 3] {
            assert_eq!(verdict(&bytes[..length]), "format.truncated", "{name} cut to {length} of {end} bytes");
        }
    }
}

#[test]
fn an_image_that_ends_in_good_order_but_too_early_is_truncated() {
    let bytes = fixture("textured.jpg");
    let cut = [&bytes[..9000], &[0xFF, 0xD9][..]].concat();
    assert_eq!(verdict(&cut), "format.truncated");
    let bytes = fixture("grey-progressive.jpg");
    let last_scan = bytes.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
    assert_eq!(verdict(&spliced(&bytes, last_scan, bytes.len() - 2, &[])), "format.truncated");
}

#[test]
fn flipped_bits_never_panic() {
    for (_, bytes) in small() {
        let mut bytes = bytes;
        for idx in (0..bytes.len()).step_by(3) {
            bytes[idx] ^= 1 << (idx % 8);
            let _ = page(&bytes);
            bytes[idx] ^= 1 << (idx % 8);
        }
    }
}

#[test]
fn zeroed_stretches_never_panic() {
    for (_, bytes) in small() {
        for from in (0..bytes.len()).step_by(11) {
            let mut damaged = bytes.clone();
            damaged[from..].iter_mut().take(16).for_each(|byte| *byte = 0);
            let _ = page(&damaged);
        }
    }
}

#[test]
fn zeroed_sectors_in_image_data_are_found() {
    for name in ["textured.jpg", "textured-progressive.jpg"] {
        let bytes = fixture(name);
        let begin = find(&bytes, 0xDA) + 16;
        for (sector, size) in (begin.div_ceil(512)..bytes.len() / 512 - 8).flat_map(|at| [(at, 512), (at, 4096)]) {
            let mut damaged = bytes.clone();
            damaged[512 * sector..512 * sector + size].fill(0);
            let verdict = verdict(&damaged);
            // Damage before the zeros are reached, or tables and headers among them, is seen first.
            assert!(verdict == "format.zeroed" || verdict == "format.corrupt", "{name}: {sector}, {size}: {verdict}");
            assert!(name != "textured.jpg" || verdict == "format.zeroed", "{sector}, {size}");
        }
    }
}

#[test]
fn blank_paper_is_no_zeroed_block() {
    for name in ["blank-grey.jpg", "blank-colour.jpg", "blank-progressive.jpg"] {
        let bytes = fixture(name);
        assert_eq!(verdict(&bytes), "ok", "{name}");
        assert!(name == "blank-progressive.jpg" || bytes.windows(512).any(|window| window == [0; 512]), "{name}");
    }
}

#[test]
fn a_zeroed_sector_in_blank_paper_is_found_by_its_borders() {
    let mut bytes = fixture("blank-grey.jpg");
    bytes[1023] = 1;
    bytes[2048] = 1;
    let refused = page(&bytes).err().unwrap();
    assert_eq!((refused.code.name, refused.offset), ("format.zeroed", Some(1024)));
}

#[test]
fn restart_markers_out_of_order_are_corrupt() {
    let mut bytes = fixture("420-restart.jpg");
    let second = find(&bytes, 0xD1);
    bytes[second + 1] = 0xD2;
    let refused = page(&bytes).err().unwrap();
    assert_eq!((refused.code.name, refused.offset), ("format.corrupt", Some(second as u64)));
}

#[test]
fn data_left_over_in_a_scan_are_corrupt() {
    let bytes = fixture("grey.jpg");
    let end = bytes.len() - 2;
    assert_eq!(verdict(&spliced(&bytes, end, end, &[0x55])), "format.corrupt");
}

#[test]
fn missing_tables_and_scans_are_corrupt() {
    let bytes = fixture("separate-scans.jpg");
    for marker in [0xDB, 0xC4] {
        let from = find(&bytes, marker);
        let length = 2 + usize::from(u16::from_be_bytes([bytes[from + 2], bytes[from + 3]]));
        assert_eq!(verdict(&spliced(&bytes, from, from + length, &[])), "format.corrupt");
    }
    let last_scan = bytes.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
    assert_eq!(verdict(&spliced(&bytes, last_scan, bytes.len() - 2, &[])), "format.corrupt");
    assert_eq!(verdict(&spliced(&bytes, last_scan + 10, bytes.len() - 2, &[])), "format.truncated");
}

#[test]
fn variants_beyond_pdf_are_unsupported() {
    let bytes = fixture("420.jpg");
    let frame = find(&bytes, 0xC0);
    for marker in [0xC3, 0xC5, 0xC9, 0xCA, 0xCF] {
        let mut other = bytes.clone();
        other[frame + 1] = marker;
        assert_eq!(verdict(&other), "format.unsupported");
    }
    let ls = spliced(&bytes, frame, frame + 2, &[0xFF, 0xF7]);
    assert_eq!(verdict(&ls), "format.unsupported");
    let mut twelve_bits = bytes.clone();
    twelve_bits[frame + 4] = 12;
    assert_eq!(verdict(&twelve_bits), "format.unsupported");
}

/// One progressive grey block, and scans of one band each: first, last, high and low, all blank.
fn blank_block(scans: impl Iterator<Item = (u8, u8, u8, u8)>) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        bytes.extend([0xFF, 0xC4, 0, 20, table, 1]);
        bytes.extend([0; 16]);
    }
    for (first, last, high, low) in scans {
        bytes.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, first, last, high << 4 | low, 0x7F]);
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

#[test]
fn bands_follow_one_another_down_to_the_last_bit() {
    let verdict = |scans: &[(u8, u8, u8, u8)]| verdict(&blank_block(scans.iter().copied()));
    assert_eq!(verdict(&[(0, 0, 0, 1), (1, 63, 0, 0), (0, 0, 1, 0)]), "ok");
    assert_eq!(verdict(&[(0, 0, 0, 1), (1, 63, 0, 0)]), "format.truncated");
    assert_eq!(verdict(&[(0, 0, 0, 0), (1, 62, 0, 0)]), "format.truncated");
    assert_eq!(verdict(&[(1, 63, 0, 0), (0, 0, 0, 0)]), "format.corrupt");
    assert_eq!(verdict(&[(0, 0, 0, 0), (1, 63, 0, 0), (1, 63, 0, 0)]), "format.corrupt");
    assert_eq!(verdict(&[(0, 0, 0, 2), (0, 0, 2, 0)]), "format.corrupt");
    assert_eq!(verdict(&[(0, 63, 0, 0)]), "format.corrupt");
}

#[test]
fn a_bomb_of_scans_costs_a_refusal() {
    let steps =
        |at| [(0, 9)].into_iter().chain((0..9).rev().map(|low| (low + 1, low))).map(move |(h, l)| (at, at, h, l));
    let refused = |bytes: &[u8]| page(bytes).err().map(|refusal| refusal.code.name);
    assert_eq!(refused(&blank_block((0..64).flat_map(steps))), Some("format.too-large"));
}

#[test]
fn baseline_scans_that_state_no_band_are_taken() {
    let mut bytes = fixture("grey.jpg");
    let scan = find(&bytes, 0xDA);
    bytes[scan + 8] = 0;
    assert_eq!(verdict(&bytes), "ok");
    bytes[scan + 8] = 5;
    assert_eq!(verdict(&bytes), "format.corrupt");
}

#[test]
fn made_up_bytes_never_panic() {
    let mut random = Random(42);
    for round in 0..300 {
        let _ = page(&[&[0xFF, 0xD8][..], &random.bytes(round * 7)].concat());
    }
}

#[test]
fn made_up_image_data_never_panic() {
    let mut random = Random(7);
    for (_, bytes) in fixtures() {
        let begin = find(&bytes, 0xDA) + 14;
        for _ in 0..8 {
            let coded = random.bytes(400).into_iter().map(|byte| byte.min(0xFE)).collect::<Vec<_>>();
            let _ = page(&[&bytes[..begin.min(bytes.len())], &coded[..], &[0xFF, 0xD9][..]].concat());
        }
    }
}
