//! An object at a place of the file: its frame `N G obj ... endobj`, and where the data of a stream begin and end.

use std::io::{Read, Seek};

use super::File;
use super::frame::{self, Tail, after_endobj, before_endobj, line_end};
use crate::pdf::Unreadable;
use crate::pdf::lexer::{Flaw, Lexer, Token, is_blank, is_regular};
use crate::pdf::mark::{Mark, Odd};
use crate::pdf::object::{Dict, Id, Object, Stream};
use crate::text;

/// Bytes read at first; most objects are smaller.
const WINDOW: u64 = 1024;

/// How far from the place that an entry names an object is still found.
const NEAR: u64 = 64;

/// Bytes of the text of an object; data of streams do not count.
const LARGEST: u64 = 32 << 20;

/// Bytes that must remain behind what was read, so that nothing read can have been cut.
const MARGIN: usize = 64;

/// An object as read.
pub(super) struct Loaded {
    pub object: Object,
    pub marks: Vec<Mark>,
    /// Bytes of its text.
    pub weight: u64,
}

impl Default for Loaded {
    fn default() -> Loaded {
        Loaded { object: Object::Null, marks: Vec::new(), weight: 0 }
    }
}

impl<R: Read + Seek> File<R> {
    /// Reads the object that should begin at `offset`; looks a little around when it does not.
    pub(super) fn load_at(&self, offset: u64, id: Id) -> Result<Loaded, Unreadable> {
        match self.framed(offset, Some(id))? {
            Some((_, loaded)) => Ok(loaded),
            None => {
                let near = self.near(offset, id)?.ok_or_else(|| astray(id, offset))?;
                let (_, mut loaded) = self.framed(near, Some(id))?.ok_or_else(|| astray(id, offset))?;
                loaded.marks.push(Mark { odd: Odd::EntryOff, offset });
                Ok(loaded)
            }
        }
    }

    /// Reads the object that begins at `offset`, and says which it is; nothing if none does, or another than `wanted`.
    pub(super) fn framed(&self, offset: u64, wanted: Option<Id>) -> Result<Option<(Id, Loaded)>, Unreadable> {
        let start = offset.saturating_sub(1);
        let nesting = self.limits.nesting;
        let read = |window: &[u8], is_last: bool| frame::head(window, start, offset, wanted, nesting, is_last);
        let Some((head, window)) = self.windowed(start, read)? else { return Ok(None) };
        let mut loaded = Loaded { object: head.object, marks: head.marks, weight: head.end as u64 };
        match head.tail {
            Tail::Stream => self.attach(&mut loaded, start + head.end as u64)?,
            Tail::Endobj => after_endobj(&window, head.end, start, &mut loaded.marks),
            Tail::Other => loaded.marks.push(Mark { odd: Odd::EndobjMissing, offset: start + head.end as u64 }),
        }
        Ok(Some((head.id, loaded)))
    }

    /// Parses with a window that grows until what is parsed lies well within it.
    ///
    /// `parse` returns `Err(Cut)` for more bytes, `Ok(None)` where no object begins.
    pub(super) fn windowed<T>(
        &self,
        start: u64,
        parse: impl Fn(&[u8], bool) -> Result<Option<(T, usize)>, Flaw>,
    ) -> Result<Option<(T, Vec<u8>)>, Unreadable> {
        let mut size = WINDOW;
        loop {
            let window = self.bytes(start, size)?;
            let is_last = start + (window.len() as u64) >= self.length();
            match parse(&window, is_last) {
                Ok(None) => return Ok(None),
                Ok(Some((parsed, end))) if is_last || end + MARGIN <= window.len() => {
                    return Ok(Some((parsed, window)));
                }
                Err(flaw) if is_last || flaw != Flaw::Cut => return Err(flawed(flaw).at(start)),
                _ => (),
            }
            if size >= LARGEST.min(self.limits.memory) {
                return Err(Unreadable::limit(text!("đối tượng quá lớn", "the object is too large")).at(start));
            }
            // Objects without an end must not cost much each.
            if size > 64 * WINDOW {
                self.spend(size, start)?;
            }
            size *= 8;
        }
    }

    /// Looks for `N G obj` a little before and behind a place.
    fn near(&self, offset: u64, id: Id) -> Result<Option<u64>, Unreadable> {
        let start = offset.saturating_sub(NEAR);
        let around = self.bytes(start, 2 * NEAR + 32)?;
        let wanted = format!("{} {} obj", id.number, id.generation).into_bytes();
        let is_begin = |at: usize| at == 0 || !is_regular(around[at - 1]);
        let found = around.windows(wanted.len()).enumerate();
        let nearest = found.filter(|(at, bytes)| *bytes == wanted && is_begin(*at)).map(|(at, _)| start + at as u64);
        Ok(nearest.min_by_key(|at| at.abs_diff(offset)))
    }

    /// Finds the data of a stream whose keyword `stream` ends at `keyword`.
    fn attach(&self, loaded: &mut Loaded, keyword: u64) -> Result<(), Unreadable> {
        let Object::Dict(dict) = std::mem::replace(&mut loaded.object, Object::Null) else {
            return Err(flawed(Flaw::Unexpected).at(keyword));
        };
        let opening = self.bytes(keyword, 64)?;
        let (skipped, is_sound) = line_end(&opening);
        let offset = keyword + skipped as u64;
        if !is_sound {
            loaded.marks.push(Mark { odd: Odd::StreamLineEnd, offset: keyword });
        }
        let declared = self.declared(&dict);
        if declared.is_none() {
            loaded.marks.push(Mark { odd: Odd::LengthMissing, offset: keyword });
        }
        let (length, end) = self.extent(&mut loaded.marks, offset, declared)?;
        let behind = self.bytes(end, 256)?;
        let mut lexer = Lexer::new(&behind, end, 1);
        lexer.seek(9);
        match lexer.token() {
            Ok(Token::Keyword(b"endobj")) => {
                let at = lexer.position();
                before_endobj(&behind, at, end, &mut loaded.marks);
                after_endobj(&behind, at, end, &mut loaded.marks);
            }
            _ => loaded.marks.push(Mark { odd: Odd::EndobjMissing, offset: end }),
        }
        loaded.object = Object::Stream(Stream { dict, offset, length });
        Ok(())
    }

    fn declared(&self, dict: &Dict) -> Option<u64> {
        let length = dict.get("Length")?;
        // A length that cannot be read is as good as none: the data end where `endstream` stands.
        let length = self.resolve(length).ok().and_then(|length| length.as_int());
        length.and_then(|length| u64::try_from(length).ok())
    }

    /// Returns how long the data are that begin at `offset`, and where their `endstream` stands.
    fn extent(&self, marks: &mut Vec<Mark>, offset: u64, declared: Option<u64>) -> Result<(u64, u64), Unreadable> {
        let by_length = match declared.and_then(|length| offset.checked_add(length)) {
            Some(end) if end <= self.length() => self.endstream_at(end)?,
            _ => None,
        };
        let end = match by_length {
            Some(end) => end,
            None => self.search(offset, b"endstream")?.ok_or_else(|| {
                Unreadable::broken(text!("luồng không có `endstream`", "the stream has no `endstream`")).at(offset)
            })?,
        };
        let found = end - offset;
        let before = self.bytes(end.saturating_sub(2), 2)?;
        let line_end = match (before.first(), before.last()) {
            // Data that end with CR and a lone LF look the same as data before CR LF: the length decides.
            (Some(b'\r'), Some(b'\n')) if declared.is_some_and(|length| length + 1 == found) => 1,
            (Some(b'\r'), Some(b'\n')) => 2,
            (_, Some(b'\r' | b'\n')) => 1,
            _ => 0,
        };
        if line_end == 0 {
            marks.push(Mark { odd: Odd::EndstreamNotAtLine, offset: end });
        }
        let length = found.saturating_sub(line_end);
        if declared.is_some_and(|declared| declared != length) {
            marks.push(Mark { odd: Odd::LengthWrong, offset });
        }
        match declared {
            // A length that leads to `endstream` is what every reader goes by.
            Some(declared) if by_length.is_some() => Ok((declared, end)),
            _ => Ok((length, end)),
        }
    }

    /// Returns where `endstream` stands behind white space at `at`, if it does.
    fn endstream_at(&self, at: u64) -> Result<Option<u64>, Unreadable> {
        let bytes = self.bytes(at, 64)?;
        let blanks = bytes.iter().take_while(|byte| is_blank(**byte)).count();
        Ok(bytes[blanks..].starts_with(b"endstream").then_some(at + blanks as u64))
    }

    /// Returns where the `endobj` ends that follows the data of a stream.
    pub(super) fn search_near(&self, data_end: u64) -> Result<Option<u64>, Unreadable> {
        let bytes = self.bytes(data_end, 256)?;
        Ok(bytes.windows(6).position(|word| word == b"endobj").map(|at| data_end + at as u64 + 6))
    }

    /// Looks for a word from `offset` on.
    pub(super) fn search(&self, offset: u64, word: &[u8]) -> Result<Option<u64>, Unreadable> {
        let step = 64 * 1024;
        let mut at = offset;
        while at < self.length() {
            let bytes = self.bytes(at, step + word.len() as u64)?;
            if let Some(place) = bytes.windows(word.len()).position(|bytes| bytes == word) {
                return Ok(Some(at + place as u64));
            }
            at += step;
            self.spend(step, offset)?;
        }
        Ok(None)
    }

    /// Counts bytes that were read in vain; all together may be the file a few times over, not more.
    fn spend(&self, bytes: u64, offset: u64) -> Result<(), Unreadable> {
        self.searched.set(self.searched.get().saturating_add(bytes));
        if self.searched.get() > self.length().saturating_mul(8).saturating_add(1 << 24) {
            let what = text!("quá nhiều đối tượng không có điểm cuối", "too many objects have no end");
            return Err(Unreadable::limit(what).at(offset));
        }
        Ok(())
    }
}

/// Says what stops the reading of an object.
pub(super) fn flawed(flaw: Flaw) -> Unreadable {
    match flaw {
        Flaw::Cut => Unreadable::broken(text!("đối tượng bị cắt cụt", "the object is cut short")),
        Flaw::Unexpected => Unreadable::broken(text!("đối tượng sai cú pháp", "the object breaks the grammar")),
        Flaw::TooDeep => Unreadable::limit(text!("đối tượng lồng quá sâu", "the object is nested too deeply")),
    }
}

fn astray(id: Id, offset: u64) -> Unreadable {
    let what =
        text!("tham chiếu chéo không dẫn tới đối tượng {id}", "the cross-reference does not lead to object {id}");
    Unreadable::broken(what).at(offset)
}
