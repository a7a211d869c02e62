//! JPEG 2000: JP2 files pass into a PDF as they are, raw codestreams in a JP2 of ours.
//!
//! Every codestream is decoded once, by somebody else's decoder, to know that it can be.

pub mod codestream;

use crate::finding::codes;
use crate::page::{Content, Refusal};
use crate::text;

/// Returns the content of the JP2 file in a PDF whose dictionary states this size.
pub fn content(data: &[u8], width: u32, height: u32, channels: u8) -> Result<Content, Refusal> {
    let start = data.windows(4).position(|window| *window == [0xFF, 0x4F, 0xFF, 0x51]).unwrap_or(data.len());
    let content = codestream::walk(&data[start..])?.content();
    if (content.width, content.height, content.channels) != (width, height, channels) {
        return Err(Refusal::new(
            &codes::CORRUPT,
            text!(
                "kích thước JPEG 2000 khác với từ điển ảnh",
                "the JPEG 2000 data have another size than the image dictionary says"
            ),
        ));
    }
    Ok(content)
}
