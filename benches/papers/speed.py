"""Times the search for equal files beside fclones on the same tree: files in the system's cache, and dropped from it.

Both run in turn (A B A B ...); medians are printed. Dropping asks the system to forget each file, which needs no rights; names and
inodes stay in memory, for both alike.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import time

ROUNDS = 7


def forget(folder):
    """Drops every file below a folder from the system's cache."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def seconds(command):
    """Returns how long a command takes; both say 0 or 3 when all went well."""
    begun = time.monotonic()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 3):
        raise SystemExit(f"{command[0]} failed ({code})")
    return time.monotonic() - begun


def beside_fclones(sohoa, folder: pathlib.Path):
    """Prints the medians of both, cold and warm; returns whether sohoa is at least as fast, or None without fclones."""
    fclones = shutil.which("fclones")
    if not fclones:
        print("fclones: ABSENT, speed not compared")
        return None
    os.sync()
    commands = {"sohoa": [sohoa, "dedup", "--exact", "--json", folder], "fclones": [fclones, "group", folder, "-f", "json"]}
    as_fast = True
    for state in ("cold", "warm"):
        times = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                if state == "cold":
                    forget(folder)
                times[name].append(seconds(command))
        medians = {name: statistics.median(found) for name, found in times.items()}
        as_fast &= medians["sohoa"] <= medians["fclones"]
        print(f"exact, {state}: sohoa {medians['sohoa']:.3f} s, fclones {medians['fclones']:.3f} s")
    return as_fast
