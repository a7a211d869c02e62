//! Previews against a full decoder, the `image` crate.

use image::ImageFormat;

use super::{fixture, fixtures, page};

/// Block means of the grey picture that the `image` crate decodes, for blocks that lie wholly inside:
/// what an encoder put beyond the edges is not shown by any decoder.
fn block_means(bytes: &[u8]) -> Vec<Vec<f64>> {
    let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().to_rgb8();
    let light = |x, y| {
        let [r, g, b] = picture.get_pixel(x, y).0.map(f64::from);
        0.299 * r + 0.587 * g + 0.114 * b
    };
    let mean =
        |column: u32, row: u32| (0..64).map(|idx| light(8 * column + idx % 8, 8 * row + idx / 8)).sum::<f64>() / 64.0;
    let row = |row| (0..picture.width() / 8).map(|column| mean(column, row)).collect();
    (0..picture.height() / 8).map(row).collect()
}

#[test]
fn previews_are_the_block_means_of_a_full_decoder() {
    // The decoder takes all CMYK for inverted, and misplaces blocks of separate subsampled scans;
    // these two files are compared below.
    let beyond = ["cmyk-unmarked.jpg", "separate-scans.jpg"];
    for (name, bytes) in fixtures().into_iter().filter(|(name, _)| !beyond.contains(&name.as_str())) {
        let preview = page(&bytes).unwrap().preview;
        for (y, row) in block_means(&bytes).iter().enumerate() {
            for (x, mean) in row.iter().enumerate() {
                let ours = f64::from(preview.grey[y * preview.width as usize + x]);
                assert!((ours - mean).abs() <= 2.0, "{name}: block {x}, {y} is {ours}, decoded {mean}");
            }
        }
    }
}

#[test]
fn ink_looks_the_same_stored_inverted_or_not() {
    let grey = |name: &str| page(&fixture(name)).unwrap().preview.grey;
    let pairs = grey("cmyk-unmarked.jpg").into_iter().zip(grey("cmyk-adobe.jpg"));
    assert!(pairs.into_iter().all(|(one, other)| one.abs_diff(other) <= 1));
}

#[test]
fn separate_scans_give_the_luma_that_libjpeg_gives() {
    let grey = page(&fixture("separate-scans.jpg")).unwrap().preview.grey;
    // libjpeg-turbo: means of 161.8 and 168.5.
    assert_eq!(grey[..2], [162, 169]);
}

#[test]
fn previews_cover_blocks_at_the_edges() {
    for (name, bytes) in fixtures() {
        let page = page(&bytes).unwrap();
        let preview = page.preview;
        assert_eq!((preview.width, preview.height), (page.width.div_ceil(8), page.height.div_ceil(8)), "{name}");
        assert_eq!(preview.grey.len(), (preview.width * preview.height) as usize, "{name}");
    }
}
