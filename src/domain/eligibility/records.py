"""Reading what music was approved for sites."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from domain.catalog import records as catalog
from domain.catalog.premises import Site
from domain.catalog.sites import JUDGE
from domain.database import sql
from domain.decisions import records as decisions
from domain.eligibility.model import Use
from domain.requests import records as requests
from domain.requests.kinds import music_licence
from domain.requests.kinds.music_licence import MusicLicenceBrief
from domain.requests.model import Request, RequestState

#: Where a request for music stands that everybody said yes to.
_APPROVED = (RequestState.PUBLISHED, RequestState.LIVE)

#: Where nothing comes of it any more.
_OVER = (RequestState.REJECTED, RequestState.WITHDRAWN)

#: The most sites whose judging is asked for at once; the next hour asks for more.
UNJUDGED_MAX = 1_000


async def uses_of(sites: Sequence[Site]) -> dict[str, list[Use]]:
    """Return what music was ever approved for sites, by site, oldest first."""
    mine = [one for one in await _asked(sites) if one.state in _APPROVED]
    decided = await decisions.of_requests([one.id for one in mine])
    uses: dict[str, list[Use]] = {site.id: [] for site in sites}
    for one in mine:
        facts = next((j.facts for revision, j in decided[one.id] if revision == one.revision), {})
        uses[one.payload["site_id"]].append(_use(one, facts))
    return uses


async def renewal_of(site: Site, request_id: str) -> Request | None:
    """Return the request that renews another, unless nothing came of it."""
    return next(
        (
            one
            for one in await _asked([site])
            if one.payload.get("renews") == request_id and one.state not in _OVER
        ),
        None,
    )


async def asked_for(site: Site) -> list[Request]:
    """Return every request that names a site, oldest first: licences, and what is heard there."""
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind IN ($1, $2, $3) AND brand_id = $4 ORDER BY id",
        music_licence.NAME,
        "playlist",
        "commercial_audio",
        site.brand_id,
    )
    found = [requests.from_row(row) for row in rows]
    return [
        one
        for one in found
        if site.id in {one.payload.get("site_id"), *one.payload.get("site_ids", ())}
    ]


async def unjudged() -> list[str]:
    """Return the ids of sites that no open job judges: the first `UNJUDGED_MAX` of them."""
    rows = await sql.fetch(
        "SELECT s.id FROM sites s WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = $1"
        "  AND j.lane = $2 || s.id AND j.state = 'open') ORDER BY s.id LIMIT $3",
        JUDGE,
        f"{JUDGE}:",
        UNJUDGED_MAX,
    )
    return [row["id"] for row in rows]


async def zone(site: Site) -> str:
    """Return the IANA time zone that a site's days are counted in."""
    return (await zones([site]))[site.market]


async def zones(sites: Collection[Site]) -> dict[str, str]:
    """Return the IANA time zones that the days of sites are counted in, by their markets."""
    known = {one.code: one.time_zone for one in await catalog.markets()} if sites else {}
    return {site.market: known.get(site.market, "UTC") for site in sites}


async def _asked(sites: Sequence[Site]) -> list[Request]:
    """Return the requests for music at sites; an index knows them by site."""
    if not sites:
        return []
    wanted = sorted({site.id for site in sites})
    rows = await sql.fetch(
        f"SELECT * FROM requests WHERE kind = '{music_licence.NAME}'"
        f" AND payload ->> 'site_id' IN ({sql.placeholders(1, len(wanted))}) ORDER BY id",
        *wanted,
    )
    return [requests.from_row(row) for row in rows]


def _use(request: Request, facts: Mapping[str, Any]) -> Use:
    return Use(
        request_id=request.id,
        number=request.number,
        requester_id=request.requester_id,
        brief=MusicLicenceBrief.model_validate(request.payload),
        weekly_hours=int(facts.get("weekly_hours") or 0),
        area_m2=int(facts.get("area_m2") or 0),
        capacity=int(facts.get("capacity") or 0),
    )
