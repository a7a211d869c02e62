//! Each filter on bytes in sight, damage included.

use std::io::Write as _;

use super::*;
use crate::pdf::Obstacle;
use crate::pdf::object::Object;

fn parms(entries: &[(&str, i64)]) -> Dict {
    Dict(entries.iter().map(|(key, value)| (key.as_bytes().to_vec(), Object::Int(*value))).collect())
}

fn run(name: &str, data: &[u8], entries: &[(&str, i64)]) -> Result<Vec<u8>, Obstacle> {
    let chain = [(name.as_bytes().to_vec(), parms(entries))];
    decode(data.to_vec(), &chain, 1000).map(|decoded| decoded.data).map_err(|error| error.obstacle)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn flate_is_whole_or_an_error() {
    let data = deflated(b"a page, a page, a page");
    assert_eq!(run("FlateDecode", &data, &[]).unwrap(), b"a page, a page, a page");
    assert_eq!(run("Fl", &[&data[..], b"\r"].concat(), &[]).unwrap(), b"a page, a page, a page");
    for end in 1..data.len() {
        assert_eq!(run("FlateDecode", &data[..end], &[]), Err(Obstacle::Broken), "{end}");
    }
}

#[test]
fn flate_data_that_stop_at_a_flush_are_whole() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(b"a page").unwrap();
    encoder.flush().unwrap();
    let data = encoder.get_ref().clone();
    assert_eq!(run("FlateDecode", &data, &[]).unwrap(), b"a page");
    assert_eq!(run("FlateDecode", &[&data[..], b"\r\n"].concat(), &[]).unwrap(), b"a page");
    assert_eq!(run("FlateDecode", &data[..data.len() - 1], &[]), Err(Obstacle::Broken));
    assert_eq!(run("FlateDecode", b"", &[]).unwrap(), b"");
}

#[test]
fn what_comes_out_is_bounded_exactly() {
    assert_eq!(run("FlateDecode", &deflated(&[7; 1000]), &[]).unwrap(), [7; 1000]);
    assert_eq!(run("FlateDecode", &deflated(&[7; 1001]), &[]), Err(Obstacle::Limit));
    assert_eq!(
        run("RunLengthDecode", &[129, 7, 129, 7, 129, 7, 129, 7, 129, 7, 129, 7, 129, 7, 129, 7], &[]),
        Err(Obstacle::Limit)
    );
    assert_eq!(run("ASCII85Decode", &[b'z'; 251], &[]), Err(Obstacle::Limit));
}

#[test]
fn ascii_filters_read_as_the_standard_says() {
    assert_eq!(run("ASCIIHexDecode", b"48 65\n6C 6>rest", &[]).unwrap(), b"Hel\x60");
    assert_eq!(run("AHx", b"4x>", &[]), Err(Obstacle::Broken));
    assert_eq!(run("ASCII85Decode", b"87cUR\nz9OVBW@j~>", &[]).map(|bytes| bytes.len()), Ok(4 + 4 + 4 + 1));
    assert_eq!(run("A85", b"87cURD]j7BEbo80~>", &[]).unwrap(), b"Hello world!");
    assert_eq!(run("A85", b"uuuuu~>", &[]), Err(Obstacle::Broken));
    assert_eq!(run("A85", b"8~>", &[]), Err(Obstacle::Broken));
}

#[test]
fn run_lengths_repeat_and_copy() {
    assert_eq!(run("RunLengthDecode", &[2, 1, 2, 3, 254, 9, 128, 5], &[]).unwrap(), [1, 2, 3, 9, 9, 9]);
    assert_eq!(run("RL", &[2, 1], &[]), Err(Obstacle::Broken));
    assert_eq!(run("RL", &[254], &[]), Err(Obstacle::Broken));
}

#[test]
fn lzw_reads_the_example_of_the_standard() {
    let data = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
    assert_eq!(run("LZWDecode", &data, &[]).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    assert_eq!(run("LZW", &[0xFF; 8], &[]), Err(Obstacle::Broken));
}

#[test]
fn every_predictor_is_undone() {
    let png = [("Predictor", 15), ("Columns", 3)];
    let rows = [1, 5, 1, 1, 2, 1, 1, 1, 3, 4, 4, 4, 4, 1, 1, 1];
    let expected = [5, 6, 7, 6, 7, 8, 7, 11, 13, 8, 12, 14];
    assert_eq!(run("FlateDecode", &deflated(&rows), &png).unwrap(), expected);
    assert_eq!(run("FlateDecode", &deflated(&[9, 1, 2, 3]), &png), Err(Obstacle::Broken));
    let tiff = |bits| [("Predictor", 2), ("Columns", 4), ("BitsPerComponent", bits)];
    assert_eq!(run("FlateDecode", &deflated(&[1, 1, 1, 1]), &tiff(8)).unwrap(), [1, 2, 3, 4]);
    assert_eq!(run("FlateDecode", &deflated(&[0x11, 0x1F]), &tiff(4)).unwrap(), [0x12, 0x32]);
    assert_eq!(
        run("FlateDecode", &deflated(&[0, 255, 0, 1, 0, 0, 0, 0]), &tiff(16)).unwrap(),
        [0, 255, 1, 0, 1, 0, 1, 0]
    );
    for bad in [("Predictor", 3), ("Columns", 0), ("Colors", 65), ("BitsPerComponent", 3)] {
        let entries = [("Predictor", 12), bad];
        let entries = if bad.0 == "Predictor" { &entries[1..] } else { &entries[..] };
        assert_eq!(run("FlateDecode", &deflated(&[0; 4]), entries), Err(Obstacle::Broken), "{bad:?}");
    }
    assert_eq!(run("FlateDecode", &deflated(&[0]), &[("Predictor", 12), ("Columns", i64::MAX)]), Err(Obstacle::Limit));
}

#[test]
fn an_image_filter_ends_the_chain_and_keeps_its_parameters() {
    let ccitt = (b"CCITTFaxDecode".to_vec(), parms(&[("K", -1)]));
    let hex = (b"ASCIIHexDecode".to_vec(), Dict::default());
    let decoded = decode(b"00FF>".to_vec(), &[hex.clone(), ccitt.clone()], 10).unwrap();
    assert_eq!(decoded, Decoded { data: vec![0, 255], image: Some((ImageFilter::Ccitt, parms(&[("K", -1)]))) });
    assert!(decode(Vec::new(), &[ccitt, hex], 10).is_err());
    assert_eq!(run("Crypt", b"x", &[]).unwrap(), b"x");
    assert_eq!(run("NoSuchDecode", b"x", &[]), Err(Obstacle::Broken));
}
