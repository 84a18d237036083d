"""Rights of the episodes that stories release."""

from datetime import UTC, datetime

from domain.rights import reading
from domain.rights import service as rights
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import Area
from tests.world import World

WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), End.DATED)


async def rights_of(world: World, episode: str, *places: str) -> None:
    """Say that a guest speaks in an episode, and enter the release; in the world, or in places.

    What has any rights is left as it is.
    """
    manager, subject = await world.actor("manager"), Subject(SubjectKind.EPISODE, episode)
    if (await reading.book(manager, subject)).grants:
        return
    await rights.declare(world.hub, manager, subject, [Need(Layer.GUEST_RELEASE)])
    await allowed(world, episode, *places)


async def allowed(
    world: World, episode: str, *places: str, effect: Effect = Effect.PERMIT
) -> Grant:
    """Enter a signed permission of the guest of an episode, or a prohibition."""
    scope = Scope(frozenset({Use.EVERY}), Area(frozenset()), include=places or ("WORLD",))
    grant = Grant(
        id="",
        subject=Subject(SubjectKind.EPISODE, episode),
        layer=Layer.GUEST_RELEASE,
        effect=effect,
        scope=scope,
        window=WINDOW,
        provenance=Provenance("The guest"),
    )
    return await rights.add(world.hub, await world.actor("manager"), grant)
