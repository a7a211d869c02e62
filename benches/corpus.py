"""Holds `sohoa check` against folders of PDFs whose names carry the expected verdict.

    python3 benches/corpus.py FOLDER... [--all] [--fast]

A name with `pass` or `fail` between hyphens says what is expected. Files below a folder `PDF_A-2u` are held against
2u, all others against 2b. Files for other parts of the standard (`PDF_A-1b`, `-pdfa1-`) are passed over, since the
rules differ, and so are those that shall fail level A (`PDF_A-2a`), since tags are not looked at. Disagreements are printed with the clauses found, then how often each clause was found; --all prints every file.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOHOA = ROOT / "target/release/sohoa"
EXPECTED = re.compile(r"-(pass|fail)(?:-|\.pdf$)", re.IGNORECASE)
OTHER_PART = re.compile(r"PDF_?A-(?!2)\d|-?pdfa(?!2)\d|ISO 32000|PDF_UA", re.IGNORECASE)


def files_in(folders):
    """Yields every file with an expected verdict, with the level to hold it against."""
    for folder in folders:
        for path in sorted(pathlib.Path(folder).resolve().rglob("*.pdf")):
            expected = EXPECTED.search(path.name)
            if not expected or OTHER_PART.search(str(path)):
                continue
            if "PDF_A-2a" in path.parts and expected[1].lower() == "fail":
                continue
            yield path, expected[1].lower(), "2u" if "PDF_A-2u" in path.parts else "2b"


def judgements(program, paths, level, fast):
    """Judges the files in one process and returns them by path."""
    found = {}
    for start in range(0, len(paths), 4000):
        some = [str(path) for path in paths[start : start + 4000]]
        command = [program, "check", "--json", "--lang", "en", "--as", level, *(["--fast"] if fast else []), "--", *some]
        process = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if process.returncode not in (0, 3):
            sys.exit(f"sohoa ended with {process.returncode}")
        lines = map(json.loads, process.stdout.splitlines())
        found.update((pathlib.Path(line["file"]), line) for line in lines)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--program", default=SOHOA)
    options = parser.parse_args()
    wanted = list(files_in(options.folders))
    if not wanted:
        sys.exit("no file there has an expected verdict in its name")
    found, begun = {}, time.monotonic()
    for level in ("2b", "2u"):
        found.update(judgements(options.program, [path for path, _, own in wanted if own == level], level, options.fast))
    seconds = time.monotonic() - begun
    wrong, clauses = collections.Counter(), collections.Counter()
    for path, expected, level in wanted:
        line = found[path]
        own = sorted({breach["clause"] for breach in line["breaches"]})
        clauses.update(own)
        is_wrong = (line["verdict"] == "pass") != (expected == "pass")
        wrong[expected] += is_wrong
        if is_wrong or options.all:
            print(f"{'!' if is_wrong else ' '} {expected} as {level}, found {line['verdict']}: {path}")
            for breach in line["breaches"]:
                print(f"      {breach['clause']} ({breach['object']}): {breach['message']}")
            if line["reason"]:
                print(f"      {line['reason']}")
    for clause, count in sorted(clauses.items(), key=lambda item: [int(part) for part in re.findall(r"\d+", item[0])]):
        print(f"{count:6} {clause}")
    total = len(wanted)
    agreed = total - sum(wrong.values())
    print(f"{agreed} of {total} as expected ({100 * agreed / total:.2f} %); {wrong['pass']} wrongly denied, "
          f"{wrong['fail']} wrongly passed; {1000 * seconds / total:.2f} ms a file")
    sys.exit(0 if agreed == total else 3)


if __name__ == "__main__":
    main()
