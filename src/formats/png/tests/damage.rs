//! Damaged, contradictory and oversized PNG files: refused with the right code, never a panic.

use super::{LIMITS, built, code, fixture, fixtures, grey_2x1, read, read_within, zlib};
use crate::formats::Limits;

#[test]
fn a_file_cut_anywhere_is_refused() {
    for (name, bytes) in fixtures().into_iter().filter(|(name, _)| name != "trailing") {
        for end in 0..bytes.len() {
            assert_eq!(code(&bytes[..end]), "format.truncated", "{name} cut at {end}");
        }
    }
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    for name in ["rgb-alpha-8-adam7", "trns-indexed-2", "many-idats", "iccp-grey", "size-1x1"] {
        let mut bytes = fixture(name);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bytes).is_err(), "{name}, bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn damage_under_a_good_crc_never_panics_and_is_refused_where_it_shows() {
    let raw: Vec<u8> = (0..13 * 11 + 11).map(|idx| if idx % 14 == 0 { 4 } else { (idx * 7) as u8 }).collect();
    for interlace in [0, 1] {
        let data = zlib(&raw);
        for bit in 0..data.len() * 8 {
            let mut data = data.clone();
            data[bit / 8] ^= 1 << (bit % 8);
            let _ = read(&built(13, 11, (8, 0, interlace), &[(b"IDAT", &data)]));
        }
    }
    let mut data = zlib(&raw);
    *data.last_mut().unwrap() ^= 1;
    assert_eq!(code(&built(13, 11, (8, 0, 0), &[(b"IDAT", &data)])), "format.corrupt");
}

#[test]
fn image_data_must_have_exactly_the_announced_length() {
    assert_eq!(code(&grey_2x1(&[(b"IDAT", &zlib(&[0, 1]))])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"IDAT", &zlib(&[0, 1, 2, 3]))])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"IDAT", &[&zlib(&[0, 1, 2])[..], b"\0"].concat())])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"IDAT", &zlib(&[5, 1, 2]))])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"IDAT", b"")])), "format.truncated");
    assert_eq!(code(&grey_2x1(&[])), "format.corrupt");
}

#[test]
fn an_offset_points_into_the_chunk_that_is_damaged() {
    let data = zlib(&[5, 1, 2]);
    let (first, second) = data.split_at(4);
    let refusal = read(&grey_2x1(&[(b"IDAT", first), (b"IDAT", second)])).err().unwrap();
    // Signature 8, IHDR 25, first IDAT 16: the data of the second begin at 57.
    assert!((57..57 + second.len() as u64 + 1).contains(&refusal.offset.unwrap()), "{:?}", refusal.offset);
}

#[test]
fn the_header_and_the_order_of_chunks_are_judged() {
    let good = zlib(&[0, 1, 2]);
    let idat: (&[u8; 4], &[u8]) = (b"IDAT", &good);
    for (width, height, kind) in [
        (0, 1, (8, 0, 0)),
        (2, 0, (8, 0, 0)),
        (2, 1, (16, 3, 0)),
        (2, 1, (4, 2, 0)),
        (2, 1, (8, 5, 0)),
        (2, 1, (8, 0, 2)),
    ] {
        let refusal = read(&built(width, height, kind, &[idat])).err().unwrap();
        assert_eq!(refusal.code.name, "format.corrupt");
        assert!((16..29).contains(&refusal.offset.unwrap()));
    }
    assert_eq!(code(&grey_2x1(&[idat, (b"tEXt", b"a\0b"), idat])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"IHDR", b""), idat])), "format.corrupt");
    assert_eq!(code(&grey_2x1(&[(b"XyZz", b""), idat])), "format.unsupported");
    assert_eq!(code(&grey_2x1(&[(b"tRNS", b"\0"), idat])), "format.corrupt");
    assert_eq!(code(&built(2, 1, (8, 3, 0), &[idat])), "format.corrupt");
    assert!(read(&grey_2x1(&[(b"prIv", b"x"), idat, (b"tEXt", b"a\0b")])).is_ok());
}

#[test]
fn an_index_beyond_the_palette_is_refused() {
    let with = |index: u8| built(2, 1, (8, 3, 0), &[(b"PLTE", &[9; 6]), (b"IDAT", &zlib(&[0, 1, index]))]);
    assert!(read(&with(1)).is_ok());
    assert_eq!(code(&with(2)), "format.corrupt");
    let with_alpha = [(b"PLTE", &[9; 6][..]), (b"tRNS", &[7]), (b"IDAT", &zlib(&[0, 0, 2]))];
    assert_eq!(code(&built(2, 1, (8, 3, 0), &with_alpha)), "format.corrupt");
}

#[test]
fn a_sector_of_zeros_is_named_as_such() {
    let noise: Vec<u8> =
        (0..64_u32 * 65).map(|idx| if idx % 65 == 0 { 0 } else { ((idx * idx * 37) >> 5) as u8 }).collect();
    let mut bytes = built(64, 64, (8, 0, 0), &[(b"IDAT", &zlib(&noise))]);
    assert!(bytes.len() > 1536);
    bytes[512..1024].fill(0);
    let refusal = read(&bytes).err().unwrap();
    assert_eq!((refusal.code.name, refusal.offset), ("format.zeroed", Some(512)));
}

#[test]
fn limits_are_held_before_anything_is_inflated() {
    let bomb = zlib(&vec![0; 4 << 20]);
    assert_eq!(code(&grey_2x1(&[(b"IDAT", &bomb)])), "format.corrupt");
    assert_eq!(code(&built(100_000, 100_000, (8, 0, 0), &[(b"IDAT", &bomb)])), "format.too-large");
    assert_eq!(code(&built(1 << 27, 1, (16, 6, 0), &[(b"IDAT", &bomb)])), "format.too-large");
    let tight = Limits { memory: 1 << 20, ..LIMITS };
    for kind in [(8, 6, 0), (8, 2, 1)] {
        let refusal = read_within(&built(1000, 1000, kind, &[(b"IDAT", &bomb[..100])]), &tight).err().unwrap();
        assert_eq!(refusal.code.name, "format.too-large");
    }
}
