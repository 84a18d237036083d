"""What is not there is told of at the field in which it was named."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.conventions.errors import shown
from domain.errors import Missing
from tests.isolation import acting, extremes
from tests.isolation.sides import Sides
from tests.isolation.walking import opened

#: Parts of an input below which paths are counted.
WITHIN = re.compile(r"^(brief|source|terms)\.")

#: The form of an id, and no id of anything.
NOWHERE = "req_01kaxv3e7me5m9wq2q7w5b8x4n"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"request_id": NOWHERE}, ["requestId"]),
        ({"why": f"{NOWHERE} is wrong", "request_id": NOWHERE}, ["requestId"]),
        ({"idempotency_key": NOWHERE, "request_id": NOWHERE}, ["requestId"]),
        ({"idempotency_key": f"{NOWHERE}-confirm"}, []),
        ({"asset_ids": ["another", NOWHERE]}, ["assetIds", "1"]),
        ({"brief": {"show_id": NOWHERE}}, ["showId"]),
        ({"user_id": "req"}, []),
        ({"wanted": None}, []),
        (None, []),
    ],
)
def test_the_field_is_the_one_that_says_just_that(given: Any, path: list[str]) -> None:
    (told,) = shown(Missing("no_such_request", f"There is no request `{NOWHERE}`."), given)

    assert told.path == path


@pytest.mark.parametrize("length", [41, 2_000])
def test_what_is_too_long_to_be_quoted_is_known_by_its_beginning(length: int) -> None:
    given = {"why": "x", "show_id": "x" * length}
    (told,) = shown(Missing("no_such_show", f"There is no show `{'x' * 40}`."), given)

    assert told.path == ["showId"]


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
                    named = ".".join(part for part in error["path"] if not part.isdigit())
                    if named != WITHIN.sub("", place):
                        astray.append(f"{name}: {place}: {error['path']} {error['message']}")

    assert astray == []
    assert told > 100
