"""What content systems report: signed, now, of what they were asked to publish, once."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.audit import records as audit
from domain.clock import SteppingClock
from domain.content_systems import reporting
from domain.database import sql
from domain.secrets import Secrets
from domain.targets.model import Report, Standing
from tests.api.door import client
from tests.connectors.webhooks.contents import System, registered, said
from tests.world import World

LIVE = {"standing": "live", "id": "c-1", "address": "https://listen.example.com/sea"}


@pytest.fixture
async def system(world: World) -> AsyncIterator[System]:
    """A content system that took something to publish."""
    async with registered(world) as found:
        await found.target.publish(found.what, {}, tried=False)
        yield found


async def looked(system: System) -> Report:
    return await system.target.look(system.what, {"show": "s-1"})


async def test_what_is_reported_is_what_stands(system: System) -> None:
    before = await looked(system)
    answer = await system.reports(
        {**LIVE, "blocked": ["DE", "AT"], "problems": ["The artwork is small."], "revision": 1}
    )

    assert (before.standing, answer.status_code, answer.content) == (Standing.PROCESSING, 204, b"")
    assert await looked(system) == Report(
        Standing.LIVE,
        {"show": "s-1", "publication": "c-1"},
        "https://listen.example.com/sea",
        frozenset({"AT", "DE"}),
        ("The artwork is small",),
    )


async def test_the_same_report_twice_is_one(system: System) -> None:
    await system.reports(LIVE)
    await system.reports({"standing": "removed"}, id_="rep_2")
    again = await system.reports(LIVE)
    acts = [one.act for one in await audit.events_of(system.what.request_id)]

    assert again.status_code == 204
    assert (await looked(system)).standing is Standing.REMOVED
    assert acts.count("publication.reported") == 2


async def test_what_was_said_earlier_and_comes_late_changes_nothing(system: System) -> None:
    await system.reports({"standing": "removed"}, id_="rep_2")
    await system.reports(LIVE, late=timedelta(seconds=60))

    assert (await looked(system)).standing is Standing.REMOVED


async def test_a_report_counts_though_its_clock_is_slow(system: System) -> None:
    await system.reports(LIVE, late=timedelta(seconds=200))

    assert (await looked(system)).standing is Standing.LIVE


async def test_what_was_reported_before_something_else_was_asked_for_counts_no_more(
    system: System,
) -> None:
    await system.reports(LIVE)
    await system.target.publish(replace(system.what, revision=2), {}, tried=False)
    after = await looked(system)
    late = await system.reports({**LIVE, "revision": 1}, id_="rep_2")

    assert after.standing is Standing.PROCESSING
    assert (late.status_code, late.json()["error"]) == (409, "earlier_revision")


async def test_what_was_to_be_removed_is_gone_by_report(system: System) -> None:
    await system.target.remove(system.what, {})
    await system.reports({"standing": "gone"}, id_="rep_9")
    found = await looked(system)

    assert found.standing is Standing.GONE
    assert found.evidence[0].startswith("`rep_9` of the content system")


async def test_who_has_no_secret_hears_the_same_whatever_there_is(
    system: System, world: World
) -> None:
    async with registered(world) as other:
        foreign = await system.reports(LIVE, secret=other.secret)
        unsent = await other.reports(LIVE)
    answers = [
        foreign,
        unsent,
        await system.reports(LIVE, request_id="req_unknown"),
        await system.reports(LIVE, request_id=system.what.place),
        await system.reports(LIVE, request_id="%00"),
        await system.reports(LIVE, id_=""),
        await system.reports(LIVE, id_="a/b"),
    ]

    assert {(one.status_code, one.text) for one in answers} == {(401, answers[0].text)}
    assert (await looked(system)).standing is Standing.PROCESSING


async def test_a_report_of_another_time_is_refused(system: System) -> None:
    for late in (timedelta(minutes=6), timedelta(minutes=-6)):
        answer = await system.reports(LIVE, late=late)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_now")


@pytest.mark.parametrize("at", ["253402300800", "999999999999", "9" * 40, "-1"])
async def test_a_time_that_is_none_is_no_signature(system: System, at: str) -> None:
    headers = {"webhook-id": "rep_1", "webhook-timestamp": at, "webhook-signature": "v1,xx"}
    path = f"/publications/{system.what.request_id}/report"
    answer = await client(system.world, headers).post(path, content=b"{}")

    assert (answer.status_code, answer.json()["error"]) == (401, "bad_signature")


async def test_what_the_hub_signed_itself_is_no_report(system: System) -> None:
    (message,) = system.sending.heard
    answer = await system.sends(message.body, id_=message.headers["webhook-id"])

    assert (answer.status_code, answer.json()["error"]) == (422, "bad_report")


async def test_a_report_is_of_the_publication_it_names(system: System) -> None:
    answer = await system.reports({**LIVE, "request": "req_other"})

    assert (answer.status_code, answer.json()["error"]) == (422, "another_publication")


async def test_everything_wrong_with_a_report_is_said_at_once(system: System) -> None:
    answer = await system.reports(
        {
            "standing": "fine",
            "adress": "x",
            "address": "http://x",
            "blocked": ["XX"],
            "revision": "1",
        }
    )
    paths = {tuple(one["path"]) for one in answer.json()["problems"]}

    assert answer.status_code == 422
    assert paths == {("standing",), ("adress",), ("address",), ("blocked", "0"), ("revision",)}


async def test_what_is_no_report_is_refused(system: System) -> None:
    for body in (b"", b"null", b"\xff", b"[" * 10_000, b'{"standing":"live"}'):
        assert (await system.sends(body)).status_code == 422


async def test_a_report_is_short(system: System) -> None:
    answer = await system.sends(b" " * 16_385)

    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


async def test_too_many_reports_are_told_when_to_come_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "BURST", 1.0)
    answers = [await system.reports(LIVE, id_=f"rep_{n}") for n in range(2)]

    assert [one.status_code for one in answers] == [204, 429]
    assert answers[1].headers["retry-after"] == "2"


async def test_little_is_kept_of_what_was_reported(system: System, clock: SteppingClock) -> None:
    for n in range(5):
        await system.reports(LIVE, id_=f"rep_{n}")
        clock.advance(timedelta(minutes=11))
    kept = await sql.fetch("SELECT message_id FROM content_reports")

    assert [row["message_id"] for row in kept] == ["rep_4"]
    assert (await looked(system)).standing is Standing.LIVE


async def test_an_answer_that_says_more_is_a_report(system: System) -> None:
    system.answers(said(standing="live"))
    await system.target.publish(system.what, {}, tried=True)

    assert json.loads(system.sending.heard[1].body)["data"]["request"] == system.what.request_id
    assert (await looked(system)).standing is Standing.LIVE


async def test_a_secret_of_another_installation_opens_nothing(system: System) -> None:
    secrets = Secrets.of("another secret, as long as it has to be")
    moved = replace(
        system, world=replace(system.world, hub=replace(system.world.hub, secrets=secrets))
    )
    answer = await moved.reports(LIVE)

    assert (answer.status_code, answer.json()["error"]) == (401, "bad_signature")
