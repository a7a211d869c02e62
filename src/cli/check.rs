//! `sohoa check`: for each file its verdict, and a line for each rule that it breaks.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use sohoa::checks::pdfa::Options;
use sohoa::checks::pdfa::report::Wanted;
use sohoa::ops::check::{self, Broken, Judgement, Verdict};
use sohoa::text;
use sohoa::text::Lang;

use crate::cli::Ending;
use crate::cli::args::{Check, Level};
use crate::cli::commands::program;
use crate::cli::output::Output;

/// Judges the files and prints what is found; well if all pass. A file that is not there does not stop the others.
pub fn run(arguments: &Check, output: &mut Output) -> Result<Ending> {
    let wanted = arguments.wanted.map(|level| match level {
        Level::B => Wanted::B,
        Level::U => Wanted::U,
    });
    let options = Options { wanted, image_data: !arguments.fast };
    let (mut all_pass, mut all_read) = (true, true);
    check::run(&program()?, &arguments.files, options, |path, judgement| {
        let judgement = match judgement {
            Ok(judgement) => judgement,
            Err(error) => {
                all_read = false;
                output.fault(&error);
                return Ok(());
            }
        };
        all_pass &= judgement.verdict == Verdict::Pass;
        if output.json { output.value(&line(path, &judgement, output.lang)) } else { say(path, &judgement, output) }
    })?;
    Ok(match (all_read, all_pass) {
        (false, _) => Ending::Partly,
        (true, false) => Ending::Findings,
        (true, true) => Ending::Well,
    })
}

fn line(path: &Path, judgement: &Judgement, lang: Lang) -> Value {
    let breaches: Vec<_> = judgement
        .breaches
        .iter()
        .map(|Broken { clause, object, message }| {
            json!({ "clause": clause, "object": object, "message": message.get(lang) })
        })
        .collect();
    json!({
        "file": path,
        "claim": judgement.claim,
        "held_against": judgement.held_against,
        "verdict": judgement.verdict,
        "reason": judgement.reason.as_ref().map(|reason| reason.get(lang)),
        "breaches": breaches,
    })
}

fn say(path: &Path, judgement: &Judgement, output: &mut Output) -> Result<()> {
    let (path, level) = (path.display(), &judgement.held_against);
    output.say(&match judgement.verdict {
        Verdict::Pass => text!("{path}: đạt {level}", "{path}: passes {level}"),
        Verdict::Fail => text!("{path}: không đạt {level}", "{path}: fails {level}"),
        Verdict::Unreadable => text!("{path}: không đọc được", "{path}: cannot be read"),
    })?;
    if let Some(reason) = &judgement.reason {
        output.line(&format!("  {}", reason.get(output.lang)))?;
    }
    match &judgement.claim {
        // What cannot be read claims nothing.
        None if judgement.verdict == Verdict::Unreadable => (),
        Some(claim) if claim == level => (),
        Some(claim) => output.say(&text!("  tự khai là {claim}", "  claims to be {claim}"))?,
        None => output.say(&text!("  không tự khai là PDF/A", "  does not claim to be PDF/A"))?,
    }
    for Broken { clause, object, message } in &judgement.breaches {
        let object = object.as_ref().map_or(String::new(), |id| match output.lang {
            Lang::Vi => format!(" (đối tượng {id})"),
            Lang::En => format!(" (object {id})"),
        });
        output.line(&format!("  {clause}{object}: {}", message.get(output.lang)))?;
    }
    Ok(())
}
