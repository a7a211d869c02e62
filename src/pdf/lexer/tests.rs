//! Tokens and objects from bytes in sight.

use super::*;
use crate::pdf::object::{Dict, Id, Object};

fn read(text: &[u8]) -> Result<Object, Flaw> {
    Lexer::new(text, 0, 8).object()
}

fn odds(text: &[u8]) -> Vec<Odd> {
    let mut lexer = Lexer::new(text, 0, 8);
    lexer.object().unwrap();
    lexer.take_marks().into_iter().map(|mark| mark.odd).collect()
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

#[test]
fn every_kind_of_object_is_read() {
    assert_eq!(read(b" null"), Ok(Object::Null));
    assert_eq!(read(b"%c\ntrue"), Ok(Object::Bool(true)));
    assert_eq!(read(b"-12"), Ok(Object::Int(-12)));
    assert_eq!(read(b"+.5"), Ok(Object::Real(0.5)));
    assert_eq!(read(b"4."), Ok(Object::Real(4.0)));
    assert_eq!(read(b"/A#20B#2"), Ok(name("A B#2")));
    assert_eq!(read(b"<48 6>"), Ok(Object::String(vec![0x48, 0x60])));
    let inside = vec![Object::Int(1), Object::Ref(Id { number: 2, generation: 3 }), name("")];
    assert_eq!(read(b"[1 2 3 R/]"), Ok(Object::Array(inside)));
    let dict = Dict(vec![(b"A".to_vec(), Object::Dict(Dict(vec![]))), (b"B".to_vec(), Object::Null)]);
    assert_eq!(read(b"<</A<<>>/B null>>"), Ok(Object::Dict(dict)));
}

#[test]
fn a_reference_needs_its_three_parts() {
    assert_eq!(read(b"12 0 R"), Ok(Object::Ref(Id { number: 12, generation: 0 })));
    let mut lexer = Lexer::new(b"12 0 obj", 0, 8);
    assert_eq!(lexer.object(), Ok(Object::Int(12)));
    assert_eq!(lexer.position(), 2);
    assert_eq!(read(b"[R]"), Err(Flaw::Unexpected));
    assert_eq!(read(b"[99999999999 0 R]"), Ok(Object::Array(vec![Object::Null])));
}

#[test]
fn strings_resolve_escapes_and_line_ends() {
    assert_eq!(read(b"(a(b)\\)\\n\\101\\0053\\\r\nx\r\ny\\q)"), Ok(Object::String(b"a(b))\nA\x053x\nyq".to_vec())));
    assert_eq!(read(b"(a(b)"), Err(Flaw::Cut));
}

#[test]
fn content_streams_have_no_references() {
    let mut lexer = Lexer::new(b"[1 0 R]", 0, 8);
    let first = lexer.token().unwrap();
    assert_eq!(lexer.operand(first), Err(Flaw::Unexpected));
}

#[test]
fn nesting_has_a_limit_and_takes_no_stack() {
    let deep = |levels: usize| [b"[".repeat(levels), b"]".repeat(levels)].concat();
    assert!(read(&deep(8)).is_ok());
    assert_eq!(read(&deep(9)), Err(Flaw::TooDeep));
    assert_eq!(read(&b"<</A".repeat(100_000)), Err(Flaw::TooDeep));
}

#[test]
fn what_does_not_close_is_an_error() {
    for text in [&b"[1"[..], b"<</A 1", b"<</A", b"<4", b"("] {
        assert_eq!(read(text), Err(Flaw::Cut), "{text:?}");
    }
    for text in [&b"[1>>"[..], b"<</A]", b"<<1 2>>", b"<</A>>", b")", b"1 2 R3"[4..].as_ref(), b"]"] {
        assert_eq!(read(text), Err(Flaw::Unexpected), "{text:?}");
    }
}

#[test]
fn oddities_are_marked_and_read() {
    assert_eq!(odds(b"<48x>"), [Odd::HexForeign, Odd::HexOdd]);
    assert_eq!(odds(b"<4 8>"), []);
    assert_eq!(odds(b"2147483648"), [Odd::IntRange]);
    assert_eq!(odds(b"-2147483648"), []);
    assert_eq!(odds(b"[3500000000000000000000000000000000000000.0]"), [Odd::RealRange]);
    assert_eq!(odds(b".000000000000000000000000000000000000001"), [Odd::RealTiny]);
    assert_eq!(odds(b"<</A 1/A 2>>"), [Odd::KeyTwice]);
    assert_eq!(odds(&[b"/", &b"n".repeat(128)[..]].concat()), [Odd::NameLong]);
    assert_eq!(odds(&[b"(", &b"s".repeat(32_768)[..], b")"].concat()), [Odd::StringLong]);
}

#[test]
fn marks_say_where() {
    let mut lexer = Lexer::new(b"[ <4>]", 100, 8);
    lexer.object().unwrap();
    assert_eq!(lexer.take_marks(), [Mark { odd: Odd::HexOdd, offset: 102 }]);
}

#[test]
fn any_beginning_of_sound_bytes_is_read_or_refused() {
    let text = b"<</A[1 0 R(x\\051)<4A>true]/B#41 -1.5/C<</D null>>>> endobj";
    for end in 0..text.len() {
        let _ = read(&text[..end]);
    }
    assert!(read(text).is_ok());
}
