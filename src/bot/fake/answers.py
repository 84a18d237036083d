"""How the fake answers over HTTP: JSON, a refusal, or a connection cut in the middle."""

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.fake.faults import Fault
from bot.fake.wire import Wire


class CutResponse(Response):
    """Promises a body and never sends it; the server then closes the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the head alone."""
        head = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": head})


def answer(body: Wire, *, status: int = 200, retry_after_seconds: int | None = None) -> Response:
    """Return Slack's JSON, with Retry-After where the caller must wait."""
    waits = retry_after_seconds is not None
    headers = {"Retry-After": str(retry_after_seconds)} if waits else None
    return JSONResponse(body, status_code=status, headers=headers)


def faulty(fault: Fault) -> Response:
    """Return what the caller gets to see of a fault."""
    if fault.is_lost:
        return CutResponse()
    body: Wire = {"ok": False, "error": fault.error}
    return answer(body, status=fault.status, retry_after_seconds=fault.retry_after_seconds)
