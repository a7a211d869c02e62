//! Workers, one for each thread that needs one: started when first needed, used again, replaced after a fault.
//!
//! A file that fails is tried a second time, alone and with twice the memory, so that no file is blamed for its
//! neighbours; not for longer, as all others wait meanwhile. What fails again is refused.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::checks::pdfa::Options;
use crate::digest::Digest;
use crate::fault::Fault;
use crate::files;
use crate::formats::{self, Format, Sink};
use crate::intake::place::Place;
use crate::ops::check::Judgement;
use crate::ops::ingest::pdf::{Outcome, PageSink, Wish};
use crate::ops::see;
use crate::ops::see::sight::{self, Wanted};
use crate::page::{Refusal, Stop};
use crate::records::profile;
use crate::text;
use crate::text::Text;

use super::message::{Budget, Failure, Job, Reply, Request, Stage, Verdict};
use super::process::{Heard, Process};

/// A worker is replaced after so many files: what leaks does not add up.
const FILES: u32 = 1000;
/// What is written may be so many times what was read, and a gibibyte in any case.
const WRITTEN: u64 = 16;

/// The workers of a run.
pub struct Pool {
    program: PathBuf,
    limits: profile::Limits,
    idle: Mutex<Vec<Process>>,
    /// Held by whoever reads; held alone for a second try.
    busy: RwLock<()>,
}

/// Takes a page that a worker hands over, in a reply and its blocks; `false` if it makes no sense.
type Take<'s> = dyn FnMut(Reply, Vec<Vec<u8>>) -> Result<bool, Stop> + 's;

/// How one try ended.
enum Tried {
    /// With the worker's last reply.
    Replied(Reply),
    /// Whoever takes the pages wants no more.
    Stopped(Stop),
    /// With the worker.
    Failed(Failure),
}

/// A file under way, through both of its tries.
struct Run<'r, 's> {
    take: &'r mut Take<'s>,
    /// The content of the pages that were handed over; a second try begins with the same.
    given: Vec<Digest>,
    stage: Stage,
}

impl Pool {
    /// Makes a pool that starts this program, which is sohoa itself, as its workers.
    pub fn new(program: &Path, limits: &profile::Limits) -> Pool {
        Pool {
            program: program.to_owned(),
            limits: limits.clone(),
            idle: Mutex::new(Vec::new()),
            busy: RwLock::new(()),
        }
    }

    /// Reads and checks a scan in a worker, and hands its pages over as the format would.
    pub fn read(
        &self,
        place: &Place,
        size: u64,
        format: &Format,
        limits: &formats::Limits,
        sink: &mut Sink<'_>,
    ) -> Result<(), Stop> {
        let job = Job::Read { format: format.name.to_owned(), limits: *limits };
        done(self.run(job, place, size, &mut |reply, blocks| {
            image(reply, blocks, &mut |frame, image, _| sink(frame, image))
        })?)
    }

    /// Sees every page of a file at first sight; without a format it is a PDF.
    pub fn pages(
        &self,
        place: &Place,
        size: u64,
        format: Option<&Format>,
        sink: &mut see::Sink<'_>,
    ) -> Result<(), Stop> {
        let take = &mut |reply, blocks| {
            let Reply::Seen(head) = reply else { return Ok(false) };
            head.page(blocks).map_or(Ok(false), |page| sink(page).map(|()| true))
        };
        done(self.run(self.sight(format, None), place, size, take)?)
    }

    /// Decodes chosen pages of a file; without a format it is a PDF.
    pub fn show(
        &self,
        place: &Place,
        size: u64,
        format: Option<&Format>,
        wanted: &Wanted,
        sink: &mut sight::Sink<'_>,
    ) -> Result<(), Stop> {
        let take = &mut |reply, blocks| {
            let Reply::Shown(head) = reply else { return Ok(false) };
            head.shown(blocks).map_or(Ok(false), |(frame, shown)| sink(frame, shown).map(|()| true))
        };
        done(self.run(self.sight(format, Some(wanted.clone())), place, size, take)?)
    }

    fn sight(&self, format: Option<&Format>, wanted: Option<Wanted>) -> Job {
        Job::See { format: format.map(|format| format.name.to_owned()), limits: self.limits.clone(), wanted }
    }

    /// Has a PDF taken apart in a worker, and hands over its pages if it is a scan.
    pub fn pdf(&self, place: &Place, size: u64, wish: Wish, sink: &mut PageSink<'_>) -> Result<Outcome, Stop> {
        match self.run(Job::Pdf(Box::new(wish)), place, size, &mut |reply, blocks| image(reply, blocks, sink))? {
            Reply::Taken(outcome) => Ok(*outcome),
            Reply::Stopped(stopped) => Err(stopped.into()),
            _ => Err(speaks_nonsense()),
        }
    }

    /// Has a PDF judged in a worker.
    pub fn check(&self, place: &Place, options: Options) -> Result<Judgement, Stop> {
        let job = Job::Check { options, limits: self.limits.clone() };
        match self.run(job, place, 0, &mut |_, _| Ok(false))? {
            Reply::Judged(judgement) => Ok(*judgement),
            Reply::Stopped(stopped) => Err(stopped.into()),
            _ => Err(speaks_nonsense()),
        }
    }

    /// Has the job done, if need be at the second try, and returns the worker's last reply.
    fn run(&self, job: Job, place: &Place, size: u64, take: &mut Take<'_>) -> Result<Reply, Stop> {
        let written = size.saturating_mul(WRITTEN).max(1 << 30);
        let budget = Budget { memory: self.limits.worker_memory, seconds: self.limits.seconds, written };
        let mut request = Request { job, place: place.clone(), budget };
        let mut run = Run { take, given: Vec::new(), stage: Stage::Opening };
        let first = {
            let _busy = self.busy.read().unwrap_or_else(PoisonError::into_inner);
            self.attempt(&request, &mut run)?
        };
        match first {
            Tried::Replied(reply) => return Ok(reply),
            Tried::Stopped(stop) => return Err(stop),
            Tried::Failed(_) => (),
        }
        if let Job::Pdf(wish) = &request.job {
            // What the first try may have written of it.
            files::remove(Path::new(&wish.out))?;
        }
        let _alone = self.busy.write().unwrap_or_else(PoisonError::into_inner);
        request.budget.memory = budget.memory.saturating_mul(2);
        match self.attempt(&request, &mut run)? {
            Tried::Replied(reply) => Ok(reply),
            Tried::Stopped(stop) => Err(stop),
            Tried::Failed(failure) => Err(Refusal::from(failure).into()),
        }
    }

    fn attempt(&self, request: &Request, run: &mut Run<'_, '_>) -> Result<Tried, Stop> {
        let mut worker = self.worker()?;
        let tried = run.follow(&mut worker, request);
        let tried = match tried {
            Tried::Failed(failure) => Tried::Failed(explain(failure, worker, request.budget)),
            Tried::Replied(reply) => {
                if worker.served < FILES {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                }
                Tried::Replied(reply)
            }
            // It may be in the middle of a page that nobody wants.
            Tried::Stopped(stop) => Tried::Stopped(stop),
        };
        Ok(tried)
    }

    fn worker(&self) -> Result<Process, Stop> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(worker) => Ok(worker),
            None => Ok(Process::start(&self.program, self.limits.memory)?),
        }
    }
}

impl Run<'_, '_> {
    /// Asks a worker and follows it to its last reply.
    fn follow(&mut self, worker: &mut Process, request: &Request) -> Tried {
        self.stage = Stage::Opening;
        let mut patience = Duration::from_secs(request.budget.seconds);
        let mut n_pages = 0;
        if worker.ask(request).is_err() {
            return self.failed(Verdict::Crashed);
        }
        loop {
            let (reply, blocks) = match worker.listen(&mut patience) {
                Heard::Reply(frame) => *frame,
                Heard::Silence => return self.failed(Verdict::Timeout),
                Heard::End => return self.failed(Verdict::Crashed),
            };
            match (reply.page(), reply) {
                (None, Reply::Stage(stage)) => self.stage = stage,
                (None, last) => return Tried::Replied(last),
                (Some(sha256), page) => {
                    match self.page(page, sha256, blocks, n_pages) {
                        Ok(true) => (),
                        Ok(false) => return self.failed(Verdict::Crashed),
                        Err(stop) => return Tried::Stopped(stop),
                    }
                    n_pages += 1;
                    self.stage = Stage::Pages(u32::try_from(n_pages).unwrap_or(u32::MAX));
                }
            }
        }
    }

    /// Hands a page over unless that was done at the first try; `false` if it makes no sense.
    fn page(&mut self, page: Reply, sha256: Digest, blocks: Vec<Vec<u8>>, idx: usize) -> Result<bool, Stop> {
        if let Some(given) = self.given.get(idx) {
            return Ok(*given == sha256);
        }
        let makes_sense = (self.take)(page, blocks)?;
        if makes_sense {
            self.given.push(sha256);
        }
        Ok(makes_sense)
    }

    fn failed(&self, verdict: Verdict) -> Tried {
        Tried::Failed(Failure { verdict, how: text!("", ""), stage: self.stage, cause: None })
    }
}

/// Hands a page image over.
fn image(reply: Reply, blocks: Vec<Vec<u8>>, sink: &mut PageSink<'_>) -> Result<bool, Stop> {
    let Reply::Page(mut head) = reply else { return Ok(false) };
    let (frame, placed) = (head.frame, head.placed.take());
    let Some(image) = head.image(blocks) else { return Ok(false) };
    sink(frame, image, placed).map(|()| true)
}

/// Returns what the last reply to a job without an answer of its own says.
fn done(reply: Reply) -> Result<(), Stop> {
    match reply {
        Reply::Done => Ok(()),
        Reply::Stopped(stopped) => Err(stopped.into()),
        _ => Err(speaks_nonsense()),
    }
}

/// Ends a worker that failed, and says how it did.
fn explain(failure: Failure, mut worker: Process, budget: Budget) -> Failure {
    if failure.verdict == Verdict::Timeout {
        worker.kill();
        let how = out_of_time(budget.seconds);
        let (_, words) = worker.end();
        return Failure { how, cause: words.cause, ..failure };
    }
    let (status, words) = worker.end();
    let (verdict, how) = judge(status, budget);
    Failure { verdict, how, cause: words.cause, ..failure }
}

/// The worker is of another version than its parent: the program was replaced meanwhile.
fn speaks_nonsense() -> Stop {
    let what = text!(
        "tiến trình phụ trả lời sai; chương trình có thể vừa được thay, hãy chạy lại",
        "a worker process answers nonsense; the program may have been replaced just now, run it again"
    );
    Stop::Fault(Fault::raise("worker.protocol", what))
}

fn out_of_time(seconds: u64) -> Text {
    text!("quá {seconds} giây", "it took more than {seconds} seconds")
}

/// Returns what an exit status means.
fn judge(status: Option<ExitStatus>, budget: Budget) -> (Verdict, Text) {
    // Numbers of signals on Linux and macOS.
    const XCPU: i32 = 24;
    const XFSZ: i32 = 25;
    match status.and_then(signal) {
        Some(XCPU) => (Verdict::Timeout, out_of_time(budget.seconds)),
        Some(XFSZ) => {
            let written = budget.written;
            let what = text!("nó ghi hơn {written} byte", "it wrote more than {written} bytes");
            (Verdict::Refused, what)
        }
        Some(signal) => (Verdict::Crashed, text!("tín hiệu {signal}", "signal {signal}")),
        None => {
            let code = status.and_then(|status| status.code()).map_or("?".to_owned(), |code| code.to_string());
            (Verdict::Crashed, text!("mã thoát {code}", "exit code {code}"))
        }
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
