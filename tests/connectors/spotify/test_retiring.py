"""Of a request that is over nothing stays at Spotify, however often it is asked for."""

from typing import Any

import httpx2
import pytest

from connectors.spotify.errors import SpotifyError
from connectors.spotify.fake import create_fake
from connectors.spotify.fake.state import LEVELS, Fault
from domain.database import sql
from domain.database.turns import Turn
from domain.jobs import records as job_records
from domain.jobs import service as jobs
from domain.jobs.model import JobState
from domain.removals import seeing
from domain.requests import records
from domain.requests.revise import withdraw
from tests.connectors.spotify.conftest import client_for
from tests.connectors.spotify.test_pausing import live, pause, resume
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import approved


async def withdrawn(desk: OneProcess, request: dict[str, str]) -> None:
    actor = await desk.world.actor("requester")
    await withdraw(desk.world.hub, actor, request["id"], "No longer needed.")


async def retire(desk: OneProcess, request: dict[str, str]) -> None:
    """Ask for what follows when a request is over, and let the worker do it."""
    hub, now = desk.world.hub, desk.clock.now()
    key, lane = f"retire:{request['id']}:{now}", f"effect:{request['id']}"
    held = await records.get(request["id"])
    assert held is not None
    details = {"request_id": held.id, "version": held.version}
    await jobs.ask(hub.wake, now, key=key, kind="campaign.retire", lane=lane, details=details)
    await desk.work(rounds=10)


async def published(desk: OneProcess) -> dict[str, str]:
    """Bring a campaign to Spotify, where it is live while its ads wait for review."""
    request = await approved(desk)
    await desk.work(seconds=31)
    return request


def statuses_set(desk: OneProcess) -> list[str]:
    """Return what the state of the campaign was set to, in order."""
    return [
        str(change["after"]["value"])
        for row in reversed(desk.account.history)
        for change in row["changes"]
        if change["field_type"] == "STATUS"
    ]


def status(desk: OneProcess) -> str:
    (campaign,) = desk.account.live["campaigns"].values()
    return str(campaign["status"])


async def test_the_draft_of_a_withdrawn_request_is_deleted(desk: OneProcess) -> None:
    request = await approved(desk)
    await withdrawn(desk, request)
    for _ in range(2):
        await retire(desk, request)
        assert [len(desk.account.drafts[level]) for level in LEVELS] == [0, 0, 0]
    found = await desk.look(request)

    assert found["auditTrail"][-1]["act"] == "campaign.retired"  # type: ignore[index]


async def test_what_is_live_of_a_withdrawn_request_is_paused_then_archived_once(
    desk: OneProcess,
) -> None:
    request = await published(desk)
    assert status(desk) == "ACTIVE"
    await withdrawn(desk, request)
    await retire(desk, request)
    await retire(desk, request)
    found: dict[str, Any] = dict(await desk.look(request))

    assert status(desk) == "ARCHIVED"
    assert statuses_set(desk) == ["PAUSED", "ARCHIVED"]
    assert [one["state"] for one in found["placements"]] == ["ARCHIVED"]
    assert [one["act"] for one in found["auditTrail"]].count("campaign.retired") == 1


async def test_what_people_had_paused_is_never_archived_by_that(desk: OneProcess) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()

    assert status(desk) == "PAUSED"
    assert "ARCHIVED" not in statuses_set(desk)


async def test_a_campaign_that_was_paused_is_archived_when_it_is_withdrawn(
    desk: OneProcess,
) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()
    await withdrawn(desk, request)
    await desk.work(rounds=10)

    assert status(desk) == "ARCHIVED"
    assert [one["code"] for one in await resume(desk, request)] == ["not_live"]


async def test_what_others_archived_is_not_woken_by_having_it_run_again(desk: OneProcess) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()
    (campaign,) = desk.account.live["campaigns"].values()
    campaign["status"] = "ARCHIVED"
    assert await resume(desk, request) == []
    await desk.work()

    assert status(desk) == "ARCHIVED"
    assert "It stays paused at Spotify" in str((await desk.look(request))["note"])


@pytest.mark.parametrize(("method", "times"), [("GET", 6), ("PATCH", 2), ("DELETE", 1)])
@pytest.mark.parametrize("heard", [False, True])
async def test_whichever_call_of_ending_it_is_lost_it_is_archived_and_recorded_once(
    desk: OneProcess, method: str, times: int, *, heard: bool
) -> None:
    request = await published(desk)
    await withdrawn(desk, request)
    faults = [Fault(method, "/campaigns/", 502, after_success=heard) for _ in range(times)]
    desk.account.faults = faults
    await desk.work(seconds=1, rounds=10)
    await desk.work(seconds=900, rounds=10)
    found: dict[str, Any] = dict(await desk.look(request))

    assert desk.account.faults == []
    assert status(desk) == "ARCHIVED"
    assert [one["act"] for one in found["auditTrail"]].count("campaign.retired") == 1


async def test_what_is_archived_already_is_left_alone(desk: OneProcess) -> None:
    request = await published(desk)
    (campaign,) = desk.account.live["campaigns"].values()
    campaign["status"] = "ARCHIVED"
    await withdrawn(desk, request)
    await retire(desk, request)

    assert status(desk) == "ARCHIVED"


@pytest.mark.parametrize(("method", "part"), [("PATCH", "/campaigns/"), ("DELETE", "/drafts/")])
async def test_a_lost_answer_is_looked_after(desk: OneProcess, method: str, part: str) -> None:
    request = await published(desk)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.drafts["campaigns"][campaign] = dict(desk.account.live["campaigns"][campaign])
    await withdrawn(desk, request)
    desk.account.faults = [Fault(method, part, after_success=True)]
    await retire(desk, request)

    assert desk.account.faults == []
    assert status(desk) == "ARCHIVED"
    assert desk.account.drafts["campaigns"] == {}


async def test_a_half_made_draft_is_found_by_its_reference(desk: OneProcess) -> None:
    desk.account.faults = [Fault("POST", "/drafts/ads", 400)]
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    assert len(desk.account.drafts["campaigns"]) == 1
    await withdrawn(desk, request)
    await retire(desk, request)

    assert desk.account.drafts["campaigns"] == {}


async def test_a_request_that_is_not_over_keeps_its_draft(desk: OneProcess) -> None:
    request = await approved(desk)
    await retire(desk, request)

    assert len(desk.account.drafts["campaigns"]) == 1


async def test_a_withdrawn_request_is_not_drafted_any_more(desk: OneProcess) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await withdrawn(desk, request)
    await desk.work()

    assert desk.account.drafts["campaigns"] == {}
    assert desk.account.assets == {}


async def test_a_refusal_to_stop_is_left_to_a_person_in_spotifys_words(desk: OneProcess) -> None:
    request = await published(desk)
    await withdrawn(desk, request)
    desk.account.faults = [Fault("PATCH", "/campaigns/", 422)]
    await retire(desk, request)
    (dead,) = await job_records.with_state(JobState.DEAD, 10)

    assert str(dead.last_error) == "Spotify does not let go of it: planned failure"


@pytest.mark.parametrize("body", [{}, {"status": "GONE"}, {"budget": {}}, {"name": "x"}])
async def test_the_fake_refuses_what_a_campaign_cannot_become(
    desk: OneProcess, body: dict[str, Any]
) -> None:
    await published(desk)
    (campaign,) = desk.account.live["campaigns"]
    client = client_for(desk.account, desk.clock, unjudged(desk))
    with pytest.raises(SpotifyError, match=r"is needed|is not one of|characters"):
        await client.change_live("campaigns", campaign, body)


def unjudged(desk: OneProcess) -> httpx2.AsyncClient:
    """What the document forbids us to send can only be tried past its judge."""

    transport = httpx2.ASGITransport(app=create_fake(desk.account, desk.clock))
    return httpx2.AsyncClient(transport=transport)


async def test_the_turn_of_rights_is_taken_before_it_is_written_that_it_is_gone(
    desk: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[object] = []
    take_turns, campaign_gone = sql.take_turns, seeing.campaign_gone

    async def turn(which: Turn) -> None:
        order.append(which)
        await take_turns(which)

    async def gone(*said: Any) -> None:
        order.append("gone")
        await campaign_gone(*said)

    request = await published(desk)
    await withdrawn(desk, request)
    monkeypatch.setattr(sql, "take_turns", turn)
    monkeypatch.setattr(seeing, "campaign_gone", gone)
    await retire(desk, request)

    # Who has that turn writes of takedowns as well: the other way round two wait for one another.
    assert order[order.index("gone") - 1] is Turn.RIGHTS
