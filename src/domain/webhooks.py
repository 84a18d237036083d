"""What is sent out of the house, and the port by which it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out in one attempt: signed, and the very bytes that were signed."""

    address: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or None and why there is none.

    `retry_after` is in how many seconds the receiver asks to be tried again, if it says. `body` is
    what it said besides, where that is JSON and came whole; else it is empty.
    """

    code: int | None
    trouble: str = ""
    retry_after: float | None = None
    body: bytes = field(default=b"", repr=False)


class Sender(Protocol):
    """Sends messages out of the house, and to no address inside it."""

    def require(self, address: str) -> None:
        """Raise `Invalid` for an address that nothing is ever sent to."""
        ...

    async def send(self, message: Message) -> Answer:
        """Send once, following no redirect. What goes wrong on the way is an answer too."""
        ...
