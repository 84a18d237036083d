"""What a fake of a host can be made to do: refuse, or lose the answer to what it did."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Planned trouble for the next call of `method` whose path ends with `ending`.

    It is answered with `status`, and nothing is done; without a status it is done, and the answer
    is lost.
    """

    method: str
    ending: str = ""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Lost(Response):
    """An answer whose connection breaks in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  As servers call it.
        """Promise a body, and send none."""
        head = [(b"content-length", b"9")]
        await send({"type": "http.response.start", "status": 200, "headers": head})


def troubled(faults: list[Fault], handler: Handler) -> Handler:
    """Return `handler` behind the faults that are planned, each of which happens once."""

    async def answer(request: Request) -> Response:
        fault = _take(faults, request)
        if fault is None:
            return await handler(request)
        if fault.status is not None:
            return JSONResponse({"message": "Planned."}, fault.status, fault.headers)
        await handler(request)
        return Lost()

    return answer


def _take(faults: list[Fault], request: Request) -> Fault | None:
    path = request.url.path
    for fault in faults:
        if fault.method == request.method and path.endswith(fault.ending):
            faults.remove(fault)
            return fault
    return None
