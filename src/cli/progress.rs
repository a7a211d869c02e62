//! Bars on a terminal, a plain line now and then elsewhere; both on standard error.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use sohoa::progress::{Progress, Stage};
use sohoa::text::Lang;

use crate::cli::output;
use crate::cli::show::{bytes, count};

/// How often a plain line is written.
const EVERY: Duration = Duration::from_secs(10);

/// Shows how far the work is.
pub struct Shown {
    lang: Lang,
    state: Mutex<Option<State>>,
}

struct State {
    stage: Stage,
    bar: ProgressBar,
    begun: Instant,
    told: Instant,
    things: u64,
    all_things: u64,
    bytes: u64,
    all_bytes: u64,
}

impl Shown {
    /// Makes a progress that speaks a language.
    pub fn new(lang: Lang) -> Shown {
        Shown { lang, state: Mutex::new(None) }
    }

    fn with(&self, change: impl FnOnce(&mut Option<State>)) {
        // A thread that panicked leaves nothing here that could be half-done.
        change(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Shown {
    fn begin(&self, stage: Stage, things: u64, all_bytes: u64) {
        let bar = bar(stage, self.lang, things, all_bytes);
        let now = Instant::now();
        let state = State { stage, bar, begun: now, told: now, things: 0, all_things: things, bytes: 0, all_bytes };
        self.with(|current| {
            if let Some(finished) = current.replace(state) {
                finished.bar.finish_and_clear();
            }
        });
    }

    fn advance(&self, things: u64, bytes: u64) {
        self.with(|current| {
            let Some(state) = current else { return };
            state.things += things;
            state.bytes += bytes;
            if state.bar.is_hidden() {
                state.tell_now_and_then(self.lang);
            } else {
                state.bar.set_message(count(state.things, self.lang));
                state.bar.set_position(if state.all_bytes > 0 { state.bytes } else { state.things });
            }
        });
    }

    fn end(&self) {
        self.with(|current| {
            if let Some(state) = current.take() {
                state.bar.finish_and_clear();
            }
        });
    }
}

impl State {
    fn tell_now_and_then(&mut self, lang: Lang) {
        if self.told.elapsed() < EVERY {
            return;
        }
        self.told = Instant::now();
        let (done, all) = match self.all_bytes {
            0 => (self.things, self.all_things),
            all_bytes => (self.bytes, all_bytes),
        };
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = match self.all_bytes {
            0 => format!("{:.1}", self.things as f64 / seconds),
            _ => bytes((self.bytes as f64 / seconds) as u64, lang),
        };
        let (unit_vi, unit_en) = match self.stage {
            Stage::Judge => ("trang", "pages"),
            Stage::Ready | Stage::Pack => ("tài liệu", "documents"),
            _ => ("tệp", "files"),
        };
        let left = if done > 0 && all > done { seconds / done as f64 * (all - done) as f64 } else { 0.0 };
        let (name, things) = (name(self.stage, lang), count(self.things, lang));
        let percent = (done * 100).checked_div(all).unwrap_or(0).min(100);
        let line = match lang {
            Lang::Vi => format!("{name}: {things} {unit_vi}, {percent} %, {rate}/s, còn {left:.0} s"),
            Lang::En => format!("{name}: {things} {unit_en}, {percent} %, {rate}/s, {left:.0} s left"),
        };
        // Progress that cannot be shown must not stop the work.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

fn name(stage: Stage, lang: Lang) -> &'static str {
    match (stage, lang) {
        (Stage::Ingest, Lang::Vi) => "nhập",
        (Stage::Ingest, Lang::En) => "import",
        (Stage::ReadBack, Lang::Vi) => "đọc lại",
        (Stage::ReadBack, Lang::En) => "read back",
        (Stage::Verify, Lang::Vi) => "kiểm tra",
        (Stage::Verify, Lang::En) => "verify",
        (Stage::Reindex, Lang::Vi) => "lập mục lục",
        (Stage::Reindex, Lang::En) => "reindex",
        (Stage::Same, Lang::Vi) => "so byte",
        (Stage::Same, Lang::En) => "compare bytes",
        (Stage::See, Lang::Vi) => "xem trang",
        (Stage::See, Lang::En) => "look at pages",
        (Stage::Judge, Lang::Vi) => "so trang",
        (Stage::Judge, Lang::En) => "compare pages",
        (Stage::Ready, Lang::Vi) => "xét điều kiện",
        (Stage::Ready, Lang::En) => "look whether ready",
        (Stage::Pack, Lang::Vi) => "đóng gói",
        (Stage::Pack, Lang::En) => "pack",
    }
}

fn bar(stage: Stage, lang: Lang, things: u64, all_bytes: u64) -> ProgressBar {
    if !output::is_terminal() {
        return ProgressBar::hidden();
    }
    let left = if lang == Lang::Vi { "còn" } else { "left" };
    let (length, template) = match all_bytes {
        0 => (things, format!("{{prefix}} [{{bar:30}}] {{pos}}/{{len}} {{per_sec}} {left} {{eta}}")),
        _ => (
            all_bytes,
            format!("{{prefix}} [{{bar:30}}] {{msg}} · {{bytes}}/{{total_bytes}} {{bytes_per_sec}} {left} {{eta}}"),
        ),
    };
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr_with_hz(5));
    bar.set_style(style.progress_chars("=> "));
    bar.set_prefix(name(stage, lang));
    bar
}
