//! `sohoa units`: units of the state on a day, and a table of the archive's own.

use anyhow::Result;
use serde_json::{Value, json};

use sohoa::archive::layout::Archive;
use sohoa::ops::units::{self, Found};
use sohoa::records::units::Unit;
use sohoa::text;

use crate::cli::args::{UnitsCommand, UnitsImport, UnitsShow};
use crate::cli::commands::{ending, findings};
use crate::cli::output::Output;
use crate::cli::show::{self, count, plain};
use crate::cli::{Ending, clock};

/// Runs `units`.
pub fn run(command: &UnitsCommand, output: &mut Output) -> Result<Ending> {
    match command {
        UnitsCommand::Show(arguments) => look_up(arguments, output),
        UnitsCommand::Import(arguments) => import(arguments, output),
    }
}

fn look_up(arguments: &UnitsShow, output: &mut Output) -> Result<Ending> {
    let archive = arguments.archive.as_deref().map(Archive::open).transpose()?;
    let today = clock::now("+07:00")?;
    let found = units::look_up(archive.as_ref(), &arguments.unit, arguments.on.as_deref(), &today)?;
    for Found { unit, above } in &found {
        if output.json {
            let above: Vec<Value> = above.iter().map(object).collect();
            let mut object = object(unit);
            object["above"] = Value::Array(above);
            output.value(&object)?;
        } else {
            let names = std::iter::once(unit).chain(above).map(|unit| format!("{} {}", unit.code, unit.name));
            let level = unit.level.name();
            let names = names.collect::<Vec<_>>().join(", ");
            output.line(&plain(&format!("{names}: {}", level.get(output.lang))))?;
        }
    }
    if found.is_empty() {
        output.note(&text!("Không có đơn vị nào như vậy vào ngày đó.", "There was no such unit on that day."));
    }
    Ok(Ending::Well)
}

fn object(unit: &Unit) -> Value {
    json!({
        "code": unit.code,
        "level": unit.level.code(),
        "name": unit.name,
        "parent": unit.parent,
        "from": unit.span.from.map(|day| day.to_string()),
        "until": unit.span.until.map(|day| day.to_string()),
        "successors": unit.successors,
    })
}

fn import(arguments: &UnitsImport, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let report = units::import(&archive, &arguments.file)?;
    if output.json {
        let found = findings(&report.findings, output.lang);
        output.value(&json!({ "units": report.units, "taken": report.taken, "findings": found }))?;
        return Ok(ending(&report.findings));
    }
    show::findings(output, &report.findings)?;
    let n_units = count(report.units, output.lang);
    output.say(&match report.taken {
        true => text!("Đã nạp bảng đơn vị: {n_units} dòng", "The table of units was taken in, lines: {n_units}"),
        false => text!(
            "Chưa nạp; hãy sửa các dòng trên rồi chạy lại",
            "Nothing was taken in; mend these lines and run again"
        ),
    })?;
    Ok(ending(&report.findings))
}
