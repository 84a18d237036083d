"""Spotify as a dictionary, and a house whose show is looked at through it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from domain import ids
from domain.clock import SteppingClock
from domain.connections import records as connections
from domain.connections.model import Connection, ConnectionState, Purpose
from domain.connections.rules import ASKED
from domain.database import transaction
from domain.shown.model import Shown
from domain.targets.connected import Targets
from tests.domain.targets.addresses import Addresses
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World

PLACE = "38bS44xjbVVZ3No3ByF1dJ"
EPISODE = "512ojhOuo1ktJprKbVcKyQ"


@dataclass
class Window:
    """What is shown, by id; `raised` comes in the place of every answer while it is set."""

    there: dict[str, Shown] = field(default_factory=dict)
    raised: Exception | None = None
    no_show: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def newest(self, brand_id: str, show: str, market: str) -> Sequence[Shown] | None:
        del brand_id
        self._ask(show, market)
        return None if self.no_show else list(self.there.values())

    async def one(self, brand_id: str, episode: str, market: str) -> Shown | None:
        del brand_id
        self._ask(episode, market)
        return self.there.get(episode)

    def shows(self, title: str = "The first cup", **changed: Any) -> None:
        """Show the episode, as it is from now on."""
        before = self.there.get(EPISODE, Shown(EPISODE, title))
        self.there[EPISODE] = replace(before, title=title, **changed)

    def _ask(self, what: str, market: str) -> None:
        self.asked.append((what, market))
        if self.raised is not None:
            raise self.raised


async def scene_of(world: World, clock: SteppingClock, files: Path, window: Window) -> Scene:
    """Open a house whose show is published by a feed, and looked at."""
    desk, stand = OneProcess.open(world, clock, files), Stand()
    desk.publishes_to(Targets((stand,), media=Addresses(), pages=window))
    found = Scene(await house(desk), desk, stand)
    await found.sets("FEED", "beans")
    return found


async def connected(scene: Scene, scopes: Sequence[str] = ASKED) -> Connection:
    """Have the brand's account connected, which granted `scopes`."""
    async with transaction():
        new, brand = ids.new(ids.Prefix.CONNECTION), scene.house.world.brand_id
        made = await connections.intend(new, Purpose.PLAYLISTS, brand)
        made = replace(
            made, state=ConnectionState.CONNECTED, scopes=tuple(scopes), credential="held"
        )
        await connections.connected(made)
    return made
