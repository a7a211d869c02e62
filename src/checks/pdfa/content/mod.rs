//! The one interpretation of all content: pages, forms, patterns, glyphs of Type 3 fonts, appearances of annotations.
//!
//! What content really uses is judged where it is used, by the files of `graphics`; fonts and what is shown with them
//! are collected for the chapter on fonts. What is there and never used is nobody's business (ISO 19005-2, 6.2.1).

mod operands;
mod operate;
mod paint;
pub mod scope;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod walker;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::rc::Rc;

use super::report::Breaches;
use crate::pdf::file::{File, Page};
use crate::pdf::object::{Id, Object};
use walker::Walker;

/// A font and all that content shows with it.
#[derive(Clone, Debug)]
pub struct FontUse {
    /// Its object, unless it stands in a resource dictionary itself.
    pub id: Option<Id>,
    /// Its dictionary.
    pub dict: Rc<Object>,
    /// What is shown, by text rendering mode; strings as they stand in the content, also empty ones.
    ///
    /// For all fonts but those of Type 0, strings are taken apart into bytes.
    pub shown: BTreeMap<i64, BTreeSet<Vec<u8>>>,
}

/// What the walk leaves for other chapters.
#[derive(Debug, Default)]
pub struct Uses {
    /// Every font that text was shown with, in order of its first use.
    pub fonts: Vec<FontUse>,
    /// Every image XObject that was painted, soft masks and stencil masks among them, with the components of the
    /// colour space that it was painted in, where known.
    pub images: BTreeMap<Id, Option<usize>>,
}

/// Walks through the content of all pages; decodes inline images if `image_data`.
pub fn walk<R: Read + Seek>(file: &File<R>, pages: &[Page], image_data: bool, out: &mut Breaches) -> Uses {
    let mut walker = Walker::new(file, pages.len(), image_data, out);
    for page in pages {
        walker.page(page);
    }
    walker.finish()
}
