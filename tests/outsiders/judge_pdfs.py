#!/usr/bin/env python3
"""Judges every PDF below a folder by programs that are not ours.

    judge_pdfs.py FOLDER

Each file must end with %%EOF and at most one end of line, pass `qpdf --check`, render in Poppler with nothing on
standard error (its exit code says little), and not be denied as PDF/A-2b by pikepdf's checker.
A signed PDF, as the sidecar beside it says, is kept as it came whatever it is: counted, not judged.
Exit code 0: all passed. 1: the failures are listed. 77: a judge is missing, nothing was judged.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import pikepdf
    import pikepdf.pdfa
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)


def is_signed(path):
    sidecar = path.with_suffix(".json")
    taken = json.loads(sidecar.read_text())["pdf"].get("taken") if sidecar.exists() else None
    return bool(taken) and taken["class"] == "signed"


def ending(path):
    with path.open("rb") as pdf:
        pdf.seek(max(0, path.stat().st_size - 7))
        end = pdf.read()
    is_whole = any(end.endswith(b"%%EOF" + eol) for eol in (b"", b"\n", b"\r", b"\r\n"))
    return [] if is_whole else ["does not end with %%EOF and at most one end of line"]


def qpdf(path):
    ran = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, timeout=120)
    return [] if ran.returncode == 0 else [f"qpdf {ran.returncode}: {ran.stderr.strip()}"]


def poppler(path):
    # The whole page at a small scale: every stream is decoded to its end, whatever the page's size.
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-scale-to", "300", path, f"{folder}/page"]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
        drawn = len(list(Path(folder).iterdir()))
    # Packets of JPEG 2000 may do without the marker that the stream announces (ISO/IEC 15444-1, A.6.1).
    said = "\n".join(line for line in ran.stderr.strip().splitlines() if "Expected SOP marker" not in line)
    problems = [f"pdftoppm: {said}"] if said or ran.returncode else []
    return problems if drawn else problems + ["pdftoppm drew no page"]


def pdfa(path):
    # The checker knows no level U and takes the claim itself for a fault; U asks for all that B asks for.
    def is_level_u(finding):
        return finding.rule == "ISO_19005_2:6.6.4-3" and "is 'U', expected 'B'" in finding.message

    # Its schemas see a reference where the value stands in another object, as any value may (ISO 32000-1, 7.3.10).
    def is_reference(finding):
        return "schema-" in finding.rule and re.search(r"'\d+ \d+ R'", finding.message)

    # They are of PDF 1.4 in places: UseOC came with PDF 1.5 (table 28), and images of JPEG 2000, which may do without a
    # colour space (table 89), as well.
    def is_later(finding):
        return "'/UseOC' is not one of" in finding.message or "image has no /ColorSpace" in finding.message

    with pikepdf.open(path) as pdf:
        report = pikepdf.pdfa.check(pdf, "2b")
    violations = [str(finding) for finding in report.violations
                  if not (is_level_u(finding) or is_reference(finding) or is_later(finding))]
    # Where `EI` is met as an operator, an inline image whose data hold these two letters was cut short, and its data
    # were read as operators.
    cut = {where.split(" content")[0] for where in violations if "operator 'EI' is not defined" in where}
    violations = [what for what in violations if "is not defined in ISO 32000-1" not in what or what.split(" content")[0] not in cut]
    return [f"pikepdf: {what}" for what in violations]


def problems(path):
    found = []
    for judge in (ending, qpdf, poppler, pdfa):
        try:
            found += judge(path)
        except Exception as error:  # A judge that stumbles over a file is a verdict too.
            found.append(f"{judge.__name__}: {error!r}")
    return found


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    absent = [tool for tool in ("qpdf", "pdftoppm") if shutil.which(tool) is None]
    if absent:
        print(f"skipped: {', '.join(absent)} not found", file=sys.stderr)
        sys.exit(77)
    # What is kept as it came is no claim of ours.
    paths = sorted(path for path in Path(sys.argv[1]).rglob("*.pdf") if not path.name.endswith(".original.pdf"))
    signed = [path for path in paths if is_signed(path)]
    paths = [path for path in paths if path not in signed]
    failures = [(path, what) for path in paths for what in problems(path)]
    for path, what in failures:
        print(f"{path}: {what}")
    print(f"{len(paths)} judged, {len({path for path, _ in failures})} failed, {len(signed)} signed ones left alone")
    sys.exit(1 if failures or not paths else 0)


if __name__ == "__main__":
    main()
