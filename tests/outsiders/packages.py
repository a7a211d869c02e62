"""Judges packages: ZIPs by Python's zipfile, unzip and 7-Zip, bags by bagit-python and the published profile, and every
list of digests by `sha256sum -c --strict`.

    packages.py FOLDER

Prints a line for each package in the folder; exit 0 when nobody objects, 1 otherwise, 77 when a judge is missing.
"""

import logging
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import bagit

ROOT = Path(__file__).resolve().parents[2]
LISTS = {
    "SHA256SUMS": ".",
    "manifest-sha256.txt": ".",
    "tagmanifest-sha256.txt": ".",
    "data/metadata/checksum.sha256": "data/metadata",
}


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def zip_problems(package):
    """Yields what the readers of ZIPs object to."""
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        if archive.testzip():
            yield "zipfile: a checksum does not hold"
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            yield "an entry is packed"
        if {entry.date_time for entry in archive.infolist()} != {(1980, 1, 1, 0, 0, 0)}:
            yield "an entry has a time"
    if not all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names):
        yield "a name is no code"
    if {name.split("/")[0] for name in names} != {package.stem}:
        yield "not all lies in the folder of the package's name"
    code, said = run("unzip", "-tqq", str(package))
    if code:
        yield f"unzip: {said}"
    listed = run("unzip", "-Z1", str(package))[1].splitlines()
    if listed != names:
        yield "unzip lists other names"
    if run("7z", "t", str(package))[0]:
        yield "7z: it does not test"
    listed = [line[7:] for line in run("7z", "l", "-slt", str(package))[1].splitlines() if line.startswith("Path = ")]
    if sorted(listed[1:]) != sorted(names):
        yield "7z lists other names"


def folder_problems(folder):
    """Yields what is objected to in an unpacked package."""
    for name, where in LISTS.items():
        if (folder / name).exists():
            code, said = run("sha256sum", "-c", "--strict", "--quiet", str((folder / name).resolve()), cwd=folder / where)
            if code:
                yield f"{name}: {said}"
    if (folder / "bagit.txt").exists():
        bag = bagit.Bag(str(folder))
        try:
            bag.validate()
        except bagit.BagError as error:
            yield f"bagit: {error}"
        yield from profile_problems(bag)


def profile_problems(bag):
    """Holds a bag against the published profile."""
    import json

    import bagit_profile

    path = ROOT / "docs/bagit-profile.json"
    published = json.loads(path.read_text())
    identifier = published["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    profile = bagit_profile.Profile(identifier, profile=published, ignore_baginfo_tag_case=False)
    if bag.info.get("BagIt-Profile-Identifier") != identifier:
        yield "the bag names another profile"
    if not profile.validate(bag):
        yield f"profile: {profile.report}"


def main(folder):
    missing = [judge for judge in ("unzip", "7z", "sha256sum") if not shutil.which(judge)]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 77
    logging.disable(logging.CRITICAL)
    failed, packages = 0, [path for path in sorted(Path(folder).iterdir()) if path.is_dir() or path.suffix == ".zip"]
    for package in packages:
        if package.is_dir():
            said = list(folder_problems(package))
        else:
            said = list(zip_problems(package))
            with tempfile.TemporaryDirectory() as unpacked:
                zipfile.ZipFile(package).extractall(unpacked)
                said += folder_problems(Path(unpacked) / package.stem)
        failed += bool(said)
        print(f"{package.name}: {'; '.join(map(str, said)) or 'valid'}")
    return int(bool(failed) or not packages)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
