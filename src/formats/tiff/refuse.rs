//! The sentences with which a TIFF file is refused, apart from what needs more room where it is found.

use crate::finding::codes;
use crate::page::{Refusal, Stop};
use crate::text;
use crate::text::Text;

pub(super) fn corrupt(what: Text) -> Refusal {
    Refusal::new(&codes::CORRUPT, what)
}

pub(super) fn unsupported(what: Text) -> Stop {
    Refusal::new(&codes::UNSUPPORTED, what).into()
}

pub(super) fn too_large(what: Text) -> Stop {
    Refusal::new(&codes::TOO_LARGE, what).into()
}

pub(super) fn header(at: u64) -> Stop {
    corrupt(text!("phần đầu tệp TIFF bị hỏng", "the TIFF header is damaged")).at(at).into()
}

/// What lies past the end was most likely cut off, whether it begins inside the file or not.
pub(super) fn past_end(at: u64, len: u64, size: u64) -> Stop {
    let what = text!(
        "tệp hết ở byte {size} nhưng cần {len} byte tại vị trí {at}",
        "the file ends at byte {size}, but {len} bytes are needed at {at}"
    );
    Refusal::new(&codes::TRUNCATED, what).at(size).into()
}

pub(super) fn directory_outside(at: u64, size: u64) -> Stop {
    let what = text!(
        "tệp hết ở byte {size} nhưng thư mục ảnh (IFD) phải nằm ở vị trí {at}",
        "the file ends at byte {size}, but an image directory should stand at {at}"
    );
    Refusal::new(&codes::TRUNCATED, what).at(size).into()
}

pub(super) fn entry_count(at: u64, count: u64) -> Stop {
    let what = text!(
        "thư mục ảnh (IFD) có số mục vô lý: {count}",
        "the image directory claims an impossible number of entries: {count}"
    );
    corrupt(what).at(at).into()
}

pub(super) fn value_count(tag: u16, count: u64, max: u64, at: u64) -> Stop {
    let what = text!(
        "thẻ {tag} có {count} giá trị, nhiều nhất chỉ được {max}",
        "tag {tag} has {count} values, at most {max} can be"
    );
    corrupt(what).at(at).into()
}

pub(super) fn kind(tag: u16, kind: u16, at: u64) -> Stop {
    let what = text!("thẻ {tag} có kiểu giá trị {kind} không hợp lệ", "tag {tag} has values of the wrong kind {kind}");
    corrupt(what).at(at).into()
}

pub(super) fn chain_loop(at: u64) -> Stop {
    let what = text!("chuỗi trang quay vòng về vị trí {at}", "the chain of pages loops back to {at}");
    corrupt(what).at(at).into()
}

pub(super) fn too_many_pages(limit: u32) -> Stop {
    too_large(text!("tệp có hơn {limit} trang", "the file has more than {limit} pages"))
}

pub(super) fn no_pages(n_reduced: u32) -> Stop {
    let what = match n_reduced {
        0 => text!("tệp không có trang nào", "the file has no page"),
        _ => text!("tệp chỉ có ảnh thu nhỏ, không có trang nào", "the file has thumbnails only, no page"),
    };
    Refusal::new(&codes::NO_PAGES, what).into()
}

pub(super) fn compression(coding: u64) -> Stop {
    let name = match coding {
        6 => "JPEG cũ / old JPEG",
        7 | 34892 => "JPEG",
        34661 => "JBIG",
        34712 | 33003..=33005 => "JPEG 2000",
        34925 => "LZMA",
        50000 => "Zstandard",
        50001 => "WebP",
        _ => "?",
    };
    unsupported(text!("kiểu nén {coding} ({name})", "compression {coding} ({name})"))
}
