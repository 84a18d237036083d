"""A ranking as a table: a line for each thing, with everything its rank comes from."""

from collections.abc import Mapping

from domain.audio_fit.model import Activity, Fit, Known, Part, Ranking

#: What every line says of a part, after its name.
_OF_PARTS = ("value", "points", "sample", "days", "withheld", "known")

#: What every line holds, in order.
COLUMNS = (
    *("rank", "id", "name", "score"),
    *(f"{part}_{what}" for part in Part for what in _OF_PARTS),
    *("streams", "streams_before", "listeners"),
    *("campaigns", "promotions", "episodes", "milestones"),
    *("first_day", "complete_to", "as_of", "restated"),
)


def cells_of(ranking: Ranking, fit: Fit, name: str, activity: Activity) -> Mapping[str, str]:
    """Return the cells of one thing; what is not known is empty, and never a zero."""
    days = " ".join(f"{milestone}={day}" for milestone, day in activity.milestones)
    return {
        "rank": _said(fit.rank),
        "id": fit.thing_id,
        "name": name,
        "score": _said(fit.score),
        **_parts(fit),
        "streams": _said(fit.streams.total if fit.streams.days else None),
        "streams_before": _said(fit.before.total if fit.before.days else None),
        "listeners": _said(fit.listeners),
        "campaigns": str(activity.campaigns),
        "promotions": str(activity.promotions),
        "episodes": str(activity.episodes),
        "milestones": days,
        "first_day": _said(ranking.first),
        "complete_to": _said(ranking.complete_to),
        "as_of": ranking.as_of.isoformat(),
        "restated": fit.restated,
    }


def _parts(fit: Fit) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in fit.components:
        known = one.known is Known.KNOWN
        found |= {
            f"{one.part}_value": _said(one.value),
            f"{one.part}_points": _said(one.points),
            f"{one.part}_sample": _said(one.sample if known or one.sample else None),
            f"{one.part}_days": str(one.days),
            f"{one.part}_withheld": str(one.hidden),
            f"{one.part}_known": one.known.value,
        }
    return found


def _said(value: object) -> str:
    return "" if value is None else str(value)
