//! The face: arguments in, sentences or JSON out, and the only place that knows terminal, clock and environment.

mod amend;
mod args;
mod changes;
mod check;
mod clock;
mod commands;
mod dedup;
mod document;
mod export;
mod find;
mod help;
mod language;
mod output;
mod progress;
mod report;
mod sheet;
mod show;
mod taken;
mod units;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use args::Cli;
use output::Output;

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All well.
    Well,
    /// Done, with findings that need a person.
    Findings,
    /// Some of it could not be done, and why was said.
    Partly,
}

/// Could not do it.
const FAILED: u8 = 1;
/// Done, with findings that need a person.
const FINDINGS: u8 = 3;

/// Runs the program and returns its exit code: 0, 1, 2 (clap's own) or 3.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let lang = language::choose(&arguments);
    let cli = match help::command(lang).try_get_matches_from(arguments).and_then(|found| Cli::from_arg_matches(&found))
    {
        Ok(cli) => cli,
        Err(error) => return help::explain(&error, lang),
    };
    let mut output = Output::new(lang, cli.json);
    match commands::run(&cli, &mut output) {
        Ok(Ending::Well) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(FINDINGS),
        Ok(Ending::Partly) => ExitCode::from(FAILED),
        // Whoever reads our output has seen enough, as `head` does.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output.fault(&error);
            ExitCode::from(FAILED)
        }
    }
}
