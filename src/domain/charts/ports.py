"""What charts need from outside: the values they show, and somebody who paints them."""

from typing import Protocol

from domain.actor import Actor
from domain.charts.model import Chart
from domain.charts.spec import Spec


class ChartSource(Protocol):
    """Where the values of charts are kept."""

    async def chart(self, actor: Actor, spec: Spec) -> Chart | None:
        """Return the chart that is described, with names in the language of its look.

        None where there is no such subject or metric, or `actor` may not see it: nobody is to
        learn which.
        """
        ...


class Painter(Protocol):
    """Makes pictures of dots from what was drawn."""

    async def png(self, svg: str) -> bytes:
        """Return a PNG of one and a half times the size of `svg`.

        Raises `Invalid` for what is too large, and `Upstream` where it cannot be painted now.
        """
        ...
