"""How far an ad is heard, from impression to the end."""

from domain.actor import Actor
from domain.charted import figures, names, rules, words
from domain.charts.model import Bar, Freshness, Funnel, Measure, Point
from domain.charts.spec import Spec
from domain.hub import Hub
from domain.metrics.reading import Asked

#: The steps, each within the one before.
STEPS = ("ad_impressions", "ad_starts", "ad_q1", "ad_midpoint", "ad_q3", "ad_completes")

#: What stands for the whole of it as the metric of a chart.
METRIC = "ad_completion_rate"


async def funnel(hub: Hub, actor: Actor, spec: Spec) -> Funnel | None:
    """Return the funnel of `spec.subject`; None where no source has figures of any step.

    Steps are sums over the same days, so that they may be held against each other.
    """
    if spec.metric != METRIC:
        return None
    last = min(spec.last, max(spec.first, figures.today(hub)))
    found: list[tuple[Point, ...]] = []
    fresh: list[Freshness] = []
    source: str | None = None
    for step in STEPS:
        asked = Asked(spec.subject, step, spec.first, last, source=source, dimension="")
        run = await figures.run(hub, actor, asked)
        if run is not None:
            source = run.source
            fresh.append(run.fresh)
        found.append(run.points if run else ())
    if not fresh:
        return None
    locale = spec.look.locale
    steps = tuple(
        Bar(words.named(step, locale), value, presence)
        for step, (value, presence) in zip(STEPS, rules.alike(found), strict=True)
    )
    title = await names.name_of(spec.subject)
    return Funnel(title, Measure(words.say("heard", locale)), steps, fresh[0])
