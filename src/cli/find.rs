//! `sohoa find`: what is asked for becomes a selection, and each hit a line.

use anyhow::Result;
use jiff::civil::Date;
use serde_json::{Value, json};

use sohoa::archive::catalogue::{Hit, Query};
use sohoa::archive::layout::Archive;
use sohoa::ops::find;
use sohoa::text;
use sohoa::text::Lang;

use crate::cli::args::{Find, Selected};
use crate::cli::output::Output;
use crate::cli::show::{count, plain};
use crate::cli::{Ending, clock};

/// So many hits are listed unless a person asks for more.
const LIMIT: usize = 50;

/// Runs `find`.
pub fn run(arguments: &Find, output: &mut Output) -> Result<Ending> {
    let archive = Archive::open(&arguments.place.archive)?;
    let today = clock::now(&archive.profile.utc_offset)?.date();
    let query = query(arguments, today)?;
    if arguments.count {
        let n_hits = find::count(&archive, &query, today)?;
        match output.json {
            true => output.value(&json!({ "count": n_hits }))?,
            false => output.line(&n_hits.to_string())?,
        }
        return Ok(Ending::Well);
    }
    if let Some(path) = &arguments.out {
        let n_written = find::write(&archive, &query, today, path, output.lang)?;
        let (path, n_written) = (path.display(), count(n_written, output.lang));
        output.note(&text!("Đã ghi {n_written} dòng vào `{path}`", "Rows written to `{path}`: {n_written}"));
        return Ok(Ending::Well);
    }
    let is_for_person = output.is_read_by_person();
    let mut last = None;
    let has_more = find::run(&archive, &query, today, |hit| {
        last = Some(hit.row.id.clone());
        match (output.json, is_for_person) {
            (true, _) => output.value(&object(&archive, hit)),
            (_, true) => paragraph(output, hit),
            (_, false) => {
                let cells = find::cells(hit, output.lang);
                output.line(&cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("\t"))
            }
        }
    })?;
    match last {
        None => output.note(&text!("Không tìm thấy tài liệu nào.", "Nothing was found.")),
        Some(id) if has_more => output.note(&text!(
            "Còn nữa: thêm `--after {id}`, hoặc `--limit 0` để liệt kê tất cả.",
            "There are more: add `--after {id}`, or `--limit 0` for all."
        )),
        Some(_) => (),
    }
    Ok(Ending::Well)
}

/// An argument of several words is a phrase, since its quotes are gone when it gets here.
fn query(arguments: &Find, today: Date) -> Result<Query> {
    let quoted = |argument: &String| match argument.contains('"') || !argument.trim().contains(char::is_whitespace) {
        true => argument.clone(),
        false => format!("\"{argument}\""),
    };
    let selected = selected(&arguments.selected)?;
    Ok(Query {
        text: arguments.text.iter().map(quoted).collect::<Vec<_>>().join(" "),
        valid_on: selected.valid_on.or(arguments.valid.then_some(today)),
        dossier: arguments.dossier.clone(),
        with_withdrawn: arguments.with_withdrawn,
        limit: Some(arguments.limit.unwrap_or(if arguments.out.is_some() { 0 } else { LIMIT }))
            .filter(|limit| *limit > 0),
        after: arguments.after.clone(),
        ..selected
    })
}

/// Reads what commands that select have in common.
pub fn selected(arguments: &Selected) -> Result<Query> {
    Ok(Query {
        fields: arguments.field.clone(),
        issued: arguments.issued.as_deref().map(find::parse_range).transpose()?,
        valid_on: arguments.valid_on.as_deref().map(find::parse_day).transpose()?,
        unit: arguments.unit.clone(),
        level: arguments.level.clone(),
        batch: arguments.batch.clone(),
        ..Query::default()
    })
}

/// A hit as scripts read it.
fn object(archive: &Archive, hit: &Hit) -> Value {
    let Hit { row, card, standing } = hit;
    let bag = archive.batch_path(&row.pdf_batch);
    let bag = bag.strip_prefix(&archive.root).unwrap_or(&bag);
    json!({
        "id": row.id,
        "version": row.version,
        "name": row.name,
        "dossier": row.dossier,
        "batch": row.batch,
        "number": card.number,
        "issued": card.issued,
        "title": card.title,
        "owner": card.owner,
        "validity": standing,
        "pages": row.pages,
        "pdf": bag.join(&row.pdf),
    })
}

/// A hit as people read it: what it is, then where it is.
fn paragraph(output: &mut Output, hit: &Hit) -> Result<()> {
    let Hit { row, card, standing } = hit;
    let lang = output.lang;
    let issued = card.issued.as_deref().map(|date| find::shown(date, lang));
    let standing = find::standing_of(*standing).get(lang).to_owned();
    let what = [card.number.clone(), issued, Some(standing)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    output.line(&plain(&what))?;
    for text in [&card.title, &card.owner].into_iter().flatten() {
        output.line(&plain(&format!("    {text}")))?;
    }
    let (id, dossier, name, batch, pages) = (&row.id, &row.dossier, &row.name, &row.batch, u64::from(row.pages));
    let pages = count(pages, lang);
    output.line(&plain(&match lang {
        Lang::Vi => format!("    {dossier}/{name}, lô {batch}, số trang: {pages}"),
        Lang::En => format!("    {dossier}/{name}, batch {batch}, pages: {pages}"),
    }))?;
    output.line(&plain(&format!("    {id}")))
}
