"""What the hub needs from outside for people: an issuer that vouches for who somebody is."""

from dataclasses import dataclass
from typing import Protocol

from domain.actor import Scope


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a token names, and what it may be used for.

    `subject` is an account at `issuer` for good; `email` an address that is verified today.
    """

    issuer: str
    subject: str
    email: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an issuer's keys can be read: how many are known, and what is wrong if any is."""

    issuer: str
    keys: int
    problem: str | None


class Identities(Protocol):
    """An issuer of tokens that is trusted here."""

    async def vouched(self, token: str) -> Vouched:
        """Return whom a token names.

        `Forbidden` says why it names nobody, never quoting it; `Upstream` that the issuer could
        not be asked, which says nothing about the token.
        """
        ...

    async def standing(self) -> Standing:
        """Read the issuer's keys and return how that went."""
        ...
