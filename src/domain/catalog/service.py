"""Adding to the catalogue, and checking what others refer to."""

import hmac
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records, rules
from domain.catalog.model import (
    Agency,
    Asset,
    AssetKind,
    AssetState,
    Brand,
    Episode,
    Market,
    Show,
    Sponsor,
)
from domain.clock import too_far
from domain.database import sql, transaction
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.files import MediaFacts
from domain.hub import Hub
from domain.money import MINOR_DIGITS
from domain.people.model import Act
from domain.people.rules import may, require

#: How long an upload link lives.
UPLOAD_WINDOW = timedelta(minutes=15)

#: What upload links are signed for.
UPLOAD_USE = "upload"

#: A language as BCP 47 writes it, script, region and variants included.
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: The longest language, in characters; what the column holds.
LANGUAGE_LENGTH_MAX = 16

#: A country as ISO 3166 writes it.
_COUNTRY = re.compile("[A-Z]{2}")

#: The longest name of anything in the catalogue, in characters.
NAME_LENGTH_MAX = 120


async def add_brand(hub: Hub, actor: Actor, name: str) -> Brand:
    """Add a brand."""
    value = Brand(ids.new(ids.Prefix.BRAND), _name(name))
    await _add(hub, actor, records.BrandRecord, "brand", {"id": value.id, "name": value.name})
    return value


async def add_market(
    hub: Hub, actor: Actor, code: str, name: str, currency: str, time_zone: str
) -> Market:
    """Add a market by its ISO 3166 code."""
    if not _COUNTRY.fullmatch(code):
        raise Invalid("malformed_market", "Use two capital letters such as DE.", ("code",))
    if currency not in MINOR_DIGITS:
        raise Invalid("unknown_currency", f"`{currency[:8]}` is no known currency.", ("currency",))
    if time_zone not in available_timezones():
        raise Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("timeZone",))
    value = Market(ids.new(ids.Prefix.MARKET), code, _name(name), currency, time_zone)
    row = {"id": value.id, "code": code, "name": value.name, "currency": currency}
    await _add(hub, actor, records.MarketRecord, "market", {**row, "time_zone": time_zone})
    return value


async def add_agency(hub: Hub, actor: Actor, name: str) -> Agency:
    """Add an agency."""
    value = Agency(ids.new(ids.Prefix.AGENCY), _name(name))
    await _add(hub, actor, records.AgencyRecord, "agency", {"id": value.id, "name": value.name})
    return value


async def add_sponsor(
    hub: Hub, actor: Actor, name: str, competitor_groups: Sequence[str]
) -> Sponsor:
    """Add a sponsor with the competitor groups it belongs to."""
    groups = tuple(sorted({_name(group).casefold() for group in competitor_groups}))
    value = Sponsor(ids.new(ids.Prefix.SPONSOR), _name(name), groups)
    row = {"id": value.id, "name": value.name, "competitor_groups": list(groups)}
    await _add(hub, actor, records.SponsorRecord, "sponsor", row)
    return value


async def add_show(hub: Hub, actor: Actor, title: str, brand_id: str, language: str) -> Show:
    """Add a podcast of a brand."""
    await require_known(brand_id, None, ())
    if len(language) > LANGUAGE_LENGTH_MAX or not _LANGUAGE.fullmatch(language):
        raise Invalid("bad_language", "Use a BCP 47 language such as de or pt-BR.", ("language",))
    value = Show(ids.new(ids.Prefix.SHOW), _name(title, "title"), brand_id, language)
    row = {"id": value.id, "title": value.title, "brand_id": brand_id, "language": language}
    await _add(hub, actor, records.ShowRecord, "show", row)
    return value


async def add_episode(
    hub: Hub, actor: Actor, show_id: str, title: str, number: int, release_on: date | None
) -> Episode:
    """Add an episode to a show."""
    if await records.row_of("shows", show_id) is None:
        raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("showId",))
    if number < 1:
        raise Invalid("bad_number", "Episodes are numbered from 1.", ("number",))
    if release_on and (problem := _release_problem(hub.clock.now(), release_on)):
        raise problem
    value = Episode(ids.new(ids.Prefix.EPISODE), show_id, _name(title, "title"), number, release_on)
    row = {
        "id": value.id,
        "show_id": show_id,
        "title": value.title,
        "number": number,
        "release_on": release_on.isoformat() if release_on else None,
    }
    await _add(hub, actor, records.EpisodeRecord, "episode", row)
    return value


async def promise_asset(
    hub: Hub, actor: Actor, brand_id: str, kind: AssetKind, name: str, size: int
) -> tuple[Asset, str]:
    """Announce a file of `size` bytes; returns it with the token that lets it be uploaded once."""
    require(actor, Act.SUBMIT_REQUEST, brand_id=brand_id)
    await require_known(brand_id, None, ())
    rules.check_promise(name, size)
    now = hub.clock.now()
    value = Asset(
        id=ids.new(ids.Prefix.ASSET),
        brand_id=brand_id,
        agency_id=actor.agency_id,
        kind=kind,
        name=_name(name),
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
    )
    row = {
        "id": value.id,
        "brand_id": brand_id,
        "agency_id": value.agency_id,
        "kind": kind,
        "name": value.name,
        "state": value.state,
        "size": size,
        "uploader_id": value.uploader_id,
        "created_at": now,
    }
    async with transaction():
        await sql.insert(records.AssetRecord, row)
        await audit.record(now, actor, "asset.promised", value.id, {"name": value.name})
    expires = int((now + UPLOAD_WINDOW).timestamp())
    return value, f"{expires}.{hub.secrets.sign(UPLOAD_USE, f'{value.id}.{expires}')}"


async def receive_asset(
    hub: Hub, actor: Actor, asset_id: str, token: str, chunks: AsyncIterator[bytes]
) -> Asset:
    """Take the bytes of a promised file in, once; the file is then ready or refused.

    Raises `Forbidden` for a wrong or expired token, `Conflict` if the file is there already.
    """
    expires, _, signature = token.partition(".")
    _check_upload_token(hub, asset_id, expires, signature)
    found = (await records.assets([asset_id])).get(asset_id)
    if found is None or not rules.visible(actor.agency_id, found):
        raise _no_such_asset(asset_id)
    if found.state is not AssetState.EXPECTED:
        raise _uploaded_already()
    promised = found.size or 0
    async with hub.files.receive(asset_id, chunks, promised) as received:
        value = _finished(found, promised, received.facts)
        async with transaction():
            if not await records.finish_asset(value):
                raise _uploaded_already()
            details = {"state": value.state, "sha256": value.sha256, "problem": value.problem}
            await audit.record(hub.clock.now(), actor, "asset.received", asset_id, details)
            if value.state is AssetState.READY:
                received.keep()
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


async def require_known(brand_id: str, agency_id: str | None, market_codes: Sequence[str]) -> None:
    """Raise `Invalid` unless brand, agency and markets exist."""
    if await records.row_of("brands", brand_id) is None:
        raise Invalid("no_such_brand", f"There is no brand `{brand_id[:40]}`.", ("brand_id",))
    if agency_id is not None and await records.row_of("agencies", agency_id) is None:
        raise Invalid("no_such_agency", f"There is no agency `{agency_id[:40]}`.", ("agency_id",))
    unknown = sorted(set(market_codes) - await records.known_markets(market_codes or [""]))
    if unknown:
        raise Invalid(
            "no_such_market",
            f"These are no markets of this hub: {', '.join(unknown)}.",
            ("markets",),
        )


async def require_assets(actor: Actor, wanted: Mapping[str, str], brand_id: str) -> None:
    """Raise `Invalid` unless every file (by field name) is the brand's, visible, and ready."""
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
        problems.append(Invalid("asset_not_usable", text, (field,)))
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)


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
    )


def _no_such_asset(asset_id: str) -> Missing:
    return Missing("no_such_asset", f"There is no file `{asset_id[:40]}`.")


def _uploaded_already() -> Conflict:
    return Conflict("uploaded_already", "This file was uploaded already; ask for a new one.")


def _check_upload_token(hub: Hub, asset_id: str, expires: str, signature: str) -> None:
    right = hub.secrets.sign(UPLOAD_USE, f"{asset_id}.{expires}")
    if not hmac.compare_digest(right.encode(), signature.encode()) or not expires.isdigit():
        raise Forbidden("bad_upload_link", "This upload link is not one of ours.")
    if int(expires) < hub.clock.now().timestamp():
        raise Forbidden("upload_link_expired", "This upload link has expired; ask for a new one.")


def _release_problem(now: datetime, day: date) -> Invalid | None:
    return too_far(now, datetime.combine(day, time.min, UTC), ("release_on",))


async def _add(
    hub: Hub, actor: Actor, model: type[Model], what: str, row: Mapping[str, Any]
) -> None:
    require(actor, Act.CHANGE_CATALOG)
    try:
        async with transaction():
            await sql.insert(model, row)
            await audit.record(
                hub.clock.now(), actor, f"{what}.added", row["id"], {"after": dict(row)}
            )
    except IntegrityError as error:
        raise Conflict("exists_already", f"There is such a {what} already.") from error


def _name(text: str, path: str = "name") -> str:
    cleaned = " ".join(text.split())
    if not 0 < len(cleaned) <= NAME_LENGTH_MAX or not cleaned.isprintable():
        raise Invalid(
            "bad_name", f"This has 1 to {NAME_LENGTH_MAX} characters, all of them visible.", (path,)
        )
    return cleaned
