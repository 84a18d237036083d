"""Where interest is captured: hosts that links may lead to, points, and whom brands look for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from domain import ids, text
from domain.actor import Actor
from domain.audience import guarding, lead_records, records
from domain.audience.model import CaptureKind, CapturePoint, Profile
from domain.audit import service as audit
from domain.catalog.service import require_brand, require_known
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import grants_for, may, require
from domain.territories import TERRITORIES

#: The longest title, interest, version and text of a consent, in characters.
TITLE_MAX, INTEREST_MAX, VERSION_MAX, TEXT_MAX = 120, 80, 80, 4_000

#: How many days a point may be open, and how many words of each sort a brand may look for.
DAYS_MAX, WANTED_MAX = 366, 50

#: The points that lead somewhere.
LEADING = frozenset({CaptureKind.LINK, CaptureKind.CALL_TO_ACTION})

#: The most points that are listed at once.
LISTED_MAX = 200

#: Under which name the record keeps what happens to the hosts.
HOSTS = "capture:hosts"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point to be made; see `CapturePoint`."""

    code: str
    kind: CaptureKind
    brand_id: str
    market: str
    title: str
    target: str = ""
    interest: str = ""
    consent_text: str = ""
    text_version: str = ""
    second_yes: bool = True
    days: int = 90


async def allow_host(hub: Hub, actor: Actor, host: str) -> list[str]:
    """Let links lead to a host, and return all that they may lead to; for admins."""
    require(actor, Act.ALLOW_HOSTS, everywhere=True)
    found, now = guarding.clean_host(host), hub.clock.now()
    async with transaction():
        if await records.allow(found, actor.user_id or "", now):
            await audit.record(now, actor, "capture.host_allowed", HOSTS, {"host": found})
    return await records.hosts()


async def disallow_host(hub: Hub, actor: Actor, host: str) -> list[str]:
    """Have no link lead to a host any more, at once; for admins."""
    require(actor, Act.ALLOW_HOSTS, everywhere=True)
    found, now = guarding.clean_host(host), hub.clock.now()
    async with transaction():
        if not await records.disallow(found):
            said = f"Links may not lead to `{found[:60]}` anyway."
            raise Missing("no_such_host", said, ("host",))
        await audit.record(now, actor, "capture.host_taken_off", HOSTS, {"host": found})
    return await records.hosts()


async def hosts(actor: Actor) -> list[str]:
    """Return every host that links may lead to."""
    require(actor, Act.SEE_LEADS)
    return await records.hosts()


async def define(hub: Hub, actor: Actor, wanted: Wanted) -> CapturePoint:
    """Make a point, for those who capture for its brand and market; it can be closed, and no more.

    Raises `Invalid` for what it may not be, `Conflict` where its code is taken.
    """
    require(actor, Act.CAPTURE_LEADS, brand_id=wanted.brand_id, markets=(wanted.market,))
    await require_known(wanted.brand_id, None, [wanted.market])
    now = hub.clock.now()
    if not 1 <= wanted.days <= DAYS_MAX:
        said = f"A point is open for 1 to {DAYS_MAX} days."
        raise Invalid("days_out_of_range", said, ("days",))
    point = CapturePoint(
        id=ids.new(ids.Prefix.CAPTURE),
        code=guarding.clean_code(wanted.code),
        kind=wanted.kind,
        brand_id=wanted.brand_id,
        market=wanted.market,
        title=_line(wanted.title, TITLE_MAX, "title", needed=True),
        target=await _target(wanted),
        interest=_line(wanted.interest, INTEREST_MAX, "interest"),
        consent_text=_text(wanted),
        text_version=_line(wanted.text_version, VERSION_MAX, "text_version", needed=_asks(wanted)),
        second_yes=wanted.second_yes,
        creator_id=actor.user_id or "",
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    async with transaction():
        if not await records.add(point):
            said = f"The code `{point.code}` is taken; choose another."
            raise Conflict("code_taken", said, ("code",))
        details = {"code": point.code, "kind": point.kind.value, "target": point.target}
        details |= {"text_version": point.text_version}
        await audit.record(now, actor, "capture.defined", point.id, details)
    return point


async def close(hub: Hub, actor: Actor, point_id: str) -> CapturePoint:
    """Have a point be open no longer, at once: its link leads nowhere, its form takes nothing.

    For those who capture for its brand and market; `Conflict` if it is not open.
    """
    point, now = await records.get(point_id), hub.clock.now()
    if point is None or not _seen(actor, point):
        said = f"There is no capture point `{point_id[:40]}`."
        raise Missing("no_such_point", said, ("id",))
    require(actor, Act.CAPTURE_LEADS, brand_id=point.brand_id, markets=(point.market,))
    async with transaction():
        if not await records.close(point.id, now):
            said = f"This point was open until {point.expires_at:%Y-%m-%d %H:%M} UTC."
            raise Conflict("already_closed", said, ("id",))
        await audit.record(now, actor, "capture.closed", point.id, {"code": point.code})
    return replace(point, expires_at=now)


def _seen(actor: Actor, point: CapturePoint) -> bool:
    return may(actor, Act.SEE_LEADS, brand_id=point.brand_id, markets=(point.market,))


async def listed(actor: Actor) -> list[CapturePoint]:
    """Return the newest points that one may see."""
    require(actor, Act.SEE_LEADS)
    return await records.newest(grants_for(actor, Act.SEE_LEADS), LISTED_MAX)


async def look_for(hub: Hub, actor: Actor, brand_id: str, profile: Profile) -> Profile:
    """Say whom a brand looks for; scores follow at once, routes within a day."""
    require(actor, Act.CAPTURE_LEADS, brand_id=brand_id)
    await require_brand(brand_id)
    clean = Profile(
        _words(profile.industries, "industries"),
        _words(profile.countries, "countries"),
        _words(profile.interests, "interests"),
    )
    unknown = sorted(set(clean.countries) - set(TERRITORIES))
    if unknown:
        said = f"`{unknown[0][:10]}` is no country of ISO 3166-1."
        raise Invalid("unknown_country", said, ("countries",))
    async with transaction():
        await lead_records.put_profile(brand_id, clean)
        details = {
            "industries": sorted(clean.industries),
            "countries": sorted(clean.countries),
            "interests": sorted(clean.interests),
        }
        await audit.record(hub.clock.now(), actor, "leads.looked_for", brand_id, details)
    return clean


def _asks(wanted: Wanted) -> bool:
    return wanted.kind is CaptureKind.FORM


async def _target(wanted: Wanted) -> str:
    """Return where a point leads; `Invalid` for what it may not lead to."""
    if wanted.kind not in LEADING:
        if wanted.target.strip():
            said = "Only a link or a call to action leads somewhere; leave the address out."
            raise Invalid("target_not_wanted", said, ("target",))
        return ""
    target = guarding.clean_target(wanted.target)
    host = guarding.host_of(target) or ""
    if not await records.allowed(host):
        said = f"Links may not lead to `{host}` yet; an admin allows it with `allowCaptureHost`."
        raise Invalid("host_not_allowed", said, ("target",))
    return target


def _text(wanted: Wanted) -> str:
    """Return what a form has people agree to; other points ask for nothing."""
    found = wanted.consent_text.strip()
    if not _asks(wanted):
        if found or wanted.text_version.strip():
            said = "Only a form asks for consent; leave text and version out."
            raise Invalid("consent_not_wanted", said, ("consent_text",))
        return ""
    if not 0 < len(found) <= TEXT_MAX:
        said = f"Say what people agree to, in 1 to {TEXT_MAX:,} characters."
        raise Invalid("consent_text_missing", said, ("consent_text",))
    text.require_honest(found, ("consent_text",))
    return found


def _line(given: str, most: int, field: str, *, needed: bool = False) -> str:
    found = " ".join(given.split())
    if len(found) > most or (needed and not found):
        said = f"This takes {'1' if needed else '0'} to {most} characters."
        raise Invalid("bad_length", said, (field,))
    text.require_honest(found, (field,))
    return found


def _words(given: Iterable[str], field: str) -> frozenset[str]:
    found = frozenset(_line(one, INTEREST_MAX, field, needed=True) for one in given)
    if len(found) > WANTED_MAX:
        raise Invalid("too_many", f"Name at most {WANTED_MAX}.", (field,))
    return found
