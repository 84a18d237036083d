"""What is done twice is recorded once, and what others wrote meanwhile is not written over."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from domain.actor import Scope
from domain.audit import service as audit
from domain.database import sql
from domain.people import languages, service, tokens, workspaces
from domain.people.languages import Reader
from domain.people.workspaces import Workspace
from tests.world import ROOT, World

TEAM = "T1"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Awaitable[object]]) -> None:
    """Have `act` come between what is read next and the statement that is written by it."""
    execute = sql.execute

    async def late(statement: str, *given: object) -> int:
        monkeypatch.setattr(sql, "execute", execute)
        await act()
        return await execute(statement, *given)

    monkeypatch.setattr(sql, "execute", late)


async def acts(subject: str, act: str) -> int:
    return sum(one.act == act for one in await audit.trail(subject))


async def test_a_token_that_was_renewed_meanwhile_is_not_taken_for_the_refused_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = world.hub
    await workspaces.install(hub, Workspace(TEAM, "Tests", "xoxb-old", "BBOT", "UBOT"))
    newer = Workspace(TEAM, "Tests", "xoxb-new", "BBOT", "UBOT")
    meanwhile(monkeypatch, lambda: workspaces.install(hub, newer))
    await workspaces.refused(TEAM, "xoxb-old", hub)

    assert [(one.id, one.trouble) for one in await workspaces.standings()] == [(TEAM, None)]
    await workspaces.refused(TEAM, "xoxb-new", hub)
    assert [one.trouble for one in await workspaces.standings()] == [workspaces.NEEDS_REINSTALL]


async def test_a_language_that_somebody_chose_meanwhile_is_not_learned_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id = world.people["requester"]
    chosen = "UPDATE users SET locale = 'fr', time_zone = 'Europe/Paris' WHERE id = $1"
    execute = sql.execute
    meanwhile(monkeypatch, lambda: execute(chosen, user_id))
    read = await languages.learn(world.hub, ROOT, user_id, "de-DE", "Europe/Berlin")

    assert read == await languages.of_person(user_id) == Reader("fr", "Europe/Paris")
    assert await acts(user_id, "user.language_learned") == 0


async def test_a_token_that_is_revoked_twice_is_recorded_once(world: World) -> None:
    hub, owner = world.hub, await world.actor("requester")
    expires = hub.clock.now() + timedelta(days=1)
    token, _ = await tokens.issue_token(hub, owner, "t", frozenset(Scope), expires)
    for _ in range(2):
        await tokens.revoke_token(hub, owner, token.id)

    assert await acts(owner.user_id or "", "token.revoked") == 1


async def test_who_is_barred_twice_is_recorded_as_barred_once(world: World) -> None:
    user_id = world.people["requester"]
    for _ in range(2):
        await service.deactivate(world.hub, ROOT, user_id)

    assert await acts(user_id, "user.deactivated") == 1
