"""Queues with people in them, and opening a case by the use cases themselves."""

from typing import Any

from domain.actor import Role
from domain.cases import open_case
from domain.cases.model import Case, CaseKind, Given, Report, Severity, Source, Topic
from domain.people import membership
from domain.people import service as people
from tests.world import ROOT, World

#: Teams beside those of the world, with who is in them. The lead and the managers are told late.
TEAMS = {
    "marketing": "marketer",
    "customer_service": "agent_one",
    "triage": "triager",
    "customer_service_lead": "lead",
    "case_managers": "head",
}


def place_of(key: str) -> str:
    """Return the channel of a team."""
    return f"C{key.replace('_', '').upper()}"


async def staffed(world: World) -> None:
    """Set up queues, as an administrator does."""
    for key, who in TEAMS.items():
        team = await membership.add_team(
            world.hub, ROOT, key, key.title(), workspace_id="T0001", place=place_of(key)
        )
        name, address = who.replace("_", " ").title(), who.replace("_", "")
        user = await people.add_user(world.hub, ROOT, name=name, email=f"{address}@hub.example.com")
        await people.grant_role(world.hub, ROOT, user.id, Role.REVIEWER)
        await membership.add_member(world.hub, ROOT, team.id, user.id)
        world.teams[key.replace("_", "")], world.people[who] = team.id, user.id


async def opened(world: World, who: str = "requester", **changes: Any) -> Case:
    """Open a case of customer service, P3 unless something else is said."""
    given = changes.pop("given", Given(Severity.MEDIUM, Topic.BILLING))
    report = Report(
        kind=changes.pop("kind", CaseKind.COMPLAINT),
        source=Source.API,
        title=changes.pop("title", "Charged twice"),
        text=changes.pop("text", "The invoice of November stands there twice."),
        given=given,
        **changes,
    )
    actor = await world.actor(who)
    return await open_case.keep(
        world.hub, actor, await open_case.consider(world.hub, actor, report)
    )
