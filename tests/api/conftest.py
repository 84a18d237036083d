"""What runs beneath the door, for tests that count it."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.database import sql
from domain.database.statements import Statement


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run, as they come; without what is kept of a caller's points."""
    found: list[str] = []
    run = sql._run

    async def told(statements: Sequence[Statement]) -> Any:
        found.extend(one.text for one in statements if "rate_buckets" not in one.text)
        return await run(statements)

    monkeypatch.setattr(sql, "_run", told)
    return found
