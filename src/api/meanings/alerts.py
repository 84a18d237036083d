"""What the enums of thresholds and alerts are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.metrics.model import SubjectKind
from domain.thresholds.listing import Order
from domain.thresholds.model import (
    AlertSeverity,
    Condition,
    Handling,
    Pace,
    Quiet,
    Reason,
    Side,
    Starts,
    ThresholdKind,
    Work,
)

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (SubjectKind, "MetricSubjectKind", "What figures are about."),
    (ThresholdKind, "ThresholdKind", "What figures are held against."),
    (Pace, "ThresholdPace", "How a budget is to be spent over its flight."),
    (Side, "ThresholdSide", "On which side of a threshold figures are bad."),
    (AlertSeverity, "AlertSeverity", "How bad it is."),
    (Condition, "AlertCondition", "How what an alert is about stands, by figures alone."),
    (Handling, "AlertHandling", "What people do about an alert."),
    (Reason, "AlertReason", "Why an alert ended."),
    (Order, "AlertOrderField", "What a list of alerts is sorted by."),
    (Starts, "AlertStarts", "What an alert starts."),
    (Quiet, "ThresholdQuiet", "When nobody is told of a threshold's alerts."),
    (Work, "AlertWork", "Which kind of request an alert starts."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "MetricSubjectKind": {
        "CAMPAIGN": "A campaign.",
        "SHOW": "A show.",
        "EPISODE": "An episode.",
        "TITLE": "A title.",
        "ASSET": "A file.",
    },
    "ThresholdKind": {
        "TARGET": "A value: each of its days, or, for a ratio, their sums.",
        "CHANGE": "As many days before.",
        "BASELINE": "The four weeks before; those of an open alert teach nothing.",
        "PACING": "What part of the budget is to be spent by now, beside what is.",
    },
    "ThresholdPace": {
        "EVEN": "The same on each day.",
        "AHEAD": "A fifth more than evenly, until all of it is spent.",
        "PLANNED": "As the points of `plan` say.",
    },
    "ThresholdSide": {"BELOW": "What is smaller is bad.", "ABOVE": "What is larger is bad."},
    "AlertSeverity": {"WARNING": "Beyond `warning`.", "CRITICAL": "Beyond `critical`."},
    "AlertCondition": {
        "FIRING": "Figures are bad.",
        "RECOVERING": "They are no longer, but not for long or clearly enough.",
        "UNKNOWN": "Figures lack, are withheld or too few: it stays as it was.",
        "RESOLVED": "It is over.",
    },
    "AlertHandling": {
        "NONE": "Nobody did anything.",
        "ACKNOWLEDGED": "Somebody looks after it.",
        "SNOOZED": "Nobody is to hear of it for some time.",
        "SILENCED": "Nobody is to hear of its kind for some time.",
    },
    "AlertReason": {
        "RECOVERED": "Figures were clear for long enough.",
        "RESTATED": "The figures it opened by were corrected, and are not bad.",
        "SUBJECT_ENDED": "What it is about ended.",
        "THRESHOLD_CHANGED": "By a later version of the threshold nothing was bad since its first"
        " day, or it is not looked at any more.",
        "THRESHOLD_RETIRED": "The threshold is judged by no more.",
        "MANUAL": "Somebody ended it.",
    },
    "AlertOrderField": {
        "OPENED": "When they opened.",
        "DAY": "The settled day by which they opened.",
        "SEVERITY": "How bad they are; downwards the worst first.",
    },
    "AlertStarts": {
        "NOTHING": "Nothing: people look at alerts.",
        "REQUEST": "One request for a thing and a side, for whoever kept the threshold.",
        "CASE": "One case for a thing and a side, triaged as those of people are.",
    },
    "ThresholdQuiet": {
        "NEVER": "They are told at any time.",
        "WEEKENDS": "Saturdays and Sundays, until somebody is at work after them.",
        "DAYS_OFF": "Days on which nobody works, until somebody is at work after them.",
        "AFTER_HOURS": "Whenever nobody is at work.",
    },
    "AlertWork": {
        "REPURPOSE": "Using again what is above its bound.",
        "REVISION": "Changing what is below its bound.",
        "RETIREMENT": "Pausing or ending what is below its bound.",
    },
}
