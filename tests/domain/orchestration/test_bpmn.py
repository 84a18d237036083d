"""A route as a process: valid by the published schema, and of the same ends in another engine."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StageState
from domain.hub import Hub
from domain.orchestration.bpmn import BPMN, bpmn
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.rules import REVISE, named, outcome_variable
from domain.requests.kinds import KINDS
from domain.requests.routing import route_of_kind, route_of_request
from domain.requests.rules import MOVE_OF_STAGE
from tests.domain.orchestration.engine import Engine, valid
from tests.domain.requests.acts import asked
from tests.world import World

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KEY = "greenlight_some"
CHOICES = (
    *[StageState.APPROVED] * 6,
    *[StageState.CHANGES_REQUESTED] * 2,
    StageState.REJECTED,
)

#: A route with names that no process can have as they are.
ODD = Route(
    "odd",
    'Odd & "quoted" <kind>',
    (
        RouteStage("1st look", "First <look>", 1, "brand & legal", 24),
        RouteStage("Übersicht", "Overview", 1, "brand", 24),
        RouteStage("start", "Start", 3, "", 4),
        RouteStage("at-end", "End", 7, "finance", 48),
    ),
)


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kinds_route_is_a_process_of_the_same_ends(hub: Hub, kind: str) -> None:
    route = await route_of_kind(kind, hub.clock.now())
    text = bpmn(route, KEY)

    assert len(route.stages) > 2
    assert valid(text) == []
    assert same_ends(route, text, 15) == {"approved", "rejected"}


def test_odd_names_are_a_process_as_well() -> None:
    text = bpmn(ODD, KEY)

    assert valid(text) == []
    assert same_ends(ODD, text, 40) == {"approved", "rejected"}


async def test_a_request_is_written_with_its_own_stages(world: World) -> None:
    request = await asked(world)
    text = bpmn(await route_of_request(request), f"greenlight_campaign_{request.number}")
    root = ET.fromstring(text)
    users = {task.get("id") for task in root.iter(f"{{{BPMN}}}userTask")}
    services = {task.get("id") for task in root.iter(f"{{{BPMN}}}serviceTask")}

    assert valid(text) == []
    assert users == {"brand", "finance", REVISE}
    assert services == {"readiness"}


def test_what_is_not_asked_for_is_passed_by() -> None:
    values = dict.fromkeys((outcome_variable(stage.key) for stage in ODD.stages), "not_asked")
    assert Engine(bpmn(ODD, KEY), KEY, values).end == "approved"

    values[outcome_variable("at-end")] = ""
    assert Engine(bpmn(ODD, KEY), KEY, values).asks == {"at_end"}


def test_what_is_no_outcome_is_asked_for_again() -> None:
    values = dict.fromkeys((outcome_variable(stage.key) for stage in ODD.stages), "not_asked")
    values[outcome_variable("start")] = ""
    engine = Engine(bpmn(ODD, KEY), KEY, values)
    engine.complete("start", {outcome_variable("start"): "perhaps"})

    assert engine.asks == {"start"}
    assert engine.end is None


def same_ends(route: Route, text: str, times: int) -> set[str]:
    """Drive a route through our rules and the process side by side; return the ends reached.

    After every step both ask for the same stages.
    """
    ends = set()
    for seed in range(times):
        chance = random.Random(seed)
        engine = Engine(text, KEY, {outcome_variable(stage.key): "" for stage in route.stages})
        stages = approval_rules.advance([_stage(stage) for stage in route.stages], NOW)
        for _ in range(300):
            if approval_rules.all_approved(stages):
                break
            opened = [stage for stage in stages if stage.state is StageState.OPEN]
            assert {named(stage.key) for stage in opened} == engine.asks, (route.key, seed)
            # The first drive is all yes, so that its end is reached whatever the others meet.
            stage, state = chance.choice(opened), chance.choice(CHOICES if seed else CHOICES[:1])
            engine.complete(named(stage.key), {outcome_variable(stage.key): state.value})
            stages = [replace(s, state=state) if s.id == stage.id else s for s in stages]
            if state is StageState.REJECTED:
                break
            stages = approval_rules.advance(stages, NOW)
            if state in MOVE_OF_STAGE:
                stages = _revised(approval_rules.hold(stages), engine, chance)
        ours = "approved" if approval_rules.all_approved(stages) else "rejected"
        assert engine.end == ours, (route.key, seed)
        ends.add(ours)
    return ends


def _revised(stages: list[Stage], engine: Engine, chance: random.Random) -> list[Stage]:
    """Revise what was asked for: some stages begin anew, the others keep their yes."""
    assert engine.asks == {REVISE}
    touched = [stage.key for stage in stages if chance.random() < 0.4]
    renewed = approval_rules.renew(stages, touched, NOW)
    kept = {StageState.APPROVED: "approved"}
    engine.complete(
        REVISE, {outcome_variable(stage.key): kept.get(stage.state, "") for stage in renewed}
    )
    return renewed


def _stage(found: RouteStage) -> Stage:
    return Stage(
        id=found.key,
        request_id="req_1",
        key=found.key,
        title=found.title,
        step=found.step,
        team_id=found.team or None,
        quorum=1,
        due_hours=found.due_hours,
        state=StageState.WAITING,
        round=1,
        opened_at=None,
        closed_at=None,
    )
