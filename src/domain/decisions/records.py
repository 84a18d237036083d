"""The tables of decisions: what the rules said of each revision and each case, for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.database import sql
from domain.database.gathering import Gathered
from domain.database.listing import of_each
from domain.decisions.model import Judgement, Kept, Outcome
from domain.decisions.replay import Past
from domain.decisions.rules import from_json, to_json
from domain.unread import UNREAD


class _Decision(Model):
    """What one table said, of whatever it was asked about."""

    id = fields.CharField(40, primary_key=True)
    table_key = fields.CharField(80)
    table_version = fields.CharField(64)
    outcome = fields.CharField(16)
    judgement = fields.JSONField[dict[str, Any]]()
    at = fields.DatetimeField()

    class Meta:
        """Kept in no table of its own."""

        abstract = True


class DecisionRecord(_Decision):
    """What one table said of one revision of a request."""

    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    revision = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "decisions"


class CaseDecisionRecord(_Decision):
    """What one table said of one round of a case."""

    case = fields.ForeignKeyField("hub.CaseRecord", on_delete=fields.RESTRICT, db_index=True)
    round = fields.IntField()

    class Meta:
        """Where it is kept; replays read the decisions of a table from the newest back."""

        table = "case_decisions"
        indexes = (("table_key", "id"),)


class SiteDecisionRecord(_Decision):
    """What one table said of a site, each time it said something else."""

    site = fields.ForeignKeyField("hub.SiteRecord", on_delete=fields.RESTRICT, db_index=True)

    class Meta:
        """Where it is kept."""

        table = "site_decisions"
        indexes = (("table_key", "id"),)


class LeadDecisionRecord(_Decision):
    """What one table said of a lead, each time it said something else."""

    lead = fields.ForeignKeyField("hub.LeadRecord", on_delete=fields.RESTRICT, db_index=True)

    class Meta:
        """Where it is kept."""

        table = "lead_decisions"
        indexes = (("table_key", "id"),)


class ReviewDecisionRecord(_Decision):
    """What one table said in a review of a campaign."""

    review = fields.ForeignKeyField("hub.ReviewRecord", on_delete=fields.RESTRICT, db_index=True)

    class Meta:
        """Where it is kept."""

        table = "review_decisions"
        indexes = (("table_key", "id"),)


async def add(
    request_id: str, revision: int, judgements: Sequence[Judgement], at: datetime
) -> None:
    """Keep what the tables said of a revision."""
    for judgement in judgements:
        about = {"request_id": request_id, "revision": revision}
        await sql.insert(DecisionRecord, about | _columns(judgement, at))


async def add_of_case(case_id: str, round_: int, judgement: Judgement, at: datetime) -> None:
    """Keep what a table said of a case."""
    about = {"case_id": case_id, "round": round_}
    await sql.insert(CaseDecisionRecord, about | _columns(judgement, at))


async def add_of_site(site_id: str, judgement: Judgement, at: datetime) -> None:
    """Keep what a table said of a site."""
    await sql.insert(SiteDecisionRecord, {"site_id": site_id} | _columns(judgement, at))


async def add_of_lead(lead_id: str, judgement: Judgement, at: datetime) -> None:
    """Keep what a table said of a lead."""
    await sql.insert(LeadDecisionRecord, {"lead_id": lead_id} | _columns(judgement, at))


async def add_of_review(review_id: str, judgement: Judgement, at: datetime) -> None:
    """Keep what a table said in a review of a campaign."""
    await sql.insert(ReviewDecisionRecord, {"review_id": review_id} | _columns(judgement, at))


def _columns(judgement: Judgement, at: datetime) -> dict[str, object]:
    return {
        "id": ids.new(ids.Prefix.DECISION),
        "table_key": judgement.table,
        "table_version": judgement.version,
        "outcome": judgement.outcome,
        "judgement": to_json(judgement),
        "at": at,
    }


async def first_of_revision(request_id: str, revision: int) -> datetime | None:
    """Return when a revision of a request was decided on first."""
    row = await sql.fetch_one(
        "SELECT MIN(at) AS at FROM decisions WHERE request_id = $1 AND revision = $2",
        request_id,
        revision,
    )
    return None if row is None else sql.instant_or_none(row["at"])


async def count(table_key: str) -> int:
    """Return how many decisions were made by versions of a table."""
    row = await sql.fetch_one(
        "SELECT (SELECT COUNT(*) FROM decisions WHERE table_key = $1)"
        " + (SELECT COUNT(*) FROM case_decisions WHERE table_key = $1)"
        " + (SELECT COUNT(*) FROM site_decisions WHERE table_key = $1)"
        " + (SELECT COUNT(*) FROM lead_decisions WHERE table_key = $1)"
        " + (SELECT COUNT(*) FROM review_decisions WHERE table_key = $1) AS n",
        table_key,
    )
    return int(row["n"]) if row else 0


async def page(table_key: str, before: str | None, limit: int) -> list[tuple[str, Past]]:
    """Return up to `limit` decisions of a table with their ids, newest first, before `before`."""
    earlier = "" if before is None else " AND id < $3"
    rows = await sql.fetch(
        "SELECT id, request_id, outcome, judgement FROM decisions"
        f" WHERE table_key = $1{earlier} UNION ALL"
        " SELECT id, case_id AS request_id, outcome, judgement FROM case_decisions"
        f" WHERE table_key = $1{earlier} UNION ALL"
        " SELECT id, site_id AS request_id, outcome, judgement FROM site_decisions"
        f" WHERE table_key = $1{earlier} UNION ALL"
        " SELECT id, lead_id AS request_id, outcome, judgement FROM lead_decisions"
        f" WHERE table_key = $1{earlier} UNION ALL"
        " SELECT id, review_id AS request_id, outcome, judgement FROM review_decisions"
        f" WHERE table_key = $1{earlier} ORDER BY id DESC LIMIT $2",
        table_key,
        limit,
        *([] if before is None else [before]),
    )
    return [(row["id"], _past(row)) for row in rows]


def _past(row: sql.Row) -> Past:
    kept = sql.document(row["judgement"])
    return Past(row["request_id"], kept["facts"], row["outcome"], kept["rows"])


async def of_cases(case_ids: Sequence[str]) -> dict[str, list[tuple[int, Judgement]]]:
    """Return (round, judgement) of cases by case id, in the order they were made."""
    return await of_each("case_decisions", "case_id", case_ids, _of_round)


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[tuple[int, Judgement]]]:
    """Return (revision, judgement) of requests by request id, in the order they were made."""
    return await of_each("decisions", "request_id", request_ids, of_revision)


#: The decisions on each request of a page, and the same with all that those looked at, in the order
#: they were made; and where either holds what is shown.
DECIDED = Gathered(
    "decisions", "request_id", ("revision", "table_key", "table_version", "outcome"), "id"
)
JUDGED = replace(DECIDED, columns=(*DECIDED.columns, "judgement"))
HELD = {"revision": 0, "table": 1, "version": 2, "outcome": 3}


def gathered(values: Sequence[Any]) -> tuple[int, Judgement]:
    """Return (revision, judgement) of those that came with a page, with as much as was read."""
    revision, table, version, outcome, *judgement = values
    if judgement:
        return revision, from_json(sql.document(judgement[0]))
    unread = (UNREAD, UNREAD, UNREAD, UNREAD, UNREAD)
    return revision, Judgement(table, version, Outcome(outcome), *unread)


async def kept_of(request_id: str) -> list[Kept]:
    """Return the judgements of a request with when each was kept, in the order they were made."""
    return (await of_each("decisions", "request_id", [request_id], _kept))[request_id]


async def of_sites(site_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Return the judgements of sites by site id, in the order they were made."""
    return await of_each("site_decisions", "site_id", site_ids, _of_site)


async def of_leads(lead_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Return the judgements of leads by lead id, in the order they were made."""
    return await of_each("lead_decisions", "lead_id", lead_ids, _of_site)


async def of_reviews(review_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Return the judgements of reviews by review id; each has one."""
    return await of_each("review_decisions", "review_id", review_ids, _of_site)


def _of_site(row: sql.Row) -> Judgement:
    return from_json(sql.document(row["judgement"]))


def _kept(row: sql.Row) -> Kept:
    revision, judgement = of_revision(row)
    return Kept(sql.instant(row["at"]), revision, judgement)


def _of_round(row: sql.Row) -> tuple[int, Judgement]:
    return row["round"], from_json(sql.document(row["judgement"]))


def of_revision(row: sql.Row) -> tuple[int, Judgement]:
    """Return (revision, judgement) from a row of `decisions`."""
    return row["revision"], from_json(sql.document(row["judgement"]))
