"""A page of cases is read as a whole, however many there are."""

from collections.abc import Sequence

import pytest

from domain.database import sql
from domain.database.statements import Result, Statement
from tests.api.door import door
from tests.world import World

OPEN = """mutation($input: OpenCaseInput!) { openCase(input: $input) { case { id } } }"""

PAGE = """{ cases(first: 20) { edges { node { number subjects { ref } comments { text }
  contact { name } compensations { __typename } deliveries { __typename }
  decisions { outcome } auditTrail { act } } } } }"""


async def test_a_page_of_cases_takes_as_many_statements_as_one_case(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, manager = await door(world, "requester"), await door(world, "manager")
    report = {"kind": "COMPLAINT", "text": "It stands there twice.", "market": "DE", "facts": {}}
    report |= {"brandId": world.brand_id, "subjects": []}
    asked: list[str] = []
    run = sql._run

    async def heard(statements: Sequence[Statement]) -> list[Result]:
        asked.extend(one.text for one in statements)
        return await run(statements)

    counts = []
    for number in range(3):
        await reporter.data(OPEN, input=report | {"title": f"Charged twice, {number}"})
        with monkeypatch.context() as patch:
            patch.setattr(sql, "_run", heard)
            asked.clear()
            page = (await manager.data(PAGE))["cases"]["edges"]
            counts.append((len(page), len(asked)))

    assert [number for number, _ in counts] == [1, 2, 3]
    assert counts[2][1] == counts[1][1]
    assert all(edge["node"]["auditTrail"] for edge in page)
