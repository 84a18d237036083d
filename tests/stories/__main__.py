"""`python -m tests.stories`: tell the stories on each database and print one line each.

Exits with 1 if a part that is told does not hold.
"""

import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def parts() -> dict[str, Any]:
    """Return every story with its title and the names of its parts."""
    return tomllib.loads((HERE / "parts.toml").read_text())


def outcomes(cases: list[tuple[str, str]]) -> dict[str, dict[str, set[str]]]:
    """Sort cases of tests, each a name and an outcome, by engine and outcome.

    A part holds on an engine if every case of it there does.
    """
    found: dict[str, dict[str, set[str]]] = {e: defaultdict(set) for e in ENGINES}
    for name, outcome in cases:
        part, _, given = name.partition("[")
        for engine in ENGINES:
            if engine in given.rstrip("]").split("-"):
                found[engine][outcome].add(part)
    for sorted_ in found.values():
        sorted_["passed"] -= sorted_["failed"] | sorted_["skipped"]
    return found


def told() -> list[tuple[str, str]]:
    """Tell every story; return the name of each case with `passed`, `failed` or `skipped`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", str(HERE)]
        subprocess.run([*command, f"--junitxml={report}"], check=False, capture_output=True)
        return [
            (case.get("name", ""), _outcome(case)) for case in ET.parse(report).iter("testcase")
        ]


def _outcome(case: ET.Element) -> str:
    tags = {child.tag for child in case}
    return "failed" if tags & {"failure", "error"} else "skipped" if tags else "passed"


def main() -> int:
    """Print a line for each story, and how many are whole."""
    found, stories = outcomes(told()), parts()
    whole = 0
    for story, of_it in stories.items():
        names = {f"test_{story.lower()}_{part}" for part in of_it["parts"]}
        counts = [f"{len(names & found[e]['passed'])} on {ENGINES[e]}" for e in ENGINES]
        whole += bool(names) and all(names <= found[e]["passed"] for e in ENGINES)
        told_ = f"of {len(names)} parts, {', '.join(counts)}" if names else "not told yet"
        print(f"{story}  {of_it['title']}: {told_}")
    print(f"{whole} of {len(stories)} stories are whole")
    failed = sorted({name for e in ENGINES for name in found[e]["failed"]})
    for name in failed:
        print(f"does not hold: {name}")
    if any(found[e]["skipped"] for e in ENGINES):
        print("skipped: neither PostgreSQL's binaries nor GREENLIGHT_TEST_POSTGRES_URL are here")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
