"""What the enums of figures are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.ad_reports.model import BackfillState, InsightState
from domain.charts.model import Theme
from domain.charts.spec import Kind
from domain.insights import Insight
from domain.metric_files.model import FileState
from domain.metrics.columns import How
from domain.metrics.model import Grain, State, Unit

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (Unit, "MetricUnit", "What a metric counts in."),
    (State, "MetricState", "What is known of a figure."),
    (FileState, "MetricFileState", "How far a file of figures is."),
    (How, "MetricColumnKnown", "Whence it is known what a column holds."),
    (Grain, "MetricGrain", "How long what one figure is about lasts."),
    (Insight, "CampaignInsightKind", "What figures of a campaign's lifetime are told apart by."),
    (InsightState, "CampaignInsightState", "What the ad platform tells of a campaign by it."),
    (BackfillState, "ReportBackfillState", "How far bringing in days from a file is."),
    (Kind, "ChartKind", "What a chart shows."),
    (Theme, "ChartTheme", "What a chart lies on."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "MetricUnit": {
        "COUNT": "Whole numbers.",
        "MONEY": "Major units of the series' currency.",
        "SHARE": "A part of one: 0.5 is half.",
        "TIMES": "How often on average.",
        "HOURS": "Hours.",
    },
    "MetricState": {
        "VALUE": "A figure.",
        "ZERO": "The source said zero.",
        "SUPPRESSED": "The source knows it and withholds it: too few people. It is no zero.",
        "MISSING": "Nobody said yet, or the source does not know. It is no zero.",
    },
    "CampaignInsightKind": {
        "ACT_AND_SET": "As Spotify's document names it, without saying what it is.",
        "AGE": "Ranges of ages.",
        "AUDIENCE": "Audiences it is aimed at.",
        "CITY": "Cities.",
        "COUNTRY": "Countries; always asked for.",
        "FORMAT": "Formats of the ad.",
        "GENDER": "Genders.",
        "GENRE": "Genres of music.",
        "INTERESTS": "What people are interested in.",
        "METRO": "Metropolitan areas.",
        "PLACEMENT": "Where in Spotify it was heard.",
        "PLATFORM": "Kinds of device.",
        "PODCAST_EPISODE_TOPIC": "Topics of podcast episodes.",
        "REGION": "Regions of countries.",
        "TONE": "Tones of what was heard around it.",
    },
    "CampaignInsightState": {
        "TOLD": "It tells figures by it.",
        "WITHHELD": "Too few people yet: asked for again tomorrow, until two weeks after the"
        " flight.",
        "NEVER": "It tells none of a placement like this, and is not asked for it again.",
    },
    "MetricFileState": {
        "ASKED": "It waits for its turn.",
        "RUNNING": "It is read, or written.",
        "DONE": "What could be is in; of a trial, what would be is told.",
        "HELD": "Nothing went in: it changes much of what stood still, and wants to be confirmed.",
        "REFUSED": "It was refused whole; `trouble` says why.",
        "CANCELLED": "Somebody called it off; what was in by then stays.",
    },
    "MetricColumnKnown": {
        "SAID": "It was said just now.",
        "PROFILE": "It was kept under the name of a profile.",
        "KNOWN": "The source is known to call it that.",
        "UNKNOWN": "It is not known, and the column is left out.",
    },
    "MetricGrain": {
        "DAY": "One day, in UTC.",
        "WEEK": "Monday to Sunday.",
        "MONTH": "A calendar month.",
        "FLIGHT": "All there is, one figure.",
    },
    "ReportBackfillState": {
        "ASKED": "Asked for here.",
        "MAKING": "The platform makes the file.",
        "BROUGHT": "Brought in.",
        "FAILED": "Nothing came of it; `problem` says why.",
    },
    "ChartKind": {
        "PACING": "Spend of a campaign against its flight and budget, with where it goes.",
        "THRESHOLD": "The measure of an alert against what it is held to, day by day.",
        "FUNNEL": "How far an ad is heard.",
        "PORTFOLIO": "What the campaigns of a brand have spent of what was planned by now.",
        "COMPARISON": "Titles or the like beside one another, day by day.",
    },
    "ChartTheme": {"LIGHT": "Light ground.", "DARK": "Dark ground."},
}
