"""Mending one field of an episode: our own record at once, what is out by a request."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog import words
from domain.catalog.model import Episode
from domain.catalog.service import clean_name
from domain.catalog.words import FoundKind
from domain.database import transaction
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.masters import comparing, records, rules
from domain.masters.model import Drift, MasterField, Place
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading, submit
from domain.requests.kinds import revision
from domain.requests.kinds.episode_release import KIND
from domain.requests.model import Request, RequestState
from domain.requests.rules import reach
from domain.requests.submit import Considered

#: Where a request for the change is under way, or done but not to be seen yet.
_ASKED = (
    RequestState.IN_REVIEW,
    RequestState.CHANGES_REQUESTED,
    RequestState.APPROVED,
    RequestState.PUBLISHED,
)

#: The longest name of a request.
_NAME_MAX = 150


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to be mended: our episode as it will be, and what is asked for; None is nothing."""

    drift: Drift
    before: Episode | None
    after: Episode | None
    asked: Considered | None
    at: datetime


async def consider(hub: Hub, actor: Actor, request_id: str, field: MasterField) -> Mending:
    """Look what mends a field of the episode that a release is of; not in a transaction.

    Raises `Conflict` where nothing differs, where the title's record alone does, which the hub
    does not write, or where the same is asked for already.
    """
    require(actor, Act.CHANGE_CATALOG)
    request = await reading.get(actor, request_id)
    require(actor, Act.CHANGE_CATALOG, **reach(request))
    found = await _drift(request, field)
    before = after = None
    if Place.HUB in found.wrong:
        before = (await catalog.episodes_by_id([found.episode_id]))[found.episode_id]
        after = _corrected(before, found)
    asked = None
    if {Place.PACKAGE, Place.LIVE} & set(found.wrong):
        asked = await _asked(hub, actor, request, found)
    if after is None and asked is None:
        raise Conflict(
            "record_elsewhere",
            "Only the title's record says otherwise; change it where its publisher keeps it.",
        )
    return Mending(found, before, after, asked, hub.clock.now())


async def keep(hub: Hub, actor: Actor, found: Mending) -> str:
    """Mend what was considered, in one transaction; return the id of what is asked for.

    Where nothing has to be asked for it is the id of the release.
    """
    async with transaction():
        if found.before is not None and found.after is not None:
            await _correct(actor, found, found.before, found.after)
        if found.asked is None:
            return found.drift.request_id
        return (await submit.keep(hub, actor, found.asked)).id


async def _drift(request: Request, field: MasterField) -> Drift:
    for one in await comparing.compared([request] if request.kind == KIND.name else []):
        if one.field is field:
            return one
    raise Conflict("no_drift", f"{rules.NAMES[field]} is the same everywhere.")


def _corrected(before: Episode, found: Drift) -> Episode:
    if found.field is MasterField.RELEASES_ON:
        return replace(before, release_on=date.fromisoformat(found.right))
    return replace(before, title=clean_name(found.right, "field"))


async def _asked(hub: Hub, actor: Actor, request: Request, found: Drift) -> Considered | None:
    change = rules.wish(found)
    for one in await records.revisions_of(request.id, *map(str, _ASKED)):
        if one.payload["change"] == change:
            if Place.HUB in found.wrong:
                return None
            raise Conflict("asked_already", f"#{one.number} asks for this already.")
    brief = {
        "name": f"{rules.NAMES[found.field]}: {request.title}"[:_NAME_MAX],
        "brand_id": request.brand_id,
        "markets": list(request.markets),
        "subject_id": request.id,
        "evidence": rules.proof(found),
        "change": change,
        "changes_claims": found.field is MasterField.DESCRIPTION,
        "changes_audio": False,
    }
    return await submit.consider(hub, actor, revision.KIND.name, brief)


async def _correct(actor: Actor, found: Mending, before: Episode, after: Episode) -> None:
    now_there = (await catalog.episodes_by_id([before.id])).get(before.id)
    if now_there is None:
        raise Missing("no_such_episode", "This episode is not there any more.")
    if now_there != before:
        raise Conflict("out_of_date", "Somebody changed the episode this moment; look again.")
    day = after.release_on.isoformat() if after.release_on else None
    await records.correct_episode(after.id, after.title, day)
    await words.put(FoundKind.EPISODE, after.id, after.title)
    details = {
        "before": asdict(before),
        "after": asdict(after),
        "field": found.drift.field,
        "master": found.drift.master,
    }
    await audit.record(found.at, actor, "episode.corrected", after.id, details)
