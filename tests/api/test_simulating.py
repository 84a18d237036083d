"""Asking through the door what a version would say, and what cannot be asked."""

from typing import Any

import pytest

from tests.api.door import door
from tests.api.rules import (
    FACTS,
    SIMULATE,
    simulated,
)
from tests.domain.rulebook.rules import (
    LATER,
    TABLE,
    dmn,
    later,
)
from tests.world import World


async def test_what_counts_says_what_it_would_decide(world: World) -> None:
    found = await simulated(await door(world, "requester"), f=FACTS | {"mood": "fine"})

    assert (found["outcome"], found["version"]) == ("DECIDED", {"number": 1})
    assert found["matchedRules"] == ["readiness", "brand_own", "finance_major"]
    assert found["results"][2]["stage"] == "finance"
    assert found["reasons"]
    assert (found["missingFacts"], found["unknownFacts"]) == ([], ["mood"])
    assert found["missCount"] == len(found["misses"]) == 10


async def test_a_draft_and_a_file_are_asked_as_well(world: World) -> None:
    version = await later(world)
    front = await door(world, "auditor")
    draft = await simulated(front, v=version.id)
    file = await simulated(front, d=dmn(TABLE, LATER))

    assert draft["version"] == {"number": 2}
    assert file["version"] is None
    assert draft["matchedRules"] == file["matchedRules"] == ["readiness", "brand_own"]
    assert "finance_major" in {one["rule"] for one in file["misses"]}


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("10**15", 10**15),
        ("10**30", "1" + "0" * 30),
        ("10**6000", f"1.{'0' * 33}E+6000"),
        ("1/4", "0.25"),
        ("[1..3]", "[1..3]"),
        ('duration("P14M")', "P1Y2M"),
        ("function(x) x", "null"),
        ('{a: ["b", true]}', {"a": ["b", True]}),
    ],
)
async def test_a_file_may_say_anything_and_gets_an_answer(
    world: World, cell: str, shown: object
) -> None:
    change = ('<outputEntry id="readiness_quorum"><text>0<', f"<outputEntry><text>{cell}<")
    file = dmn(TABLE, change, ('name="quorum" typeRef="number"', 'name="quorum"'))
    found = await simulated(await door(world, "auditor"), d=file)

    assert found["results"][0]["quorum"] == shown


async def test_facts_that_are_missing_give_review_and_ask_no_rule(world: World) -> None:
    found = await simulated(await door(world, "manager"), f={"budget": "much"})

    assert (found["outcome"], found["matchedRules"], found["misses"]) == ("REVIEW", [], [])
    assert "budget (a number, not a string)" in found["missingFacts"]
    assert "currency" in found["missingFacts"]


async def test_misses_come_in_pages(world: World) -> None:
    front = await door(world, "manager")
    first = await simulated(front, n=6)
    second = await simulated(front, n=6, after=first["misses"][-1]["rule"])
    whole = await simulated(front)

    assert [*first["misses"], *second["misses"]] == whole["misses"]


DEEP: Any = 1
for _ in range(9):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"f": [1, 2]}, "no_facts"),
        ({"f": {f"fact{n}": 1 for n in range(101)}}, "facts_too_large"),
        ({"f": {"budget": DEEP}}, "facts_too_large"),
        ({"f": {"budget": [1] * 2_000}}, "facts_too_large"),
        ({"f": {"currency": "x" * 30_000}}, "facts_too_large"),
        ({"f": {"budget": 1e40}}, "facts_too_large"),
        ({"t": "nothing"}, "no_such_table"),
        ({"v": "rul_none"}, "no_such_version"),
        ({"d": "no XML"}, "bad_table"),
        ({"d": dmn("campaign_admission")}, "no_such_decision"),
        ({"v": "rul_none", "d": dmn()}, "both_given"),
        ({"n": 101}, "page_size"),
        ({"after": "nothing"}, "no_such_rule"),
    ],
)
async def test_what_cannot_be_asked_says_why(
    world: World, given: dict[str, Any], code: str
) -> None:
    answer = await (await door(world, "manager")).send(
        SIMULATE, **({"t": TABLE, "f": FACTS} | given)
    )

    assert answer["errors"][0]["extensions"]["code"] == code
