"""Parts of a request that most pages show: read with the page, or by loaders."""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

from api.context import Info
from api.decisions.decision import Decision
from api.plan.rows import Table
from api.requests.stages import Stage
from domain.approvals.model import StageState
from domain.requests import model, records
from domain.requests.projection import Listed, Projection


@lru_cache
def table(projection: Projection) -> Table:
    """Return what rows of a page hold that was read by a projection."""
    parts: dict[str, Callable[[Listed], object]] = {}
    if projection.stages:
        parts["stages"] = lambda one: Stage.shown(one.stages) if one.stages else None
    if projection.decisions:
        parts["decisions"] = lambda one: Decision.shown(one.decisions) if one.decisions else None
    names = records.HELD_NAMES if projection.names else {}
    return Table(records.HELD | names, parts, attrgetter("row"))


async def requester_of(info: Info, request: model.Request) -> str:
    """Return who asked."""
    return await info.context.loaders.names.load(request.requester_id) or "somebody"


async def stages_of(info: Info, request: model.Request) -> list[Stage]:
    """Return the stages that count."""
    stages = await info.context.loaders.stages.load(request.id)
    return [Stage.of(stage) for stage in stages if stage.state is not StageState.DROPPED]


async def decisions_of(info: Info, request: model.Request) -> list[Decision]:
    """Return what the rules said, of every revision."""
    found = await info.context.loaders.decisions.load(request.id)
    return [Decision.of(revision, judgement) for revision, judgement in found]
