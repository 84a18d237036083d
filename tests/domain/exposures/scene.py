"""An episode that is live, the rights in it, and who takes it down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.jobs.handlers import handlers_for
from domain.actor import Actor, Role
from domain.approvals.model import Choice
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.exposures import reading, service
from domain.jobs.model import Work
from domain.jobs.service import run_next
from domain.pages import PageRequest
from domain.people import membership
from domain.people import service as people
from domain.requests import ledger
from domain.requests import reading as requests
from domain.requests.model import Request
from domain.requests.vote import vote
from domain.rights import service as rights
from domain.rights.live import records
from domain.rights.live.model import Exposure, Shown
from domain.rights.model import (
    Effect,
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
from tests.conftest import UNDO_SECONDS
from tests.world import ROOT, World

ADDRESS = "https://podcasts.example.com/beans/one"


@dataclass
class Scene:
    """What the tests of exposures act with."""

    world: World
    clock: SteppingClock
    manager: Actor
    show: Subject
    episode: Subject

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def grant(self, **changes: Any) -> Grant:
        """Return a permission of the narrator for the world, for a year."""
        usual: dict[str, Any] = {
            "subject": self.episode,
            "layer": Layer.NARRATOR,
            "effect": Effect.PERMIT,
            "places": ("WORLD",),
            "starts_at": self.now - timedelta(days=30),
            "ends_at": self.now + timedelta(days=365),
        }
        given = usual | changes
        places = given.pop("places")
        scope = Scope(frozenset({Use.EVERY}), Area(), include=places)
        window = Window(given.pop("starts_at"), given.pop("ends_at"))
        return Grant(id="", scope=scope, window=window, provenance=Provenance("Her"), **given)

    async def granted(self, **changes: Any) -> Grant:
        return await rights.add(self.world.hub, self.manager, self.grant(**changes))

    async def prohibited(self, *places: str, **changes: Any) -> Grant:
        return await self.granted(effect=Effect.PROHIBIT, places=places, **changes)

    def shown(self, *places: str, **changes: Any) -> Shown:
        given: dict[str, Any] = {
            "subject": self.episode,
            "use": Use.STREAM,
            "channel": "spotify",
            "publisher": "podcast-host",
            "outside_id": ADDRESS,
            "include": places or ("DE", "AT"),
        }
        return Shown(**given | changes)

    async def live(self, *places: str, **changes: Any) -> Exposure:
        shown = self.shown(*places, **changes)
        return await service.record(self.world.hub, self.manager, shown, self.now)

    async def work(self, seconds: float = 0) -> None:
        """Let some time pass, and do all that is due."""
        self.clock.advance(timedelta(seconds=seconds))
        hub = self.world.hub
        engine = Work(hub.clock, hub.wake, handlers_for(hub, ads=None, chat=None))
        while await run_next(engine):
            pass

    async def undone(self) -> None:
        """Let the time pass in which a decision can be taken back."""
        await self.work(seconds=UNDO_SECONDS + 1)

    async def kept(self, exposure: Exposure) -> Exposure:
        found = await records.get(exposure.id)
        assert found is not None
        return found

    async def takedown(self, exposure: Exposure) -> Request | None:
        """Return what asks it down, as it stands."""
        takedown_id = (await self.kept(exposure)).takedown_id
        return None if takedown_id is None else await requests.get(self.manager, takedown_id)

    async def listed(self, size: int = 50) -> list[str]:
        """Return the ids of what is live and not cleared."""
        found = await reading.live_against_cleared(
            self.world.hub, self.manager, None, PageRequest(size)
        )
        return [one.exposure.id for _, one in found.page.items]


async def set_up(world: World, clock: SteppingClock) -> Scene:
    """A show with an episode that has a narrator, and the teams of takedowns."""
    for key, name in (("rights", "rights_one"), ("publishing", "publisher")):
        team = await membership.add_team(world.hub, ROOT, key, key.title())
        world.teams[key] = team.id
        user = await people.add_user(
            world.hub, ROOT, name=name.title(), email=f"{name}@hub.example.com"
        )
        await people.grant_role(world.hub, ROOT, user.id, Role.REVIEWER)
        await membership.add_member(world.hub, ROOT, team.id, user.id)
        world.people[name] = user.id
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    made = await catalog.add_episode(world.hub, ROOT, show.id, "One", 1, None)
    episode = Subject(SubjectKind.EPISODE, made.id)
    manager = await world.actor("manager")
    scene = Scene(world, clock, manager, Subject(SubjectKind.SHOW, show.id), episode)
    await rights.declare(world.hub, ROOT, episode, [Need(Layer.NARRATOR)])
    return scene


async def acts(subject: str) -> list[str]:
    return [one.act for one in await audit.trail(subject)]


async def voted(scene: Scene, request_id: str, *, approve: bool = True) -> None:
    actor = await scene.world.actor("rights_one")
    stage = (await ledger.look(request_id, actor)).stages[0]
    choice = Choice.APPROVE if approve else Choice.REJECT
    await vote(scene.world.hub, actor, stage.id, choice, reason="So it is.")
