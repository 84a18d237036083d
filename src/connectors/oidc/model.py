"""Which issuer is trusted, for what, and how its tokens are read."""

from dataclasses import dataclass
from typing import Any

from connectors.outgoing import is_safe
from domain.errors import Invalid

#: What tokens may be signed with: keys come in pairs, so who can verify cannot sign. `none` and
#: the HS family are not here and no setting brings them in: an HS token "signed" with the public
#: key would pass.
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)

#: The longest address of an issuer, in characters. Ours: how much is kept with each link.
ISSUER_LENGTH_MAX = 500

#: How far two clocks may be apart, in seconds. Source: RFC 7519, "no more than a few minutes".
LEEWAY_SECONDS_MAX = 300


@dataclass(frozen=True, slots=True)
class Trust:
    """An issuer, whom its tokens are for, and what their claims are called.

    `subject_claim` names the account for good, `email_claim` its person, and counts only where
    `verified_claim` is true. Of the words in `scopes_claim` those that begin with `scope_prefix`
    are ours.
    """

    issuer: str
    audience: str
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
    leeway_seconds: int = 30
    subject_claim: str = "sub"
    email_claim: str = "email"
    verified_claim: str = "email_verified"
    scopes_claim: str = "scope"
    scope_prefix: str = "greenlight:"

    def __post_init__(self) -> None:
        if not is_safe(self.issuer) or "?" in self.issuer or "#" in self.issuer:
            raise _bad("ISSUER", "must be the https:// address in the tokens' `iss`, to the letter")
        if len(self.issuer) > ISSUER_LENGTH_MAX:
            raise _bad("ISSUER", f"must not be longer than {ISSUER_LENGTH_MAX} characters")
        if not self.audience:
            raise _bad("AUDIENCE", "must be set: it is the `aud` of tokens meant for this hub")
        strange = [name for name in self.algorithms if name not in ALGORITHMS]
        if strange or not self.algorithms:
            raise _bad("ALGORITHMS", f"takes some of {', '.join(ALGORITHMS)}, and no others")
        if not 0 <= self.leeway_seconds <= LEEWAY_SECONDS_MAX:
            raise _bad("LEEWAY_SECONDS", f"must be between 0 and {LEEWAY_SECONDS_MAX}")
        claims = (self.subject_claim, self.email_claim, self.verified_claim, self.scopes_claim)
        if not all((*claims, self.scope_prefix)):
            raise _bad("..._CLAIM", "and the scope prefix must not be empty")


@dataclass(frozen=True, slots=True)
class Header:
    """What of a token's header counts. Keys and addresses of keys in it are never looked at."""

    algorithm: str
    key_id: str | None


Claims = dict[str, Any]


def _bad(name: str, message: str) -> Invalid:
    return Invalid("bad_settings", f"GREENLIGHT_OIDC_{name} {message}.", ("settings",))
