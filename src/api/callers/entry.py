"""Who calls, by the token they send; and what is answered where it lets nobody in."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.callers.trouble import come_again
from domain.actor import Actor
from domain.errors import Forbidden, Upstream
from domain.hub import Hub
from domain.people.entering import authenticate


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody who is not let in: with 401 for their token, with 503 if it cannot be judged."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str]


async def caller_of(hub: Hub, secret: str | None) -> Actor | Turned | None:
    """Return who calls with a token; None if they did not say."""
    if secret is None:
        return None
    try:
        return await authenticate(hub, secret)
    except Forbidden as refusal:
        return Turned(401, "unauthenticated", refusal.message, _challenge(refusal.message))
    except Upstream as trouble:
        return Turned(503, trouble.code, trouble.message, come_again(trouble))


def bearer(headers: Mapping[str, str]) -> str | None:
    """Return the token of an Authorization header; None if there is none."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" and secret.strip() else None


def _challenge(reason: str) -> Mapping[str, str]:
    # Source: RFC 6750, section 3; of what a description may not hold, reasons only hold backticks.
    said = reason.replace("`", "'")
    return {"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{said}"'}
