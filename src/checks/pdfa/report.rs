//! Placeholder.
use crate::pdf::mark::Mark;
use crate::pdf::object::Id;
use crate::text::Text;
/// B
pub struct Breach { pub clause: &'static str, pub object: Option<Id>, pub what: Text }
/// B
#[derive(Default)]
pub struct Breaches(pub Vec<Breach>);
impl Breaches {
    /// A
    pub fn add(&mut self, clause: &'static str, object: Option<Id>, what: Text) { self.0.push(Breach{clause, object, what}) }
    /// M
    pub fn marks(&mut self, _o: Option<Id>, _m: Vec<Mark>) {}
}
