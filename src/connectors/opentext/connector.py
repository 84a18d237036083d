"""A decision service as the domain knows it; see `domain.decision_service.DecisionService`."""

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.opentext.client import DecisionClient
from connectors.opentext.errors import NoDecision
from domain.decision_service import Fact, Reach


class OpenTextDecisions:
    """Judges by the tables that a tenant of OpenText's, or a Flowable, keeps."""

    def __init__(self, client: DecisionClient, name: str) -> None:
        self._client = client
        self._name = name

    @property
    def name(self) -> str:
        """What people call it."""
        return self._name

    async def decide(self, key: str, facts: Mapping[str, Fact]) -> Sequence[Mapping[str, Any]]:
        """Return the rows that its decision `key` gives; `NoDecision` if there is no answer."""
        return await self._client.execute(key, facts)

    async def reach(self) -> Reach:
        """Ask it something small and return how that went."""
        try:
            await self._client.probe()
        except NoDecision as error:
            return Reach(self._name, error.problem)
        return Reach(self._name, None)
