//! The small commands through the program.

use crate::support::Sandbox;

#[test]
fn init_refuses_an_archive_and_a_used_folder_with_one_sentence() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let again = sandbox.run(&["init", "kho", "--agency", "H26.15", "--name", "x"]);
    assert_eq!((again.code, again.err.as_str()), (1, "error: `kho` is a sohoa archive already\n"));
    sandbox.write("used/file", b"x");
    let used = sandbox.run(&["init", "used", "--agency", "H26.15", "--name", "x"]);
    assert_eq!(used.code, 1);
    assert_eq!(used.err, "error: the folder `used` is not empty; choose a new or an empty one\n");
}
