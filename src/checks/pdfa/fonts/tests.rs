use super::*;

#[test]
fn six_capitals_and_a_plus_sign_tell_a_subset() {
    assert!(is_subset(b"ABCDEF+Arial"));
    for name in ["ABCDE+Arial", "ABCDEf+Arial", "Arial", "ABCDEFGArial"] {
        assert!(!is_subset(name.as_bytes()), "{name}");
    }
}
