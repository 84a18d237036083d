"""What is measured, and who says so: one table each.

A metric that comes to it later gets a line here; nothing that is kept changes. Keys are kept and
written by programs, so none is ever given to something else.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.errors import Invalid
from domain.metrics.model import Metric, Source, Unit

_REACH = "People are counted once, so days and parts must not be added up."

#: For how many days a purchase and the like is still put down to the ad before it.
_ATTRIBUTED_DAYS = 30


def _unique(
    key: str,
    said: str,
    unit: Unit = Unit.COUNT,
    term: str | None = None,
    within: str | None = None,
) -> Metric:
    """Return a metric of people, each of whom is counted once."""
    return Metric(
        key, said, unit, over_days=False, over_parts=False, within=within, term=term, note=_REACH
    )


def _followed(key: str, said: str) -> Metric:
    """Return a metric of what people did after they heard an ad."""
    return Metric(key, said, Unit.COUNT, settle_days=_ATTRIBUTED_DAYS)


#: Source: the vocabulary of Spotify's Ads API v3, and the measurement guidelines of the IAB. An
#: impression of Spotify's is an ad that was served, a start one that began to be heard, and each
#: quarter is of those that began, so no step has more than any before it.
_METRICS = (
    Metric("ad_impressions", "Ad impressions", Unit.COUNT),
    Metric("ad_impressions_off_spotify", "Ad impressions off Spotify", Unit.COUNT),
    Metric("ad_delivered", "Ads delivered", Unit.COUNT, term="Ad Delivered"),
    Metric(
        "ad_plays_confirmed",
        "Ad plays the player confirmed",
        Unit.COUNT,
        term="Client-Confirmed Ad Play",
    ),
    Metric("ad_starts", "Ads started", Unit.COUNT, within="ad_impressions"),
    Metric("ad_q1", "Ads played to 25 %", Unit.COUNT, within="ad_starts"),
    Metric("ad_midpoint", "Ads played to 50 %", Unit.COUNT, within="ad_q1"),
    Metric("ad_q3", "Ads played to 75 %", Unit.COUNT, within="ad_midpoint"),
    Metric("ad_completes", "Ads played to the end", Unit.COUNT, within="ad_q3"),
    Metric("clicks", "Clicks", Unit.COUNT, within="ad_impressions"),
    Metric("spend", "Spend", Unit.MONEY, over_parts=False, note="Not told apart by country."),
    _unique("ad_reach", "People reached", within="ad_impressions"),
    _unique("ad_frequency", "Ads for each person", Unit.TIMES),
    Metric("downloads", "Downloads", Unit.COUNT, term="Download"),
    _unique("consumers", "Consumers", term="Podcast Consumer"),
    _unique("listeners_new", "New listeners"),
    Metric("plays", "Plays", Unit.COUNT, note="Spotify for Creators, since May 2025."),
    Metric("plays_completed", "Plays heard to the end", Unit.COUNT, within="plays"),
    Metric("streams_60s", "Streams of a minute", Unit.COUNT, note="Podcasts."),
    Metric(
        "streams_completed",
        "Streams heard to the end",
        Unit.COUNT,
        within="streams_60s",
        note="Podcasts; of streams of a minute.",
    ),
    Metric("streams_30s", "Streams of half a minute", Unit.COUNT, note="Music."),
    Metric("consumption_hours", "Hours listened", Unit.HOURS),
    Metric(
        "content_impressions",
        "Times shown in the app",
        Unit.COUNT,
        over_days=False,
        note="Of the last 30 days, so days must not be added up.",
    ),
    Metric("followers", "Followers", Unit.COUNT, over_days=False, note="How many there are."),
    Metric("follows", "Followers gained", Unit.COUNT, signed=True),
    _followed("conversion_page_views", "Page views that followed"),
    _followed("conversion_leads", "Leads that followed"),
    _followed("conversion_purchases", "Purchases that followed"),
    Metric(
        "ad_completion_rate",
        "Completion rate",
        Unit.SHARE,
        numerator="ad_completes",
        denominator="ad_impressions",
    ),
    Metric(
        "stream_completion_rate",
        "Streams heard to the end, of all",
        Unit.SHARE,
        numerator="streams_completed",
        denominator="streams_60s",
    ),
    Metric(
        "play_completion_rate",
        "Plays heard to the end, of all",
        Unit.SHARE,
        numerator="plays_completed",
        denominator="plays",
    ),
    Metric(
        "ctr", "Click-through rate", Unit.SHARE, numerator="clicks", denominator="ad_impressions"
    ),
    Metric(
        "ecpm",
        "Cost of a thousand impressions",
        Unit.MONEY,
        numerator="spend",
        denominator="ad_impressions",
        factor=1_000,
    ),
    Metric(
        "ecpcl",
        "Cost of a completed listen",
        Unit.MONEY,
        numerator="spend",
        denominator="ad_completes",
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType({one.key: one for one in _METRICS})

#: Spotify says -5 for one to four of something, so that nobody is recognised.
_FEW = frozenset({"-5", "-5.0"})

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        one.key: one
        for one in (
            Source("spotify-ads", "Spotify Ads", 2, _FEW),
            Source("spotify-creators", "Spotify for Creators", 2, _FEW),
            Source("megaphone", "Megaphone", 1),
            Source("other", "Another source", 2),
        )
    }
)


def metric(key: str) -> Metric:
    """Return the metric `key`; `Invalid` names those there are."""
    found = METRICS.get(key)
    if found is None:
        raise Invalid(
            "unknown_metric",
            f"`{key[:40]}` is no metric; there are {', '.join(METRICS)}.",
            ("metric",),
        )
    return found


def source(key: str) -> Source:
    """Return the source `key`; `Invalid` names those there are."""
    found = SOURCES.get(key)
    if found is None:
        raise Invalid(
            "unknown_source",
            f"`{key[:40]}` is no source; there are {', '.join(SOURCES)}.",
            ("source",),
        )
    return found


def settle_days(key: str, source_key: str) -> int:
    """Return for how many days figures of a metric by a source still move; `Invalid` as above."""
    one = metric(key)
    parts = [metric(part) for part in (one.numerator, one.denominator) if part]
    return max(source(source_key).settle_days, *(each.settle_days for each in (one, *parts)))
