"""What is done where something live is not cleared: a takedown proposed, revised, withdrawn.

Each step reads first and then writes in one transaction, which locks the request before the
exposure and takes no turn of rights; whatever changed meanwhile asks for another look.
"""

from dataclasses import replace

from domain.actor import SCHEDULE, Role, RoleGrant
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.exposures import service, taken
from domain.hub import Hub
from domain.jobs.model import GiveUp, Job
from domain.people import records as people
from domain.people.rules import covers
from domain.removals import records as removals
from domain.requests import ledger, outcomes, revise, submit
from domain.requests import records as requests
from domain.requests.kinds.takedown import KIND, TakedownBrief, TakedownReason
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.rights.live import policy_records, records, rules, standing
from domain.rights.live.model import Exposure, Judged, Mode, Source
from domain.rights.model import Layer, SubjectKind
from domain.rights.verdicts import Standing

#: The rule itself: it may what an admin may, by the policies that people set.
RULE = replace(SCHEDULE, roles=(RoleGrant(Role.ADMIN),))

#: What is said on a takedown that people have looked at once its reason is gone.
_NOT_NEEDED = "Withdraw this unless it shall be taken down all the same."
_NO_MORE = "{why} " + _NOT_NEEDED

#: The most markets a takedown names as such; further ones are among its territories.
_MARKETS_MAX = 30

#: The table and column that hold what a subject is called.
_TITLES = {
    SubjectKind.ASSET: ("assets", "name"),
    SubjectKind.EPISODE: ("episodes", "title"),
    SubjectKind.SHOW: ("shows", "title"),
}


async def enforce(hub: Hub, job: Job) -> None:
    """Look what has to be done about an exposure, and do it. For the job."""
    found = await records.get(job.details["exposure_id"])
    if found is None:
        return
    takedown = None if found.takedown_id is None else await _ledger(found.takedown_id)
    if not found.live:
        await _not_needed(hub, found, takedown, "It is live no more.", job)
        return
    judged = (await standing.judged_all([found.shown], hub.clock.now()))[0]
    if judged.standing is Standing.CLEARED:
        await _not_needed(hub, found, takedown, "It is cleared again.", job)
    elif takedown is None or takedown.request.state in OVER:
        if takedown is None or not judged.uncleared <= found.asked:
            await _by_policy(hub, found, judged)
    elif await _untouched(takedown):
        if judged.uncleared != found.asked:
            await _revise(hub, found, judged, takedown.request)
    elif (takedown.request.trouble or "").endswith(_NOT_NEEDED):
        await outcomes.tell(hub, takedown.request.id, "request.needed_again", None, job.key)


async def taken_down(hub: Hub, job: Job) -> None:
    """Write what became of a takedown: done, what it asked for has ended. For the job.

    Whoever acknowledged it did what it says in the end, for people may have revised it. What the
    rule asked down and is live still, all of it, is looked at again.
    """
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        found = await records.of_takedown(job.details["request_id"])
        request = (await ledger.load(job.details["request_id"])).request
        if request.state is not RequestState.LIVE:
            return
        brief = TakedownBrief.model_validate(request.payload)
        named = {one.id: one for one in await taken.meant_by(brief)}
        if found is not None and found.live:
            named[found.id] = found
        for one in named.values():
            if gone := one.shown.area.touched & brief.places:
                at = max(request.updated_at, one.live_from)
                await service.keep_without(hub, RULE, one, gone, at)
            elif one is found:
                await records.ask_down(one.id, request.id, None, ())
                again = f"{one.version}:{request.id}"
                await standing.ask_enforce(hub, one.id, again, hub.clock.now())


async def _by_policy(hub: Hub, found: Exposure, judged: Judged) -> None:
    mode = rules.mode_of(await policy_records.listed(), found.brand_id, judged.reasons)
    if mode is Mode.LIST:
        return
    brief = await _brief(found, judged)
    owner = await _owner(found, KIND.name)
    considered = await submit.consider(hub, RULE, KIND.name, brief)
    async with transaction():
        request = await submit.keep(hub, RULE, considered, requester_id=owner)
        await records.ask_down(found.id, found.takedown_id, request.id, judged.uncleared)
        details = {
            "request": request.id,
            "mode": mode,
            "territories": sorted(judged.uncleared),
            "reasons": sorted(f"{layer or '-'}:{why}" for layer, why in judged.reasons),
        }
        await audit.record(hub.clock.now(), RULE, "exposure.takedown_asked", found.id, details)
        if mode is Mode.AUTOMATIC:
            told = {"policy": "automatic", "exposure": found.id}
            for key in dict.fromkeys(plan.key for plan in considered.ruling.plans):
                await outcomes.close_stage(hub, request.id, 1, key, [], details=told)


async def _revise(hub: Hub, found: Exposure, judged: Judged, before: Request) -> None:
    brief = await _brief(found, judged)
    revised = await revise.reconsider(
        hub, RULE, before.id, brief, seen_revision=before.revision, kind_name=KIND.name
    )
    async with transaction():
        await revise.keep(hub, RULE, revised)
        await records.ask_down(found.id, before.id, before.id, judged.uncleared)


async def _not_needed(
    hub: Hub, found: Exposure, takedown: Ledger | None, why: str, job: Job
) -> None:
    """Withdraw a takedown nobody looked at; say on any other one that its reason is gone."""
    if takedown is None:
        return
    request = takedown.request
    if request.state in OVER or await _untouched(takedown):
        async with transaction():
            if request.state not in OVER:
                await revise.withdraw(hub, RULE, request.id, f"{why} Nobody has to act.")
            if found.live:
                await records.ask_down(found.id, request.id, None, ())
    elif request.state is not RequestState.LIVE:
        if (await removals.of_requests([request.id]))[request.id]:
            return  # The hub takes it down itself, and it ends by that.
        said = _NO_MORE.format(why=why)
        if request.trouble != said:
            await outcomes.tell(hub, request.id, "request.not_needed", said, job.key)


async def _untouched(takedown: Ledger) -> bool:
    """Whether a takedown waits for its first vote, as the rule asked for it."""
    if takedown.request.state is not RequestState.IN_REVIEW or takedown.votes:
        return False
    trail = await audit.trail(takedown.request.id)
    return all(one.actor_id is None for one in trail)


async def _ledger(request_id: str) -> Ledger:
    async with transaction():
        return await ledger.load(request_id)


async def _brief(found: Exposure, judged: Judged) -> dict[str, object]:
    """Return what a takedown asks for: exactly where it is not cleared, market or not."""
    known = await catalog.known_markets(sorted(judged.uncleared))
    markets = sorted(known)[:_MARKETS_MAX]
    # What the hub published is named by its request: a feed has one address for all its episodes.
    ours = found.source is Source.HUB and found.request_id is not None
    linked = found.shown.outside_id if found.shown.outside_id.startswith("https://") else ""
    address = "" if ours else linked
    track = found.shown.subject.kind is SubjectKind.RECORDING
    return {
        "name": rules.called(found, await _title(found)),
        "brand_id": found.brand_id,
        "markets": markets,
        "territories": sorted(judged.uncleared.difference(markets)),
        "subject_id": None if address else found.request_id,
        "isrc": found.shown.subject.ref if track else "",
        "address": address,
        "reason": _reason(judged).value,
        "urgent": judged.standing is Standing.BLOCKED,
        "details": rules.evidence(found, judged),
    }


def _reason(judged: Judged) -> TakedownReason:
    """Return why it has to go: a guest took their words back, or rights are not there."""
    withdrawn = any(layer is Layer.GUEST_RELEASE for layer, _ in judged.reasons)
    return TakedownReason.CONSENT_WITHDRAWN if withdrawn else TakedownReason.RIGHTS


async def _title(found: Exposure) -> str:
    if found.shown.subject.kind is SubjectKind.RECORDING:
        return await _track(found)
    table, column = _TITLES[found.shown.subject.kind]
    row = await catalog.row_of(table, found.shown.subject.ref)
    return str(row[column]) if row else found.shown.subject.ref


async def _track(found: Exposure) -> str:
    """Return what the playlist that holds it calls a track."""
    code = found.shown.subject.ref
    request = await requests.get(found.request_id) if found.request_id else None
    tracks = request.payload.get("tracks", ()) if request else ()
    names = [f"{one['artist']}: {one['title']}" for one in tracks if one.get("isrc") == code]
    return next(iter(names), code)


async def _owner(found: Exposure, kind: str) -> str:
    """Return for whom a takedown is asked: they may not vote on it, so others come first."""
    candidates = [found.owner_id] if found.owner_id else []
    candidates += await people.holders_of(Role.MANAGER) + await people.holders_of(Role.ADMIN)
    active = await people.grants_of_active(candidates)
    able = [
        one
        for one in dict.fromkeys(candidates)
        if one in active and covers(active[one], found.brand_id)
    ]
    if not able:
        raise GiveUp(f"a {kind} needs somebody who asks for it, and no manager is left")
    desk = (await people.teams_by_key(["rights"])).get("rights")
    voting = set(await people.members(desk.id)) if desk else set()
    return next((one for one in able if one not in voting), able[0])
