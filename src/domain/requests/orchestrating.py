"""Giving a kind to an orchestrator: the hub alone, or a workflow service that is mirrored."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.orchestration import records
from domain.orchestration.model import Assignment, Orchestrator
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds import KINDS

#: The word for cases, which are no kind of request and may be led elsewhere as well.
CASE = "case"

#: The word for reviews of campaigns, which start a process there where none leads the campaign.
REVIEW = "campaign_review"

#: What may be led elsewhere.
LED = (*KINDS, CASE, REVIEW)

#: The longest name a service may have for a process, in characters.
KEY_LENGTH_MAX = 200


async def assign(
    hub: Hub,
    actor: Actor,
    kind: str,
    orchestrator: Orchestrator,
    process_key: str | None = None,
) -> Assignment:
    """Have `orchestrator` lead a kind from now on; `process_key` is what the service calls it.

    Without one it is called as the kind, after `greenlight_`. What was asked for before stays
    with whoever led it then. Raises `Invalid` if there is no such kind, `Conflict` where no
    service is connected.
    """
    require(actor, Act.CHANGE_ORCHESTRATION, everywhere=True)
    known = LED
    if kind not in known:
        said = f"There is no kind `{kind[:40]}`; known are {', '.join(known)}."
        raise Invalid("unknown_kind", said, ("kind",))
    called = (process_key or process_named(kind)).strip()
    if not 0 < len(called) <= KEY_LENGTH_MAX or not called.isprintable():
        said = f"What the service calls a process has 1 to {KEY_LENGTH_MAX} characters."
        raise Invalid("bad_process_key", said, ("process_key",))
    _require_possible(hub, orchestrator)
    fresh = Assignment(kind, orchestrator, called, actor.user_id, hub.clock.now())
    async with transaction():
        before = await records.assignment(kind)
        await records.assign(fresh)
        details = {
            "before": (before.orchestrator if before else Orchestrator.EMBEDDED).value,
            "orchestrator": orchestrator.value,
            "process": called,
        }
        await audit.record(fresh.at, actor, "kind.given", subject(kind), details)
    return fresh


async def everything() -> list[Assignment | str]:
    """Return who leads each kind, in order; just the kind where that was never said."""
    held = {one.kind: one for one in await records.assignments()}
    return [held.get(kind, kind) for kind in LED]


def process_named(kind: str) -> str:
    """Return what the process of a kind is called, unless somebody calls it otherwise."""
    return f"greenlight_{kind}"


def subject(kind: str) -> str:
    """Return under which name the record keeps who leads a kind."""
    return f"orchestration:{kind}"


def _require_possible(hub: Hub, orchestrator: Orchestrator) -> None:
    if orchestrator is Orchestrator.OPENTEXT and hub.workflow_service is None:
        raise Conflict(
            "not_connected",
            "No workflow service is connected; set GREENLIGHT_OPENTEXT_URL and the settings beside"
            " it (docs/setting-up.md), then try again.",
        )
