"""A page is read as a whole: it takes as many statements, however much is on it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from domain.catalog import service as catalog
from domain.database import sql
from domain.database.statements import Result, Statement
from tests.api.door import Door, door
from tests.world import ROOT, World

OPEN = """mutation($input: OpenCaseInput!) { openCase(input: $input) { case { id } } }"""

CASES = """{ page: cases(first: 20) { edges { node { number subjects { ref } comments { text }
  contact { name } compensations { __typename } deliveries { __typename }
  decisions { outcome } auditTrail { act } } } } }"""

SHOWS = "{ page: showsConnection(first: 20) { edges { node { title episodes { title } } } } }"

ACCOUNT = """mutation { done: createAccount(input: {pseudonym: "cust-1", tier: STANDARD}) {
  account { id } } }"""

RECORD = """mutation($input: RecordConsentInput!) { recordConsent(input: $input) {
  errors { __typename } } }"""

LEDGER = """{ page: consents(subjectKind: ACCOUNT, subjectId: "%s") {
  edges: entries(first: 10) { id name how proof } } }"""


async def statements(
    monkeypatch: pytest.MonkeyPatch, reader: Door, query: str
) -> tuple[list[Any], int]:
    """Return the edges of a page, and how many statements that took."""
    asked: list[str] = []
    run = sql._run

    async def heard(found: Sequence[Statement]) -> list[Result]:
        asked.extend(one.text for one in found)
        return await run(found)

    with monkeypatch.context() as patch:
        patch.setattr(sql, "_run", heard)
        page = (await reader.data(query))["page"]
    return page["edges"], len(asked)


async def as_it_grows(
    monkeypatch: pytest.MonkeyPatch,
    reader: Door,
    query: str,
    add: Callable[[int], Awaitable[object]],
) -> list[tuple[int, int]]:
    """Return how many things are on a page and what it took, with each that is added."""
    await reader.data(query)  # Who asks is looked up once, and remembered.
    found = []
    for number in range(3):
        await add(number)
        nodes, count = await statements(monkeypatch, reader, query)
        found.append((len(nodes), count))
    return found


async def test_a_page_of_cases_takes_as_many_statements_as_a_shorter_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, manager = await door(world, "requester"), await door(world, "manager")
    report = {"kind": "COMPLAINT", "text": "It stands there twice.", "market": "DE", "facts": {}}
    report |= {"brandId": world.brand_id, "subjects": []}

    async def add(number: int) -> object:
        return await reporter.data(OPEN, input=report | {"title": f"Charged twice, {number}"})

    (_, first), _, (_, third) = await as_it_grows(monkeypatch, manager, CASES, add)
    nodes, _ = await statements(monkeypatch, manager, CASES)

    assert third == first
    assert len(nodes) == 3
    assert all(one["node"]["auditTrail"] for one in nodes)


async def test_a_page_of_shows_takes_as_many_statements_with_all_their_episodes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = await door(world, "manager")

    async def add(number: int) -> object:
        show = await catalog.add_show(world.hub, ROOT, f"Show {number}", world.brand_id, "de")
        return await catalog.add_episode(world.hub, ROOT, show.id, f"Pilot {number}", 1, None)

    (_, first), _, (_, third) = await as_it_grows(monkeypatch, manager, SHOWS, add)
    nodes, _ = await statements(monkeypatch, manager, SHOWS)
    found = [one["node"] for one in nodes]
    told = {one["title"]: [each["title"] for each in one["episodes"]] for one in found}

    assert third == first
    assert told["Show 2"] == ["Pilot 2"]


async def test_a_ledger_takes_as_many_statements_with_all_that_names_somebody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = await door(world, "manager")
    account = (await manager.data(ACCOUNT))["done"]["account"]["id"]
    said = {"subjectKind": "ACCOUNT", "subjectId": account, "purpose": "DIRECT_MARKETING"}
    said |= {"channel": "EMAIL", "source": "FORM", "textVersion": "news-3"}

    async def add(number: int) -> object:
        at = (world.hub.clock.now() - timedelta(hours=number + 1)).isoformat()
        return await manager.data(RECORD, input=said | {"saidAt": at, "proof": f"form {number}"})

    query = LEDGER % account
    (_, first), _, (_, third) = await as_it_grows(monkeypatch, manager, query, add)
    entries, _ = await statements(monkeypatch, manager, query)

    assert third == first
    assert sorted(one["proof"] for one in entries) == ["form 0", "form 1", "form 2"]
