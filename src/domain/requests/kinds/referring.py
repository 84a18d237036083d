"""Looking up what briefs refer to, and what is wrong with it, whatever their kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.catalog import eligible_records, site_records
from domain.catalog import records as catalog
from domain.catalog.model import Episode, Show
from domain.catalog.premises import Account, Site
from domain.catalog.works import credit_records
from domain.catalog.works import records as works
from domain.catalog.works.model import Contributor, Title
from domain.catalog.works.rules import name_of
from domain.errors import Invalid
from domain.people.model import Sight
from domain.requests import records
from domain.requests.kinds import outlets, receiving, titled
from domain.requests.kinds.kind import Headline, Kind, Payload, Ref, Thing
from domain.requests.kinds.referenced import Found, Seen
from domain.requests.model import Request


async def look(payload: Payload, sight: Sight | None = None) -> Seen:
    """Return what `payload` refers to; of requests those within `sight`, where that is given."""
    seen = await _found(payload.refers, sight)
    assets = await catalog.assets(list(payload.asset_ids.values()))
    return replace(seen, assets=assets, stands=await eligible_records.of_sites(list(seen.sites)))


async def names(payloads: Iterable[Payload]) -> dict[str, str]:
    """Return what people call the things that briefs refer to, by id."""
    seen = await _found([ref for payload in payloads for ref in payload.refers])
    return {
        **{one.id: one.title for one in seen.shows.values()},
        **{one.id: f"{one.number}. {one.title}" for one in seen.episodes.values()},
        **{one.id: one.name for one in seen.sites.values()},
        **{one.id: one.pseudonym for one in seen.accounts.values()},
        **{one.id: f"#{one.number} {one.title}" for one in seen.requests.values()},
        **{one.id: name_of(one.product)[0] for one in seen.titles.values()},
        **{one.id: one.name for one in seen.contributors.values()},
    }


async def references(
    kind: Kind, payload: Payload, now: datetime, sight: Sight
) -> Sequence[Invalid]:
    """Return what is wrong with what `payload` refers to, or with who is to take it on.

    A request out of `sight` of who writes it is as one that is not there.
    """
    seen, headline = await look(payload, sight), payload.headline
    problems = [p for ref in payload.refers if (p := _problem(ref, seen, headline))]
    if kind.hands_over is not None and await receiving.team_of(kind, payload) is None:
        said = (
            f"Nobody could take this on: there is no team `{kind.hands_over.team_of(payload)}`. An"
            " administrator makes one with `createTeam`."
        )
        problems.append(Invalid("no_receiver", said))
    if problems:
        return problems
    return [*kind.fits(payload, now, seen), *await outlets.unknown_there(payload)]


async def fill(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a brief with what its title's record says where that was left out.

    Whether it may name that title is looked at with everything else it refers to. No agency sees
    titles: to theirs none gives anything, or they heard by what is missing which there are.
    """
    title_id = given.get("title_id")
    asked = isinstance(title_id, str) and given.get("agency_id") is None
    found = await works.titles_by_id([str(title_id)]) if asked else {}
    told = titled.told_by(found[str(title_id)].product) if found else {}
    return titled.filled(given, told)


async def _found(refs: Sequence[Ref], sight: Sight | None = None) -> Seen:
    def ids(thing: Thing) -> list[str]:
        return sorted({ref.id for ref in refs if ref.thing is thing})

    episodes = await catalog.episodes_by_id(ids(Thing.EPISODE))
    alone = {ref.id for ref in refs if ref.alone}
    return Seen(
        shows=await _shows(ids(Thing.SHOW)),
        homes=await _shows({one.show_id for one in episodes.values() if one.id in alone}),
        episodes=episodes,
        sites=await site_records.sites_by_id(ids(Thing.SITE)),
        accounts=await site_records.accounts_by_id(ids(Thing.ACCOUNT)),
        requests=await records.get_many(ids(Thing.REQUEST), sight),
        titles=await works.titles_by_id(ids(Thing.TITLE)),
        contributors=await credit_records.contributors_by_id(ids(Thing.CONTRIBUTOR)),
    )


async def _shows(show_ids: Iterable[str]) -> dict[str, Show]:
    rows = [await catalog.row_of("shows", one) for one in sorted(show_ids)]
    return {row["id"]: catalog.show(row) for row in rows if row}


def _problem(ref: Ref, seen: Seen, headline: Headline) -> Invalid | None:
    """Return why a brief may not refer to something; only its own brand's things are there.

    Sites, titles and contributors are the house's own: no agency sees them.
    """
    found = seen.of(ref.thing).get(ref.id)
    if found is not None and _fits(found, ref, seen, headline):
        return None
    return Invalid(
        f"no_such_{ref.thing}",
        f"The brand has no {_CALLED.get(ref.kind or '', ref.thing.value)} `{ref.id[:40]}`.",
        ref.path,
    )


#: What a request of a kind is called where another refers to it.
_CALLED = {"music_licence": "music licence", "commercial_audio": "commercial audio"}


def _fits(found: Found, ref: Ref, seen: Seen, headline: Headline) -> bool:
    if isinstance(found, Title | Contributor):
        there = isinstance(found, Contributor) or found.removed_at is None
        return there and headline.agency_id is None
    if isinstance(found, Episode):
        home = seen.homes.get(found.show_id)
        own = home is not None and home.brand_id == headline.brand_id
        return own if ref.alone else found.show_id in seen.shows
    if isinstance(found, Site):
        ours = headline.agency_id is None and found.market in headline.markets
        return ours and found.brand_id == headline.brand_id
    if isinstance(found, Account):
        return found.brand_id in {None, headline.brand_id}
    if isinstance(found, Request):
        own = headline.agency_id is None or found.agency_id == headline.agency_id
        return found.brand_id == headline.brand_id and own and ref.kind in {None, found.kind}
    return found.brand_id == headline.brand_id
