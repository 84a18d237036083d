"""Adding to the catalogue, and checking what others refer to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records, rules, words
from domain.catalog.model import (
    Agency,
    Brand,
    Category,
    Episode,
    Market,
    Sensitivity,
    Show,
    ShowFacts,
    Sponsor,
)
from domain.catalog.words import FoundKind
from domain.clock import too_far
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.money import MINOR_DIGITS
from domain.people.model import Act
from domain.people.rules import require
from domain.zones import zones

#: A country as ISO 3166 writes it.
_COUNTRY = re.compile("[A-Z]{2}")

#: The longest name of anything in the catalogue, in characters.
NAME_LENGTH_MAX = 120


async def add_brand(hub: Hub, actor: Actor, name: str) -> Brand:
    """Add a brand."""
    value = Brand(ids.new(ids.Prefix.BRAND), clean_name(name))
    await _add(hub, actor, records.BrandRecord, "brand", {"id": value.id, "name": value.name})
    return value


async def add_market(
    hub: Hub, actor: Actor, code: str, name: str, currency: str, time_zone: str
) -> Market:
    """Add a market by its ISO 3166 code."""
    require(actor, Act.CHANGE_CATALOG)
    if not _COUNTRY.fullmatch(code):
        raise Invalid("malformed_market", "Use two capital letters such as DE.", ("code",))
    if currency not in MINOR_DIGITS:
        raise Invalid("unknown_currency", f"`{currency[:8]}` is no known currency.", ("currency",))
    if time_zone not in zones():
        raise Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("timeZone",))
    value = Market(ids.new(ids.Prefix.MARKET), code, clean_name(name), currency, time_zone)
    row = {"id": value.id, "code": code, "name": value.name, "currency": currency}
    await _add(hub, actor, records.MarketRecord, "market", {**row, "time_zone": time_zone})
    return value


async def add_agency(hub: Hub, actor: Actor, name: str) -> Agency:
    """Add an agency."""
    value = Agency(ids.new(ids.Prefix.AGENCY), clean_name(name))
    await _add(hub, actor, records.AgencyRecord, "agency", {"id": value.id, "name": value.name})
    return value


async def add_sponsor(
    hub: Hub,
    actor: Actor,
    name: str,
    competitor_groups: Sequence[str],
    category: Category | None = None,
) -> Sponsor:
    """Add a sponsor with the competitor groups it belongs to, and the class of what it sells."""
    groups = clean_groups(competitor_groups)
    value = Sponsor(ids.new(ids.Prefix.SPONSOR), clean_name(name), groups, category)
    await _add(hub, actor, records.SponsorRecord, "sponsor", asdict(value))
    return value


async def add_show(
    hub: Hub,
    actor: Actor,
    title: str,
    brand_id: str,
    language: str,
    facts: ShowFacts | None = None,
) -> Show:
    """Add a podcast of a brand, with what is known of it."""
    require(actor, Act.CHANGE_CATALOG)
    await require_brand(brand_id)
    require(actor, Act.CHANGE_CATALOG, brand_id=brand_id)
    spoken = rules.clean_language(language)
    known = facts or ShowFacts()
    await require_facts(known)
    bare = Show(ids.new(ids.Prefix.SHOW), clean_name(title, "title"), brand_id, spoken)
    value = rules.with_facts(bare, known)
    await _add(hub, actor, records.ShowRecord, "show", asdict(value))
    return value


async def add_episode(
    hub: Hub,
    actor: Actor,
    show_id: str,
    title: str,
    number: int,
    release_on: date | None,
    sensitivity: Sensitivity | None = None,
) -> Episode:
    """Add an episode to a show."""
    require(actor, Act.CHANGE_CATALOG)
    show = await records.row_of("shows", show_id)
    if show is None:
        raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("showId",))
    require(actor, Act.CHANGE_CATALOG, brand_id=show["brand_id"])
    if number < 1:
        raise Invalid("bad_number", "Episodes are numbered from 1.", ("number",))
    if release_on and (problem := _release_problem(hub.clock.now(), release_on)):
        raise problem
    name = clean_name(title, "title")
    value = Episode(ids.new(ids.Prefix.EPISODE), show_id, name, number, release_on, sensitivity)
    row = {
        "id": value.id,
        "show_id": show_id,
        "title": value.title,
        "number": number,
        "release_on": release_on.isoformat() if release_on else None,
        "sensitivity": sensitivity,
    }
    await _add(hub, actor, records.EpisodeRecord, "episode", row)
    return value


async def update_sponsor(
    hub: Hub,
    actor: Actor,
    sponsor_id: str,
    competitor_groups: Sequence[str] | None,
    category: Category | None,
) -> Sponsor:
    """Say more of a sponsor; what is None stays as it is. What is booked already stays booked."""
    require(actor, Act.CHANGE_CATALOG)
    async with transaction():
        row = await records.row_of("sponsors", sponsor_id, locked=True)
        if row is None:
            raise Invalid(
                "no_such_sponsor", f"There is no sponsor `{sponsor_id[:40]}`.", ("sponsor_id",)
            )
        before = records.sponsor(row)
        groups = before.competitor_groups
        if competitor_groups is not None:
            groups = clean_groups(competitor_groups)
        after = replace(before, competitor_groups=groups, category=category or before.category)
        await records.change_sponsor(after)
        details = {"before": asdict(before), "after": asdict(after)}
        await audit.record(hub.clock.now(), actor, "sponsor.changed", sponsor_id, details)
    return after


async def update_show(hub: Hub, actor: Actor, show_id: str, facts: ShowFacts) -> Show:
    """Say more of a show; what is None stays as it is. What is booked already stays booked."""
    require(actor, Act.CHANGE_CATALOG)
    await require_facts(facts)
    async with transaction():
        row = await records.row_of("shows", show_id, locked=True)
        if row is None:
            raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
        before = records.show(row)
        require(actor, Act.CHANGE_CATALOG, brand_id=before.brand_id)
        after = rules.with_facts(before, facts)
        await records.change_show(after)
        details = {"before": asdict(before), "after": asdict(after)}
        await audit.record(hub.clock.now(), actor, "show.changed", show_id, details)
    return after


async def require_facts(facts: ShowFacts) -> None:
    """Raise `Invalid` unless a show can be like that."""
    rules.check_facts(facts)
    if facts.team_id is not None and await records.row_of("teams", facts.team_id) is None:
        raise Invalid("no_such_team", f"There is no team `{facts.team_id[:40]}`.", ("team_id",))


async def require_brand(brand_id: str, field: str = "brand_id") -> None:
    """Raise `Invalid`, about `field`, unless there is such a brand."""
    if await records.row_of("brands", brand_id) is None:
        raise Invalid("no_such_brand", f"There is no brand `{brand_id[:40]}`.", (field,))


async def require_known(brand_id: str, agency_id: str | None, market_codes: Sequence[str]) -> None:
    """Raise `Invalid` unless brand, agency and markets exist."""
    await require_brand(brand_id)
    if agency_id is not None and await records.row_of("agencies", agency_id) is None:
        raise Invalid("no_such_agency", f"There is no agency `{agency_id[:40]}`.", ("agency_id",))
    unknown = sorted(set(market_codes) - await records.known_markets(market_codes or [""]))
    if unknown:
        raise Invalid(
            "no_such_market",
            f"These are no markets of this hub: {', '.join(unknown)}.",
            ("markets",),
        )


def _release_problem(now: datetime, day: date) -> Invalid | None:
    return too_far(now, datetime.combine(day, time.min, UTC), ("release_on",))


async def _add(
    hub: Hub, actor: Actor, model: type[Model], what: str, row: Mapping[str, Any]
) -> None:
    require(actor, Act.CHANGE_CATALOG)
    try:
        async with transaction():
            await sql.insert(model, row)
            if what in {FoundKind.SHOW, FoundKind.EPISODE}:
                await words.put(FoundKind(what), row["id"], row["title"])
            await audit.record(
                hub.clock.now(), actor, f"{what}.added", row["id"], {"after": dict(row)}
            )
    except IntegrityError as error:
        raise Conflict("exists_already", f"There is such a {what} already.") from error


def clean_groups(groups: Sequence[str]) -> tuple[str, ...]:
    """Return the names of competitor groups, each once, upper and lower case alike."""
    return tuple(sorted({clean_name(group).casefold() for group in groups}))


def clean_name(text: str, path: str = "name") -> str:
    """Return a name with single blanks; `Invalid` if it is none."""
    cleaned = " ".join(text.split())
    if not 0 < len(cleaned) <= NAME_LENGTH_MAX or not cleaned.isprintable():
        raise Invalid(
            "bad_name", f"This has 1 to {NAME_LENGTH_MAX} characters, all of them visible.", (path,)
        )
    return cleaned
