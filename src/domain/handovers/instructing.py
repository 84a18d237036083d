"""What a team is told to do: only what the hub does not do by itself."""

from collections.abc import Sequence

from domain.removals.model import How
from domain.requests.kinds.retirement import KIND as RETIREMENT
from domain.requests.kinds.retirement import RetirementBrief
from domain.requests.model import Request
from domain.takedowns import carrying, naming
from domain.takedowns import instructing as takedowns
from domain.targets import instructing as publishing
from domain.targets import rules
from domain.targets.connected import Targets
from domain.targets.model import Published

#: How many places are named that are left to the team. Ours.
NAMED_MAX = 10


async def told(
    targets: Targets, request: Request, chosen: Published | None
) -> Sequence[str] | None:
    """Return what is left to do where the hub does its part; None where a team does it all."""
    if chosen is not None:
        return publishing.instructions(chosen)
    carried = await carrying.meant(targets, request)
    if not carried:
        return None
    places = {(one.request_id, one.target) for one in carried}
    tracks = {one.request_id for one in carried if one.how is How.TRACK}
    left = await naming.left(request, places, tracks)
    names = ", ".join(sorted({rules.called(one.target) for one in carried}))
    return takedowns.instructions(names, _day(request), left[:NAMED_MAX])


def _day(request: Request) -> str:
    if request.kind != RETIREMENT.name:
        return ""
    return RetirementBrief.model_validate(request.payload).ends_on.isoformat()
