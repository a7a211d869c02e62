//! What can be wrong in a JPEG, and the sentences that say so.
//!
//! The walk runs through millions of symbols, so it speaks in a small [`Damage`]; the sentence and the
//! byte offset are made here, once, when it stops.

use crate::finding::codes;
use crate::page::Refusal;
use crate::text;
use crate::text::Text;

/// What is wrong with one block of coded data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// Bits that are no code of the Huffman table.
    Code,
    /// A symbol that 8-bit JPEG does not have: DC category above 11, AC size above 10.
    Symbol,
    /// A coefficient beyond the last of the block or of the band.
    Index,
    /// A DC value that no 8-bit image has.
    Range,
    /// A run of empty blocks that reaches beyond its restart interval or scan.
    Run,
    /// Zeros read as symbols, one after the other, as after a disk fault.
    Zeros,
}

/// Returns the refusal for damage in the coded data at `offset`.
pub(super) fn in_scan(damage: Damage, offset: usize) -> Refusal {
    let what = match damage {
        Damage::Zeros => {
            return zeros(text!("dữ liệu ảnh chỉ còn toàn số 0", "image data of nothing but zeros"), offset);
        }
        Damage::Code => text!("mã Huffman không hợp lệ", "invalid Huffman code"),
        Damage::Symbol => text!("hệ số lớn hơn mức JPEG 8 bit cho phép", "coefficient larger than 8-bit JPEG allows"),
        Damage::Index => text!("hệ số nằm ngoài khối", "coefficient beyond the end of its block"),
        Damage::Range => text!("độ sáng khối vượt mức có thể có", "block brightness beyond what is possible"),
        Damage::Run => {
            text!("chuỗi khối rỗng vượt quá đoạn dữ liệu", "run of empty blocks beyond the end of its data")
        }
    };
    corrupt(what, offset)
}

/// Returns the refusal for data that contradict the format.
pub(super) fn corrupt(what: Text, offset: usize) -> Refusal {
    Refusal::new(&codes::CORRUPT, what).at(offset as u64)
}

/// Returns the refusal for a file that ends too early.
pub(super) fn truncated(offset: usize) -> Refusal {
    let what = text!("dữ liệu JPEG kết thúc quá sớm", "the JPEG data end too early");
    Refusal::new(&codes::TRUNCATED, what).at(offset as u64)
}

/// Returns the refusal for a stretch of `length` zero bytes at `offset`.
pub(super) fn zeroed(offset: usize, length: usize) -> Refusal {
    zeros(
        text!("{length} byte 0 liên tiếp trong dữ liệu ảnh", "{length} zero bytes in a row in the image data"),
        offset,
    )
}

fn zeros(what: Text, offset: usize) -> Refusal {
    Refusal::new(&codes::ZEROED, what).at(offset as u64)
}
