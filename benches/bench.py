"""Times sohoa beside its peers on the same files, in one run, as ratios.

    target/outsiders/bin/python benches/bench.py [SCENARIO ...] [--pages N] [--rounds N] [--work DIR]

Scenarios: colour, g4, g4-strips, small, many, long, join, verify, ocrmypdf, pdf (all of them by default).
The corpora are made once by fixtures/make.py below DIR (default target/bench) and kept.
Each round runs the peers in turn (A B A B ...); medians and the ratio of medians are printed.
CPU is user + system time of the whole process tree, as the operating system counts it.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOHOA = ROOT / "target/release/sohoa"


class Figures:
    """Wall and CPU seconds and peak memory of the runs of one command."""

    def __init__(self, name):
        self.name, self.wall, self.cpu, self.peak = name, [], [], []

    def run(self, command, **options):
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
        _, status, usage = os.wait4(process.pid, 0)
        self.wall.append(time.monotonic() - begun)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.peak.append(usage.ru_maxrss / 1024)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 3):
            sys.exit(f"{command[0]} failed ({code}): {process.stderr.read().decode()[-2000:]}")
        process.returncode = code
        process.stderr.close()

    def medians(self):
        return statistics.median(self.wall), statistics.median(self.cpu), max(self.peak)

    def report(self, units, unit):
        wall, cpu, peak = self.medians()
        print(
            f"  {self.name:<28} wall {wall:8.2f} s  cpu {cpu:8.2f} s  "
            f"{units / wall:9.1f} {unit}/s  {1000 * cpu / units:8.2f} ms CPU/{unit}  "
            f"{100 * cpu / wall / os.cpu_count():4.0f} % of cores  peak {peak:6.0f} MB"
        )


def ratio(title, ours, theirs, index):
    print(f"  {title}: {theirs.medians()[index] / ours.medians()[index]:.2f}")


def corpus(work, kind, pages, per_document):
    folder = work / f"{kind}-{pages}-{per_document}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        command = [sys.executable, str(ROOT / "fixtures/make.py"), "bench", "--kind", kind, "--count", str(pages)]
        subprocess.run(command + ["--out", str(part), "--pages-per-document", str(per_document)], check=True)
        part.rename(folder)
    return folder


def fresh_archive(work):
    # A new folder each time, removed at the end: ext4 goes out of its way around inodes that were freed just now.
    archive = pathlib.Path(tempfile.mkdtemp(prefix="kho-", dir=work))
    subprocess.run([SOHOA, "init", archive, "--agency", "H26.15", "--name", "bench"], check=True, stdout=subprocess.DEVNULL)
    os.sync()
    return archive


def ingest(figures, work, source):
    archive = fresh_archive(work)
    figures.run([SOHOA, "ingest", source, "--archive", archive, "--settle", "0", "--json"])
    return archive


def img2pdf_and_sums(figures, work, source, per_document):
    """img2pdf for every document in one process, then sha256sum over scans and PDFs."""
    out = work / "img2pdf"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    os.sync()
    script = (
        "import glob, img2pdf, pathlib, sys\n"
        "source, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3])\n"
        "files = sorted(str(p) for p in pathlib.Path(source).rglob('*') if p.is_file())\n"
        "for at in range(0, len(files), size):\n"
        "    with open(f'{out}/{at:06}.pdf', 'wb') as pdf:\n"
        "        img2pdf.convert(files[at:at + size], outputstream=pdf)\n"
    )
    line = f'"$0" -c "$1" "$2" "$3" "$4" && find "$2" "$3" -type f -print0 | xargs -0 sha256sum > "$3.sums"'
    figures.run(["sh", "-c", line, sys.executable, script, str(source), str(out), str(per_document)])


def against_img2pdf(options, kind, per_document, title, most=10**9):
    pages = min(options.pages, most)
    source = corpus(options.work, kind, pages, per_document)
    ours, theirs = Figures("sohoa ingest"), Figures("img2pdf + sha256sum")
    for _ in range(options.rounds):
        ingest(ours, options.work, source)
        img2pdf_and_sums(theirs, options.work, source, per_document)
    print(f"{title}: {pages} pages, {options.rounds} rounds")
    ours.report(pages, "page")
    theirs.report(pages, "page")
    ratio("times as fast by wall", ours, theirs, 0)


def colour(options):
    against_img2pdf(options, "colour-jpeg", 2, "300 dpi A4 colour JPEG, two pages a document")


def g4(options):
    against_img2pdf(options, "g4", 2, "bitonal G4, one strip", most=600)


def g4_strips(options):
    against_img2pdf(options, "g4-strips", 2, "bitonal G4, many strips", most=600)


def small(options):
    source = corpus(options.work, "small-jpeg", options.pages, 1)
    ours = Figures("sohoa ingest")
    for _ in range(options.rounds):
        ingest(ours, options.work, source)
    print(f"small documents of one page: {options.pages}, durable")
    ours.report(options.pages, "document")


def many(options):
    """Ten times as many documents must not need more memory."""
    print("memory as the work grows: small documents of one page")
    for pages in (options.pages, 10 * options.pages):
        source = corpus(options.work, "small-jpeg", pages, 1)
        ours = Figures(f"sohoa ingest, {pages} documents")
        ingest(ours, options.work, source)
        ours.report(pages, "document")


def long(options):
    pages = min(options.pages, 500)
    source = corpus(options.work, "colour-jpeg", pages, pages)
    ours = Figures(f"sohoa ingest, {pages} pages")
    ingest(ours, options.work, source)
    print("one long document")
    ours.report(pages, "page")


JOINED = 100_000
HEADINGS = (
    "docCode fileCode resultCode typeName codeNumber codeNotation issuedDate organName subject language numberOfPage "
    "mode maintenance confidenceLevel ownerKind ownerId ownerName issuingUnitCode validUntil file"
).split()


def delivery(work):
    """A hundred dossiers of a thousand one-file documents, and a sheet of twenty columns with a row for each."""
    folder = work / f"join-{JOINED}"
    if (folder / "danh-muc.csv").is_file():
        return folder
    rows = [";".join(HEADINGS)]
    for dossier in range(JOINED // 1000):
        code = f"H26.15.20.2019.{dossier:03}"
        (folder / "scans" / code).mkdir(parents=True, exist_ok=True)
        for ordinal in range(1, 1001):
            name = f"{code}.{ordinal:07}"
            (folder / "scans" / code / f"{name}.jpg").write_bytes(b"x")
            day, number = f"{ordinal % 28 + 1:02}/{ordinal % 12 + 1:02}/2019", str(1000 * dossier + ordinal)
            owner = f"0010{90 + ordinal % 10}{(7919 * int(number)) % 1_000_000:06}"
            rows.append(";".join([
                name, code, "KQ.G15.000031", "32", number, "GKS-UBND", day, "UBND phường Hàng Bạc",
                f"Giấy khai sinh số {number}", "01", "1", "01", "01", "02", "citizen", owner, "Nguyễn Thị Hằng",
                "H26.15.20", "Vô thời hạn", f"{name}.jpg",
            ]))
    (folder / "danh-muc.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def join(options):
    """Reading a sheet and joining its rows to documents, without importing them."""
    folder = delivery(options.work)
    ours, walk = Figures("sohoa ingest --dry-run"), Figures("the same with --no-index")
    archive = fresh_archive(options.work)
    command = [SOHOA, "ingest", folder / "scans", "--archive", archive, "--settle", "0", "--dry-run", "--json"]
    for _ in range(options.rounds):
        ours.run([*command, "--index", folder / "danh-muc.csv"])
        walk.run([*command, "--no-index"])
    print(f"{JOINED} rows of {len(HEADINGS)} columns joined to {JOINED} documents")
    ours.report(JOINED, "document")
    walk.report(JOINED, "document")


def verify(options):
    source = corpus(options.work, "colour-jpeg", options.pages, 2)
    archive = ingest(Figures("made"), options.work, source)
    bag = next(archive.glob("batches/*/*"))
    ours, theirs, deep = Figures("sohoa verify"), Figures("sha256sum -c"), Figures("sohoa verify --deep")
    for _ in range(options.rounds):
        ours.run([SOHOA, "verify", archive])
        theirs.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=bag)
    deep.run([SOHOA, "verify", "--deep", archive])
    print(f"verify an archive of {options.pages} pages")
    for figures in (ours, theirs, deep):
        figures.report(options.pages, "page")
    ratio("times as fast by wall", ours, theirs, 0)
    print(f"  CPU of ours / theirs: {ours.medians()[1] / theirs.medians()[1]:.2f}")


def find_ocrmypdf():
    peer = shutil.which("ocrmypdf") or str(pathlib.Path(sys.executable).with_name("ocrmypdf"))
    if os.path.exists(peer):
        return peer
    print("ocrmypdf: not installed (pip install ocrmypdf in target/outsiders, apt install ghostscript): not measured")
    return None


def images_of(pdf, folder):
    """Digests of the JPEGs in a PDF as they stand there, in page order."""
    folder.mkdir()
    subprocess.run(["pdfimages", "-j", str(pdf), str(folder / "image")], check=True)
    return [hashlib.sha256(path.read_bytes()).digest() for path in sorted(folder.iterdir())]


def pdf(options):
    peer, pages = find_ocrmypdf(), 200
    images = sorted(corpus(options.work, "colour-jpeg", 2000, 2).rglob("*.jpg"))[:pages]
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        source = pathlib.Path(folder) / "in"
        source.mkdir()
        whole = source / "scan.pdf"
        subprocess.run([sys.executable, "-m", "img2pdf", *map(str, images), "-o", str(whole)], check=True)
        ours, theirs = Figures("sohoa ingest"), Figures("ocrmypdf, OCR off, pdfa")
        archive = ingest(ours, options.work, source)
        if peer:
            theirs.run([peer, "--ocr-engine", "none", "--output-type", "pdfa", "--quiet", str(whole), f"{folder}/out.pdf"])
        stored = next(archive.glob("batches/*/*/data/*/*.pdf"))
        are_same = images_of(stored, pathlib.Path(folder) / "a") == images_of(whole, pathlib.Path(folder) / "b")
    print(f"a PDF of {pages} page images, made by img2pdf; images byte-identical: {are_same}")
    ours.report(pages, "page")
    if peer:
        theirs.report(pages, "page")
        ratio("times as fast by wall", ours, theirs, 0)
        ratio("times as little CPU", ours, theirs, 1)


def ocrmypdf(options):
    peer = find_ocrmypdf()
    if not peer:
        return
    pages = 40
    source = corpus(options.work, "colour-jpeg", pages, pages)
    images = sorted(str(path) for path in source.rglob("*.jpg"))
    with tempfile.TemporaryDirectory() as folder:
        whole = f"{folder}/in.pdf"
        subprocess.run([sys.executable, "-m", "img2pdf", *images, "-o", whole], check=True)
        ours, theirs = Figures("sohoa ingest"), Figures("ocrmypdf, OCR off, pdfa")
        for _ in range(options.rounds):
            ingest(ours, options.work, source)
            theirs.run([peer, "--ocr-engine", "none", "--output-type", "pdfa", "--quiet", whole, f"{folder}/out.pdf"])
    print(f"OCRmyPDF: {pages} pages in one document")
    ours.report(pages, "page")
    theirs.report(pages, "page")
    ratio("times as fast by wall", ours, theirs, 0)
    ratio("times as little CPU", ours, theirs, 1)


SCENARIOS = {"colour": colour, "g4": g4, "g4-strips": g4_strips, "small": small, "many": many, "long": long, "join": join, "verify": verify, "ocrmypdf": ocrmypdf, "pdf": pdf}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], default=list(SCENARIOS))
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "target/bench")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    for name in options.scenarios:
        SCENARIOS[name](options)
        for archive in options.work.glob("kho-*"):
            shutil.rmtree(archive)
        print(flush=True)


if __name__ == "__main__":
    main()
