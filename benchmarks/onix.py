"""ONIX: parsed and normalised, beside lxml that only parses, over the same generated file.

The floor is bare `iterparse` that frees each record. Ours reads every record, looks at its fields,
and makes plain values of them. Then, how many products a second are stored.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from tests.connectors.onix.made import written
from tests.world import ROOT

from benchmarks.stage import engine, report, world
from connectors.onix.reader import Message
from domain.catalog.works.importing import BATCH, Import
from domain.catalog.works.model import Origin, Outcome, Record
from domain.hub import Hub

PRODUCTS, STORED, ROUNDS = 4_000, 1_000, 7


def parse(path: Path) -> None:
    """Read the file with lxml alone."""
    found = 0
    for _, element in etree.iterparse(path, tag="{*}Product"):
        found += 1
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]
    assert found == PRODUCTS


def normalise(path: Path) -> None:
    """Read the file with ours."""
    with path.open("rb") as source:
        found = sum(isinstance(record, Record) for record in Message(source))
    assert found == PRODUCTS


async def main(server: str | None = None) -> None:
    """Measure and print how many products are stored in a second, new ones and known ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), STORED)
        async with world(server) as found:
            new = await _stored(found.hub, path, Outcome.NEW)
            same = await _stored(found.hub, path, Outcome.SAME)
    print(f"ONIX products stored, {engine(server)}: {new:,.0f}/s new, {same:,.0f}/s known")


async def _stored(hub: Hub, path: Path, outcome: Outcome) -> float:
    with path.open("rb") as source:
        records = list(Message(source))
    bringing = Import(hub, ROOT, Origin("Bench", None, path.name, "0" * 64))
    begin = time.perf_counter()
    for start in range(0, len(records), BATCH):
        await bringing.take(records[start : start + BATCH])
    assert bringing.counts == {outcome: STORED}
    return STORED / (time.perf_counter() - begin)


def reading() -> None:
    """Measure and print how fast a file is read, beside lxml alone, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), PRODUCTS)
        ours: list[float] = []
        floor: list[float] = []
        for _ in range(ROUNDS):
            ours.append(_per_second(normalise, path))
            floor.append(_per_second(parse, path))
        report("ONIX products, read and normalised", ours, floor, "goal at least 0.50")
        size = path.stat().st_size / 1_000_000
        rate = size * statistics.median(ours) / PRODUCTS
        print(f"  {rate:,.0f} MB/s of {size:,.0f} MB, {1e6 * size / PRODUCTS:,.0f} bytes each")


def _per_second(act: Callable[[Path], None], path: Path) -> float:
    begin = time.perf_counter()
    act(path)
    return PRODUCTS / (time.perf_counter() - begin)


if __name__ == "__main__":
    reading()
    asyncio.run(main())
