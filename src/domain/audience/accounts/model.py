"""What is known of accounts, and what they did, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.catalog.premises import Tier


class Signal(StrEnum):
    """What an account did."""

    LISTEN = "listen"
    SKIP = "skip"
    FOLLOW = "follow"
    ADD = "add"


class Sheet(StrEnum):
    """What a table brings in."""

    ACCOUNTS = "accounts"
    ENGAGEMENT = "engagement"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Engaged:
    """How often an account, under its pseudonym, did something with a subject on a day (UTC).

    `times` is the day's total: what is said last counts. `line` is where it stands, from 1.
    """

    line: int
    pseudonym: str
    day: date
    signal: Signal
    subject: str
    times: int

    @property
    def key(self) -> tuple[str, date, Signal, str]:
        """What it is the total of."""
        return self.pseudonym, self.day, self.signal, self.subject


@dataclass(frozen=True, slots=True)
class Described:
    """What a line says of an account; None is unsaid, and stays as it was.

    `region` is ISO 3166-1 alpha-2; `products` is all that the customer owns.
    """

    line: int
    pseudonym: str
    tier: Tier | None
    region: str | None
    products: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Keyed:
    """By which key a publisher knows an account again, as a line says."""

    line: int
    pseudonym: str
    key: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line that was not taken: why, and what to do."""

    line: int
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Where an account is, None if nobody said, and what the customer owns."""

    account_id: str
    region: str | None
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """What a table brought in: how many lines were new, said otherwise, or known already."""

    id: str
    brand_id: str
    sheet: Sheet
    new: int
    changed: int
    known: int
    set_aside: Sequence[SetAside]
    at: datetime
