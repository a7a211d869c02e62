//! The chain of cross-reference sections, from `startxref` back to the first (ISO 32000-1, 7.5.4, 7.5.5, 7.5.8).

use std::collections::HashSet;
use std::io::{Read, Seek};

use super::File;
use super::table::{Entry, Section, SectionKind, Table};
use crate::pdf::Unreadable;
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::mark::{Mark, Odd};
use crate::pdf::object::{Dict, Object};
use crate::text;

/// Sections of one file; each incremental update adds one.
const SECTIONS: usize = 10_000;

/// How far from the end `startxref` is looked for.
const TAIL: u64 = 2048;

/// What the chain has given so far.
#[derive(Default)]
pub(super) struct Chain {
    pub sections: Vec<Section>,
    pub marks: Vec<Mark>,
    pub entries: Vec<(u32, Entry)>,
    visited: HashSet<u64>,
    /// What places are counted from.
    base: u64,
}

/// Reads all sections.
pub(super) fn read<R: Read + Seek>(file: &File<R>) -> Result<Table, Unreadable> {
    let mut chain = Chain::default();
    if file.header.offset > 0 {
        chain.marks.push(Mark { odd: Odd::HeaderOff, offset: 0 });
    }
    let first = start(file)?;
    chain.base = base(file, first)?;
    let mut next = Some(first);
    while let Some(offset) = next {
        next = section(file, &mut chain, offset)?;
    }
    Ok(Table::new(chain.base, chain.sections, chain.marks, chain.entries))
}

/// Reads the place behind the last `startxref`.
fn start<R: Read + Seek>(file: &File<R>) -> Result<u64, Unreadable> {
    let from = file.length().saturating_sub(TAIL);
    let tail = file.bytes(from, TAIL)?;
    let missing =
        || Unreadable::broken(text!("không có `startxref` ở cuối tệp", "no `startxref` at the end of the file"));
    let at = tail.windows(9).rposition(|word| word == b"startxref").ok_or_else(missing)?;
    let mut lexer = Lexer::new(&tail, from, 1);
    lexer.seek(at + 9);
    match lexer.token() {
        Ok(Token::Int(offset)) => u64::try_from(offset).map_err(|_| missing()),
        _ => Err(missing()),
    }
}

/// Returns what places are counted from: the start of the file, or the header where bytes stand before it.
fn base<R: Read + Seek>(file: &File<R>, first: u64) -> Result<u64, Unreadable> {
    let shift = file.header.offset;
    let is_section = |at: u64| Ok::<bool, Unreadable>(is_section(&file.bytes(at, 16)?));
    let is_shifted = shift > 0 && !is_section(first)? && is_section(first.saturating_add(shift))?;
    Ok(if is_shifted { shift } else { 0 })
}

fn is_section(bytes: &[u8]) -> bool {
    bytes.starts_with(b"xref") || bytes.first().is_some_and(u8::is_ascii_digit)
}

/// Reads one section and those it has beside it, and returns where the one before lies.
fn section<R: Read + Seek>(file: &File<R>, chain: &mut Chain, named: u64) -> Result<Option<u64>, Unreadable> {
    if !chain.visited.insert(named) {
        return Err(Unreadable::broken(text!(
            "bảng tham chiếu chéo dẫn vòng quanh",
            "the cross-references form a ring"
        ))
        .at(named));
    }
    if chain.sections.len() >= SECTIONS {
        return Err(Unreadable::limit(text!("quá nhiều bảng tham chiếu chéo", "too many cross-reference sections")));
    }
    let offset = locate(file, chain, named)?;
    if !file.bytes(offset, 4)?.starts_with(b"xref") {
        let section = stream(file, chain, offset, SectionKind::Stream)?;
        let previous = place(&section.trailer, "Prev");
        chain.sections.push(section);
        return Ok(previous);
    }
    let behind = table(file, chain, offset)?;
    let (trailer, end) = trailer(file, behind)?;
    let (previous, hybrid) = (place(&trailer, "Prev"), place(&trailer, "XRefStm"));
    chain.sections.push(Section { offset, kind: SectionKind::Table, trailer, stream: None, end });
    if let Some(offset) = hybrid.filter(|offset| chain.visited.insert(*offset)) {
        let section = stream(file, chain, offset.saturating_add(chain.base), SectionKind::Hybrid)?;
        chain.sections.push(section);
    }
    Ok(previous)
}

fn place(trailer: &Dict, key: &str) -> Option<u64> {
    trailer.get(key)?.as_int().and_then(|offset| u64::try_from(offset).ok())
}

/// Finds the section that should be at a place: there, a little off, or as far off as the header is.
fn locate<R: Read + Seek>(file: &File<R>, chain: &mut Chain, named: u64) -> Result<u64, Unreadable> {
    let named = named.saturating_add(chain.base);
    // An end of line before the section is no error to speak of.
    let bytes = file.bytes(named, 32)?;
    let skipped = blanks(&bytes);
    if is_section(&bytes[skipped..]) {
        return Ok(named + skipped as u64);
    }
    let start = named.saturating_sub(32);
    let around = file.bytes(start, 96)?;
    let is_table = |at: &usize| around[*at..].starts_with(b"xref") && !around[..*at].ends_with(b"start");
    let near = (0..around.len()).find(is_table).map(|at| start + at as u64);
    let found = near.ok_or_else(|| {
        let what = text!(
            "`startxref` hoặc `Prev` không dẫn tới bảng tham chiếu chéo",
            "`startxref` or `Prev` leads to no cross-references"
        );
        Unreadable::broken(what).at(named)
    })?;
    chain.marks.push(Mark { odd: Odd::StartOff, offset: named });
    Ok(found)
}

/// Reads the subsections of a table and returns where its `trailer` stands.
fn table<R: Read + Seek>(file: &File<R>, chain: &mut Chain, offset: u64) -> Result<u64, Unreadable> {
    let mut at = offset + 4;
    let after = file.bytes(at, 3)?;
    let is_sound = match after.as_slice() {
        [b'\r', b'\n', next] | [b'\n' | b'\r', next, ..] => next.is_ascii_digit(),
        _ => false,
    };
    if !is_sound {
        chain.marks.push(Mark { odd: Odd::XrefLineEnd, offset: at });
    }
    loop {
        let bytes = file.bytes(at, 256)?;
        let mut lexer = Lexer::new(&bytes, at, 1);
        match (lexer.token(), lexer.token()) {
            (Ok(Token::Keyword(b"trailer")), _) => return Ok(at),
            (Ok(Token::Int(first)), Ok(Token::Int(count))) => {
                let end = lexer.position();
                if !is_header(&bytes[..end], bytes.get(end)) {
                    chain.marks.push(Mark { odd: Odd::XrefHeader, offset: at });
                }
                at = subsection(file, chain, at + end as u64, first, count)?;
            }
            _ => return Err(broken().at(at)),
        }
    }
}

/// Says whether a subsection header is two numbers with one space between, up to the end of its line.
fn is_header(line: &[u8], next: Option<&u8>) -> bool {
    let blanks = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let is_plain = line[blanks..].iter().all(|byte| byte.is_ascii_digit() || *byte == b' ');
    is_plain
        && line[blanks..].iter().filter(|byte| **byte == b' ').count() == 1
        && matches!(next, Some(b'\r' | b'\n' | b' '))
}

/// Reads the entries of a subsection and returns where the next one may begin.
fn subsection<R: Read + Seek>(
    file: &File<R>,
    chain: &mut Chain,
    behind: u64,
    first: i64,
    count: i64,
) -> Result<u64, Unreadable> {
    let (Ok(first), Ok(count)) = (u32::try_from(first), u32::try_from(count)) else { return Err(broken().at(behind)) };
    let mut at = behind + blanks(&file.bytes(behind, 16)?) as u64;
    let mut done = 0;
    while done < count {
        let step = u64::from(count - done).min(1000);
        let bytes = file.bytes(at, step * 20 + 64)?;
        let mut from = 0;
        for _ in 0..step {
            let number = first.checked_add(done).ok_or_else(|| broken().at(at))?;
            let (entry, length) = entry(&bytes[from..]).ok_or_else(|| broken().at(at + from as u64))?;
            if length != 20 {
                let mark = Mark { odd: Odd::EntryWidth, offset: at + from as u64 };
                if chain.marks.iter().all(|known| known.odd != Odd::EntryWidth) {
                    chain.marks.push(mark);
                }
            }
            chain.add(file, number, entry)?;
            from += length;
            done += 1;
            // Where entries are longer than they should be, the rest is read anew.
            if bytes.len() - from < 64 {
                break;
            }
        }
        at += from as u64;
    }
    Ok(at)
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Reads one entry and returns how many bytes it takes with what separates it from the next.
fn entry(bytes: &[u8]) -> Option<(Entry, usize)> {
    let word = bytes.get(..18)?;
    let (entry, length) = match (digits(&word[..10]), word[10], digits(&word[11..16]), word[16], word[17]) {
        (Some(offset), b' ', Some(generation), b' ', kind @ (b'n' | b'f')) => (made(offset, generation, kind)?, 18),
        _ => {
            let mut lexer = Lexer::new(bytes, 0, 1);
            let (Ok(Token::Int(offset)), Ok(Token::Int(generation))) = (lexer.token(), lexer.token()) else {
                return None;
            };
            let Ok(Token::Keyword(kind @ (b"n" | b"f"))) = lexer.token() else { return None };
            (made(u64::try_from(offset).ok()?, u64::try_from(generation).ok()?, kind[0])?, lexer.position())
        }
    };
    let separator = match bytes.get(length..) {
        Some([b' ', b'\r' | b'\n', ..] | [b'\r', b'\n', ..]) => 2,
        Some(rest) => blanks(rest),
        None => 0,
    };
    Some((entry, length + separator))
}

fn digits(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0_u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
}

fn made(offset: u64, generation: u64, kind: u8) -> Option<Entry> {
    // An object in use at place 0 is a writer's way of saying that it is not.
    if kind == b'f' || offset == 0 {
        return Some(Entry::Free);
    }
    Some(Entry::At { offset, generation: u16::try_from(generation).ok()? })
}

/// Reads the trailer behind `trailer` and where the `%%EOF` behind it ends.
fn trailer<R: Read + Seek>(file: &File<R>, at: u64) -> Result<(Dict, Option<u64>), Unreadable> {
    let nesting = file.limits.nesting;
    let parsed = file.windowed(at, |window, _| {
        let mut lexer = Lexer::new(window, at, nesting);
        lexer.token()?;
        let object = lexer.object()?;
        let end = lexer.position();
        Ok(Some(((object, end), end)))
    })?;
    let Some(((Object::Dict(dict), end), _)) = parsed else { return Err(broken().at(at)) };
    Ok((dict, end_behind(file, at + end as u64)?))
}

/// Returns where the `%%EOF` ends that follows a section, behind `startxref` and its number.
fn end_behind<R: Read + Seek>(file: &File<R>, at: u64) -> Result<Option<u64>, Unreadable> {
    let bytes = file.bytes(at, 256)?;
    let mut lexer = Lexer::new(&bytes, at, 1);
    let is_start = lexer.token() == Ok(Token::Keyword(b"startxref")) && matches!(lexer.token(), Ok(Token::Int(_)));
    let behind = bytes.get(lexer.position()..).unwrap_or(&[]);
    let from = lexer.position() + blanks(behind);
    let is_end = is_start && bytes.get(from..).is_some_and(|rest| rest.starts_with(b"%%EOF"));
    Ok(is_end.then_some(at + from as u64 + 5))
}

/// Reads a cross-reference stream.
fn stream<R: Read + Seek>(
    file: &File<R>,
    chain: &mut Chain,
    offset: u64,
    kind: SectionKind,
) -> Result<Section, Unreadable> {
    let (id, loaded) = file.framed(offset, None)?.ok_or_else(|| broken().at(offset))?;
    let Object::Stream(stream) = loaded.object else { return Err(broken().at(offset)) };
    let data = file.decoded(&stream)?.data;
    super::xref_stream::read(file, chain, &stream.dict, &data).map_err(|error| error.at(offset))?;
    let behind = file.search_near(stream.offset + stream.length)?;
    let end = behind.map(|behind| end_behind(file, behind)).transpose()?.flatten();
    Ok(Section { offset, kind, trailer: stream.dict, stream: Some(id), end })
}

impl Chain {
    /// Takes an entry in; more than the limit allows are refused.
    pub(super) fn add<R>(&mut self, file: &File<R>, number: u32, entry: Entry) -> Result<(), Unreadable> {
        if self.entries.len() as u64 >= file.limits.objects {
            let objects = file.limits.objects;
            let what = text!("nhiều hơn {objects} đối tượng", "more than {objects} objects");
            return Err(Unreadable::limit(what));
        }
        self.entries.push((number, entry));
        Ok(())
    }
}

pub(super) fn broken() -> Unreadable {
    Unreadable::broken(text!("bảng tham chiếu chéo bị hỏng", "the cross-references are damaged"))
}
