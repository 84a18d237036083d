"""Merging a duplicate into its main case: a compensation that waits on it is declined."""

from dataclasses import replace

from domain.actor import Actor
from domain.cases import docket
from domain.cases import merge as joining
from domain.cases.model import Case
from domain.compensations import records
from domain.compensations.model import CompensationState
from domain.compensations.service import summary
from domain.database import transaction
from domain.errors import Conflict
from domain.hub import Hub


async def merge(hub: Hub, actor: Actor, duplicate_id: str, main_id: str) -> Case:
    """Merge a case into its main case, which is returned; see `domain.cases.merge.join`.

    What waits on the duplicate is declined. Raises `Conflict` as well where a request decides it.
    """
    async with transaction():
        gone, main = await joining.join(hub, actor, duplicate_id, main_id)
        await _decline_waiting(hub, actor, gone, main)
        return main


async def _decline_waiting(hub: Hub, actor: Actor, duplicate: Case, main: Case) -> None:
    """Decline what waits on `duplicate`, which was merged into `main`, and record it.

    It can be proposed anew there. Raises `Conflict` where a request decides it: its stages go on.
    """
    held = (await records.of_cases([duplicate.id]))[duplicate.id]
    for found in held:
        if found.state is not CompensationState.WAITING:
            continue
        if found.request_id is not None:
            raise Conflict(
                "decided_by_request",
                f"A request decides a compensation of case #{duplicate.number}; withdraw it, or"
                " wait for it, before you merge.",
            )
        after = replace(
            found,
            state=CompensationState.DECLINED,
            reason=f"Merged into #{main.number}; propose it there.",
            decided_at=hub.clock.now(),
        )
        await records.decide(found, after)
        act = "case.compensation_declined"
        await docket.announce(hub, actor, act, duplicate, summary(after))
