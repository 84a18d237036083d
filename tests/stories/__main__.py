"""`python -m tests.stories`: tell the stories in each way and print one line each.

A story is whole if each of its parts holds in every way: in one process on SQLite and on
PostgreSQL, and with five processes on PostgreSQL. Exits with 1 if a part that is told does not
hold.
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
WAYS = {"sqlite": "on SQLite", "postgres": "on PostgreSQL", "processes": "with five processes"}


def parts() -> dict[str, Any]:
    """Return every story with its title and the names of its parts."""
    return tomllib.loads((HERE / "parts.toml").read_text())


def outcomes(cases: list[tuple[str, str]]) -> dict[str, dict[str, set[str]]]:
    """Sort cases of tests, each a name and an outcome, by the way it was told and outcome.

    A part holds in a way if every case of it does that was told so.
    """
    found: dict[str, dict[str, set[str]]] = {way: defaultdict(set) for way in WAYS}
    for name, outcome in cases:
        part, _, given = name.partition("[")
        for way in WAYS:
            if way in given.rstrip("]").split("-"):
                found[way][outcome].add(part)
    for sorted_ in found.values():
        sorted_["passed"] -= sorted_["failed"] | sorted_["skipped"]
    return found


def told() -> list[tuple[str, str]]:
    """Tell every story; return the name of each case with `passed`, `failed` or `skipped`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        every = ["-m", "long or not long"]
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *every, str(HERE)]
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
        counts = [f"{len(names & found[way]['passed'])} {said}" for way, said in WAYS.items()]
        whole += bool(names) and all(names <= found[way]["passed"] for way in WAYS)
        told_ = f"of {len(names)} parts, {', '.join(counts)}" if names else "not told yet"
        print(f"{story}  {of_it['title']}: {told_}")
    print(f"{whole} of {len(stories)} stories are whole")
    failed = [f"{name} {WAYS[way]}" for way in WAYS for name in sorted(found[way]["failed"])]
    for name in failed:
        print(f"does not hold: {name}")
    if any(found[way]["skipped"] for way in WAYS):
        print("skipped: neither PostgreSQL's binaries nor GREENLIGHT_TEST_POSTGRES_URL are here")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
