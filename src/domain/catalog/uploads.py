"""Files: promised, uploaded once, looked at, and used by those who may."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records, rules, words
from domain.catalog.model import Asset, AssetKind, AssetState
from domain.catalog.service import clean_name, require_brand
from domain.catalog.words import FoundKind, Thing
from domain.database import sql, transaction
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.files import MediaFacts
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import may, require
from domain.text import words_of

#: How long an upload link lives.
UPLOAD_WINDOW = timedelta(minutes=15)

#: What upload links are signed for.
UPLOAD_USE = "upload"

#: Asked for when a file of a request has come.
DELIVERED = "request.delivered"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file is, and for which deliverable of which request, if for one."""

    brand_id: str
    agency_id: str | None
    request_id: str | None = None
    deliverable: str | None = None


async def promise_asset(
    hub: Hub, actor: Actor, brand_id: str, kind: AssetKind, name: str, size: int
) -> tuple[Asset, str]:
    """Announce a file of `size` bytes; returns it with the token that lets it be uploaded once."""
    require(actor, Act.SUBMIT_REQUEST, brand_id=brand_id)
    await require_brand(brand_id)
    return await promise(hub, actor, Owner(brand_id, actor.agency_id), kind, name, size)


async def promise(
    hub: Hub, actor: Actor, owner: Owner, kind: AssetKind, name: str, size: int
) -> tuple[Asset, str]:
    """Announce a file of `owner`, as `promise_asset` does; who may is the caller's to say."""
    rules.check_promise(kind, name, size)
    now = hub.clock.now()
    value = Asset(
        id=ids.new(ids.Prefix.ASSET),
        brand_id=owner.brand_id,
        agency_id=owner.agency_id,
        kind=kind,
        name=clean_name(name),
        state=AssetState.EXPECTED,
        media_type=None,
        size=size,
        sha256=None,
        duration_ms=None,
        width=None,
        height=None,
        problem=None,
        uploader_id=actor.user_id or "",
        created_at=now,
        request_id=owner.request_id,
        deliverable=owner.deliverable,
    )
    async with transaction():
        await sql.insert(records.AssetRecord, asdict(value))
        await audit.record(now, actor, "asset.promised", value.id, {"name": value.name})
    expires = int((now + UPLOAD_WINDOW).timestamp())
    return value, f"{expires}.{hub.secrets.sign(UPLOAD_USE, f'{value.id}.{expires}')}"


async def receive_asset(
    hub: Hub,
    actor: Actor,
    asset_id: str,
    token: str,
    chunks: AsyncIterator[bytes],
    announced: int | None = None,
) -> Asset:
    """Take the bytes of a promised file in, once; the file is then ready or refused.

    `announced` is how many bytes are said to come, if that is said: more than promised are refused
    before any is read. Raises `Forbidden` for a wrong or expired token, `Conflict` if the file is
    there already.
    """
    expires, _, signature = token.partition(".")
    _check_upload_token(hub, asset_id, expires, signature)
    found = (await records.assets([asset_id])).get(asset_id)
    if found is None or not rules.visible(actor.agency_id, found):
        raise _no_such_asset(asset_id)
    if found.state is not AssetState.EXPECTED:
        raise _uploaded_already()
    promised = found.size or 0
    if announced is not None and announced > promised:
        raise Invalid("too_large", f"More than the {promised} bytes promised.")
    async with hub.files.receive(asset_id, chunks, promised) as received:
        value = _finished(found, promised, received.facts)
        async with transaction():
            await _finish(value)
            details = {"state": value.state, "sha256": value.sha256, "problem": value.problem}
            await audit.record(hub.clock.now(), actor, "asset.received", asset_id, details)
            if value.request_id is not None:
                await _tell_request(hub, value, value.request_id)
            if value.state is AssetState.READY:
                if value.request_id is None:
                    await _put_words(value)
                await received.keep()
    return value


async def get_asset(actor: Actor, asset_id: str) -> Asset:
    """Return a file the actor may see; `Missing` if there is none."""
    found = (await records.assets([asset_id])).get(asset_id)
    allowed = found and may(actor, Act.SUBMIT_REQUEST, brand_id=found.brand_id)
    if found is None or not allowed or not rules.visible(actor.agency_id, found):
        raise _no_such_asset(asset_id)
    return found


async def assets_of(actor: Actor, brand_id: str, limit: int) -> list[Asset]:
    """Return the newest usable files of a brand that the actor may see."""
    require(actor, Act.SUBMIT_REQUEST, brand_id=brand_id)
    return await records.assets_of(brand_id, actor.agency_id, limit)


async def page(actor: Actor, brand_id: str, wanted: PageRequest) -> Page[Asset]:
    """Return a page of what `assets_of` begins with, the newest first."""
    require(actor, Act.SUBMIT_REQUEST, brand_id=brand_id)
    listing = records.files_of(brand_id, actor.agency_id)
    return await listing.page("id", Direction.DESC, wanted)


async def count(actor: Actor, brand_id: str) -> int:
    """Return how many there are on all pages together."""
    require(actor, Act.SUBMIT_REQUEST, brand_id=brand_id)
    return await records.files_of(brand_id, actor.agency_id).count()


async def require_assets(
    actor: Actor,
    wanted: Mapping[str, str],
    brand_id: str,
    path_of: Callable[[str], tuple[str, ...]],
) -> None:
    """Raise `Invalid` unless every file (by field name) is the brand's, visible, and ready.

    `path_of` says where whoever asked named the file of a field.
    """
    found = await records.assets(list(wanted.values()))
    problems = []
    for field, asset_id in wanted.items():
        asset = found.get(asset_id)
        if asset is None or asset.brand_id != brand_id or not rules.visible(actor.agency_id, asset):
            text = f"The brand has no file `{asset_id[:40]}`."
        elif asset.state is not AssetState.READY:
            text = f"The file `{asset.name}` is {asset.state}, not ready."
        else:
            continue
        problems.append(Invalid("asset_not_usable", text, path_of(field)))
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)


async def _finish(value: Asset) -> None:
    try:
        if await records.finish_asset(value):
            return
    except IntegrityError as error:
        raise Conflict(
            "delivered_already",
            f"`{value.deliverable}` is in already; take that file back before you send another.",
        ) from error
    raise _uploaded_already()


async def _put_words(value: Asset) -> None:
    """Have a file found by its name and checksum; those of requests belong to their requests."""
    found_by = words_of(value.name, value.sha256)
    thing = Thing(FoundKind.ASSET, value.id, found_by, value.brand_id, value.agency_id)
    await words.add(thing)


async def _tell_request(hub: Hub, value: Asset, request_id: str) -> None:
    """Ask that the request looks at what it has now."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"delivered:{value.id}",
        kind=DELIVERED,
        lane=f"effect:{request_id}",
        details={"request_id": request_id},
    )


def _finished(expected: Asset, promised: int, facts: MediaFacts) -> Asset:
    problem = rules.problem_of(expected.kind, promised, facts)
    return replace(
        expected,
        state=AssetState.REFUSED if problem else AssetState.READY,
        media_type=facts.media_type,
        size=facts.size,
        sha256=facts.sha256,
        duration_ms=facts.duration_ms,
        width=facts.width,
        height=facts.height,
        problem=problem,
        sample_rate_hz=facts.sample_rate_hz,
        channels=facts.channels,
    )


def _no_such_asset(asset_id: str) -> Missing:
    return Missing("no_such_asset", f"There is no file `{asset_id[:40]}`.")


def _uploaded_already() -> Conflict:
    return Conflict(
        "uploaded_already", "This file came or was taken back already; ask for a new one."
    )


def _check_upload_token(hub: Hub, asset_id: str, expires: str, signature: str) -> None:
    ours = hub.secrets.signed(UPLOAD_USE, f"{asset_id}.{expires}", signature)
    if not ours or not expires.isdigit():
        raise Forbidden("bad_upload_link", "This upload link is not one of ours.")
    if int(expires) < hub.clock.now().timestamp():
        raise Forbidden("upload_link_expired", "This upload link has expired; ask for a new one.")
