"""Reading what was corrected of figures: each step between what was said first and what is now."""

from domain.database import sql
from domain.errors import Invalid
from domain.metrics import catalogue, restatement_records, rules
from domain.metrics.model import Metric, Restatement, Shown, State
from domain.pages import PAGE_MAX


async def restatements_of(shown: Shown, most: int) -> list[Restatement]:
    """Return `most` of what was corrected of a series on the days asked for, the last import first.

    Of a ratio it is what was corrected of either part. `Invalid` for more than a page.
    """
    if not 0 < most <= PAGE_MAX:
        raise Invalid("bad_page", f"Ask for 1 to {PAGE_MAX}.", ("first",))
    first, last = rules.day_number(shown.first), rules.day_number(shown.last)
    found = [
        _restated(catalogue.metric(one.key.metric), row)
        for one in shown.parts
        for row in await restatement_records.of_series(one.id, first, last, most)
    ]
    return sorted(found, key=lambda one: (one.number, one.day), reverse=True)[:most]


def _restated(metric: Metric, row: sql.Row) -> Restatement:
    return Restatement(
        metric,
        rules.day_of(row["day"]),
        rules.shown(row["old_value"], metric),
        State(row["old_state"]),
        rules.shown(row["value"], metric),
        State(row["state"]),
        row["import_number"],
        sql.instant_or_none(row["at"]),
    )
