"""What briefs share that ask for something to follow from an earlier request. Pure."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import Ref, Thing
from domain.requests.kinds.referenced import Seen
from domain.requests.model import RequestState

#: Where something of a request is, or was, to be heard.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


class FollowingBrief(base.HouseBrief):
    """A brief about what an earlier request brought about."""

    subject_id: Annotated[Id, Field(description="The request that brought it about.")]
    evidence: Annotated[
        Prose, Field(description="What the numbers or notes say; up to 1,000 characters.")
    ]

    @property
    def refers(self) -> Sequence[Ref]:
        """The request it follows from."""
        return (Ref(Thing.REQUEST, self.subject_id, ("subject_id",)),)


def out_problems(subject_id: str, seen: Seen) -> list[Invalid]:
    """Return whether nothing of the subject is out, so that nothing can follow from it."""
    subject = seen.requests[subject_id]
    if subject.state in _OUT:
        return []
    said = f"#{subject.number} is {subject.state.replace('_', ' ')}; nothing of it is out."
    return [Invalid("not_out", said, ("subject_id",))]
