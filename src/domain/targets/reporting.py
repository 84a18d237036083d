"""Keeping what a target says, and what follows from it for the request and for what is live."""

from dataclasses import replace

from domain.actor import CONNECTOR
from domain.catalog import records as catalog
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.exposures import service as exposures
from domain.exposures import taken
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements import acknowledging
from domain.placements import records as placements
from domain.placements.acknowledging import RECEIPT_MAX
from domain.placements.model import PlacementState
from domain.requests import ledger, outcomes
from domain.requests.kinds import episode_release
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER
from domain.rights.live import records as live
from domain.targets import filling, handing, records, removing, rules, telling
from domain.targets.connected import Targets
from domain.targets.model import Published, Report, Standing

_NOT_AGAIN = "It was not published again, and stands as it did: {target} did not take it: {why}."


async def keep(hub: Hub, targets: Targets, before: Published, said: Report, job: Job) -> None:
    """Write what a target says of `before`, and what follows, in one transaction.

    Where something else was asked for meanwhile, such as to take it down, only what the target
    calls it is kept: whatever was asked for finds it by that.
    """
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        held = await ledger.load(before.request_id)
        now_kept = await records.get(before.id)
        if now_kept is None:
            return
        stands = _stands_as_it_did(held.request, now_kept, said)
        tried = job.kind in {handing.PUBLISH, handing.NARROW}
        await records.answered(now_kept, stands, hub.clock.now(), ends_the_try=tried)
        after = await records.get(before.id)
        if after is None or after.version != before.version or held.request.state in OVER:
            return
        if job.kind == handing.PUBLISH:
            await records.settle(before)
        if stands is not said:
            await _not_again(hub, held.request, after, job)
            return
        await telling.let_in(hub, after, job)
        await _follow(hub, targets, held, now_kept, after, job)
        anew = job.kind == handing.PUBLISH or now_kept.standing is not Standing.LIVE
        stands_anew = anew and after.standing is Standing.LIVE
        if stands_anew or after.standing is Standing.REMOVED:
            # Of an earlier revision, or of what was removed, nothing stands.
            await filling.close_others(hub, targets, after.name)


def _stands_as_it_did(request: Request, before: Published, said: Report) -> Report:
    """Return how something that is live stands whose target does not take it again."""
    again = request.state is not RequestState.PUBLISHED and before.standing is Standing.LIVE
    if said.standing is not Standing.REFUSED or not again:
        return said
    return replace(said, standing=Standing.LIVE, blocked=before.blocked, drift=before.drift)


async def _not_again(hub: Hub, request: Request, after: Published, job: Job) -> None:
    target, why = rules.called(after.target), rules.listed(after.problems)
    said = _NOT_AGAIN.format(target=target, why=why)
    await outcomes.tell(hub, request.id, "request.not_published_again", said, job.key)


async def _overtake(hub: Hub, targets: Targets, after: Published) -> None:
    """Have what stood there by an earlier request wait to be published again.

    It is not what stands there any more: it comes back if this one is taken down, or refused.
    """
    for other in await records.brought_by_others(after):
        stood = other.standing in rules.FOLLOWED and other.going_since is None
        if stood and not other.undecided and rules.is_overtaken(other, after):
            await handing.ask(hub, targets, await records.ask_again(other.id, hub.clock.now()))


async def _follow(
    hub: Hub, targets: Targets, held: Ledger, before: Published, after: Published, job: Job
) -> None:
    match after.standing:
        case Standing.LIVE:
            await _live(hub, held, before, after, job)
        case Standing.REFUSED:
            await _refused(hub, held.request, after, job)
        case Standing.REMOVED | Standing.GONE:
            await _removed(hub, held.request, after, job)
        case _:
            if job.kind == handing.PUBLISH:
                await _overtake(hub, targets, after)
            await handing.ask_look(hub, after, rules.SOON)


async def _live(hub: Hub, held: Ledger, before: Published, after: Published, job: Job) -> None:
    request, fresh = held.request, before.standing is not Standing.LIVE
    if request.state is RequestState.PUBLISHED:
        await _acknowledge(hub, held, after)
    elif request.trouble is not None and (fresh or _mended(before, after, job)):
        await outcomes.tell(hub, request.id, "request.live_again", None, job.key)
    for other in await records.brought_by_others(after) if fresh else ():
        if rules.is_later(other, after):  # What comes after this one is still to come.
            await removing.taken_over(hub, other)
    changed = (before.address, before.blocked) != (after.address, after.blocked)
    if changed or job.kind in {handing.PUBLISH, handing.NARROW} or fresh:
        await _expose(hub, request, after)
    await telling.drift(hub, request, before, after, job)
    await handing.ask_look(hub, after, rules.next_look(after, hub.clock.now()))


def _mended(before: Published, after: Published, job: Job) -> bool:
    """Whether what kept it from standing as approved is over, since it was published again."""
    return job.kind == handing.PUBLISH and not before.drift and not after.drift


async def _acknowledge(hub: Hub, held: Ledger, after: Published) -> None:
    """Take the hand-over on by itself, with what the target says as the receipt."""
    request, now = held.request, hub.clock.now()
    receipt = rules.receipt(after, RECEIPT_MAX)
    await acknowledging.by_hub(request.id, receipt, now)
    await placements.put(request.id, after.target, request.id, PlacementState.LIVE, now)
    details = {"publisher": after.target, "outside": dict(after.outside), "receipt": receipt}
    await ledger.write(
        hub,
        CONNECTOR,
        held,
        held.stages,
        move=Move.GO_LIVE,
        act="request.went_live",
        note=request.note,
        details=details,
    )


async def _expose(hub: Hub, request: Request, after: Published) -> None:
    """Write where it is live, and nowhere else; of a playlist, `playlists.following` does."""
    if request.kind != episode_release.KIND.name:
        return
    handed = (await placements.hand_overs_of([request.id]))[request.id]
    downs = await taken.takedowns_of(request, handed.handed_at)
    gone = {place for one in downs for place in one.places}
    row = await catalog.row_of("shows", str(request.payload["show_id"]))
    language = catalog.show(row).language if row else None
    shown = rules.episode_shown(after, gone, language)
    before = {one.shown.outside_id for one in await live.live_of_request(request.id)}
    if before - {one.outside_id for one in shown}:  # It moved, be it while it was worked on.
        await exposures.follow(hub, request, [], live=False)
    await exposures.follow(hub, request, shown, live=bool(shown))


async def _refused(hub: Hub, request: Request, after: Published, job: Job) -> None:
    if request.state is not RequestState.PUBLISHED:
        await _not_again(hub, request, after, job)
        return
    what = f"{rules.called(after.target)} did not take it: {rules.listed(after.problems)}."
    now, state = hub.clock.now(), PlacementState.REFUSED
    await placements.put(request.id, after.target, request.id, state, now)
    await outcomes.move(
        hub,
        request.id,
        Move.SEND_BACK,
        "request.not_accepted",
        note=f"{what[0].upper()}{what[1:]}",
        details={"publisher": after.target, "problems": list(after.problems)},
    )


async def _removed(hub: Hub, request: Request, after: Published, job: Job) -> None:
    """The target took it down by itself: it is live no more, and rights are told, once."""
    now, state = hub.clock.now(), PlacementState.STOPPED
    await exposures.follow(hub, request, [], live=False)
    await placements.put(request.id, after.target, request.id, state, now)
    await telling.removal(hub, request, after, job)
