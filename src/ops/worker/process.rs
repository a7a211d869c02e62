//! One worker process, as its parent sees it: started, asked, listened to for so long, and ended.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::fault::{Attempt, Fault};
use crate::text;
use crate::text::Text;

use super::frames::{self, Frame};
use super::message::{Reply, Request};

/// How long a worker may take to start.
const START: Duration = Duration::from_secs(60);
/// So much of a line of its standard error is read at once.
const LINE: u64 = 4096;
/// So much of that is told.
const TOLD: usize = 200;

/// A worker that waits for work, or does it.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    replies: Receiver<io::Result<Frame<Reply>>>,
    words: Option<JoinHandle<Words>>,
    /// How many files it has read.
    pub served: u32,
}

/// What a worker said on its standard error.
#[derive(Default)]
pub struct Words {
    /// Why it ended, if it said so; what else it said may quote the file, or a trace of addresses.
    pub cause: Option<Text>,
    /// Its last line, printable and short.
    pub last: String,
}

/// What was heard.
pub enum Heard {
    /// A reply.
    Reply(Box<Frame<Reply>>),
    /// Nothing in time.
    Silence,
    /// The worker has ended, or speaks nonsense.
    End,
}

impl Process {
    /// Starts `program worker` and waits until it is ready; its blocks have at most `limit` bytes.
    pub fn start(program: &Path, limit: u64) -> Result<Process> {
        let mut command = Command::new(program);
        command.arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().attempt(cannot_start)?;
        let stdin = child.stdin.take();
        let (sender, replies) = sync_channel(1);
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let mut input = BufReader::new(stdout);
                // Ends with the process, or when nobody listens any more.
                while let Some(heard) = frames::read(&mut input, limit).transpose() {
                    let is_last = heard.is_err();
                    if sender.send(heard).is_err() || is_last {
                        break;
                    }
                }
            });
        }
        let words = child.stderr.take().map(|stderr| thread::spawn(move || last_words(stderr)));
        let mut process = Process { child, stdin, replies, words, served: 0 };
        match process.listen(&mut START.clone()) {
            Heard::Reply(frame) if matches!(frame.0, Reply::Ready) => Ok(process),
            _ => {
                let (_, words) = process.end();
                Err(Fault::caused(cannot_start(), anyhow::anyhow!("{}", words.last)))
            }
        }
    }

    /// Gives it work.
    pub fn ask(&mut self, request: &Request) -> io::Result<()> {
        self.served += 1;
        match &mut self.stdin {
            Some(stdin) => frames::write(stdin, request, &[]),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Waits for the next reply, and takes the time that this needs from `patience`.
    pub fn listen(&mut self, patience: &mut Duration) -> Heard {
        let begun = Instant::now();
        let heard = self.replies.recv_timeout(*patience);
        *patience = patience.saturating_sub(begun.elapsed());
        match heard {
            Ok(Ok(frame)) => Heard::Reply(Box::new(frame)),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Heard::End,
            Err(RecvTimeoutError::Timeout) => Heard::Silence,
        }
    }

    /// Waits until the process ends of itself, as one does whose pipes are closed, else ends it.
    pub fn end(mut self) -> (Option<ExitStatus>, Words) {
        self.stdin = None;
        let begun = Instant::now();
        let mut status = None;
        while status.is_none() && begun.elapsed() < Duration::from_secs(5) {
            status = self.child.try_wait().ok().flatten();
            if status.is_none() {
                thread::sleep(Duration::from_millis(2));
            }
        }
        self.kill();
        let words = self.words.take().and_then(|words| words.join().ok()).unwrap_or_default();
        (status, words)
    }

    /// Ends the process at once.
    pub fn kill(&mut self) {
        // It may have ended already; either way it is gone afterwards, and waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn cannot_start() -> Text {
    text!("không khởi động được tiến trình phụ", "could not start a worker process")
}

/// Reads standard error to its end.
fn last_words(stderr: impl Read) -> Words {
    let mut stderr = BufReader::new(stderr);
    let mut words = Words::default();
    loop {
        let mut line = Vec::new();
        // A line without end comes in pieces.
        match stderr.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(1..) => words.hear(&String::from_utf8_lossy(&line)),
            _ => return words,
        }
    }
}

impl Words {
    fn hear(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let printable = line.replace(|letter: char| letter.is_control() || !letter.is_ascii(), "?");
        self.last = printable.get(..TOLD).unwrap_or(&printable).to_owned();
        self.cause = self.cause.take().or_else(|| cause(&printable));
    }
}

/// Recognises what a worker or the runtime says as it goes down, and passes on its numbers and nothing else.
fn cause(line: &str) -> Option<Text> {
    if let Some(place) = line.strip_prefix("panicked at ") {
        let is_place = |letter: char| letter.is_ascii_alphanumeric() || "_-./:".contains(letter);
        return (place.len() <= TOLD && place.chars().all(is_place))
            .then(|| text!("hoảng loạn tại {place}", "panicked at {place}"));
    }
    if line.ends_with("overflowed its stack") {
        return Some(text!("tràn ngăn xếp", "it overflowed its stack"));
    }
    let bytes: u64 = line.strip_prefix("memory allocation of ")?.strip_suffix(" bytes failed")?.parse().ok()?;
    Some(text!("không cấp phát được {bytes} byte bộ nhớ", "memory allocation of {bytes} bytes failed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_told_and_no_backtrace() {
        let said = |stderr: &str| last_words(stderr.as_bytes()).cause.map(|cause| cause.en);
        let overflow =
            "warning\n\nthread 'job' (4711) has overflowed its stack\nstack backtrace:\n  0: 0x55d0 - secret\n";
        assert_eq!(said(overflow).unwrap(), "it overflowed its stack");
        assert_eq!(
            said("memory allocation of 7 bytes failed\n  1: x\n").unwrap(),
            "memory allocation of 7 bytes failed"
        );
        assert_eq!(said("panicked at a/b.rs:7\npanicked at c.rs:1").unwrap(), "panicked at a/b.rs:7");
        assert_eq!(said("panicked at the name of a person"), None);
        assert_eq!(said("stack backtrace:\n  0: 0x55d0 - secret\n"), None);
    }

    #[test]
    fn last_words_are_short_and_printable() {
        assert_eq!(last_words(&b"one\n\n  two\x1b[31m \n \n"[..]).last, "two?[31m");
        assert_eq!(last_words(&[b'x'; 9000][..]).last.len(), TOLD);
    }
}
