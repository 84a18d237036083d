"""Telling those who manage a brand what became of its account."""

from domain.actor import SCHEDULE
from domain.cases import open_case
from domain.cases.model import (
    CaseKind,
    Given,
    Priority,
    Report,
    Severity,
    Source,
    Subject,
    SubjectKind,
)
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS
from domain.catalog import records as catalog
from domain.connections.model import Connection
from domain.connections.rules import REFUSED, REMEDY, named
from domain.hub import Hub
from domain.requests import records as requests
from domain.targets import records as published
from domain.targets.connected import PLAYLISTS

#: How many minutes of business time there are to answer, and to do something about it.
MINUTES = (240, 960)

#: How many playlists a case names; the rest are counted. Ours.
NAMED_MAX = 10


async def broken(hub: Hub, one: Connection) -> None:
    """Open the case by which the brand's managers hear that it has to be connected again."""
    name = await _brand(one)
    why = f"{REFUSED}: the account of {name} for playlists is no longer connected."
    what = f"What waits for it is given up: {REMEDY}, and it goes on."
    await _open(hub, one, f"Connect the playlist account of {name} again", why, what)


async def changed(hub: Hub, before: Connection, after: Connection) -> None:
    """Open the case by which they hear that it is another account, and what the first one has."""
    name = await _brand(after)
    first = named(before.account_name, before.account_id)
    second = named(after.account_name, after.account_id)
    why = f"The account of {name} for playlists was {first}, and is {second} since now."
    left = await _left(after.brand_id)
    what = (
        f"In the first one stand {left}, which the hub cannot reach any more: take them down there"
        " by hand, or connect the first one again."
        if left
        else "Nothing that the hub looks after stands in the first one."
    )
    await _open(hub, after, f"{name} has another playlist account", why, what)


async def _left(brand_id: str) -> str:
    """Return which playlists stand in the account that was connected before, in words."""
    found = [one for one in await published.followed_at(PLAYLISTS, brand_id) if one.outside]
    held = await requests.get_many([one.request_id for one in found])
    numbers = sorted(one.number for one in held.values())
    told = ", ".join(f"#{one}" for one in numbers[:NAMED_MAX])
    more = len(numbers) - NAMED_MAX
    return f"{told} and {more} more" if more > 0 else told


async def _open(hub: Hub, one: Connection, title: str, why: str, what: str) -> None:
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=title,
        text=f"{why}\n{what}",
        given=Given(severity=Severity.HIGH),
        brand_id=one.brand_id,
        market=None,
        subjects=(Subject(SubjectKind.BRAND, one.brand_id),),
    )
    await open_case.notice(hub, SCHEDULE, report, Place(Priority.P2, MANAGERS, *MINUTES, (why,)))


async def _brand(one: Connection) -> str:
    return (await catalog.brand_names([one.brand_id])).get(one.brand_id, one.brand_id)
