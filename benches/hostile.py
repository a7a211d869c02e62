"""Imports a folder of odd and hostile files in one go and lets programs that are not ours judge what comes out.

    target/outsiders/bin/python benches/hostile.py FOLDER [--work DIR]

Printed: wall time, peak memory of any process, what became of every file, the slowest processes, and each published
PDF that qpdf, Poppler, pikepdf or `sohoa check` denies. Signed PDFs are kept as they came and are counted by themselves.
Exit code 0: no panic, the sum adds up, no judge denies anything but signed files.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOHOA = ROOT / "target/release/sohoa"
sys.path.insert(0, str(ROOT / "tests/outsiders"))
import judge_pdfs  # noqa: E402


def ingest(folder, archive):
    command = [SOHOA, "ingest", folder, "--archive", archive, "--settle", "0", "--no-index", "--group-by", "file", "--json"]
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text, errors = out.read().decode(), err.read().decode(errors="replace")
    wall, peak = time.monotonic() - begun, usage.ru_maxrss / 1024
    print(f"exit {process.returncode}, wall {wall:.1f} s, largest process {peak:.0f} MB")
    if process.returncode not in (0, 3) or "panicked" in errors:
        print(errors[-3000:])
        sys.exit("the import failed or something panicked")
    return json.loads(text)


def sidecars(archive):
    for path in sorted(archive.glob("batches/*/*/data/**/*.json")):
        yield path, json.loads(path.read_text())


def own_verdicts(paths):
    verdicts = {}
    for at in range(0, len(paths), 500):
        run = subprocess.run([SOHOA, "check", "--json", *paths[at : at + 500]], capture_output=True, text=True)
        for line in run.stdout.splitlines():
            verdict = json.loads(line)
            verdicts[verdict["file"]] = verdict["verdict"]
    return verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "target/bench")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    archive = pathlib.Path(tempfile.mkdtemp(prefix="hostile-", dir=options.work))
    subprocess.run([SOHOA, "init", archive, "--agency", "H26.15", "--name", "bench"], check=True, stdout=subprocess.DEVNULL)
    summary = ingest(options.folder, archive)
    inputs = summary["inputs"]
    n_files = sum(len(files) for _, _, files in os.walk(options.folder))
    print(f"{n_files} files: {inputs}; {summary['documents']} documents, {summary['pages']} pages")
    counts = collections.Counter(finding["code"] for finding in summary["findings"])
    print("findings: " + ", ".join(f"{code} {n}" for code, n in counts.most_common()))
    kinds, denied, signed = collections.Counter(), [], []
    published = list(sidecars(archive))
    pdfs = {path.with_suffix(".pdf"): sidecar for path, sidecar in published}
    own = own_verdicts([str(path) for path in pdfs])
    for path, sidecar in pdfs.items():
        kind = (sidecar["pdf"].get("taken") or {}).get("class", "built")
        kinds[kind] += 1
        problems = judge_pdfs.problems(path)
        if own.get(str(path)) != "pass":
            problems.append(f"sohoa check: {own.get(str(path))}")
        if problems:
            (signed if kind == "signed" else denied).append((path, kind, problems))
    print(f"published: {dict(kinds)}")
    for path, kind, problems in denied:
        print(f"DENIED {kind} {sidecar_source(pdfs[path])}: {problems[0][:300]}")
    print(f"denied: {len(denied)} of {len(pdfs)}; signed files that a judge denies, kept as they came: {len(signed)}")
    adds_up = inputs["seen"] == sum(inputs[key] for key in ("stored", "duplicate", "quarantined", "ignored")) == n_files
    if not adds_up:
        print(f"the sum does not add up: {n_files} files, {inputs}")
    sys.exit(0 if adds_up and not denied else 1)


def sidecar_source(sidecar):
    return sidecar["pages"][0]["source"]["path"]


if __name__ == "__main__":
    main()
