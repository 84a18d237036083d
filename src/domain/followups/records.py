"""The tables of what alerts started."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases.model import CaseState
from domain.database import sql
from domain.followups.model import FollowUp, Started
from domain.metrics.model import SubjectKind
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.thresholds.model import Side, Starts

#: How the release of a thing names it, by the kind of the thing.
_NAMED_BY = {
    SubjectKind.EPISODE: "episode_id",
    SubjectKind.SHOW: "show_id",
    SubjectKind.TITLE: "title_id",
}

_STARTED = (
    "SELECT a.alert_id, a.evidence, a.trouble, a.at, a.ended_at, f.* FROM follow_up_alerts a"
    " LEFT JOIN follow_ups f ON f.id = a.follow_up_id"
)

#: Where nothing is left to be done of what was asked for: all of it was, or it never will be.
_DONE = (RequestState.LIVE, RequestState.REJECTED, RequestState.WITHDRAWN)
_CLOSED = (CaseState.RESOLVED, CaseState.CLOSED, CaseState.MERGED)


async def open_new(value: FollowUp) -> bool:
    """Keep a follow-up unless one of its kind is open; say whether it was kept.

    Its request or case is written by `lead_to`, in the same transaction.
    """
    done = await sql.execute(
        "INSERT INTO follow_ups (id, subject_id, side, starts, opened_at)"
        " VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (subject_id, side, starts) WHERE done_at IS NULL DO NOTHING",
        *(value.id, value.subject_id, value.side, value.starts, value.opened_at),
    )
    return done == 1


async def lead_to(value: FollowUp) -> None:
    """Write what a follow-up led to."""
    await sql.execute(
        "UPDATE follow_ups SET request_id = $1, case_id = $2 WHERE id = $3",
        *(value.request_id, value.case_id, value.id),
    )


async def let_go(subject_id: str, now: datetime) -> None:
    """Write which follow-ups about a thing are done, so that others may open."""
    await sql.execute(
        "UPDATE follow_ups SET done_at = $1 WHERE subject_id = $2 AND done_at IS NULL AND"
        " (EXISTS (SELECT 1 FROM requests r WHERE r.id = follow_ups.request_id"
        " AND r.state IN ($3, $4, $5))"
        " OR EXISTS (SELECT 1 FROM cases c WHERE c.id = follow_ups.case_id"
        " AND c.state IN ($6, $7, $8)))",
        *(now, subject_id, *_DONE, *_CLOSED),
    )


async def open_one(subject_id: str, side: Side, starts: Starts) -> FollowUp | None:
    """Return what is open about a thing on a side."""
    row = await sql.fetch_one(
        "SELECT * FROM follow_ups WHERE subject_id = $1 AND side = $2 AND starts = $3"
        " AND done_at IS NULL",
        *(subject_id, side, starts),
    )
    return _follow_up(row) if row else None


async def add(value: Started) -> bool:
    """Keep what came of an alert, unless that is known; say whether it was kept."""
    followed = value.follow_up.id if value.follow_up else None
    done = await sql.execute(
        "INSERT INTO follow_up_alerts (alert_id, follow_up_id, evidence, trouble, at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (alert_id) DO NOTHING",
        *(value.alert_id, followed, dict(value.evidence), value.trouble, value.at),
    )
    return done == 1


async def end(alert_id: str, now: datetime) -> bool:
    """Write that the end of an alert was told of; say whether it was not before."""
    done = await sql.execute(
        "UPDATE follow_up_alerts SET ended_at = $1 WHERE alert_id = $2 AND ended_at IS NULL",
        *(now, alert_id),
    )
    return done == 1


async def of_alert(alert_id: str) -> Started | None:
    """Return what came of an alert."""
    return (await of_alerts([alert_id])).get(alert_id)


async def of_alerts(alert_ids: Sequence[str]) -> dict[str, Started]:
    """Return what came of alerts, by their ids."""
    marks = sql.placeholders(1, len(alert_ids))
    rows = await sql.fetch(f"{_STARTED} WHERE a.alert_id IN ({marks})", *alert_ids)
    return {row["alert_id"]: _started(row) for row in rows}


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Started]]:
    """Return the alerts that requests were opened or asked for again by, the oldest first."""
    found: dict[str, list[Started]] = {one: [] for one in request_ids}
    marks = sql.placeholders(1, len(request_ids))
    query = f"{_STARTED} WHERE f.request_id IN ({marks}) ORDER BY a.alert_id"
    for row in await sql.fetch(query, *request_ids):
        found[row["request_id"]].append(_started(row))
    return found


async def of_follow_up(follow_up_id: str) -> list[Started]:
    """Return the alerts of a follow-up, the oldest first."""
    rows = await sql.fetch(f"{_STARTED} WHERE f.id = $1 ORDER BY a.alert_id", follow_up_id)
    return [_started(row) for row in rows]


async def brought_about(kind: SubjectKind, subject_id: str) -> Request | None:
    """Return the request that brought a thing about and of which something is out: the newest."""
    if kind is SubjectKind.CAMPAIGN:
        return (await requests.get_many([subject_id])).get(subject_id)
    if kind not in _NAMED_BY:
        return None
    row = await sql.fetch_one(
        "SELECT * FROM requests WHERE kind = 'episode_release' AND state IN ($1, $2)"
        f" AND payload->>'{_NAMED_BY[kind]}' = $3 ORDER BY number DESC LIMIT 1",
        *(RequestState.PUBLISHED, RequestState.LIVE, subject_id),
    )
    return requests.from_row(row) if row else None


def _started(row: sql.Row) -> Started:
    return Started(
        alert_id=row["alert_id"],
        evidence=sql.document(row["evidence"]),
        at=sql.instant(row["at"]),
        follow_up=_follow_up(row) if row["id"] else None,
        trouble=row["trouble"],
        ended_at=sql.instant_or_none(row["ended_at"]),
    )


def _follow_up(row: sql.Row) -> FollowUp:
    return FollowUp(
        id=row["id"],
        subject_id=row["subject_id"],
        side=Side(row["side"]),
        starts=Starts(row["starts"]),
        opened_at=sql.instant(row["opened_at"]),
        request_id=row["request_id"],
        case_id=row["case_id"],
    )
