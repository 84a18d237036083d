"""What opens an account outside, and whose turn it is to renew it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What an account outside granted, in the words of OAuth 2.0.

    `refresh` is what the next one is asked for with; `access` is good until `ends`. Empty and
    None until the first one was asked for.
    """

    refresh: str
    access: str = ""
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """A grant as it is kept.

    `version` counts how often it was replaced. `claim` is the number under which the caller, and
    nobody else, renews it; None if it is not the caller's to renew.
    """

    grant: Grant
    version: int
    claim: int | None = None
