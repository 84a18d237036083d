"""Asking that a file of figures is brought in, looking how far that is, and calling it off."""

from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import uploads
from domain.catalog.model import Asset, AssetState
from domain.catalog.rules import TEXTS
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metric_files import records
from domain.metric_files.model import IDS_MAX, FileState, MetricFile, Wanted
from domain.metrics import catalogue, columns, profiles
from domain.people.model import Act
from domain.people.rules import may, require

#: The job that brings one file in; they take turns.
KIND = "metrics.file"

ASKED, CANCELLED = "metrics.file_asked", "metrics.file_cancelled"


async def ask(
    hub: Hub, actor: Actor, asset_id: str, wanted: Wanted, *, dry_run: bool
) -> MetricFile:
    """Ask that a file is brought in, or tried out; a job does it, with the actor's rights then.

    Raises `Missing` for a file or a profile that is not there for the actor, `Invalid` for what can
    be said to be wrong before the file is read.
    """
    require(actor, Act.CHANGE_METRICS)
    _check(wanted)
    await profiles.columns_of(actor, wanted.profile)
    asset = await _table(actor, asset_id)
    now = hub.clock.now()
    value = MetricFile(
        id=ids.new(ids.Prefix.METRIC_FILE),
        asset_id=asset.id,
        user_id=actor.user_id or "",
        name=asset.name,
        wanted=wanted,
        dry_run=dry_run,
        state=FileState.ASKED,
        asked_at=now,
    )
    async with transaction():
        await records.add(value)
        await _tell(hub, actor, ASKED, value, now)
        await jobs.ask(
            hub.wake,
            now,
            key=f"{KIND}:{value.id}",
            kind=KIND,
            lane=KIND,
            details={"file_id": value.id},
        )
    return value


async def cancel(hub: Hub, actor: Actor, file_id: str) -> MetricFile:
    """Have no more of a file brought in; what went in stays.

    Called off again, it says how it stands. `Missing` if the actor may not see it, `Conflict` if it
    came to its end before.
    """
    require(actor, Act.CHANGE_METRICS)
    found, now = await seen(actor, file_id), hub.clock.now()
    async with transaction():
        if found.state is FileState.CANCELLED and found.ended_at is None:
            return found
        if not await records.cancel(file_id, now):
            said = f"`{found.name}` is {found.state}; nothing of it is still to come."
            raise Conflict("import_over", said)
        await _tell(hub, actor, CANCELLED, found, now)
    return await seen(actor, file_id)


async def seen(actor: Actor, file_id: str) -> MetricFile:
    """Return a file of the actor's, or of anybody's for a role for everything; else `Missing`."""
    found = await records.get(file_id)
    others = found is None or found.user_id != actor.user_id
    if found is None or not may(actor, Act.SEE_AUDIT, everywhere=others):
        raise Missing("no_such_import", f"There is no import `{file_id[:40]}` of a file.")
    return found


def _check(wanted: Wanted) -> None:
    catalogue.source(wanted.source)
    columns.checked(wanted.columns)
    if len(wanted.ids) > IDS_MAX:
        raise Invalid("too_many", f"Name up to {IDS_MAX:,} things.", ("subjects",))


async def _table(actor: Actor, asset_id: str) -> Asset:
    """Return a file that may be read for figures; those of requests belong to their requests."""
    asset = await uploads.get_asset(actor, asset_id)
    if asset.request_id is not None:
        raise Missing("no_such_asset", f"There is no file `{asset_id[:40]}`.")
    if asset.state is not AssetState.READY:
        said = f"The file `{asset.name}` is {asset.state}, not ready; upload it first."
        raise Invalid("asset_not_usable", said, ("asset_id",))
    if asset.media_type not in TEXTS:
        said = f"The file is {asset.media_type}; give CSV or JSON as text in UTF-8, not packed."
        raise Invalid("no_table", said, ("asset_id",))
    return asset


async def _tell(hub: Hub, actor: Actor, act: str, value: MetricFile, now: datetime) -> None:
    """Record what was done with a file, and tell whoever listens."""
    details = {"file": value.name, "source": value.wanted.source, "dry_run": value.dry_run}
    await audit.record(now, actor, act, value.id, details)
    hub.announce(value.id)
