"""How messages are signed, who gets them, and when they are tried again. Pure.

The form is that of the Standard Webhooks specification 1.0: the headers `webhook-id`,
`webhook-timestamp` and `webhook-signature`, over id, time and body with full stops between them.
"""

import base64
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from domain.activation.journeys.model import (
    Delivery,
    Endpoint,
    EndpointPurpose,
    EndpointState,
    EventKind,
)
from domain.requests.model import Request

#: What every secret begins with, and of how many random bytes it is made; the specification
#: wants 24 to 64.
SECRET_LEAD, SECRET_BYTES = "whsec_", 32

#: What secrets are sealed for.
SEALED_FOR = "journey-secret"

#: The most signatures of one message that are looked at. Ours: more secrets overlap nowhere.
SIGNATURES_MAX = 8

#: How far the time of a message may be from ours. Source: the specification's own libraries.
TOLERANCE = timedelta(minutes=5)

#: How long the secret before signs beside the one that replaced it. Ours.
OVERLAP = timedelta(hours=24)

#: The most accounts in one message. Ours: with names of 64 characters a page stays below the
#: 20 kB that the specification recommends.
PAGE_MAX = 50

#: How long to wait after each attempt in turn, in seconds: a day and a bit together.
WAITS = (10, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 32_400)

#: The longest wait that a receiver may ask for.
RETRY_AFTER_MAX = timedelta(hours=24)

#: How long a removal waits for a paused endpoint before people are asked to do it. Ours, as long as
#: tries go on.
REMOVED_WITHIN = timedelta(hours=24)

#: What a receiver says that took something, wants to be asked later, or wants nothing any more.
TAKEN, LATER, GONE = range(200, 300), frozenset({429, 503}), 410


class Sealed(Protocol):
    """What is sent to and has a secret, sealed, and perhaps the one before, until it ends."""

    @property
    def sealed(self) -> str:
        """The present one."""
        ...

    @property
    def sealed_before(self) -> str | None:
        """The one before."""
        ...

    @property
    def before_until(self) -> datetime | None:
        """Until when that signs as well."""
        ...


def new_secret(random: bytes) -> str:
    """Return a secret made of random bytes, as it is shown once and used from then on."""
    return SECRET_LEAD + base64.b64encode(random).decode()


def signature(secret: str, id_: str, at: datetime, body: bytes) -> str:
    """Return the signature of one attempt, with its version."""
    key = base64.b64decode(secret.removeprefix(SECRET_LEAD))
    signed = f"{id_}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def headers(secrets: Sequence[str], id_: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers of one attempt, signed with each of `secrets`."""
    return {
        "content-type": "application/json",
        "user-agent": "Greenlight",
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signature(one, id_, at, body) for one in secrets),
    }


def is_signed(secrets: Sequence[str], id_: str, at: datetime, body: bytes, given: str) -> bool:
    """Whether one of the signatures in a header, with blanks between them, is by one of `secrets`.

    Whoever is sent something signs what they say of it by the same secret and in the same form.
    """
    right = [signature(one, id_, at, body).encode() for one in secrets]
    said = [one.encode() for one in given.split(" ")[:SIGNATURES_MAX]]
    return any(hmac.compare_digest(one, other) for one in said for other in right)


def sealed_now(endpoint: Sealed, now: datetime) -> tuple[str, ...]:
    """Return the sealed secrets that sign now, newest first: one, or two while they overlap."""
    before, until = endpoint.sealed_before, endpoint.before_until
    beside = (before,) if before is not None and until is not None and now < until else ()
    return (endpoint.sealed, *beside)


def chosen(endpoints: Iterable[Endpoint], request: Request) -> Endpoint | None:
    """Return where a request's journey goes: the endpoint that is meant most narrowly for it.

    Named brands count before named markets, fewer before more, then the newest. What is paused
    still is meant: its messages wait.
    """
    fitting = [one for one in endpoints if one.purpose is EndpointPurpose.JOURNEYS]
    fitting = [one for one in fitting if one.state is not EndpointState.GONE]
    fitting = [one for one in fitting if covers(one, request)]
    return max(fitting, key=_narrowness, default=None)


def instructions(endpoint: Endpoint) -> Sequence[str]:
    """Return what is left to do for people where an endpoint takes a list."""
    return (
        f"{endpoint.name} is sent the list by itself: put it nowhere else.",
        "What it took is acknowledged by itself; a case says what is left for you to do.",
    )


def pages(account_ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Return accounts in pages."""
    return [tuple(account_ids[at : at + PAGE_MAX]) for at in range(0, len(account_ids), PAGE_MAX)]


def wait_after(attempts: int, code: int | None, asked: float | None) -> timedelta | None:
    """Return how long to wait after the attempt number `attempts`; None to give up.

    A receiver that is out of breath says how long it needs, in seconds `asked`; it is never less
    than our own wait.
    """
    if attempts > len(WAITS):
        return None
    own = timedelta(seconds=WAITS[attempts - 1])
    if code not in LATER or asked is None:
        return own
    return max(own, min(timedelta(seconds=asked), RETRY_AFTER_MAX))


def too_late(delivery: Delivery, now: datetime) -> bool:
    """Whether somebody waited for too long to be taken off by an endpoint that is paused."""
    return delivery.kind is EventKind.REMOVED and now - delivery.made_at > REMOVED_WITHIN


def outdated(delivery: Delivery, sent: Iterable[Delivery]) -> str | None:
    """Return why the end of a list need not be told any more; None if it has to be, as all else.

    Once an endpoint may have heard of a later list of the same request, which takes the place of
    the one before, an end that comes after it would end that one. `sent` is all of the request.
    """
    if delivery.kind is not EventKind.STOPPED:
        return None
    later = any(
        one.kind is EventKind.STARTED
        and one.endpoint_id == delivery.endpoint_id
        and one.attempts > 0
        and (one.made_at, one.revision) > (delivery.made_at, delivery.revision)
        for one in sent
    )
    return "A later list took the place of the one that ended." if later else None


def _narrowness(one: Endpoint) -> tuple[bool, int, bool, int, str]:
    brands, markets = len(one.brand_ids), len(one.markets)
    return (brands > 0, -brands, markets > 0, -markets, one.id)


def covers(endpoint: Endpoint, request: Request) -> bool:
    """Whether an endpoint is for the brand and all markets of a request."""
    of_brand = not endpoint.brand_ids or request.brand_id in endpoint.brand_ids
    return of_brand and (not endpoint.markets or set(request.markets) <= set(endpoint.markets))
