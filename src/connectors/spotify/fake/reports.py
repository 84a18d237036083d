"""Reports of the fake ad account: what was delivered by day and part, and files of it.

Sources: the Ads API document of August 2026, its texts included. Of files it does not say how the
column of days is called; `DATE` is assumed.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.datastructures import QueryParams

from connectors.spotify.fake.asked import BadInputError
from connectors.spotify.fake.state import Account, Thing

#: Requests of reports per window. Source: Ads API landing page, February 2026.
RATE_MAX, RATE_SECONDS = 150, 30

DAYS_MAX, FILE_DAYS_MAX, IDS_MAX, PAGE_MAX = 90, 365, 50, 50

#: What may be asked for by day. Source: `ReportFieldType`.
FIELDS = frozenset(
    """CLICKS COMPLETES COMPLETION_RATE CONVERSION_RATE CTR E_CPCL FIRST_QUARTILES FREQUENCY
    IMPRESSIONS INTENT_RATE LISTENERS MIDPOINTS NEW_LISTENERS NEW_LISTENER_CONVERSION_RATE
    NEW_LISTENER_STREAMS OFF_SPOTIFY_IMPRESSIONS PAID_LISTENS PAID_LISTENS_FREQUENCY
    PAID_LISTENS_REACH REACH SKIPS SPEND STARTS STREAMS STREAMS_PER_NEW_LISTENER STREAMS_PER_USER
    THIRD_QUARTILES VIDEO_VIEWS VIDEO_EXPANDS VIDEO_EXPAND_RATE UNMUTES PAGE_VIEWS LEADS
    ADD_TO_CART PURCHASES REVENUE AVERAGE_ORDER_VALUE RETURN_ON_AD_SPEND
    CUSTOMER_ACQUISITION_COST COST_PER_LEAD START_CHECKOUT PRODUCTS SIGN_UPS CUSTOM_EVENT_1
    CUSTOM_EVENT_2 CUSTOM_EVENT_3 CUSTOM_EVENT_4 CUSTOM_EVENT_5 STREAMED_IMPRESSIONS""".split()  # noqa: SIM905  Fifty quoted names read worse.
)
NOT_BY_PART = frozenset(
    """E_CPCL FREQUENCY OFF_SPOTIFY_IMPRESSIONS PAID_LISTENS_FREQUENCY SKIPS SPEND STARTS
    UNMUTES""".split()  # noqa: SIM905  As above.
)

#: Counts below five are given as -5, so that nobody is recognised.
PRIVATE = frozenset({"PAGE_VIEWS", "LEADS", "ADD_TO_CART", "PURCHASES", "SIGN_UPS"})

#: What a lifetime is told apart by. Source: `InsightDimensionType`.
INSIGHTS = frozenset(
    """ACT_AND_SET AGE AUDIENCE CITY COUNTRY FORMAT GENDER GENRE INTERESTS METRO PLACEMENT PLATFORM
    PODCAST_EPISODE_TOPIC REGION TONE""".split()  # noqa: SIM905  As above.
)

#: Impressions of a lifetime below which nothing is told apart. Assumed: no number is published.
INSIGHT_MIN = 100

#: The columns of a file, by what is delivered. Source: `AsyncReportMetric`.
COLUMNS = {
    "IMPRESSIONS_ON_SPOTIFY": "IMPRESSIONS",
    "IMPRESSIONS_OFF_SPOTIFY": "OFF_SPOTIFY_IMPRESSIONS",
    "PLAYED_TO_25": "FIRST_QUARTILES",
    "PLAYED_TO_50": "MIDPOINTS",
    "PLAYED_TO_75": "THIRD_QUARTILES",
    "AD_COMPLETES": "COMPLETES",
} | {
    name: name
    for name in (
        *("STARTS", "CLICKS", "SPEND", "REACH", "FREQUENCY", "NEW_LISTENERS"),
        *("PAGE_VIEWS", "LEADS", "PURCHASES"),
    )
}

_LEVELS = {"CAMPAIGN": "campaigns", "AD_SET": "ad_sets", "AD": "ads"}
_NAME = re.compile(r"[A-Za-z0-9_-]{2,120}")


#: What is said where there is too little of something, and where there is never any. The code of
#: the latter is in a newer document than the one beside the checkout.
WITHHELD = {
    "INSUFFICIENT_IMPRESSIONS": "too few impressions to tell anything apart",
    "INSUFFICIENT_REACH": "too few people were reached to tell anything apart",
    "INSUFFICIENT_LISTENERS": "too few listeners to tell anything apart",
    "PLACEMENT_UNAVAILABLE": "nothing is told apart of this placement",
}


class WithheldError(Exception):
    """Figures by part are withheld; its text is one of `WITHHELD`."""


def aggregate(account: Account, asked: QueryParams) -> Thing:
    """Return a page of figures by day, or of a lifetime."""
    warnings = []
    if token := asked.get("continuation_token"):
        if len(asked) > 1:
            warnings.append("parameters beside the continuation_token are ignored")
        try:
            kept = json.loads(base64.b64decode(token, validate=True))
            asked, offset = QueryParams(kept["query"]), int(kept["offset"])
        except (ValueError, KeyError) as error:
            raise BadInputError("continuation_token is not one of ours") from error
    else:
        offset = 0
    level, fields, ids = _whose(asked), _fields(asked), asked.getlist("entity_ids")
    start, end = _span(asked, DAYS_MAX)
    limit = asked.get("limit", str(PAGE_MAX))
    if not limit.isdigit() or not 1 <= int(limit) <= PAGE_MAX:
        raise BadInputError(f"limit must be from 1 to {PAGE_MAX}")
    rows = [
        {**_entity(account, level, one), **stats}
        for one in ids or account.live[_LEVELS[level]]
        for stats in _days(account.delivered.get(one, {}), fields, start, end)
    ]
    page = rows[offset : offset + int(limit)]
    more = ""
    if len(rows) > offset + len(page):
        kept = {"query": str(asked), "offset": offset + len(page)}
        more = base64.b64encode(json.dumps(kept).encode()).decode()
    told = {"continuation_token": more, "granularity": asked.get("granularity", "LIFETIME")}
    return {**told, "rows": page, "warnings": warnings}


def insights(account: Account, asked: QueryParams) -> Thing:
    """Return figures of a lifetime by part; raises `WithheldError` where they are withheld."""
    fields, ids = _fields(asked), asked.getlist("entity_ids")
    insight = str(asked.get("insight_dimension"))
    if insight not in INSIGHTS:
        raise BadInputError("insight_dimension is required, and of those the document lists")
    if refused := sorted(NOT_BY_PART & set(fields)):
        raise BadInputError(f"{refused[0]} is not allowed for insight reports")
    if {"granularity", "report_start", "report_end"} & set(asked):
        raise BadInputError("insight reports are of a LIFETIME")
    kind = asked.get("entity_ids_type")
    if len(ids) != 1 or kind not in {"CAMPAIGN", "AD_SET"}:
        raise BadInputError("one of entity_ids, and entity_ids_type CAMPAIGN or AD_SET")
    parts = account.heard_by(ids[0], insight)
    if withheld := account.withheld.get(ids[0], {}).get(insight):
        raise WithheldError(withheld)
    if sum(one.get("IMPRESSIONS", 0) for one in parts.values()) < INSIGHT_MIN:
        raise WithheldError("INSUFFICIENT_IMPRESSIONS")
    thing = account.live[_LEVELS[kind]].get(ids[0], {})
    named = {"id": ids[0], "name": thing.get("name", ""), "status": "ACTIVE"}
    rows = [
        {**named, "insight_value": part, "stats": _stats(stats, fields)}
        for part, stats in sorted(parts.items())
    ]
    return {"granularity": "LIFETIME", "entity": kind, "insight": insight, "rows": rows}


def create_file(account: Account, body: Thing, now: datetime) -> Thing:
    """Begin to make a file."""
    if not _NAME.fullmatch(str(body.get("name", ""))):
        raise BadInputError("name has 2 to 120 letters, digits, - and _")
    if not body.get("dimensions") or not body.get("metrics"):
        raise BadInputError("dimensions and metrics are needed")
    if strange := sorted(set(body["metrics"]) - COLUMNS.keys()):
        raise BadInputError(f"{strange[0]} is no metric of this look-alike's files")
    if body.get("granularity") != "DAY":
        raise BadInputError("this look-alike makes files by DAY alone")
    _span(body, FILE_DAYS_MAX)
    report_id = account.new_id()
    told = {"status": "PROCESSING", "submitted_at": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    account.reports[report_id] = {**told, "body": body, "looks": 0}
    return {"id": report_id}


def file_state(account: Account, report_id: str, address: str, now: datetime) -> Thing | None:
    """Return how far a file is, which is ready after so many looks; None if there is none."""
    kept = account.reports.get(report_id)
    if kept is None:
        return None
    kept["looks"] += 1
    if kept["status"] == "PROCESSING" and kept["looks"] > account.polls_until_ready:
        kept.update(status="READY", completed_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    told = {name: kept[name] for name in ("status", "submitted_at", "completed_at") if name in kept}
    return told | ({"report_url": address} if kept["status"] == "READY" else {})


def file_of(account: Account, report_id: str) -> str | None:
    """Return a file that is ready as CSV."""
    kept = account.reports.get(report_id)
    if kept is None or kept["status"] != "READY":
        return None
    body = kept["body"]
    start, end = _span(body, FILE_DAYS_MAX)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["DATE", *body["dimensions"], *body["metrics"]])
    for one in body.get("campaign_ids") or account.live["campaigns"]:
        known = account.live["campaigns"].get(one, {})
        told = {"CAMPAIGN_NAME": known.get("name", ""), "AD_ACCOUNT_CURRENCY": account.currency}
        for day, stats in sorted(account.delivered.get(one, {}).items()):
            if start <= day <= end:
                cells = [_shown(COLUMNS[name], stats) for name in body["metrics"]]
                rows.writerow([day, *(told.get(name, "") for name in body["dimensions"]), *cells])
    return written.getvalue()


def _whose(asked: QueryParams) -> str:
    level, ids = asked.get("entity_type"), asked.getlist("entity_ids")
    if level not in _LEVELS:
        raise BadInputError("entity_type is required without a continuation_token")
    if len(ids) > IDS_MAX:
        raise BadInputError(f"at most {IDS_MAX} entity_ids")
    if ids and asked.get("entity_ids_type") != level:
        raise BadInputError("entity_ids_type is required, and must match the entity_type")
    return level


def _fields(asked: QueryParams) -> list[str]:
    fields = asked.getlist("fields")
    if not fields or not set(fields) <= FIELDS:
        raise BadInputError("fields are required, and of those the document lists")
    return fields


def _span(asked: Mapping[str, Any], days_max: int) -> tuple[str, str]:
    """Return the first and the last day that are asked for, as texts; the last is included."""
    granularity = asked.get("granularity", "LIFETIME")
    given = [asked.get("report_start"), asked.get("report_end")]
    if granularity == "LIFETIME":
        if any(given):
            raise BadInputError("report_start and report_end are not permitted for LIFETIME")
        return "0001-01-01", "9999-12-31"
    if granularity != "DAY" or not all(given):
        raise BadInputError("granularity DAY, with report_start and report_end")
    try:
        start, end = (datetime.fromisoformat(str(one)).astimezone(UTC) for one in given)
    except ValueError as error:
        raise BadInputError("report_start and report_end must be instants") from error
    if any(one != one.replace(hour=0, minute=0, second=0, microsecond=0) for one in (start, end)):
        raise BadInputError("UTC midnight timestamps must be used")
    if not timedelta(0) <= end - start < timedelta(days=days_max):
        raise BadInputError(f"start and end must be within {days_max} days of each other")
    return start.date().isoformat(), end.date().isoformat()


def _entity(account: Account, level: str, one: str) -> Thing:
    known = account.live[_LEVELS[level]].get(one, {})
    told = {"entity_type": level, "entity_id": one, "entity_name": known.get("name", "")}
    return {**told, "entity_status": known.get("status", "ACTIVE")}


def _days(delivered: Thing, fields: list[str], start: str, end: str) -> list[Thing]:
    """Return a row for each day of which there is something."""
    return [
        {
            "start_time": f"{day}T00:00:00Z",
            "end_time": f"{day}T23:59:59Z",
            "stats": _stats(stats, fields),
        }
        for day, stats in sorted(delivered.items())
        if start <= day <= end
    ]


def _stats(stats: Thing, fields: list[str]) -> list[Thing]:
    return [
        {"field_type": one, "field_value": _private(one, stats[one])}
        for one in fields
        if one in stats
    ]


def _private(name: str, value: float) -> float:
    return -5 if name in PRIVATE and 0 < value < 5 else value  # noqa: PLR2004  Fewer than five.


def _shown(name: str, stats: Thing) -> str:
    return str(_private(name, stats[name])) if name in stats else ""
