//! Which language to speak, before the command line is understood.

use std::ffi::OsString;

use sohoa::text::Lang;

/// Returns the language of `--lang`, else of `SOHOA_LANG`, else of the locale.
pub fn choose(arguments: &[OsString]) -> Lang {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let asked = asked(arguments).or_else(|| variable("SOHOA_LANG"));
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    match asked.or_else(locale) {
        Some(value) if value.starts_with("vi") => Lang::Vi,
        _ => Lang::En,
    }
}

fn asked(arguments: &[OsString]) -> Option<String> {
    let texts: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang=").map(str::to_owned));
    joined.or_else(|| texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str]) -> Option<String> {
        asked(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn both_spellings_of_the_option_are_understood() {
        assert_eq!(chosen(&["sohoa", "verify", "--lang", "vi"]).as_deref(), Some("vi"));
        assert_eq!(chosen(&["sohoa", "--lang=en", "verify"]).as_deref(), Some("en"));
        assert_eq!(chosen(&["sohoa", "verify", "--lang"]), None);
    }
}
