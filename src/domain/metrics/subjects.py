"""What figures are about: found by its id here, or by the name it has outside."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from domain.actor import Actor
from domain.database import sql
from domain.errors import Missing
from domain.metrics.model import Subject, SubjectKind
from domain.people.model import Act
from domain.people.rules import may
from domain.requests import reading as requests
from domain.requests import records as requested
from domain.requests.rules import reach

#: Titles, each with the brand that launches its work, if one does.
_LAUNCHED = "titles t LEFT JOIN launches n ON n.work_id = t.work_id"

#: How the things of a kind are found: by id, a campaign by its publisher's id, a title by its ISBN.
_FOUND: Mapping[SubjectKind, tuple[str, ...]] = MappingProxyType(
    {
        SubjectKind.CAMPAIGN: (
            "SELECT id AS ref, id, brand_id FROM requests WHERE kind = 'campaign' AND id IN",
            (
                "SELECT p.outside_id AS ref, r.id, r.brand_id FROM placements p"
                " JOIN requests r ON r.id = p.request_id"
                " WHERE r.kind = 'campaign' AND p.outside_id IN"
            ),
        ),
        SubjectKind.SHOW: ("SELECT id AS ref, id, brand_id FROM shows WHERE id IN",),
        SubjectKind.EPISODE: (
            (
                "SELECT e.id AS ref, e.id, s.brand_id FROM episodes e"
                " JOIN shows s ON s.id = e.show_id WHERE e.id IN"
            ),
        ),
        SubjectKind.TITLE: (
            f"SELECT t.id AS ref, t.id, n.brand_id FROM {_LAUNCHED} WHERE t.id IN",
            f"SELECT t.isbn AS ref, t.id, n.brand_id FROM {_LAUNCHED} WHERE t.isbn IN",
        ),
        SubjectKind.ASSET: ("SELECT id AS ref, id, brand_id FROM assets WHERE id IN",),
    }
)

#: How many are asked for at once.
_BATCH = 500


async def found(refs: Collection[str]) -> dict[str, Subject]:
    """Return what there is of `refs`, by what it was called."""
    names = sorted(refs)
    known: dict[str, Subject] = {}
    for start in range(0, len(names), _BATCH):
        some = names[start : start + _BATCH]
        marks = sql.placeholders(1, len(some))
        for kind, queries in _FOUND.items():
            for query in queries:
                for row in await sql.fetch(f"{query} ({marks})", *some):
                    known[row["ref"]] = Subject(kind, row["id"], row["brand_id"])
    return known


async def one(ref: str) -> Subject:
    """Return what `ref` names; `Missing` if there is none."""
    known = (await found([ref])).get(ref)
    if known is None:
        raise _no_such(ref)
    return known


async def seen(actor: Actor, ref: str) -> Subject:
    """Return what `ref` names; `Missing` too if it is a campaign the actor may not see."""
    known = await one(ref)
    if not await _sees(actor, known):
        raise _no_such(ref)
    return known


async def open_to(
    actor: Actor, act: Act, about: Mapping[str, Subject]
) -> tuple[dict[str, Subject], frozenset[str]]:
    """Return what of `about` the actor may know of, and the ids of what they may do `act` on.

    On a campaign that takes a role for its brand and all its markets, as on its request.
    """
    things = {one.id: one for one in about.values()}
    campaigns = sorted(one.id for one in things.values() if one.kind is SubjectKind.CAMPAIGN)
    allowed = {
        one.id
        for one in things.values()
        if one.kind is not SubjectKind.CAMPAIGN
        and may(actor, act, brand_id=one.brand_id, everywhere=one.brand_id is None)
    }
    known = {one.id for one in things.values() if one.kind is not SubjectKind.CAMPAIGN}
    for start in range(0, len(campaigns), _BATCH):
        some = campaigns[start : start + _BATCH]
        asked = await requested.get_many(some)
        allowed |= {key for key, of in asked.items() if may(actor, act, **reach(of))}
        known |= set(await requests.seen(actor, [key for key in some if key not in allowed]))
    known |= allowed
    return {ref: one for ref, one in about.items() if one.id in known}, frozenset(allowed)


async def reach_of(about: Iterable[Subject]) -> set[tuple[str, str]]:
    """Return the brands and markets of some things; empty where it is of none, or for every one."""
    things = {one.id: one for one in about}
    campaigns = sorted(one.id for one in things.values() if one.kind is SubjectKind.CAMPAIGN)
    found = {
        (one.brand_id or "", "") for one in things.values() if one.kind is not SubjectKind.CAMPAIGN
    }
    for start in range(0, len(campaigns), _BATCH):
        for of in (await requested.get_many(campaigns[start : start + _BATCH])).values():
            found |= {(of.brand_id or "", market) for market in of.places or ("",)}
    return found


async def _sees(actor: Actor, subject: Subject) -> bool:
    """Whether the actor may know that there is such a thing; of campaigns, as of their requests."""
    if subject.kind is SubjectKind.CAMPAIGN:
        try:
            await requests.get(actor, subject.id)
        except Missing:
            return False
    return True


def _no_such(ref: str) -> Missing:
    return Missing("no_such_subject", f"There is nothing `{ref[:40]}` with figures here.")
