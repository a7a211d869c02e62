"""Times `sohoa export` beside what people would do by hand, on the same files and the same disk, in one run.

    target/outsiders/bin/python benches/export.py [zip] [small] [large] [--gigabytes N] [--documents N] [--rounds N] [--work DIR]

zip     documents of 500 kB to one ZIP, against `cp -r` and `sha256sum`, and against bagit-python and `zip -0`;
        the bars are 1.3 times the first at most, a third of the second, and 150 MB of memory
small   so many documents of a few bytes to one ZIP of more than 65,535 entries: memory again
large   a ZIP above 4 GiB, listed by unzip, Python and 7-Zip
Everything is made below DIR (default target/bench) and removed at the end.
"""

import argparse
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

from bench import SOHOA, Figures, ingest, ratio

LIMIT_MB = 150


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height):
    """A grey PNG of noise, stored without packing: every one is another document."""
    rows = b"".join(b"\0" + os.urandom(width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def archive_of(work, documents, width, height):
    """Imports so many documents of one page, in dossiers of 100, and keeps nothing of their scans."""
    source = pathlib.Path(tempfile.mkdtemp(prefix="scans-", dir=work))
    for number in range(documents):
        folder = source / f"H26.15.2026.{number // 100:05}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number:07}.png").write_bytes(png(width, height))
    os.environ["SOHOA_NO_DEDUP"] = "true"
    archive = ingest(Figures("ingest"), work, source)
    shutil.rmtree(source)
    os.sync()
    return archive


def export(figures, archive, out, *more):
    shutil.rmtree(out, ignore_errors=True)
    os.sync()
    figures.run([SOHOA, "export", "--archive", archive, "--out", out, "--zip", "--json", *more])
    return next(out.glob("*.zip"))


def within(title, value, bar):
    print(f"  {title}: {value:.2f} (bar {bar}) {'kept' if value <= bar else 'NOT KEPT'}")


def zip_(options):
    size = 500_000
    documents = int(options.gigabytes * 1e9) // size
    archive = archive_of(options.work, documents, 700, size // 701)
    ours, copy, synced, bag = (Figures(name) for name in ("sohoa export", "cp -r, sha256sum", "cp -r, sync, sha256sum", "bagit.py, zip -0"))
    out, copied = options.work / "out", options.work / "copied"
    batches = archive / "batches"
    for _ in range(options.rounds):
        package = export(ours, archive, out, "--format", "plain")
        bytes_written = package.stat().st_size
        shutil.rmtree(out)
        for figures, sync in ((copy, ""), (synced, "sync; ")):
            os.sync()
            line = f'mkdir "$1"; for d in "$0"/*/*/data; do cp -r "$d/." "$1"; done; {sync}find "$1" -type f -print0 | xargs -0 sha256sum > "$1.sums"'
            figures.run(["sh", "-c", line, str(batches), str(copied)])
            if figures is copy:
                shutil.rmtree(copied)
        os.sync()
        line = '"$0" -m bagit --quiet --sha256 "$1" && cd "$1" && zip -0 -q -r "$1.zip" .'
        bag.run(["sh", "-c", line, sys.executable, str(copied)])
        shutil.rmtree(copied)
        for left in (f"{copied}.zip", f"{copied}.sums"):
            os.remove(left)
    print(f"{documents} documents, {bytes_written / 1e9:.2f} GB to one ZIP, {options.rounds} rounds")
    for figures in (ours, copy, synced, bag):
        figures.report(documents, "document")
    within("times the wall of cp -r and sha256sum", ours.medians()[0] / copy.medians()[0], 1.3)
    within("times the wall of bagit.py and zip -0", ours.medians()[0] / bag.medians()[0], 0.33)
    within("MB of memory", ours.medians()[2], LIMIT_MB)
    shutil.rmtree(archive)


def small(options):
    archive = archive_of(options.work, options.documents, 8, 8)
    for form in ("bagit", "plain"):
        ours, out = Figures(f"sohoa export {form}"), options.work / "out"
        package = export(ours, archive, out, "--format", form)
        print(f"{options.documents} small documents as {form}, {len(zipfile.ZipFile(package).namelist())} entries")
        ours.report(options.documents, "document")
        within("MB of memory", ours.medians()[2], LIMIT_MB)
        listed(package)
        shutil.rmtree(out)
    shutil.rmtree(archive)


def large(options):
    """Documents of 300 MB each, so that 5 GB are soon there."""
    archive = archive_of(options.work, 16, 20_000, 15_000)
    ours, out = Figures("sohoa export"), options.work / "out"
    package = export(ours, archive, out, "--format", "plain")
    print(f"a ZIP of {package.stat().st_size / 2**30:.2f} GiB")
    ours.report(16, "document")
    within("MB of memory", ours.medians()[2], LIMIT_MB)
    listed(package)
    shutil.rmtree(out)
    shutil.rmtree(archive)


def listed(package):
    """Do others list the same names and accept the checksums?"""
    names = sorted(zipfile.ZipFile(package).namelist())
    said = subprocess.run(["unzip", "-Z1", package], capture_output=True, text=True, check=True).stdout.splitlines()
    if sorted(said) != names or subprocess.run(["unzip", "-tqq", package], check=False).returncode:
        sys.exit("unzip disagrees")
    if shutil.which("7z"):
        said = subprocess.run(["7z", "l", "-slt", package], capture_output=True, text=True, check=True).stdout
        paths = sorted(line[7:] for line in said.splitlines() if line.startswith("Path = "))
        if [path for path in paths if path != str(package)] != names:
            sys.exit("7z disagrees")
    print("  Python, unzip and 7-Zip list the same names")


SCENARIOS = {"zip": zip_, "small": small, "large": large}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], default=[])
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("target/bench"))
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    for name in options.scenarios or SCENARIOS:
        SCENARIOS[name](options)


if __name__ == "__main__":
    main()
