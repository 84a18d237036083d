"""The door in front of every door: each request has an id here, and begins a step.

The id is the caller's `X-Request-Id` or the trace of its `traceparent`, where they are well-formed,
and one of ours otherwise; every answer carries it, refusals and errors included. It opens nothing,
so anybody may choose theirs.
"""

import re
import secrets
from collections.abc import Iterable, Mapping

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain import steps
from domain.steps import ORIGIN_LENGTH_MAX, Step, StepKind

#: What an id of a request is made of.
_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,%d}" % (ORIGIN_LENGTH_MAX - 1))

#: How a trace goes on. Later versions begin alike. Source: W3C Trace Context.
_TRACE = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

#: What a door is called that is none of ours: addresses are without number, names must not be.
OTHER = "other"

#: Where answers say their status and headers.
_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})

#: The outcome of a socket, and of an answer that nobody was there for.
_OPENED, _LEFT = "101", "499"


class Door:
    """Begins a step for each request, and puts its id on the answer."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        step = self._step(scope)
        held = (b"x-request-id", step.origin.encode())

        async def said(message: Message) -> None:
            if message["type"] in _STARTS:
                message["headers"] = [*message.get("headers", ()), held]
                step.outcome = str(message.get("status", _OPENED))
            await send(message)

        with steps.taking(step):
            await self._app(scope, receive, said)
            step.outcome = step.outcome or _LEFT

    def _step(self, scope: Scope) -> Step:
        given = _given(scope["headers"])
        trace = given.get(b"traceparent", b"")
        traced = trace[: steps.TRACE_LENGTH_MAX].decode() if _TRACE.match(trace) else None
        asked = given.get(b"x-request-id", b"")
        if _ID.fullmatch(asked):
            origin = asked.decode()
        else:
            origin = traced[3:35] if traced else secrets.token_hex(16)
        name = scope["path"][1:].partition("/")[0]
        http = scope["type"] == "http"
        return Step(
            StepKind.REQUEST if http else StepKind.SOCKET,
            name if name in self._names else OTHER,
            origin,
            traced,
            {"method": scope.get("method", ""), "scope": scope},
        )


class Guarded(Starlette):
    """An application behind that door, which sees what every other layer answers."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return all layers, the door before all others."""
        return Door(super().build_middleware_stack(), names(self.routes))


def names(routes: Iterable[BaseRoute]) -> set[str]:
    """Return what the doors of `routes` are called: the beginnings of their addresses."""
    paths = (str(getattr(route, "path", "")) for route in routes)
    return {name for path in paths if (name := path[1:].partition("/")[0]) and "{" not in name}


def template(scope: Mapping[str, object]) -> str:
    """Return the address of a request that was answered, with names in the place of values.

    Some values open what they lead to.
    """
    route = scope.get("route")
    return str(getattr(route, "path", "")) or OTHER


def _given(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers that count here; one that comes twice counts for nothing."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in (b"x-request-id", b"traceparent"):
            found[name] = b"" if name in found else value
    return found
