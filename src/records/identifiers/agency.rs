//! Identifiers of agencies, in the order of QCVN 102:2016/BTTTT (lowest level first, `000.00.01.H26`) and in that of
//! QĐ 20/2020/QĐ-TTg (highest first, `H26.15`).

use super::{is_digits, is_top, tidy};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The longest identifier (QĐ 20/2020/QĐ-TTg).
const LONGEST: usize = 35;

/// The longest part below the first in the newer order.
const LONGEST_PART: usize = 5;

/// The identifier of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AgencyId {
    pub(super) text: String,
    order: Order,
}

/// Which end of an identifier is the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// QCVN 102:2016: three levels in digits, then the ministry or province.
    LowestFirst,
    /// QĐ 20/2020: the ministry or province, then any number of levels.
    HighestFirst,
}

impl AgencyId {
    /// Reads an identifier of either order; small letters become capitals.
    pub fn parse(text: &str) -> Result<AgencyId, Wrong> {
        let text = tidy(text).to_ascii_uppercase();
        if text.len() > LONGEST {
            return Err(wrong(text!("mã dài quá {LONGEST} ký tự", "the id is longer than {LONGEST} characters")));
        }
        let parts: Vec<&str> = text.split('.').collect();
        let order = match parts[..] {
            [fourth, third, second, top]
                if is_digits(fourth, 3) && is_digits(third, 2) && is_digits(second, 2) && is_top(top) =>
            {
                Order::LowestFirst
            }
            [top, ref parts @ ..] if is_top(top) => match parts.iter().position(|part| !is_part(part)) {
                Some(idx) => return Err(bad_part(idx + 2)),
                None => Order::HighestFirst,
            },
            [.., top] if is_top(top) => {
                return Err(wrong(text!(
                    "trước `{top}` phải có ba phần gồm 3, 2 và 2 chữ số",
                    "before `{top}` there must be three parts of 3, 2 and 2 digits"
                )));
            }
            _ => {
                return Err(wrong(text!(
                    "mã không có dạng `H26.15` hoặc `000.00.01.H26`",
                    "the id is not of the form `H26.15` or `000.00.01.H26`"
                )));
            }
        };
        Ok(AgencyId { text, order })
    }

    /// Says which end of the identifier is the top.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Returns the identifier of the ministry or province above all, in its short form: `H26`.
    pub fn top(&self) -> &str {
        match self.order {
            Order::HighestFirst => self.text.split('.').next(),
            Order::LowestFirst => self.text.rsplit('.').next(),
        }
        .unwrap_or(&self.text)
    }

    /// Returns the identifiers of all above it and its own, from the top: `H49`, `H49.64`, `H49.64.33`.
    ///
    /// The top is written `H26` in both orders, so `000.00.00.H26` is `H26` here; the levels between keep the order of
    /// the identifier: `G09`, `000.00.16.G09`, `000.06.16.G09`.
    pub fn lineage(&self) -> Vec<String> {
        match self.order {
            Order::HighestFirst => {
                let ends = self.text.match_indices('.').map(|(end, _)| end).chain([self.text.len()]);
                ends.map(|end| self.text[..end].to_owned()).collect()
            }
            Order::LowestFirst => self.lineage_from_the_right(),
        }
    }

    fn lineage_from_the_right(&self) -> Vec<String> {
        let top = self.top();
        let mut lineage = vec![top.to_owned()];
        let [fourth, third, second] = [0..3, 4..6, 7..9].map(|range| self.text.get(range).unwrap_or_default());
        for level in [format!("000.00.{second}"), format!("000.{third}.{second}"), format!("{fourth}.{third}.{second}")]
        {
            let id = format!("{level}.{top}");
            if level != "000.00.00" && lineage.last() != Some(&id) {
                lineage.push(id);
            }
        }
        lineage
    }

    /// Says whether this agency is `other` or below it.
    ///
    /// Across the two orders that is only known of the top, since a unit may have got another number in the new order.
    pub fn within(&self, other: &AgencyId) -> bool {
        other.lineage().last().is_some_and(|other| self.lineage().contains(other))
    }
}

fn is_part(part: &str) -> bool {
    (1..=LONGEST_PART).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn bad_part(number: usize) -> Wrong {
    wrong(text!(
        "phần thứ {number} của mã phải có 1 đến {LONGEST_PART} chữ cái không dấu hoặc chữ số",
        "part {number} of the id must have 1 to {LONGEST_PART} plain letters or digits"
    ))
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_AGENCY, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> AgencyId {
        AgencyId::parse(text).unwrap()
    }

    #[test]
    fn both_orders_are_read() {
        for text in ["000.00.01.H26", "000.06.16.G09"] {
            assert_eq!((id(text).as_str(), id(text).order()), (text, Order::LowestFirst));
        }
        for text in ["H26", "H26.15", "H49.64.33", "H37.DN.002"] {
            assert_eq!((id(text).as_str(), id(text).order()), (text, Order::HighestFirst));
        }
        assert_eq!(id(" h49. 64.33 ").as_str(), "H49.64.33");
    }

    #[test]
    fn malformed_ids_are_refused_with_the_reason() {
        let refused = |text: &str| AgencyId::parse(text).unwrap_err().what.en;
        assert_eq!(refused("00.00.01.H26"), "before `H26` there must be three parts of 3, 2 and 2 digits");
        assert_eq!(refused("H49.64.333333"), "part 3 of the id must have 1 to 5 plain letters or digits");
        assert_eq!(refused("H49..33"), "part 2 of the id must have 1 to 5 plain letters or digits");
        assert_eq!(refused("H49.ĐN"), "part 2 of the id must have 1 to 5 plain letters or digits");
        assert_eq!(refused(&format!("H49{}.12", ".12345".repeat(5))), "the id is longer than 35 characters");
        for text in ["26", "HH6.15", "H266", "000.00.01.26", "UBND", "H26-15"] {
            assert_eq!(refused(text), "the id is not of the form `H26.15` or `000.00.01.H26`", "{text}");
        }
        assert_eq!(id(&format!("H49{}.1", ".12345".repeat(5))).as_str().len(), 35);
    }

    #[test]
    fn the_lineage_runs_from_the_top_whatever_the_order() {
        assert_eq!(id("H49.64.33").lineage(), ["H49", "H49.64", "H49.64.33"]);
        assert_eq!(id("000.06.16.G09").lineage(), ["G09", "000.00.16.G09", "000.06.16.G09"]);
        assert_eq!(id("123.00.01.H26").lineage(), ["H26", "000.00.01.H26", "123.00.01.H26"]);
        assert_eq!(id("000.00.00.H26").lineage(), ["H26"]);
        assert_eq!((id("000.06.16.G09").top(), id("H49.64").top()), ("G09", "H49"));
    }

    #[test]
    fn an_agency_is_within_itself_and_all_above() {
        let within = |low: &str, high: &str| id(low).within(&id(high));
        assert!(
            within("H49.64.33", "H49.64") && within("H49.64", "H49.64") && within("000.06.16.G09", "000.00.16.G09")
        );
        assert!(within("000.00.01.H26", "H26") && within("H26.15", "000.00.00.H26"));
        assert!(!within("H49.64", "H49.64.33") && !within("H49.641", "H49.64") && !within("H26.01", "000.00.01.H26"));
    }
}
