//! Findings of one package, so many of each kind and no more: whoever fills a METS with nonsense fills no memory.

use std::collections::BTreeMap;

use crate::checks::fixity;
use crate::checks::regular;
use crate::checks::tally::Tally;
use crate::exchange::xml::{Malformed, Stop};
use crate::finding::{Code, codes};
use crate::text;
use crate::text::Text;

/// Findings of one kind that are told one by one.
const MOST: u64 = 1000;

/// Where the checks of a package put what they find.
#[derive(Debug)]
pub struct Notes<'t> {
    /// What has been found.
    pub tally: &'t mut Tally,
    counts: BTreeMap<&'static str, (&'static Code, u64)>,
}

impl<'t> Notes<'t> {
    /// Begins.
    pub fn new(tally: &'t mut Tally) -> Notes<'t> {
        Notes { tally, counts: BTreeMap::new() }
    }

    /// Notes a problem.
    pub fn find(&mut self, code: &'static Code, subject: &str, what: Text) {
        let (_, count) = self.counts.entry(code.name).or_insert((code, 0));
        *count += 1;
        if *count <= MOST {
            self.tally.find(code, subject, what);
        }
    }

    /// Notes why an XML file was not read to its end; one that is not there is noted where it is asked for.
    pub fn stopped(&mut self, subject: &str, stop: Stop) {
        match stop {
            Stop::Unreadable(error) if regular::is_absent(&error) => (),
            Stop::Unreadable(error) => self.find(&codes::UNREADABLE, subject, fixity::unreadable(&error)),
            Stop::Malformed(Malformed { line, what: Text { vi, en }, .. }) => {
                self.find(&codes::PACKAGE_XML, subject, text!("dòng {line}: {vi}", "line {line}: {en}"));
            }
        }
    }

    /// Says of which kinds there was more than was told.
    pub fn end(self) {
        for (code, n) in self.counts.into_values().filter(|(_, n)| *n > MOST) {
            let more = n - MOST;
            let what = text!("còn {more} chỗ như vậy trong gói", "there are {more} more such places in the package");
            self.tally.find(code, "", what);
        }
    }
}
