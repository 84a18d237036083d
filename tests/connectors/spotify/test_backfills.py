"""Whole flights brought in from files of Spotify's: what fails, expires, or crashes."""

from datetime import timedelta
from typing import Any

import pytest

from app.jobs.handlers import NIGHTLY
from domain.ad_reports import backfilling, records
from domain.ad_reports.model import BackfillState
from domain.jobs.model import RetryLater
from tests.stories.desk import OneProcess
from tests.stories.reports import BACKFILL, day, live, points, reported, the_job


class Crash(Exception):
    """The worker dies after a call, before it could write down what came of it."""


async def begun(desk: OneProcess) -> tuple[dict[str, str], str]:
    """Have a flight of two days brought in anew."""
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 2), IMPRESSIONS=1_000, SPEND=12.5, PURCHASES=2)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=2_000, COMPLETES=1_500)
    front = await desk.front("manager")
    for _ in range(2):
        done = (await front.data(BACKFILL, input={"requestId": request["id"]}))["done"]
        assert done["errors"] == []
    return request, campaign


async def test_what_nobody_carried_on_for_a_day_may_be_asked_for_again(desk: OneProcess) -> None:
    request, _ = await begun(desk)
    desk.clock.advance(backfilling.READY_WITHIN + timedelta(hours=1))
    front = await desk.front("manager")
    done = (await front.data(BACKFILL, input={"requestId": request["id"]}))["done"]
    asked = [one["state"] for one in done["reports"]["backfills"]]
    await desk.work(rounds=18)
    found = (await reported(desk, request))["backfills"]

    assert asked == ["ASKED", "FAILED"]
    assert [one["state"] for one in found] == ["BROUGHT", "FAILED"]
    assert len(desk.account.reports) == 1


async def test_a_whole_flight_is_brought_in_from_a_file(desk: OneProcess) -> None:
    request, _ = await begun(desk)
    await desk.work(rounds=18)
    (backfill,) = (await reported(desk, request))["backfills"]

    assert (backfill["state"], backfill["done"]["setAside"]) == ("BROUGHT", 0)
    assert await points(desk, request, "ad_impressions", 2) == [
        ("1000", "VALUE", None),
        ("2000", "VALUE", None),
    ]
    assert (await points(desk, request, "spend", 2))[0] == ("12.5", "VALUE", None)
    assert (await points(desk, request, "ad_completes", 2))[1] == ("1500", "VALUE", None)
    assert (await points(desk, request, "conversion_purchases", 2))[0][1] == "SUPPRESSED"
    assert len(desk.account.reports) == 1


async def test_a_file_that_fails_or_expires_is_asked_for_again_but_not_for_ever(
    desk: OneProcess,
) -> None:
    request, _ = await begun(desk)
    for state in ("FAILED", "EXPIRED", "FAILED"):
        await desk.work(rounds=2)
        for one in desk.account.reports.values():
            one["status"] = state
        await desk.work(seconds=31, rounds=1)
        desk.clock.advance(timedelta(seconds=31))
    await desk.work()
    (backfill,) = (await reported(desk, request))["backfills"]

    assert len(desk.account.reports) == 3
    assert backfill["state"] == "FAILED"
    assert "3 tries" in backfill["problem"]


@pytest.mark.parametrize("verb", ["begin", "look", "fetch"])
async def test_a_back_fill_goes_on_where_a_crash_left_it(
    desk: OneProcess, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    request, _ = await begun(desk)
    job, whole = await the_job(backfilling.KIND), getattr(desk.reports, verb)

    async def dies(*given: Any) -> None:
        await whole(*given)
        monkeypatch.undo()
        raise Crash

    monkeypatch.setattr(desk.reports, verb, dies)
    ended: list[str] = []
    for _ in range(4):
        try:
            await backfilling.carry_on(desk.world.hub, NIGHTLY, desk.reports, job)
        except (RetryLater, Crash) as end:
            ended.append(type(end).__name__)
    (backfill,) = (await reported(desk, request))["backfills"]

    assert ended.count("Crash") == 1
    assert backfill["state"] == "BROUGHT"
    assert (backfill["done"]["added"], backfill["done"]["changed"]) == (5, 0)


async def test_a_back_fill_that_is_over_is_done_once(desk: OneProcess) -> None:
    request, _ = await begun(desk)
    job = await the_job(backfilling.KIND)
    await desk.work(rounds=18)
    (before,) = await records.backfills_of(request["id"], 10)
    await backfilling.carry_on(desk.world.hub, NIGHTLY, desk.reports, job)

    assert before.state is BackfillState.BROUGHT
    assert list(await records.backfills_of(request["id"], 10)) == [before]
