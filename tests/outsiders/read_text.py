#!/usr/bin/env python3
"""Compares the words that Poppler finds in PDFs with the words that were put in.

    read_text.py FOLDER

For each NAME.pdf there is a NAME.txt: one word a line, as `left top right bottom word` in points from the upper left
corner. Poppler must find the same words, each at most 1 point away at its left and right side, and its font's box
must hold the middle of the line. Exit code 0: all agree. 1: the differences are listed. 77: Poppler is missing.
"""

import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

WORD = re.compile(r'<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*?)</word>')


def found(path):
    ran = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    if ran.stderr.strip():
        raise ValueError(ran.stderr.strip())
    return [([float(value) for value in groups[:4]], groups[4]) for groups in WORD.findall(ran.stdout)]


def expected(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        *box, word = line.split(" ", 4)
        yield [float(value) for value in box], word


def differences(pdf):
    left = found(pdf)
    for box, word in expected(pdf.with_suffix(".txt")):
        # Poppler composes letters and marks, so the spelling is compared in one form.
        same = [hit for hit in left if unicodedata.normalize("NFC", hit[1]) == unicodedata.normalize("NFC", word)]
        near = [hit for hit in same if abs(hit[0][0] - box[0]) <= 1 and abs(hit[0][2] - box[2]) <= 1]
        middle = (box[1] + box[3]) / 2
        if not any(hit[0][1] <= middle <= hit[0][3] for hit in near):
            yield f"{word} {box} is not there: {same or [text for _, text in left]}"
        else:
            left.remove(near[0])
    yield from (f"{text} {box} was never put in" for box, text in left)


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    if shutil.which("pdftotext") is None:
        print("skipped: pdftotext not found", file=sys.stderr)
        sys.exit(77)
    problems = [f"{pdf.name}: {what}" for pdf in sorted(Path(sys.argv[1]).glob("*.pdf")) for what in differences(pdf)]
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
