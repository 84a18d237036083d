"""One call to a host of podcasts over HTTP: bounded, and said to be what it means for a target.

`Refused`, `RetryLater`, `NotLetIn` and `GiveUp` are raised only where nothing was done: the host
says so, or was never reached. What leaves open what happened is `Unheard`: the job is tried again,
and looks.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2
import orjson
import structlog

from connectors.hosting.saying import sentences
from connectors.outgoing import wait_said, whole
from domain.errors import Upstream
from domain.jobs.model import GiveUp, RetryLater
from domain.secrets import unsaid
from domain.targets.model import NotLetIn, Refused

#: How long a call may take, its answer included, in seconds. Ours: no host documents one.
SECONDS = 30.0

#: The most bytes of an answer that are read. Ours: a page of episodes stays far below.
ANSWER_BYTES_MAX = 4_000_000

#: How long is waited where a host is not reached, or asks for patience and does not say how long,
#: and the longest wait that is taken from it, in seconds. Ours; a minute is the window of
#: Megaphone's limit.
WAIT, WAIT_MAX = 60.0, 3_600.0

#: The longest total that is believed, in digits. Ours: Python reads no number of some thousands.
TOTAL_DIGITS_MAX = 9

#: What a host says of a body that it does not take, or not beside what it has.
_UNFIT = frozenset({400, 409, 413, 415, 422})

#: The headers of an answer that are read.
_READ = ("retry-after", "link", "x-total")

log = structlog.get_logger()


class Unheard(Upstream):
    """Nobody knows whether a call was carried out: its answer was lost, or is none."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host as people know it.

    `code` begins its errors. `settings` are what an administrator checks where it lets nobody in,
    `grants` is who lets the hub do what it may not.
    """

    name: str
    code: str
    settings: str
    grants: str

    def not_let_in(self) -> NotLetIn:
        """Return what to say where it takes no token of the hub's."""
        said = f"{self.name} does not let the hub in; check {self.settings}."
        return NotLetIn(f"{self.code}_not_let_in", said)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered, a status of success or 404. `body` is JSON, None where there is none.

    `further` is what to ask the same path for to have the next page; None if there is none. `total`
    is how many there are on all pages together, where the host says so.
    """

    status: int
    body: Any = None
    further: Mapping[str, str] | None = None
    total: int | None = None

    @property
    def missing(self) -> bool:
        """Whether there is no such thing."""
        return self.status == 404  # noqa: PLR2004  Not found.


class Entry(Protocol):
    """Hands out what stands in the header `Authorization`."""

    async def header(self, *, stale: str | None = None) -> str:
        """Return it; `stale` is one that was just refused.

        Raises `GiveUp` if there is none, `NotLetIn` if there is no other one.
        """
        ...


class Channel:
    """The way to one host. `headers` go with every call."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        host: Host,
        entry: Entry,
        *,
        base_url: str,
        headers: Mapping[str, str] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.host = host
        self._http = http
        self._entry = entry
        self._base = base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._seconds = seconds

    @property
    def here(self) -> bool:
        """Whether the host is on this machine, as fakes are: no other is called without TLS."""
        return not self._base.startswith("https://")

    async def ask(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer, asked for once more where a token had run out."""
        header = await self._entry.header()
        answer = await self._once(method, path, header, json, query)
        if answer.status_code == 401:  # noqa: PLR2004  The token was refused, so nothing was done.
            header = await self._entry.header(stale=header)
            answer = await self._once(method, path, header, json, query)
        return self._meant(answer)

    async def _once(
        self,
        method: str,
        path: str,
        header: str,
        json: Mapping[str, Any] | None,
        query: Mapping[str, str] | None,
    ) -> httpx2.Response:
        headers = {**self._headers, "Authorization": header}
        beyond = self._unheard("answered more than any answer should hold")
        url = httpx2.URL(self._base + path, params=query) if query else self._base + path
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._http.stream(method, url, headers=headers, json=json) as answer,
            ):
                content = unsaid(await whole(answer, ANSWER_BYTES_MAX, beyond), header)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            said = f"{self.host.name} cannot be reached ({type(error).__name__})"
            raise RetryLater(WAIT, said) from error
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise self._unheard(f"did not answer within {self._seconds:g} s") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._unheard(f"gave no whole answer ({type(error).__name__})") from error
        kept = {name: answer.headers[name] for name in _READ if name in answer.headers}
        return httpx2.Response(answer.status_code, headers=kept, content=content)

    def _meant(self, answer: httpx2.Response) -> Answer:
        """Return a good answer; raise what another one means."""
        host, status = self.host, answer.status_code
        if answer.is_success:
            return Answer(status, self._json(answer.content), _further(answer), _total(answer))
        if status == 404:  # noqa: PLR2004  Not found.
            return Answer(status)
        log.warning("host_refused", host=host.name, status=status)
        if status == 401:  # noqa: PLR2004  A fresh token was refused as well.
            raise host.not_let_in()
        if status == 403:  # noqa: PLR2004  Forbidden.
            raise GiveUp(f"{host.name} does not let the hub do this; ask {host.grants}")
        if status == 429:  # noqa: PLR2004  Too many requests.
            raise RetryLater(_seconds(answer), f"{host.name} asks for patience")
        if status in _UNFIT:
            said = sentences(answer.content) or (f"no reason given (status {status})",)
            raise Refused(tuple(f"{host.name}: {one}" for one in said))
        raise self._unheard(f"answered with status {status}")

    def _json(self, content: bytes) -> Any:  # noqa: ANN401  JSON is whatever it is.
        if not content:
            return None
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            raise self._unheard("answered something that is no JSON") from None

    def _unheard(self, problem: str) -> Unheard:
        return Unheard(f"{self.host.code}_unheard", f"{self.host.name} {problem}.")


def _seconds(answer: httpx2.Response) -> float:
    """Return how long the host asks to wait; what is usual where it does not say."""
    said = wait_said(answer.headers.get("retry-after"), WAIT_MAX)
    return WAIT if said is None else said


def _further(answer: httpx2.Response) -> dict[str, str] | None:
    """Return the query of the next page; of its address nothing else counts."""
    if "next" not in answer.links:
        return None
    try:
        return dict(httpx2.URL(answer.links["next"].get("url", "")).params)
    except httpx2.InvalidURL:
        return None


def _total(answer: httpx2.Response) -> int | None:
    said = answer.headers.get("x-total", "")
    legible = said.isascii() and said.isdigit() and len(said) <= TOTAL_DIGITS_MAX
    return int(said) if legible else None
