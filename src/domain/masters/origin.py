"""Where the words of a package come from, and how the rights of its title stand."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from domain.catalog.works import records as works
from domain.requests.kinds import titled
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.kind import Payload
from domain.rights import reading, subjects
from domain.rights.clearance import clear
from domain.rights.model import Subject, SubjectKind, Use
from domain.rights.reach import bits
from domain.rights.verdicts import Question


async def record_of(brief: Payload) -> Mapping[str, Any]:
    """Return the title's record that a package is told by; nothing where it is told by none.

    `from_record` and `written_over` are names of fields, `rights` the markets of the brief by how
    the title stands in them on the day of the release (UTC), for listening on demand. What does
    not clear a title says nothing of the audio: that has rights of its own.
    """
    if not isinstance(brief, EpisodeReleaseBrief) or brief.title_id is None:
        return {}
    title = (await works.titles_by_id([brief.title_id])).get(brief.title_id)
    if title is None:
        return {}
    return {
        "record": {
            "title_id": title.id,
            "reference": title.product.reference,
            "sender": title.origin.sender,
            "taken_in_at": title.imported_at.isoformat(),
            "digest": title.digest,
            "from_record": [str(one) for one in brief.from_record],
            "written_over": [str(one) for one in titled.written_over(brief)],
            "rights": await _rights(brief, title.id),
        }
    }


async def _rights(brief: EpisodeReleaseBrief, title_id: str) -> dict[str, list[str]]:
    held = await reading.book_of(await subjects.placed(Subject(SubjectKind.TITLE, title_id)))
    at = datetime.combine(brief.releases_on, time.min, UTC)
    question = Question(Use.ON_DEMAND, at)
    found = clear(held.needs, held.grants, question, bits(frozenset(brief.markets)), held.fences)
    stands: dict[str, list[str]] = {}
    for one in found:
        stands.setdefault(str(one.standing), []).extend(sorted(one.territories))
    return {standing: sorted(codes) for standing, codes in stands.items()}
