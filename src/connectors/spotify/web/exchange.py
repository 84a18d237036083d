"""One request to the Web API and its answer; every failure as what it means.

Reads are tried again when the network or the server fails, and when Spotify asks for a moment: a
list of a hundred tracks takes more requests than its window has, and who began anew each time
would never end. Writes never are by themselves: a write whose answer is lost may have happened,
and the caller looks.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from connectors.outgoing import wait_said
from connectors.spotify import bounded
from connectors.spotify.errors import (
    NotAuthorised,
    OutcomeUnknown,
    QuotaExceeded,
    RateLimited,
    SpotifyError,
)
from domain.secrets import unsaid

#: How often a read is tried in all.
READS_MAX = 3

#: The longest moment that is waited for amid reading, in seconds. Ours: twice the window.
MOMENT_SECONDS = 60.0

#: The most bytes of an answer. Ours: a page of 50 items stays far below.
ANSWER_BYTES_MAX = 5_000_000

#: How long is waited where a 429 does not say, in seconds. Source: the window of the limit.
WINDOW_SECONDS = 30.0

#: The longest that is waited because Spotify says so, in seconds. Ours: a day, then it is asked.
WAIT_SECONDS_MAX = 86_400.0

#: The least that is waited once the app's quota is used up, in seconds. Ours: it is told nowhere
#: when it begins anew, and asking again uses it up further.
QUOTA_SECONDS = 3_600.0

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `said` is its JSON, a bare list as `items`; None where there is none."""

    status: int
    retry_after: str
    said: Json | None
    empty: bool

    @property
    def good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300  # noqa: PLR2004  2xx.


class Access(Protocol):
    """Hands out access tokens of one account."""

    async def access(self, *, stale: str | None = None) -> str:
        """Return a token that is good now; `stale` is one that was just refused."""
        ...


class Exchange:
    """Sends requests for one account."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        tokens: Access,
        *,
        base_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._root = base_url.rstrip("/")
        self._sleep = sleep

    async def read(self, path: str, **query: str) -> Json:
        """Return what stands at `path`."""
        for attempt in range(READS_MAX - 1):
            try:
                return await self.send("GET", path, params=query)
            except OutcomeUnknown:
                await self._sleep(random.uniform(0.5, 1.5) * 2**attempt)  # noqa: S311  Jitter.
            except RateLimited as error:
                if error.seconds > MOMENT_SECONDS:
                    raise
                await self._sleep(error.seconds)
        return await self.send("GET", path, params=query)

    async def send(self, method: str, path: str, **body: Any) -> Json:  # noqa: ANN401  The client's own arguments.
        """Send one request, with a fresh token if the first is refused; return what was said."""
        access = await self._tokens.access()
        answer = await self._once(method, path, access, body)
        if answer.status == 401:  # noqa: PLR2004  The token was refused: renew it once.
            access = await self._tokens.access(stale=access)
            answer = await self._once(method, path, access, body)
        if not answer.good:
            raise _problem(answer)
        if answer.said is None and not answer.empty:
            raise OutcomeUnknown("unreadable", ["the answer cannot be read"], answer.status)
        return answer.said or {}

    async def _once(self, method: str, path: str, access: str, body: dict[str, Any]) -> Answer:
        headers = {"Authorization": f"Bearer {access}", **body.get("headers", {})}
        given = {**body, "headers": headers}
        try:
            async with self._http.stream(method, self._root + path, **given) as answer:
                content = unsaid(await bounded.read(answer, ANSWER_BYTES_MAX), access)
        except httpx2.RequestError as error:
            raise OutcomeUnknown("no_answer", [type(error).__name__]) from error
        retry_after = answer.headers.get("retry-after", "")
        return Answer(answer.status_code, retry_after, _object(content), not content)


def _object(content: bytes) -> Json | None:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(said, list):
        return {"items": said}
    return said if isinstance(said, dict) else None


def _seconds(said: str) -> float:
    """Return how long Spotify asks to wait, bounded; its window where it does not say."""
    wait = wait_said(said, WAIT_SECONDS_MAX)
    return WINDOW_SECONDS if wait is None else wait


def _problem(answer: Answer) -> SpotifyError:
    told = (answer.said or {}).get("error")
    error: Json = told if isinstance(told, dict) else {}
    messages = [str(error["message"])] if error.get("message") else []
    code = f"status_{answer.status}"
    if answer.status == 429:  # noqa: PLR2004  Too many requests.
        wait = _seconds(answer.retry_after)
        if error.get("reason") == "QUOTA_EXCEEDED":
            return QuotaExceeded(max(wait, QUOTA_SECONDS))
        return RateLimited(wait)
    if answer.status == 401:  # noqa: PLR2004  A fresh token was refused as well.
        return NotAuthorised("reauthorise", ["connect the brand's account again"], 401)
    if answer.status >= 500:  # noqa: PLR2004  It may have happened.
        return OutcomeUnknown(code, messages, answer.status)
    return SpotifyError(code, messages, answer.status)
