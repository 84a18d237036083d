"""Who stands behind a token: one of ours, or one of the issuer that is trusted here."""

import hashlib

from domain.absences.seated import seated
from domain.actor import Actor
from domain.errors import Forbidden
from domain.hub import Hub
from domain.people import records, sign_ins

#: What a token of ours begins with, so that scanners can find one that leaked.
TOKEN_PREFIX = "glt_"  # noqa: S105  It is the public part.


async def authenticate(hub: Hub, secret: str) -> Actor:
    """Return whom a token stands for now.

    `Forbidden` says why it stands for nobody; `Upstream` that its issuer could not be asked.
    """
    if hub.identities is None or secret.startswith(TOKEN_PREFIX):
        found = await _by_our_own(hub, secret)
    else:
        found = await sign_ins.enter(hub, await hub.identities.vouched(secret))
    return await seated(found, hub.clock.now())


async def _by_our_own(hub: Hub, secret: str) -> Actor:
    found = await records.actor_by_digest(digest(secret), hub.clock.now())
    if found is None:
        raise Forbidden("unauthenticated", "This token is unknown, expired or revoked.")
    return found


def digest(secret: str) -> str:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
