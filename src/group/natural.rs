//! The order in which people read numbered names: 2 before 10, 15 before 15a before 16.
//!
//! Total: two names compare equal only when they are the same bytes.

use std::cmp::Ordering;

/// Compares two names: numbers by value, letters whatever their case, ties by length and then by bytes.
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            let ended = a.len().min(1).cmp(&b.len().min(1));
            return ended.then(left.len().cmp(&right.len())).then_with(|| left.cmp(right));
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (of_a, of_b) = (digits(a), digits(b));
            (a, b) = (&a[of_a.len()..], &b[of_b.len()..]);
            by_value(of_a, of_b)
        } else {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

/// Compares numbers of any length.
fn by_value(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_by_value_and_letters_behind_them() {
        let mut names = ["16", "15b", "2", "15", "10", "015a", "1", "b1", "B10", "b2", ""];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["", "1", "2", "10", "15", "015a", "15b", "16", "b1", "b2", "B10"]);
    }

    #[test]
    fn ties_go_by_length_and_then_by_bytes() {
        assert_eq!(compare("1", "001"), Ordering::Less);
        assert_eq!(compare("01a1", "1a01"), Ordering::Less);
        assert_eq!(compare("A", "a"), Ordering::Less);
        assert_eq!(compare("a", "a"), Ordering::Equal);
    }

    #[test]
    fn numbers_longer_than_any_integer_are_compared() {
        let huge = "9".repeat(60);
        assert_eq!(compare(&huge, &format!("1{}", "0".repeat(60))), Ordering::Less);
    }

    #[test]
    fn the_order_is_total() {
        let names = ["1", "01", "1a", "1A", "a", "A", "-", "1-", "-1", "đ", "Đ", "10", "9", "ﬀ", "1.a", ""];
        for x in names {
            for y in names {
                assert_eq!(compare(x, y), compare(y, x).reverse());
                let between = |z: &&str| compare(x, z).is_lt() && compare(z, y).is_lt();
                assert!(compare(x, y).is_lt() || !names.iter().any(between), "{x} {y}");
            }
        }
    }
}
