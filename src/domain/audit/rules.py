"""How events are linked and judged. Pure.

Every subject has a chain of its own, so writers never queue behind each other. A digest is
SHA-256 over a canonical form (sorted keys, no spaces, UTC instants); the first event of a chain
follows the empty digest. Changing, swapping or dropping an event within a chain breaks it;
cutting its tail contradicts the next anchor, which is signed.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from domain.audit.model import Anchor, Event, Finding

#: What the first event of a chain, and the first anchor, follow.
START = ""

#: From where on Python writes a float with an exponent, and PostgreSQL with all of its digits.
_WRITTEN_OUT = 1e16

#: What a number with an exponent looks like; some texts do as well.
_EXPONENT = re.compile(rb"\de\d")


def digest_of(  # noqa: PLR0913  Everything the digest covers is an argument.
    *,
    previous: str,
    id: str,  # noqa: A002  It is the event's own name for it.
    subject: str,
    position: int,
    act: str,
    actor_id: str | None,
    door: str,
    at: datetime,
    details: Mapping[str, Any],
) -> str:
    """Return the digest of an event, as 64 hexadecimal digits."""
    return _sha256(
        [
            previous,
            id,
            subject,
            position,
            act,
            actor_id,
            str(door),
            at.astimezone(UTC).isoformat(),
            details,
        ]
    )


def digest_of_event(event: Event) -> str:
    """Return the digest that `event` ought to have."""
    return digest_of(
        previous=event.previous,
        id=event.id,
        subject=event.subject,
        position=event.position,
        act=event.act,
        actor_id=event.actor_id,
        door=event.door,
        at=event.at,
        details=event.details,
    )


def heads_digest(heads: Iterable[tuple[str, int, str]]) -> str:
    """Return the digest over (subject, position, digest) of chains, in any order."""
    return _sha256(sorted(heads))


def sign_anchor(key: bytes, anchor: Anchor) -> str:
    """Return the signature of `anchor` under the hub's key."""
    return hmac.new(key, _anchor_form(anchor), hashlib.sha256).hexdigest()


def anchor_digest(anchor: Anchor) -> str:
    """Return what the next anchor names as its `previous`."""
    return _sha256([_anchor_form(anchor).decode(), anchor.signature])


def judge_chain(events: Iterable[Event], position: int = 0, previous: str = START) -> list[Finding]:
    """Return what is wrong with one subject's events, given in order of position.

    They follow the event at `position`, whose digest is `previous`; from the first by default.
    """
    findings: list[Finding] = []
    for event in events:
        position += 1
        if event.position != position:
            findings.append(Finding(event.subject, position, "an event is missing here"))
            position = event.position
        elif event.previous != previous:
            findings.append(Finding(event.subject, position, "the link to the event before broke"))
        if event.digest != digest_of_event(event):
            findings.append(Finding(event.subject, position, "the event was changed"))
        previous = event.digest
    return findings


def signs(key: bytes, anchor: Anchor) -> bool:
    """Whether the signature of `anchor` was made with `key`."""
    return hmac.compare_digest(anchor.signature, sign_anchor(key, anchor))


def judge_anchors(
    keys: Sequence[tuple[bytes, int | None]], anchors: Sequence[Anchor], heads: Sequence[str]
) -> list[Finding]:
    """Return what is wrong with the anchors, given in order.

    `keys` are those that may have signed, each with the number of the last anchor that it may
    have; None where it signs still. `heads` holds, for each anchor, the heads digest computed from
    the events it covers.
    """
    findings: list[Finding] = []
    previous = START
    for number, (anchor, found) in enumerate(zip(anchors, heads, strict=True), start=1):
        may = [key for key, last in keys if last is None or number <= last]
        if not any(signs(key, anchor) for key in may):
            findings.append(Finding(anchor.id, number, "the anchor's signature is wrong"))
        if anchor.previous != previous:
            findings.append(Finding(anchor.id, number, "an anchor before this one is missing"))
        if found != anchor.heads:
            findings.append(
                Finding(anchor.id, number, "events that stood here at the anchor's time are gone")
            )
        previous = anchor_digest(anchor)
    return findings


def _anchor_form(anchor: Anchor) -> bytes:
    parts = [anchor.id, anchor.at.astimezone(UTC).isoformat(), anchor.last_seq]
    return _canonical([*parts, anchor.subjects, anchor.heads, anchor.previous])


def _sha256(value: object) -> str:
    return hashlib.sha256(_canonical(value)).hexdigest()


def _canonical(value: object) -> bytes:
    try:
        said = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # A whole number of more than 64 bits, which only a document read back holds.
        return orjson.dumps(_settled(value), option=orjson.OPT_SORT_KEYS)
    if _EXPONENT.search(said) is None:
        return said
    return orjson.dumps(_settled(value), option=orjson.OPT_SORT_KEYS)


def _settled(value: object) -> object:
    """Return a document with large numbers as PostgreSQL gives them back, and larger ones as text.

    It writes 1e16 out, which comes back as a whole number: the digest is of what is kept.
    """
    match value:
        case dict():
            return {name: _settled(held) for name, held in value.items()}
        case list() | tuple():
            return [_settled(held) for held in value]
        case float() if abs(value) >= _WRITTEN_OUT:
            return _settled(int(value))
        case int() if not -(1 << 63) <= value < 1 << 64:
            return repr(float(value))
    return value
