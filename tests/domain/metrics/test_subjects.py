"""What somebody may know of what figures are about."""

from domain.metrics import subjects
from domain.people.model import Act
from domain.steps import Step, StepKind, taking
from tests.domain.requests.acts import asked
from tests.world import World


async def test_many_campaigns_are_looked_up_as_one_is(world: World) -> None:
    about = await subjects.found([(await asked(world)).id for _ in range(3)])
    requester, seen = await world.actor("requester"), []
    for count in (1, 3):
        some = dict(list(about.items())[:count])
        with taking(Step(StepKind.JOB, "test", "")) as step:
            known, allowed = await subjects.open_to(requester, Act.CHANGE_METRICS, some)
        seen.append((len(known), len(allowed), step.statements))

    assert seen[0] == (1, 0, seen[1][2])
    assert seen[1][:2] == (3, 0)
