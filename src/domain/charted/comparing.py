"""Titles, or other things, beside one another by one measure."""

from domain.actor import Actor
from domain.charted import figures, names, words
from domain.charted.figures import Run
from domain.charts.model import SERIES_MAX, Comparison, Series
from domain.charts.spec import Spec, subjects_of
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics.reading import Asked


async def comparing(hub: Hub, actor: Actor, spec: Spec) -> Comparison | None:
    """Return `spec.subject`, ids with commas between them, beside one another, in their order.

    None where no source has figures of any. Raises as `reading.metrics_of`, `Missing` if one of
    them is not there, and `Invalid` for amounts in several currencies.
    """
    wanted = list(dict.fromkeys(subjects_of(spec)))[:SERIES_MAX]
    last = min(spec.last, max(spec.first, figures.today(hub)))
    found: list[Run] = []
    series: list[Series] = []
    for one in wanted:
        run = await figures.run(hub, actor, Asked(one, spec.metric, spec.first, last, dimension=""))
        if run is not None:
            found.append(run)
        series.append(Series(await names.name_of(one), run.points if run else ()))
    if not found:
        return None
    if len({one.currency for one in found}) > 1:
        said = "These are in several currencies; compare what is in one."
        raise Invalid("mixed_currencies", said, ("subjects",))
    locale = spec.look.locale
    name = words.named(spec.metric, locale)
    measure = figures.measure(name, spec.metric, found[0].currency)
    title = words.say("beside", locale, metric=name)
    return Comparison(title, measure, tuple(series), found[0].fresh)
