//! Is a package whole and as it says? `checks::package` judges that, here as for `sohoa verify`.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::checks::package;
use crate::exchange::mets::REPRESENTATIONS;
use crate::fault;
use crate::files::container::read::Container;
use crate::files::container::zip::Flaw;
use crate::finding::{Code, Finding, codes};
use crate::progress::Silent;
use crate::text;
use crate::text::Text;

use super::pieces::Pieces;
use super::root::Root;

/// The most findings of one package that are told; `sohoa verify` tells all.
const MOST: usize = 20;

/// Returns the package as it was listed, or why it is not looked into.
pub(super) fn readable<'c>(
    root: &Root,
    pieces: &Pieces,
    listed: &'c Result<Option<Container>, Flaw>,
) -> Result<&'c Container, Finding> {
    let refused = |what| Err(Finding::new(&codes::SOURCE_PACKAGE_REFUSED, &root.label, what));
    if root.is_batch {
        return refused(text!(
            "đây là một lô của kho, không phải gói: hãy xuất từ kho ấy bằng `sohoa export`",
            "this is a batch of an archive and no package: export from that archive with `sohoa export`"
        ));
    }
    if root.is_part() {
        return refused(text!(
            "đây chỉ là một phần của gói (`{REPRESENTATIONS}`): hãy nêu cả thư mục của gói làm nguồn",
            "this is a part of a package only (`{REPRESENTATIONS}`): name the package's folder as the source"
        ));
    }
    if let Some(held) = pieces.held() {
        return refused(text!(
            "một tệp của gói chưa đọc được (`{why}`), nên cả gói được để lại",
            "a file of the package cannot be read yet (`{why}`), so the whole package is left",
            why = held.why.name
        ));
    }
    match listed {
        Ok(Some(container)) => Ok(container),
        Ok(None) => refused(text!(
            "chỉ nêu từng tệp của gói làm nguồn: hãy nêu cả thư mục của gói",
            "single files of the package were named as sources: name its folder instead"
        )),
        Err(Flaw::Bad(_, what)) => refused(what.clone()),
        Err(Flaw::Disk(error)) => {
            let Text { vi, en } = fault::why(error);
            refused(text!("không đọc được gói: {vi}", "the package cannot be read: {en}"))
        }
    }
}

/// Checks a package, and returns why it is refused, if it is, and what is to be known of it otherwise.
pub(super) fn check(
    container: &Container,
    root: &Root,
    is_delivery: bool,
    pieces: &Pieces,
) -> (Vec<Finding>, Vec<Finding>) {
    let mut found = package::integrity(container, root.kind, &Silent).findings;
    let leftovers: HashSet<String> = pieces.leftovers().collect();
    let is_extra = |finding: &Finding| finding.code == codes::EXTRA.name;
    // What systems leave behind in every folder that they open says nothing against a package.
    found.retain(|finding| !(is_extra(finding) && leftovers.contains(&composed(&finding.subject))));
    let mut notes = Vec::new();
    if is_delivery {
        let n_before = found.len();
        let first = found.iter().find(|finding| is_extra(finding)).map(|finding| finding.subject.clone());
        found.retain(|finding| !is_extra(finding));
        notes.extend(first.map(|first| unchecked(&within(root, &first), n_before - found.len())));
    }
    (if found.is_empty() { found } else { refused(root, found) }, notes)
}

/// Says that a package is left as a whole, and why; subjects are paths in the package.
pub(super) fn refused(root: &Root, found: Vec<Finding>) -> Vec<Finding> {
    let n_wrong = found.len();
    let what = text!(
        "gói không đúng như nó khai (số chỗ sai: {n_wrong}), nên không tệp nào của gói được nhập",
        "the package is not as it says (problems: {n_wrong}), so none of its files was imported"
    );
    let mut told = vec![Finding::new(&codes::SOURCE_PACKAGE_REFUSED, &root.label, what)];
    let below = found.into_iter().take(MOST);
    told.extend(below.map(|finding| Finding { subject: within(root, &finding.subject), ..finding }));
    told
}

/// Says that files have no digest in the package.
pub(super) fn unchecked(first: &str, n: usize) -> Finding {
    let what = text!(
        "số tệp mà gói không ghi mã băm, nên chưa được đối chiếu: {n}",
        "files without a digest in the package, which were not compared with any: {n}"
    );
    let code: &Code = &codes::SOURCE_PACKAGE_UNCHECKED;
    Finding::new(code, first, what)
}

fn within(root: &Root, path: &str) -> String {
    if path.is_empty() { root.label.clone() } else { format!("{}/{}", root.label, path.escape_debug()) }
}

fn composed(path: &str) -> String {
    path.nfc().collect()
}
