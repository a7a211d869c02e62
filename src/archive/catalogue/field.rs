//! Which field somebody means by a name: a path, or the last part of one.

use anyhow::Result;

use crate::fault::Fault;
use crate::records::fold::fold;
use crate::text;

/// So many names are offered when one is not known.
const OFFERED: usize = 8;

/// Returns the path that a name stands for, among those that are known. Case, accents and points do not matter.
///
/// A name that no path ends with, or several do, is an `Err` that lists what may be meant.
pub(super) fn resolve<'p>(name: &str, known: &'p [String]) -> Result<&'p str> {
    let wanted = fold(name);
    if let Some(path) = known.iter().find(|path| fold(path) == wanted) {
        return Ok(path);
    }
    let parts = |path: &str| path.split('.').map(fold).collect::<Vec<_>>();
    let found: Vec<&String> = known.iter().filter(|path| parts(path).ends_with(&parts(name))).collect();
    match found[..] {
        [path] => Ok(path),
        [] => Err(unknown(name, known)),
        _ => {
            let names = list(&found);
            let what = text!("`{name}` có thể là: {names}", "`{name}` may be one of: {names}");
            Err(Fault::raise("field.ambiguous", what))
        }
    }
}

fn unknown(name: &str, known: &[String]) -> anyhow::Error {
    let wanted = fold(name);
    let mut near: Vec<&String> = known.iter().collect();
    near.sort_by_key(|path| fold(path.rsplit('.').next().unwrap_or(path)).chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count());
    near.reverse();
    near.truncate(OFFERED);
    let names = list(&near);
    let what = match names.is_empty() {
        true => text!("không bản ghi nào trong kho có trường `{name}`", "no record in the archive has a field `{name}`"),
        false => text!(
            "không bản ghi nào trong kho có trường `{name}`; có thể là: {names}",
            "no record in the archive has a field `{name}`; perhaps one of: {names}"
        ),
    };
    Fault::raise("field.none", what)
}

fn list(paths: &[&String]) -> String {
    paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}
