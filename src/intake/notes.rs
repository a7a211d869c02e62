//! What the walk reports: one finding for each folder and kind, however many files it is about.
//!
//! The subject is the first of them; the sentence holds a count and no name, so that reports can redact.

use std::io;

use crate::files::container::zip;
use crate::finding::{Code, Finding, codes};
use crate::text;
use crate::text::Text;

/// Counts problems of one folder, in the order in which they are met.
#[derive(Default)]
pub(super) struct Tally(Vec<Count>);

struct Count {
    code: &'static Code,
    first: String,
    cause: String,
    n: u64,
}

impl Tally {
    /// Counts one problem.
    pub(super) fn count(&mut self, code: &'static Code, label: &str, error: Option<&io::Error>) {
        if let Some(known) = self.0.iter_mut().find(|known| known.code == code) {
            known.n += 1;
            return;
        }
        let cause = error.map(|error| format!(" ({})", error.kind())).unwrap_or_default();
        self.0.push(Count { code, first: label.to_owned(), cause, n: 1 });
    }

    /// Returns the findings.
    pub(super) fn findings(self) -> Vec<Finding> {
        self.0.into_iter().map(|count| Finding::new(count.code, count.first.clone(), count.sentence())).collect()
    }
}

impl Count {
    fn sentence(&self) -> Text {
        let Text { vi, en } = what(self.code);
        let (cause, others) = (&self.cause, self.n - 1);
        match others {
            0 => text!("{vi}{cause}", "{en}{cause}"),
            _ => text!(
                "{vi}{cause}; thư mục này còn {others} mục như vậy",
                "{en}{cause}; this folder has {others} more such entries"
            ),
        }
    }
}

/// Reports a root without a scan.
pub(super) fn empty(root_label: String) -> Finding {
    Finding::new(
        &codes::SOURCE_EMPTY,
        root_label,
        text!("nguồn không có tệp nào nhận được", "the source has no file to take"),
    )
}

fn what(code: &Code) -> Text {
    match code.name {
        "source.unreadable" => text!("không đọc được", "it could not be read"),
        "source.link-outside" => text!(
            "liên kết trỏ ra ngoài nguồn nên không được đi theo",
            "the link leaves the source and was not followed"
        ),
        "source.link-broken" => text!("liên kết không trỏ tới tệp nào", "the link leads nowhere"),
        "source.special" => text!("đây là thiết bị, socket hoặc ống dẫn", "this is a device, socket or pipe"),
        "source.growing" => text!(
            "tệp vừa được ghi hoặc có ngày ở tương lai",
            "the file was written just now or has a date in the future"
        ),
        "source.name-nfd" => {
            text!("tên không ở dạng Unicode dựng sẵn (NFC)", "the name is not in composed Unicode (NFC)")
        }
        "source.name-encoding" => text!("tên không phải UTF-8", "the name is not UTF-8"),
        "zip.nested" => text!("đây là tệp ZIP nằm trong tệp ZIP", "this is a ZIP in a ZIP"),
        "zip.inside" => text!("đây là tệp ZIP nằm trong thư mục", "this is a ZIP in a folder"),
        _ => zip::why(code),
    }
}
