//! Writing XML: elements one after the other, indented by two blanks, never held as a whole.

use std::io::{self, Write};

/// Attributes, in the order in which they stand.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written.
pub struct Markup<'w> {
    out: &'w mut dyn Write,
    open: Vec<&'static str>,
}

impl<'w> Markup<'w> {
    /// Begins a document, in UTF-8.
    pub fn begin(out: &'w mut dyn Write) -> io::Result<Markup<'w>> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        Ok(Markup { out, open: Vec::new() })
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) -> io::Result<()> {
        self.tag(name, attributes, ">\n")?;
        self.open.push(name);
        Ok(())
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) -> io::Result<()> {
        match self.open.pop() {
            Some(name) => {
                self.indent()?;
                writeln!(self.out, "</{name}>")
            }
            None => Ok(()),
        }
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.tag(name, attributes, "/>\n")
    }

    /// Writes an element that holds a text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.tag(name, attributes, ">")?;
        escape(self.out, text)?;
        writeln!(self.out, "</{name}>")
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) -> io::Result<()> {
        self.indent()?;
        write!(self.out, "<{name}")?;
        for (attribute, value) in attributes {
            write!(self.out, " {attribute}=\"")?;
            escape(self.out, value)?;
            self.out.write_all(b"\"")?;
        }
        self.out.write_all(end.as_bytes())
    }

    fn indent(&mut self) -> io::Result<()> {
        (0..self.open.len()).try_for_each(|_| self.out.write_all(b"  "))
    }
}

/// Says whether XML 1.0 can hold a character (XML 1.0, production 2).
pub fn can_hold(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Writes a text so that it stands in content and attributes alike; line ends and tabs survive both.
fn escape(out: &mut dyn Write, text: &str) -> io::Result<()> {
    for letter in text.chars() {
        match letter {
            '&' => out.write_all(b"&amp;")?,
            '<' => out.write_all(b"&lt;")?,
            '>' => out.write_all(b"&gt;")?,
            '"' => out.write_all(b"&quot;")?,
            '\t' | '\n' | '\r' => write!(out, "&#{};", u32::from(letter))?,
            letter if can_hold(letter) => out.write_all(letter.encode_utf8(&mut [0; 4]).as_bytes())?,
            // Nothing that came as far as here has one; the mark keeps the document well-formed all the same.
            _ => out.write_all("\u{fffd}".as_bytes())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_and_texts_are_escaped() {
        let mut out = Vec::new();
        let mut markup = Markup::begin(&mut out).unwrap();
        markup.open("a", &[("b", "\"<&>\n")]).unwrap();
        markup.text("c", &[], "Số <1> & \u{1}").unwrap();
        markup.empty("d", &[]).unwrap();
        markup.close().unwrap();
        markup.close().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;&lt;&amp;&gt;&#10;\">\n  \
             <c>Số &lt;1&gt; &amp; \u{fffd}</c>\n  <d/>\n</a>\n"
        );
    }
}
