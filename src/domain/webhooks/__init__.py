"""What is sent out of the house, and the port by which it goes.

Below every area stands what asks with a change that it is told, since each of them announces
changes; what people do about webhooks stands in `domain.subscriptions`. Journeys and content
systems send by the same port.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out in one attempt: signed, and the very bytes that were signed.

    `seconds` is how long the attempt may take, where that is less than usual.
    """

    address: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or None and why there is none.

    `retry_after` is in how many seconds the receiver asks to be tried again, if it says. `body` is
    what it said besides, where that is JSON and came whole; else it is empty. `said` is the
    beginning of it as text, whatever it is.
    """

    code: int | None
    trouble: str = ""
    retry_after: float | None = None
    body: bytes = field(default=b"", repr=False)
    said: str = field(default="", repr=False, compare=False)


class Sender(Protocol):
    """Sends messages out of the house, and to no address inside it."""

    def require(self, address: str) -> None:
        """Raise `Invalid` for an address that nothing is ever sent to."""
        ...

    async def send(self, message: Message) -> Answer:
        """Send once, following no redirect. What goes wrong on the way is an answer too."""
        ...
