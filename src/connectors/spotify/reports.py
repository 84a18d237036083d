"""Spotify's reports as the hub reads them; see `domain.ad_reports.model.AdReports`.

Three vocabularies: figures by day, figures of a lifetime by part, and files with columns of
their own. What Spotify deprecated is never asked for.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from connectors.spotify.answers import Json
from connectors.spotify.client import PAGE_SIZE, AdsClient
from connectors.spotify.errors import OutcomeUnknown, SpotifyError
from connectors.spotify.meaning import outcomes, patience
from connectors.spotify.wire import stamp
from domain.ad_reports.model import (
    FileState,
    Level,
    NeverToldError,
    Page,
    Parts,
    Question,
    ReportFile,
    Row,
)
from domain.errors import Invalid
from domain.insights import Insight
from domain.jobs.model import RetryLater

#: What is asked for by day. Source: Ads API v3, `ReportFieldType`.
FIELDS = (
    *("IMPRESSIONS", "OFF_SPOTIFY_IMPRESSIONS", "STARTS", "FIRST_QUARTILES", "MIDPOINTS"),
    *("THIRD_QUARTILES", "COMPLETES", "CLICKS", "SPEND", "REACH", "FREQUENCY", "NEW_LISTENERS"),
    *("PAGE_VIEWS", "LEADS", "PURCHASES"),
)

#: What is asked for by part; spend, frequency and starts are not given there.
INSIGHT_FIELDS = ("IMPRESSIONS", "CLICKS", "COMPLETES")

#: The columns of a file. Source: Ads API v3, `AsyncReportMetric`.
COLUMNS = (
    *("IMPRESSIONS_ON_SPOTIFY", "IMPRESSIONS_OFF_SPOTIFY", "STARTS", "PLAYED_TO_25"),
    *("PLAYED_TO_50", "PLAYED_TO_75", "AD_COMPLETES", "CLICKS", "SPEND", "REACH", "FREQUENCY"),
    *("NEW_LISTENERS", "PAGE_VIEWS", "LEADS", "PURCHASES"),
)

#: A file leaves out what is in no such state, and by itself takes active ones only.
STATES = ("ACTIVE", "COMPLETED", "STOPPED", "PAUSED", "PENDING_APPROVAL", "REJECTED")

#: After how long Spotify is asked again when it is away, in seconds.
AWAY_SECONDS = 600.0

_FILES = {
    "PROCESSING": FileState.PROCESSING,
    "READY": FileState.READY,
    "FAILED": FileState.FAILED,
    "EXPIRED": FileState.EXPIRED,
}

#: What Spotify withholds figures by part with: for now, and for good.
_TOO_FEW, _NEVER = "insufficient_", "placement_unavailable"
_UNPROCESSABLE = 422


class SpotifyReports:
    """Reads the reports of one ad account."""

    def __init__(self, client: AdsClient) -> None:
        self._client = client

    async def currency(self) -> str | None:
        """Return the currency the account is billed in; spend is in units of it, not in micros."""
        with _reading():
            return (await self._client.get_account()).get("currency_code")

    async def page(self, question: Question, more: str | None) -> Page:
        """Return a page of figures by day; a token to continue with goes alone."""
        query = _asked(question) if more is None else [("continuation_token", more)]
        with _reading():
            said = await self._client.aggregate(query)
        rows = [_row(one) for one in said.get("rows") or ()]
        return Page(rows, said.get("continuation_token") or None)

    async def insight(self, campaign: str, insight: Insight) -> Parts | None:
        """Return figures of a lifetime by part; None where they are withheld for now."""
        query = [
            *(("fields", one) for one in INSIGHT_FIELDS),
            ("insight_dimension", insight.name),
            ("entity_ids", campaign),
            ("entity_ids_type", "CAMPAIGN"),
        ]
        try:
            # Where this report alone is away, nobody need wait who asks for another.
            with patience():
                said = await self._client.insights(query)
        except SpotifyError as error:
            if error.status == _UNPROCESSABLE and _NEVER in error.code:
                raise NeverToldError(error.code) from error
            if error.status == _UNPROCESSABLE and _TOO_FEW in error.code:
                return None
            raise
        rows = said.get("rows") or ()
        return {str(part): _stats(one) for one in rows if (part := one.get("insight_value"))}

    async def begin(self, name: str, campaign: str, first: date, last: date) -> str:
        """Have a file of a campaign's days made, and return its id."""
        body = {
            "name": name,
            "granularity": "DAY",
            "dimensions": ["CAMPAIGN_NAME", "AD_ACCOUNT_CURRENCY"],
            "metrics": list(COLUMNS),
            "statuses": list(STATES),
            "campaign_ids": [campaign],
            "report_start": _midnight(first),
            "report_end": _midnight(last),
        }
        with patience(), outcomes():
            return str((await self._client.create_report(body))["id"])

    async def look(self, report_id: str) -> ReportFile:
        """Return how far a file is; one that is gone has expired."""
        with _reading():
            said = await self._client.get_report(report_id)
        if said is None:
            return ReportFile(FileState.EXPIRED)
        state = _FILES.get(str(said.get("status")), FileState.PROCESSING)
        return ReportFile(state, said.get("report_url"))

    async def fetch(self, address: str) -> Sequence[Sequence[str]]:
        """Return the lines of a file that is ready, its head first; `Invalid` if it is no table."""
        with _reading():
            content = await self._client.download(address)
        text = content.decode("utf-8-sig", errors="replace")
        try:
            return [line for line in csv.reader(io.StringIO(text)) if line]
        except csv.Error as error:
            said = f"Spotify's file is no table that can be read ({error}); ask for its days again."
            raise Invalid("no_table", said) from error


def _asked(question: Question) -> list[tuple[str, str]]:
    """Return the query of a first page; the last day is meant with all of it."""
    entity = {Level.CAMPAIGN: "CAMPAIGN", Level.AD_SET: "AD_SET"}[question.level]
    return [
        ("entity_type", entity),
        *(("fields", one) for one in FIELDS),
        ("granularity", "DAY"),
        ("report_start", _midnight(question.first)),
        ("report_end", _midnight(question.last)),
        *(("entity_ids", one) for one in question.ids),
        ("entity_ids_type", entity),
        ("limit", str(PAGE_SIZE)),
    ]


def _row(said: Json) -> Row:
    return Row(str(said.get("entity_id")), str(said.get("start_time")), _stats(said))


def _stats(said: Json) -> dict[str, str]:
    """Return what a row says; what it does not say is missing, and not zero."""
    return {
        str(one.get("field_type")): str(one["field_value"])
        for one in said.get("stats") or ()
        if one.get("field_value") is not None
    }


def _midnight(day: date) -> str:
    return stamp(datetime(day.year, day.month, day.day, tzinfo=UTC))


@contextmanager
def _reading() -> Iterator[None]:
    """Turn answers that ask for patience, and none, into a later try: reading may be repeated."""
    try:
        with patience():
            yield
    except OutcomeUnknown as error:
        raise RetryLater(AWAY_SECONDS, error.message) from error
