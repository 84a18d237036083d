"""One question to Consonance over HTTP: bounded, and asked again where that does no harm."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson
import structlog

from connectors.consonance.trouble import NoTitles
from connectors.outgoing import wait_said, whole
from domain.secrets import unsaid

#: The most bytes of an answer that are read. Ours: pages have no documented size.
ANSWER_BYTES_MAX = 16_000_000

#: How often a question is asked, and how long is waited in between, in seconds, where nothing is
#: said. Ours: no limits of theirs are documented.
TRIES, WAITS = 4, (1.0, 4.0, 15.0)

#: The longest wait that is taken from the other side, in seconds.
WAIT_MAX = 120.0

_AGAIN = frozenset({429, 500, 502, 503, 504})

_MEANINGS = {
    401: "does not let this hub in; an administrator checks {key}",
    403: "does not let this hub do that; an administrator checks {key}",
    404: "is not at this address; an administrator checks GREENLIGHT_CONSONANCE_URL",
    429: "is asked too often at present; try again later",
}

Sleep = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, repr=False)
class Channel:
    """The way to one interface. `header` lets the hub in; `key_name` is the setting it is from.

    A question, its answer included, takes at most `seconds`.
    """

    http: httpx2.AsyncClient
    header: str
    key_name: str
    seconds: float
    sleep: Sleep = asyncio.sleep

    async def ask(self, method: str, url: str, *, again: bool, **given: Any) -> Any:  # noqa: ANN401  JSON, and the client's own arguments.
        """Return the JSON of an answer; where `again`, ask again if it may come then.

        Raises `NoTitles`, which never quotes what was answered.
        """
        for attempt in range(TRIES if again else 1):
            last = not again or attempt == TRIES - 1
            try:
                status, content, wait = await self._once(method, url, given)
            except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL) as error:
                if last:
                    raise self._unheard(error) from error
                status, content, wait = 0, b"", None
            if status == 200:  # noqa: PLR2004  All is well.
                return _json(content)
            if last or (status and status not in _AGAIN):
                break
            await self.sleep(WAITS[attempt] if wait is None else wait)
        log.warning("consonance_refused", url=url, status=status)
        meant = _MEANINGS.get(status, "answered with status {status}; try again later")
        raise NoTitles(f"status_{status}", meant.format(key=self.key_name, status=status))

    async def _once(
        self, method: str, url: str, given: dict[str, Any]
    ) -> tuple[int, bytes, float | None]:
        headers = {"Authorization": self.header, "Accept": "application/json"}
        beyond = NoTitles("too_large", "answered more than any answer should hold")
        async with (
            asyncio.timeout(self.seconds),
            self.http.stream(method, url, headers=headers, **given) as answer,
        ):
            content = unsaid(await whole(answer, ANSWER_BYTES_MAX, beyond), self.header)
            wait = wait_said(answer.headers.get("retry-after"), WAIT_MAX)
            return answer.status_code, content, wait

    def _unheard(self, error: Exception) -> NoTitles:
        if isinstance(error, (TimeoutError, httpx2.TimeoutException)):
            said = f"did not answer within {self.seconds:g} s; try again later"
            return NoTitles("no_answer_in_time", said)
        said = f"cannot be reached ({type(error).__name__}); an administrator checks"
        return NoTitles("unreachable", f"{said} GREENLIGHT_CONSONANCE_URL")


def _json(content: bytes) -> Any:  # noqa: ANN401  JSON is whatever it is.
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        raise NoTitles("unreadable", "answered something that is no JSON") from None
