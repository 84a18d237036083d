"""A content system as a target: what it is sent, and what its answers mean."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.webhooks.sender import WebhookSender
from connectors.webhooks.target import WebhookTarget
from domain.activation.journeys import endpoints, rules
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import EndpointState
from domain.audit import records as audit
from domain.clock import SteppingClock
from domain.errors import Invalid
from domain.jobs.model import GiveUp, RetryLater
from domain.requests import records as requests
from domain.targets.model import Begun, Refused, Report, Standing
from domain.webhooks import Answer
from tests.connectors.webhooks.contents import ADDRESS, System, registered, said
from tests.world import World

LIVE_AT = "https://listen.example.com/sea"


@pytest.fixture
async def system(world: World) -> AsyncIterator[System]:
    async with registered(world) as found:
        yield found


async def published(system: System, *, tried: bool = False) -> Report:
    return await system.target.publish(system.what, {}, tried=tried)


async def test_it_is_sent_the_package_with_its_files_and_where_to_report(system: System) -> None:
    await system.target.publish(system.what, {"publication": "c-1"}, tried=False)
    (message,) = system.sending.heard
    body, request_id = json.loads(message.body), system.what.request_id
    headers = rules.headers(
        [system.secret], f"{request_id}-1-publish-1", system.world.hub.clock.now(), message.body
    )

    assert (message.address, dict(message.headers)) == (ADDRESS, dict(headers))
    assert (body["type"], body["version"]) == ("publication.publish", 1)
    assert body["data"] == {
        "request": request_id,
        "revision": 1,
        "name": "guid",
        "kind": "episode_release",
        "title": "The sea",
        "opens_at": "2026-11-22T09:00:00+00:00",
        "ends_at": None,
        "markets": ["AT", "DE"],
        "content": {"summary": "Waves"},
        "files": {
            "audio_asset_id": {
                "address": "https://hub.example.com/media/00/audio.mp3",
                "media_type": "audio/mpeg",
                "size": 9,
                "sha256": "ab",
                "duration_ms": 500,
            }
        },
        "outside": {"publication": "c-1"},
        "report_to": f"https://hub.example.com/publications/{request_id}/report",
    }


async def test_it_is_live_only_if_the_answer_says_so(system: System) -> None:
    system.answers(said(standing="live", id="c-1", address=LIVE_AT))
    found = await published(system)

    assert found == Report(Standing.LIVE, {"publication": "c-1"}, LIVE_AT)
    assert await system.target.look(system.what, {}) == found


async def test_what_says_nothing_that_can_be_read_promises_nothing(system: System) -> None:
    answers = (
        Answer(200),
        Answer(204, body=b"<html>"),
        said(ok=True),
        said(standing="live", address="http://10.0.0.1/"),
        said(standing="gone"),
        said(standing="live", request="req_\0"),
        said(standing="live", revision=2),
        said(standing="live", revision=10**30),
        said(standing="live", id="x" * 201),
        Answer(200, body=b"[" * 16_000),
    )
    system.answers(*answers)

    assert {(await published(system)).standing for _ in answers} == {Standing.PROCESSING}


async def test_every_attempt_has_the_same_id_until_something_else_is_wanted(
    system: System,
) -> None:
    system.answers(Answer(500), Answer(200))
    with pytest.raises(RetryLater):
        await published(system)
    await published(system)
    await published(system, tried=True)
    await system.target.remove(system.what, {})
    await system.target.remove(system.what, {})
    await published(system)
    later = replace(system.what, revision=2)
    await system.target.publish(later, {}, tried=True)
    narrowed = replace(later, markets=("DE",))
    await system.target.publish(narrowed, {}, tried=True)
    await system.target.publish(narrowed, {}, tried=False)

    wanted = ["1-publish-1"] * 3 + ["1-remove-2"]
    wanted += ["1-publish-3", "2-publish-4", "2-publish-5", "2-publish-6"]
    assert [one.removeprefix(f"{system.what.request_id}-") for one in system.sending.ids] == wanted


async def test_what_is_not_ready_is_tried_again_later(system: System) -> None:
    answers = {
        Answer(None, "It did not answer within 20 seconds."): 10.0,
        Answer(408): 60.0,
        Answer(500, retry_after=9_999.0): 300.0,
        Answer(429, retry_after=9_999.0): 9_999.0,
        Answer(503, retry_after=9e9): 86_400.0,
    }
    system.answers(*answers)
    waits = []
    for _ in answers:
        with pytest.raises(RetryLater, match="Sample Content did not take it") as wait:
            await published(system)
        waits.append(wait.value.seconds)

    assert waits == list(answers.values())


async def test_after_a_day_of_tries_a_person_has_to_look(system: System) -> None:
    system.answers(Answer(500))
    for _ in rules.WAITS:
        with pytest.raises(RetryLater):
            await published(system, tried=True)

    with pytest.raises(GiveUp):
        await published(system, tried=True)


async def test_what_is_refused_says_why(system: System) -> None:
    system.answers(said(422, problems=["The title is too long.", 5, "x" * 400]))
    with pytest.raises(Refused) as refused:
        await published(system)
    system.answers(Answer(409))
    with pytest.raises(Refused) as silent:
        await published(system)

    assert refused.value.problems == ("The title is too long", "x" * 300)
    assert silent.value.problems == ("The content system answered 409 and did not say why",)


async def test_what_its_owner_has_to_mend_is_not_tried_again(system: System) -> None:
    for code in (301, 401, 404):
        system.answers(Answer(code))
        with pytest.raises(GiveUp, match=f"It answered {code}"):
            await published(system)


async def test_an_endpoint_that_is_gone_is_sent_nothing_more(system: System) -> None:
    system.answers(Answer(410))
    with pytest.raises(GiveUp, match="It answered 410"):
        await published(system)
    with pytest.raises(GiveUp, match="said before that it is gone"):
        await published(system)
    (found,) = await endpoints.listed(await system.world.actor("admin"))

    assert found.state is EndpointState.GONE
    assert len(system.sending.heard) == 1


async def test_what_is_for_a_paused_endpoint_waits(system: System) -> None:
    admin, hub = await system.world.actor("admin"), system.world.hub
    await endpoints.set_active(hub, admin, system.what.place, active=False)
    with pytest.raises(RetryLater, match="paused"):
        await published(system)
    await endpoints.set_active(hub, admin, system.what.place, active=True)
    await published(system)

    assert len(system.sending.heard) == 1


async def test_it_is_gone_only_if_the_system_says_so(system: System) -> None:
    system.answers(said(standing="gone"))
    gone = await system.target.remove(system.what, {"publication": "c-1"})
    body = json.loads(system.sending.heard[0].body)

    assert (gone.standing, gone.outside) == (Standing.GONE, {"publication": "c-1"})
    assert gone.evidence[0].startswith(f"`{system.what.request_id}-1-remove-1/answer`")
    assert body["type"] == "publication.remove"
    assert "files" not in body["data"]


async def test_a_removal_that_was_taken_is_not_sent_again_until_something_else_was(
    system: System,
) -> None:
    said_of = [await system.target.remove(system.what, {}) for _ in range(3)]
    await system.target.publish(system.what, {}, tried=False)
    await system.target.remove(system.what, {})
    ids = [one.removeprefix(f"{system.what.request_id}-1-") for one in system.sending.ids]

    assert [(one.standing, one.evidence) for one in said_of] == [(Standing.PROCESSING, ())] * 3
    assert ids == ["remove-1", "publish-2", "remove-3"]


async def test_only_an_endpoint_for_publications_of_the_brand_is_sent_any(system: System) -> None:
    hub, admin = system.world.hub, await system.world.actor("admin")
    journeys, _ = await endpoints.register(hub, admin, Wanted("Journeys", ADDRESS))
    async with registered(system.world, markets=["US"]) as elsewhere:
        for place in (journeys.id, "enp_unknown", "", elsewhere.what.place):
            with pytest.raises(GiveUp):
                await system.target.publish(replace(system.what, place=place), {}, tried=False)

    assert system.sending.heard == []


async def test_a_journey_goes_to_no_endpoint_for_publications(system: System) -> None:
    request = await requests.get(system.what.request_id)
    found = await endpoints.listed(await system.world.actor("admin"))

    assert request is not None
    assert rules.covers(found[0], request)
    assert rules.chosen(found, request) is None


async def test_no_address_inside_the_house_is_registered(system: System) -> None:
    hub = replace(system.world.hub, journeys=WebhookSender(system.world.hub.clock))
    admin = await system.world.actor("admin")
    for address in ("http://a.example.com/", "https://10.0.0.1/", "https://localhost/"):
        with pytest.raises(Invalid):
            await endpoints.register(hub, admin, Wanted("x", address))


async def test_a_name_that_leads_into_the_house_is_sent_nothing(system: System) -> None:
    async def resolve(_name: str, _port: int) -> list[str]:
        return ["169.254.169.254"]

    sender = WebhookSender(system.world.hub.clock, resolve=resolve)
    target = WebhookTarget(replace(system.world.hub, journeys=sender))
    with pytest.raises(RetryLater, match="not public"):
        await target.publish(system.what, {}, tried=False)


async def test_a_new_secret_signs_beside_the_one_before(
    system: System, clock: SteppingClock
) -> None:
    hub, admin = system.world.hub, await system.world.actor("admin")
    await endpoints.rotate(hub, admin, system.what.place)
    await published(system)
    clock.advance(timedelta(days=2))
    await published(system)

    signatures = [one.headers["webhook-signature"].split(" ") for one in system.sending.heard]
    assert [len(one) for one in signatures] == [2, 1]


async def test_what_was_taken_is_on_the_record(system: System) -> None:
    await published(system)
    acts = [one.act for one in await audit.events_of(system.what.request_id)]

    assert acts[-1] == "publication.taken"


async def test_what_nobody_answered_may_have_been_heard_and_what_was_said_no_to_was_not(
    system: System,
) -> None:
    system.answers(Answer(None, "It did not answer within 20 seconds."), Answer(502), Answer(403))
    stops = []
    for _ in range(3):
        with pytest.raises((RetryLater, GiveUp)) as stop:
            await published(system)
        stops.append(isinstance(stop.value, Begun))

    assert stops == [True, True, False]
