"""Imports that are not gone on with: what went in is on record, and is judged.

Whoever brings figures in ends their import. A process that dies does not, nor does one whose
machine is gone; what it wrote would be judged by nobody, and audio fit would wait for it.
"""

from dataclasses import replace

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics import bringing, import_records

#: The job that ends what nobody goes on with.
KIND = "metrics.break_off"


async def break_off(hub: Hub, number: int) -> None:
    """End an import that is not gone on with. For the transaction that gives it up."""
    ended = await import_records.break_off(number)
    if ended is None:
        return
    done = replace(ended, at=hub.clock.now())
    counts = {name: getattr(done, name) for name in ("added", "changed", "same")}
    details = {"number": number, "file": done.name, "broken_off": True, **counts}
    await audit.record(done.at, CONNECTOR, bringing.BROUGHT, f"metrics-{done.source}", details)
    await bringing.ask_to_judge(hub, done, everything=True)


async def end_what_stands_still(hub: Hub, _: Job) -> None:
    """End the imports that wrote nothing for so long that whoever ran them must be gone."""
    for number in await import_records.standing_still(hub.clock.now()):
        async with transaction():
            # One that was asleep may have woken meanwhile; it writes in its turn, or is over.
            await sql.take_turns(Turn.METRICS)
            if number in await import_records.standing_still(hub.clock.now()):
                await break_off(hub, number)
