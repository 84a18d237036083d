"""GUIDs that episodes bring from the feed their show had before, so that none is heard twice."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.model import Episode
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.feeds import records, rules
from domain.feeds.setting import managed
from domain.hub import Hub
from domain.placements import records as placements


async def set_guid(hub: Hub, actor: Actor, episode_id: str, guid: str) -> Episode:
    """Say what an episode was called in an earlier feed; only before it is put into ours.

    For managers of its show's brand. Raises `Conflict` once it was, or where the GUID is another
    episode's.
    """
    found = (await catalog.episodes_by_id([episode_id])).get(episode_id)
    if found is None:
        said = f"There is no episode `{episode_id[:40]}`."
        raise Invalid("no_such_episode", said, ("episode_id",))
    await managed(actor, found.show_id)
    rules.check_guid(guid)
    now = hub.clock.now()
    async with transaction():
        await placements.take_turn(found.show_id)
        before = (await records.guids_of([found.id])).get(found.id)
        if before == guid:
            return found
        if await records.put_into_any(found.id):
            said = "This episode is in its show's feed already, and keeps its GUID for good."
            raise Conflict("published_already", said, ("episode_id",))
        if await _taken(found, guid):
            said = "Another episode of this show has this GUID; each has its own."
            raise Conflict("guid_taken", said, ("guid",))
        await records.bring_guid(found.id, found.show_id, guid, now)
        details = {"before": before or "", "after": guid}
        await audit.record(now, actor, "episode.guid_set", found.id, details)
        hub.announce(found.id)
    return found


async def _taken(episode: Episode, guid: str) -> bool:
    """Whether another episode is called so, by its id or otherwise."""
    others = {one.id for one in await catalog.episodes(episode.show_id)} - {episode.id}
    return guid in others or await records.bearer_of(episode.show_id, guid) is not None
