//! All that is printed: results on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use sohoa::fault::{self, Fault};
use sohoa::text::{Lang, Text};

/// Where results go, in which language and form.
pub struct Output {
    /// The language of sentences.
    pub lang: Lang,
    /// Whether results are printed as JSON.
    pub json: bool,
}

impl Output {
    /// Makes an output.
    pub fn new(lang: Lang, json: bool) -> Output {
        Output { lang, json }
    }

    /// Prints one line of a result.
    pub fn line(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(io::stdout().lock(), "{text}")?)
    }

    /// Prints one sentence of a result.
    pub fn say(&mut self, text: &Text) -> Result<()> {
        self.line(text.get(self.lang))
    }

    /// Tells what is no result; standard error, so that lists stay lists.
    pub fn note(&mut self, text: &Text) {
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{}", text.get(self.lang));
    }

    /// Says whether results go to a terminal.
    pub fn is_read_by_person(&self) -> bool {
        !self.json && io::stdout().is_terminal()
    }

    /// Prints bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(io::stdout().lock().write_all(bytes)?)
    }

    /// Prints one JSON value on a line of its own.
    pub fn value(&mut self, value: &impl Serialize) -> Result<()> {
        self.line(&serde_json::to_string(value)?)
    }

    /// Says why the work could not be done.
    pub fn fault(&mut self, error: &anyhow::Error) {
        let code = code_of(error);
        let message = message(error, self.lang);
        // With standard error gone there is nobody left to tell.
        let _ = match self.lang {
            Lang::Vi => writeln!(io::stderr(), "lỗi [{code}]: {message}"),
            Lang::En => writeln!(io::stderr(), "error [{code}]: {message}"),
        };
        if self.json {
            let _ = self.value(&json!({ "error": { "code": code, "message": message } }));
        }
    }
}

/// Says whether bars can be drawn.
pub fn is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Says whether the reader of our output has gone away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Returns code and sentence of a fault of the machine that is known.
fn known(error: &(dyn std::error::Error + 'static)) -> Option<(&'static str, Text)> {
    fault::of_machine(error.downcast_ref::<io::Error>()?)
}

fn code_of(error: &anyhow::Error) -> &'static str {
    let named = error.chain().filter_map(|cause| cause.downcast_ref::<Fault>()).map(|fault| fault.code);
    let of_machine = error.chain().find_map(known).map(|(code, _)| code);
    named.filter(|code| !code.is_empty()).last().or(of_machine).unwrap_or("failed")
}

fn message(error: &anyhow::Error, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        let part = match (cause.downcast_ref::<Fault>(), known(cause)) {
            (Some(fault), _) => fault.what.get(lang).to_owned(),
            (None, Some((_, what))) => what.get(lang).to_owned(),
            _ => cause.to_string(),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sohoa::fault::Attempt;
    use sohoa::text;

    #[test]
    fn a_full_disk_has_a_code_and_advice_in_both_languages() {
        let failed: io::Result<()> = Err(io::ErrorKind::StorageFull.into());
        let error = failed.attempt(|| text!("không ghi được `x`", "could not write `x`")).unwrap_err();
        assert_eq!(code_of(&error), "disk.full");
        assert!(message(&error, Lang::En).starts_with("could not write `x`: the disk is full"));
        assert!(message(&error, Lang::Vi).starts_with("không ghi được `x`: đĩa đã đầy"));
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_told_without_words_of_the_system() {
        let failed: io::Result<()> = Err(io::ErrorKind::IsADirectory.into());
        let error = failed.attempt(|| text!("không đọc được `x`", "could not read `x`")).unwrap_err();
        assert_eq!(code_of(&error), "disk.is-folder");
        assert_eq!(message(&error, Lang::Vi), "không đọc được `x`: đây là thư mục, không phải tệp");
    }
}
