"""A connection to an account of a brand, and an attempt at one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What an account is for."""

    PLAYLISTS = "playlists"


class ConnectionState(StrEnum):
    """How a connection stands: begun and never made, good, refused by the publisher, or ended."""

    WAITING = "waiting"
    CONNECTED = "connected"
    BROKEN = "broken"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Connection:
    """The one connection of a brand for a purpose.

    `account_id` and `account_name` are the publisher's, and the last ones known; `user_id`
    connected it at `at`. `credential` is the key of what opens it, None while nothing does.
    `trouble` says why it is broken.
    """

    id: str
    purpose: Purpose
    brand_id: str
    state: ConnectionState
    account_id: str = ""
    account_name: str = ""
    scopes: tuple[str, ...] = ()
    user_id: str | None = None
    at: datetime | None = None
    credential: str | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """Somebody is connecting an account, until `ends_at`.

    Once it was opened in a browser, `state` and `browser` are digests of what the publisher hands
    back and of what that browser keeps, and `sealed` holds the verifier. What was answered is
    `used`. Whoever began it `confirmed` that it may be another account than before.
    """

    id: str
    connection_id: str
    user_id: str
    ends_at: datetime
    state: str = ""
    browser: str = ""
    sealed: str = ""
    used: bool = False
    confirmed: bool = False
