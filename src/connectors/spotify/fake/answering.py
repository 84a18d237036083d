"""What every endpoint of the fake stands on: the account, its clock, and how it refuses."""

import uuid

from starlette.responses import JSONResponse, Response

from connectors.spotify.fake.state import Account, Thing
from domain.clock import Clock


class Answering:
    """Endpoints of one account."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock

    def _base(self) -> Thing:
        now = self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"id": self._account.new_id(), "created_at": now, "updated_at": now}

    def _problem(self, code: str, *messages: str) -> Thing:
        return {
            "sp_trace_id": str(uuid.UUID(self._account.new_id())),
            "messages": list(messages),
            "error_codes": [{"code": code, "definition": code}],
        }

    def _error(self, status: int, code: str, *messages: str) -> Response:
        return JSONResponse(self._problem(code, *messages), status)
