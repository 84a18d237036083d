"""The tables of reviews, and of what was asked for because of them. Nothing in them changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from decimal import Decimal
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.reviews.model import (
    Figure,
    Followed,
    Occasion,
    Remedy,
    Review,
    Severity,
    Suggestion,
)
from domain.database import sql
from domain.database.listing import of_each
from domain.metrics.model import State
from domain.thresholds.model import Plan


class ReviewRecord(Model):
    """A review; `mark` makes it once for its campaign."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False
    )
    mark = fields.CharField(24)
    revision = fields.IntField()
    occasion = fields.CharField(8)
    as_of = fields.DateField()
    source = fields.CharField(32, null=True)
    currency = fields.CharField(3)
    plan = fields.JSONField[list[Any]]()
    figures = fields.JSONField[list[dict[str, Any]]]()
    suggestions = fields.JSONField[list[dict[str, str]]]()
    user = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_reviews"
        unique_together = (("request", "mark"),)


class FollowedRecord(Model):
    """What was asked for because of a review: one request for each of its suggestions."""

    id = fields.CharField(80, primary_key=True)
    review = fields.ForeignKeyField(
        "hub.ReviewRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    code = fields.CharField(40)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False
    )
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_reviews_followed"


async def add(review: Review) -> bool:
    """Keep a review unless there is one of its mark; say whether it was kept."""
    values = {
        "id": review.id,
        "request_id": review.request_id,
        "mark": review.mark,
        "revision": review.revision,
        "occasion": review.occasion,
        "as_of": review.as_of,
        "source": review.source,
        "currency": review.currency,
        "plan": list(astuple(review.plan)),
        "figures": [_figure_written(one) for one in review.figures],
        "suggestions": [
            {"code": one.code, "severity": one.severity, "remedy": one.remedy, "why": one.reason}
            for one in review.suggestions
        ],
        "user_id": review.asked_by,
        "at": review.at,
    }
    return await sql.insert_if_new(ReviewRecord, values, ("request_id", "mark"))


async def get(review_id: str) -> Review | None:
    """Return a review."""
    row = await sql.fetch_one("SELECT * FROM campaign_reviews WHERE id = $1", review_id)
    return _review(row) if row else None


async def get_many(review_ids: Sequence[str]) -> list[Review]:
    """Return reviews, in no order."""
    marks = sql.placeholders(1, len(review_ids))
    query = f"SELECT * FROM campaign_reviews WHERE id IN ({marks})"
    return [_review(row) for row in await sql.fetch(query, *review_ids)] if review_ids else []


async def marked(request_id: str, mark: str) -> Review | None:
    """Return the review of a campaign that has a mark."""
    row = await sql.fetch_one(
        "SELECT * FROM campaign_reviews WHERE request_id = $1 AND mark = $2", request_id, mark
    )
    return _review(row) if row else None


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Review]]:
    """Return the reviews of campaigns by request id, oldest first."""
    return await of_each("campaign_reviews", "request_id", request_ids, _review)


async def follow(one: Followed) -> bool:
    """Keep what was asked for; False where somebody asked for that suggestion before."""
    values = {
        "id": f"{one.review_id}:{one.code}",
        "review_id": one.review_id,
        "code": one.code,
        "request_id": one.request_id,
        "user_id": one.user_id,
        "at": one.at,
    }
    return await sql.insert_if_new(FollowedRecord, values, ("id",))


async def followed(review_ids: Sequence[str]) -> dict[str, list[Followed]]:
    """Return what was asked for because of reviews, by review id, oldest first."""
    return await of_each(
        "campaign_reviews_followed", "review_id", review_ids, _followed, order="at, id"
    )


async def running() -> list[str]:
    """Return the campaigns that are live and were not reviewed as a whole yet."""
    rows = await sql.fetch(
        "SELECT r.id FROM requests r WHERE r.kind = 'campaign' AND r.state = 'live'"
        " AND NOT EXISTS (SELECT 1 FROM campaign_reviews v WHERE v.request_id = r.id"
        " AND v.occasion = 'end' AND v.revision = r.revision) ORDER BY r.id"
    )
    return [row["id"] for row in rows]


async def mirrored(series: Collection[int] | None) -> list[str]:
    """Return the campaigns that a running process leads, about which `series` are if given."""
    query = (
        "SELECT DISTINCT m.subject_id FROM workflow_mirrors m"
        " JOIN metric_series s ON s.subject_id = m.subject_id"
        " WHERE m.kind = 'campaign' AND m.ended_at IS NULL"
    )
    some = sorted(series or ())
    if series is not None:
        query += f" AND s.id IN ({sql.placeholders(1, len(some))})"
    rows = await sql.fetch(query, *some) if some or series is None else []
    return sorted(row["subject_id"] for row in rows)


def _figure_written(one: Figure) -> dict[str, Any]:
    return {
        "key": one.key,
        "value": None if one.value is None else str(one.value),
        "state": int(one.state),
        "days": one.days,
        "hidden": one.hidden,
    }


def _figure(kept: Mapping[str, Any]) -> Figure:
    value = None if kept["value"] is None else Decimal(kept["value"])
    return Figure(kept["key"], value, State(kept["state"]), kept["days"], kept["hidden"])


def _suggestion(kept: Mapping[str, str]) -> Suggestion:
    return Suggestion(kept["code"], Severity(kept["severity"]), Remedy(kept["remedy"]), kept["why"])


def _review(row: sql.Row) -> Review:
    as_of = row["as_of"]
    return Review(
        id=row["id"],
        request_id=row["request_id"],
        revision=row["revision"],
        occasion=Occasion(row["occasion"]),
        as_of=as_of if isinstance(as_of, date) else date.fromisoformat(as_of),
        source=row["source"],
        currency=row["currency"],
        plan=Plan(*sql.document(row["plan"])),
        figures=tuple(map(_figure, sql.document(row["figures"]))),
        suggestions=tuple(map(_suggestion, sql.document(row["suggestions"]))),
        asked_by=row["user_id"],
        at=sql.instant(row["at"]),
    )


def _followed(row: sql.Row) -> Followed:
    return Followed(
        row["review_id"], row["code"], row["request_id"], row["user_id"], sql.instant(row["at"])
    )
