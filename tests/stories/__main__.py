"""`python -m tests.stories`: tell the stories in each way and print one line each.

A story is whole if each of its parts holds in one process on SQLite, and with five processes on
PostgreSQL: two doors, the bot's door and two workers. One process tells most parts on PostgreSQL as
well. `python -m tests.stories processes` tells them with five processes only. Exits with 1 if a
part does not hold, or five processes do not tell it.
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

#: How a story is told by processes apart from one another.
APART = "processes"

#: In which ways every part holds where a story is whole; one process tells some on one engine only.
WHOLE = {"sqlite", APART}


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


def told(marked: str = "long or not long") -> list[tuple[str, str]]:
    """Tell the stories `marked` so; return each case with `passed`, `failed` or `skipped`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-m", marked, str(HERE)]
        subprocess.run([*command, f"--junitxml={report}"], check=False, capture_output=True)
        return [
            (case.get("name", ""), _outcome(case)) for case in ET.parse(report).iter("testcase")
        ]


def _outcome(case: ET.Element) -> str:
    tags = {child.tag for child in case}
    return "failed" if tags & {"failure", "error"} else "skipped" if tags else "passed"


def main(*wanted: str) -> int:
    """Print a line for each story, and how many are whole."""
    if unknown := set(wanted) - {APART}:
        sys.exit(f"`{min(unknown)}` is no way to tell a story; `{APART}` is one, or name none.")
    ways = {way: said for way, said in WAYS.items() if not wanted or way in wanted}
    found, stories = outcomes(told(APART) if wanted else told()), parts()
    whole, untold = 0, list[str]()
    for story, of_it in stories.items():
        names = {f"test_{story.lower()}_{part}" for part in of_it["parts"]}
        counts = [f"{len(names & found[way]['passed'])} {said}" for way, said in ways.items()]
        whole += bool(names) and all(names <= found[way]["passed"] for way in ways.keys() & WHOLE)
        untold += sorted(names - set().union(*found[APART].values()))
        print(f"{story}  {of_it['title']}: of {len(names)} parts, {', '.join(counts)}")
    print(f"{whole} of {len(stories)} stories are whole")
    for name in untold:
        print(f"not told {WAYS[APART]}: {name}")
    failed = [f"{name} {WAYS[way]}" for way in WAYS for name in sorted(found[way]["failed"])]
    for name in failed:
        print(f"does not hold: {name}")
    if any(found[way]["skipped"] for way in WAYS):
        print("skipped: neither PostgreSQL's binaries nor GREENLIGHT_TEST_POSTGRES_URL are here")
    return 1 if failed or untold else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
