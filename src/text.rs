//! A sentence for people, in Vietnamese and English.
//!
//! Both languages stand side by side where the sentence is made, so that neither can be forgotten
//! and the compiler checks what is put into them. The face picks one when it prints.

use serde::{Deserialize, Serialize};

/// The languages that every text for people exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Vietnamese, with diacritics.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Returns the sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Makes a [`Text`](crate::text::Text) from a Vietnamese and an English format string.
///
/// Values are captured by name: `text!("thiếu trang {page}", "page {page} is missing")`.
#[macro_export]
macro_rules! text {
    ($vi:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::Text {
            vi: { $(let $name = &$value; let _ = $name;)* format!($vi) },
            en: { $(let $name = &$value; let _ = $name;)* format!($en) },
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_speaks_both_languages() {
        let page = 3;
        let text = text!("thiếu trang {page} của `{name}`", "page {page} of `{name}` is missing", name = "KQ");
        assert_eq!(text.get(Lang::Vi), "thiếu trang 3 của `KQ`");
        assert_eq!(text.get(Lang::En), "page 3 of `KQ` is missing");
    }
}
