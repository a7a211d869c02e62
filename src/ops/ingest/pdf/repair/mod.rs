//! PDFs that miss the standard by what can be mended: mended, checked, compared, and published only if all agree.
//!
//! The file is read by those who forgive, changed object by object, and written anew. Our checker must pass it, its
//! text must be the same, and every page must look the same. Fonts that are not embedded are not guessed.

mod catalog;
mod changes;
mod everywhere;
mod leads;
mod pages;
mod same;

use std::io::{self, Cursor, Read as _, Seek as _, SeekFrom, Write as _};

use lopdf::{Object, Stream, dictionary};

use crate::checks::pdfa::report::{Report, Wanted};
use crate::checks::pdfa::{self as checker, Options};
use crate::fault::{self, Attempt};
use crate::files;
use crate::finding::codes;
use crate::ops::worker::Stage;
use crate::page::Stop;
use crate::pdf::file::File;
use crate::pdf::{Limits, Obstacle, Unreadable, mend};
use crate::pdfa::unwritable::Unwritable;
use crate::pdfa::{Conformance, Description, whole};
use crate::sidecar::taken::Class;
use crate::text;
use crate::text::Text;

use super::compare::{self, Compared};
use super::{Bytes, Outcome, Subject, conforming, encryption, unreadable, visible};
use changes::Mending;

/// Pixels for each unit when pages are compared: an eighth of 300 dpi.
const PER_UNIT: f32 = 300.0 / 8.0 / 72.0;
/// What the checker says of text without Unicode values (2u only).
const UNICODE: &str = "6.2.11.7.2";
/// What it says of CMYK without a profile.
const CMYK: &str = "6.2.4.3-3";

/// Tries to mend the file.
pub fn take(subject: &mut Subject<'_>) -> Result<Option<Outcome>, Stop> {
    if subject.wish.joins {
        return Ok(None);
    }
    let limits = super::limits(&subject.wish.limits);
    if let Some(reason) = beyond_limits(subject) {
        subject.reasons.push(reason);
        return Ok(None);
    }
    let mut opened = subject.place.open()?;
    let size = opened.seek(SeekFrom::End(0))?;
    if size > limits.memory {
        subject.reasons.push(text!("quá lớn để sửa", "too large to be mended"));
        return Ok(None);
    }
    opened.seek(SeekFrom::Start(0))?;
    let mut source = Vec::new();
    opened.take(size).read_to_end(&mut source)?;
    match mended(subject, &source, &limits) {
        Ok(Ok(outcome)) => Ok(Some(outcome)),
        Ok(Err(reason)) => {
            subject.reasons.push(reason);
            Ok(None)
        }
        Err(stop) => Err(stop),
    }
}

/// Looks for an object that our own reader refuses by a limit: those who forgive would read it, at any price.
fn beyond_limits(subject: &Subject<'_>) -> Option<Text> {
    let file = subject.file.as_ref().ok()?;
    let refused = |id| file.get(id).err().filter(|why: &Unreadable| why.obstacle == Obstacle::Limit);
    file.ids().into_iter().find_map(refused).map(|why| why.what)
}

type Mended = Result<Outcome, Text>;

fn mended(subject: &mut Subject<'_>, source: &[u8], limits: &Limits) -> Result<Mended, Stop> {
    let mut mending = match mend::open(source, limits) {
        Ok(document) => Mending::new(document),
        Err(why) => return Ok(Err(why.what)),
    };
    mending.note(encryption::REMOVED, encryption::is_gone(subject, source, &mending.document).into());
    if catalog::has_unpainted_values(&mending) {
        return Ok(Err(text!(
            "giá trị biểu mẫu do chương trình đọc tự vẽ (NeedAppearances)",
            "form values that every reader paints its own way (NeedAppearances)"
        )));
    }
    if let Err(why) = change(&mut mending, limits) {
        return Ok(Err(why.what));
    }
    let (bytes, report) = match passing(&mut mending, &subject.wish.title, limits)? {
        Ok(passed) => passed,
        Err(reason) => return Ok(Err(reason)),
    };
    (subject.stage)(Stage::Comparing);
    if let Err(reason) = same(source, &bytes) {
        return Ok(Err(reason));
    }
    let file = File::open(Cursor::new(&bytes[..]), *limits).map_err(|why| unreadable(&why))?;
    let boxes = visible::boxes(&file)?;
    let path = std::path::Path::new(&subject.wish.out);
    let cannot = || text!("không ghi được `{path}`", "could not write `{path}`", path = path.display());
    files::create(path)?.write_all(&bytes).attempt(cannot)?;
    let notes = notes(&mending);
    let level = if report.wanted == Wanted::U { "PDF/A-2u" } else { "PDF/A-2b" };
    Ok(Ok(Outcome {
        class: Class::Repaired,
        reason: text!(
            "đã sửa để đạt {level}; chữ và hình giữ nguyên",
            "mended to be a {level}; text and looks are the same"
        ),
        claim: None,
        said: None,
        conformance: level.to_owned(),
        changes: mending.changes(),
        signatures: Vec::new(),
        bytes: Bytes::Written(boxes),
        // What was taken out is still in the file as it came.
        keeps_original: mending.losses().is_some() || mending.has(encryption::REMOVED),
        notes,
    }))
}

/// Says what a person should know of the changes.
fn notes(mending: &Mending) -> Vec<(String, Text)> {
    let mut notes: Vec<(String, Text)> =
        mending.losses().map(|what| (codes::PDF_PARTS_REMOVED.name.to_owned(), what)).into_iter().collect();
    if mending.has(encryption::REMOVED) {
        notes.push(encryption::note());
    }
    if mending.has("default-cmyk-set") {
        let what = text!("màu CMYK không kèm hồ sơ màu", "CMYK colours without a usable colour profile");
        notes.push((codes::CMYK_ASSUMED.name.to_owned(), what));
    }
    notes
}

/// Changes all that can be changed without looking at a page.
fn change(mending: &mut Mending, limits: &Limits) -> Result<(), Unreadable> {
    streams(mending, limits)?;
    everywhere::count(mending);
    catalog::mend(mending);
    everywhere::mend(mending);
    pages::mend(mending);
    leads::mend(mending);
    Ok(())
}

fn streams(mending: &mut Mending, limits: &Limits) -> Result<(), Unreadable> {
    let mut count = 0;
    for id in mending.ids() {
        let Some(Object::Stream(stream)) = mending.document.objects.get(&id) else { continue };
        let mut stream = stream.clone();
        if mend::recode(&mending.document, &mut stream, limits)? {
            mending.document.objects.insert(id, stream.into());
            count += 1;
        }
    }
    mending.note("streams-recoded", count);
    Ok(())
}

/// Writes the document as the highest level that the checker agrees to, and returns its bytes.
fn passing(mending: &mut Mending, title: &str, limits: &Limits) -> Result<Result<(Vec<u8>, Report), Text>, Stop> {
    let (mut level, mut has_cmyk) = (Conformance::U, false);
    loop {
        let description = Description { title: title.to_owned(), conformance: level, language: None };
        let mut bytes = Vec::new();
        if let Err(error) = whole::write(&mut bytes, &mending.document, &description) {
            return Ok(Err(unwritable(&error)));
        }
        let file = File::open(Cursor::new(&bytes[..]), *limits).map_err(|why| unreadable(&why))?;
        let report = checker::check(&file, Options { wanted: None, image_data: true });
        if report.passes() {
            return Ok(Ok((bytes, report)));
        }
        let breaks = |clause: &str| report.breaches.iter().any(|breach| breach.clause.starts_with(clause));
        if breaks(CMYK) && !has_cmyk {
            add_cmyk(mending);
            has_cmyk = true;
        } else if breaks(UNICODE) && level == Conformance::U {
            level = Conformance::B;
        } else {
            return Ok(Err(conforming::why(&report)));
        }
    }
}

/// Says in both languages why a mended document cannot be written.
fn unwritable(error: &io::Error) -> Text {
    let known = error.get_ref().and_then(|inner| inner.downcast_ref::<Unwritable>());
    let Text { vi, en } = known.map_or_else(|| fault::why(error), |why| why.text());
    text!("không ghi lại được: {vi}", "it cannot be written anew: {en}")
}

fn add_cmyk(mending: &mut Mending) {
    let stream = Stream::new(dictionary! { "N" => 4 }, whole::cmyk_profile().to_vec());
    let profile = mending.document.add_object(stream);
    pages::default_cmyk(mending, profile);
}

/// Compares text and looks of the file before and after.
fn same(source: &[u8], bytes: &[u8]) -> Result<(), Text> {
    match same::text(source, bytes) {
        Ok(None) => {}
        Ok(Some(page)) => return Err(text!("chữ ở trang {page} sẽ thay đổi", "the text of page {page} would change")),
        Err(why) => return Err(why.what),
    }
    match compare::looks(source.to_vec(), bytes.to_vec(), PER_UNIT) {
        Ok(Compared::Same) => Ok(()),
        Ok(Compared::Differs(page)) => Err(text!("trang {page} sẽ trông khác đi", "page {page} would look different")),
        Ok(Compared::Unable) => Err(text!("bản này không so sánh được hình trang", "this build cannot compare looks")),
        Err(why) => Err(why.what),
    }
}

#[cfg(test)]
mod tests;
