"""What gets past the endpoint, and what does not."""

import hashlib
import hmac
import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from domain.approvals import records as approvals
from tests.bot.office import SIGNING, TEAM, Office
from tests.out import fall_silent


async def send(
    desk: Office,
    body: bytes,
    *,
    age: int = 0,
    secret: str = SIGNING,
    stamp: str | None = None,
    kind: str = "application/json",
    drop: str = "",
) -> int:
    at = stamp or str(int(desk.world.hub.clock.now().timestamp()) - age)
    sign = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256)
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": at,
        "x-slack-signature": f"v0={sign.hexdigest()}",
    }
    headers.pop(drop, None)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{desk.url}/slack/events", data=BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


def event(**more: Any) -> bytes:
    inner = {"type": "app_home_opened", "user": "UMANAGER", "channel": "D1", "tab": "home"}
    held = {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "event": inner}
    return json.dumps(held | more).encode()


async def test_a_signed_delivery_is_answered(desk: Office) -> None:
    assert await send(desk, event()) == 200


@pytest.mark.parametrize("age", [301, -301])
async def test_an_old_or_early_delivery_is_refused(desk: Office, age: int) -> None:
    assert await send(desk, event(), age=age) == 401


@pytest.mark.parametrize("stamp", ["", "soon", "-5", "9" * 40])
async def test_a_timestamp_that_is_none_is_refused(desk: Office, stamp: str) -> None:
    assert await send(desk, event(), stamp=stamp or " ") == 401


async def test_another_secret_is_refused(desk: Office) -> None:
    assert await send(desk, event(), secret="guessed") == 401


@pytest.mark.parametrize("header", ["x-slack-signature", "x-slack-request-timestamp"])
async def test_a_missing_header_is_refused(desk: Office, header: str) -> None:
    assert await send(desk, event(), drop=header) == 401


async def test_twenty_megabytes_are_refused(desk: Office) -> None:
    assert await send(desk, b"x" * 20_000_000) == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"[1]", b"", b"[" * 100_000])
async def test_what_makes_no_sense_is_refused_kindly(desk: Office, body: bytes) -> None:
    assert await send(desk, body) == 400


async def test_a_replay_counts_once(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", "stage.approve")
    first = desk.clicks.sent[-1]
    for _ in range(3):
        assert await send(desk, first.body, kind=first.content_type) == 200
    votes = await approvals.votes_of([request.id])

    assert len(votes[request.id]) == 1
    assert desk.whispers("brand_one") == []


async def test_an_action_nobody_knows_is_answered_kindly(desk: Office) -> None:
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "UBRANDONE", "team_id": TEAM},
        "channel": {"id": "CBRAND"},
        "actions": [{"action_id": "of.another.age", "action_ts": "1.1", "type": "button"}],
    }
    form = b"payload=" + json.dumps(payload).encode()
    status = await send(desk, form, kind="application/x-www-form-urlencoded")

    assert status == 200
    assert "out of date" in desk.whispers("brand_one")[0]


async def test_a_foreign_workspace_reaches_nothing(desk: Office) -> None:
    assert await send(desk, event(team_id="T9999", event_id="Ev2")) < 500


async def test_the_address_is_confirmed_to_slack(desk: Office) -> None:
    assert await send(desk, b'{"type": "url_verification", "challenge": "c"}') == 200


@pytest.mark.parametrize("about", ["", "workspaces"])
async def test_slack_is_told_to_come_again_while_the_database_is_out(
    desk: Office, monkeypatch: pytest.MonkeyPatch, about: str
) -> None:
    fall_silent(monkeypatch, about)
    assert await send(desk, event()) == 503
