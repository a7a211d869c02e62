"""Verifies an archive from docs/archive-format.md alone, without sohoa: python3 docs/verify.py ARCHIVE"""

import json, sys, uuid
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

root, problems = Path(sys.argv[1]), []
hex_of = lambda data: sha256(data).hexdigest()
namespace = uuid.uuid5(uuid.NAMESPACE_URL, "sohoa-document-1")
archive = next(l.split('"')[1] for l in (root / "sohoa.toml").read_text("utf-8").splitlines() if l.startswith("id = "))

def check(fits, what):
    if not fits:
        problems.append(what)

def tree_root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256().digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + tree_root(hashes[:split]) + tree_root(hashes[split:])).digest()

def lines_of(path):
    return {name: digest for digest, name in (l.split("  ", 1) for l in path.read_text("utf-8").splitlines())}

def fields(part, within=""):
    for name, entry in part.items():
        if within + name == "other" or within != "other." and "value" not in entry:
            yield from fields(entry, f"{within}{name}.")
        else:
            yield within + name, entry

def changed(before, after):
    old, new = (dict(fields(sidecar["record"])) for sidecar in (before, after))
    names = sorted(name for name in old.keys() | new if old.get(name) != new.get(name))
    withdrawn = [sidecar["event"] == "withdraw" for sidecar in (before, after)]
    others = {"relations": before["relations"] != after["relations"], "event": len(set(withdrawn)) > 1}
    return names + [name for name, differs in others.items() if differs]

def kept(sidecar):
    pdf = {key: value for key, value in sidecar["pdf"].items() if key not in ("batch", "path")}
    return [pdf] + [sidecar[key] for key in ("schema", "id", "dossier", "ordinal", "pages", "findings")]

kinds = {"duplicate-of", "rescan-of", "note-pair-of", "replaces", "extract-of", "corrects", "different"}
seals = []
for path in root.glob("batches/*/*/seal.txt"):
    heading, *lines = path.read_text("utf-8").splitlines()
    check(heading == "sohoa-seal-v1", f"{path}: not a seal")
    seals.append((defaultdict(lambda: "0", (l.split(": ", 1) for l in lines if ": " in l)), path))
check(len(seals) == len(list(root.glob("batches/*/*"))), "a batch has no seal")
seals.sort(key=lambda pair: int(pair[0]["sequence"]))

leaves, previous, bags, payloads, versions = [], "-", {}, {}, set()
for number, (seal, path) in enumerate(seals, 1):
    bag = bags[seal["batch"]] = path.parent
    tags, payload = lines_of(bag / "tagmanifest-sha256.txt"), lines_of(bag / "manifest-sha256.txt")
    check(seal["archive"] == archive and seal["batch"] == bag.name and int(seal["sequence"]) == number, f"{path}: place")
    check(seal["previous-seal-sha256"] == previous, f"{path}: chain")
    evidence = [root / f"seals/{number - 1:07}.{end}" for end in ("p7s", "tsr")]
    found = hex_of(b"".join(f.read_bytes() for f in evidence if f.exists()))
    check(seal["previous-evidence-sha256"] in ("-", found), f"{path}: evidence")
    check(seal["tagmanifest-sha256"] == hex_of((bag / "tagmanifest-sha256.txt").read_bytes()), f"{path}: tag manifest")
    for name, digest in {**tags, **payload}.items():
        check((bag / name).is_file() and hex_of((bag / name).read_bytes()) == digest, f"{bag / name}: changed or missing")
    payloads[seal["batch"]] = payload
    known = {*tags, *payload, "seal.txt", "tagmanifest-sha256.txt"}
    for file in (f.relative_to(bag).as_posix() for f in bag.rglob("*") if not f.is_dir()):
        check(file in known, f"{bag / file}: in no manifest")
    pages, relations = 0, []
    sidecars = sorted((name for name in payload if name.endswith(".json")), key=str.encode)
    for name in sidecars:
        try:
            sidecar = json.loads((bag / name).read_bytes())
            version, about, change = sidecar["version"], sidecar["pdf"], sidecar.get("amendment")
            home = about.get("batch", seal["batch"])
            pdf = (bags[home] / about["path"]).read_bytes()
            before = json.loads((bags[change["batch"]] / change["path"]).read_bytes()) if change else None
            says = not change or changed(before, sidecar) == change["changed"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            problems.append(f"{bag / name}: {error!r}")
            continue
        later = (version > 1, bool(change), sidecar["event"] != "new", bool(sidecar.get("supersedes")))
        is_known = sidecar["event"] in ("new", "correct", "withdraw")
        check(len(set(later)) == 1 and is_known, f"{bag / name}: version")
        check((sidecar["id"], version) not in versions, f"{bag / name}: version {version} is there twice")
        versions.add((sidecar["id"], version))
        if change:
            follows = payloads[change["batch"]].get(change["path"]) == sidecar.get("supersedes")
            keeps = kept(before) == kept(sidecar) and before["events"] == sidecar["events"][:-1]
            keeps &= "described" in sidecar or "described" not in before
            check(follows and before["version"] == version - 1, f"{bag / name}: what it replaces")
            check(keeps and says, f"{bag / name}: more was changed than may be, or than it says")
        relations += [(relation, sidecar["id"], bag / name) for relation in sidecar["relations"]]
        elsewhere = version > 1 and home != seal["batch"]
        placed = elsewhere if "batch" in about else about["path"] == name[:-5] + ".pdf"
        check(placed and about["size"] == len(pdf), f"{bag / name}: PDF")
        check(about["sha256"] == hex_of(pdf) and about["pages"] == len(sidecar["pages"]), f"{bag / name}: PDF")
        for page in sidecar["pages"]:
            stream, source = page.get("stream"), page["source"]
            if about["kept"] != "built":
                line = f"sohoa-pdf-page-v1 {source['sha256']} {page['number']}\n"
                check(hex_of(line.encode()) == page["content"]["sha256"], f"{bag / name}: page {page['number']}")
                same = source["sha256"] == about["sha256"] and source["size"] == about["size"]
                check(about["kept"] == "mended" or same, f"{bag / name}: the PDF is not its source")
                continue
            cut = pdf[stream["offset"] : stream["offset"] + stream["length"]]
            check(hex_of(cut) == stream["sha256"], f"{bag / name}: stream of page {page['number']}")
            if source["format"] == "jpeg" and len(cut) == source["size"]:
                check(stream["sha256"] == source["sha256"], f"{bag / name}: source of page {page['number']}")
        contents = "".join(page["content"]["sha256"] + "\n" for page in sidecar["pages"])
        sources = dict.fromkeys((page["source"]["path"], page["source"]["sha256"]) for page in sidecar["pages"])
        beside = contents + "".join(f"source {digest}\n" for _, digest in sources)
        ids = [str(uuid.uuid5(namespace, lines)) for lines in (contents, beside)]
        check(sidecar["id"] in ids, f"{bag / name}: id")
        leaf = f"sohoa-leaf-v1\n{sidecar['id']}\n{sidecar['version']}\n{payloads[home].get(about['path'])}\n{payload[name]}\n"
        leaves.append(sha256(b"\0" + leaf.encode()).digest())
        pages += about["pages"] if home == seal["batch"] else 0
    for about, own, name in relations:
        fits = about["kind"] in kinds and about["to"] != own and (about["to"], 1) in versions
        check(fits, f"{name}: relation")
    size = sum((bag / name).stat().st_size for name in payload)
    check((int(seal["documents"]), int(seal["pages"]), int(seal["bytes"])) == (len(sidecars), pages, size), f"{path}: counts")
    check(int(seal["tree-size"]) == len(leaves) and seal["tree-root"] == tree_root(leaves).hex(), f"{path}: tree")
    previous = hex_of(path.read_bytes())

print(*problems, f"{len(seals)} batches, {len({i for i, _ in versions})} documents, {len(problems)} problems", sep="\n")
sys.exit(1 if problems else 0)
