//! `sohoa verify`: an archive, a batch, a package, any BagIt bag, or a list that `sha256sum` made.
//!
//! Everything that is wrong is a finding and the work goes on; an `Err` means that there was nothing to check.
//! Nothing is written.

mod archive;
mod catalogue;
mod ledger;
mod package;
mod quarantine;

use std::io;
use std::path::Path;

use anyhow::Result;

use crate::checks::fixity::Level;
use crate::checks::list;
use crate::checks::tally::Tally;
use crate::fault::{Attempt, Fault};
use crate::progress::Progress;
use crate::text;
use crate::text::Text;

/// A list of twenty million files is smaller.
const LARGEST_LIST: u64 = 4 << 30;

/// Verifies one target and returns everything that was found. `program` is sohoa itself, started as its own workers for
/// the PDFs of packages.
pub fn run(target: &Path, level: Level, program: &Path, progress: &dyn Progress) -> Result<Tally> {
    let shown = target.display();
    let metadata = match target.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Fault::raise("verify.target", text!("không có `{shown}`", "there is no `{shown}`")));
        }
        other => other.attempt(|| cannot_read(target))?,
    };
    if metadata.is_dir() {
        target.read_dir().attempt(|| cannot_read(target))?;
        if is_archive(target) {
            return archive::verify(target, level, progress);
        }
        if let Some(kind) = package::kind_of(target).attempt(|| cannot_read(target))? {
            return package::folder(target, kind, &package::Wish { level, program, progress });
        }
    } else if metadata.is_file() && package::is_zip(target).attempt(|| cannot_read(target))? {
        return package::zip(target, &package::Wish { level, program, progress });
    } else if metadata.is_file() && metadata.len() <= LARGEST_LIST {
        let bytes = std::fs::read(target).attempt(|| cannot_read(target))?;
        if let Some(tally) = list::check(target, &bytes, level, progress) {
            return Ok(tally);
        }
    }
    Err(no_target(target))
}

fn no_target(target: &Path) -> anyhow::Error {
    let what = text!(
        "`{shown}` không phải là kho, lô, gói, túi BagIt hay bản kê sha256sum",
        "`{shown}` is no archive, batch, package, BagIt bag or sha256sum list",
        shown = target.display()
    );
    Fault::raise("verify.target", what)
}

/// An archive without its settings is a damaged archive, and not nothing.
fn is_archive(target: &Path) -> bool {
    target.join("sohoa.toml").symlink_metadata().is_ok() || target.join("batches").is_dir()
}

fn cannot_read(target: &Path) -> Text {
    text!("không đọc được `{target}`", "could not read `{target}`", target = target.display())
}
