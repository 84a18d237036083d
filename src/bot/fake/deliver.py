"""The way from the fake to the bot: one HTTP POST and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

import aiohttp


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot's endpoint answered."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""

    @property
    def is_fine(self) -> bool:
        """Whether the status is one of success."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class Deliver(Protocol):
    """Something that brings a request to the bot."""

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST and return the answer; raise TimeoutError or OSError where there is none."""
        ...


async def deliver_by_http(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Deliver over a connection of its own, as seldom as people click."""
    # The caller sets the time limit: three seconds, counted there as Slack counts it.
    timeout = aiohttp.ClientTimeout(total=None)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            held = await response.read()
            named = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, held, named)
    except aiohttp.ClientError as error:
        raise OSError(str(error)) from error
