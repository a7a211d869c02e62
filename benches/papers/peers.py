"""Asks other programs for the duplicates of a set, and judges their answers by its truth.

    python benches/papers/peers.py SET [--only NAME ...]

Perceptual hashes (imagehash, and czkawka at several differences) are judged on the image files that they can read, pairs of single
pages only, which is kind to them: PDFs are left out for both, and G4 TIFFs for czkawka when it does not open them. fclones and
fdupes are judged on all files, by bytes. A program that is not there is said to be absent.
"""

import argparse
import collections
import itertools
import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import imagehash
import numpy as np
from PIL import Image

import score

HASHES = {"pHash": imagehash.phash, "dHash": imagehash.dhash, "wHash": imagehash.whash}
USUAL = (0, 4, 8, 10, 12, 16)
DIFFERENCES = (0, 2, 5, 10, 20, 40)


def readable(truth):
    """Returns the files of one page that are images: what a perceptual hash can be asked about."""
    return [n for n, e in truth.files.items() if len(e["pages"]) == 1 and not n.endswith(".pdf") and e["role"] != "blank"]


def wanted(truth, names):
    """Returns the pairs among `names` that are the same paper."""
    names = set(names)
    return {both for both in truth.near if names.issuperset(both)}


def line(name, said, right, true):
    """Prints one row of a table."""
    precision, recall = score.share(right, said), score.share(right, true)
    f1 = score.share(2 * precision * recall, precision + recall) if precision + recall else 0.0
    print(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {said} | {said - right} |", flush=True)


def hashes_of(path):
    """Returns the 64-bit hashes of one image, one for each kind, as bits."""
    with Image.open(path) as image:
        if image.format == "JPEG":
            image.draft("L", (600, 600))
        grey = image.convert("L")
        grey.thumbnail((1024, 1024), Image.Resampling.BOX)
        return [np.packbits(hash_(grey).hash.flatten()) for hash_ in HASHES.values()]


def distances(bits):
    """Returns the Hamming distance of every pair of rows, as a square."""
    counts = np.array([bin(i).count("1") for i in range(256)], np.uint8)
    found = np.zeros((len(bits), len(bits)), np.uint8)
    for column in range(bits.shape[1]):
        found += counts[bits[:, None, column] ^ bits[None, :, column]]
    return found


def perceptual(truth, folder, jobs):
    """Judges imagehash at its usual thresholds and at the one that suits this set best."""
    names = readable(truth)
    with multiprocessing.Pool(jobs) as pool:
        hashed = pool.map(hashes_of, [folder / n for n in names], chunksize=8)
    index = {name: i for i, name in enumerate(names)}
    true = np.zeros((len(names), len(names)), bool)
    for a, b in wanted(truth, names):
        true[index[a], index[b]] = true[index[b], index[a]] = True
    upper = np.triu_indices(len(names), 1)
    for column, kind in enumerate(HASHES):
        far = distances(np.array([h[column] for h in hashed]))[upper]
        said = np.cumsum(np.bincount(far, minlength=65))
        right = np.cumsum(np.bincount(far[true[upper]], minlength=65))
        best = max(range(65), key=lambda t: 2 * right[t] / (said[t] + right[-1]))
        for t in sorted({*USUAL, best}):
            line(
                f"imagehash {kind}, distance <= {t}{' (best here)' if t == best else ''}",
                int(said[t]),
                int(right[t]),
                int(right[-1]),
            )


def pairs_of(groups, folder):
    """Returns the pairs within groups of paths."""
    names = [[str(pathlib.Path(p).resolve().relative_to(folder)) for p in group] for group in groups]
    return {score.pair(a, b) for group in names for a, b in itertools.combinations(group, 2)}


def czkawka(truth, folder, program):
    """Judges czkawka's similar images at several of the differences that it allows."""
    names = readable(truth)
    true = wanted(truth, names)
    for size, most in itertools.product((8, 16), DIFFERENCES):
        groups = czkawka_groups(folder, program, size, most)
        said = {both for both in pairs_of(groups, folder) if set(both) <= set(names)}
        line(f"czkawka, hash {size}, difference at most {most}", len(said), len(said & true), len(true))


def czkawka_groups(folder, program, size, most):
    """Returns the groups of one run."""
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out.json"
        command = [program, "image", "-d", folder, "-s", str(most), "-c", str(size), "-m", "1", "-H", "-W", "-C", out]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        found = json.loads(out.read_text()) if out.exists() else []
    return [[entry["path"] for entry in group] for group in found]


def exact(truth, folder, name, command, parse):
    """Judges a finder of equal bytes, and says how long it took, files in the system's cache."""
    begun, before = time.monotonic(), os.times()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    said = pairs_of(parse(done.stdout), folder)
    line(f"{name} ({time.monotonic() - begun:.2f} s, {cpu:.2f} s CPU)", len(said), len(said & truth.exact), len(truth.exact))


def blocks(text):
    """Returns the groups of fdupes: paths, a blank line between groups."""
    return [block.splitlines() for block in text.strip().split("\n\n") if block]


def fclones_groups(text):
    """Returns the groups of fclones' JSON."""
    return [group["files"] for group in json.loads(text)["groups"]]


def main():
    """Asks every program that is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", default=["exact", "imagehash", "czkawka"])
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    truth, folder = score.Truth(args.set / "truth.json"), (args.set / "files").resolve()
    counts = collections.Counter(e["role"] for e in truth.files.values())
    names = readable(truth)
    print(
        f"{len(truth.files)} files {dict(counts)}; perceptual hashes on {len(names)} images, {len(wanted(truth, names))} true pairs\n"
    )
    print("| peer | precision | recall | F1 | pairs said | wrong |\n| --- | --- | --- | --- | --- | --- |")
    programs = {name: shutil.which(name) for name in ("fdupes", "fclones", "czkawka_cli")}
    for name, program in programs.items():
        if not program:
            print(f"| {name}: ABSENT, not measured | | | | | |")
    if "exact" in args.only and programs["fdupes"]:
        exact(truth, folder, "fdupes, exact", [programs["fdupes"], "-r", "-q", folder], blocks)
    if "exact" in args.only and programs["fclones"]:
        exact(truth, folder, "fclones, exact", [programs["fclones"], "group", folder, "-f", "json"], fclones_groups)
    if "imagehash" in args.only:
        perceptual(truth, folder, args.jobs)
    if "czkawka" in args.only and programs["czkawka_cli"]:
        czkawka(truth, folder, programs["czkawka_cli"])


if __name__ == "__main__":
    main()
