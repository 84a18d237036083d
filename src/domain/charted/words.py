"""What metrics and charts are called, in the languages that charts speak."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.charts.reader import reader_of
from domain.metrics import catalogue
from domain.metrics.model import Metric

_GERMAN = {
    "ad_impressions": "Ad-Impressions",
    "ad_impressions_off_spotify": "Ad-Impressions außerhalb von Spotify",
    "ad_delivered": "Ausgelieferte Spots",
    "ad_plays_confirmed": "Vom Player bestätigte Spots",
    "ad_starts": "Begonnene Spots",
    "ad_q1": "Zu 25 % gehörte Spots",
    "ad_midpoint": "Zu 50 % gehörte Spots",
    "ad_q3": "Zu 75 % gehörte Spots",
    "ad_completes": "Ganz gehörte Spots",
    "clicks": "Klicks",
    "spend": "Ausgaben",
    "ad_reach": "Erreichte Personen",
    "ad_frequency": "Spots je Person",
    "downloads": "Downloads",
    "consumers": "Nutzende",
    "listeners_new": "Neue Hörer:innen",
    "plays": "Wiedergaben",
    "streams_60s": "Streams ab einer Minute",
    "streams_30s": "Streams ab einer halben Minute",
    "consumption_hours": "Gehörte Stunden",
    "content_impressions": "Einblendungen in der App",
    "followers": "Follower",
    "follows": "Neue Follower",
    "conversion_page_views": "Seitenaufrufe danach",
    "conversion_leads": "Leads danach",
    "conversion_purchases": "Käufe danach",
    "ad_completion_rate": "Abschlussrate",
    "streams_completed": "Bis zum Ende gehörte Streams",
    "stream_completion_rate": "Bis zum Ende gehörte Streams, von allen",
    "plays_completed": "Bis zum Ende gehörte Wiedergaben",
    "play_completion_rate": "Bis zum Ende gehörte Wiedergaben, von allen",
    "ctr": "Klickrate",
    "ecpm": "Kosten je tausend Impressions",
    "ecpcl": "Kosten je ganz gehörtem Spot",
}

_SAID = {
    "en": {
        "heard": "How far the ad is heard",
        "of_plan": "Spend in proportion to plan",
        "under_way": "{brand}: campaigns under way",
        "change": "{metric}: change against before",
        "usual": "{metric}: change against the four weeks before",
        "pace": "Spend ahead of plan, in parts of the budget",
        "beside": "{metric} by day",
    },
    "de": {
        "heard": "Wie weit der Spot gehört wird",
        "of_plan": "Ausgaben im Verhältnis zum Plan",
        "under_way": "{brand}: laufende Kampagnen",
        "change": "{metric}: Änderung gegenüber vorher",
        "usual": "{metric}: Änderung gegenüber den vier Wochen davor",
        "pace": "Vorsprung der Ausgaben vor dem Plan, in Teilen des Budgets",
        "beside": "{metric} nach Tagen",
    },
}

#: Names of metrics by language, then by key; English ones are the catalogue's.
METRICS: Mapping[str, Mapping[str, str]] = MappingProxyType({"de": MappingProxyType(_GERMAN)})


def named(metric: str, locale: str) -> str:
    """Return what a metric is called in a language; in English where it has no name there."""
    said: Metric = catalogue.metric(metric)
    return METRICS.get(reader_of(locale).language, {}).get(metric, said.said)


def say(key: str, locale: str, **parts: str) -> str:
    """Return the words for `key` in a language."""
    return _SAID[reader_of(locale).language][key].format(**parts)
