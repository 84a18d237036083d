"""Reading where an episode is not the same everywhere, and saying which place is right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.actor import Actor
from domain.approvals import records as approvals
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.works import records as works
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.masters import records, rules
from domain.masters.model import Drift, Master, MasterField, Noticed, Place, Sight
from domain.people.model import Act
from domain.people.rules import require, sight_of
from domain.requests.kinds import titled
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import visible
from domain.shown import records as seen
from domain.shown.model import ShownEpisode

#: Where a release was handed over.
_OUT = (str(RequestState.PUBLISHED), str(RequestState.LIVE))


async def drift(
    actor: Actor, show_id: str | None = None, title_id: str | None = None
) -> list[Drift]:
    """Return where episodes that are out differ from place to place, the newest release first.

    Of a show, or told by a title, or both; the newest release of an episode counts. `Invalid`
    where neither is named, `Forbidden` for agencies.
    """
    require(actor, Act.SEE_WORKS)
    if show_id is None and title_id is None:
        raise Invalid("nothing_named", "Name a show or a title.", ("showId",))
    found = await records.releases(show_id, title_id, *_OUT)
    teams = await approvals.stages_of([one.id for one in found])
    sight = sight_of(actor)
    return await compared(
        [
            one
            for one in found
            if visible(sight, one, frozenset(s.team_id for s in teams[one.id] if s.team_id))
        ]
    )


async def compared(released: Sequence[Request]) -> list[Drift]:
    """Return where the episodes of releases, newest first, differ from place to place."""
    newest: dict[str, tuple[Request, EpisodeReleaseBrief]] = {}
    for one in released:
        brief = EpisodeReleaseBrief.model_validate(one.payload)
        newest.setdefault(brief.episode_id, (one, brief))
    briefs = [brief for _, brief in newest.values()]
    titles = await works.titles_by_id(sorted({one.title_id for one in briefs if one.title_id}))
    episodes = await catalog.episodes_by_id(sorted(newest))
    noted = await records.seen_live(sorted(newest))
    shown = await seen.episodes(sorted(newest))
    masters = await records.masters_of(sorted({one.show_id for one in briefs}))
    found = []
    for request, brief in newest.values():
        title, episode = titles.get(brief.title_id or ""), episodes.get(brief.episode_id)
        said: dict[Place, Mapping[Any, Any]] = {Place.PACKAGE: brief.model_dump()}
        if title is not None and title.removed_at is None:
            said[Place.RECORD] = titled.told_by(title.product)
        if episode is not None:
            said[Place.HUB] = {"episode_title": episode.title, "releases_on": episode.release_on}
        sights = _sights(noted.get(brief.episode_id), shown.get(brief.episode_id))
        said[Place.LIVE] = {field: one.value for field, one in sights.items()}
        found += [
            replace(one, sight=sights.get(one.field))
            for one in rules.drifts(request.id, brief, said, masters[brief.show_id])
        ]
    return found


def _sights(noted: Noticed | None, shown: ShownEpisode | None) -> Mapping[str, Sight]:
    """Return what was seen of an episode live, by field: by a person or the hub, whoever is last.

    What Spotify does not show counts as people noted it, however long ago.
    """
    found = {}
    if noted is not None:
        for field, value in noted.said.items():
            found[field] = Sight(value, noted.seen_at, noted.seen_by)
    if shown is not None and shown.seen_at is not None:
        for field, value in shown.said.items():
            if field not in found or found[field].at <= shown.seen_at:
                found[field] = Sight(value, shown.seen_at, by_hub=True)
    return found


async def set_master(hub: Hub, actor: Actor, value: Master) -> Master:
    """Say which place is right about a field of a show's episodes; for managers of its brand."""
    rules.check_master(value.field, value.place)
    row = await catalog.row_of("shows", value.show_id)
    if row is None:
        raise Invalid("no_such_show", f"There is no show `{value.show_id[:40]}`.", ("show_id",))
    require(actor, Act.CHANGE_CATALOG, brand_id=row["brand_id"])
    async with transaction():
        await records.put_master(value)
        details = {"field": value.field, "place": value.place}
        await audit.record(hub.clock.now(), actor, "show.master_set", value.show_id, details)
    return value


async def masters(actor: Actor, show_id: str) -> list[Master]:
    """Return which place is right about each field of a show's episodes."""
    require(actor, Act.SEE_WORKS)
    if await catalog.row_of("shows", show_id) is None:
        raise Missing("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
    chosen = (await records.masters_of([show_id]))[show_id]
    return [
        Master(show_id, field, chosen.get(field, usual[0]))
        for field, usual in rules.MASTERS.items()
    ]


async def note_live(
    hub: Hub, actor: Actor, episode_id: str, said: Mapping[MasterField, Any]
) -> str:
    """Keep what somebody saw of an episode where it is live, in place of what was seen before.

    Return the id of its show.
    """
    episode = (await catalog.episodes_by_id([episode_id])).get(episode_id)
    row = await catalog.row_of("shows", episode.show_id) if episode else None
    if row is None:
        said_of = f"There is no episode `{episode_id[:40]}`."
        raise Invalid("no_such_episode", said_of, ("episode_id",))
    require(actor, Act.CHANGE_CATALOG, brand_id=row["brand_id"])
    kept = rules.checked_seen(said)
    now = hub.clock.now()
    async with transaction():
        await records.put_seen(Noticed(episode_id, kept, now, actor.user_id))
        await audit.record(now, actor, "episode.seen_live", episode_id, {"said": dict(kept)})
    return str(row["id"])
