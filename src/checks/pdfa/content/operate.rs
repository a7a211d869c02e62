//! What each operator of a content stream does to the state, and what it paints (ISO 32000-1, annex A).

use std::io::{Read, Seek};
use std::rc::Rc;

use super::operands;
use super::state::{Stack, State};
use super::walker::{Frame, Walker};
use crate::checks::pdfa::graphics::{operators, rendering_intent};
use crate::pdf::content::{Operation, Operations};
use crate::pdf::object::Object;
use crate::text;

/// States within each other that a PDF/A may have (ISO 19005-2, 6.1.13).
const SAVED: usize = 28;

impl<R: Read + Seek> Walker<'_, R> {
    /// Interprets a content stream, and says whether anything in it is transparent.
    pub(super) fn run(&mut self, data: &[u8], frame: &Frame, state: State) -> bool {
        let mut frame = frame.clone();
        let mut stack = Stack::new(state);
        let mut is_transparent = false;
        let mut operations = Operations::new(data, self.file.limits().nesting);
        while let Some(next) = operations.next_operation() {
            if self.operations == 0 {
                self.limit(frame.place, text!("quá nhiều toán tử", "too many operations"));
                break;
            }
            self.operations -= 1;
            frame.is_uncoloured |= frame.begins_glyph && next.as_ref().is_ok_and(|next| next.operator == b"d1");
            frame.begins_glyph = false;
            match next {
                Ok(operation) => is_transparent |= self.operate(&operation, &frame, &mut stack),
                Err(_) => {
                    let what = text!("nội dung không đọc được", "content that cannot be read");
                    self.out.add("32000-1:7.8.2", frame.place, what);
                }
            }
        }
        self.out.marks(frame.place, &operations.take_marks());
        self.saved(&stack, &frame);
        is_transparent
    }

    /// Begins or ends a text object; they do not stand within each other.
    fn text_object(&mut self, begins: bool, frame: &Frame, stack: &mut Stack) {
        if stack.is_in_text == begins {
            let what = text!("BT và ET không thành cặp", "BT and ET do not come in pairs");
            self.out.add("32000-1:9.4.1", frame.place, what);
        }
        stack.is_in_text = begins;
    }

    fn saved(&mut self, stack: &Stack, frame: &Frame) {
        if stack.is_in_text {
            self.out.add("32000-1:9.4.1", frame.place, text!("BT không có ET", "BT without ET"));
        }
        let depth = stack.deepest;
        if depth > SAVED {
            self.out.add("6.1.13-8", frame.place, text!("q lồng nhau {depth} lần", "q is nested {depth} deep"));
        }
        if !stack.is_balanced() {
            self.out.add("32000-1:8.4.2", frame.place, text!("q và Q không cân bằng", "q and Q are not balanced"));
        }
    }

    fn operate(&mut self, operation: &Operation<'_, '_>, frame: &Frame, stack: &mut Stack) -> bool {
        let operands = operation.operands;
        if !operands::fit(operation.operator, operands) {
            self.misfit(operation.operator, frame);
        }
        if matches!(operation.operator, b"BT" | b"ET") {
            self.text_object(operation.operator == b"BT", frame, stack);
        }
        let state = &mut stack.now;
        match operation.operator {
            b"q" => stack.save(),
            b"Q" => stack.restore(),
            b"gs" => return self.choose_state(name(operands), frame, state),
            b"ri" => rendering_intent(operands.last().unwrap_or(&Object::Null), frame.place, self.out),
            b"Do" => return self.paint_object(name(operands), frame, state),
            b"sh" => self.paint_shading(name(operands), frame),
            b"BI" => {
                if let Some(image) = &operation.image {
                    self.inline_image(image, frame, state);
                }
            }
            b"BDC" | b"DP" => {
                if let Some(Object::Name(name)) = operands.last() {
                    self.named("Properties", name, frame);
                }
            }
            operator if !operators::is_defined(operator) => {
                let what = text!("toán tử không có trong ISO 32000-1", "an operator that ISO 32000-1 does not have");
                self.out.add("6.2.2-1", frame.place, what);
            }
            operator => {
                return self.colour(operator, operands, frame, state) || self.text(operator, operands, frame, state);
            }
        }
        false
    }

    /// Says that an operator stands behind other operands than it needs.
    pub(super) fn misfit(&mut self, operator: &[u8], frame: &Frame) {
        let operator = String::from_utf8_lossy(operator);
        let what = text!("toán tử {operator} thiếu hoặc sai đối số", "the operator {operator} lacks operands");
        self.out.add("32000-1:7.8.2", frame.place, what);
    }

    /// Chooses colours and paints paths; says whether a pattern is transparent.
    fn colour(&mut self, operator: &[u8], operands: &[Object], frame: &Frame, state: &mut State) -> bool {
        match operator {
            b"f" | b"F" | b"f*" => self.paint(&Rc::clone(&state.fill), state.fill_overprints, frame, state),
            b"S" | b"s" => self.paint(&Rc::clone(&state.stroke), state.stroke_overprints, frame, state),
            b"B" | b"B*" | b"b" | b"b*" => {
                self.paint(&Rc::clone(&state.fill), state.fill_overprints, frame, state);
                self.paint(&Rc::clone(&state.stroke), state.stroke_overprints, frame, state);
            }
            b"g" | b"rg" | b"k" | b"cs" => {
                if let Some(space) = self.chosen(operator, operands, frame) {
                    state.fill = space;
                }
            }
            b"G" | b"RG" | b"K" | b"CS" => {
                if let Some(space) = self.chosen(operator, operands, frame) {
                    state.stroke = space;
                }
            }
            b"sc" | b"scn" => return self.choose_colour(operator, &Rc::clone(&state.fill), operands, frame, state),
            b"SC" | b"SCN" => return self.choose_colour(operator, &Rc::clone(&state.stroke), operands, frame, state),
            _ => (),
        }
        false
    }

    /// Chooses fonts and modes and shows text; says whether glyphs are transparent.
    fn text(&mut self, operator: &[u8], operands: &[Object], frame: &Frame, state: &mut State) -> bool {
        match operator {
            b"Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.choose_font(name, frame, state);
                }
            }
            b"Tr" => state.mode = operands.last().and_then(Object::as_int).unwrap_or(0),
            b"Tj" | b"'" | b"\"" => {
                if let Some(Object::String(bytes)) = operands.last() {
                    return self.show(bytes, frame, state);
                }
            }
            b"TJ" => {
                let items = operands.last().and_then(Object::as_array).unwrap_or_default();
                let mut is_transparent = false;
                for bytes in items.iter().filter_map(Object::as_string) {
                    is_transparent |= self.show(bytes, frame, state);
                }
                return is_transparent;
            }
            _ => (),
        }
        false
    }
}

/// Returns the last operand if it is a name.
fn name(operands: &[Object]) -> &[u8] {
    operands.last().and_then(Object::as_name).unwrap_or_default()
}
