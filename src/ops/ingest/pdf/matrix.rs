//! Matrices of PDF (ISO 32000-1, 8.3.3), and the upright boxes that points fill.

/// Six numbers: x' = a x + c y + e, y' = b x + d y + f.
pub(super) type Matrix = [f64; 6];

/// The matrix that changes nothing.
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Returns the matrix that does `first` and then `second`.
pub(super) fn then(first: &Matrix, second: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [p, q, r, s, t, u] = *second;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// Returns where a point goes.
pub(super) fn apply(matrix: &Matrix, (x, y): (f64, f64)) -> (f64, f64) {
    let [a, b, c, d, e, f] = *matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

/// Left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect(pub(super) [f64; 4]);

impl Rect {
    /// Returns the smallest upright box around the points; `None` without points or where one is not a number.
    pub(super) fn around(points: &[(f64, f64)]) -> Option<Rect> {
        let mut sides = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for (x, y) in points {
            if !x.is_finite() || !y.is_finite() {
                return None;
            }
            sides = [sides[0].min(*x), sides[1].min(*y), sides[2].max(*x), sides[3].max(*y)];
        }
        (!points.is_empty()).then_some(Rect(sides))
    }

    /// Returns the box around a box after a matrix.
    pub(super) fn mapped(&self, matrix: &Matrix) -> Option<Rect> {
        let [left, bottom, right, top] = self.0;
        Rect::around(&[(left, bottom), (right, bottom), (right, top), (left, top)].map(|point| apply(matrix, point)))
    }

    /// Returns what both cover; a box turned inside out where that is nothing.
    pub(super) fn meet(&self, other: &Rect) -> Rect {
        let ([a, b, c, d], [p, q, r, s]) = (self.0, other.0);
        Rect([a.max(p), b.max(q), c.min(r), d.min(s)])
    }

    /// Says whether the other box lies within this one, give or take so much.
    pub(super) fn holds(&self, other: &Rect, tolerance: f64) -> bool {
        let ([a, b, c, d], [p, q, r, s]) = (self.0, other.0);
        a - tolerance <= p && b - tolerance <= q && c + tolerance >= r && d + tolerance >= s
    }

    /// Says whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        let [left, bottom, right, top] = self.0;
        left >= right || bottom >= top
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_matrix_acts_first() {
        let scale = [2.0, 0.0, 0.0, 3.0, 0.0, 0.0];
        let shift = [1.0, 0.0, 0.0, 1.0, 10.0, 20.0];
        assert_eq!(apply(&then(&scale, &shift), (1.0, 1.0)), (12.0, 23.0));
        assert_eq!(apply(&then(&shift, &scale), (1.0, 1.0)), (22.0, 63.0));
        assert_eq!(then(&scale, &IDENTITY), scale);
    }

    #[test]
    fn boxes_meet_hold_and_can_be_empty() {
        let unit = Rect([0.0, 0.0, 1.0, 1.0]);
        assert_eq!(unit.mapped(&[0.0, 2.0, -3.0, 0.0, 3.0, 0.0]), Some(Rect([0.0, 0.0, 3.0, 2.0])));
        let part = unit.meet(&Rect([0.5, -1.0, 9.0, 9.0]));
        assert_eq!(part, Rect([0.5, 0.0, 1.0, 1.0]));
        assert!(unit.holds(&part, 0.0) && !part.holds(&unit, 0.4) && part.holds(&unit, 0.5));
        assert!(unit.meet(&Rect([2.0, 0.0, 3.0, 1.0])).is_empty() && !part.is_empty());
        assert_eq!(Rect::around(&[(f64::NAN, 0.0)]), None);
    }
}
