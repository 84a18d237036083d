"""The charts of this hub: each kind from what is kept, for whoever may see it."""

from collections.abc import Awaitable, Callable, Mapping

from domain.actor import Actor
from domain.charted.comparing import comparing
from domain.charted.funnel import funnel
from domain.charted.held import held
from domain.charted.pacing import pacing
from domain.charted.portfolio import portfolio
from domain.charts.model import Chart
from domain.charts.spec import Kind, Spec
from domain.errors import Forbidden, Missing
from domain.hub import Hub
from domain.metrics import catalogue

_KINDS: Mapping[Kind, Callable[[Hub, Actor, Spec], Awaitable[Chart | None]]] = {
    Kind.PACING: pacing,
    Kind.THRESHOLD: held,
    Kind.FUNNEL: funnel,
    Kind.PORTFOLIO: portfolio,
    Kind.COMPARISON: comparing,
}


class KeptCharts:
    """Charts of figures and alerts, as `domain.charts.ports.ChartSource` has it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def chart(self, actor: Actor, spec: Spec) -> Chart | None:
        """Return the chart that is described; None for what is not there or not for `actor`."""
        if spec.metric not in catalogue.METRICS:
            return None
        try:
            return await _KINDS[spec.kind](self._hub, actor, spec)
        except (Missing, Forbidden):
            return None
