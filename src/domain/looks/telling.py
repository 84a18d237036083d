"""Telling those who wait for a release what Spotify shows otherwise than it is to, once."""

from collections.abc import Mapping
from datetime import datetime

from domain.hub import Hub
from domain.jobs.model import Job
from domain.looks import rules
from domain.masters import comparing
from domain.masters.model import Place
from domain.masters.rules import NAMES, cut
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.model import Request
from domain.shown import links, records
from domain.shown.model import Due, ShownEpisode

#: How everything begins that is told of what Spotify shows, by which it is known to be ours.
_AT_SPOTIFY = "At Spotify "

#: By what else what can be mended by one act is known.
_MENDED = "`mendDrift` has that mended"

_OTHERWISE = f"{{field}} is “{{there}}” and not “{{right}}”; {_MENDED}"
_UNPLAYED = "it is not played in {market}: {why}; find out why where it is published"
_GONE = (
    "it is not shown in {market} any more since {since}, though it is to be live; look where it is"
    " published, and have it published again, or withdraw it"
)
_STILL = (
    "it is still shown in {market}, {days} days after it was taken down: {address}; have it taken"
    " down there"
)


def is_to_mend(trouble: str | None) -> bool:
    """Whether what was told of a release is what Spotify shows otherwise, which can be mended."""
    return trouble is not None and trouble.startswith(_AT_SPOTIFY) and _MENDED in trouble


async def tell(hub: Hub, job: Job, due: Due, seen: ShownEpisode) -> None:
    """Say what is new in what Spotify shows otherwise, and that all is right again.

    In the transaction that keeps what was `seen`, which holds what was told.
    """
    request = await requests.get(due.request_id)
    if request is None:
        return
    wrong = await _wrong(hub.clock.now(), request, due, seen)
    if tuple(wrong) == seen.told:
        return
    await records.told(seen.episode_id, tuple(wrong))
    ours = (request.trouble or "").startswith(_AT_SPOTIFY)
    if wrong:
        said = f"{_AT_SPOTIFY}{'; '.join(wrong.values())}."
        await outcomes.tell(hub, request.id, "request.shown_otherwise", said, job.key)
    elif ours:
        await outcomes.tell(hub, request.id, "request.shown_as_approved", None, job.key)


async def _wrong(
    now: datetime, request: Request, due: Due, seen: ShownEpisode
) -> Mapping[str, str]:
    """Return what is not as it is to be, each by a word that stays the same while it is so."""
    where = {"market": seen.market, "address": links.address(seen.outside_id)}
    if due.ended_at is not None:
        still = seen.closed_at is None and now - due.ended_at >= rules.LAG
        return {"still": _STILL.format(days=(now - due.ended_at).days, **where)} if still else {}
    if seen.gone_since is not None:
        since = seen.gone_since.date().isoformat()
        sure = now - seen.gone_since >= rules.SURE
        return {"gone": _GONE.format(since=since, **where)} if sure else {}
    if seen.shown_since is None:
        return {}
    found = {}
    for one in await comparing.compared([request]):
        if Place.LIVE in one.wrong and one.sight is not None and one.sight.by_hub:
            there, right = cut(one.said[Place.LIVE]), cut(one.right)
            name = f"{one.field}:{rules.mark(one.said[Place.LIVE], one.right)}"
            found[name] = _OTHERWISE.format(field=NAMES[one.field], there=there, right=right)
    if seen.unplayed:
        found[f"unplayed:{seen.unplayed}"] = _UNPLAYED.format(why=seen.unplayed, **where)
    return found
