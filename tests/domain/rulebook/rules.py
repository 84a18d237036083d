"""A rulebook to act on: drafting, voting, letting the hub do its part."""

from datetime import timedelta

from app.jobs.handlers import handlers_for
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.decisions.model import RuleVersion
from domain.decisions.shipped import shipped
from domain.hub import Hub
from domain.jobs.model import Work
from domain.jobs.service import run_next
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.submit import submit
from domain.requests.vote import vote
from domain.rulebook.drafting import draft
from tests.world import World

TABLE = "campaign_stages"
FILES = {one.key: one for one in shipped()}


def dmn(key: str = TABLE, *changes: tuple[str, str]) -> str:
    """A shipped file with pieces of its text replaced, each of which must be there."""
    text = FILES[key].dmn
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def cases(key: str = TABLE, *changes: tuple[str, str]) -> str:
    """The test cases of a shipped table, with pieces replaced."""
    text = FILES[key].cases
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


#: Finance looks from 20,000 on, not from 10,000.
LATER = ('finance_major_budget"><text>&gt;= 10000<', 'finance_major_budget"><text>&gt;= 20000<')
LATER_CASES = (
    ("finance in euro,10000,", "finance in euro,20000,"),
    ("finance in dollars,10000,", "finance in dollars,20000,"),
    ("finance in pounds,10000,", "finance in pounds,20000,"),
    ("just below finance,9999.99,", "just below finance,19999.99,"),
)

#: An executive signs off from 60,000 on, not from 50,000.
EXECUTIVE = ("&gt;= 50000<", "&gt;= 60000<")
EXECUTIVE_CASES = (
    ("executive in euro,50000,", "executive in euro,60000,"),
    ("executive in pounds,50000,", "executive in pounds,60000,"),
    ('"by an agency, large",50000,', '"by an agency, large",60000,'),
)


async def later(
    world: World, who: str = "manager", change: str = "Finance from 20,000"
) -> RuleVersion:
    """Draft a version by which finance looks at larger budgets only."""
    version, _ = await draft(
        world.hub,
        await world.actor(who),
        TABLE,
        dmn(TABLE, LATER),
        cases(TABLE, *LATER_CASES),
        change,
    )
    return version


async def everybody_agrees(world: World, request: Request) -> Request:
    """Have every stage approved, the hub doing its part in between."""
    for _ in range(4):
        await work(world)
        for stage in (await approvals.stages_of([request.id]))[request.id]:
            if stage.state == "open" and not stage.automatic:
                team = next(key for key, team in world.teams.items() if team == stage.team_id)
                await vote(world.hub, await world.actor(f"{team}_one"), stage.id, Choice.APPROVE)
    return await now(request)


async def work(world: World, *, after: timedelta = timedelta(0)) -> None:
    """Let a worker do everything that is due, or will be `after` some time."""
    hub = world.hub
    if isinstance(hub.clock, SteppingClock):
        hub.clock.advance(after)
    engine = Work(hub.clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    while await run_next(engine):
        pass


async def now(request: Request) -> Request:
    """Where a request stands."""
    found = await requests.get(request.id)
    assert found is not None
    return found


async def finance_looks(hub: Hub, world: World, budget: str) -> bool:
    """Whether a campaign of so much takes finance's yes, by the rules of now."""
    brief = world.brief(budget={"amount": budget, "currency": "EUR"})
    asked = await submit(hub, await world.actor("requester"), "campaign", brief)
    stages = (await approvals.stages_of([asked.id]))[asked.id]
    return any(stage.key == "finance" for stage in stages)
