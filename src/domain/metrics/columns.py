"""Tables as sources export them: what each column holds, and the figures of each line. Pure.

Headers differ by view, by language and by year, so nothing is guessed: a column is known by a name
listed here, by a profile that was kept, or by what somebody says it holds; else it is left out and
said so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from types import MappingProxyType

from domain.errors import Invalid
from domain.metrics import catalogue
from domain.metrics.model import Line, Problem

#: How many cells of a column are shown, and how much of each, in characters.
SAMPLES, SAMPLE_MAX = 3, 40

#: How many columns a table may have of which somebody says what they hold.
COLUMNS_MAX = 200

#: What a column may hold beside a metric.
ROLES = ("day", "subject", "metric", "value", "currency", "dimension", "ignore")

_USUAL: Mapping[str, str] = MappingProxyType(
    {name: name for name in (*ROLES, *catalogue.METRICS)}
    | {"date": "day", "report date": "day", "start_time": "day", "country": "dimension:country"}
)

#: Names of columns by source, in small letters. Sources: the three vocabularies of Spotify's Ads
#: API v3, and the metrics Spotify for Creators names; of its headers no list is published.
KNOWN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "spotify-ads": MappingProxyType(
            {
                "entity_id": "subject",
                "campaign id": "subject",
                "ad_account_currency": "currency",
                "impressions": "ad_impressions",
                "impressions_on_spotify": "ad_impressions",
                "off_spotify_impressions": "ad_impressions_off_spotify",
                "impressions_off_spotify": "ad_impressions_off_spotify",
                "starts": "ad_starts",
                "first_quartiles": "ad_q1",
                "played_to_25": "ad_q1",
                "midpoints": "ad_midpoint",
                "played_to_50": "ad_midpoint",
                "third_quartiles": "ad_q3",
                "played_to_75": "ad_q3",
                "completes": "ad_completes",
                "ad_completes": "ad_completes",
                "reach": "ad_reach",
                "frequency": "ad_frequency",
                "new_listeners": "listeners_new",
                "page_views": "conversion_page_views",
                "leads": "conversion_leads",
                "purchases": "conversion_purchases",
            }
        ),
        "spotify-creators": MappingProxyType(
            {
                "plays": "plays",
                "impressions": "content_impressions",
                "consumption hours": "consumption_hours",
                "streams": "streams_60s",
                "downloads": "downloads",
                "followers": "followers",
            }
        ),
        "megaphone": MappingProxyType({"impressions": "ad_delivered"}),
    }
)


class How(StrEnum):
    """Whence it is known what a column holds."""

    SAID = "said"
    PROFILE = "profile"
    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, whence that is known, and what it may be meant to.

    `samples` are the first of what stands in it.
    """

    name: str
    holds: str
    how: How
    near: str | None = None
    samples: tuple[str, ...] = ()


def metric_of(name: str, source: str) -> str | None:
    """Return the metric that `source` calls `name`; None if nobody knows of one."""
    small = name.strip().lower()
    held = KNOWN.get(source, {}).get(small, small)
    return held if held in catalogue.METRICS else None


def preview(
    head: Sequence[str], source: str, said: Mapping[str, str], profile: Mapping[str, str]
) -> list[Column]:
    """Return what each column of a table from `source` holds.

    `said` and `profile` are what columns hold, by name; `Invalid` for what none can hold.
    """
    catalogue.source(source)
    said, profile = checked(said), checked(profile)
    if strange := sorted(set(said) - {name.lower() for name in head}):
        raise Invalid("no_column", f"There is no column `{strange[0]}`.", ("column",))
    return [_column(name, source, said, profile) for name in head]


def sampled(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[Column]:
    """Return columns with the first cells that stand in them; no further rows are read."""
    some = list(islice(rows, SAMPLES))
    return [
        replace(one, samples=tuple(row[at][:SAMPLE_MAX] for row in some))
        for at, one in enumerate(columns)
    ]


def _column(name: str, source: str, said: Mapping[str, str], profile: Mapping[str, str]) -> Column:
    small = name.strip().lower()
    known = {**_USUAL, **KNOWN.get(source, {})}
    for how, names in ((How.SAID, said), (How.PROFILE, profile), (How.KNOWN, known)):
        if small in names:
            return Column(name, names[small], how)
    near = get_close_matches(small.replace(" ", "_"), known, 1)
    return Column(name, "ignore", How.UNKNOWN, known[near[0]] if near else None)


def checked(names: Mapping[str, str]) -> dict[str, str]:
    """Return what columns hold, by name in small letters; `Invalid` for what none can hold."""
    if len(names) > COLUMNS_MAX:
        raise Invalid("too_many", f"A table has up to {COLUMNS_MAX} columns.", ("columns",))
    for name, holds in names.items():
        role, _, part = holds.partition(":")
        fits = holds in _USUAL.values() or (role == "dimension" and part.isidentifier())
        if not fits:
            raise Invalid(
                "no_role",
                f"Column `{name[:40]}` cannot hold `{holds[:40]}`; it may hold {', '.join(ROLES)},"
                f" dimension:country and the like, or one of {', '.join(catalogue.METRICS)}.",
                ("column",),
            )
    return {name.strip().lower(): holds for name, holds in names.items()}


def check(columns: Sequence[Column], subject: str) -> list[Problem]:
    """Return a problem for each unknown column; `Invalid` if no figure can be told from them."""
    held = [one.holds for one in columns]
    metrics = [one for one in held if one in catalogue.METRICS]
    tall = "metric" in held and "value" in held
    lacking = [
        said
        for said, there in (
            ("day", "day" in held),
            ("subject", bool(subject) or "subject" in held),
            ("figures", bool(metrics) or tall),
        )
        if not there
    ]
    twice = sorted({one for one in held if held.count(one) > 1 and one != "ignore"})
    if lacking or twice:
        said = f"no column holds {' or '.join(lacking)}" if lacking else f"two hold {twice[0]}"
        names = ", ".join(f"`{one.name[:40]}` holds {one.holds}" for one in columns)
        raise Invalid("bad_columns", f"Of this table {said}. Say what its columns hold: {names}.")
    return [
        Problem(1, f"Nobody knows what column `{one.name[:40]}` holds", _cure(one))
        for one in columns
        if one.how is How.UNKNOWN
    ]


def _cure(column: Column) -> str:
    perhaps = f", perhaps `{column.near}`" if column.near else ""
    return (
        f"Say what it holds{perhaps}, or `ignore`; if it names a part, `dimension:ad` or the like,"
        " or export by campaign. The other columns went in."
    )


def left_out(columns: Sequence[Column]) -> bool:
    """Whether lines may differ in a column that holds nothing here."""
    return any(one.holds == "ignore" for one in columns)


def lines_of(
    columns: Sequence[Column], number: int, cells: Sequence[str], subject: str, currency: str
) -> Iterator[Line]:
    """Yield the figures of one line of a table; an empty cell says nothing.

    `subject` and `currency` are those of the whole file, where it has no column for them.
    """
    held = {one.holds: cell.strip() for one, cell in zip(columns, cells, strict=True)}
    common = {
        "subject": held.get("subject") or subject,
        "day": held.get("day", ""),
        "currency": held.get("currency") or currency,
        "dimension": _dimension(held),
    }
    if held.get("metric") and held.get("value"):
        yield Line(number, metric=held["metric"], value=held["value"], **common)
    for holds, cell in held.items():
        if cell and holds in catalogue.METRICS:
            yield Line(number, metric=holds, value=cell, **common)


def _dimension(held: Mapping[str, str]) -> str:
    parts = [
        f"{holds.partition(':')[2]}={cell}"
        for holds, cell in sorted(held.items())
        if holds.startswith("dimension:") and cell
    ]
    return held.get("dimension") or ",".join(parts)
