"""What is not there is told of at the field in which it was named."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.isolation import acting, extremes
from tests.isolation.sides import Sides
from tests.isolation.walking import opened

#: The form of an id, and no id of anything.
NOWHERE = "req_01kaxv3e7me5m9wq2q7w5b8x4n"


def refused(answer: Any) -> Iterator[Any]:
    """Yield every error of the answer of a mutation, and of each of several things."""
    for done in (answer["data"] or {}).values():
        yield from done.get("errors", ())
        for one in done.get("results", ()):
            yield from one["errors"]


async def test_what_is_not_there_is_told_of_at_the_field_that_named_it(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, told, astray = await opened(sides, monkeypatch), 0, []
    for name, document in acting.mutations():
        for place, given in extremes.variants(name, sides.rows["B"], {"ID": NOWHERE}):
            answer = await walk.ask("admin", document, {"input": given})
            for error in refused(answer.json()):
                if NOWHERE in error["message"]:
                    told += 1
                    last = [part for part in error["path"] if not part.isdigit()][-1:]
                    if last != [place.rpartition(".")[2]]:
                        astray.append(f"{name}: {place}: {error['path']} {error['message']}")

    assert astray == []
    assert told > 100
