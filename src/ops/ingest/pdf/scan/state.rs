//! The graphics state as far as a scan can depend on it: where things go, what cuts them off, and which of them show.

use super::super::matrix::{IDENTITY, Matrix, Rect, apply};

/// The most points of a path that are looked at; a rectangle has five.
const POINTS: usize = 5;

/// What paths and stencils are filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// Full black.
    Black,
    /// Full white.
    White,
    /// Anything else, or unknown.
    Other,
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// From user space to that of the page.
    pub(super) matrix: Matrix,
    /// What is not cut off, in the space of the page; `None` while nothing is.
    pub(super) clip: Option<Rect>,
    /// What is filled with.
    pub(super) fill: Fill,
    /// Whether the text rendering mode hides text.
    pub(super) hides: bool,
    /// Whether the font is one whose glyphs are drawn, whatever the mode.
    pub(super) is_drawn: bool,
}

impl Default for State {
    fn default() -> State {
        State { matrix: IDENTITY, clip: None, fill: Fill::Black, hides: false, is_drawn: false }
    }
}

impl State {
    /// Cuts off what lies outside the box.
    pub(super) fn cut(&mut self, rect: Rect) {
        self.clip = Some(self.clip.map_or(rect, |clip| clip.meet(&rect)));
    }

    /// Takes the fill colour that an operator with these components makes.
    pub(super) fn fill_with(&mut self, word: &[u8], components: &[f64]) {
        self.fill = match (word, components) {
            (b"g", [0.0]) | (b"rg", [0.0, 0.0, 0.0]) | (b"k", [0.0, 0.0, 0.0, 1.0]) => Fill::Black,
            (b"g", [1.0]) | (b"rg", [1.0, 1.0, 1.0]) | (b"k", [0.0, 0.0, 0.0, 0.0]) => Fill::White,
            _ => Fill::Other,
        };
    }
}

/// The path under way: its first points, in the space of the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    points: Vec<(f64, f64)>,
    is_simple: bool,
    /// Whether `W` was said of it.
    pub(super) clips: bool,
}

impl Path {
    /// Says whether there is any path.
    pub(super) fn is_begun(&self) -> bool {
        self.clips || !self.points.is_empty()
    }

    /// Adds a rectangle.
    pub(super) fn rectangle(&mut self, state: &State, [x, y, width, height]: [f64; 4]) {
        self.start(state, (x, y));
        for point in [(x + width, y), (x + width, y + height), (x, y + height)] {
            self.line(state, point);
        }
    }

    /// Begins a subpath.
    pub(super) fn start(&mut self, state: &State, point: (f64, f64)) {
        self.is_simple = self.points.is_empty();
        self.points.push(apply(&state.matrix, point));
        self.points.truncate(POINTS + 1);
    }

    /// Adds a line.
    pub(super) fn line(&mut self, state: &State, point: (f64, f64)) {
        self.points.push(apply(&state.matrix, point));
        self.points.truncate(POINTS + 1);
    }

    /// Adds a curve: whatever the path is then, it is no rectangle.
    pub(super) fn curve(&mut self) {
        self.points.resize(POINTS + 1, (0.0, 0.0));
    }

    /// Returns the upright rectangle that the path is, if it is one.
    pub(super) fn upright(&self) -> Option<Rect> {
        let rect = Rect::around(&self.points)?;
        let [left, bottom, right, top] = rect.0;
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-3;
        let is_corner =
            |(x, y): &(f64, f64)| (near(*x, left) || near(*x, right)) && (near(*y, bottom) || near(*y, top));
        // Neighbours share a side, so that the corners are met in turn.
        let are_sides = self.points.windows(2).all(|pair| near(pair[0].0, pair[1].0) != near(pair[0].1, pair[1].1));
        let is_closed = match self.points.len() {
            4 => true,
            POINTS => near(self.points[0].0, self.points[4].0) && near(self.points[0].1, self.points[4].1),
            _ => false,
        };
        (self.is_simple && is_closed && are_sides && self.points.iter().all(is_corner)).then_some(rect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_known_however_it_was_drawn() {
        let state = State { matrix: [0.0, 2.0, -2.0, 0.0, 0.0, 0.0], ..State::default() };
        let mut path = Path::default();
        path.rectangle(&state, [1.0, 2.0, 10.0, 20.0]);
        assert_eq!(path.upright(), Some(Rect([-44.0, 2.0, -4.0, 22.0])));
        let drawn = |points: &[(f64, f64)]| {
            let mut path = Path::default();
            path.start(&State::default(), points[0]);
            points[1..].iter().for_each(|point| path.line(&State::default(), *point));
            path.upright()
        };
        let corners = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)];
        assert_eq!(drawn(&corners), Some(Rect([0.0, 0.0, 4.0, 3.0])));
        assert!(drawn(&corners[..3]).is_none() && drawn(&[corners[0], corners[2], corners[1], corners[3]]).is_none());
        assert!(drawn(&[(0.0, 0.0), (4.0, 1.0), (4.0, 3.0), (0.0, 3.0)]).is_none());
    }

    #[test]
    fn two_rectangles_or_a_curve_are_no_rectangle() {
        let mut path = Path::default();
        path.rectangle(&State::default(), [0.0, 0.0, 1.0, 1.0]);
        path.curve();
        assert_eq!(path.upright(), None);
        let mut path = Path::default();
        path.rectangle(&State::default(), [0.0, 0.0, 1.0, 1.0]);
        path.rectangle(&State::default(), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(path.upright(), None);
    }
}
