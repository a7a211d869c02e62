//! XLSX and XLSM (ECMA-376-1, 18): finds the sheets and what they share; `rows` reads the cells.
//!
//! Written here because reading must stay within limits from the first byte on: readers made for trusted files take room
//! for what a file claims, and a claim of a few bytes then ends the process.

mod rows;
mod shared;
mod styles;

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::finding::codes;
use crate::text;

use super::dates::Shown;
use super::markup::attribute;
use super::parts::Parts;
use super::stop::{Step, Stop};
use super::strings::Strings;
use super::tray::Tray;

/// What the sheets of a workbook share.
struct Shared {
    strings: Strings,
    styles: Vec<Shown>,
    is_1904: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
}

/// A relation of the workbook to another part.
struct Relation {
    kind: String,
    target: String,
}

/// Reads all worksheets in the order of the workbook, hidden ones as well.
pub(super) fn read(parts: &mut Parts, tray: &mut Tray) -> Step<()> {
    let workbook = workbook(parts)?;
    if workbook.to_lowercase().ends_with(".bin") {
        return Err(Stop::unreadable(text!(
            "đây là tệp XLSB (dạng nhị phân), không đọc được",
            "this is an XLSB, the binary kind of workbook, which is not read"
        )));
    }
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let relations = relations(parts, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let (sheets, is_1904) = sheets(parts, &workbook)?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind);
    let strings = of_kind("sharedStrings").map(|relation| shared::read(parts, &relation.target)).transpose()?;
    let styles = of_kind("styles").map(|relation| styles::read(parts, &relation.target)).transpose()?;
    let shared = Shared { strings: strings.unwrap_or_default(), styles: styles.unwrap_or_default(), is_1904 };
    for sheet in sheets {
        match relations.get(&sheet.relation) {
            Some(relation) if relation.kind != "worksheet" => (),
            relation => read_sheet(parts, &sheet, relation, &shared, tray)?,
        }
    }
    Ok(())
}

/// A sheet that is damaged costs its own rest; a limit that is passed ends the file.
fn read_sheet(
    parts: &mut Parts,
    sheet: &Listed,
    relation: Option<&Relation>,
    shared: &Shared,
    tray: &mut Tray,
) -> Step<()> {
    tray.begin(&sheet.name);
    let part = relation.map(|relation| parts.markup(&relation.target)).transpose().map(Option::flatten);
    let read = match part {
        Ok(Some(markup)) => rows::read(markup, shared, tray),
        Ok(None) => Err(Stop::unreadable(text!("tệp không có trang tính này", "the file does not have this sheet"))),
        Err(stop) => Err(stop),
    };
    match read {
        Err(Stop::Bad(code, what)) if code != &codes::SHEET_TOO_LARGE => {
            let (name, row) = tray.place();
            let what = text!(
                "{vi}; các dòng sau dòng {row} không được đọc",
                "{en}; what follows row {row} was not read",
                vi = what.vi,
                en = what.en
            );
            tray.notes.sheet(code, &name, what);
            Ok(())
        }
        other => other,
    }
}

/// Returns the name of the main part.
fn workbook(parts: &mut Parts) -> Step<String> {
    let relations = relations(parts, "_rels/.rels", "")?;
    let main = relations.into_values().find(|relation| relation.kind == "officeDocument");
    Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target))
}

fn relations(parts: &mut Parts, name: &str, folder: &str) -> Step<BTreeMap<String, Relation>> {
    let mut relations = BTreeMap::new();
    let Some(mut markup) = parts.markup(name)? else { return Ok(relations) };
    loop {
        match markup.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let get = |name| attribute(&element, name).unwrap_or_default().into_owned();
                // A target outside, such as another workbook or an address, is none of ours.
                if get("TargetMode") != "External" {
                    let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
                    relations.insert(get("Id"), Relation { kind, target: resolve(folder, &get("Target")) });
                }
            }
            Event::Eof => return Ok(relations),
            _ => (),
        }
    }
}

/// Returns the name of a part from what a relation says.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => (),
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

fn sheets(parts: &mut Parts, workbook: &str) -> Step<(Vec<Listed>, bool)> {
    let foreign = || Stop::unreadable(text!("tệp ZIP này không phải bảng tính", "this zip file is no workbook"));
    let mut markup = parts.markup(workbook)?.ok_or_else(foreign)?;
    let (mut sheets, mut is_1904, mut is_workbook) = (Vec::new(), false, false);
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheet" => {
                    let get = |name| attribute(&element, name).unwrap_or_default().into_owned();
                    sheets.push(Listed { name: get("name"), relation: get("id") });
                }
                "workbook" => is_workbook = true,
                "workbookPr" => {
                    let date1904 = attribute(&element, "date1904");
                    is_1904 |= date1904.is_some_and(|value| value == "1" || value == "true");
                }
                _ => (),
            },
            Event::Eof if is_workbook => return Ok((sheets, is_1904)),
            Event::Eof => return Err(foreign()),
            _ => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_workbook_or_begin_at_the_root() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "../../../a.xml"), "a.xml");
        assert_eq!(resolve("", "xl\\workbook.xml"), "xl/workbook.xml");
    }
}
