"""The same clicks over a socket that the bot opens: protocol, redelivery, loss, refusal."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import structlog
from starlette.routing import Route
from websockets.asyncio.client import connect

from bot.app import create_bot
from bot.fake import Fault
from bot.fake.sockets import SOCKETS_MAX, Sockets
from bot.incoming.socket_mode import PAUSE_SECONDS_MAX, SocketMode, pause_after
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.errors import Invalid
from domain.requests import reading
from tests.bot.office import APP, TEAM, Office, office, opened
from tests.bot.test_commands import entries, given
from tests.world import World


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Office]:
    async with office(world, by_socket=True) as found:
        yield found


def socket_of(desk: Office, token: str = APP) -> SocketMode:
    bot = create_bot(desk.world.hub, app_token=token, api_url=f"{desk.url}/api/")
    assert bot.socket is not None
    return bot.socket


async def votes_on(request_id: str) -> list[Choice]:
    return [vote.choice for vote in (await approvals.votes_of([request_id]))[request_id]]


async def test_a_vote_counts_and_every_copy_is_edited(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    outcome = await desk.click("brand_one", "CBRAND", "stage.approve")
    await desk.work()

    assert (outcome.ok, outcome.status) == (True, 200)
    assert await votes_on(request.id) == [Choice.APPROVE]
    assert "Brand One" in str(desk.shown("CBRAND")[0].blocks)


async def test_slack_reaches_no_address_of_the_bot(desk: Office) -> None:
    assert "/slack/events" not in {
        route.path for route in desk.bot.routes if isinstance(route, Route)
    }


async def test_a_form_shows_what_is_wrong_and_may_be_mended(desk: Office) -> None:
    await given(desk, "requester", "new")
    account = desk.account("requester")
    refused = await desk.clicks.submit(TEAM, account, entries(desk, "-5"))
    accepted = await desk.clicks.submit(TEAM, account, entries(desk, "900"))
    again = await desk.clicks.repeat(desk.clicks.sent[-1])
    actor = await desk.world.actor("requester")

    assert "amount" in refused.entry_errors
    assert (accepted.ok, again.ok) == (True, True)
    assert await reading.count(actor, reading.Where(mine=True)) == 1


async def test_a_command_is_answered_in_its_acknowledgement(desk: Office) -> None:
    outcome = await desk.clicks.command(TEAM, desk.account("requester"), "CBRAND", "/case", "help")
    answered = desk.clicks.sent[-1].answer

    assert outcome.ok
    assert answered is not None
    assert b"response_type" in answered.body
    assert desk.whispers("requester")


async def test_an_envelope_that_comes_again_counts_once(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", "stage.approve")
    first = desk.clicks.sent[-1]
    again = [await desk.clicks.repeat(first) for _ in range(3)]

    assert all(outcome.ok for outcome in again)
    assert await votes_on(request.id) == [Choice.APPROVE]
    assert desk.whispers("brand_one") == []


async def test_an_event_that_comes_again_is_acknowledged_and_not_repeated(desk: Office) -> None:
    await desk.clicks.open_home(TEAM, desk.account("brand_one"))
    published = len(desk.clicks.fake.calls.of("views.publish"))
    again = await desk.clicks.repeat(desk.clicks.sent[-1], reason="timeout")

    assert again.ok
    assert published == len(desk.clicks.fake.calls.of("views.publish")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
async def test_the_next_socket_opens_before_the_last_one_closes(desk: Office, reason: str) -> None:
    sockets = desk.clicks.fake.sockets
    request = await desk.asks("agent")
    await desk.work()
    (old,) = sockets.links
    await old.disconnect(reason)
    await opened(sockets, 2)
    sockets.links.reverse()  # Slack may choose either: here the one that is about to close.
    first = await desk.click("brand_one", "CBRAND", "stage.approve")
    await desk.work()
    await sockets.cut(old)
    second = await desk.click("brand_two", "CBRAND", "stage.approve")

    assert (first.ok, second.ok) == (True, True)
    assert len(await votes_on(request.id)) == 2


async def test_a_click_under_way_when_the_socket_is_lost_is_done_once(desk: Office) -> None:
    sockets = desk.clicks.fake.sockets
    request = await desk.asks("agent")
    await desk.work()
    clicking = asyncio.create_task(desk.click("brand_one", "CBRAND", "stage.approve"))
    while not sockets.links[0].waiting:  # noqa: ASYNC110  The look-alike offers nothing to wait for.
        await asyncio.sleep(0)
    await sockets.cut(sockets.links[0])
    lost = await clicking
    await opened(sockets, 2)
    again = await desk.clicks.repeat(desk.clicks.sent[-1])

    assert (lost.error, again.ok) == ("dispatch_failed", True)
    assert await votes_on(request.id) == [Choice.APPROVE]


async def test_what_makes_no_sense_is_passed_over(desk: Office) -> None:
    (link,) = desk.clicks.fake.sockets.links
    for text in ("{", "[1]", "7", '{"type": "events_api"}', '{"payload": 7, "envelope_id": "e"}'):
        await link.socket.send_text(text)
    outcome = await desk.clicks.open_home(TEAM, desk.account("brand_one"))

    assert outcome.ok
    assert desk.clicks.fake.sockets.opened == 1


async def test_a_fault_of_ours_is_not_acknowledged_and_the_socket_goes_on(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.clicks.ack_seconds = 0.3

    async def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched, structlog.testing.capture_logs() as logs:
        patched.setattr("bot.incoming.intake.Intake.take", broken)
        failed = await desk.clicks.open_home(TEAM, desk.account("brand_one"))
    again = await desk.clicks.open_home(TEAM, desk.account("brand_one"))

    assert (failed.error, again.ok) == ("operation_timeout", True)
    assert "envelope_fault" in {entry["event"] for entry in logs}


@pytest.mark.parametrize(
    ("token", "word"),
    [("xapp-wrong", "invalid_auth"), ("xoxb-tests", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_told_before_anything_is_served(
    desk: Office, token: str, word: str
) -> None:
    with pytest.raises(Invalid, match=rf"GREENLIGHT_SLACK_APP_TOKEN \({word}\)"):
        await socket_of(desk, token).check()


async def test_that_slack_is_out_keeps_nobody_from_starting(desk: Office) -> None:
    desk.clicks.fake.faults.add("apps.connections.open", Fault.broken(503))

    with structlog.testing.capture_logs() as logs:
        await socket_of(desk).check()

    # The desk's own socket may open meanwhile, and says so.
    events = [entry["event"] for entry in logs if entry["event"] != "socket_open"]
    assert events == ["socket_unreachable"]


@asynccontextmanager
async def refused_socket(desk: Office, token: str, tries: int) -> AsyncIterator[list[float]]:
    """Run a socket that Slack refuses, until it has paused so often; yields the pauses."""
    pauses: list[float] = []
    enough = asyncio.Event()

    async def paused(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) >= tries:
            enough.set()
            await asyncio.Event().wait()

    assert desk.bot.socket is not None
    socket = SocketMode(desk.bot.socket._intake, token, f"{desk.url}/api/", paused)
    task = asyncio.create_task(socket.run())
    async with asyncio.timeout(30):
        await enough.wait()
    yield pauses
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_refusal_is_met_with_longer_and_longer_pauses(desk: Office) -> None:
    with structlog.testing.capture_logs() as logs:
        async with refused_socket(desk, "xapp-revoked", 6) as pauses:
            kept = list(pauses)

    refusals = [entry for entry in logs if entry["event"] == "socket_refused"]
    assert {(entry["log_level"], entry["code"]) for entry in refusals} == {
        ("error", "invalid_auth")
    }
    assert kept[0] == 0
    assert all(low < high for low, high in zip(kept[1::2], kept[3::2], strict=False))


async def test_a_hub_whose_socket_mode_was_switched_off_says_what_to_do(desk: Office) -> None:
    (link,) = desk.clicks.fake.sockets.links

    with structlog.testing.capture_logs() as logs:
        await link.disconnect("link_disabled")
        await opened(desk.clicks.fake.sockets, 2)

    (entry,) = [entry for entry in logs if entry["event"] == "socket_switched_off"]
    assert (entry["log_level"], "switch Socket Mode on" in entry["remedy"]) == ("error", True)


async def test_an_address_is_good_for_one_socket(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = f"{desk.url}/link/?ticket=used".replace("http", "ws", 1)
    monkeypatch.setattr(Sockets, "issue", lambda *_: {"url": used})

    with structlog.testing.capture_logs() as logs:
        async with refused_socket(desk, APP, 2):
            pass

    # The office's own socket may say meanwhile that it is open.
    refusals = [entry["code"] for entry in logs if entry["event"] == "socket_refused"]
    assert refusals == ["InvalidStatus"] * 2


async def test_more_than_ten_sockets_are_too_many(desk: Office) -> None:
    sockets = desk.clicks.fake.sockets
    origin = desk.clicks.fake.origin
    async with AsyncExitStack() as others:
        for _ in range(SOCKETS_MAX):
            address = str(sockets.issue(origin)["url"])
            last = await others.enter_async_context(connect(address))
        greeting = json.loads(await last.recv())

    assert (greeting["type"], greeting["reason"]) == ("disconnect", "too_many_websockets")


def test_pauses_grow_and_end_somewhere() -> None:
    longest = [pause_after(failures, 1.0) for failures in range(12)]

    assert longest == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert pause_after(10_000, 0.0) == PAUSE_SECONDS_MAX / 2
