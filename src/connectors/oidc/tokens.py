"""What a token says and whether it may be believed; pure, `now` and the keys are arguments.

Sources: RFC 7515 and 7519 (signed tokens), RFC 8725 (what went wrong with them elsewhere), OpenID
Connect Core 1.0. No sentence here quotes a token.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.jwt import JWTClaimsRegistry
from joserfc.util import urlsafe_b64decode

from connectors.oidc.model import Claims, Header, Trust
from domain.actor import Scope
from domain.errors import Forbidden
from domain.identities import Vouched

#: The longest token, in characters. Ours; servers take headers of 8 to 64 kilobytes.
TOKEN_LENGTH_MAX = 16_384

#: The longest header of a token and the longest name of a key, in characters. Ours: a header with
#: a chain of certificates, which some issuers send and nobody reads here, fits.
HEADER_LENGTH_MAX = 8_192
KEY_ID_LENGTH_MAX = 256

#: The longest name of an account. Source: OpenID Connect Core 1.0, section 2.
SUBJECT_LENGTH_MAX = 255

#: The longest address. Source: RFC 5321.
EMAIL_LENGTH_MAX = 254

#: What tokens for entering say they are, if they say it. Source: RFC 9068; RFC 8725, section 3.11.
_TYPES = frozenset({"jwt", "application/jwt", "at+jwt", "application/at+jwt"})

#: What a token may be used for whose issuer says nothing of it.
_USUAL = frozenset({Scope.READ, Scope.WRITE})


class _Algorithms(JWSRegistry):
    """The library's checks, with longer headers and without one warning.

    It warns that RFC 9864 gave `EdDSA` another name: issuers go on using the old one, and a
    warning for every token helps nobody.
    """

    max_header_length = HEADER_LENGTH_MAX
    max_payload_length = TOKEN_LENGTH_MAX

    def get_alg(self, name: str) -> Any:  # noqa: ANN401  The library does not export its type.
        if name != "EdDSA" or name not in (self.allowed or ()):
            return super().get_alg(name)
        return self.algorithms[name]


def header_of(token: str, trust: Trust) -> Header:
    """Return what a token says about its signature; `Forbidden` if none like it is taken."""
    if len(token) > TOKEN_LENGTH_MAX:
        raise refused(f"it is longer than {TOKEN_LENGTH_MAX:,} characters")
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii() or len(parts[0]) > HEADER_LENGTH_MAX:  # noqa: PLR2004  A signed token's.
        raise refused("it is no signed token")
    held = _object(parts[0])
    algorithm, key_id = held.get("alg"), held.get("kid")
    if algorithm not in trust.algorithms:
        raise refused("it is signed in a way that is not taken here")
    if str(held.get("typ", "JWT")).casefold() not in _TYPES:
        raise refused("it is of a kind that lets nobody in")
    if "crit" in held or "b64" in held:
        raise refused("it demands an extension that is not understood here")
    if key_id is not None and not (isinstance(key_id, str) and 0 < len(key_id) < KEY_ID_LENGTH_MAX):
        raise refused("it names its key in a way that cannot be read")
    return Header(str(algorithm), key_id)


def claims_of(token: str, keys: Sequence[Key], header: Header) -> Claims:
    """Return what a token claims, if one of `keys` signed it."""
    registry = _Algorithms(algorithms=[header.algorithm], strict_check_header=False)
    for key in keys:
        try:
            deserialize_compact(token, key, registry=registry)
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
        return _object(token.split(".")[1])
    raise refused("its signature is wrong")


def vouched_by(claims: Claims, trust: Trust, now: datetime) -> Vouched:
    """Return whom claims name, if they are for us and hold now; `Forbidden` says what is wrong."""
    wanted = JWTClaimsRegistry(
        int(now.timestamp()),
        trust.leeway_seconds,
        iss={"essential": True, "value": trust.issuer},
        aud={"essential": True, "value": trust.audience},
        exp={"essential": True},
    )
    for name in ("exp", "nbf", "iat"):
        # The library says of a time that is none that it is missing, or fails on it.
        if name in claims and not _is_time(claims[name]):
            raise refused(f"its `{name}` is no number of seconds, but must be one")
    try:
        wanted.validate(claims)
    except ExpiredTokenError:
        raise refused("it has expired; sign in again") from None
    except ClaimError as error:
        first = error.claim.partition(",")[0]
        raise refused(_WRONG.get(first, "its claims cannot be read")) from None
    email = _email(claims, trust)
    return Vouched(trust.issuer, _subject(claims, trust), email, _scopes(claims, trust))


def _is_time(value: object) -> bool:
    # To Python, True is a number; and JSON's 1e999 is infinite, and a token with it for ever.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


#: What to say of a claim that is missing or wrong.
_WRONG = {
    "iss": "another issuer made it than the one trusted here",
    "aud": "it was made for another audience than this hub",
    "exp": "it does not say when it expires",
    "nbf": "it is not yet valid; if it is new, the clocks differ",
    "iat": "it was made in the future; the clocks differ",
}


def _subject(claims: Claims, trust: Trust) -> str:
    subject = claims.get(trust.subject_claim)
    if not isinstance(subject, str) or not subject.isprintable() or not subject.strip():
        raise refused(f"it names no account; have the issuer put one in `{trust.subject_claim}`")
    if len(subject) > SUBJECT_LENGTH_MAX:
        raise refused(f"the account it names is longer than {SUBJECT_LENGTH_MAX} characters")
    return subject


def _email(claims: Claims, trust: Trust) -> str:
    email = claims.get(trust.email_claim)
    if not isinstance(email, str) or not email.isprintable() or not email.strip():
        raise refused("it names no e-mail address; have the issuer put one in")
    if len(email) > EMAIL_LENGTH_MAX:
        raise refused(f"the e-mail address in it is longer than {EMAIL_LENGTH_MAX} characters")
    # Only the JSON word: an issuer that says "false" in quotes must not be understood as true.
    if claims.get(trust.verified_claim) is not True:
        raise refused("its issuer has not verified the e-mail address in it")
    return email


def _scopes(claims: Claims, trust: Trust) -> frozenset[Scope]:
    """Return what a token may be used for: what it says of us, or the usual if it says nothing.

    Administration is never the usual: an issuer must say so, and the person must be an admin.
    """
    held = claims.get(trust.scopes_claim)
    words = held.split() if isinstance(held, str) else held if isinstance(held, list) else []
    prefix = trust.scope_prefix
    ours = {w.removeprefix(prefix) for w in words if isinstance(w, str) and w.startswith(prefix)}
    if not ours:
        return _USUAL
    return frozenset({Scope.READ, *(scope for scope in Scope if scope.value in ours)})


def _object(part: str) -> dict[str, Any]:
    """Return the JSON object in one part of a token, if each of its names stands there once."""
    try:
        held = json.loads(urlsafe_b64decode(part.encode()), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise refused("it cannot be read") from None
    if not isinstance(held, dict):
        raise refused("it cannot be read")
    return held


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    # Of two values readers take different ones. Source: RFC 7515, section 4; RFC 7519, section 4.
    if len(held) != len(pairs):
        raise ValueError("a name stands twice")
    return held


def refused(reason: str) -> Forbidden:
    """Return the refusal of a token; `reason` goes on where "because" stops."""
    return Forbidden("unauthenticated", f"This token is not taken, because {reason}.")
