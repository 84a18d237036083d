"""Joining a workspace by its bot token."""

import pytest

from bot.installing.joining import install
from domain.database import sql
from domain.errors import Invalid, Upstream
from domain.people import workspaces
from tests.bot.office import TEAM, Office


async def test_a_workspace_is_joined_with_the_token_slack_showed(desk: Office) -> None:
    hub = desk.world.hub
    await workspaces.remove(TEAM, hub.clock.now())
    assert await workspaces.find(hub, TEAM) is None
    joined = await install(hub, "xoxb-tests", f"{desk.url}/api/")

    assert joined == await workspaces.find(hub, TEAM)
    assert (joined.id, joined.bot_id, joined.bot_user_id) == (TEAM, "BBOT", "UBOT")


async def test_the_token_is_kept_sealed(desk: Office) -> None:
    await install(desk.world.hub, "xoxb-tests", f"{desk.url}/api/")
    rows = await sql.fetch("SELECT * FROM workspaces")

    assert "xoxb-tests" not in str([dict(row) for row in rows])


async def test_a_token_slack_does_not_know_is_refused(desk: Office) -> None:
    with pytest.raises(Invalid, match="Slack refuses this token: invalid_auth"):
        await install(desk.world.hub, "xoxb-another", f"{desk.url}/api/")


async def test_slack_out_of_reach_is_said(desk: Office) -> None:
    with pytest.raises(Upstream, match="does not answer"):
        await install(desk.world.hub, "xoxb-tests", "http://127.0.0.1:1/api/")
