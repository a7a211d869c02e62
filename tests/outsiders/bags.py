"""Validates every batch of an archive as a BagIt bag, twice: by bagit-python and by `sha256sum -c --strict`.

    bags.py ARCHIVE_OR_BAG...

Prints a line for each bag; exit 0 when every bag is valid for both, 1 otherwise.
"""

import logging
import subprocess
import sys
from pathlib import Path

import bagit


def bags(path):
    """Returns the bags below a path, or the path when it is one."""
    return [path] if (path / "bagit.txt").exists() else sorted(each.parent for each in path.glob("batches/*/*/bagit.txt"))


def problems(bag):
    """Yields a sentence for each judge that objects."""
    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError as error:
        yield f"bagit: {error}"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "-c", "--strict", "--quiet", manifest]
        done = subprocess.run(command, cwd=bag, capture_output=True, text=True, check=False)
        # GNU sha256sum calls a manifest without a line malformed; an empty bag is still a bag.
        if done.returncode != 0 and (bag / manifest).stat().st_size:
            yield f"sha256sum: {manifest}: {(done.stdout + done.stderr).strip()}"


def main(paths):
    logging.disable(logging.CRITICAL)
    found = [bag for path in paths for bag in bags(Path(path))]
    failed = 0
    for bag in found:
        said = list(problems(bag))
        failed += bool(said)
        print(f"{bag.name}: {'; '.join(said) or 'valid'}")
    if not found:
        print("there is no bag")
    return int(bool(failed) or not found)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
