//! The operators of ISO 32000-1, annex A: a content stream of a PDF/A-2 has no others (ISO 19005-2, 6.2.2).

/// Every operator, sorted by its bytes.
const ALL: &[&str] = &[
    "\"", "'", "B", "B*", "BDC", "BI", "BMC", "BT", "BX", "CS", "DP", "Do", "EI", "EMC", "ET", "EX", "F", "G", "ID",
    "J", "K", "M", "MP", "Q", "RG", "S", "SC", "SCN", "T*", "TD", "TJ", "TL", "Tc", "Td", "Tf", "Tj", "Tm", "Tr", "Ts",
    "Tw", "Tz", "W", "W*", "b", "b*", "c", "cm", "cs", "d", "d0", "d1", "f", "f*", "g", "gs", "h", "i", "j", "k", "l",
    "m", "n", "q", "re", "rg", "ri", "s", "sc", "scn", "sh", "v", "w", "y",
];

/// Says whether ISO 32000-1 defines an operator.
pub fn is_defined(operator: &[u8]) -> bool {
    ALL.binary_search_by(|known| known.as_bytes().cmp(operator)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(ALL.is_sorted() && ALL.len() == 73);
        assert!(ALL.iter().all(|operator| is_defined(operator.as_bytes())));
    }

    #[test]
    fn operators_of_nobody_are_not_defined() {
        assert!([b"".as_slice(), b"xx", b"q1", b"FF"].iter().all(|operator| !is_defined(operator)));
    }
}
