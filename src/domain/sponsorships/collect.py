"""Creative collection: files are promised for a request, come, and may be taken back."""

from domain.actor import Actor
from domain.approvals.model import Stage, StageState
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog import uploads
from domain.catalog.model import Asset, AssetState
from domain.catalog.uploads import Owner
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, outcomes
from domain.requests import rules as request_rules
from domain.requests.kinds.sponsorship import KIND, SponsorshipBrief, named
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.sponsorships import rules
from domain.sponsorships.model import Delivery, DeliveryState
from domain.text import folded

#: The stage the hub closes by itself once every listed file is in.
COLLECTION = "collection"

#: Where a request stands while its files may come.
_COLLECTING = frozenset({RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED})


async def deliveries_of(request: Request) -> tuple[Delivery, ...]:
    """Return what has come of the files a request lists; nothing for other kinds."""
    if request.kind != KIND.name:
        return ()
    brief = SponsorshipBrief.model_validate(request.payload)
    return rules.deliveries(brief, (await catalog.delivered([request.id]))[request.id])


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
        wanted = named([delivery.wanted for delivery in found], deliverable)
        if wanted is None:
            raise _unknown(found, deliverable)
        if request.state not in _COLLECTING:
            raise _closed(request)
        if any(d.wanted == wanted and d.state is DeliveryState.IN for d in found):
            raise Conflict(
                "delivered_already",
                f"`{wanted.name}` is in already; take that file back before you send another.",
                ("deliverable",),
            )
        brief = SponsorshipBrief.model_validate(request.payload)
        owner = Owner(brief.brand_id, request.agency_id, request.id, folded(wanted.name))
        return await uploads.promise(hub, actor, owner, wanted.kind, name, size)


async def take_back(hub: Hub, actor: Actor, asset_id: str) -> Request:
    """Take a file of a request back; whoever approved it, or what followed, is asked anew.

    Raises `Conflict` once the request was handed over, or where the file cannot be taken back.
    """
    require(actor, Act.REVISE_REQUEST)
    asset = (await catalog.assets([asset_id])).get(asset_id)
    if asset is None or asset.request_id is None:
        raise Missing("no_such_asset", f"No request of yours has a file `{asset_id[:40]}`.")
    async with transaction():
        before = await ledger.load(asset.request_id, actor)
        request = before.request
        request_rules.require_owner(actor, Act.REVISE_REQUEST, request)
        if request.state not in _COLLECTING | {RequestState.APPROVED}:
            raise _closed(request)
        asset = (await catalog.assets([asset_id]))[asset_id]
        if not await catalog.take_back(asset_id):
            raise Conflict("not_there", f"`{asset.name}` is {asset.state.replace('_', ' ')}.")
        details = {"request": request.id, "deliverable": asset.deliverable}
        await audit.record(hub.clock.now(), actor, "asset.taken_back", asset_id, details)
        if asset.state is AssetState.READY and (touched := _touched(before)):
            said = (
                f"The file `{asset.name}` was taken back; what it was approved with is asked anew."
            )
            return await outcomes.reopen(
                hub, request.id, touched, said, {"asset": asset_id}, actor=actor
            )
        await ledger.follow(hub, request, hub.clock.now(), unchanged=True)
    return request


async def collect(hub: Hub, job: Job) -> None:
    """Close the collection of a request if every listed file is in; show how far it is else."""
    async with transaction():
        before = await ledger.load(job.details["request_id"])
        request, stage = before.request, before.stage_keyed(COLLECTION)
        found = await deliveries_of(request)
        is_open = stage is not None and stage.state is StageState.OPEN
        if is_open and rules.complete(found):
            more = {"materials": rules.materials(found)}
            await outcomes.close_stage(
                hub, request.id, request.revision, COLLECTION, [], details=more
            )
        else:
            await ledger.follow(hub, request, hub.clock.now(), unchanged=True)


def _touched(before: Ledger) -> tuple[str, ...]:
    """Return the stages that begin anew when a file goes; none if they will do so anyway.

    A request that was sent back for something else stays with the requester: its revision opens
    the collection again.
    """
    collection = before.stage_keyed(COLLECTION)
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
