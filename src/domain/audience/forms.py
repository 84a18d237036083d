"""Taking in the form by which somebody becomes a lead: consent first, with the text they saw."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import orjson

from domain import ids, mail_addresses, text
from domain.audience import guarding, lead_records, records, signals
from domain.audience.model import CaptureKind, CapturePoint, Lead
from domain.audience.visiting import OUTSIDE
from domain.case_forms import rules as tickets
from domain.catalog import sites
from domain.catalog.premises import Tier
from domain.consents import records as ledger
from domain.consents import rules as counting
from domain.consents import service as consents
from domain.consents.model import (
    AgeBand,
    Channel,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.database import sql
from domain.database.turns import Turn
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.receipts import service as receipts
from domain.territories import TERRITORIES

#: What is asked for, by name, with what people read beside it; the first two have to be filled in.
FIELDS: Mapping[str, str] = {
    "name": "Your name",
    "email": "Your e-mail address",
    "industry": "Your industry (if you like)",
    "country": "Your country, as two letters such as DE (if you like)",
}

#: What people tick, and what they say by that; `agree` has the form's own text before it.
MARKED = (
    "With your yes this browser keeps a mark for 90 days, by which visits to our links are counted"
    " for you, and what you do is scored. You may take it back at any time; then it is removed."
)
ADULT = "I am 18 or older"

#: The longest of any field, in characters.
FIELD_MAX = 80

#: What sendings are remembered under.
SCOPE = "capture-form"

#: Sendings per second of one form, and of one address, each with what may come at once. Ours.
FORM_RATE, SENDER_RATE = (0.5, 60.0), (0.02, 5.0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sending: the mark for the browser of somebody new, else None."""

    mark: str | None


async def find(hub: Hub, code: str) -> CapturePoint:
    """Return an open form; `Missing` if there is none."""
    point = await records.by_code(code.lower()[:40])
    if point is None or point.kind is not CaptureKind.FORM:
        raise Missing("no_such_form", "There is no such form; ask for its address anew.")
    if hub.clock.now() >= point.expires_at:
        raise Forbidden("form_ended", "This form has ended; ask for a new one.")
    return point


def ticket(hub: Hub, point: CapturePoint) -> str:
    """Return a ticket for one sending of a form."""
    nonce = ids.new(ids.Prefix.FORM)
    return tickets.ticket(hub.secrets, point, nonce, hub.clock.now())


def require_ticket(hub: Hub, point: CapturePoint, values: Mapping[str, str]) -> str:
    """Return the nonce of the ticket in what was sent; `Forbidden` if it is not good now."""
    given = values.get("ticket", "")
    return tickets.require_ticket(hub.secrets, point, given, hub.clock.now())


async def take_turn(hub: Hub, point: CapturePoint, sender: str) -> None:
    """Count a sending from the address `sender`; raises `RetryLater` for too many."""
    now = hub.clock.now()
    for key, (rate, burst) in (
        (f"capture-form:{point.id}:{tickets.shard_of(sender)}", SENDER_RATE),
        (f"capture-form:{point.id}", FORM_RATE),
    ):
        await jobs.take(key, now, rate_per_second=rate, burst=burst)


async def receive(hub: Hub, point: CapturePoint, values: Mapping[str, str]) -> Taken:
    """Take in what somebody sent: their consents, and the signal; not in a transaction.

    The same sending twice is one. What fills in the field that nobody sees is thrown away. Raises
    `Forbidden` for a ticket that is not good, `Invalid` for what is missing or wrong, `Conflict`
    for a ticket that was used for something else.
    """
    nonce = require_ticket(hub, point, values)
    if values.get(tickets.TRAP, "").strip():
        return Taken(None)
    said = _filled_in(values)
    receipt: dict[str, Any] = {"scope": SCOPE, "key": nonce, "content": said}

    async def act() -> dict[str, Any]:
        return await _take(hub, point, said, nonce)

    try:
        done = await receipts.once(hub.clock.now(), **receipt, act=act)
    except Conflict as error:
        if error.code != "idempotency_key_reused":
            raise
        raise Conflict(
            "sent_already", "This form was sent already with other words; load it again."
        ) from None
    return Taken(guarding.mark_of(hub.secrets, done["lead"]) if done["new"] else None)


async def _take(
    hub: Hub, point: CapturePoint, said: Mapping[str, str], nonce: str
) -> dict[str, Any]:
    await sql.take_turns(Turn.LEADS)
    marks = guarding.contact_marks(hub.secrets, point.brand_id, said["email"])
    found = await lead_records.of_contact(marks)
    if found is None:
        name = f"lead-{nonce.rpartition('_')[2]}"
        account = await sites.add_account(
            hub, OUTSIDE, pseudonym=name, brand_id=point.brand_id, tier=Tier.STANDARD
        )
        lead = await signals.add(hub, OUTSIDE, point, account.id, said, contact_mark=marks[0])
    else:
        lead = await _say_more(point, found, said)
    await _agree(hub, point, lead, said)
    with suppress(Conflict):  # Who took it back may send this; their second yes is awaited.
        await signals.keep(hub, OUTSIDE, lead, point, hub.clock.now(), f"form:{nonce}")
    return {"lead": lead.id, "new": found is None}


async def _say_more(point: CapturePoint, lead: Lead, said: Mapping[str, str]) -> Lead:
    """Write what somebody says now over what they said before, as far as they say it."""
    told = replace(
        lead,
        industry=said["industry"] or lead.industry,
        country=said["country"] or lead.country,
        interest=point.interest or lead.interest,
    )
    await lead_records.say(told)
    return told


async def _agree(hub: Hub, point: CapturePoint, lead: Lead, said: Mapping[str, str]) -> None:
    """Write down what somebody agreed to by a form, unless the ledger says so already."""
    entries = (await ledger.of_subjects([lead.account_id]))[lead.account_id]
    mail = State.PENDING if point.second_yes else State.GIVEN
    for purpose, way, state in (
        (Purpose.PROFILING, Channel.EVERY, State.GIVEN),
        (Purpose.DIRECT_MARKETING, Channel.EMAIL, mail),
    ):
        before = counting.effective(entries, purpose, way)
        same = before is not None and before.said.text_version == point.text_version
        if before is not None and same and before.said.state in {state, State.GIVEN}:
            continue
        value = Said(
            purpose=purpose,
            channel=way,
            state=state,
            said_at=hub.clock.now(),
            source=Source.FORM,
            text_version=point.text_version,
            country=said["country"] or None,
            age_band=AgeBand.ADULT,
        )
        private = Private(said["name"], f"{said['email']} by the form {point.code}", _proof(point))
        await consents.record(
            hub, OUTSIDE, Subject(SubjectKind.ACCOUNT, lead.account_id), value, private
        )


def _proof(point: CapturePoint) -> str:
    """Return what proves what somebody agreed to: the form, and the very words they saw."""
    shown = hashlib.sha256(f"{point.consent_text}\n{MARKED}".encode()).hexdigest()
    return orjson.dumps({"form": point.id, "agree": "yes", "text_sha256": shown}).decode()


def _filled_in(values: Mapping[str, str]) -> dict[str, str]:
    """Return what somebody filled in; `Invalid` names every field that is missing or wrong."""
    found = {name: " ".join(values.get(name, "").split()) for name in FIELDS}
    found["country"] = found["country"].upper()
    problems = [
        Invalid("empty", f"Fill in `{name}`.", (name,))
        for name in ("name", "email")
        if not found[name]
    ]
    for name, value in found.items():
        if len(value) > FIELD_MAX:
            said = f"`{name}` has more than {FIELD_MAX} characters; say it shorter."
            problems.append(Invalid("too_long", said, (name,)))
        elif problem := text.honest(value, (name,)):
            problems.append(problem)
    if found["email"] and (problem := mail_addresses.problem(found["email"])):
        problems.append(problem)
    if found["country"] and found["country"] not in TERRITORIES:
        said = "This is no country of ISO 3166-1; write two letters such as DE, or leave it out."
        problems.append(Invalid("unknown_country", said, ("country",)))
    if values.get("agree") != "yes":
        said = "Tick that you agree; without that nothing is kept."
        problems.append(Invalid("not_agreed", said, ("agree",)))
    if values.get("adult") != "yes":
        said = "This is for people who are 18 or older; nothing is kept of others."
        problems.append(Invalid("too_young", said, ("adult",)))
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)
    return found
