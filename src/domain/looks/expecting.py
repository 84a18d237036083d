"""What Spotify is to show of a show: its episodes that are out, and what was taken down."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from domain.catalog import records as catalog
from domain.catalog.model import Episode
from domain.looks import rules
from domain.masters import records as masters
from domain.requests import records as requests
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.takedown import TakedownBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.shown import links, records
from domain.shown.model import Due, ShownEpisode
from domain.targets import records as published
from domain.targets.model import Published

_OUT = (str(RequestState.PUBLISHED), str(RequestState.LIVE))

#: Handed over, and nobody said yet that it is out.
_WAITS = frozenset({RequestState.PUBLISHED})

#: Since when something is live, when the last of it ended (None while it is), and where not.
Life = tuple[datetime, datetime | None, frozenset[str]]


async def due(show_id: str, known: Mapping[str, ShownEpisode], now: datetime) -> list[Due]:
    """Return what is looked for of a show's newest releases, and of what was found before.

    What was taken down is looked at only where Spotify showed it, until it does no more.
    """
    newest: dict[str, Request] = {}
    for one in await masters.releases(show_id, None, *_OUT):
        newest.setdefault(str(one.payload["episode_id"]), one)
    left = {one.request_id for name, one in known.items() if name not in newest}
    for one in (await requests.get_many(sorted(left))).values():
        if one.state in OVER:
            newest[str(one.payload["episode_id"])] = one
    ids = [one.id for one in newest.values()]
    lives, places = await _lives(tuple(newest.values())), await published.last_of(ids)
    episodes = await catalog.episodes_by_id(sorted(newest))
    found = [
        _due(one, lives[one.id], places.get(one.id), episodes[name])
        for name, one in newest.items()
        if one.id in lives and name in episodes
    ]
    return [one for one in found if _wanted(one, known.get(one.episode_id), now)]


def _wanted(one: Due, known: ShownEpisode | None, now: datetime) -> bool:
    if not one.markets or now < one.since:
        return False
    if one.ended_at is None:
        return True
    shown = known is not None and known.shown_since is not None and known.closed_at is None
    return shown and not rules.over(one, now)


async def _lives(released: Sequence[Request]) -> dict[str, Life]:
    """Return since when releases are live, by id; those are missing that are not out yet.

    Where nobody told of an exposure a team published it: on its day, until it was taken down.
    """
    known = await records.lives([one.id for one in released])
    lives: dict[str, Life] = {one: (*life, frozenset()) for one, life in known.items()}
    told = {one.id: one for one in released if one.id not in lives and one.state not in _WAITS}
    for one in told.values():
        day = EpisodeReleaseBrief.model_validate(one.payload).releases_on
        lives[one.id] = (datetime.combine(day, time.min, UTC), None, frozenset())
    for down in await records.takedowns_of(sorted(told)):
        brief = TakedownBrief.model_validate(down.payload)
        request = told[str(brief.subject_id)]
        since, ended, gone = lives[request.id]
        gone |= brief.places
        whole = gone >= set(request.markets)
        lives[request.id] = (since, down.updated_at if whole else ended, gone)
    for one in released:
        if one.state in OVER and one.id in lives and lives[one.id][1] is None:
            since, _, gone = lives[one.id]
            lives[one.id] = (since, one.updated_at, gone)
    return lives


def _due(request: Request, life: Life, stands: Published | None, episode: Episode) -> Due:
    brief = EpisodeReleaseBrief.model_validate(request.payload)
    title = brief.episode_title or request.title
    since, ended_at, gone = life
    places = set(stands.markets) - stands.blocked if stands else set(request.markets) - gone
    return Due(
        request_id=request.id,
        episode_id=brief.episode_id,
        markets=tuple(sorted(places or (request.markets if ended_at else ()))),
        since=since,
        ended_at=ended_at,
        title=title,
        called=rules.names(title, episode.title),
        description=brief.description or "",
        disclaimers=tuple(brief.every_disclaimer),
        day=brief.releases_on,
        days=rules.told_days(brief.releases_on, stands.opens_at if stands else None),
        outside_id=links.episode_of(stands.address) if stands else "",
    )
