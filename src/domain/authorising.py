"""How somebody lets the hub act in an account of theirs elsewhere (OAuth 2.0 with PKCE)."""

from dataclasses import dataclass
from typing import Protocol

from domain.credentials.model import Grant


@dataclass(frozen=True, slots=True, repr=False)
class Authorised:
    """What was granted, in which account: its id and its name there, and the scopes."""

    grant: Grant
    account_id: str
    account_name: str
    scopes: frozenset[str]


class Authoriser(Protocol):
    """Asks the owner of an account, and takes what they answer."""

    def address(self, state: str, challenge: str, scopes: tuple[str, ...]) -> str:
        """Return where the owner is asked; `state` comes back with the answer.

        `challenge` is made of a verifier by S256 (RFC 7636).
        """
        ...

    async def exchange(self, code: str, verifier: str) -> Authorised:
        """Return what a code stands for, once.

        Raises `Forbidden` if it is not taken, `Upstream` if that cannot be said.
        """
        ...
