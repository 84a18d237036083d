"""The routes of kinds and requests: which stages there may be, in which order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from domain.approvals import records as approvals
from domain.approvals.model import Stage, StagePlan, StageState
from domain.decisions import in_force
from domain.decisions.model import Table
from domain.orchestration.bpmn import bpmn
from domain.orchestration.route import Route, RouteStage
from domain.people import records as people
from domain.requests.kinds import kind_named
from domain.requests.model import Request
from domain.requests.rulings import RULES_UNSURE

#: What a stage needs of a rule's results to be part of a route.
_NEEDED = frozenset({"stage", "title", "step", "team", "due_hours"})


async def route_of_kind(kind_name: str, at: datetime) -> Route:
    """Return every stage that the tables which count at `at` may ask for, where rules name it.

    A stage that rules ask for in several steps stands in the first of them; one whose name or
    step is computed is left out.
    """
    kind = kind_named(kind_name)
    tables = await in_force.tables(kind.tables, at)
    found = [stage for table in tables.values() for stage in _named(table)]
    found.append(_planned(RULES_UNSURE))
    return Route(kind_name, _title(kind_name), _ordered(found))


async def route_of_request(request: Request) -> Route:
    """Return the stages of a request as they are asked for now."""
    stages = (await approvals.stages_of([request.id]))[request.id]
    live = [stage for stage in stages if stage.state is not StageState.DROPPED]
    teams = {team.id: team.key for team in await people.teams()}
    found = [_asked(stage, teams) for stage in live]
    return Route(f"{request.kind}_{request.number}", request.title, _ordered(found))


async def bpmn_of_kind(kind_name: str, process_key: str, at: datetime) -> str:
    """Return every stage a kind may ask for as a process."""
    return bpmn(await route_of_kind(kind_name, at), process_key)


async def bpmn_of_request(request: Request) -> str:
    """Return the stages of a request as a process of its own."""
    return bpmn(await route_of_request(request), f"greenlight_{request.kind}_{request.number}")


def _named(table: Table) -> Iterable[RouteStage]:
    decided = table.model.decisions[table.key].table
    for row in decided.constants if decided else ():
        if row.keys() >= _NEEDED and row["stage"]:
            yield RouteStage(
                key=str(row["stage"]),
                title=str(row["title"]),
                step=int(str(row["step"])),
                team=str(row["team"] or ""),
                due_hours=int(str(row["due_hours"])),
            )


def _planned(plan: StagePlan) -> RouteStage:
    return RouteStage(plan.key, plan.title, plan.step, plan.team, plan.due_hours)


def _asked(stage: Stage, teams: Mapping[str, str]) -> RouteStage:
    team = teams.get(stage.team_id or "", "")
    return RouteStage(stage.key, stage.title, stage.step, team, stage.due_hours)


def _ordered(found: Sequence[RouteStage]) -> tuple[RouteStage, ...]:
    earliest: dict[str, RouteStage] = {}
    for stage in found:
        known = earliest.get(stage.key)
        if known is None or stage.step < known.step:
            earliest[stage.key] = stage
    return tuple(sorted(earliest.values(), key=lambda stage: (stage.step, stage.key)))


def _title(kind_name: str) -> str:
    return kind_name.replace("_", " ").capitalize()
