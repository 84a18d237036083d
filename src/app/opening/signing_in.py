"""The issuer whose tokens let people in, put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.settings import Settings
from connectors.oidc.connector import OidcIdentities
from connectors.oidc.model import Trust
from connectors.outgoing import Outgoing
from domain.clock import Clock
from domain.errors import Invalid
from domain.identities import Identities

#: What of the settings a `Trust` is made of; what is not set stays as it is there.
_NAMES = (
    "issuer",
    "audience",
    "algorithms",
    "leeway_seconds",
    "subject_claim",
    "email_claim",
    "verified_claim",
    "scopes_claim",
    "scope_prefix",
)


@asynccontextmanager
async def open_identities(settings: Settings, clock: Clock) -> AsyncIterator[Identities | None]:
    """Open the way to the issuer; None if none is set."""
    trust = trust_of(settings)
    if trust is None:
        yield None
        return
    # Its own client: what is set for Spotify's (time, redirections) is nothing to this one.
    async with Outgoing("issuer") as http:
        yield OidcIdentities(http, clock, trust)


def trust_of(settings: Settings) -> Trust | None:
    """Return which issuer is trusted; `Invalid` if only a part of it is set."""
    named = ((name, getattr(settings, f"oidc_{name}")) for name in _NAMES)
    given = {name: value for name, value in named if value is not None}
    if not given:
        return None
    missing = [f"GREENLIGHT_OIDC_{n.upper()}" for n in ("issuer", "audience") if n not in given]
    if missing:
        raise Invalid(
            "bad_settings",
            f"An issuer takes an address and an audience; set {', '.join(missing)} as well.",
            ("settings",),
        )
    return Trust(**given)
