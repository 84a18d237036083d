"""The tables of thresholds and alerts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from domain.database import sql
from domain.errors import Conflict
from domain.metrics.model import SubjectKind
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import (
    Alert,
    AlertSeverity,
    Condition,
    Pace,
    PlanPoint,
    Quiet,
    Reason,
    Side,
    Starts,
    Terms,
    Threshold,
    ThresholdKind,
    Work,
)

#: How many are asked for at once.
_BATCH = 500

#: How alerts are read, called `a`.
ALERT = (
    "SELECT a.*, s.until AS silenced_until FROM alerts a"
    " LEFT JOIN alert_silences s ON s.key = a.key"
)


@dataclass(frozen=True, slots=True)
class Version:
    """What a threshold said, and who owns that: whoever kept it, None for the hub itself."""

    terms: Terms
    owner_id: str | None
    number: int
    at: datetime


async def add(value: Threshold, user_id: str | None) -> None:
    """Keep a new threshold."""
    await sql.execute(
        "INSERT INTO thresholds (id, version, terms, metric, brand_id, active, changed_at,"
        " subject_kind, subject_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *(value.id, value.version, written(value.terms), value.terms.metric),
        *(value.brand_id, value.active, value.changed_at),
        *(value.terms.subject_kind, value.terms.subject_id),
    )
    await _add_version(value, user_id)


async def change(value: Threshold, user_id: str | None) -> None:
    """Keep what a threshold says from now on; `Conflict` if somebody changed it meanwhile."""
    done = await sql.execute(
        "UPDATE thresholds SET version = $1, terms = $2, metric = $3, brand_id = $4, active = $5,"
        " changed_at = $6, subject_kind = $7, subject_id = $8 WHERE id = $9 AND version = $10",
        *(value.version, written(value.terms), value.terms.metric, value.brand_id),
        *(value.active, value.changed_at, value.terms.subject_kind, value.terms.subject_id),
        *(value.id, value.version - 1),
    )
    if not done:
        raise stale()
    await _add_version(value, user_id)


def stale() -> Conflict:
    """Return what is raised where somebody changed a threshold since it was read."""
    return Conflict("stale_version", "Somebody changed this threshold meanwhile; read it again.")


async def _add_version(value: Threshold, user_id: str | None) -> None:
    await sql.execute(
        "INSERT INTO threshold_versions (threshold_id, version, terms, user_id, at)"
        " VALUES ($1, $2, $3, $4, $5)",
        *(value.id, value.version, written(value.terms), user_id, value.changed_at),
    )


async def get(threshold_id: str) -> Threshold | None:
    """Return a threshold."""
    row = await sql.fetch_one("SELECT * FROM thresholds WHERE id = $1", threshold_id)
    return threshold_of(row) if row else None


async def version(threshold_id: str, number: int) -> Version | None:
    """Return what a version of a threshold said, and who said it."""
    row = await sql.fetch_one(
        "SELECT * FROM threshold_versions WHERE threshold_id = $1 AND version = $2",
        *(threshold_id, number),
    )
    return _version(row) if row else None


async def versions(threshold_ids: Collection[str], most: int) -> dict[str, list[Version]]:
    """Return what each threshold said, the newest first."""
    found: dict[str, list[Version]] = {one: [] for one in threshold_ids}
    for some in some_of(threshold_ids):
        rows = await sql.fetch(
            "SELECT * FROM (SELECT v.*, ROW_NUMBER() OVER (PARTITION BY v.threshold_id"
            " ORDER BY v.version DESC) AS place FROM threshold_versions v"
            f" WHERE v.threshold_id IN ({sql.placeholders(2, len(some))})) w"
            " WHERE place <= $1 ORDER BY threshold_id, place",
            most,
            *some,
        )
        for row in rows:
            found[row["threshold_id"]].append(_version(row))
    return found


def _version(row: sql.Row) -> Version:
    terms = read(sql.document(row["terms"]))
    return Version(terms, row["user_id"], row["version"], sql.instant(row["at"]))


async def get_many(threshold_ids: Collection[str]) -> dict[str, Threshold]:
    """Return thresholds by id."""
    found: dict[str, Threshold] = {}
    for some in some_of(threshold_ids):
        query = f"SELECT * FROM thresholds WHERE id IN ({sql.placeholders(1, len(some))})"
        found |= {row["id"]: threshold_of(row) for row in await sql.fetch(query, *some)}
    return found


async def listed(*, active: bool | None = None) -> list[Threshold]:
    """Return thresholds by age, the oldest first; only those that judge, or no more, if said."""
    query = "SELECT * FROM thresholds"
    rows = (
        await sql.fetch(f"{query} ORDER BY id")
        if active is None
        else await sql.fetch(f"{query} WHERE active = $1 ORDER BY id", active)
    )
    return [threshold_of(row) for row in rows]


async def judging(subjects: Collection[str]) -> list[Threshold]:
    """Return the thresholds that judge some things, or all of a kind; the oldest first."""
    query = "SELECT * FROM thresholds WHERE active AND terms ->> 'subject_id'"
    rows = list(await sql.fetch(f"{query} IS NULL"))
    for some in some_of(subjects):
        rows += await sql.fetch(f"{query} IN ({sql.placeholders(1, len(some))})", *some)
    return sorted(map(threshold_of, rows), key=attrgetter("id"))


async def open_alerts() -> list[Alert]:
    """Return every alert that is not resolved."""
    rows = await sql.fetch(f"{ALERT} WHERE a.resolved_at IS NULL ORDER BY a.id")
    return [alert_of(row) for row in rows]


async def open_count() -> int:
    """Return how many alerts are not resolved."""
    row = await sql.fetch_one("SELECT COUNT(*) AS n FROM alerts WHERE resolved_at IS NULL")
    return int(row["n"]) if row else 0


async def open_alerts_of(threshold_id: str) -> list[Alert]:
    """Return the alerts of a threshold that are not resolved."""
    query = f"{ALERT} WHERE a.resolved_at IS NULL AND a.threshold_id = $1 ORDER BY a.id"
    return [alert_of(row) for row in await sql.fetch(query, threshold_id)]


async def alert(alert_id: str, *, lock: bool = False) -> Alert | None:
    """Return an alert, with its row locked until the commit if asked."""
    if lock:
        await sql.fetch(sql.locking("SELECT id FROM alerts WHERE id = $1"), alert_id)
    row = await sql.fetch_one(f"{ALERT} WHERE a.id = $1", alert_id)
    return alert_of(row) if row else None


async def alerts_by_id(alert_ids: Iterable[str]) -> list[Alert]:
    """Return alerts, by age, the oldest first."""
    found: list[Alert] = []
    for some in some_of(alert_ids):
        query = f"{ALERT} WHERE a.id IN ({sql.placeholders(1, len(some))}) ORDER BY a.id"
        found += [alert_of(row) for row in await sql.fetch(query, *some)]
    return found


async def group(alert_ids: Iterable[str], group_id: str) -> None:
    """Write that alerts are shown together, of those that are in no group."""
    for some in some_of(alert_ids):
        marks = sql.placeholders(2, len(some))
        await sql.execute(
            f"UPDATE alerts SET group_id = $1 WHERE group_id IS NULL AND id IN ({marks})",
            *(group_id, *some),
        )


async def shown_as(subject_id: str) -> list[Alert]:
    """Return the alert of an id, or those of a group, by age, the oldest first."""
    query = f"{ALERT} WHERE a.id = $1 OR a.group_id = $1 ORDER BY a.id"
    return [alert_of(row) for row in await sql.fetch(query, subject_id)]


async def silences(keys: Iterable[str]) -> dict[str, datetime]:
    """Return until when nobody wants to hear of these keys, of those somebody silenced."""
    found: dict[str, datetime] = {}
    for some in some_of(keys):
        query = (
            f"SELECT key, until FROM alert_silences WHERE key IN ({sql.placeholders(1, len(some))})"
        )
        found |= {row["key"]: sql.instant(row["until"]) for row in await sql.fetch(query, *some)}
    return found


async def episodes(keys: Iterable[str]) -> dict[str, list[Alert]]:
    """Return every alert there was of these keys, the newest first."""
    found: dict[str, list[Alert]] = {}
    for some in some_of(keys):
        marks = sql.placeholders(1, len(some))
        query = f"{ALERT} WHERE a.key IN ({marks}) ORDER BY a.opened_at DESC, a.id DESC"
        for row in await sql.fetch(query, *some):
            found.setdefault(row["key"], []).append(alert_of(row))
    return found


async def open_new(value: Alert) -> bool:
    """Keep an alert unless one of its key is open; say whether it was kept."""
    columns = {
        name: given
        for name, given in asdict(value).items()
        if name not in {"silenced_until", "acked_by", "acked_at", "snoozed_until", "snoozed_beyond"}
    }
    done = await sql.execute(
        f"INSERT INTO alerts ({', '.join(columns)})"
        f" VALUES ({sql.placeholders(1, len(columns))})"
        " ON CONFLICT (key) WHERE resolved_at IS NULL DO NOTHING",
        *columns.values(),
    )
    return done == 1


async def move(value: Alert, step: Step, evidence: Mapping[str, Any], now: datetime) -> bool:
    """Keep where an open alert stands; say whether it was open, and stood as `value`, still."""
    resolved = now if step.reason is not None else None
    done = await sql.execute(
        "UPDATE alerts SET condition = $1, severity = $2, evidence = $3, resolved_at = $4,"
        " reason = $5 WHERE id = $6 AND resolved_at IS NULL AND condition = $7 AND severity = $8",
        *(step.condition, step.severity, dict(evidence), resolved, step.reason, value.id),
        *(value.condition, value.severity),
    )
    return done == 1


async def see(value: Alert, evidence: Mapping[str, Any]) -> bool:
    """Keep what figures say of an alert that is open; say whether it was."""
    done = await sql.execute(
        "UPDATE alerts SET evidence = $1 WHERE id = $2 AND resolved_at IS NULL",
        *(dict(evidence), value.id),
    )
    return done == 1


async def handle(value: Alert) -> None:
    """Keep what people do about an alert."""
    await sql.execute(
        "UPDATE alerts SET acked_by = $1, acked_at = $2, note = $3, snoozed = $4,"
        " snoozed_until = $5, snoozed_beyond = $6, assignee_id = $7 WHERE id = $8",
        *(value.acked_by, value.acked_at, value.note, value.snoozed, value.snoozed_until),
        *(_text(value.snoozed_beyond), value.assignee_id, value.id),
    )


async def wake(value: Alert) -> bool:
    """Keep that an open alert is no longer snoozed; say whether it was, and until as bad as now."""
    done = await sql.execute(
        "UPDATE alerts SET snoozed = $1, snoozed_until = NULL, snoozed_beyond = NULL"
        " WHERE id = $2 AND resolved_at IS NULL AND snoozed_beyond = $3",
        *(False, value.id, _text(value.snoozed_beyond)),
    )
    return done == 1


async def silence(key: str, until: datetime, note: str, user_id: str | None, at: datetime) -> None:
    """Keep until when nobody wants to hear of a key, in place of what was."""
    await sql.execute(
        "INSERT INTO alert_silences (key, until, note, user_id, at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (key) DO UPDATE SET until = excluded.until, note = excluded.note,"
        " user_id = excluded.user_id, at = excluded.at",
        *(key, until, note, user_id, at),
    )


async def unsilence(key: str, now: datetime) -> bool:
    """End the silence of a key; say whether there was one."""
    query = "UPDATE alert_silences SET until = $1 WHERE key = $2 AND until > $1"
    return await sql.execute(query, now, key) == 1


def written(terms: Terms) -> dict[str, Any]:
    """Return terms as plain JSON."""
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in asdict(terms).items()
    } | {"plan": [[str(part) for part in one] for one in terms.plan]}


def read(document: Mapping[str, Any]) -> Terms:
    """Return what `written` wrote."""
    said = dict(document)
    critical, kind = said["critical"], said["subject_kind"]
    work = said.get("work")
    return Terms(
        **said
        | {
            "kind": ThresholdKind(said["kind"]),
            "side": Side(said["side"]),
            "warning": Decimal(said["warning"]),
            "critical": None if critical is None else Decimal(critical),
            "recover_margin": Decimal(said["recover_margin"]),
            "subject_kind": None if kind is None else SubjectKind(kind),
            "pace": Pace(said.get("pace", Pace.EVEN)),
            "plan": tuple(PlanPoint(*map(Decimal, one)) for one in said.get("plan", ())),
            "starts": Starts(said.get("starts", Starts.NOTHING)),
            "work": None if work is None else Work(work),
            "quiet": Quiet(said.get("quiet", Quiet.NEVER)),
        }
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def some_of(values: Iterable[Any]) -> Iterable[Sequence[Any]]:
    """Return each value once, in order, as many at a time as are asked for at once."""
    every = sorted(set(values))
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def threshold_of(row: sql.Row) -> Threshold:
    """Return the threshold of a row."""
    terms = read(sql.document(row["terms"]))
    changed, active = sql.instant(row["changed_at"]), bool(row["active"])
    return Threshold(row["id"], row["version"], terms, active, changed, row["brand_id"])


def alert_of(row: sql.Row) -> Alert:
    """Return the alert of a row."""
    kind, reason = row["subject_kind"], row["reason"]
    return Alert(
        id=row["id"],
        key=row["key"],
        threshold_id=row["threshold_id"],
        version=row["version"],
        subject_kind=SubjectKind(kind) if kind else None,
        subject_id=row["subject_id"],
        brand_id=row["brand_id"],
        source=row["source"],
        dimension=row["dimension"],
        severity=AlertSeverity(row["severity"]),
        condition=Condition(row["condition"]),
        opened_day=row["opened_day"],
        opened_at=sql.instant(row["opened_at"]),
        evidence=sql.document(row["evidence"]),
        unstable=bool(row["unstable"]),
        acked_by=row["acked_by"],
        acked_at=sql.instant_or_none(row["acked_at"]),
        note=row["note"],
        snoozed=bool(row["snoozed"]),
        snoozed_until=sql.instant_or_none(row["snoozed_until"]),
        snoozed_beyond=None if (beyond := row["snoozed_beyond"]) is None else Decimal(beyond),
        silenced_until=sql.instant_or_none(row["silenced_until"]),
        assignee_id=row["assignee_id"],
        resolved_at=sql.instant_or_none(row["resolved_at"]),
        reason=Reason(reason) if reason else None,
        previous_id=row["previous_id"],
        group_id=row["group_id"],
        hushed_until=sql.instant_or_none(row["hushed_until"]),
    )
