"""What eark-validator says of TT 05 packages, against E-ARK CSIP 2.0.4 and 2.1.0: nothing beyond what the circular demands.

Usage: eark.py PACKAGE... ; exit 1 when there is anything else. The validator asks the network for four vocabularies that it
has brought along itself; here it gets those.
"""
import json
import sys
import urllib.request
from importlib.util import find_spec
from pathlib import Path

home = Path(find_spec("eark_validator").origin).parent
urllib.request.urlopen = lambda url: (home / "ipxml/resources/vocabs" / url.rsplit("/", 1)[1]).open("rb")

from eark_validator.packages import PackageValidator  # noqa: E402
from eark_validator.specifications.specification import SpecificationVersion  # noqa: E402

# Why each error is none: what TT 05/2025/TT-BNV or the profile asks for instead.
ALWAYS = {"CSIP103": "a division is labelled `Representations/rep1`, not `Representations`"}
OF_2_0_4 = {"CSIP114": "a file group is used as `Representations/rep1`, not `Representations`"}
OF_2_1_0 = {"CSIP63": "the validator takes a group without CONTENTINFORMATIONTYPE for one that says OTHER"}
OF_SIP = {
    "SIP2": "PROFILE is that of CSIP",
    "SIP14": "the agent notes its version, as CSIP16 asks; SIP asks for another note in the same place",
}
OF_SAMPLE = {
    "CSIP16": "the agent notes the code of the fonds, not its version",
    "CSIP60": "there is no documentation",
    "CSIP95": "there is no documentation",
}
OF_DIP = {"CSIP2": "TYPE is `MIXED`, not `Mixed`"}


def allowed(package, version):
    mets = (package / "METS.xml").read_text(encoding="utf-8")
    rules = ALWAYS | (OF_2_0_4 if version == "V2.0.4" else OF_2_1_0)
    rules |= OF_SIP if 'OAISPACKAGETYPE="SIP"' in mets else {}
    rules |= OF_DIP if 'OAISPACKAGETYPE="DIP"' in mets else {}
    rules |= OF_SAMPLE if not (package / "documentation").is_dir() else {}
    return rules


def errors(package, version):
    report = json.loads(PackageValidator(package, version).validation_report.model_dump_json())
    if report["structure"]["status"] != "WellFormed":
        yield "structure", report["structure"]["status"]
    metadata = report["metadata"] or {}
    for message in [m for part in metadata.values() for m in part["messages"]]:
        if message["severity"].lower() == "error":
            yield message["rule_id"], message["message"]


def main():
    wrong = 0
    for package in map(Path, sys.argv[1:]):
        for version in ("V2.0.4", "V2.1.0"):
            for rule, message in errors(package.absolute(), SpecificationVersion(version)):
                if rule not in allowed(package, version):
                    wrong += 1
                    print(f"{package.name}: {version} {rule}: {message}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
