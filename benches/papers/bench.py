"""Makes the sets, asks `sohoa dedup` for the duplicates in each, judges its answers, and then asks the peers the same.

    target/papers/bin/python benches/papers/bench.py [SET ...] [--papers N] [--jobs J]

Sets: twins (hard pairs planted), plain (none, as in an office), other (forms, fonts and a scanner that nobody tuned on). They are
made once below target/bench and made anew when their generator has changed. Exits 1 when a bar is missed.
"""

import argparse
import hashlib
import os
import pathlib
import subprocess
import sys

import speed

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOHOA = ROOT / "target/release/sohoa"
# Style, papers, re-scans of each, pairs that differ in one character, and the seed.
SETS = {
    "twins": ["forms", 300, 2, 3000, 31],
    "plain": ["forms", 300, 2, 0, 32],
    "other": ["other", 80, 2, 300, 33],
}
JUDGES = {"bench.py", "score.py", "peers.py", "pairs.py", "relations.py", "speed.py"}


def generator():
    """Returns a digest of everything that makes a set."""
    found = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        if path.name not in JUDGES:
            found.update(path.read_bytes())
    return found.hexdigest()


def made(name, papers, jobs):
    """Returns the folder of a set, made if it is not there as the generator would make it."""
    style, usual, rescans, twins, seed = SETS[name]
    count = papers or usual
    folder, stamp = ROOT / f"target/bench/papers-{name}-{count}", generator()
    if not (folder / "generator").is_file() or (folder / "generator").read_text() != stamp:
        command = [sys.executable, HERE / "make.py", "--out", folder, "--style", style]
        for key, value in (
            ("papers", count),
            ("rescans", rescans),
            ("twins", twins * count // usual),
            ("seed", seed),
            ("jobs", jobs),
        ):
            command += [f"--{key}", str(value)]
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(command + ["--plain"] * (twins == 0), check=True)
        (folder / "generator").write_text(stamp)
    return folder


def asked(folder):
    """Runs sohoa on a set, says what it cost, and returns where its answer is."""
    answer = folder / "answer.json"
    with answer.open("wb") as out:
        process = subprocess.Popen([SOHOA, "dedup", "--json", folder / "files"], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"sohoa dedup failed ({process.returncode})")
    print(f"sohoa dedup: {usage.ru_utime + usage.ru_stime:.1f} s CPU, peak {usage.ru_maxrss / 1024:.0f} MB")
    return answer


def main():
    """Judges every set that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET")
    parser.add_argument("--papers", type=int, help="papers in each set, instead of the usual number")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    missed = False
    for name in args.sets:
        folder = made(name, args.papers, args.jobs)
        print(f"\n== {name} ==", flush=True)
        judged = subprocess.run([sys.executable, HERE / "score.py", folder / "truth.json", asked(folder)], check=False)
        missed |= judged.returncode != 0 or speed.beside_fclones(SOHOA, folder / "files") is False
        print(flush=True)
        subprocess.run([sys.executable, HERE / "peers.py", folder, "--jobs", str(args.jobs)], check=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
