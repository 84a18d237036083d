"""A database that stops answering, for tests of what the doors say then."""

from collections.abc import Sequence

import pytest

from domain.database import sql
from domain.database.pool import unavailable
from domain.database.statements import Result, Statement


def fall_silent(monkeypatch: pytest.MonkeyPatch, about: str = "") -> None:
    """Have the database answer no statement any more that has `about` in it."""
    run = sql._run

    async def ask(statements: Sequence[Statement]) -> list[Result]:
        if any(about in statement.text for statement in statements):
            raise unavailable(ConnectionResetError("gone"))
        return await run(statements)

    monkeypatch.setattr(sql, "_run", ask)
