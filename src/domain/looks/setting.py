"""Saying which show at Spotify one of ours is."""

from collections.abc import Sequence
from dataclasses import replace

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.connections import records as connections
from domain.connections.model import Purpose
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.looks import rules
from domain.people.model import Act
from domain.people.rules import require
from domain.shown import asking, links, records
from domain.shown.model import ShownShow


async def set_show(hub: Hub, actor: Actor, show_id: str, said: str | None) -> str:
    """Say which show at Spotify it is, by its id or link, or with None that nobody says so.

    For managers of its brand. It is looked at from now on. What was seen of another show is
    forgotten. Returns the show's id; raises `Invalid`.
    """
    require(actor, Act.CHANGE_CATALOG)
    row = await catalog.row_of("shows", show_id)
    if row is None:
        raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
    require(actor, Act.CHANGE_CATALOG, brand_id=row["brand_id"])
    place, now = links.show_of(said) if said else "", hub.clock.now()
    async with transaction():
        before = (await of_shows([show_id])).get(show_id, ShownShow(show_id))
        await records.put_place(show_id, place)
        after = (await of_shows([show_id]))[show_id]
        if before.place and before.place != after.place:
            await records.forget(show_id)
        if after.place:
            await _begin(hub, str(row["brand_id"]), show_id)
        else:
            await records.plan(show_id, None)
        details = {"place": place, "before": before.place if before.said else ""}
        await audit.record(now, actor, "show.spotify_show_set", show_id, details)
    return show_id


async def of_shows(show_ids: Sequence[str]) -> dict[str, ShownShow]:
    """Return which shows at Spotify ours are, by id: as somebody said, else as a target knows."""
    known = await records.shows(show_ids)
    targets = await outlet_records.of_shows(show_ids)
    found = {}
    for one in show_ids:
        kept = known.get(one, ShownShow(one))
        place = kept.place or links.place_by(targets[one])
        if one in known or place:
            found[one] = replace(kept, place=place)
    return found


async def _begin(hub: Hub, brand_id: str, show_id: str) -> None:
    """Have a show looked at now; where that cannot be, say so at once."""
    now = hub.clock.now()
    connection = await connections.of_brand(Purpose.PLAYLISTS, brand_id)
    if trouble := rules.closed(connection):
        await records.trouble(show_id, trouble)
    await asking.ask(hub, show_id, f"said:{now.isoformat()}")
