"""Reading what an issuer publishes: its description, and the keys that names."""

import asyncio
import json
from typing import Any

import httpx2
from joserfc.jwk import Key

from connectors.oidc.keys import keys_in
from connectors.outgoing import is_safe, whole
from domain.errors import Upstream

#: Where an issuer describes itself. Source: OpenID Connect Discovery 1.0, section 4.
DESCRIPTION = "/.well-known/openid-configuration"

#: The largest description and the largest set of keys, in bytes. Ours; real ones have up to ten
#: kilobytes.
ANSWER_BYTES_MAX = 262_144

#: How long an issuer may take for both answers together, in seconds; people wait for it.
SECONDS_MAX = 5.0


async def read_keys(http: httpx2.AsyncClient, issuer: str) -> tuple[Key, ...]:
    """Return the keys an issuer publishes; `Upstream` says what is wrong with it."""
    try:
        async with asyncio.timeout(SECONDS_MAX):
            described = await _read(http, issuer.rstrip("/") + DESCRIPTION)
            found = keys_in(await _read(http, _keys_address(described, issuer)))
    except TimeoutError:
        raise trouble(f"it did not answer within {SECONDS_MAX:.0f} seconds") from None
    if not found:
        raise trouble("it publishes no key that can be used here")
    return found


def _keys_address(described: dict[str, Any], issuer: str) -> str:
    # To the letter: whoever can answer at one address must not speak for another.
    if described.get("issuer") != issuer:
        raise trouble("it calls itself otherwise; GREENLIGHT_OIDC_ISSUER must be its `issuer`")
    address = described.get("jwks_uri")
    if not isinstance(address, str) or not is_safe(address):
        raise trouble("it names no https:// address for its keys")
    if address.startswith("http://") and issuer.startswith("https://"):
        raise trouble("it is reached by https:// and its keys are not")
    return address


async def _read(http: httpx2.AsyncClient, address: str) -> dict[str, Any]:
    beyond = trouble(f"it answered with more than {ANSWER_BYTES_MAX:,} bytes")
    try:
        # Not followed: a redirection could lead into the network the hub stands in.
        async with http.stream("GET", address, follow_redirects=False) as answer:
            if answer.status_code != httpx2.codes.OK:
                raise trouble(f"it answered with status {answer.status_code}")
            held = json.loads(await whole(answer, ANSWER_BYTES_MAX, beyond))
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise trouble(f"it cannot be reached ({type(error).__name__})") from None
    except (ValueError, RecursionError):
        raise trouble("its answer is no JSON") from None
    if not isinstance(held, dict):
        raise trouble("its answer is no JSON object")
    return held


def trouble(reason: str) -> Upstream:
    """Return what to say of an issuer; `reason` has it as its subject."""
    return Upstream("issuer_unreachable", f"The issuer of sign-ins is in trouble: {reason}.")
