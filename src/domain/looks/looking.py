"""Looking what Spotify shows of a show's episodes, and keeping what is seen. For the job."""

from datetime import datetime, timedelta

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.connections import records as connections
from domain.connections.model import Purpose
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.looks import expecting, rules, telling
from domain.shown import asking, links, records
from domain.shown.model import SOON, Due, Pages, Shown, ShownEpisode, Shut
from domain.targets.model import NotLetIn

#: The longest trouble that is kept, in characters; what the column holds.
TROUBLE_MAX = 300


async def look(hub: Hub, pages: Pages | None, job: Job) -> None:
    """Look at a show, keep what is seen, tell of what is new in it, ask for the next look.

    Nothing that a person has to mend ends it: it stands at the show, and is looked at again the
    next day, or as soon as the account is connected.
    """
    show_id, now = job.details["show_id"], hub.clock.now()
    kept = (await records.shows([show_id])).get(show_id)
    row = await catalog.row_of("shows", show_id)
    if kept is None or row is None or kept.next_at is None:
        return
    if kept.next_at.isoformat() != job.details["due"]:
        return  # Another look was asked for since.
    targets = (await outlet_records.of_shows([show_id]))[show_id]
    place = kept.place or links.place_by(targets)
    wait, trouble = rules.DAILY, ""
    if place:
        try:
            wait, trouble = await _seen(hub, pages, job, str(row["brand_id"]), place)
        except Shut as shut:
            trouble = str(shut)
        except NotLetIn as no:  # It may be a moment's trouble; meanwhile the show says so.
            wait, trouble = SOON, str(no)
    async with transaction():
        await records.looked(show_id, now, trouble[:TROUBLE_MAX])
        still = (await records.shows([show_id])).get(show_id)
        if still is not None and still.next_at == kept.next_at:
            await asking.ask(hub, show_id, f"{now.isoformat()}", wait if place else rules.DAILY)


async def _seen(
    hub: Hub, pages: Pages | None, job: Job, brand_id: str, place: str
) -> tuple[timedelta, str]:
    """Return how long to wait for the next look, and what a person has to mend."""
    show_id, now = job.details["show_id"], hub.clock.now()
    connection = await connections.of_brand(Purpose.PLAYLISTS, brand_id)
    if trouble := rules.closed(connection):
        return rules.DAILY, trouble
    if pages is None:
        return rules.DAILY, "Nothing is looked at: nothing here asks Spotify."
    known = await records.of_show(show_id)
    due = await expecting.due(show_id, known, now)
    troubles = []
    for market, some in rules.by_market(due).items():
        listed = await pages.newest(brand_id, place, market)
        if listed is None:
            troubles.append(rules.unseen(place, market))
        there = {one.id: one for one in listed or ()}
        names = rules.found_of(some, known, listed or ())
        for one in some:
            before = rules.before(known.get(one.episode_id), one, market, show_id, now)
            # Kept one by one: what was seen stays seen where asking for the next one fails.
            name = names.get(one.episode_id)
            found = there.get(name or "") or (name and await pages.one(brand_id, name, market))
            await _keep(hub, job, before, one, found or None)
    after = await records.of_show(show_id)
    return rules.next_look(due, after, now), " ".join(troubles)


async def _keep(hub: Hub, job: Job, before: ShownEpisode, due: Due, found: Shown | None) -> None:
    """Keep what was seen of an episode, and tell what is new, in one transaction."""
    now = hub.clock.now()
    after = rules.after(before, due, found, now)
    async with transaction():
        await records.put(after)
        await _record(now, before, after)
        await telling.tell(hub, job, due, after)


async def _record(now: datetime, before: ShownEpisode, after: ShownEpisode) -> None:
    """Record what changed of what Spotify shows of an episode."""
    if after.said and after.said != before.said:
        details = {"said": dict(after.said), "address": links.address(after.outside_id)}
        await audit.record(now, CONNECTOR, "episode.seen_at_spotify", after.episode_id, details)
    if after.gone_since is not None and before.gone_since is None:
        details = {"address": links.address(after.outside_id), "market": after.market}
        await audit.record(now, CONNECTOR, "episode.gone_at_spotify", after.episode_id, details)
