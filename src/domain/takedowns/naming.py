"""What is live of what a takedown or a retirement names."""

from collections.abc import Collection

from domain.exposures import taken
from domain.requests import records as requests
from domain.requests.kinds import episode_release
from domain.requests.kinds.retirement import RetirementBrief
from domain.requests.kinds.takedown import KIND, TakedownBrief
from domain.requests.model import Request
from domain.rights.live import records
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind

#: The most places of one episode that are looked at.
_MOST = 500


async def named(request: Request) -> tuple[list[Exposure], Collection[str]]:
    """Return what is live of what a request names, and in which places it is to go."""
    if request.kind == KIND.name:
        brief = TakedownBrief.model_validate(request.payload)
        return await taken.meant_by(brief), brief.places
    retired = RetirementBrief.model_validate(request.payload)
    subject = await requests.get(retired.subject_id)
    return (await live_of(subject) if subject else []), retired.markets


async def left(
    request: Request, carried: Collection[tuple[str, str]], tracks: Collection[str]
) -> list[Exposure]:
    """Return what is live of what a request names, and is not the hub's to take down.

    That is `carried`, by the request that brought it and its target, and of the requests `tracks`
    the one track alone that is named.
    """
    found, places = await named(request)
    return [
        one
        for one in found
        if one.shown.area.touched.intersection(places)
        and (one.request_id, one.shown.publisher) not in carried
        and one.request_id not in tracks
    ]


async def live_of(subject: Request) -> list[Exposure]:
    """Return what is live of a request; of a release that is its episode, whoever noticed it."""
    found = await records.live_of_request(subject.id)
    if subject.kind == episode_release.KIND.name:
        episode = Subject(SubjectKind.EPISODE, str(subject.payload["episode_id"]))
        found += await records.live_of(episode, _MOST)
    return list({one.id: one for one in found}.values())
