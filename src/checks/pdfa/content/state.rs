//! The graphics state, as far as rules of the standard depend on it (ISO 32000-1, 8.4).

use std::rc::Rc;

use crate::checks::pdfa::graphics::space::Space;

/// States within each other that are kept; deeper ones are only counted.
const KEPT: usize = 256;

/// One graphics state.
#[derive(Clone)]
pub struct State {
    /// The colour space that fills.
    pub fill: Rc<Space>,
    /// The colour space that strokes.
    pub stroke: Rc<Space>,
    /// The font, by its place in the list of fonts.
    pub font: Option<usize>,
    /// The text rendering mode.
    pub mode: i64,
    /// Overprinting when filling.
    pub fill_overprints: bool,
    /// Overprinting when stroking.
    pub stroke_overprints: bool,
    /// The overprint mode.
    pub overprint_mode: i64,
}

/// What of a state decides whether a stream has to be walked again.
pub type Signature = (u32, u32, Option<usize>, i64, [bool; 2], i64);

impl State {
    /// Returns the state that a page begins with; `black` is the space of its initial colour.
    pub fn initial(black: Rc<Space>) -> State {
        State {
            fill: Rc::clone(&black),
            stroke: black,
            font: None,
            mode: 0,
            fill_overprints: false,
            stroke_overprints: false,
            overprint_mode: 0,
        }
    }

    /// Returns what tells this state from others.
    pub fn signature(&self) -> Signature {
        let overprints = [self.fill_overprints, self.stroke_overprints];
        (self.fill.serial, self.stroke.serial, self.font, self.mode, overprints, self.overprint_mode)
    }
}

/// The current state and those that `q` has put aside.
pub struct Stack {
    /// The state in effect.
    pub now: State,
    aside: Vec<State>,
    depth: usize,
    /// The greatest depth so far.
    pub deepest: usize,
    /// `Q` came without a `q`.
    pub underflow: bool,
    /// Within `BT` and `ET`.
    pub is_in_text: bool,
}

impl Stack {
    /// Starts with a state and nothing put aside.
    pub fn new(state: State) -> Stack {
        Stack { now: state, aside: Vec::new(), depth: 0, deepest: 0, underflow: false, is_in_text: false }
    }

    /// Puts the state aside: `q`.
    pub fn save(&mut self) {
        if self.depth < KEPT {
            self.aside.push(self.now.clone());
        }
        self.depth = self.depth.saturating_add(1);
        self.deepest = self.deepest.max(self.depth);
    }

    /// Takes the last state back: `Q`.
    pub fn restore(&mut self) {
        if self.depth == 0 {
            self.underflow = true;
            return;
        }
        self.depth -= 1;
        if self.depth < KEPT
            && let Some(state) = self.aside.pop()
        {
            self.now = state;
        }
    }

    /// Says whether every `q` met its `Q`.
    pub fn is_balanced(&self) -> bool {
        self.depth == 0 && !self.underflow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack() -> Stack {
        Stack::new(State::initial(Rc::new(Space::unknown())))
    }

    #[test]
    fn restoring_brings_the_old_state_back_at_any_depth() {
        let mut stack = stack();
        for mode in 1..=300 {
            stack.save();
            stack.now.mode = mode;
        }
        assert_eq!(stack.deepest, 300);
        (0..300).for_each(|_| stack.restore());
        assert_eq!(stack.now.mode, 0);
        assert!(stack.is_balanced());
    }

    #[test]
    fn a_state_too_many_or_too_few_is_seen() {
        let mut few = stack();
        few.save();
        assert!(!few.is_balanced());
        let mut many = stack();
        many.restore();
        assert!(!many.is_balanced());
    }
}
