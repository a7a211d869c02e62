//! The `sohoa` program: reads the command line, runs one command, chooses the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os().collect())
}
