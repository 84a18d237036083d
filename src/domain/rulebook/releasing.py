"""Releasing an approved version, having it take effect, and rolling it back."""

from datetime import datetime

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.decisions import in_force, versions
from domain.decisions.model import Release
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import last_look, ledger, outcomes, proposals
from domain.requests.kinds.rule_version import RuleVersionBrief, proposed
from domain.requests.model import Move, Request, RequestState


async def release(hub: Hub, job: Job) -> None:
    """Release the version of a request if what was approved still holds; else send it back.

    Of two versions drafted from the same one, the first is released, and the other sent back.
    """
    request_id, version = job.details["request_id"], job.details["version"]
    request = await outcomes.approved_as(request_id, version)
    if request is None:
        return
    found = await last_look.look(hub, request)
    if found.unasked:
        await last_look.ask(hub, request, found)
        return
    async with transaction():
        await sql.take_turns(Turn.RELEASING)
        held = (await ledger.load(request_id)).request
        if held.state is not RequestState.APPROVED or held.version != version:
            return
        brief = RuleVersionBrief.model_validate(held.payload)
        now = hub.clock.now()
        problems = [
            one.message for one in await proposals.references(proposed(brief), now, fresh=False)
        ]
        problems += found.refused
        if problems:
            await outcomes.move(
                hub,
                held.id,
                Move.SEND_BACK,
                "request.not_released",
                note=f"It was not released: {' '.join(problems)}",
                details={"problems": problems},
            )
            return
        await _release(hub, held, brief, now)


async def _release(hub: Hub, request: Request, brief: RuleVersionBrief, now: datetime) -> None:
    earlier = await versions.releases_of(brief.table)
    effective_at = max(brief.effective_at or now, now)
    await versions.release(
        Release(
            table_key=brief.table,
            number=earlier[0].number + 1 if earlier else 1,
            version_id=brief.version_id,
            request_id=request.id,
            effective_at=effective_at,
            released_at=now,
            under_way=brief.under_way,
            withdrawn_at=None,
        )
    )
    details = {
        "request": request.id,
        "version": brief.number,
        "effective_at": effective_at.isoformat(),
        "under_way": brief.under_way,
    }
    await audit.record(now, CONNECTOR, "rules.released", in_force.subject(brief.table), details)
    await outcomes.move(hub, request.id, Move.PUBLISH, "request.released", details=details)
    await jobs.ask(
        hub.wake,
        now,
        key=f"take_effect:{request.id}:{request.version}",
        kind="rules.take_effect",
        lane=f"effect:{request.id}",
        details={"request_id": request.id},
        after=effective_at - now,
    )


async def take_effect(hub: Hub, job: Job) -> None:
    """Say of a request that its version counts now: time has come, nobody has to do anything."""
    async with transaction():
        request = (await ledger.load(job.details["request_id"])).request
        released = await versions.release_of(request.id)
        if request.state is not RequestState.PUBLISHED or released is None:
            return
        details = {"effective_at": released.effective_at.isoformat()}
        await outcomes.move(hub, request.id, Move.GO_LIVE, "request.took_effect", details=details)
