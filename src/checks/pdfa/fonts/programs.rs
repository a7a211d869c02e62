//! Font programs in font descriptors: which key goes with which kind of font (ISO 32000-1, table 126).

use std::io::{Read, Seek};

use super::{Font, name_of};
use crate::pdf::object::{Dict, Object};

/// The bytes of a font program.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) data: Vec<u8>,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `FontFile`.
    Type1,
    /// `FontFile2`.
    TrueType,
    /// `FontFile3` with Type1C or CIDFontType0C.
    Cff,
    /// `FontFile3` with OpenType.
    OpenType,
}

/// What a font descriptor has in the way of programs.
#[derive(Debug)]
pub(super) enum Embedded {
    /// No program, or one that does not go with the font.
    None,
    /// One that cannot be inflated, or is of another kind than its key says.
    Broken,
    /// The bytes, not yet understood.
    Program(Program),
}

impl<R: Read + Seek> Font<'_, R> {
    /// Reads the program that goes with a font of this subtype.
    pub(super) fn program(&self, font: &Dict, subtype: &[u8]) -> Embedded {
        let descriptor = self.entry_of(font, "FontDescriptor");
        let Some(descriptor) = descriptor.as_dict() else { return Embedded::None };
        let (own, kind, bare): (_, _, &[u8]) = match subtype {
            b"Type1" | b"MMType1" => ("FontFile", Kind::Type1, b"Type1C"),
            b"TrueType" => ("FontFile2", Kind::TrueType, b""),
            b"CIDFontType2" => ("FontFile2", Kind::TrueType, b"CIDFontType0C"),
            _ => ("", Kind::Cff, b"CIDFontType0C"),
        };
        let file = self.entry_of(descriptor, own);
        if file.as_stream().is_some() {
            return self.program_of(&file, kind);
        }
        let file = self.entry_of(descriptor, "FontFile3");
        let Some(stream) = file.as_stream() else { return Embedded::None };
        match name_of(&self.entry_of(&stream.dict, "Subtype")).as_deref() {
            Some(b"OpenType") => self.program_of(&file, Kind::OpenType),
            Some(subtype) if subtype == bare => self.program_of(&file, Kind::Cff),
            _ => Embedded::None,
        }
    }

    fn program_of(&self, file: &Object, kind: Kind) -> Embedded {
        match self.data(file) {
            // Outlines of CFF have a key of their own; readers that go by the key look for others here.
            Some(data) if !(kind == Kind::TrueType && data.starts_with(b"OTTO")) => {
                Embedded::Program(Program { data, kind })
            }
            _ => Embedded::Broken,
        }
    }
}
