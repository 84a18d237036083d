"""Bodies that are surely from Slack, and not of the shape it documents."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog

from bot.fake import Fault
from bot.ids import ActionId, CallbackId
from domain.database import sql
from tests.bot.office import TEAM, Office, text_of
from tests.bot.test_endpoint import send

JSON, FORM = "application/json", "application/x-www-form-urlencoded"

WHO = {"team": {"id": TEAM}, "user": {"id": "UBRANDONE"}}
CLICK = {
    **WHO,
    "type": "block_actions",
    "channel": {"id": "CBRAND"},
    "trigger_id": "1.2.3",
    "actions": [{"action_id": "stage.approve", "action_ts": "1.1", "value": "stg_1:1"}],
}
REASON = {"type": "input", "block_id": "reason"}
VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": CallbackId.REASON,
    "private_metadata": "stg_1:1:reject",
    "state": {"values": {"reason": {"value": {"value": "No."}}}},
    "blocks": [REASON],
}
SUBMISSION = {**WHO, "type": "view_submission", "view": VIEW}
EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": TEAM,
    "event": {"type": "app_home_opened", "user": "UBRANDONE"},
}
COMMAND = {
    "command": "/campaign",
    "team_id": TEAM,
    "user_id": "UBRANDONE",
    "channel_id": "CBRAND",
    "trigger_id": "1.2.3",
    "text": "list",
}


def acted(**changes: object) -> dict[str, Any]:
    return CLICK | {"actions": [{"action_id": "a", "action_ts": "1.1", "value": "v"} | changes]}


def entered(text: str, block: str = "reason") -> dict[str, Any]:
    return SUBMISSION | {"view": VIEW | {"state": {"values": {block: {"value": {"value": text}}}}}}


ODD: dict[str, Mapping[str, Any]] = {
    "actions: a word": CLICK | {"actions": "x"},
    "actions: none": CLICK | {"actions": []},
    "actions: a list of words": CLICK | {"actions": ["x"]},
    "an action that is called by a list": acted(action_id=["x"]),
    "an action of a length no key holds": acted(action_id="x" * 300),
    "a value with U+0000": acted(value="stg_1\0:1"),
    "a value with half a character": acted(value="\ud800"),
    "user: a word": CLICK | {"user": "x"},
    "team: nothing": CLICK | {"team": None},
    "event: a list": EVENT | {"event": []},
    "event: of a kind that is a list": EVENT | {"event": {"type": []}},
    "a home of nobody": EVENT | {"event": {"type": "app_home_opened"}},
    "an event with U+0000": EVENT | {"event_id": "Ev\0"},
    "tokens: a word": EVENT | {"event": {"type": "tokens_revoked", "tokens": "x"}},
    "view: a list": SUBMISSION | {"view": []},
    "view: without state's values": SUBMISSION | {"view": VIEW | {"state": {"values": "x"}}},
    "an entry with U+0000": entered("No\0."),
    "an entry with half a character": entered("\udfff"),
    "a field with half a character": entered("No.", "\ud800"),
    "a challenge with half a character": {"type": "url_verification", "challenge": "\ud800"},
    "of a kind nobody knows": {"type": ["x"]},
    "a command by nobody": {k: v for k, v in COMMAND.items() if k != "user_id"},
    "a command with U+0000": COMMAND | {"text": "new \0"},
}


async def delivered(desk: Office, body: Mapping[str, Any]) -> int:
    if "command" in body:
        return await send(desk, urlencode(body).encode(), kind=FORM)
    if body["type"] in ("event_callback", "url_verification"):
        return await send(desk, json.dumps(body).encode(), kind=JSON)
    return await send(desk, urlencode({"payload": json.dumps(body)}).encode(), kind=FORM)


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_body_is_refused_and_the_log_says_why(desk: Office, name: str) -> None:
    asked = desk.clicks.fake.calls.counts.total()
    with structlog.testing.capture_logs() as logged:
        status = await delivered(desk, ODD[name])
    receipts = await sql.fetch("SELECT * FROM receipts WHERE scope = 'slack'")
    (refusal,) = [entry for entry in logged if entry["event"] == "delivery_refused"]

    assert status == 400
    assert refusal["reason"]
    assert refusal["reason"].isascii()
    assert list(receipts) == []
    assert desk.clicks.fake.calls.counts.total() == asked


@pytest.mark.parametrize("body", [CLICK, SUBMISSION, EVENT, COMMAND])
async def test_the_same_bodies_without_what_is_odd_are_answered(
    desk: Office, body: Mapping[str, Any]
) -> None:
    more = {"enterprise": 7, "authorizations": "x", "message": ["x"], "is_enterprise_install": []}

    assert await delivered(desk, {**body, **more}) == 200


@pytest.mark.parametrize(
    "held", ["a:b:c", "", "stg_1:1", "stg_1:²:reject", f"s:{'9' * 5000}:reject"]
)
async def test_a_form_that_carries_something_else_is_answered_kindly(
    desk: Office, held: str
) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.REJECT)
    (view,) = desk.home.modals[desk.account("brand_one")]
    view.payload["private_metadata"] = held
    answer = {"reason": {"value": "No."}}
    outcome = await desk.clicks.submit(TEAM, desk.account("brand_one"), answer)

    assert "out of date" in outcome.entry_errors["reason"]


@pytest.mark.parametrize("value", ["stg_1", "stg_1:²", f"stg_1:{'9' * 5000}"])
async def test_a_button_that_carries_something_else_is_answered_kindly(
    desk: Office, value: str
) -> None:
    assert await delivered(desk, acted(action_id=ActionId.APPROVE, value=value)) == 200
    assert "out of date" in desk.whispers("brand_one")[0]


async def test_a_form_of_somebody_slack_does_not_tell_of_in_time_is_answered_kindly(
    desk: Office,
) -> None:
    await desk.asks()
    await desk.work()
    desk.home.users["USTRANGER"].email = "brand_two@hub.example.com"
    await desk.click("brand_one", "CBRAND", ActionId.REJECT)
    desk.home.modals[desk.account("stranger")] = desk.home.modals[desk.account("brand_one")]
    desk.clicks.fake.faults.add("users.info", *[Fault.lost_before()] * 2)
    answer = {"reason": {"value": "No."}}
    outcome = await desk.clicks.submit(TEAM, desk.account("stranger"), answer)

    assert "Slack did not take" in outcome.entry_errors["reason"]
    assert "Rejected" not in text_of(desk.shown("CBRAND")[0])
