//! Packages onto the disk: written under another name, made durable, read back, renamed, and noted in the ledger.
//!
//! Small packages go together, so that one sync and one line of the ledger serve many of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::folder::Folder;
use super::parcel::Parcel;
use super::read::Read;
use super::select::Selection;
use super::{Counts, Made, Options, past, terms};
use crate::archive::catalogue::Catalogue;
use crate::archive::layout::Archive;
use crate::archive::ledger;
use crate::checks::fixity::Level;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::files::container::whole;
use crate::files::container::write::{Done, Form, Writer};
use crate::finding::{Finding, Severity, codes};
use crate::ops::verify;
use crate::packages::{self, Name, Order, Part, Totals};
use crate::progress::{Progress, Silent, Stage};
use crate::text;

/// A package up to this size is packed by one thread, beside others.
const SMALL: Counts = Counts { documents: 256, pages: u64::MAX, bytes: 16 << 20 };
/// What is packed before it is made durable, unless one package is more.
const GROUP: Counts = Counts { documents: 8192, pages: u64::MAX, bytes: 256 << 20 };
const MOST_IN_GROUP: usize = 64;

/// What packing needs to know.
pub struct Packing<'p> {
    /// The archive.
    pub archive: &'p Archive,
    /// Its catalogue.
    pub catalogue: &'p Catalogue,
    /// What was asked for.
    pub options: &'p Options,
    /// What leaves.
    pub selection: &'p Selection,
    /// Where to.
    pub folder: &'p Folder,
    /// What was packed before.
    pub past: past::Past,
    /// Who hears of it.
    pub progress: &'p dyn Progress,
}

/// What became of a parcel.
enum Outcome {
    /// It was written, in its unfinished place still.
    Written(Done),
    /// It lies there from an earlier run.
    Found(Done),
    /// Something else lies there.
    InTheWay,
    /// A document of it is not as it was sealed.
    Broken(anyhow::Error),
}

/// What became of parcels.
#[derive(Debug, Default)]
pub struct Packed {
    /// Packages that are there now, by the places of their parcels among all.
    pub made: Vec<(usize, Made)>,
    /// Parcels with documents that are not as they were sealed, and what was met first.
    pub broken: Vec<(Parcel, anyhow::Error)>,
}

/// Where a package belongs, and where it is made.
struct Target {
    name: Name,
    path: PathBuf,
    /// What nobody takes for a package: a ZIP, or a folder that the package lies in under its own name.
    unfinished: PathBuf,
    part: PathBuf,
}

impl Outcome {
    fn broken(self) -> Option<anyhow::Error> {
        if let Outcome::Broken(error) = self { Some(error) } else { None }
    }
}

impl Packing<'_> {
    /// Writes all packages that do not lie there already. Where what is not ready must stay behind, packages with a damaged
    /// document are handed back and the others written; else the first ends the packing.
    pub fn run(&self, parcels: &[Parcel], findings: &mut Vec<Finding>) -> Result<Packed> {
        let all = self.selection.counts();
        // Every byte is written and read back.
        self.progress.begin(Stage::Pack, all.documents, all.bytes.saturating_mul(2));
        let mut packed = Packed::default();
        for group in self.groups(parcels) {
            self.write_group(group, &mut packed, findings)?;
            if !packed.broken.is_empty() && !self.options.strict {
                break;
            }
        }
        self.progress.end();
        Ok(packed)
    }

    fn counts(&self, parcel: &Parcel) -> Counts {
        Counts::of(&self.selection.picks[parcel.range.clone()])
    }

    /// Cuts the parcels into groups: a large one by itself, small ones together.
    fn groups<'g>(&self, parcels: &'g [Parcel]) -> Vec<&'g [Parcel]> {
        let (mut groups, mut begin, mut sum) = (Vec::new(), 0, Counts::default());
        for (place, parcel) in parcels.iter().enumerate() {
            let counts = self.counts(parcel);
            let with = sum.and(&counts);
            if place > begin && (!counts.fits(&SMALL) || !with.fits(&GROUP) || place - begin == MOST_IN_GROUP) {
                groups.push(&parcels[begin..place]);
                (begin, sum) = (place, Counts::default());
            }
            sum = sum.and(&counts);
        }
        if begin < parcels.len() {
            groups.push(&parcels[begin..]);
        }
        groups
    }

    fn write_group(&self, group: &[Parcel], packed: &mut Packed, findings: &mut Vec<Finding>) -> Result<()> {
        let targets: Vec<Target> = group.iter().map(|parcel| self.target(parcel)).collect();
        let outcomes: Result<Vec<Outcome>> = match group {
            [alone] => self.write(alone, &targets[0], true).map(|outcome| vec![outcome]),
            _ => group.par_iter().zip(&targets).map(|(parcel, target)| self.write(parcel, target, false)).collect(),
        };
        let outcomes = outcomes.and_then(|outcomes| {
            if outcomes.iter().any(|outcome| matches!(outcome, Outcome::Written(_))) {
                files::sync_tree(&self.folder.path)?;
            }
            let read = outcomes.par_iter().zip(&targets).map(|(outcome, target)| self.read_back(outcome, target));
            let found: Result<Vec<Vec<Finding>>> = read.collect();
            findings.extend(found?.into_iter().flatten());
            Ok(outcomes)
        });
        if outcomes.is_err() {
            targets.iter().for_each(|target| discard(&target.unfinished));
        }
        self.publish(group, &targets, outcomes?, packed, findings)
    }

    /// Gives packages their names, and notes them; from here on they are there.
    fn publish(
        &self,
        group: &[Parcel],
        targets: &[Target],
        outcomes: Vec<Outcome>,
        packed: &mut Packed,
        findings: &mut Vec<Finding>,
    ) -> Result<()> {
        let mut entries = Vec::new();
        for ((parcel, target), outcome) in group.iter().zip(targets).zip(outcomes) {
            let done = match &outcome {
                Outcome::Broken(_) => {
                    packed.broken.extend(outcome.broken().map(|error| (parcel.clone(), error)));
                    continue;
                }
                Outcome::InTheWay => {
                    findings.push(in_the_way(target));
                    continue;
                }
                Outcome::Written(done) => {
                    files::rename(&target.part, &target.path)?;
                    discard(&target.unfinished);
                    done
                }
                Outcome::Found(done) => done,
            };
            let is_new = matches!(outcome, Outcome::Written(_));
            if is_new || !self.past.noted(&parcel.id, done.sha256, self.options.recipient.as_deref()) {
                entries.push(ledger::Entry::Package(self.entry(parcel, target, done)?));
            }
            let counts = self.counts(parcel);
            let made = Made {
                id: parcel.id.clone(),
                path: target.path.clone(),
                dossier: parcel.dossier(self.options, self.selection),
                was_there: !is_new,
                documents: counts.documents,
                pages: counts.pages,
                bytes: done.bytes,
                sha256: Some(done.sha256),
            };
            packed.made.push((parcel.ordinal, made));
        }
        files::sync_folder(&self.folder.path)?;
        if !entries.is_empty() {
            ledger::append(self.archive, &entries)?;
        }
        Ok(())
    }

    fn target(&self, parcel: &Parcel) -> Target {
        let name = name(self.archive, self.options, parcel);
        let unfinished = self.folder.unfinished(&name.folder);
        let (file, part) = match self.options.form {
            Form::Zip => (format!("{}.zip", name.zip), unfinished.clone()),
            Form::Folder => (name.folder.clone(), unfinished.join(&name.folder)),
        };
        Target { path: self.folder.path.join(file), name, unfinished, part }
    }

    fn write(&self, parcel: &Parcel, target: &Target, ahead: bool) -> Result<Outcome> {
        match self.write_or_find(parcel, target, ahead) {
            Err(error) if packages::is_damaged(&error) => {
                discard(&target.unfinished);
                Ok(Outcome::Broken(error))
            }
            other => other,
        }
    }

    /// Writes one package under another name, unless it lies there.
    fn write_or_find(&self, parcel: &Parcel, target: &Target, ahead: bool) -> Result<Outcome> {
        if target.path.symlink_metadata().is_ok() {
            return self.look(parcel, target, ahead);
        }
        if self.options.form == Form::Folder {
            files::create_folder(&target.unfinished)?;
        }
        let mut writer = Writer::begin(&target.part, self.options.form, &target.name.folder)?;
        self.fill(parcel, target, ahead, &mut writer)?;
        Ok(Outcome::Written(writer.finish()?))
    }

    /// Is what lies there the package? The ledger says so, or it is what would be written now, byte for byte.
    fn look(&self, parcel: &Parcel, target: &Target, ahead: bool) -> Result<Outcome> {
        let Ok((sha256, bytes)) = whole::sum(&target.path, &|_| ()) else { return Ok(Outcome::InTheWay) };
        if let Some(done) = self.past.done(&parcel.id, sha256) {
            let counts = self.counts(parcel);
            self.progress.advance(counts.documents, counts.bytes.saturating_mul(2));
            return Ok(Outcome::Found(Done { bytes: if target.path.is_dir() { bytes } else { done.bytes }, ..done }));
        }
        let mut writer = Writer::rehearse(&target.unfinished, self.options.form, &target.name.folder);
        self.fill(parcel, target, ahead, &mut writer)?;
        let done = writer.finish()?;
        Ok(if done.sha256 == sha256 { Outcome::Found(done) } else { Outcome::InTheWay })
    }

    fn fill(&self, parcel: &Parcel, target: &Target, ahead: bool, writer: &mut Writer) -> Result<()> {
        let picks = &self.selection.picks[parcel.range.clone()];
        let (archive, catalogue, progress) = (self.archive, self.catalogue, self.progress);
        let Counts { documents, pages, bytes } = Counts::of(picks);
        let last = picks.iter().map(|pick| pick.sequence).max().unwrap_or_default();
        let order = Order {
            terms: terms(archive, self.options),
            id: &parcel.id,
            name: &target.name.folder,
            created: self.selection.sealed.get(&last).map_or("", String::as_str),
            part: parcel.part.as_ref().map(|(group, number, of)| Part { group, number: *number, of: *of }),
            totals: Totals { documents, pages, bytes },
            documents: &Read { archive, catalogue, picks, progress, ahead },
        };
        (self.options.format.write)(&order, writer)
    }

    /// Reads a package that was just made durable, and compares it with what was put in.
    fn read_back(&self, outcome: &Outcome, target: &Target) -> Result<Vec<Finding>> {
        let Outcome::Written(done) = outcome else { return Ok(Vec::new()) };
        let shown = target.part.display();
        let read = whole::sum(&target.part, &|bytes| self.progress.advance(0, bytes));
        let (sha256, _) = read.attempt(|| text!("không đọc lại được `{shown}`", "could not read back `{shown}`"))?;
        if sha256 == done.sha256 {
            return self.verify(target);
        }
        let what = text!(
            "`{shown}` đọc lại khác với lúc ghi: đĩa hoặc bộ nhớ của máy có thể hỏng; gói này không được giao",
            "`{shown}` reads back other than it was written: disk or memory of this machine may be failing; \
             the package was not made"
        );
        Err(Fault::raise("disk.unreliable", what))
    }

    /// Lets `verify` hold METS, records and files of a package against each other; the other formats have manifests that
    /// were made of what was just read back. What breaks a rule is told; where files are not as METS says, there is no
    /// package.
    fn verify(&self, target: &Target) -> Result<Vec<Finding>> {
        if self.options.profile.tt05.is_none() {
            return Ok(Vec::new());
        }
        // The digests in METS are those of what was put in, which the bytes on disk were compared with just now.
        let tally = verify::run(&target.part, Level::Fast, &Silent)?;
        let broken = [&tally.mismatched, &tally.missing, &tally.extra, &tally.unreadable].into_iter().flatten().next();
        if let Some(subject) = broken {
            let name = &target.name.folder;
            let what = text!(
                "tệp `{subject}` của gói `{name}` vừa ghi không khớp METS; hãy báo lỗi này",
                "`{subject}` of the package `{name}` is not as its METS says; please report this"
            );
            return Err(Fault::raise("export.unsound", what));
        }
        let place = |finding: Finding| {
            let subject = format!("{}/{}", target.name.folder, finding.subject);
            Finding { subject: subject.trim_end_matches('/').to_owned(), ..finding }
        };
        Ok(tally.findings.into_iter().filter(|finding| finding.severity > Severity::Info).map(place).collect())
    }

    fn entry(&self, parcel: &Parcel, target: &Target, done: &Done) -> Result<ledger::Package> {
        let keys: Vec<i64> = self.selection.picks[parcel.range.clone()].iter().map(|pick| pick.key).collect();
        let mut documents = Vec::with_capacity(keys.len());
        for some in keys.chunks(1024) {
            documents.extend(self.catalogue.at(some)?.into_iter().map(|row| (row.id, row.version)));
        }
        let options = self.options;
        Ok(ledger::Package {
            at: options.at.clone(),
            recipient: options.recipient.clone(),
            format: options.format.name.to_owned(),
            profile: options.profile.name.clone(),
            profile_sha256: options.profile_sha256,
            selection: options.asked.clone(),
            id: parcel.id.clone(),
            dossier: parcel.dossier(options, self.selection),
            name: target.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            files: done.files,
            bytes: done.bytes,
            sha256: done.sha256,
            seal: self.selection.sealed.keys().next_back().copied().unwrap_or_default(),
            documents,
        })
    }
}

/// Names a package: as its format has it, or by a code that tells packages apart and names nobody.
pub fn name(archive: &Archive, options: &Options, parcel: &Parcel) -> Name {
    if let Some(name_of) = options.format.name_of {
        let named = packages::Parcel { id: &parcel.id, ordinal: parcel.ordinal };
        return name_of(&terms(archive, options), &named);
    }
    let of = archive.config.id.replace('/', "-");
    let name = match &parcel.part {
        Some((group, number, _)) => format!("{of}.{}.{group}-{number:03}", options.format.name),
        None => format!("{of}.{}.{}", options.format.name, parcel.id),
    };
    Name { folder: name.clone(), zip: name }
}

/// Refuses a profile whose templates give two packages one name, on disks that know no capitals, too.
pub fn refuse_one_name(archive: &Archive, options: &Options, parcels: &[Parcel]) -> Result<()> {
    let mut names = HashSet::new();
    for parcel in parcels {
        let Name { folder, zip } = name(archive, options, parcel);
        let name = if options.form == Form::Zip { zip } else { folder };
        if !names.insert(name.to_ascii_lowercase()) {
            let what = text!(
                "theo cấu hình gói, hai gói cùng tên `{name}`; hãy thêm `{{uuid}}` hoặc `{{ordinal}}` vào mẫu tên",
                "by the package profile, two packages are called `{name}`; add `{{uuid}}` or `{{ordinal}}` to the template"
            );
            return Err(Fault::raise("export.profile", what));
        }
    }
    Ok(())
}

fn in_the_way(target: &Target) -> Finding {
    let what = text!(
        "ở đây đã có thứ khác với gói phải ghi, hoặc gói đã bị thay đổi",
        "something else than the package lies here, or the package was changed"
    );
    Finding::new(&codes::EXPORT_EXISTS, target.path.display().to_string(), what)
}

/// Removes what cannot be finished, as far as that can be done: the next run removes the rest.
fn discard(part: &Path) {
    let _ = files::remove_folder(part);
    let _ = files::remove(part);
}
