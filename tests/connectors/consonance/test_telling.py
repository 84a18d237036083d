"""Web links say where a title can be heard: once, ours only, and not unless it is switched on."""

from datetime import timedelta
from typing import Any

import pytest

from app.jobs.handlers import NIGHTLY, handlers_for
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Work
from domain.title_house import pulling, reporting
from domain.title_house.model import ChannelState, Writing
from domain.title_house.pulling import Wanted
from tests.connectors.consonance.conftest import Site
from tests.connectors.consonance.test_reading import LONG_AGO

URL = "https://open.spotify.com/show/1"
THEIRS = {"id": 900, "link": "https://house.example", "note": "Our own page", "role": None}


async def told(
    hub: Hub, site: Site, writing: Writing, *states: tuple[ChannelState, str]
) -> list[Any]:
    """Bring one title in, tell of it state by state, a day apart; return the links it has then."""
    client = site.client(writing=writing)
    if not site.house.products:
        site.house.put(1, LONG_AGO, work=100, webLinks=[dict(THEIRS)])
        await pulling.pull(hub, NIGHTLY, client, Wanted())
    (row,) = await sql.fetch("SELECT work_id FROM titles")
    handlers = handlers_for(hub, ads=None, chat=None, house=client)
    assert isinstance(hub.clock, SteppingClock)
    for state, reason in states:
        hub.clock.advance(timedelta(days=1))
        async with transaction():
            await reporting.tell(hub, row["work_id"], "spotify", state, url=URL, reason=reason)
        while await jobs.run_next(Work(hub.clock, hub.wake, handlers)):
            pass
    waiting = "SELECT key FROM jobs WHERE state <> 'done' AND kind = $1"
    assert await sql.fetch(waiting, reporting.TELL) == []
    links: list[Any] = site.house.products[1]["webLinks"]
    return links


async def acts(act: str) -> list[dict[str, Any]]:
    (row,) = await sql.fetch("SELECT id FROM titles")
    return [dict(one.details) for one in await audit.trail(row["id"]) if one.act == act]


async def test_a_link_is_written_on_live_changed_on_takedown_and_theirs_is_left_alone(
    hub: Hub, site: Site
) -> None:
    live, down = (ChannelState.LIVE, ""), (ChannelState.TAKEN_DOWN, "rights\nended")
    theirs, ours = await told(hub, site, Writing.ON, live)
    assert theirs == THEIRS
    assert ours == {
        "id": 1,
        "productId": 1,
        "link": URL,
        "note": "[greenlight:spotify] live since 2026-11-22",
        "role": "_29",
        "includeInOnix": False,
    }

    theirs, ours = await told(hub, site, Writing.ON, down)
    assert (theirs, ours["id"]) == (THEIRS, 1)
    assert ours["note"] == "[greenlight:spotify] taken down 2026-11-23 rights ended"
    assert [one["deed"] for one in await acts("title.link_told")] == ["created", "changed"]


async def test_asked_again_with_the_same_nothing_is_written(hub: Hub, site: Site) -> None:
    await told(hub, site, Writing.ON, (ChannelState.LIVE, ""))
    # Their answer was lost: the job comes again as it was.
    await sql.execute("UPDATE jobs SET state = 'open', attempt = 0 WHERE kind = $1", reporting.TELL)
    client = site.client(writing=Writing.ON)
    handlers = handlers_for(hub, ads=None, chat=None, house=client)
    while await jobs.run_next(Work(hub.clock, hub.wake, handlers)):
        pass

    written = [what for what, _ in site.house.asked if what in {"create", "update"}]
    assert written == ["create"]
    assert len(site.house.products[1]["webLinks"]) == 2


async def test_a_dry_run_writes_down_what_it_would_and_off_nothing(hub: Hub, site: Site) -> None:
    live = (ChannelState.LIVE, "")
    assert await told(hub, site, Writing.OFF, live) == [THEIRS]
    assert await acts("title.link_would_be_told") == []

    assert await told(hub, site, Writing.DRY, live) == [THEIRS]
    assert await acts("title.link_told") == []
    assert await acts("title.link_would_be_told") == [
        {
            "deed": "created",
            "channel": "spotify",
            "state": "live",
            "url": URL,
            "note": "[greenlight:spotify] live since 2026-11-23",
            "audiobook": True,
        }
    ]


async def test_what_was_overtaken_is_not_told_and_no_work_is_refused(hub: Hub, site: Site) -> None:
    await told(hub, site, Writing.OFF)
    (row,) = await sql.fetch("SELECT work_id FROM titles")
    assert isinstance(hub.clock, SteppingClock)
    for state in (ChannelState.LIVE, ChannelState.TAKEN_DOWN):
        hub.clock.advance(timedelta(seconds=1))
        async with transaction():
            await reporting.tell(hub, row["work_id"], "spotify", state, url=URL)

    handlers = handlers_for(hub, ads=None, chat=None, house=site.client(writing=Writing.ON))
    while await jobs.run_next(Work(hub.clock, hub.wake, handlers)):
        pass
    # It was never live there, so there is nothing to take back.
    assert site.house.products[1]["webLinks"] == [THEIRS]
    with pytest.raises(Missing):
        await reporting.tell(hub, "wrk_0", "spotify", ChannelState.LIVE, url=URL)
