"""A play of people and trouble around one receiver of episodes, and who judges how it ends."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.jobs.handlers import handlers_for
from connectors.feeds.writing import Feeds
from domain.clock import SteppingClock
from domain.hub import Hub
from domain.jobs.model import Handlers
from domain.targets.connected import Targets
from tests.domain.targets.scene import HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.faults.chaos.outsides import EPISODES, PUBLIC, Addressed, Outside
from tests.faults.chaos.playlists import AtSpotify, brief, wanted_of
from tests.faults.chaos.trouble import Mortal, Trouble
from tests.faults.chaos.workers import Revived, twice
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World, silence

#: How many steps a play has after the first, which publishes; and what may be drawn.
STEPS = 4
DRAWN = ("asks again", "meddles", "republishes", "withdraws", "waits")

#: Everywhere that something can stand, by its name in a test.
OUTSIDES: Mapping[str, type[Outside]] = {**EPISODES, "playlist": AtSpotify}

#: How many hours everything has to come to rest in once the trouble is over.
CALM_HOURS = 14


#: How the hub begins to say that a person has to look outside.
UNDECIDED = "Nobody can tell"


@dataclass
class Play:
    """What happens around one receiver; `asked` are the releases that were asked for, in order."""

    scene: Scene
    outside: Outside
    trouble: Trouble
    asked: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    audio: list[str] = field(default_factory=list)

    @classmethod
    async def open(
        cls,
        name: str,
        world: World,
        clock: SteppingClock,
        files: Path,
        seed: int,
        stack: AsyncExitStack,
    ) -> "Play":
        """Open a house whose show is published at the receiver `name`."""
        hub = replace(world.hub, feed_writer=Feeds(), public_url=PUBLIC)
        world, trouble = replace(world, hub=hub), Trouble(seed)
        desk = OneProcess.open(world, clock, files)
        opened, outside = await house(desk), OUTSIDES[name](hub, trouble)
        await outside.open(opened, stack)
        play = cls(Scene(opened, desk, Stand()), outside, trouble)
        play.hires()
        if outside.kind:
            await play.scene.sets(outside.kind, outside.place)
        return play

    def hires(self) -> None:
        """Have a worker that may be killed."""
        desk = self.scene.desk
        desk.runner = Revived(desk.clock, self.outside.hub.wake, self._handlers)

    async def goes(self) -> None:
        """Play until the last step."""
        self.trouble.on = True
        await self._does("asks")
        for _ in range(STEPS):
            await self._does(self.trouble.random.choice(DRAWN))
        self.trouble.on = False
        self.trouble.tell("calm")
        await self._rests()
        for one in self.asked:  # What others changed, a manager has mended.
            await self._republishes(one)
        await self._rests()

    @property
    def hub(self) -> Hub:
        return self.outside.hub

    @property
    def last(self) -> dict[str, Any]:
        return self.asked[-1]

    async def _does(self, step: str) -> None:
        random, scene = self.trouble.random, self.scene
        self.trouble.tell(step)
        match step:
            case "asks" | "asks again":
                await self._asks()
            case "meddles":
                self.trouble.tell(f"  {self.outside.meddle(random)}")
            case "republishes":
                await self._republishes(random.choice(self.asked))
            case "withdraws":
                one = random.choice(self.asked)
                await scene.house.withdraws(one, "The guest is ill.")
                self.withdrawn.add(one["id"])
            case _:
                await scene.desk.work(seconds=random.choice((60, HOUR)), rounds=2)
        await scene.desk.work(seconds=random.choice((0, 120)), rounds=random.randint(0, 2))

    async def _asks(self) -> None:
        """Ask for a release of the one episode, with audio of its own."""
        number = len(self.asked)
        audio = await self.scene.house.sends("AUDIO", silence(3 + number))
        self.audio.append(audio)
        name = f"The first cup {number}"
        said = {"name": name, "audioAssetId": audio, "target": self.outside.kind}
        self.asked.append(await self.scene.approved(**said))
        await self.scene.opens()

    def named(self, one: dict[str, Any]) -> str:
        """Return what a request brings is called outside; here all bring the one episode."""
        del one
        return self.scene.house.episode

    async def _republishes(self, one: dict[str, Any]) -> None:
        """Have it published again; who is asked to look there does, and leaves what stands."""
        asked = UNDECIDED in ((await self.scene.look(one))["trouble"] or "")
        if asked and await self.outside.standing(self.named(one)):
            return
        await self.scene.republishes(one)

    async def _rests(self) -> None:
        for _ in range(CALM_HOURS):
            await self.scene.desk.work(seconds=HOUR, rounds=1)

    def _handlers(self) -> Handlers:
        desk = self.scene.desk
        target = Mortal(self.outside.target(), self.trouble)
        targets = Targets((target,), Addressed(), self.outside.is_connected)
        made = handlers_for(
            self.outside.hub, ads=desk.ads, chat=None, reports=desk.reports, targets=targets
        )
        return twice(self.trouble, "target.", made)

    # --- how it ends ---

    async def wrong(self) -> list[str]:
        """Return what is not as it must be at rest; nothing if all is well."""
        name = self.scene.house.episode
        standing = await self.outside.standing(name)
        found = [await self.scene.look(one) for one in self.asked]
        if len(standing) > 1:
            return [f"it stands {len(standing)} times"]
        if any(UNDECIDED in (one["trouble"] or "") for one in found):
            return []  # A person looks; it stands once at most.
        return await self._judged(standing, found)

    def _counts(self, found: list[dict[str, Any]]) -> int | None:
        """Return which request is to stand: the last, or what waited for it to be withdrawn."""
        for number in reversed(range(len(self.asked))):
            last, over = number == len(self.asked) - 1, self.asked[number]["id"] in self.withdrawn
            if not over and (last or found[number]["publication"]["closedAt"] is None):
                return number
        return None

    async def _judged(
        self, standing: list[tuple[str, str]], found: list[dict[str, Any]]
    ) -> list[str]:
        wrong, live = list[str](), await self.scene.live()
        counts = self._counts(found)
        if counts is None:
            if standing:
                wrong.append(f"{standing} stands, though it was withdrawn")
            if live:
                wrong.append("it counts as live, though it was withdrawn")
            return wrong
        audio = [address for _, address in standing]
        if [one.rpartition("/")[2].partition(".")[0] for one in audio] != [self.audio[counts]]:
            wrong.append(f"{standing} stands, not the audio {self.audio[counts]}")
        if (found[counts]["state"], found[counts]["trouble"]) != ("LIVE", None):
            wrong.append(f"it is {found[counts]}")
        if [one.request_id for one in live] != [self.asked[counts]["id"]]:
            wrong.append(f"live: {live}")
        return wrong


@dataclass
class Playlists(Play):
    """A play of playlists, each of which stands by itself."""

    def named(self, one: dict[str, Any]) -> str:
        return str(one["id"])

    async def _asks(self) -> None:
        scene, number = self.scene, len(self.asked)
        done = await scene.house.asks("playlist", brief(self.outside, scene.house, number))
        assert done["errors"] == [], done
        self.asked.append(done["request"])
        await scene.desk.work(rounds=2)
        await scene.desk.says("brand_one", self.last, "brand")
        await scene.desk.work(seconds=31, rounds=2)
        await scene.opens(5)

    async def wrong(self) -> list[str]:
        wrong = list[str]()
        for number, one in enumerate(self.asked):
            found, standing = await self.scene.look(one), await self.outside.standing(one["id"])
            wanted = [wanted_of(self.outside, number)] if one["id"] not in self.withdrawn else []
            if UNDECIDED in (found["trouble"] or "") and len(standing) <= 1:
                continue
            if standing != wanted:
                wrong.append(f"{standing} stands, not {wanted}: {found['trouble']}")
            if wanted and (found["state"], found["trouble"]) != ("LIVE", None):
                wrong.append(f"it is {found['state']}: {found['trouble']}; {found['note']}")
        return wrong
