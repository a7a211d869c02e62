//! What is asked of every glyph that is shown: that it is there (6.2.11.4.1), as wide as the font says (6.2.11.5), not
//! the one for missing glyphs (6.2.11.8), and has a character (6.2.11.7.2). Told once a font, by its first codes.

use std::io::{Read, Seek};

use super::{Font, Shown};
use crate::checks::pdfa::report::Breaches;
use crate::pdf::font::cmap::Code;
use crate::text;

/// How far a stated width may be from that of the program, in thousandths of the font size. The standard says 1; what
/// is beyond makes up for the arithmetic of those who write and those who check.
const TOLERANCE: f64 = 1.0001;

/// Characters that no glyph may stand for (6.2.11.7.2).
const FORBIDDEN: [u16; 3] = [0x0000, 0xFEFF, 0xFFFE];

/// How many codes a sentence names.
const NAMED: usize = 5;

/// The codes of a font, and what they lead to.
pub(super) trait Glyphs {
    /// Says where a code leads.
    fn leads(&self, code: Code) -> Lead;

    /// Returns the width in the program and the one in the dictionary; none if the program says nothing legible.
    fn widths(&self, code: Code) -> Option<(f64, f64)>;

    /// Returns the characters that a code stands for, as UTF-16.
    fn characters(&self, code: Code) -> Option<Vec<u16>>;
}

/// Where a code leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lead {
    /// Whether the program lacks the glyph; not so where there is no program to lack it.
    pub(super) is_missing: bool,
    /// Whether it is the glyph for missing glyphs.
    pub(super) is_notdef: bool,
}

#[derive(Default)]
struct Codes {
    missing: Vec<Code>,
    notdef: Vec<Code>,
    widths: Vec<(Code, f64, f64)>,
    unknown: Vec<Code>,
    forbidden: Vec<Code>,
}

impl<R: Read + Seek> Font<'_, R> {
    /// Judges all codes that are shown.
    pub(super) fn check_glyphs(&self, shown: &Shown, glyphs: &impl Glyphs, out: &mut Breaches) {
        let mut codes = Codes::default();
        for &code in &shown.all {
            let lead = glyphs.leads(code);
            if lead.is_notdef {
                codes.notdef.push(code);
            }
            if shown.visible.contains(&code) {
                if lead.is_missing {
                    codes.missing.push(code);
                } else {
                    let differing = glyphs.widths(code).filter(|(is, said)| differ(*is, *said));
                    codes.widths.extend(differing.map(|(is, said)| (code, is, said)));
                }
            }
            if self.wants_characters {
                match glyphs.characters(code) {
                    None => codes.unknown.push(code),
                    Some(units) if units.iter().any(|unit| FORBIDDEN.contains(unit)) => codes.forbidden.push(code),
                    Some(_) => (),
                }
            }
        }
        self.tell_glyphs(&codes, out);
        self.tell_characters(&codes, out);
    }

    fn tell_glyphs(&self, codes: &Codes, out: &mut Breaches) {
        if let Some(listed) = listed(&codes.missing) {
            let what = text!(
                "phông chữ nhúng không có nét chữ cho các mã {listed}",
                "the embedded font has no glyphs for the codes {listed}"
            );
            out.add("6.2.11.4.1-2", self.id, what);
        }
        if let Some((code, is, said)) = codes.widths.first() {
            let (code, others) = (hex(*code), codes.widths.len() - 1);
            let what = text!(
                "độ rộng của mã {code} là {said:.1} trong từ điển nhưng {is:.1} trong phông chữ nhúng ({others} mã khác cũng lệch)",
                "code {code} is {said:.1} wide by the dictionary and {is:.1} by the embedded font ({others} other codes differ)"
            );
            out.add("6.2.11.5-1", self.id, what);
        }
        if let Some(listed) = listed(&codes.notdef) {
            let what = text!("các mã {listed} dẫn đến nét chữ .notdef", "the codes {listed} lead to the glyph .notdef");
            out.add("6.2.11.8-1", self.id, what);
        }
    }

    fn tell_characters(&self, codes: &Codes, out: &mut Breaches) {
        if let Some(listed) = listed(&codes.unknown) {
            let what = text!("các mã {listed} không có ký tự Unicode", "the codes {listed} have no Unicode value");
            out.add("6.2.11.7.2-1", self.id, what);
        }
        if let Some(listed) = listed(&codes.forbidden) {
            let what = text!(
                "các mã {listed} ứng với U+0000, U+FEFF hoặc U+FFFE",
                "the codes {listed} stand for U+0000, U+FEFF or U+FFFE"
            );
            out.add("6.2.11.7.2-2", self.id, what);
        }
    }
}

/// Says whether two widths are further apart than the standard allows; what is no number differs.
fn differ(one: f64, other: f64) -> bool {
    !((one - other).abs() <= TOLERANCE)
}

/// Lists codes in hexadecimal, the first few of them; none of none.
fn listed(codes: &[Code]) -> Option<String> {
    let named: Vec<String> = codes.iter().take(NAMED).map(|code| hex(*code)).collect();
    let more = if codes.len() > NAMED { ", …" } else { "" };
    (!named.is_empty()).then(|| format!("{}{more}", named.join(", ")))
}

fn hex(code: Code) -> String {
    format!("<{:0width$X}>", code.value, width = usize::from(code.length) * 2)
}
