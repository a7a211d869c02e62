//! The page tree: order, inheritance, and trees that are none.

use super::id;
use super::made::Made;
use crate::pdf::file::Page;
use crate::pdf::{Limits, Obstacle, Unreadable};

fn pages(objects: &[(u32, &str)], limit: u32) -> Result<Vec<Page>, Unreadable> {
    let made = Made::new().object(1, "<</Pages 2 0 R>>");
    let made = objects.iter().fold(made, |made, (number, body)| made.object(*number, body));
    let made = made.table("/Root 1 0 R/Size 9");
    made.open_within(Limits { pages: limit, ..Limits::default() }).unwrap().pages()
}

#[test]
fn pages_come_in_order_with_what_they_inherit() {
    let found = pages(
        &[
            (2, "<</Kids[3 0 R 6 0 R]/MediaBox[0 0 7 0 R 20]/Rotate 90/Resources<</A 1>>>>"),
            (3, "<</Kids[4 0 R 5 0 R]/MediaBox[9 8 1 2]>>"),
            (4, "<</Type/Page/Resources<</B 2>>>>"),
            (5, "<</Type/Page/MediaBox[0 0 1]/UserUnit 2.5>>"),
            (6, "<</Type/Page>>"),
            (7, "10"),
        ],
        9,
    )
    .unwrap();
    assert_eq!(found.iter().map(|page| page.id).collect::<Vec<_>>(), [id(4), id(5), id(6)]);
    let boxes: Vec<_> =
        found.iter().map(|page| page.media_box.clone().map(|found| (found.value, found.is_own))).collect();
    assert_eq!(boxes, [Some(([1.0, 2.0, 9.0, 8.0], false)), None, Some(([0.0, 0.0, 10.0, 20.0], false))]);
    let own =
        |page: &Page| page.resources.as_ref().map(|found| (found.is_own, found.value.as_dict().unwrap().has("B")));
    assert_eq!(
        found.iter().map(own).collect::<Vec<_>>(),
        [Some((true, true)), Some((false, false)), Some((false, false))]
    );
    assert_eq!(found[1].user_unit, 2.5);
    assert_eq!(found[0].rotate.as_ref().unwrap().value.as_int(), Some(90));
}

#[test]
fn a_tree_that_leads_in_circles_is_refused() {
    assert!(pages(&[(2, "<</Kids[2 0 R]>>")], 9).is_err());
    assert!(pages(&[(2, "<</Kids[3 0 R 3 0 R]>>"), (3, "<<>>")], 9).is_err());
    assert!(pages(&[(2, "<</Kids[3 0 R]>>")], 9).is_err());
    assert!(pages(&[(2, "<</Kids 5>>")], 9).is_err());
    assert!(pages(&[(2, "12")], 9).is_err());
}

#[test]
fn more_pages_than_allowed_are_refused() {
    let tree = [(2, "<</Kids[3 0 R 4 0 R]>>"), (3, "<<>>"), (4, "<<>>")];
    assert_eq!(pages(&tree, 2).unwrap().len(), 2);
    assert_eq!(pages(&tree, 1).unwrap_err().obstacle, Obstacle::Limit);
}
