"""What a release names changes before its day: whoever has to act is told at once, and once."""

from datetime import timedelta
from typing import Any

from domain.rights import reading
from domain.rights import service as rights
from domain.rights.model import Effect, Grant, Subject, SubjectKind
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.stories.clearing_episodes import allowed
from tests.stories.test_c1_records import told

SAID = "Something it names changed, and as things stand it could not open as approved on 2026-"


def acts(found: dict[str, Any], act: str) -> int:
    return [one["act"] for one in found["auditTrail"]].count(act)


async def prohibited(scene: Scene, *places: str) -> Grant:
    """Enter that the guest forbids the episode, and have the worker do what is due at once."""
    episode = scene.house.episode
    grant = await allowed(scene.house.world, episode, *places, effect=Effect.PROHIBIT)
    await scene.desk.work(rounds=2)
    return grant


async def ends(scene: Scene, *grants: Grant) -> None:
    """End what was granted, or forbidden, within the hour."""
    hub, manager = scene.house.world.hub, await scene.house.world.actor("manager")
    for one in grants:
        await rights.end(hub, manager, one.id, hub.clock.now() + timedelta(hours=1))
    await scene.desk.work(rounds=2)


async def test_a_right_that_goes_before_the_day_is_told_at_once_and_nothing_is_called(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    before = await scene.look(request)
    subject = Subject(SubjectKind.EPISODE, scene.house.episode)
    manager = await scene.house.world.actor("manager")
    await ends(scene, *(await reading.book(manager, subject)).grants)
    found = await scene.look(request)

    assert (before["state"], before["trouble"]) == ("PUBLISHED", None)
    assert (found["state"], stand.calls) == ("PUBLISHED", [])
    assert found["trouble"].startswith(SAID)
    assert "the permission is over" in found["trouble"]
    assert acts(found, "request.would_not_open") == 1


async def test_what_is_told_again_is_told_once_and_taken_back_once_it_is_mended(
    scene: Scene,
) -> None:
    request = await scene.approved()
    grants = [await prohibited(scene, "DE"), await prohibited(scene, "DE")]
    before = await scene.look(request)
    await ends(scene, *grants)
    after = await scene.look(request)

    assert before["trouble"].endswith(": Not in DE: guest release, it is prohibited.")
    assert acts(before, "request.would_not_open") == 1
    assert (after["trouble"], acts(after, "request.would_open")) == (None, 1)


async def test_what_the_record_says_otherwise_opens_its_stages_before_the_day(
    scene: Scene, stand: Stand
) -> None:
    title = await told(scene.house)
    request = await scene.approved(titleId=title, description="Told anew for the ear.")
    before = (await scene.look(request))["state"]
    await told(scene.house, title="Night Express")
    await scene.desk.work(rounds=2)
    found, stages = await scene.look(request), await scene.house.stages(request)

    assert (before, found["state"], stand.calls) == ("PUBLISHED", "IN_REVIEW", [])
    assert "Title: Night Train → Night Express." in found["note"]
    assert stages["script"] == ("OPEN", 2)


async def test_what_is_out_already_and_what_changes_elsewhere_is_not_told(scene: Scene) -> None:
    request = await scene.approved()
    await told(scene.house)
    await scene.desk.work(rounds=2)
    untouched = await scene.look(request)
    await scene.opens()
    await prohibited(scene, "DE")
    out = await scene.look(request)

    assert untouched["trouble"] is None
    assert (out["state"], acts(out, "request.would_not_open")) == ("LIVE", 0)
