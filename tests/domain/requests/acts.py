"""What tests of requests do over and over."""

from domain.approvals import records as approvals
from domain.approvals.model import Choice, Stage
from domain.requests import outcomes
from domain.requests.model import Request
from domain.requests.submit import submit
from domain.requests.vote import vote
from tests.world import World

#: A budget that asks for brand and readiness only.
CHEAP = {"amount": "900", "currency": "EUR"}


async def asked(world: World, **changes: object) -> Request:
    return await submit(
        world.hub, await world.actor("requester"), "campaign", world.brief(**changes)
    )


async def stage(request: Request, key: str) -> Stage:
    stages = (await approvals.stages_of([request.id]))[request.id]
    return next(item for item in stages if item.key == key)


async def ready(world: World, request: Request) -> None:
    assert await outcomes.close_stage(world.hub, request.id, request.revision, "readiness", [])


async def says(
    world: World, who: str, request: Request, key: str, choice: Choice = Choice.APPROVE
) -> Request:
    reason = None if choice is Choice.APPROVE else "Because."
    actor = await world.actor(who)
    return await vote(world.hub, actor, (await stage(request, key)).id, choice, reason)
