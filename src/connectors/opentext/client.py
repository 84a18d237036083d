"""Asking a decision service over HTTP: one question, one deadline, one answer.

A question is asked once, and once more with a fresh token where the one before was refused; never
by itself again, for nobody knows what a service outside makes of being asked.
"""

from collections.abc import Mapping
from typing import Any

import httpx2
import structlog

from connectors.opentext import wire
from connectors.opentext.auth import Entry
from connectors.opentext.channel import Channel, Unheard
from connectors.opentext.dialects import Dialect
from connectors.opentext.errors import NoDecision, Unsuitable
from domain.decision_service import Fact

#: What statuses mean, said so that it follows the service's name.
_MEANINGS = {
    403: "does not let this hub ask",
    404: "knows no such decision, or none is deployed",
    429: "is asked too often at present",
    500: "could not decide, as it says where a hit policy is violated or a fact is missing",
}

log = structlog.get_logger()


class DecisionClient:
    """Speaks one dialect with one service. Everything that goes wrong is a `NoDecision`."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        entry: Entry,
        dialect: Dialect,
        *,
        base_url: str,
        seconds: float,
    ) -> None:
        self._channel = Channel(http, entry, base_url=base_url, seconds=seconds)
        self._dialect = dialect

    async def execute(self, key: str, facts: Mapping[str, Fact]) -> list[dict[str, Any]]:
        """Return the rows that decision `key` gives for `facts`."""
        try:
            body = wire.question(key, facts)
        except Unsuitable as error:
            raise self._none("unsuitable_fact", f"cannot be asked: {error}") from error
        content = await self._send("POST", self._dialect.execute, json=body)
        try:
            return wire.rows(content)
        except Unsuitable as error:
            raise self._none("unreadable", str(error)) from error

    async def probe(self) -> None:
        """Ask something small; `NoDecision` says what is wrong."""
        await self._send("GET", self._dialect.probe)

    async def _send(self, method: str, path: str, **body: Any) -> bytes:  # noqa: ANN401  The client's own arguments.
        try:
            answer = await self._channel.ask(method, path, **body)
        except Unheard as error:
            raise self._none(error.code, error.said) from error
        status = answer.status
        if status not in {200, 201}:
            log.warning("decision_refused", service=self._dialect.name, path=path, status=status)
            meant = _MEANINGS.get(status, f"answered with status {status}")
            raise self._none(f"status_{status}", meant)
        return answer.content

    def _none(self, code: str, problem: str) -> NoDecision:
        return NoDecision(code, self._dialect.name, problem)
