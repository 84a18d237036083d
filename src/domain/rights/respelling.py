"""Bringing languages and channels that were kept as somebody spelt them into their one spelling.

What is judged reads any spelling already, and takes what it cannot read for what it may be at
worst; so this changes no verdict by itself. But before there was one spelling, letters were
compared: so all that is live of what names languages or channels is judged anew on the way.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain import language_tags
from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.catalog.rules import LANGUAGE_LENGTH_MAX
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.rights import channels, service
from domain.rights import spelling_records as kept
from domain.rights.live import standing
from domain.rights.model import Grant

#: Asked for once, by the step of the schema since which there is one spelling.
KIND = "rights.respell"

#: How many are looked at in one transaction.
BATCH = 100

#: Looks at those after an id, and returns the last one's; None if that was all.
_Some = Callable[[Hub, str], Awaitable[str | None]]


async def respell(hub: Hub, _: Job | None = None) -> None:
    """Bring all of it over, some at a time; what was is not touched again. For the job."""
    for some in (_shows, _grants, _exposures):
        await _all(hub, some)


async def _all(hub: Hub, some: _Some) -> None:
    after: str | None = ""
    while after is not None:
        async with transaction():
            await sql.take_turns(Turn.RIGHTS)
            after = await some(hub, after)


async def _shows(hub: Hub, after: str) -> str | None:
    found = await kept.shows(after, BATCH)
    for show in found:
        spelt = language_tags.known(show.language) or show.language
        if spelt != show.language and len(spelt) <= LANGUAGE_LENGTH_MAX:
            await kept.write_show(show.id, spelt)
            told = {"before": show.language, "after": spelt}
            await audit.record(hub.clock.now(), SCHEDULE, "show.respelled", show.id, told)
    return found[-1].id if len(found) == BATCH else None


async def _grants(hub: Hub, after: str) -> str | None:
    found = await kept.grants(after, BATCH)
    for before in found:
        value = respelt(before)
        if value != before:
            await service.keep(hub, SCHEDULE, before, value, "respelled")
        await standing.changed(hub, value.subject)
    return found[-1].id if len(found) == BATCH else None


async def _exposures(hub: Hub, after: str) -> str | None:
    found = await kept.live(after, BATCH)
    for one in found:
        shown = one.shown
        channel = channels.known(shown.channel) or shown.channel
        language = language_tags.known(shown.language)
        spelt = replace(shown, channel=channel, language=language)
        if spelt == shown:
            continue
        await kept.write_exposure(one.id, spelt)
        told = {
            "before": {"channel": shown.channel, "language": shown.language},
            "after": {"channel": channel, "language": language},
        }
        await audit.record(hub.clock.now(), SCHEDULE, "exposure.respelled", one.id, told)
        await standing.refresh(hub, [replace(one, shown=spelt)])
    return found[-1].id if len(found) == BATCH else None


def respelt(grant: Grant) -> Grant:
    """Return a grant with its languages and channels in one spelling; what is none stays. Pure."""
    scope = grant.scope
    spelt = replace(
        scope,
        languages=frozenset(language_tags.known(one) or one for one in scope.languages),
        channels=frozenset(channels.known(one) or one for one in scope.channels),
    )
    return grant if spelt == scope else replace(grant, scope=spelt, version=grant.version + 1)
