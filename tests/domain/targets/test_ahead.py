"""What a release names changes before its day: whoever has to act is told at once, and once."""

from typing import Any

from bot.ids import ActionId
from domain.rights.model import Effect, Subject, SubjectKind
from domain.rights import service as rights
from domain.rights import reading
from tests.domain.targets.scene import DAY, Scene
from tests.domain.targets.stand import Stand
from tests.stories.clearing_episodes import allowed

SAID = "Something it names changed, and as things stand it could not open as approved on 2026-"


def acts(found: dict[str, Any], act: str) -> int:
    return [one["act"] for one in found["auditTrail"]].count(act)


async def prohibited(scene: Scene, *places: str) -> None:
    """Enter that the guest forbids the episode, and have the worker do what is due at once."""
    await allowed(scene.house.world, scene.house.episode, *places, effect=Effect.PROHIBIT)
    await scene.desk.work(rounds=2)


async def taken_back(scene: Scene) -> None:
    """End every permission of the episode's guest: nothing holds it but what nobody knows."""
    manager = await scene.house.world.actor("manager")
    subject = Subject(SubjectKind.EPISODE, scene.house.episode)
    for one in (await reading.book(manager, subject)).grants:
        await rights.end(scene.house.world.hub, manager, one.id, "The guest is gone.")
    await scene.desk.work(rounds=2)


async def test_a_right_that_goes_before_the_day_is_told_at_once_and_nothing_is_called(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    before = await scene.look(request)
    await prohibited(scene)
    found = await scene.look(request)

    assert (before["state"], before["trouble"]) == ("PUBLISHED", None)
    assert (found["state"], stand.calls) == ("PUBLISHED", [])
    assert found["trouble"].startswith(SAID)
    assert "prohibited" in found["trouble"]
    assert acts(found, "request.would_not_open") == 1


async def test_the_same_said_again_is_told_once(scene: Scene) -> None:
    request = await scene.approved()
    await prohibited(scene)
    await prohibited(scene)

    assert acts(await scene.look(request), "request.would_not_open") == 1
