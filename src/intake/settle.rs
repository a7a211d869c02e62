//! Is a file still being written? It is let settle: waited for if that is short, else left for the next run.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::discover::{Found, unchanged};

/// The longest that one folder is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The time of the call, carried on, so that a walk through the night does not take new files for future ones.
pub(super) struct Clock {
    now: SystemTime,
    since: Instant,
}

/// What to do with a file of a certain age.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Quiet,
    Wait(Duration),
    Growing,
}

impl Clock {
    /// Starts at the true time.
    pub(super) fn start(now: SystemTime) -> Clock {
        Clock { now, since: Instant::now() }
    }

    fn now(&self) -> SystemTime {
        self.now.checked_add(self.since.elapsed()).unwrap_or(self.now)
    }
}

/// Takes the files that are still changing out of a folder's files and returns them; waits once if need be.
pub(super) fn wait(files: &mut Vec<Found>, clock: &Clock, settle: Duration) -> Vec<Found> {
    if settle.is_zero() {
        return Vec::new();
    }
    let now = clock.now();
    let mut growing: Vec<Found> =
        files.extract_if(.., |file| judge(file.modified, now, settle) == Verdict::Growing).collect();
    let waits = files.iter().filter_map(|file| match judge(file.modified, now, settle) {
        Verdict::Wait(rest) => Some(rest),
        _ => None,
    });
    if let Some(longest) = waits.max() {
        thread::sleep(longest);
        let is_fresh = |file: &Found| judge(file.modified, now, settle) != Verdict::Quiet;
        growing.extend(files.extract_if(.., |file| is_fresh(file) && !unchanged(file).unwrap_or(false)));
        growing.sort_by(|a, b| a.label.cmp(&b.label));
    }
    growing
}

fn judge(modified: SystemTime, now: SystemTime, settle: Duration) -> Verdict {
    let rest = match now.duration_since(modified) {
        Ok(age) => settle.saturating_sub(age),
        Err(ahead) if ahead.duration() > settle => return Verdict::Growing,
        Err(ahead) => settle.saturating_add(ahead.duration()),
    };
    match rest {
        Duration::ZERO => Verdict::Quiet,
        rest if rest <= PATIENCE => Verdict::Wait(rest),
        _ => Verdict::Growing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_file_decides() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let seconds = Duration::from_secs;
        let of = |modified, settle| judge(modified, now, seconds(settle));
        assert_eq!(of(now - seconds(60), 60), Verdict::Quiet);
        assert_eq!(of(now - seconds(58), 60), Verdict::Wait(seconds(2)));
        assert_eq!(of(now - seconds(10), 60), Verdict::Growing);
        assert_eq!(of(now + seconds(1), 2), Verdict::Wait(seconds(3)));
        assert_eq!(of(now + seconds(3), 2), Verdict::Growing);
    }

    #[test]
    fn the_clock_goes_on_while_the_walk_does() {
        let clock = Clock::start(SystemTime::UNIX_EPOCH);
        thread::sleep(Duration::from_millis(5));
        assert!(clock.now() > SystemTime::UNIX_EPOCH);
    }
}
