//! The worker itself: takes one file after the other, within limits, and says what it reads.
//!
//! It ends when its standard input does, which is to say with its parent.

use std::cell::RefCell;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::Result;

use crate::checks::pdfa::Options;
use crate::fault::Attempt;
use crate::finding::codes;
use crate::formats::{self, Format, Limits};
use crate::intake::place::Place;
use crate::ops::check;
use crate::ops::ingest::pdf::{self, Placed, Wish};
use crate::ops::see::inside;
use crate::ops::see::sight::Wanted;
use crate::page::{PageImage, Refusal, Stop};
use crate::records::profile;
use crate::text;

use super::message::{Job, PageHead, Reply, Request, Stage};
use super::sights::{SeenHead, ShownHead};
use super::{frames, limits};

/// Readers of foreign formats recurse; deeper than this is a stack overflow, which ends the process.
const STACK: usize = 64 << 20;

/// Serves until standard input ends; `faults` are those on order, in builds for development.
pub fn serve(faults: Option<String>) -> Result<()> {
    let cannot = || text!("tiến trình phụ không khởi động được", "the worker could not start");
    limits::at_start().attempt(cannot)?;
    panic::set_hook(Box::new(|info| {
        // Where, and not what: the words of a panic may quote the file.
        let place = info.location().map(|at| format!("{}:{}", last_parts(at.file()), at.line()));
        let _ = writeln!(io::stderr(), "panicked at {}", place.unwrap_or_default());
    }));
    let (sender, receiver) = sync_channel(0);
    let job = thread::Builder::new().name("job".to_owned()).stack_size(STACK);
    job.spawn(move || work(&receiver, faults.as_deref())).attempt(cannot)?;
    let mut input = io::stdin().lock();
    while let Some((request, _)) = frames::read::<Request>(&mut input, 0).attempt(cannot)? {
        if sender.send(request).is_err() {
            break;
        }
    }
    // Whatever is still being read ends with the process: nobody is there to hear of it.
    Ok(())
}

/// Keeps the name of the crate and the file, and not where they lay when the program was built.
fn last_parts(path: &str) -> String {
    let mut parts: Vec<&str> = path.rsplit(['/', '\\']).take(3).collect();
    parts.reverse();
    parts.join("/")
}

fn work(requests: &Receiver<Request>, faults: Option<&str>) {
    let mut out = io::stdout().lock();
    // A failure to write means that the parent is gone; the end of the input tells the same.
    if frames::write(&mut out, &Reply::Ready, &[]).is_err() {
        return;
    }
    for request in requests {
        let answer = panic::catch_unwind(AssertUnwindSafe(|| answer(&request, faults, &mut out)));
        let Ok(reply) = answer else { std::process::abort() };
        if frames::write(&mut out, &reply, &[]).is_err() {
            return;
        }
    }
}

fn answer(request: &Request, faults: Option<&str>, out: &mut impl Write) -> Reply {
    let read = limits::for_job(request.budget).map_err(|error| Stop::Fault(error.into())).and_then(|()| {
        strike(faults, &request.place);
        match &request.job {
            Job::Read { format, limits } => read(format, &request.place, limits, out),
            Job::Pdf(wish) => take(&request.place, wish, out),
            Job::See { format, limits, wanted } => see(&request.place, format.as_deref(), limits, wanted.as_ref(), out),
            Job::Check { options, limits } => judge(&request.place, *options, limits, out),
        }
    });
    match read {
        Ok(reply) => reply,
        Err(stop) => Reply::Stopped(stop.into()),
    }
}

#[cfg(debug_assertions)]
fn strike(faults: Option<&str>, place: &Place) {
    if let Some(order) = faults {
        super::faults::strike(order, place.on_disk());
    }
}

#[cfg(not(debug_assertions))]
fn strike(_: Option<&str>, _: &Place) {}

fn read(format: &str, place: &Place, limits: &Limits, out: &mut impl Write) -> Result<Reply, Stop> {
    let format = known(format)?;
    let mut opened = place.open()?;
    (format.read)(&mut opened.source(), limits, &mut |frame, image| send_page(out, frame, image, None))?;
    Ok(Reply::Done)
}

fn known(name: &str) -> Result<&'static Format, Refusal> {
    let unknown = || Refusal::new(&codes::UNKNOWN, text!("không nhận ra định dạng", "the format is not recognised"));
    formats::ALL.iter().find(|known| known.name == name).ok_or_else(unknown)
}

fn see(
    place: &Place,
    format: Option<&str>,
    limits: &profile::Limits,
    wanted: Option<&Wanted>,
    out: &mut impl Write,
) -> Result<Reply, Stop> {
    let format = format.map(known).transpose()?;
    let gone = |error: io::Error| Stop::Fault(error.into());
    match wanted {
        None => inside::pages(place, format, limits, &mut |page| {
            let (head, preview) = SeenHead::of(page);
            frames::write(out, &Reply::Seen(Box::new(head)), &[&preview]).map_err(gone)
        })?,
        Some(wanted) => inside::show(place, format, limits, wanted, &mut |frame, shown| {
            let (head, blocks) = ShownHead::of(frame, shown);
            frames::write(out, &Reply::Shown(head), &[&blocks[0], &blocks[1]]).map_err(gone)
        })?,
    }
    Ok(Reply::Done)
}

fn take(place: &Place, wish: &Wish, out: &mut impl Write) -> Result<Reply, Stop> {
    let out = RefCell::new(out);
    // Whoever listens learns from the next reply, too, that the other side is gone.
    let mut stage = |stage| drop(frames::write(&mut *out.borrow_mut(), &Reply::Stage(stage), &[]));
    let mut sink = |frame, image: PageImage<'_>, placed| send_page(&mut *out.borrow_mut(), frame, image, placed);
    let outcome = pdf::take(place, wish, &mut stage, &mut sink)?;
    Ok(Reply::Taken(Box::new(outcome)))
}

fn judge(place: &Place, options: Options, limits: &profile::Limits, out: &mut impl Write) -> Result<Reply, Stop> {
    frames::write(out, &Reply::Stage(Stage::Checking), &[]).map_err(|error| Stop::Fault(error.into()))?;
    Ok(Reply::Judged(Box::new(check::judge(place, options, limits)?)))
}

fn send_page(out: &mut impl Write, frame: u32, image: PageImage<'_>, placed: Option<Placed>) -> Result<(), Stop> {
    let (head, blocks) = PageHead::of(frame, image, placed);
    let blocks = blocks.each_ref().map(|block| &**block);
    frames::write(out, &Reply::Page(Box::new(head)), &blocks).map_err(|error| Stop::Fault(error.into()))
}
