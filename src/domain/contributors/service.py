"""Adding bios and headshots, approving and withdrawing them, and who may be shown how."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.model import AssetKind, AssetState
from domain.catalog.works import credit_records
from domain.catalog.works.model import Contributor
from domain.contributors import records, rules
from domain.contributors.model import (
    Approval,
    Material,
    MaterialKind,
    MaterialSource,
)
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.language_tags import known
from domain.people.model import Act
from domain.people.rules import may, require

#: The most materials of one contributor, withdrawn ones among them.
MATERIALS_MAX = 200


async def get(actor: Actor, contributor_id: str) -> Contributor:
    """Return a contributor; `Missing` if there is none the actor may see."""
    seen = may(actor, Act.SEE_WORKS)
    found = await credit_records.contributors_by_id([contributor_id]) if seen else {}
    if contributor_id not in found:
        said = f"There is no contributor `{contributor_id[:40]}`."
        raise Missing("no_such_contributor", said, ("contributor_id",))
    return found[contributor_id]


async def add(hub: Hub, actor: Actor, given: Material) -> Material:
    """Add a bio or headshot that nobody approved yet; its id is made here.

    A bio with a `title_id` and without a text is that of the title's record. `Invalid` says what
    cannot be, `Missing` if there is no such contributor.
    """
    require(actor, Act.CHANGE_CATALOG)
    now = hub.clock.now()
    await get(actor, given.contributor_id)
    language = known(given.language) or given.language
    value = replace(given, id=ids.new(ids.Prefix.MATERIAL), added_at=now, language=language)
    if value.title_id is not None:
        value = await _from_title(value)
    rules.check(value)
    await _check_file(actor, value)
    async with transaction():
        held = (await records.of_contributors([value.contributor_id]))[value.contributor_id]
        if len(held) >= MATERIALS_MAX:
            said = f"There are {MATERIALS_MAX} of this contributor already."
            raise Invalid("too_many", said, ("contributor_id",))
        await records.add(value)
        await _record(hub, actor, "added", value)
    return value


async def approve(hub: Hub, actor: Actor, material_id: str, approval: Approval) -> Material:
    """Write down that a material may be used, in place of any approval before."""
    return await _change(
        hub, actor, material_id, "approved", lambda one, now: rules.approved(one, approval, now)
    )


async def withdraw(hub: Hub, actor: Actor, material_id: str) -> Material:
    """Have a material used no more."""
    return await _change(hub, actor, material_id, "withdrawn", rules.withdrawn)


async def forget(hub: Hub, actor: Actor, contributor_id: str) -> None:
    """Take out what is kept of a contributor here; in the running transaction.

    What their titles' records say stays: who wrote a book is told by the book.
    """
    for one in (await records.of_contributors([contributor_id]))[contributor_id]:
        after = rules.forgotten(one)
        await records.change(one, after)
        await _record(hub, actor, "forgotten", after)


def digest(said: str) -> str:
    """Return the checksum by which the record of changes knows a text."""
    return sha256(said.encode()).hexdigest()


async def _change(
    hub: Hub,
    actor: Actor,
    material_id: str,
    act: str,
    changed: Callable[[Material, datetime], Material],
) -> Material:
    require(actor, Act.CHANGE_CATALOG)
    async with transaction():
        before = (await records.materials([material_id])).get(material_id)
        if before is None:
            said = f"There is no bio or headshot `{material_id[:40]}`."
            raise Missing("no_such_material", said, ("material_id",))
        after = changed(before, hub.clock.now())
        await records.change(before, after)
        await _record(hub, actor, act, after)
    return after


async def _from_title(value: Material) -> Material:
    """Return a bio as the record of its title tells it."""
    if value.text:
        said = "Give a text, or the title whose record has it, not both."
        raise Invalid("text_and_title", said, ("title_id",))
    credits_ = (await credit_records.credits_of([value.title_id or ""]))[value.title_id or ""]
    own = [one for one in credits_ if one.contributor.id == value.contributor_id]
    told = next((one.bio for one in own if one.bio), None)
    if told is None:
        said = f"No title `{(value.title_id or '')[:40]}` tells of this contributor's life."
        raise Invalid("no_bio_there", said, ("title_id",))
    return replace(value, text=told[: rules.BIO_MAX], source=MaterialSource.TITLE_RECORD)


async def _check_file(actor: Actor, value: Material) -> None:
    """Raise `Invalid` unless a headshot is a picture that is here and belongs to the house."""
    if value.kind is not MaterialKind.HEADSHOT or value.asset_id is None:
        return
    asset = (await catalog.assets([value.asset_id])).get(value.asset_id)
    ours = asset is not None and asset.request_id is None
    if asset is None or not ours or not may(actor, Act.CHANGE_CATALOG, brand_id=asset.brand_id):
        said = f"There is no file `{value.asset_id[:40]}` to use."
        raise Invalid("no_such_asset", said, ("asset_id",))
    if asset.kind is not AssetKind.IMAGE or asset.state is not AssetState.READY:
        said = f"`{asset.name}` is of the kind {asset.kind.upper()} and {asset.state}."
        raise Invalid("no_picture", f"{said} Upload one of the kind IMAGE.", ("asset_id",))


async def _record(hub: Hub, actor: Actor, act: str, value: Material) -> None:
    """Record what was done, without a word of what tells of the person."""
    approval = value.approval
    details = {
        "material": value.id,
        "kind": value.kind,
        "source": value.source,
        "asset_id": value.asset_id,
        "title_id": value.title_id,
        "approved_by": approval.by if approval else None,
        "since": approval.since.isoformat() if approval else None,
        "until": approval.until.isoformat() if approval and approval.until else None,
        "version": value.version,
    }
    now, subject = hub.clock.now(), value.contributor_id
    await audit.record(now, actor, f"material.{act}", subject, details)
