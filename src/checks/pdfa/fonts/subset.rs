//! Lists of the glyphs of subsets (6.2.11.4.2): `CharSet` and `CIDSet` need not be there, but if they are, they must
//! list every glyph of the program and no other.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::composite::CidProgram;
use super::{Font, is_subset, name_of};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::named::Named;
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::{Dict, Id};
use crate::text;

impl<R: Read + Seek> Font<'_, R> {
    /// Checks the list of names of a Type 1 subset.
    pub(super) fn check_char_set(&self, program: &Named<'_>, out: &mut Breaches) {
        let descriptor = self.entry("FontDescriptor");
        let Some(listed) = descriptor.as_dict().map(|descriptor| self.entry_of(descriptor, "CharSet")) else { return };
        let Some(listed) = listed.as_string().filter(|_| self.is_subset_font(self.dict)) else { return };
        let is_glyph = |name: &String| name != ".notdef";
        let listed: BTreeSet<String> = names(listed).into_iter().filter(is_glyph).collect();
        let there: BTreeSet<String> = program.names().into_iter().map(str::to_owned).filter(is_glyph).collect();
        if listed != there {
            let what = text!(
                "`/CharSet` không liệt kê đúng các nét chữ của phông chữ nhúng",
                "`/CharSet` does not list the glyphs of the embedded font"
            );
            out.add("6.2.11.4.2-1", self.id, what);
        }
    }

    /// Checks the list of CIDs of a subset of a CIDFont.
    pub(super) fn check_cid_set(&self, cid_font: &Dict, id: Option<Id>, program: &CidProgram<'_>, out: &mut Breaches) {
        let descriptor = self.entry_of(cid_font, "FontDescriptor");
        let Some(set) = descriptor.as_dict().map(|descriptor| self.entry_of(descriptor, "CIDSet")) else { return };
        if set.as_stream().is_none() || !self.is_subset_font(cid_font) {
            return;
        }
        let listed = self.data(&set).unwrap_or_default();
        let is_listed = |cid: &u32| {
            let byte = usize::try_from(cid / 8).ok().and_then(|at| listed.get(at));
            byte.is_some_and(|byte| byte & 0x80 >> (cid % 8) != 0)
        };
        let lists_all = cids(program).iter().all(|cid| *cid == 0 || is_listed(cid));
        let bits = u32::try_from(listed.len().saturating_mul(8)).unwrap_or(u32::MAX).min(0x1_0000);
        let lists_only = (1..bits).filter(is_listed).all(|cid| has_cid(program, cid));
        if !lists_all || !lists_only {
            let what = text!(
                "`/CIDSet` không liệt kê đúng các nét chữ của phông chữ nhúng",
                "`/CIDSet` does not list the glyphs of the embedded font"
            );
            out.add("6.2.11.4.2-2", id, what);
        }
    }

    fn is_subset_font(&self, font: &Dict) -> bool {
        name_of(&self.entry_of(font, "BaseFont")).is_some_and(|name| is_subset(&name))
    }
}

/// Returns all CIDs that lead to a glyph of the program.
fn cids(program: &CidProgram<'_>) -> Vec<u32> {
    match program {
        CidProgram::TrueType(program, None) => (0..program.count()).collect(),
        CidProgram::TrueType(_, Some(map)) => (0..u32::try_from(map.len() / 2).unwrap_or(u32::MAX).min(0x1_0000))
            .filter(|cid| has_cid(program, *cid))
            .collect(),
        CidProgram::Cff(program) if program.has_cids() => program.cids(),
        CidProgram::Cff(program) => (0..program.count()).collect(),
    }
}

/// Says whether a CID leads anywhere in the program.
fn has_cid(program: &CidProgram<'_>, cid: u32) -> bool {
    program.glyph(cid).is_some()
}

/// Takes `/A/B/C` apart.
fn names(listed: &[u8]) -> Vec<String> {
    let mut lexer = Lexer::new(listed, 0, 1);
    let mut names = Vec::new();
    while let Ok(token) = lexer.token() {
        match token {
            Token::End => break,
            Token::Name(name) => names.push(String::from_utf8_lossy(&name).into_owned()),
            _ => (),
        }
    }
    names
}
