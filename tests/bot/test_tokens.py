"""Tokens that are not the right ones any more."""

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from domain.people import workspaces
from domain.people.workspaces import Workspace
from tests.bot.office import TEAM, Office


async def test_a_newer_token_is_used_without_a_restart(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    desk.home.installation.token = "xoxb-newer"
    newer = Workspace(TEAM, "Tests", "xoxb-newer", "BBOT", "UBOT")
    await workspaces.install(desk.world.hub, newer)
    await desk.click("legal_one", "CBRAND", ActionId.APPROVE)

    assert "you may vote on" in desk.whispers("legal_one")[0]
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
