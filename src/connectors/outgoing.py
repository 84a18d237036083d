"""Calls outside over HTTP: each is a step, and carries how its trace goes on."""

from typing import Any

import httpx2

from domain import steps

#: The longest part of an address that is a word and no name, in characters.
_WORD_LENGTH_MAX = 24


class Outgoing(httpx2.AsyncClient):
    """A client of one service, which is named in figures and traces."""

    def __init__(self, service: str, **given: Any) -> None:  # noqa: ANN401  The client's own.
        super().__init__(**given)
        self._service = service

    async def send(self, request: httpx2.Request, **given: Any) -> httpx2.Response:  # noqa: ANN401  The client's own.
        """Send a request; every other method of this class comes here."""
        facts = {"host": request.headers.get("host", "")}
        with steps.calling(
            self._service, f"{request.method} {template(request.url.path)}", facts
        ) as step:
            if step.trace:
                request.headers["traceparent"] = step.trace
            answer = await super().send(request, **given)
            step.outcome = str(answer.status_code)
            return answer


def template(path: str) -> str:
    """Return the path of an address with `{}` in the place of whatever names one thing of many."""
    return "/".join("{}" if _names_one(part) else part for part in path.split("/"))


def _names_one(part: str) -> bool:
    if len(part) > 1 and part[0] == "v" and part[1:].isdigit():  # A version of an API.
        return False
    return len(part) > _WORD_LENGTH_MAX or any(letter.isdigit() for letter in part)
