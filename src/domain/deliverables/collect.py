"""Files are promised for a request, come, and may be taken back; stages wait for them."""

from domain.actor import Actor
from domain.approvals.model import Stage, StageState
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog import uploads
from domain.catalog.model import Asset, AssetState
from domain.catalog.uploads import Owner
from domain.database import transaction
from domain.deliverables import rules
from domain.deliverables.model import Delivery, DeliveryState
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, outcomes
from domain.requests import rules as request_rules
from domain.requests.acceptable import FILE_STAGES
from domain.requests.kinds import kind_named
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.text import folded

#: Where a request stands while its files may come.
_COLLECTING = frozenset({RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED})


async def deliveries_of(request: Request) -> tuple[Delivery, ...]:
    """Return what has come of the files a request wants; nothing where it wants none."""
    kind = kind_named(request.kind)
    wanted = kind.wanted(kind.payload.model_validate(request.payload))
    if not wanted:
        return ()
    return rules.deliveries(wanted, (await catalog.delivered([request.id]))[request.id])


async def promise(
    hub: Hub, actor: Actor, request_id: str, deliverable: str, name: str, size: int
) -> tuple[Asset, str]:
    """Announce the file for a deliverable of a request, with the token that lets it come.

    Raises `Invalid` where nothing is called so, `Conflict` where it is in already or nothing
    may come any more.
    """
    require(actor, Act.REVISE_REQUEST)
    async with transaction():
        request = (await ledger.load(request_id, actor)).request
        request_rules.require_owner(actor, Act.REVISE_REQUEST, request)
        found = await deliveries_of(request)
        sought = rules.named(found, deliverable)
        if sought is None or request.brand_id is None:
            raise _unknown(found, deliverable)
        wanted = sought.wanted
        if request.state not in _COLLECTING:
            raise _closed(request)
        if sought.state is DeliveryState.IN:
            raise Conflict(
                "delivered_already",
                f"`{wanted.name}` is in already; take that file back before you send another.",
                ("deliverable",),
            )
        owner = Owner(request.brand_id, request.agency_id, request.id, folded(wanted.name))
        return await uploads.promise(hub, actor, owner, wanted.kind, name, size)


async def take_back(hub: Hub, actor: Actor, asset_id: str) -> Request:
    """Take a file of a request back; whoever approved it, or what followed, is asked anew.

    Raises `Missing` for a file of no request that `actor` may see, `Conflict` once the request was
    handed over, or where the file cannot be taken back.
    """
    require(actor, Act.REVISE_REQUEST)
    asset = (await catalog.assets([asset_id])).get(asset_id)
    async with transaction():
        before = await _with_file(asset_id, asset, actor)
        request = before.request
        request_rules.require_owner(actor, Act.REVISE_REQUEST, request)
        if request.state not in _COLLECTING | {RequestState.APPROVED}:
            raise _closed(request)
        asset = (await catalog.assets([asset_id]))[asset_id]
        if not await catalog.take_back(asset_id):
            raise Conflict("not_there", f"`{asset.name}` is {asset.state.replace('_', ' ')}.")
        details = {"request": request.id, "deliverable": asset.deliverable}
        await audit.record(hub.clock.now(), actor, "asset.taken_back", asset_id, details)
        found = rules.named(await deliveries_of(request), asset.deliverable or "")
        touched = _touched(before, found.wanted.stage if found else "")
        if asset.state is AssetState.READY and touched:
            said = (
                f"The file `{asset.name}` was taken back; what it was approved with is asked anew."
            )
            return await outcomes.reopen(
                hub, request.id, touched, said, {"asset": asset_id}, actor=actor
            )
        await ledger.follow(hub, request, hub.clock.now(), unchanged=True)
    return request


async def _with_file(asset_id: str, asset: Asset | None, actor: Actor) -> Ledger:
    """Return the ledger of the request a file came for; one out of sight is as one of none."""
    try:
        return await ledger.load((asset and asset.request_id) or "", actor)
    except Missing as unseen:
        said = f"No request of yours has a file `{asset_id[:40]}`."
        raise Missing("no_such_asset", said) from unseen


async def collect(hub: Hub, job: Job) -> None:
    """Close the stages of a request whose files are all in; show how far they are else.

    One that closes may open the next, whose files came early: it is closed as well.
    """
    async with transaction():
        closed = False
        while await _close_one(hub, job.details["request_id"]):
            closed = True
        if not closed:
            request = (await ledger.load(job.details["request_id"])).request
            await ledger.follow(hub, request, hub.clock.now(), unchanged=True)


async def _close_one(hub: Hub, request_id: str) -> bool:
    """Close the first open stage whose files are all in; False if there is none."""
    before = await ledger.load(request_id)
    request, found = before.request, await deliveries_of(before.request)
    waiting = (s for s in before.stages if s.state is StageState.OPEN and s.key in FILE_STAGES)
    stage = next((s for s in waiting if rules.complete(found, s.key)), None)
    if stage is None:
        return False
    mine = [delivery for delivery in found if delivery.wanted.stage == stage.key]
    more = {"materials": rules.materials(mine)}
    return await outcomes.close_stage(
        hub, request.id, request.revision, stage.key, [], details=more
    )


def _touched(before: Ledger, key: str) -> tuple[str, ...]:
    """Return the stages that begin anew when a file goes that the stage `key` waited for.

    There are none if they will do so anyway. A request that was sent back for something else stays
    with the requester: its revision opens the collection again.
    """
    collection = before.stage_keyed(key)
    if collection is None:
        return ()
    later = [stage for stage in before.stages if _counts_from(stage, collection.step)]
    asked = any(stage.state is StageState.CHANGES_REQUESTED for stage in later)
    closed = collection.state is StageState.APPROVED
    if before.request.state is RequestState.CHANGES_REQUESTED and not asked:
        return ()
    return tuple(stage.key for stage in later) if closed else ()


def _counts_from(stage: Stage, step: int) -> bool:
    return stage.step >= step and stage.state is not StageState.DROPPED


def _unknown(found: tuple[Delivery, ...], deliverable: str) -> Invalid:
    names = ", ".join(f"`{delivery.wanted.name}`" for delivery in found)
    known = f"it lists {names}" if found else "it lists none"
    return Invalid(
        "no_such_deliverable",
        f"The request has no deliverable `{deliverable[:80]}`; {known}.",
        ("deliverable",),
    )


def _closed(request: Request) -> Conflict:
    return Conflict(
        "not_collecting",
        f"This request is {request.state.replace('_', ' ')}; its files stay as they are.",
    )
