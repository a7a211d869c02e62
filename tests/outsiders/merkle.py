"""Recomputes every seal of an archive from nothing but its files (RFC 6962 trees, SHA-256; no code of sohoa).

    merkle.py ARCHIVE

For each batch, in the order of `sequence`: the leaves of its documents come from manifest-sha256.txt and the sidecars; the
root over all leaves so far must be `tree-root`, their number `tree-size`; `previous-seal-sha256` must name the seal before,
and `tagmanifest-sha256` the batch's tag manifest. Exit 0 when all agree, 1 otherwise.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """A Merkle tree that grows leaf by leaf: the roots of its perfect subtrees, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def add(self, leaf):
        self.peaks.append(sha256(b"\0" + leaf))
        self.size += 1
        # Two subtrees of one size become one; the zero bits at the end of the size say how many times.
        size = self.size
        while size % 2 == 0:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(sha256(b"\1" + left + right))
            size //= 2

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\1" + peak + root)
        return root


def seal_of(path):
    """Returns the fields of a seal; its first line has no key."""
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    return {"": first, **dict(line.split(": ", 1) for line in lines)}


def leaves(batch):
    """Yields the leaf of each document of a batch, by sidecar path in bytes."""
    digests = {}
    for line in (batch / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ", 1)
        # BagIt 1.0, 2.1.3: line breaks and percent signs in paths are percent-encoded.
        digests[path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = digest
    for path in sorted((path for path in digests if path.endswith(".json")), key=str.encode):
        data = (batch / path).read_bytes()
        sidecar = json.loads(data)
        if sha256(data).hex() != digests[path]:
            raise ValueError(f"{path}: digest differs from the manifest")
        # A later version has its PDF in an earlier batch, and then its own word for it.
        elsewhere = sidecar["pdf"]["sha256"] if "batch" in sidecar["pdf"] else "-"
        pdf = digests.get(path[: -len(".json")] + ".pdf", elsewhere)
        yield f"sohoa-leaf-v1\n{sidecar['id']}\n{sidecar['version']}\n{pdf}\n{digests[path]}\n".encode()


def problems(archive):
    """Yields a sentence for each thing that does not agree."""
    batches = [(int(seal_of(seal)["sequence"]), seal.parent) for seal in archive.glob("batches/*/*/seal.txt")]
    tree, before, expected = Tree(), "-", 1
    for sequence, batch in sorted(batches):
        seal, name = seal_of(batch / "seal.txt"), batch.name
        try:
            for leaf in leaves(batch):
                tree.add(leaf)
        except (OSError, ValueError, KeyError) as error:
            yield f"{name}: the leaves cannot be computed: {error}"
        facts = {
            "": "sohoa-seal-v1", "batch": name, "sequence": str(expected), "previous-seal-sha256": before,
            "tagmanifest-sha256": sha256((batch / "tagmanifest-sha256.txt").read_bytes()).hex(),
            "tree-size": str(tree.size), "tree-root": tree.root().hex(),
        }
        for key, value in facts.items():
            if seal.get(key) != value:
                yield f"{name}: {key or 'first line'} is {seal.get(key)}, computed {value}"
        before, expected = sha256((batch / "seal.txt").read_bytes()).hex(), sequence + 1
    if not batches:
        yield "there is no sealed batch"
    else:
        print(f"{len(batches)} batches, {tree.size} documents, root {tree.root().hex()}")


def main(paths):
    found = [sentence for path in paths for sentence in problems(Path(path))]
    for sentence in found:
        print(sentence)
    return int(bool(found))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
