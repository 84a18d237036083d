"""The table of replays: what a version would have said of the past, as of some day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.decisions.model import Replay, Turn


class ReplayRecord(Model):
    """What a version would have said of every decision recorded until then."""

    version = fields.OneToOneField(
        "hub.RuleVersionRecord", primary_key=True, on_delete=fields.RESTRICT
    )
    at = fields.DatetimeField()
    summary = fields.JSONField[dict[str, Any]]()

    class Meta:
        """Where it is kept."""

        table = "rule_replays"


async def keep(version_id: str, replay: Replay, at: datetime) -> None:
    """Keep the newest replay of a version."""
    await sql.execute(
        "INSERT INTO rule_replays (version_id, at, summary) VALUES ($1, $2, $3)"
        " ON CONFLICT (version_id) DO UPDATE SET at = $2, summary = $3",
        version_id,
        at,
        asdict(replay),
    )


async def replays_of(version_ids: Sequence[str]) -> dict[str, tuple[datetime, Replay]]:
    """Return when versions were replayed last, and what came of it, by version."""
    if not version_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM rule_replays WHERE version_id IN ({sql.placeholders(1, len(version_ids))})",
        *version_ids,
    )
    return {
        row["version_id"]: (sql.instant(row["at"]), _replay(sql.document(row["summary"])))
        for row in rows
    }


def _replay(kept: dict[str, Any]) -> Replay:
    return Replay(
        total=kept["total"],
        changed=kept["changed"],
        turns=tuple(Turn(**turn) for turn in kept["turns"]),
        requests=tuple(kept["requests"]),
    )
