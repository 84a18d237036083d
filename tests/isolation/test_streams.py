"""Whoever listens hears of nothing of the other side: every subscription that the schema has."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import ClientConnection, connect

from domain.database import sql
from domain.feed import Feed
from tests.api.served import served
from tests.api.test_socket import PROTOCOL, heard, opened
from tests.api.test_socket_codes import subscribe
from tests.isolation import acting
from tests.isolation.asking import CORE
from tests.isolation.oracle import KNOWN
from tests.isolation.sides import Sides
from tests.isolation.walking import ID, Walk, never
from tests.isolation.walking import opened as walked

#: By which mutation a thing that is listened to changes, and the table that it stands in.
CHANGED: Mapping[str, tuple[str, str]] = {
    "requestChanged": ("withdrawRequest", "request"),
    "requestsChanged": ("withdrawRequest", "request"),
    "caseChanged": ("commentCase", "case"),
    "casesChanged": ("commentCase", "case"),
    "alertsChanged": ("acknowledgeAlert", "alerts"),
    "metricsImportChanged": ("cancelMetricsImport", "metric_files"),
}
#: Who may see all, without whom nothing is proven.
ALL = "manager"
#: What was heard by each subscription, in order: an id, or why there is none.
Told = dict[str, list[str]]


def _subscriptions() -> dict[str, bool]:
    """Return every subscription, and whether it is of one thing by its id."""
    assert CORE.subscription_type is not None
    return {name: "id" in one.args for name, one in CORE.subscription_type.fields.items()}


def test_every_subscription_has_a_change_that_it_tells_of() -> None:
    assert _subscriptions().keys() == CHANGED.keys()


async def test_nobody_hears_of_what_changes_on_the_other_side(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = await walked(sides, monkeypatch)
    async with AsyncExitStack() as stack:
        place = await stack.enter_async_context(served(sides.world))
        sockets = {}
        for who in (*KNOWN, ALL):
            one = connect(f"ws://{place}/graphql", subprotocols=[PROTOCOL])
            sockets[who] = await stack.enter_async_context(one)
        told = {who: await _begun(sockets[who], sides, who) for who in sockets}
        await _changes(walk)
        await _listened(sides.world.hub.feed)
        for who, socket in sockets.items():
            await _to_its_end(socket, told[who])

    known = {name: sides.rows["B"][table] for name, (_, table) in CHANGED.items()}
    assert {name: told[ALL][name] for name in CHANGED} == {
        name: [known[name]] * (2 if by_id else 1) for name, by_id in _subscriptions().items()
    }, "whoever may see all hears of what changes, or nothing is proven"
    for who in KNOWN:
        assert {name: told[who][name] for name in CHANGED} == {
            name: told[who][f"no {name}"] for name in CHANGED
        }, f"{who} hears of what is there what is heard of what never was"


async def _begun(socket: ClientConnection, sides: Sides, who: str) -> Told:
    """Listen to everything, and to what never was; return what is heard at once of single things.

    What is of no single thing is listened to once: of what never was nothing is heard.
    """
    await opened(socket, sides.headers[who]["authorization"].removeprefix("Bearer "))
    told: Told = defaultdict(list)
    for name, by_id in _subscriptions().items():
        there = sides.rows["B"][CHANGED[name][1]]
        if not by_id:
            await subscribe(socket, name, query=f"subscription {{ {name} {{ id }} }}")
            continue
        for called, wanted in ((name, there), (f"no {name}", never(there))):
            asked = f'subscription {{ {name}(id: "{wanted}") {{ id }} }}'
            await subscribe(socket, called, query=asked)
            while not told[called]:
                _put(await heard(socket), told)
    return told


async def _changes(walk: Walk) -> None:
    """Change whatever of B somebody may listen to, as who may do all."""
    await _listening(walk.sides.world.hub.feed)
    # A file whose row says how it ended; here it is on its way still.
    await sql.execute("UPDATE metric_files SET state = 'running', ended_at = NULL")
    documents = dict(acting.mutations())
    for name in sorted({name for name, _ in CHANGED.values()}):
        given, _ = acting.given(name, walk.sides.rows["B"])
        answer = await walk.ask("admin", documents[name], {"input": given})
        assert '"errors":[]' in answer.text.replace(" ", ""), (name, answer.text)


async def _listening(feed: Feed) -> None:
    """Wait until each of them listens to each list, and who may to single things."""
    lists = sum(not one for one in _subscriptions().values())
    while feed.listening < lists * len(KNOWN) + len(CHANGED):  # noqa: ASYNC110  The feed tells nobody who listens.
        await asyncio.sleep(0.001)


async def _listened(feed: Feed) -> None:
    """Wait until everybody has taken what there was to hear, and have them hear of the end."""
    while any(not one._unheard.empty() for one in feed._listeners):  # noqa: ASYNC110  As above.
        await asyncio.sleep(0.001)
    feed.end()


async def _to_its_end(socket: ClientConnection, told: Told) -> None:
    """Note whatever comes until all has ended that was not refused at once."""
    going = {name for name in CHANGED if not told[name] or ID.fullmatch(told[name][0])}
    while not all("ending" in told[name] for name in going):
        _put(await heard(socket), told)
    for name in CHANGED:
        told[name] = [one for one in told[name] if one != "ending"]


def _put(message: dict[str, object], told: Told) -> None:
    """Note what a message tells, by the name of its subscription."""
    payload, name = message.get("payload"), str(message["id"])
    if isinstance(payload, dict):
        told[name] += [ID.sub("*", one["extensions"]["code"]) for one in payload.get("errors", ())]
        told[name] += [one["id"] for one in (payload.get("data") or {}).values() if one]
