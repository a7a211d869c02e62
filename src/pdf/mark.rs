//! Irregularities that reading notices and lives with. Whether they matter is for checkers to say.

/// One irregularity and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What is odd.
    pub odd: Odd,
    /// Where, in bytes from the start of the file; within a decoded stream, from the start of its data.
    pub offset: u64,
}

/// What can be odd without stopping a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Odd {
    /// A hexadecimal string with an odd number of digits.
    HexOdd,
    /// A hexadecimal string with something that is no digit.
    HexForeign,
    /// A whole number that needs more than 32 bits with sign.
    IntRange,
    /// A real beyond 3.403e38.
    RealRange,
    /// A real nearer to zero than 1.175e-38, and not zero.
    RealTiny,
    /// A string of more than 32,767 bytes.
    StringLong,
    /// A name of more than 127 bytes.
    NameLong,
    /// The same key twice in one dictionary.
    KeyTwice,
    /// `N G obj` not at the start of a line.
    ObjNotAtLine,
    /// More or other than one space within `N G obj`.
    ObjSpacing,
    /// No end of line after `obj`.
    ObjLineEnd,
    /// No end of line before `endobj`.
    EndobjNotAtLine,
    /// No end of line after `endobj`.
    EndobjLineEnd,
    /// No `endobj` at all.
    EndobjMissing,
    /// `stream` followed by CR alone, by blanks, or by nothing.
    StreamLineEnd,
    /// No end of line before `endstream`.
    EndstreamNotAtLine,
    /// `/Length` is missing or not a number.
    LengthMissing,
    /// `/Length` is not the number of bytes found.
    LengthWrong,
    /// A cross-reference entry leads somewhere near its object, not to it.
    EntryOff,
    /// A cross-reference entry of another length than 20 bytes.
    EntryWidth,
    /// Not exactly one end of line after `xref`.
    XrefLineEnd,
    /// A subsection header that is not two numbers with one space between, alone on its line.
    XrefHeader,
    /// `startxref` leads somewhere near the cross-references, not to them.
    StartOff,
    /// Bytes stand before `%PDF-`.
    HeaderOff,
}
