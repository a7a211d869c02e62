//! What stands before an operator: exactly as many operands as ISO 32000-1, annex A gives it, and of those kinds.
//!
//! Readers differ in what they make of others: one passes the operator over, the next takes what is there. How many
//! numbers make a colour depends on the colour space.

use crate::checks::pdfa::graphics::space::{Family, Space};
use crate::pdf::object::Object;

/// The kinds of operands of each operator: number, name, string, array, anything. Operators without any, and colours,
/// are not in the table.
const KINDS: &[(&str, &str)] = &[
    ("\"", "nns"),
    ("'", "s"),
    ("BDC", "N*"),
    ("BMC", "N"),
    ("CS", "N"),
    ("DP", "N*"),
    ("Do", "N"),
    ("G", "n"),
    ("J", "n"),
    ("K", "nnnn"),
    ("M", "n"),
    ("MP", "N"),
    ("RG", "nnn"),
    ("TD", "nn"),
    ("TJ", "a"),
    ("TL", "n"),
    ("Tc", "n"),
    ("Td", "nn"),
    ("Tf", "Nn"),
    ("Tj", "s"),
    ("Tm", "nnnnnn"),
    ("Tr", "n"),
    ("Ts", "n"),
    ("Tw", "n"),
    ("Tz", "n"),
    ("c", "nnnnnn"),
    ("cm", "nnnnnn"),
    ("cs", "N"),
    ("d", "an"),
    ("d0", "nn"),
    ("d1", "nnnnnn"),
    ("g", "n"),
    ("gs", "N"),
    ("i", "n"),
    ("j", "n"),
    ("k", "nnnn"),
    ("l", "nn"),
    ("m", "nn"),
    ("re", "nnnn"),
    ("rg", "nnn"),
    ("ri", "N"),
    ("sh", "N"),
    ("v", "nnnn"),
    ("w", "n"),
    ("y", "nnnn"),
];

/// Says whether an operator has the operands that it needs, no fewer and no more.
pub(super) fn fit(operator: &[u8], operands: &[Object]) -> bool {
    let Ok(found) = KINDS.binary_search_by(|(known, _)| known.as_bytes().cmp(operator)) else { return true };
    let Some((_, kinds)) = KINDS.get(found) else { return true };
    kinds.len() == operands.len() && kinds.bytes().zip(operands).all(|(kind, operand)| is_of(kind, operand))
}

fn is_of(kind: u8, operand: &Object) -> bool {
    match kind {
        b'n' => operand.as_number().is_some(),
        b'N' => operand.as_name().is_some(),
        b's' => operand.as_string().is_some(),
        b'a' => operand.as_array().is_some(),
        _ => true,
    }
}

/// Says whether the operands are a colour of this space; of a space that nobody knows, anything is.
pub(super) fn are_colour(space: &Space, operands: &[Object]) -> bool {
    let (wanted, numbers) = match (&space.family, operands) {
        (Family::Pattern(base), [numbers @ .., Object::Name(_)]) => {
            (base.as_ref().and_then(|base| base.components()), numbers)
        }
        (Family::Pattern(_), _) => return false,
        _ => (space.components(), operands),
    };
    // A pattern that brings its own colours has no numbers, whatever the space says.
    let is_pattern = matches!(space.family, Family::Pattern(_)) && numbers.is_empty();
    is_pattern
        || wanted.is_none_or(|wanted| numbers.len() == wanted)
            && numbers.iter().all(|number| number.as_number().is_some())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn operands_are_counted_and_told_apart() {
        assert!(KINDS.is_sorted());
        let numbers = |count| vec![Object::Int(1); count];
        assert!(fit(b"re", &numbers(4)) && !fit(b"re", &numbers(3)) && !fit(b"re", &numbers(5)));
        assert!(fit(b"Tf", &[Object::Name(b"F".to_vec()), Object::Real(9.5)]) && !fit(b"Tf", &numbers(2)));
        assert!(fit(b"q", &[]) && fit(b"scn", &numbers(7)));
    }

    #[test]
    fn a_colour_has_the_components_of_its_space_and_a_pattern_a_name() {
        let space = |family| Space { serial: 1, id: None, family };
        let (one, name) = (Object::Int(1), Object::Name(b"P".to_vec()));
        assert!(are_colour(&space(Family::Gray), std::slice::from_ref(&one)));
        assert!(!are_colour(&space(Family::Gray), &[]) && !are_colour(&space(Family::Rgb), std::slice::from_ref(&one)));
        assert!(are_colour(&space(Family::Pattern(None)), std::slice::from_ref(&name)));
        let uncoloured = space(Family::Pattern(Some(Rc::new(space(Family::Gray)))));
        assert!(are_colour(&uncoloured, &[one.clone(), name.clone()]));
        assert!(!are_colour(&uncoloured, &[one.clone(), one.clone(), name]) && !are_colour(&uncoloured, &[one]));
        assert!(are_colour(&Space::unknown(), &[]));
    }
}
