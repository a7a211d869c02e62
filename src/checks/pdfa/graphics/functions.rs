//! Functions (ISO 32000-1, 7.10): whether what colours and soft masks are computed with can be computed at all.
//!
//! Readers make something of a broken function, and each something else. What a function says is nobody's business.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::entry;
use crate::checks::pdfa::report::Breaches;
use crate::pdf::file::File;
use crate::pdf::lexer::{Lexer, Token};
use crate::pdf::object::{Dict, Id, Object};
use crate::text;

/// Functions within functions.
const DEPTH: u32 = 8;

/// Braces within braces.
const BRACES: u32 = 32;

/// What a function of type 4 may say, but for numbers and braces (ISO 32000-1, table 42).
const OPERATORS: &[&str] = &[
    "abs", "add", "and", "atan", "bitshift", "ceiling", "copy", "cos", "cvi", "cvr", "div", "dup", "eq", "exch", "exp",
    "false", "floor", "ge", "gt", "idiv", "if", "ifelse", "index", "le", "ln", "log", "lt", "mod", "mul", "ne", "neg",
    "not", "or", "pop", "roll", "round", "sin", "sqrt", "sub", "true", "truncate", "xor",
];

/// Judges each function once.
#[derive(Default)]
pub struct Functions {
    judged: BTreeSet<Id>,
}

impl Functions {
    /// Judges a function, or each of an array of them; `Null` is none, and `Identity` is known.
    pub fn judge<R: Read + Seek>(&mut self, file: &File<R>, object: &Object, place: Option<Id>, out: &mut Breaches) {
        let Ok(resolved) = file.resolve(object) else { return };
        let is_sound = match resolved.as_ref() {
            Object::Null => true,
            Object::Name(name) => name == b"Identity",
            Object::Array(items) => items.iter().all(|item| self.is_sound(file, item, DEPTH)),
            _ => self.is_sound(file, object, DEPTH),
        };
        if !is_sound {
            let what = text!("hàm không đúng ISO 32000-1", "a function that ISO 32000-1 does not know");
            out.add("32000-1:7.10", object.as_ref().or(place), what);
        }
    }

    /// Says whether a function is one; of one that was judged before, that is not said again.
    fn is_sound<R: Read + Seek>(&mut self, file: &File<R>, object: &Object, depth: u32) -> bool {
        if object.as_ref().is_some_and(|id| !self.judged.insert(id)) {
            return true;
        }
        let Ok(function) = file.resolve(object) else { return false };
        let Some(dict) = function.as_dict() else { return false };
        let Some(inputs) = pairs(file, dict, "Domain") else { return false };
        let outputs = pairs(file, dict, "Range");
        let data = || file.decoded(function.as_stream()?).ok().map(|read| read.data);
        match entry(file, dict, "FunctionType").as_int() {
            Some(0) => outputs.is_some_and(|n| data().is_some_and(|data| is_sampled(file, dict, &data, inputs, n))),
            Some(2) => inputs == 1 && is_exponential(file, dict),
            Some(3) => inputs == 1 && self.is_stitched(file, dict, depth),
            Some(4) => outputs.is_some() && data().is_some_and(|data| is_calculator(&data)),
            _ => false,
        }
    }

    fn is_stitched<R: Read + Seek>(&mut self, file: &File<R>, dict: &Dict, depth: u32) -> bool {
        let functions = entry(file, dict, "Functions");
        let functions = functions.as_array().unwrap_or_default();
        let count = functions.len();
        depth > 0
            && count > 0
            && numbers(file, dict, "Bounds").is_some_and(|bounds| bounds + 1 == count)
            && numbers(file, dict, "Encode").is_some_and(|encode| encode == count.saturating_mul(2))
            && functions.iter().all(|function| self.is_sound(file, function, depth - 1))
    }
}

/// Counts the numbers of an array; `None` if it is no array of numbers.
fn numbers<R: Read + Seek>(file: &File<R>, dict: &Dict, key: &str) -> Option<usize> {
    let array = entry(file, dict, key);
    let items = array.as_array()?;
    let is_number = |item: &Object| file.resolve(item).is_ok_and(|item| item.as_number().is_some());
    items.iter().all(is_number).then_some(items.len())
}

/// Counts the pairs of numbers of an array that has some.
fn pairs<R: Read + Seek>(file: &File<R>, dict: &Dict, key: &str) -> Option<usize> {
    numbers(file, dict, key).filter(|count| *count > 0 && count % 2 == 0).map(|count| count / 2)
}

/// Says whether the samples are as many as the dictionary promises.
fn is_sampled<R: Read + Seek>(file: &File<R>, dict: &Dict, data: &[u8], inputs: usize, outputs: usize) -> bool {
    let bits = entry(file, dict, "BitsPerSample").as_int().and_then(|bits| u64::try_from(bits).ok());
    let Some(bits @ (1 | 2 | 4 | 8 | 12 | 16 | 24 | 32)) = bits else { return false };
    let size = entry(file, dict, "Size");
    // A table of one dimension may be given by its number alone, as many writers do.
    let sizes = size.as_array().unwrap_or(std::slice::from_ref(size.as_ref()));
    let sizes: Option<Vec<u64>> = sizes
        .iter()
        .map(|size| u64::try_from(file.resolve(size).ok()?.as_int()?).ok().filter(|size| *size > 0))
        .collect();
    let Some(sizes) = sizes.filter(|sizes| sizes.len() == inputs) else { return false };
    let samples = sizes.iter().fold(outputs as u64, |all, size| all.saturating_mul(*size));
    samples.saturating_mul(bits).div_ceil(8) <= data.len() as u64
}

fn is_exponential<R: Read + Seek>(file: &File<R>, dict: &Dict) -> bool {
    let count = |key| if dict.has(key) { numbers(file, dict, key) } else { Some(1) };
    let (first, last) = (count("C0"), count("C1"));
    first.is_some() && first == last && entry(file, dict, "N").as_number().is_some()
}

/// Says whether a program is one: within braces, that close, and of known operators.
fn is_calculator(program: &[u8]) -> bool {
    let mut lexer = Lexer::new(program, 0, 1);
    let (mut depth, mut is_begun) = (0u32, false);
    loop {
        let is_within = depth > 0;
        match lexer.token() {
            Ok(Token::Keyword(b"{")) if depth < BRACES && (is_within || !is_begun) => {
                (depth, is_begun) = (depth + 1, true)
            }
            Ok(Token::Keyword(b"}")) if is_within => depth -= 1,
            Ok(Token::Int(_) | Token::Real(_)) if is_within => (),
            Ok(Token::Keyword(word)) if is_within && OPERATORS.iter().any(|known| known.as_bytes() == word) => (),
            Ok(Token::End) => return is_begun && depth == 0,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_operators_within_braces() {
        for sound in ["{}", "{ 1 exch sub }", "{dup 0.5 gt{pop 1}{2 mul}ifelse} % end\n"] {
            assert!(is_calculator(sound.as_bytes()), "{sound}");
        }
        for broken in ["", "1", "{foo}", "{", "{}}", "{} {}", "{ (a) }", "{ [1] }"] {
            assert!(!is_calculator(broken.as_bytes()), "{broken}");
        }
        assert!(!is_calculator("{".repeat(1 << 20).as_bytes()));
    }
}
