//! One worker process, as its parent sees it: started, asked, listened to for so long, and ended.

use std::io::{self, BufReader, Read};
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
/// So much of the end of its standard error is kept.
const TAIL: usize = 4096;
/// So much of that is told.
const TOLD: usize = 200;

/// A worker that waits for work, or does it.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    replies: Receiver<io::Result<Frame<Reply>>>,
    tail: Option<JoinHandle<String>>,
    /// How many files it has read.
    pub served: u32,
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
        let tail = child.stderr.take().map(|stderr| thread::spawn(move || last_words(stderr)));
        let mut process = Process { child, stdin, replies, tail, served: 0 };
        match process.listen(&mut START.clone()) {
            Heard::Reply(frame) if matches!(frame.0, Reply::Ready) => Ok(process),
            _ => {
                let (_, tail) = process.end();
                Err(Fault::caused(cannot_start(), anyhow::anyhow!("{tail}")))
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
    pub fn end(mut self) -> (Option<ExitStatus>, String) {
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
        let tail = self.tail.take().and_then(|tail| tail.join().ok()).unwrap_or_default();
        (status, tail)
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

/// Returns the last lines, printable and short.
fn last_words(mut stderr: impl Read) -> String {
    let (mut tail, mut block) = (Vec::new(), [0; 1024]);
    while let Ok(n_read @ 1..) = stderr.read(&mut block) {
        tail.extend_from_slice(&block[..n_read]);
        let surplus = tail.len().saturating_sub(TAIL);
        tail.drain(..surplus);
    }
    let text = String::from_utf8_lossy(&tail);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // The numbers of threads are others each time, and what is told of a file should not be.
    let is_number =
        |word: &str| word.strip_prefix('(').is_some_and(|rest| rest.trim_end_matches(')').parse::<u32>().is_ok());
    let told: Vec<&str> = lines.iter().flat_map(|line| line.split(' ')).filter(|word| !is_number(word)).collect();
    let printable = told.join(" ").replace(|letter: char| letter.is_control() || !letter.is_ascii(), "?");
    printable[printable.len().saturating_sub(TOLD)..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_are_short_and_printable() {
        assert_eq!(last_words(&b"thread 'job' (4711) one\n\n  two\x1b[31m \n"[..]), "thread 'job' one two?[31m");
        let long = [&[b'x'; 9000][..], b"\nend\n"].concat();
        let told = last_words(long.as_slice());
        assert!(told.ends_with("x end") && told.len() == TOLD, "{told}");
    }
}
