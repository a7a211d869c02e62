//! A table to be written: what it is called, its columns, and the values that its rows are made of.

/// A table without its rows, which come one after the other when it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it is called: the name of the sheet and the title of the workbook.
    pub title: String,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands above it.
    pub heading: String,
    /// How wide it is, in digits of the usual font.
    pub width: f64,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text; ids, dates and whatever else must not be computed with.
    Text(String),
    /// A count.
    Count(u64),
    /// A measure that may have a fraction.
    Number(f64),
}

impl Column {
    /// Makes a column.
    pub fn new(heading: impl Into<String>, width: f64) -> Column {
        Column { heading: heading.into(), width }
    }
}

impl Value {
    /// Makes the value of a text that may be missing.
    pub fn text(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() { Value::Empty } else { Value::Text(text) }
    }
}
