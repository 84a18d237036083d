"""Keeping what leads do: once each, only of those who agree, and under no name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain import ids
from domain.actor import Actor
from domain.audience import lead_records, records, rules
from domain.audience.model import CaptureKind, CapturePoint, Lead, Signal
from domain.audit import service as audit
from domain.catalog import site_records
from domain.consents import records as consents
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import require

#: Asked for when a lead has to be judged.
JUDGE = "lead.judge"

#: The longest key by which a front end tells its signals apart.
KEY_MAX = 80

#: How old a signal from a front end may be.
LATE = timedelta(days=30)


async def record(
    hub: Hub, actor: Actor, *, code: str, account_id: str, key: str, at: datetime
) -> Lead:
    """Keep that an account used a promo code, or followed a link or call, as a front end saw it.

    The same `key` of a point and account is kept once. Raises `Missing` where there is no such
    point or account, `Conflict` where the account does not agree to be counted.
    """
    require(actor, Act.CAPTURE_LEADS)
    point = await records.by_code(code.strip().lower()[:40])
    if point is None:
        raise Missing("no_such_point", f"No capture point has the code `{code[:40]}`.", ("code",))
    require(actor, Act.CAPTURE_LEADS, brand_id=point.brand_id, markets=(point.market,))
    _check(point, key, at, hub.clock.now())
    async with transaction():
        await sql.take_turns(Turn.LEADS)
        lead = await _lead(hub, actor, point, account_id)
        await keep(hub, actor, lead, point, at, f"front:{point.id}:{lead.id}:{key}")
    return lead


async def keep(
    hub: Hub, actor: Actor, lead: Lead, point: CapturePoint, at: datetime, key: str
) -> bool:
    """Keep what a lead did, in the running transaction; False if it was kept already.

    Who does not agree by then is not counted: `Conflict`.
    """
    await sql.take_turns(Turn.CONSENTS)
    entries = (await consents.of_subjects([lead.account_id]))[lead.account_id]
    if not rules.may_count(entries):
        raise Conflict(
            "no_consent",
            "This account does not agree to be counted; nothing was kept. Record its consent to"
            " PROFILING first.",
            ("account_id",),
        )
    signal = Signal(ids.new(ids.Prefix.SIGNAL), lead.id, point.kind, point.title, at)
    if not await lead_records.add_signal(signal, point.id, key):
        return False
    if lead.forgotten_at is not None:
        await lead_records.say(replace(lead, forgotten_at=None))
    details = {"signal": signal.id, "kind": point.kind.value, "point": point.id}
    await audit.record(hub.clock.now(), actor, "lead.signal", lead.id, details)
    await ask_judgement(hub, lead.id)
    return True


async def add(
    hub: Hub,
    actor: Actor,
    point: CapturePoint,
    account_id: str,
    said: Mapping[str, str],
    *,
    contact_mark: str | None = None,
) -> Lead:
    """Add the lead of an account by a point, in the running transaction.

    `said` are its industry and country, as far as known; `contact_mark` if a form of ours made it.
    """
    now = hub.clock.now()
    lead = Lead(
        id=ids.new(ids.Prefix.LEAD),
        account_id=account_id,
        brand_id=point.brand_id,
        market=point.market,
        industry=said.get("industry", ""),
        country=said.get("country", ""),
        interest=point.interest,
        captured=contact_mark is not None,
        created_at=now,
    )
    await lead_records.add(lead, contact_mark)
    details = {"account": account_id, "brand": lead.brand_id, "market": lead.market}
    await audit.record(now, actor, "lead.added", lead.id, details)
    return lead


async def ask_judgement(hub: Hub, lead_id: str) -> None:
    """Ask that a lead is judged, since something that matters changed; in the transaction."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{JUDGE}:{lead_id}:{ids.new(ids.Prefix.JOB)}",
        kind=JUDGE,
        lane=f"{JUDGE}:{lead_id}",
        details={"lead_id": lead_id},
    )


async def _lead(hub: Hub, actor: Actor, point: CapturePoint, account_id: str) -> Lead:
    """Return the lead that an account is of a point's brand, made if it is none yet."""
    account = (await site_records.accounts_by_id([account_id[: ids.ID_LENGTH_MAX]])).get(account_id)
    if account is None or account.brand_id not in {None, point.brand_id}:
        said = f"There is no account `{account_id[:40]}` of this brand."
        raise Missing("no_such_account", said, ("account_id",))
    held = await lead_records.of_account(account.id)
    found = next((one for one in held if one.brand_id == point.brand_id), None)
    if found is not None and found.forgotten_at is None:
        return found
    entries = (await consents.of_subjects([account.id]))[account.id]
    told = [one.said.country for one in entries if one.said.country]
    known = {"country": told[-1] or ""} if told else {}
    if found is not None:
        country, interest = known.get("country", ""), point.interest
        return replace(found, country=country, interest=interest)
    return await add(hub, actor, point, account.id, known)


def _check(point: CapturePoint, key: str, at: datetime, now: datetime) -> None:
    if point.kind is CaptureKind.FORM:
        said = "What a form takes in comes by the form itself, with the consent in it."
        raise Invalid("form_only", said, ("code",))
    if not 0 < len(key) <= KEY_MAX or not key.isprintable():
        said = f"A key has 1 to {KEY_MAX} characters; use your own id of what happened."
        raise Invalid("bad_key", said, ("key",))
    if at.tzinfo is None:
        said = "Say in which time zone, as in 2026-12-31T12:00:00Z."
        raise Invalid("zone_missing", said, ("at",))
    if not now - LATE <= at <= now:
        said = f"Say when it happened: within the last {LATE.days} days, not ahead of now."
        raise Invalid("not_then", said, ("at",))
    if not point.created_at <= at < point.expires_at:
        raise Conflict("point_ended", "This point was not open then.", ("code",))
