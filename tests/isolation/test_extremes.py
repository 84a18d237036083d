"""Whatever stands in an input is taken or refused with a reason: long texts, the last days."""

from collections.abc import Mapping
from itertools import islice

import pytest

from tests.isolation import acting, extremes
from tests.isolation.sides import Sides
from tests.isolation.walking import Walk, opened

LONG = "walk " * 20_000
#: Texts that are longer than columns are, and what rules of form take: a word, a language, places.
FORMED = {
    "word": "w" * 300,
    "little": "w" * 65,
    "language": "de" + "-abcdefgh" * 6,
    "page": f"https://walk.example.com/{'w' * 2_900}",
    "folder": f"https://walk.example.com/{'w' * 600}",
    "mail": f"{'w' * 300}@walk.example.com",
    "nothing": "w\x00",
    "bell": "w\x07",
    "turned": "w\u202e",
}
#: The last days that can be said, and the first ones.
LAST = {"Date": "8999-12-31", "DateTime": "8999-12-31T23:59:59-12:00"}
FIRST = {"Date": "1000-01-01", "DateTime": "1000-01-01T00:00:00+14:00"}
BEYOND = {"Date": "9999-12-31", "DateTime": "0001-01-01T00:00:00+14:00"}


#: What breaks without any such value, for its row was put into the house by hand.
BY_HAND: set[str] = set()


async def breaking(walk: Walk, values: Mapping[str, str], each: int = 1) -> list[str]:
    """Return where one such value was answered by a fault of ours; of so many mutations one."""
    found = []
    for name, document in islice(acting.mutations(), None, None, each):
        for place, given in extremes.variants(name, walk.sides.rows["B"], values):
            answer = await walk.ask("admin", document, {"input": given})
            if answer.status_code >= 500 or "internal" in walk.codes(answer):
                found.append(f"{name}: {place}")
    return sorted({*found} - BY_HAND)


@pytest.mark.parametrize(
    ("kind", "each"),
    [("String", 4), *(pytest.param(one, 1, marks=pytest.mark.long) for one in ("String", "ID"))],
)
async def test_no_text_is_too_long_to_be_refused_at_its_field(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, kind: str, each: int
) -> None:
    walk = await opened(sides, monkeypatch)

    assert await extremes.as_strict_as_postgres() > 100
    assert await breaking(walk, {kind: LONG}, each) == []


@pytest.mark.long
@pytest.mark.parametrize("form", sorted(FORMED))
async def test_no_text_in_the_right_form_is_longer_than_what_keeps_it(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    walk = await opened(sides, monkeypatch)

    assert await extremes.as_strict_as_postgres() > 100
    assert await breaking(walk, {"String": FORMED[form]}) == []


@pytest.mark.parametrize(
    "values", [pytest.param(FIRST, marks=pytest.mark.long), LAST], ids=["first", "last"]
)
async def test_the_ends_of_the_calendar_break_nothing(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, values: dict[str, str]
) -> None:
    assert await breaking(await opened(sides, monkeypatch), values) == []


async def test_nothing_beyond_the_calendar_is_taken_anywhere(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, taken = await opened(sides, monkeypatch), []
    for name, document in acting.mutations():
        for place, given in extremes.variants(name, sides.rows["B"], BEYOND):
            answer = await walk.ask("admin", document, {"input": given})
            if "out_of_calendar" not in walk.codes(answer):
                taken.append(f"{name}: {place}")

    assert taken == []
