"""Makes a set of scanned forms with known truth, to judge how well duplicates are found.

    python benches/papers/make.py --out DIR --papers N --rescans K --twins M --seed S [--jobs J] [--plain] [--style other]

Writes DIR/files (what to search), DIR/truth.json (what is in each file) and DIR/pairs.tsv (pairs to judge one by one).
The same seed makes the same set. Python and two libraries do all of it; the code that is judged shares none of it.
"""

import argparse
import importlib
import json
import multiprocessing
import pathlib
import random
import shutil

import draw
import pairs
import plan


def arguments():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    for name, value in (("papers", 300), ("rescans", 3), ("twins", 3000), ("seed", 1), ("jobs", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--plain", action="store_true", help="no twins")
    parser.add_argument(
        "--style",
        default="forms",
        choices=["forms", "other"],
        help="other forms, fonts and scanner, to judge by what was not tuned on",
    )
    return parser.parse_args()


def main():
    """Plans, draws in several processes, and writes the truth."""
    args = arguments()
    style = importlib.import_module(f"style_{args.style}")
    planned = plan.make(style, args.papers, args.rescans, args.twins, args.seed, args.plain)
    part = args.out.with_name(args.out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "files").mkdir(parents=True)
    files, places = {}, {}
    with multiprocessing.Pool(args.jobs, draw.keep_memory) as pool:
        for made, spots in pool.imap(draw.job, draw.jobs(planned, style.__name__, part / "files")):
            files |= made
            places |= spots
    for twin in planned.twins:
        twin |= places[twin["papers"][0].split("~")[0], twin["field"], twin["index"]]
    kinds = {id_: style.FORMS[paper.form].name for id_, paper in planned.papers.items()}
    truth = {
        "schema": "papers-truth-1",
        "style": args.style,
        "seed": args.seed,
        "plain": args.plain,
        "papers": {id_: {"form": kinds[id_], "stock": paper.stock} for id_, paper in sorted(planned.papers.items())},
        "files": dict(sorted(files.items())),
        "twins": planned.twins,
    }
    (part / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1))
    (part / "pairs.tsv").write_text(pairs.table(truth, random.Random(args.seed)))
    shutil.rmtree(args.out, ignore_errors=True)
    part.rename(args.out)
    print(f"{args.out}: {len(planned.papers)} papers, {len(files)} files, {len(planned.twins)} hard pairs")


if __name__ == "__main__":
    main()
