"""The list of what is shipped (SBOM), as CycloneDX has it."""

import json
import subprocess
import sys
from typing import Any

from tests.supply import LOCK, ROOT, pins
from tests.supply.licences import licence_of

Json = dict[str, Any]


def written() -> str:
    """Return CycloneDX 1.6 as JSON: what the lock installs here, the same each time.

    No path of a machine and no address of an index gets into it.
    """
    here = {f"{pin.name}=={pin.version}" for pin in pins() if pin.here}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", "-"),
            *("--pyproject", "pyproject.toml", "--sv", "1.6", "--output-reproducible"),
        ],
        input=_kept(here),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.dumps(_told(json.loads(done.stdout)), indent=2, sort_keys=True) + "\n"


def _kept(here: set[str]) -> str:
    """Return the entries of the lock that are installed here."""
    lines, keeping = [], False
    for line in LOCK.read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            keeping = line.split(" ")[0].lower() in here
        if keeping and not line.lstrip().startswith("#"):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _told(bom: Json) -> Json:
    """Return it with licences and hashes, by names that tell something instead of line numbers."""
    names = {one["bom-ref"]: one["purl"] for one in bom["components"]}
    for one in bom["components"]:
        hashes = [held for there in one.pop("externalReferences") for held in there["hashes"]]
        del one["description"]  # The line of the lock, once more.
        one["bom-ref"] = one["purl"]
        one["licenses"] = [{"expression": licence_of(one["name"])}]
        # Of the files of one version, each machine fetches one.
        one["properties"] = [{"name": "sha256", "value": held["content"]} for held in hashes]
    for one in bom["dependencies"]:
        one["ref"] = names.get(one["ref"], one["ref"])
        one["dependsOn"] = sorted(names.get(held, held) for held in one.get("dependsOn", []))
    return bom
