"""Judges what was said of documents that share pages: contained in, re-ordered, a shared page, a page twice."""

import collections
import itertools

KINDS = ("re-ordered", "contained-in", "shared-page", "page-twice")


def true_relations(written):
    """Returns the relation of every pair of files that share pages and are not the same paper; of one file with itself, too."""
    holders = collections.defaultdict(set)
    for name, papers in written.items():
        for paper in papers:
            holders[paper].add(name)
    found = {}
    for names in holders.values():
        for a, b in itertools.combinations(sorted(names), 2):
            if kind := relation(written[a], written[b]):
                found[a, b] = kind
    return found | {(name, name): "page-twice" for name, papers in written.items() if len(set(papers)) < len(papers)}


def relation(a, b):
    """Returns how two different lists of pages are related, None when they are the same list."""
    if a == b:
        return None
    one, other = collections.Counter(a), collections.Counter(b)
    if one == other:
        return "re-ordered"
    return "contained-in" if not one - other or not other - one else "shared-page"


def judge(truth, answer):
    """Prints how many relations were found, and which were said of files that share no page; returns the number of these."""
    true, said = true_relations(truth.printed), collections.defaultdict(set)
    for row in answer.data.get("relations", []):
        if row["kind"] in KINDS:
            members = sorted(map(answer.name, row["members"]))
            said[members[0], members[-1]].add(row["kind"])
    print("\nrelations of documents: ", end="")
    for kind in KINDS:
        pairs = [both for both, is_ in true.items() if is_ == kind]
        named = sum(kind in said[both] for both in pairs if both in said)
        print(f"{kind} {sum(both in said for both in pairs)} of {len(pairs)} found, {named} by this name; ", end="")
    wrong = sorted(both for both in said if both[0] != both[1] and not set(truth.printed[both[0]]) & set(truth.printed[both[1]]))
    print(f"\nrelations of files that share no page: {len(wrong)}")
    for both in wrong[:20]:
        print("  ", truth.say(both))
    return len(wrong)
