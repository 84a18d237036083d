"""One question over HTTP, and once more with a fresh token where the one before was refused."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2

from connectors.opentext.auth import Entry, NotLetIn
from connectors.opentext.errors import Unsuitable
from connectors.outgoing import wait_said, whole

#: The most bytes of an answer that are read. Ours: a thousand rows stay below.
ANSWER_BYTES_MAX = 1_000_000

#: The longest wait that is taken from a service, in seconds. Ours: then it is asked again.
WAIT_MAX = 3_600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, bytes, and in how many seconds to ask again, if it says."""

    status: int
    content: bytes
    retry_after: float | None = None


class Unheard(Exception):
    """No answer came that can be used. `said` follows the service's name."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code, self.said = code, said


class Channel:
    """The way to one service, which has `seconds` for a question and its answer."""

    def __init__(
        self, http: httpx2.AsyncClient, entry: Entry, *, base_url: str, seconds: float
    ) -> None:
        self._http = http
        self._entry = entry
        self._base = base_url.rstrip("/")
        self._seconds = seconds

    async def ask(self, method: str, path: str, **given: Any) -> Answer:  # noqa: ANN401  The client's own arguments.
        """Ask, and once more where the token was refused; `Unheard` says what is wrong."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._asked(method, path, given)
        except (TimeoutError, httpx2.TimeoutException) as error:
            said = f"did not answer within {self._seconds:g} s"
            raise Unheard("no_answer_in_time", said) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            said = f"cannot be reached ({type(error).__name__})"
            raise Unheard("unreachable", said) from error
        except NotLetIn as error:
            said = "does not let this hub in; an administrator checks GREENLIGHT_OPENTEXT_CLIENT_ID"
            raise Unheard("not_let_in", f"{said} and GREENLIGHT_OPENTEXT_CLIENT_SECRET") from error
        except Unsuitable as error:
            raise Unheard("unreadable", str(error)) from error

    async def _asked(self, method: str, path: str, given: dict[str, Any]) -> Answer:
        header = await self._entry.header()
        answer = await self._once(method, path, header, given)
        if answer.status == 401:  # noqa: PLR2004  The token was refused.
            header = await self._entry.header(stale=header)
            answer = await self._once(method, path, header, given)
        if answer.status == 401:  # noqa: PLR2004  A fresh one was refused as well.
            raise NotLetIn
        return answer

    async def _once(self, method: str, path: str, header: str, given: dict[str, Any]) -> Answer:
        headers = {"Authorization": header, "Accept": "application/json"}
        beyond = Unsuitable("answered more than any answer should hold")
        async with self._http.stream(method, self._base + path, headers=headers, **given) as answer:
            content = await whole(answer, ANSWER_BYTES_MAX, beyond)
            wait = wait_said(answer.headers.get("retry-after"), WAIT_MAX)
            return Answer(answer.status_code, content, wait)
