//! The number formats of a workbook: only whether a format shows a date or a time.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::intake::sheets::dates::{Shown, built_in, custom};
use crate::intake::sheets::markup::{attribute, number};
use crate::intake::sheets::parts::Parts;
use crate::intake::sheets::stop::Step;

/// Returns what each cell format shows, in the order in which cells name them.
pub(super) fn read(parts: &mut Parts, name: &str) -> Step<Vec<Shown>> {
    let (mut formats, mut of_cells) = (BTreeMap::new(), Vec::new());
    let Some(mut markup) = parts.markup(name)? else { return Ok(Vec::new()) };
    let mut is_cells = false;
    loop {
        match markup.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&element, "formatCode").unwrap_or_default();
                    formats.insert(number(&element, "numFmtId"), custom(&code));
                }
                "cellXfs" => is_cells = true,
                "xf" if is_cells => of_cells.push(number(&element, "numFmtId")),
                _ => (),
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => is_cells = false,
            Event::Eof => break,
            _ => (),
        }
    }
    let built_in = |id: u32| u16::try_from(id).map_or(Shown::Number, built_in);
    let shown = |id| formats.get(&id).copied().unwrap_or_else(|| id.map_or(Shown::Number, built_in));
    Ok(of_cells.into_iter().map(shown).collect())
}
