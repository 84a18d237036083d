"""Which campaigns run is looked at by itself: what nobody here put live is found, and its end."""

from datetime import timedelta

import pytest

from connectors.spotify.errors import SpotifyError
from connectors.spotify.fake.state import Fault
from domain.campaigns import polling
from domain.campaigns.orders import PUBLISHER
from domain.clock import SteppingClock
from domain.database import sql
from domain.exposures.polling import poll
from domain.requests.revise import withdraw
from domain.rights.live import records
from domain.rights.live.model import Exposure, Source
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import approved


async def known(source: Source) -> list[Exposure]:
    """Return what is known to be live by a source."""
    return await records.live_at(PUBLISHER, source)


async def test_a_campaign_that_somebody_wakes_is_found_and_its_end_too(desk: OneProcess) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"].values()
    before = await desk.ads.running()
    desk.account.moderate(campaign["id"], approve=True)
    at_review = await poll(desk.world.hub, polling.AdsNow(desk.ads))
    await desk.work(seconds=40)
    ours = await known(Source.HUB)
    nothing_new = await poll(desk.world.hub, polling.AdsNow(desk.ads))
    await withdraw(
        desk.world.hub, await desk.world.actor("requester"), request["id"], "No longer needed."
    )
    await desk.work(rounds=10)
    over = (await known(Source.HUB), await known(Source.POLL))
    campaign["status"] = "ACTIVE"  # Somebody wakes it in the ad account.
    found = await poll(desk.world.hub, polling.AdsNow(desk.ads))
    seen = await known(Source.POLL)
    desk.account.faults.append(Fault("GET", "/ads", status=403))
    with pytest.raises(SpotifyError):
        await poll(desk.world.hub, polling.AdsNow(desk.ads))
    untouched = await known(Source.POLL)
    campaign["status"] = "PAUSED"
    gone = await poll(desk.world.hub, polling.AdsNow(desk.ads))

    # While its ads wait for review nothing runs; then the hub's own job says so.
    assert before == frozenset()
    assert at_review.found == ()
    assert len(ours) == 3
    assert (nothing_new.found, nothing_new.ended) == ((), ())
    assert over == ([], [])
    assert sorted(found.found) == sorted(one.id for one in seen)
    assert {one.shown.subject for one in seen} == {one.shown.subject for one in ours}
    assert untouched == seen  # A look that fails ends nothing.
    assert sorted(gone.ended) == sorted(found.found)
    assert await known(Source.POLL) == []


async def test_it_is_asked_for_once_in_every_span(desk: OneProcess, clock: SteppingClock) -> None:
    every = timedelta(minutes=15)
    for minutes in (0, 0, 15):
        clock.advance(timedelta(minutes=minutes))
        await polling.ask(desk.world.hub, every)

    rows = await sql.fetch("SELECT key FROM jobs WHERE kind = $1", polling.POLL)
    assert len(rows) == 2
