"""What of a campaign stays as it was asked for first: where it is heard."""

from collections.abc import Sequence

from domain.errors import Invalid
from domain.requests import records

#: The fields no revision changes: a draft at Spotify forgets no position once it has one, and what
#: a sponsorship became stays what was sponsored.
_STAY = frozenset({"heard", "positions"})


async def fixed(request_id: str, changed: frozenset[str]) -> Sequence[Invalid]:
    """Return why a revision may not have a campaign heard elsewhere than it was asked for."""
    fields = sorted(_STAY & changed)
    before = await records.get(request_id) if fields else None
    said = "Where a campaign is heard stays as it is; leave this, or withdraw it and ask anew."
    # What was asked for before this could be said is heard where it always was.
    return [
        Invalid("heard_elsewhere", said, (field,))
        for field in fields
        if before is not None and field in before.payload
    ]
