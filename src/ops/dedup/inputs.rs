//! The files of a delivery: found as an import would find them, and called as the operator calls them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::finding::Finding;
use crate::intake::discover::{self, Found};
use crate::intake::place::Place;
use crate::records::profile::Limits;

/// A file to compare.
pub(super) struct Input {
    /// Where it is.
    pub(super) found: Found,
    /// The path as it was given, and what lies below it.
    pub(super) member: String,
}

/// All files of a delivery.
pub(super) struct Inputs {
    /// In the order of the bytes of their names.
    pub(super) files: Vec<Input>,
    /// How many were left by their names or because they could not be looked at.
    pub(super) left: u64,
    /// What the walk reports.
    pub(super) findings: Vec<Finding>,
}

/// Walks the sources; `Err` names one that does not exist.
pub(super) fn find(sources: &[PathBuf], limits: &Limits) -> Result<Inputs> {
    // Nothing is taken away, so a file that is still being written does no harm: it is read as it is.
    let options = discover::Options { settle: Duration::ZERO, now: SystemTime::UNIX_EPOCH, zip: limits.into() };
    let folders = discover::folders(sources, &options)?;
    let names = Names::of(sources);
    let mut inputs = Inputs { files: Vec::new(), left: 0, findings: Vec::new() };
    for folder in folders {
        inputs.left += (folder.ignored.len() + folder.sheets.len()) as u64;
        inputs.findings.extend(folder.findings);
        let named = folder.files.into_iter().map(|found| Input { member: names.name(&found), found });
        inputs.files.extend(named);
    }
    inputs.files.sort_by(|a, b| a.member.as_bytes().cmp(b.member.as_bytes()));
    Ok(inputs)
}

/// From where sources lie to what they were called.
struct Names<'s>(BTreeMap<PathBuf, &'s Path>);

impl<'s> Names<'s> {
    fn of(sources: &'s [PathBuf]) -> Names<'s> {
        let mut given = BTreeMap::new();
        for source in sources {
            // A source that is gone by now is in no path that was found.
            if let Ok(canonical) = fs::canonicalize(source) {
                given.entry(canonical).or_insert(source.as_path());
            }
        }
        Names(given)
    }

    fn name(&self, found: &Found) -> String {
        let on_disk = found.place.on_disk();
        let mut given = on_disk.ancestors().filter_map(|above| self.0.get(above).map(|given| (above, *given)));
        // Sources within another folder are walked as part of it; a ZIP is looked into only if it was named itself.
        let given = match found.place {
            Place::File(_) => given.last(),
            Place::Entry(_) => given.next(),
        };
        match given {
            Some((above, given)) if above == on_disk && matches!(found.place, Place::File(_)) => shown(given),
            Some((above, given)) => match below(found, above) {
                Some(below) => shown(&given.join(below)),
                None => shown(given),
            },
            None => shown(on_disk),
        }
    }
}

/// Returns what stands below a source; names that are no text, and those in ZIPs, as labels spell them.
fn below(found: &Found, source: &Path) -> Option<String> {
    let label = || found.label.split_once('/').map(|(_, below)| below.to_owned());
    match &found.place {
        Place::File(path) => path.strip_prefix(source).ok().and_then(Path::to_str).map(str::to_owned).or_else(label),
        Place::Entry(_) => label(),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
