"""Writing into the ledger, reading it, and having somebody forgotten.

What names a person is encrypted under a key of their own, in the ledger as in the record. To forget
them is to destroy that key: the lines stay, and say of nobody that they agreed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.consents import records, rules
from domain.consents.model import (
    Channel,
    Entry,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.privacy import FORGOTTEN, forget_key, opened, veil
from domain.people.rules import require

#: The most lines of one subject; a withdrawal is always taken.
ENTRIES_MAX = 1_000

#: The job that looks on which lists an account is that took something back.
TAKEN_BACK = "consent.taken_back"

#: The job that looks what has to follow for an account that said anything at all.
CHANGED = "consent.changed"

#: Where subjects of a kind are, besides guests, who are in the ledger alone.
_TABLES = {SubjectKind.ACCOUNT: "accounts", SubjectKind.CONTRIBUTOR: "contributors"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that somebody said, in the order it was recorded."""

    subject: Subject
    entries: Sequence[Entry]


async def record(
    hub: Hub, actor: Actor, subject: Subject, said: Said, private: Private | None = None
) -> Entry:
    """Write down what somebody said; a guest without `ref` is a new one.

    Raises `Missing` if there is no such subject, `Conflict` for a guest who was forgotten.
    """
    now, kept = hub.clock.now(), private or Private()
    require(actor, Act.CHANGE_CONSENTS)
    rules.check(said, kept, now)
    async with transaction():
        # What was read before the turn may have changed: somebody may be forgotten by then.
        await sql.take_turns(Turn.CONSENTS)
        if subject.kind is SubjectKind.GUEST and not subject.ref:
            if not kept.name.strip():
                raise Invalid("name_missing", "Say who the guest is.", ("name",))
            subject = Subject(subject.kind, ids.new(ids.Prefix.PERSON))
        else:
            _check_room(await _ledger(actor, subject, Act.CHANGE_CONSENTS), said)
        veiled = await veil(hub, subject.ref, orjson.dumps(asdict(kept)).decode())
        value = Entry(ids.new(ids.Prefix.CONSENT), subject, said, now, veiled)
        await records.add(value)
        await audit.record(now, actor, f"consent.{said.state}", subject.ref, _told(value))
        await _ask_to_follow(hub, value)
    return value


async def forget(hub: Hub, actor: Actor, subject: Subject) -> None:
    """Destroy the key of what names somebody, and end whatever they agreed to.

    For those with a role for the whole organisation. The record's chains still verify.
    """
    require(actor, Act.CHANGE_CONSENTS, everywhere=True)
    async with transaction():
        await sql.take_turns(Turn.CONSENTS)
        await _ledger(actor, subject, Act.CHANGE_CONSENTS)
        await erase(hub, actor, subject)


async def erase(hub: Hub, actor: Actor, subject: Subject) -> None:
    """Do what `forget` does, in the running transaction, for whoever decided that already."""
    async with transaction():
        await sql.take_turns(Turn.CONSENTS)
        now = hub.clock.now()
        said = Said(Purpose.EVERY, Channel.EVERY, State.WITHDRAWN, now, Source.ERASURE)
        await forget_key(subject.ref)
        value = Entry(ids.new(ids.Prefix.CONSENT), subject, said, now, {})
        await records.add(value)
        await audit.record(now, actor, "consent.forgotten", subject.ref, {})
        await _ask_to_follow(hub, value)


async def ledger(actor: Actor, subject: Subject) -> Ledger:
    """Return what somebody said; `Missing` if there is no such subject."""
    return await _ledger(actor, subject, Act.SEE_CONSENTS)


def private_by(hub: Hub, entry: Entry, sealed: str | None) -> Private:
    """Return what names the person of an entry, by their key as `sealed_keys` has it.

    Who was forgotten has no key (None), and it says so.
    """
    if not entry.veiled:
        return Private(FORGOTTEN, "", "")
    said = opened(hub, entry.veiled, sealed)
    return Private(FORGOTTEN, FORGOTTEN, FORGOTTEN) if said == FORGOTTEN else _private(said)


async def refusing(refs: Sequence[str], purpose: Purpose) -> frozenset[str]:
    """Return which subjects took back what they agreed to for `purpose`."""
    found = await records.of_subjects(refs)
    return frozenset(ref for ref, entries in found.items() if rules.refused(entries, purpose))


async def _ledger(actor: Actor, subject: Subject, act: Act) -> Ledger:
    require(actor, act)
    entries = (await records.of_subjects([subject.ref]))[subject.ref]
    held = [one for one in entries if one.subject.kind is subject.kind]
    table = _TABLES.get(subject.kind)
    row = await catalog.row_of(table, subject.ref) if table else None
    if (row is None) if table else not held:
        raise Missing(
            "no_such_subject", f"There is no {subject.kind} `{subject.ref[:40]}`.", ("subject_id",)
        )
    if subject.kind is SubjectKind.ACCOUNT and row is not None and row["brand_id"]:
        require(actor, act, brand_id=row["brand_id"])
    return Ledger(subject, held)


def _check_room(held: Ledger, said: Said) -> None:
    """Raise unless one more line may be written into a ledger."""
    if len(held.entries) >= ENTRIES_MAX and said.state is not State.WITHDRAWN:
        raise Invalid("too_many", f"There are {ENTRIES_MAX:,} entries of this one already.")
    if held.subject.kind is SubjectKind.GUEST and any(_erased(one) for one in held.entries):
        raise Conflict("forgotten", "This guest was forgotten; begin anew without their id.")


def _erased(one: Entry) -> bool:
    return one.said.source is Source.ERASURE


def _told(value: Entry) -> dict[str, object]:
    """Return what the record of changes says of an entry; nothing that names anybody."""
    said = value.said
    return {
        "entry": value.id,
        "subject": value.subject.kind,
        "purpose": said.purpose,
        "channel": said.channel,
        "source": said.source,
        "said_at": said.said_at.isoformat(),
        "text_version": said.text_version,
        "country": said.country,
        "age_band": said.age_band,
        "private": dict(value.veiled),
    }


def _private(said: str) -> Private:
    return Private(**orjson.loads(said))


async def _ask_to_follow(hub: Hub, value: Entry) -> None:
    """Have it looked what follows for an account: as a lead, and on lists that went out."""
    if value.subject.kind is not SubjectKind.ACCOUNT:
        return
    for kind in (CHANGED, TAKEN_BACK) if value.said.state is State.WITHDRAWN else (CHANGED,):
        await jobs.ask(
            hub.wake,
            value.recorded_at,
            key=f"{kind}:{value.id}",
            kind=kind,
            lane=f"{kind}:{value.subject.ref}",
            details={"account_id": value.subject.ref},
        )
