"""What a tenant of the fake holds: tokens, deployed tables, and planned trouble."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.opentext.fake.processes import Processes
from connectors.opentext.fake.trouble import Trouble
from domain.clock import SystemClock
from domain.decisions.model import Table
from domain.decisions.rules import table_from


@dataclass(slots=True)
class Tenant:
    """One tenant.

    `tables` are what was deployed, by decision key; `access` when each token ends. `statuses` are
    answered first, one a question; while `held` is set, questions wait until it is released.
    `asked` are the bodies of every question that was judged, `fetched` counts tokens.
    `processes` are what it runs, and `trouble` what is planned for questions about those.
    """

    id: str = "sample-tenant"
    tables: dict[str, Table] = field(default_factory=dict)
    access: dict[str, datetime] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    held: asyncio.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    fetched: int = 0
    processes: Processes = field(default_factory=lambda: Processes(SystemClock()))
    trouble: Trouble = field(default_factory=Trouble)

    def deploy(self, dmn: str, decision: str, key: str | None = None) -> None:
        """Deploy the table that decides `decision` in a DMN file, under `key` if given."""
        self.tables[key or decision] = table_from(decision, dmn.encode())

    def expire(self) -> None:
        """End every token now, whatever it was promised."""
        self.access.clear()
