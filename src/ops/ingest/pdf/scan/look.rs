//! Looks at the pages of any PDF, and lifts the images of those that are nothing but an image; nothing is built of them.
//!
//! Unlike in an import each page stands for itself, and what the document has besides does not matter: a signed PDF of
//! scans has images as good as any.

use std::io::{Cursor, Read, Seek, SeekFrom};

use crate::files::container::opened::Opened;
use crate::formats;
use crate::intake::place::Place;
use crate::page::{PageImage, Stop};
use crate::pdf;
use crate::pdf::file::{File, Page};
use crate::pdf::mend;
use crate::pdf::object::{Dict, Object};
use crate::records::profile::Limits;

use super::super::{Placed, barred, unreadable};
use super::budget::Budget;
use super::{document, on_page, take_apart};

/// A PDF whose pages are looked at.
pub struct Look<'p> {
    place: &'p Place,
    limits: &'p Limits,
    /// The file and its pages; `None` where our own reader does not understand it.
    file: Option<(File<Opened>, Vec<Page>)>,
    budget: Budget,
    /// The file written anew, where only that could be read.
    plain: Option<Vec<u8>>,
    has_layers: bool,
}

impl<'p> Look<'p> {
    /// Opens a file. One that exceeds the limits or needs a password is refused.
    pub fn open(place: &'p Place, limits: &'p Limits) -> Result<Look<'p>, Stop> {
        let opened = File::open(place.open()?, super::super::limits(limits));
        if let Some(refusal) = barred(&opened) {
            return Err(refusal.into());
        }
        let mut look = Look { place, limits, file: None, budget: Budget::of(0), plain: None, has_layers: false };
        let opened = match opened {
            Ok(file) if !file.is_encrypted() => Some(file),
            Ok(_) => look.rebuilt(None)?,
            Err(why) => look.rebuilt(Some(why))?,
        };
        if let Some(file) = opened
            && let Ok(pages) = file.pages()
            && !pages.is_empty()
        {
            look.budget = Budget::of(pages.len());
            look.has_layers = document::has_layers(&file);
            look.file = Some((file, pages));
        }
        Ok(look)
    }

    /// Writes a file anew that is encrypted with an empty password or, for this reason, unreadable.
    fn rebuilt(&mut self, why: Option<pdf::Unreadable>) -> Result<Option<File<Opened>>, Stop> {
        let (bytes, limits) = (self.read()?, super::super::limits(self.limits));
        // Of a file that was cut, what is left may look like something else.
        if let Some(why) = why.filter(|_| !mend::open(&bytes, &limits).is_ok_and(|found| mend::is_whole(&found))) {
            return Err(unreadable(&why).into());
        }
        self.plain = mend::plain(&bytes, &limits).ok();
        let again = self.plain.clone().map(|bytes| Opened::Memory(Cursor::new(bytes)));
        Ok(again.and_then(|bytes| File::open(bytes, limits).ok()))
    }

    /// Returns its pages, where our own reader understands it.
    pub fn pages(&self) -> Option<&[Page]> {
        self.file.as_ref().map(|(_, pages)| pages.as_slice())
    }

    /// Lifts the image of a page, counted from 1; `None` where the page is more than an image.
    pub fn lift(&self, number: u32) -> Result<Option<(PageImage<'static>, Placed)>, Stop> {
        let Some((file, pages)) = self.file.as_ref().filter(|_| !self.has_layers) else { return Ok(None) };
        let Some(page) = pages.get(number.saturating_sub(1) as usize) else { return Ok(None) };
        if shows_annotations(file, page) {
            return Ok(None);
        }
        let Ok(parts) = take_apart(file, page, &self.budget) else { return Ok(None) };
        let Limits { pixels, memory, pages, .. } = *self.limits;
        let limits = formats::Limits { pixels, memory, pages };
        let image = parts.picture.lift(file, &limits).map_err(|stop| on_page(stop, number))?;
        // Readers do not agree on an image whose own data say that it is seen through.
        Ok(image.mask.is_none().then_some((image, parts.placed)))
    }

    /// Returns the whole file as whoever paints it should get it.
    pub fn bytes(&self) -> Result<Vec<u8>, Stop> {
        self.plain.clone().map_or_else(|| self.read(), Ok)
    }

    fn read(&self) -> Result<Vec<u8>, Stop> {
        let mut opened = self.place.open()?;
        let size = opened.seek(SeekFrom::End(0))?;
        if size > self.limits.memory {
            let what = crate::text!("tệp quá lớn để đọc cả tệp", "the file is too large to be read as a whole");
            return Err(unreadable(&pdf::Unreadable::limit(what)).into());
        }
        opened.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        opened.take(size).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Says whether annotations may show something: all but those that are hidden or have no area, as most signatures.
fn shows_annotations<R: Read + Seek>(file: &File<R>, page: &Page) -> bool {
    let Some(dict) = page.dict.as_dict() else { return false };
    let Ok(annotations) = file.value(dict, "Annots") else { return true };
    match annotations.as_ref() {
        Object::Null => false,
        Object::Array(items) => items.iter().any(|item| match file.resolve(item) {
            Ok(annotation) => annotation.as_dict().is_none_or(|annotation| shows(file, annotation)),
            Err(_) => true,
        }),
        _ => true,
    }
}

fn shows<R: Read + Seek>(file: &File<R>, annotation: &Dict) -> bool {
    /// Hidden, and NoView (ISO 32000-1, table 165).
    const UNSEEN: i64 = 2 | 32;
    let flags = file.value(annotation, "F").ok().and_then(|flags| flags.as_int());
    let sides = file.value(annotation, "Rect").ok().and_then(|rect| {
        let sides: Option<Vec<f64>> =
            rect.as_array()?.iter().map(|side| file.resolve(side).ok()?.as_number()).collect();
        <[f64; 4]>::try_from(sides?).ok()
    });
    let has_area = sides.is_none_or(|[left, bottom, right, top]| left != right && bottom != top);
    has_area && flags.is_none_or(|flags| flags & UNSEEN == 0)
}
