"""Random cells over random values, beside npm's feelin (8.x), an independent FEEL.

It runs where Node is there and `GREENLIGHT_FEELIN` names a folder with `node_modules/feelin`:
`npm install feelin@8` in any folder. All differences are those of docs/decisions/0010-feel.md.
"""

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import BOOLEAN, DATE, DAYS, NUMBER, STRING, Type

FOLDER = Path(os.environ.get("GREENLIGHT_FEELIN", "/nowhere"))
NODE = shutil.which("node")
PEER = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules/feelin").is_dir(),
    reason="npm's feelin is not here: install it and name its folder in GREENLIGHT_FEELIN",
)

SCRIPT = """
import { evaluate, unaryTest } from 'feelin';
import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) {
  const [cell, value] = JSON.parse(line);
  let said;
  try {
    said = unaryTest(cell, { '?': evaluate(value, {}).value }).value === true;
  } catch (error) {
    said = 'refused: ' + error.message;
  }
  console.log(JSON.stringify(said));
}
"""

Draw = Callable[[random.Random], str]


def number(draw: random.Random) -> str:
    return draw.choice(["-7", "0", "1", "2", "3", "5", "5.5", "9", "0.1", "1000000"])


def text(draw: random.Random) -> str:
    return draw.choice(['"a"', '"b"', '"ab"', '""', '"ä"', '"DE"', '"a b"'])


def day(draw: random.Random) -> str:
    return f'date("2026-{draw.randint(1, 3):02}-{draw.choice([1, 15, 28]):02}")'


def length(draw: random.Random) -> str:
    return f'duration("{draw.choice(["PT0S", "PT1H", "P1D", "P1DT1H", "-P1D", "P2D"])}")'


def truth(draw: random.Random) -> str:
    return draw.choice(["true", "false"])


KINDS: list[tuple[Type, Draw, bool]] = [
    (NUMBER, number, True),
    (STRING, text, True),
    (DATE, day, True),
    (DAYS, length, True),
    (BOOLEAN, truth, False),
]


def one_test(draw: random.Random, value: Draw, *, ordered: bool) -> str:
    """Return one test of a cell."""
    # In their order: of bounds the other way round feelin makes an interval, we an empty one.
    one, two = sorted((value(draw), value(draw)), key=meant)
    plain = [one, "null", f"? = {one}", f"? != {one}", f"? in ({one}, {two})", f"[{one}, {two}]"]
    if not ordered:
        return draw.choice(plain)
    mark = draw.choice(["<", "<=", ">", ">="])
    opener, closer = draw.choice("[(]"), draw.choice("])[")
    more = [
        f"{mark} {one}",
        f"{opener}{one}..{two}{closer}",
        f"? {mark} {one}",
        f"? between {one} and {two}",
        f"? {mark} {one} or ? = {two}",
        f"? {mark} {one} and ? != {two}",
        f"if ? {mark} {one} then ? != {two} else ? = {two}",
    ]
    return draw.choice([*plain, *more, *more])


def cell_of(draw: random.Random, value: Draw, *, ordered: bool) -> str:
    count = draw.choice([1, 1, 1, 2, 3])
    # feelin takes commas after an expression with `?` otherwise; one such test stands alone.
    tests = [one_test(draw, value, ordered=ordered) for _ in range(count)]
    if any("?" in test for test in tests):
        return tests[0]
    joined = ", ".join(tests)
    return f"not({joined})" if draw.random() < 0.25 else joined


def explained(cell: str, value: str, *, ours: bool, theirs: object) -> bool:
    """Whether a difference is one that the record explains."""
    # A missing value is unknown, and so is all that is asked of it; to feelin null is a yes.
    missing = value == "null" and not ours and theirs is True
    # feelin compares dates and durations within lists as objects, and turns `false in (...)` over.
    listed = re.search(r"\[(date|duration)\(.*\), (date|duration)\(", cell) is not None
    refused = "? in (" in cell and value == "false"
    return missing or listed or refused


def meant(text: str) -> Any:
    """Return what a text computes."""
    return Language().expression(text, Place()).compute(Scope({}, Run()))


def compare(count: int, seed: int) -> list[tuple[str, str, bool, object]]:
    draw = random.Random(seed)
    drawn = []
    for _ in range(count):
        kind, value, ordered = draw.choice(KINDS)
        cell = cell_of(draw, value, ordered=ordered)
        drawn.append((kind, cell, "null" if draw.random() < 0.15 else value(draw)))
    lines = "\n".join(json.dumps([cell, value]) for _, cell, value in drawn)
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", SCRIPT],
        input=lines,
        capture_output=True,
        cwd=FOLDER,
        text=True,
        check=True,
        timeout=600,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) == count
    return [
        (cell, value, ours, theirs)
        for (kind, cell, value), theirs in zip(drawn, said, strict=True)
        if (ours := holds(kind, cell, value)) is not theirs
    ]


def holds(kind: Type, cell: str, value: str) -> bool:
    scope = Scope({}, Run())
    test = Language().cell(cell, kind, Place()).test
    assert test is not None
    return test(meant(value), scope) is True


@PEER
@pytest.mark.parametrize(
    ("count", "seed"), [(200, 1), pytest.param(10_000, 2, marks=pytest.mark.long)]
)
def test_cells_say_the_same_as_in_an_independent_engine(count: int, seed: int) -> None:
    differences = [
        found
        for found in compare(count, seed)
        if not explained(found[0], found[1], ours=found[2], theirs=found[3])
    ]

    assert differences == []
