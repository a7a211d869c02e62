"""Pairs of files with their truth, for whoever judges pairs and not folders: same, note, twin or other."""

import collections
import itertools


def written(entry):
    """Returns the papers on a file's pages, without blank ones."""
    return tuple(page["paper"] for page in entry["pages"] if page["paper"] != "blank")


def holders(truth):
    """Returns the files that hold each sequence of papers, copies left out."""
    found = collections.defaultdict(list)
    for name, entry in truth["files"].items():
        if written(entry) and entry["role"] in ("scan", "rescan", "twin", "document"):
            found[written(entry)].append(name)
    return found


def has_addition(entry):
    """Returns whether something was laid on one of the file's pages later."""
    return any("added" in page for page in entry["pages"])


def owner(key):
    """Returns the paper that a sequence of pages belongs to."""
    return key[0].split("/")[0]


def table(truth, rng):
    """Returns lines of: truth, file, file, what was done to each, and for twins what differs."""
    files, held = truth["files"], holders(truth)
    single = {owner(key): names for key, names in held.items() if len({p.split("/")[0] for p in key}) == 1}
    rows = []
    for names in held.values():
        for a, b in itertools.combinations(names, 2):
            rows.append(("note" if has_addition(files[a]) or has_addition(files[b]) else "same", a, b, ""))
    for twin in truth["twins"]:
        one, other = twin["papers"]
        said = f"{twin['kind']} {twin['chars']} {twin['field']} page {twin['page']} {twin['points']}pt"
        rows += [("twin", a, b, said) for a in single[one][:2] for b in single[other][:1]]
    kin = collections.defaultdict(list)
    for id_, paper in truth["papers"].items():
        if "~" not in id_ and id_ in single:
            kin[paper["form"], paper["stock"]].append(id_)
    for ids in kin.values():
        for one in ids:
            for other in rng.sample(ids, min(3, len(ids))):
                if one != other:
                    rows.append(("other", rng.choice(single[one]), rng.choice(single[other]), ""))
    return "".join(f"{kind}\t{a}\t{b}\t{tags(files[a])} | {tags(files[b])}\t{said}\n" for kind, a, b, said in rows)


def tags(entry):
    """Says in short how a file's first page was scanned."""
    return " ".join(entry["pages"][0]["tags"])
