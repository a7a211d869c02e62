//! Least squares in which each unknown meets only its neighbours: a band matrix, and its solution by Cholesky.

/// A symmetric matrix that is zero far from its diagonal.
pub struct Band {
    count: usize,
    /// Unknowns to the left of the diagonal, and itself, that a row keeps.
    width: usize,
    /// Row by row; the last of each is on the diagonal.
    values: Vec<f64>,
}

impl Band {
    /// Makes a matrix of zeros for so many unknowns, of which none meets one that is `width` or more away.
    pub fn new(count: usize, width: usize) -> Band {
        Band { count, width, values: vec![0.0; count * width] }
    }

    /// Adds the square of a weighted sum of unknowns.
    pub fn add(&mut self, terms: &[(usize, f64)], weight: f64) {
        for (row, first) in terms {
            for (column, second) in terms.iter().filter(|(column, _)| column <= row) {
                let at = row * self.width + self.width - 1 - (row - column);
                self.values[at] += weight * first * second;
            }
        }
    }

    /// Solves for the unknowns; the matrix must be positive definite.
    pub fn solve(mut self, mut right: Vec<f64>) -> Vec<f64> {
        let (count, width) = (self.count, self.width);
        let first = |row: usize| (row + 1).saturating_sub(width);
        for row in 0..count {
            let (before, now) = self.values.split_at_mut(row * width);
            let now = &mut now[..width];
            // A row's values begin at the column `row + 1 - width`, be it below zero.
            for column in first(row)..row {
                let other = &before[column * width..(column + 1) * width];
                let start = first(row).max(first(column));
                let (mine, theirs) = (start + width - 1 - row, start + width - 1 - column);
                let length = column - start;
                let sum = dot(&now[mine..mine + length], &other[theirs..theirs + length]);
                let at = column + width - 1 - row;
                now[at] = (now[at] - sum) / other[width - 1];
            }
            let known = first(row) + width - 1 - row;
            let sum = dot(&now[known..width - 1], &now[known..width - 1]);
            now[width - 1] = (now[width - 1] - sum).max(1e-12).sqrt();
            let sum = dot(&now[known..width - 1], &right[first(row)..row]);
            right[row] = (right[row] - sum) / now[width - 1];
        }
        for row in (0..count).rev() {
            let now = &self.values[row * width..(row + 1) * width];
            right[row] /= now[width - 1];
            let (value, known) = (right[row], first(row) + width - 1 - row);
            let earlier = &mut right[first(row)..row];
            earlier.iter_mut().zip(&now[known..width - 1]).for_each(|(right, part)| *right -= part * value);
        }
        right
    }
}

/// Multiplies two rows and adds up, in four sums that a processor can keep side by side.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (ones, others) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(|(one, other)| one * other).sum();
    for (one, other) in ones.zip(others) {
        (0..4).for_each(|at| sums[at] += one[at] * other[at]);
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn a_band_solves_what_was_put_in() {
        let (mut band, wanted) = (Band::new(9, 4), |at: usize| at as f64 * 1.5 - 2.0);
        let mut right = vec![0.0; 9];
        for at in 0..9 {
            let terms: Vec<_> = (at..(at + 4).min(9)).map(|knot| (knot, 1.0 / (1.0 + (knot - at) as f64))).collect();
            let sum: f64 = terms.iter().map(|(knot, part)| part * wanted(*knot)).sum();
            band.add(&terms, 2.0);
            terms.iter().for_each(|(knot, part)| right[*knot] += 2.0 * part * sum);
        }
        let found = band.solve(right);
        assert!(found.iter().enumerate().all(|(at, value)| (value - wanted(at)).abs() < 1e-9), "{found:?}");
    }
}
