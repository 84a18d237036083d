"""Tokens that are not the right ones any more."""

import json

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from domain.people import workspaces
from domain.people.workspaces import Workspace
from tests.bot.office import TEAM, Office
from tests.bot.test_endpoint import send


async def test_a_newer_token_is_used_without_a_restart(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    desk.home.installation.token = "xoxb-newer"
    newer = Workspace(TEAM, "Tests", "xoxb-newer", "BBOT", "UBOT")
    await workspaces.install(desk.world.hub, newer)
    await desk.click("legal_one", "CBRAND", ActionId.APPROVE)

    assert "not yours to decide" in desk.whispers("legal_one")[0]
    assert await desk.bot.clients.workspace(TEAM) == newer


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_is_refused_is_read_again_but_not_tried_twice(
    desk: Office, code: str
) -> None:
    await desk.asks()
    await desk.work()
    faults = [Fault.refused(code)] * 3
    desk.clicks.fake.faults.add("views.open", *faults)
    before = desk.clicks.fake.calls.counts["views.open"]
    await desk.click("brand_one", "CBRAND", ActionId.DETAILS)

    assert desk.clicks.fake.calls.counts["views.open"] == before + 1
    assert "Slack did not take" in desk.whispers("brand_one")[0]


async def test_where_the_hub_was_removed_meanwhile_nothing_is_said_any_more(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await workspaces.remove(TEAM, desk.world.hub.clock.now())
    desk.home.installation.is_active = False
    outcome = await desk.click("legal_one", "CBRAND", ActionId.APPROVE)

    assert outcome.ok
    assert await desk.bot.clients.of(TEAM) is None


REVOKED = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}


def revoked(event_id: str, **tokens: list[str]) -> bytes:
    inner = {"type": "tokens_revoked", "tokens": tokens}
    held = {"type": "event_callback", "event_id": event_id, "team_id": TEAM, "event": inner}
    return json.dumps(held).encode()


async def test_people_who_revoke_tokens_of_their_own_leave_the_bot_where_it_is(
    desk: Office,
) -> None:
    assert await send(desk, revoked("Ev1", oauth=["UMANAGER"], bot=[])) == 200
    assert await send(desk, revoked("Ev2", oauth=["UMANAGER"])) == 200
    assert await workspaces.find(desk.world.hub, TEAM) is not None


async def test_where_the_bots_own_token_is_revoked_it_is_forgotten(desk: Office) -> None:
    assert await send(desk, revoked("Ev1", oauth=[], bot=["UBOT"])) == 200
    assert await workspaces.find(desk.world.hub, TEAM) is None


async def test_where_the_app_is_uninstalled_its_token_is_forgotten(desk: Office) -> None:
    inner = {"type": "app_uninstalled"}
    held = {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "event": inner}

    assert await send(desk, json.dumps(held).encode()) == 200
    assert await workspaces.find(desk.world.hub, TEAM) is None


@pytest.mark.parametrize(
    "beside",
    [
        {"is_enterprise_install": True},
        {"authorizations": [{"enterprise_id": "E0001", "is_enterprise_install": True}]},
    ],
)
@pytest.mark.parametrize("inner", [{"type": "app_uninstalled"}, REVOKED])
async def test_where_it_was_an_organisations_the_organisation_is_forgotten(
    desk: Office, beside: dict[str, object], inner: dict[str, object]
) -> None:
    hub = desk.world.hub
    await workspaces.install(hub, Workspace("E0001", "Organisation", "xoxb-e", "BBOT", "UBOT"))
    await workspaces.add_branch("T0002", "E0001")
    held = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0002", "event": inner}
    body = json.dumps(held | {"enterprise_id": "E0001"} | beside).encode()

    assert await send(desk, body) == 200
    assert await workspaces.find(hub, "T0002") is None
    assert await workspaces.find(hub, TEAM) is not None


@pytest.mark.parametrize("team", [None, "T0002"])
async def test_workspaces_that_an_organisation_takes_away_are_spoken_in_no_more(
    desk: Office, team: str | None
) -> None:
    hub = desk.world.hub
    await workspaces.install(hub, Workspace("E0001", "Organisation", "xoxb-e", "BBOT", "UBOT"))
    for branch in ("T0002", "T0003"):
        await workspaces.add_branch(branch, "E0001")
        assert await desk.bot.clients.of(branch) is not None
    inner = {"type": "team_access_revoked", "team_ids": ["T0002", TEAM]}
    held = {"type": "event_callback", "event_id": "Ev1", "team_id": team, "event": inner}
    body = json.dumps(held | {"enterprise_id": "E0001"}).encode()

    assert await send(desk, body) == 200
    assert await desk.bot.clients.of("T0002") is None
    assert await desk.bot.clients.of("T0003") is not None
    assert await desk.bot.clients.of(TEAM) is not None  # It is installed there by itself.


async def test_where_one_workspace_of_an_organisation_removes_its_own_the_rest_stays(
    desk: Office,
) -> None:
    hub = desk.world.hub
    await workspaces.install(hub, Workspace("E0001", "Organisation", "xoxb-e", "BBOT", "UBOT"))
    held = {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM}
    alone = {"enterprise_id": "E0001", "event": {"type": "app_uninstalled"}}

    assert await send(desk, json.dumps(held | alone).encode()) == 200
    assert await workspaces.find(hub, "E0001") is not None
    assert TEAM not in [one.id for one in await workspaces.standings() if one.removed_at is None]
