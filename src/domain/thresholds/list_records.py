"""Lists of alerts, silences and thresholds, as the tables hold them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from domain.database import sql
from domain.database.listing import Item, Listing, Shown, Values
from domain.metrics.model import SubjectKind
from domain.people.model import Sight
from domain.requests.seeing import within as within_sight
from domain.thresholds.model import (
    Alert,
    AlertSeverity,
    Condition,
    Handling,
    Silence,
    Threshold,
)
from domain.thresholds.records import ALERT, alert_of, threshold_of


@dataclass(frozen=True, slots=True)
class Where:
    """What a list is narrowed to, all of these at once; None, or none, for any.

    `handlings` are as of the instant at which it is asked for.
    """

    subject_id: str | None = None
    subject_kind: SubjectKind | None = None
    brand_id: str | None = None
    assignee_id: str | None = None
    still_open: bool | None = None
    severities: Collection[AlertSeverity] = ()
    conditions: Collection[Condition] = ()
    handlings: Collection[Handling] = ()


@dataclass(frozen=True, slots=True)
class Which:
    """Which rows somebody may see, of those they ask for: of these brands or of none, or all.

    With `sight`, of campaigns those alone whose requests are within it.
    """

    where: Where = field(default_factory=Where)
    brands: Collection[str] | None = None
    sight: Sight | None = None
    now: datetime | None = None


#: Where alerts, and thresholds, say what they are about: a version before this one, which may serve
#: beside it, writes of a threshold only what it says.
_ABOUT = {"subject_id": "a.subject_id", "subject_kind": "a.subject_kind", "brand_id": "a.brand_id"}
_SAID_ABOUT = {
    "subject_id": "(a.terms ->> 'subject_id')",
    "subject_kind": "(a.terms ->> 'subject_kind')",
    "brand_id": "a.brand_id",
}


async def alerts(which: Which, most: int, before: str | None = None) -> list[Alert]:
    """Return alerts, the newest first; older than `before`."""
    values = Values()
    terms = ["1 = 1", *_seen(values, which), *_stands(values, which)]
    if before is not None:
        terms.append(f"a.id < {values.arg(before)}")
    query = f"{ALERT} WHERE {' AND '.join(terms)} ORDER BY a.id DESC LIMIT {values.arg(most)}"
    return [alert_of(row) for row in await sql.fetch(query, *values.given)]


def alerts_listed(which: Which) -> Listing[Alert]:
    """Return alerts as a list of pages."""
    found = Listing("alerts", "a", Shown(alert_of, "a.*, s.until AS silenced_until", _SILENCE))
    return _narrowed(found, which)


def silences_listed(which: Which) -> Listing[Silence]:
    """Return what is silenced as a list of pages, each with the last alert about it."""
    columns = "a.*, s.until AS silenced_until, s.note AS s_note, s.user_id AS s_user, s.at AS s_at"
    found = _narrowed(Listing("alerts", "a", Shown(_silence_of, columns, _SILENCE)), which)
    found.only(_silenced(found.arg(which.now)))
    found.only("NOT EXISTS (SELECT 1 FROM alerts b WHERE b.key = a.key AND b.id > a.id)")
    return found


def thresholds_listed(which: Which, *, active: bool | None) -> Listing[Threshold]:
    """Return thresholds as a list of pages."""
    found = Listing("thresholds", "a", Shown(threshold_of))
    for term in _seen(found, which, _SAID_ABOUT):
        found.only(term)
    found.only_one("active", active)
    return found


_SILENCE = " LEFT JOIN alert_silences s ON s.key = a.key"


def _narrowed(found: Listing[Item], which: Which) -> Listing[Item]:
    for term in (*_seen(found, which), *_stands(found, which)):
        found.only(term)
    return found


def _seen(values: Values, which: Which, about: Mapping[str, str] = _ABOUT) -> Iterator[str]:
    """Yield what holds of those that are seen and asked for, of alerts and thresholds alike."""
    subject, kind = about["subject_id"], about["subject_kind"]
    if which.brands is not None:
        named = values.args(sorted(which.brands)) or "NULL"
        none = f"(a.brand_id IS NULL AND {subject} IS NULL)"
        yield f"({none} OR a.brand_id IN ({named}))"
    if which.sight is not None and not which.sight.everything:
        seen = within_sight(values, which.sight)
        within = f"SELECT 1 FROM requests r WHERE r.id = {subject} AND {seen}"
        # A threshold about all campaigns tells of none; what is of no kind may be a campaign.
        other = f"{subject} IS NULL OR COALESCE({kind}, 'campaign') <> 'campaign'"
        yield f"({other} OR EXISTS ({within}))"
    for name, column in about.items():
        if (value := getattr(which.where, name)) is not None:
            yield f"{column} = {values.arg(value)}"


def _stands(values: Values, which: Which) -> Iterator[str]:
    """Yield what holds of alerts that stand as is asked for."""
    where = which.where
    if where.still_open is not None:
        yield f"a.resolved_at IS {'' if where.still_open else 'NOT '}NULL"
    if where.assignee_id is not None:
        yield f"a.assignee_id = {values.arg(where.assignee_id)}"
    for column, wanted in (("severity", where.severities), ("condition", where.conditions)):
        if wanted:
            yield values.among(f"a.{column}", wanted)
    if where.handlings:
        now = values.arg(which.now)
        any_of = (
            _HANDLED[one].format(silenced=_silenced(now), snoozed=_SNOOZED.format(now=now))
            for one in where.handlings
        )
        yield f"({' OR '.join(any_of)})"


def _silenced(now: str) -> str:
    return f"EXISTS (SELECT 1 FROM alert_silences q WHERE q.key = a.key AND q.until > {now})"


_SNOOZED = "(a.snoozed AND (a.snoozed_until IS NULL OR a.snoozed_until > {now}))"

#: What holds of an alert as it is handled, as `lifecycle.handling_of` says it.
_HANDLED: Mapping[Handling, str] = MappingProxyType(
    {
        Handling.SILENCED: "{silenced}",
        Handling.SNOOZED: "(NOT {silenced} AND {snoozed})",
        Handling.ACKNOWLEDGED: "(NOT {silenced} AND NOT {snoozed} AND a.acked_at IS NOT NULL)",
        Handling.NONE: "(NOT {silenced} AND NOT {snoozed} AND a.acked_at IS NULL)",
    }
)


def _silence_of(row: sql.Row) -> Silence:
    alert, until = alert_of(row), sql.instant(row["silenced_until"])
    return Silence(alert, until, row["s_note"], row["s_user"], sql.instant(row["s_at"]))
