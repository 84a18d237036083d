"""What is asked for once titles were written: that what hangs on them is looked at again."""

from collections.abc import Sequence
from datetime import datetime

from domain import ids
from domain.hub import Hub
from domain.jobs import service as jobs

#: Asked for when titles are sold elsewhere than before, or belong to another work.
SALES = "titles.sales_changed"

#: Asked for when titles of works came, changed or went.
CHANGED = "titles.changed"


async def ask_rights(hub: Hub, titles: Sequence[str], now: datetime) -> None:
    """Ask that what is made from titles is judged anew; in the transaction."""
    await _ask(hub, SALES, {"titles": list(titles)}, now)


async def ask_plans(hub: Hub, works: Sequence[str]) -> None:
    """Ask that what is planned around works is looked at again; in the transaction."""
    await _ask(hub, CHANGED, {"works": list(works)}, hub.clock.now())


async def _ask(hub: Hub, kind: str, details: dict[str, list[str]], now: datetime) -> None:
    key = f"{kind}:{ids.new(ids.Prefix.JOB)}"
    await jobs.ask(hub.wake, now, key=key, kind=kind, lane=kind, details=details)
