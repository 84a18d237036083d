"""The trouble that tests plan for the fake, and the errors it answers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Trouble:
    """Planned trouble.

    `statuses` are answered first, one a question; `retry_after` goes with each. `lost` are
    questions that are done, and answered with 502, by the end of their path. `repeated` pages are
    answered twice. While `held` is set, questions wait. `asked` are all questions, as `METHOD
    path`; `odd` stands in front of every list of open tasks.
    """

    statuses: list[int] = field(default_factory=list)
    retry_after: str | None = None
    lost: list[str] = field(default_factory=list)
    repeated: int = 0
    held: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    odd: list[Any] = field(default_factory=list)


class Refused(Exception):
    """The fake answers an error: a status, and what it says."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers
