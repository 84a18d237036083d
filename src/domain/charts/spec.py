"""Which chart is meant: kind, subject, metric, days and look. Short enough to be in an address."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.charts.model import POINTS_MAX, Look
from domain.errors import Invalid

#: The longest names of a metric, of a locale, and of what a chart is about, in characters: five ids
#: with commas between them.
NAME_MAX, LOCALE_MAX, SUBJECT_MAX = 64, 35, 204


class Kind(StrEnum):
    """The five charts."""

    PACING = "pacing"
    THRESHOLD = "threshold"
    FUNNEL = "funnel"
    PORTFOLIO = "portfolio"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Spec:
    """One chart. `subject` and `metric` are ids, days are reporting days, both inclusive.

    Things beside one another are several ids, with commas between them.
    """

    kind: Kind
    subject: str
    metric: str
    first: date
    last: date
    look: Look = field(default_factory=Look)


def require_bounded(spec: Spec) -> None:
    """Raise `Invalid` for names that are too long for an address, or for too many days."""
    names = (("subject", spec.subject, SUBJECT_MAX), ("metric", spec.metric, NAME_MAX))
    for name, text, most in names:
        if not 0 < len(text) <= most:
            said = f"The {name} of a chart is named in 1 to {most} characters."
            raise Invalid("bad_chart", said, (name,))
    if len(spec.look.locale) > LOCALE_MAX:
        said = f"A locale such as de-AT has at most {LOCALE_MAX} characters."
        raise Invalid("bad_chart", said, ("locale",))
    if not 0 <= (spec.last - spec.first).days < POINTS_MAX:
        said = f"A chart shows 1 to {POINTS_MAX} days, the first before the last."
        raise Invalid("bad_chart", said, ("range",))


def subjects_of(spec: Spec) -> list[str]:
    """Return the ids of what is beside one another in a chart."""
    return [one for one in spec.subject.split(",") if one]
