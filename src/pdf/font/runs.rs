//! Ranges of codes with values, where a later range takes over what it covers of earlier ones.

use std::collections::BTreeMap;

/// Ranges that do not overlap, by their first code.
#[derive(Clone, Debug)]
pub(crate) struct Runs<V>(BTreeMap<u32, Run<V>>);

#[derive(Clone, Debug)]
struct Run<V> {
    last: u32,
    /// Where the range began before others cut into it.
    origin: u32,
    value: V,
}

impl<V> Default for Runs<V> {
    fn default() -> Runs<V> {
        Runs(BTreeMap::new())
    }
}

impl<V: Clone> Runs<V> {
    /// Adds a range; one that ends before it begins is left out.
    pub(crate) fn put(&mut self, first: u32, last: u32, value: V) {
        if last < first {
            return;
        }
        self.cut_before(first);
        while let Some((&start, run)) = self.0.range(first..=last).next() {
            let (end, origin) = (run.last, run.origin);
            let Some(run) = self.0.remove(&start) else { break };
            if end > last {
                self.0.insert(last + 1, Run { last: end, origin, value: run.value });
            }
        }
        self.0.insert(first, Run { last, origin: first, value });
    }

    /// Splits the range that begins before `code` and reaches it.
    fn cut_before(&mut self, code: u32) {
        let Some((_, run)) = self.0.range_mut(..code).next_back() else { return };
        if run.last < code {
            return;
        }
        let rest = Run { last: run.last, origin: run.origin, value: run.value.clone() };
        run.last = code - 1;
        self.0.insert(code, rest);
    }

    /// Returns the value of the range that holds `code`, and how far the code is from where the range began.
    pub(crate) fn get(&self, code: u32) -> Option<(&V, u32)> {
        let (_, run) = self.0.range(..=code).next_back()?;
        (code <= run.last).then(|| (&run.value, code - run.origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(runs: &Runs<char>, codes: std::ops::Range<u32>) -> String {
        codes.map(|code| runs.get(code).map_or('.', |(value, _)| *value)).collect()
    }

    #[test]
    fn later_ranges_take_over_what_they_cover() {
        let mut runs = Runs::default();
        runs.put(2, 8, 'a');
        runs.put(4, 5, 'b');
        runs.put(8, 9, 'c');
        runs.put(0, 2, 'd');
        assert_eq!(values(&runs, 0..11), "dddabbaacc.");
        runs.put(1, 9, 'e');
        assert_eq!(values(&runs, 0..11), "deeeeeeeee.");
    }

    #[test]
    fn what_is_left_of_a_range_still_counts_from_where_it_began() {
        let mut runs = Runs::default();
        runs.put(10, 20, 'a');
        runs.put(12, 13, 'b');
        assert_eq!(runs.get(15), Some((&'a', 5)));
        assert_eq!(runs.get(13), Some((&'b', 1)));
    }

    #[test]
    fn the_highest_code_is_no_trap() {
        let mut runs = Runs::default();
        runs.put(u32::MAX - 1, u32::MAX, 'a');
        runs.put(0, u32::MAX, 'b');
        runs.put(5, 4, 'c');
        assert_eq!(runs.get(u32::MAX), Some((&'b', u32::MAX)));
    }
}
