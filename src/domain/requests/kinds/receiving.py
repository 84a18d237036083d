"""Who takes on what a request asks for, where people outside the hub make it real."""

from domain.catalog import records as catalog
from domain.people import records as people
from domain.requests.kinds.kind import Kind, Payload


async def team_of(kind: Kind, payload: Payload) -> str | None:
    """Return the id of the team that is handed a request of `kind`; None if there is none.

    The show's own team comes before the team that the kind names.
    """
    hands = kind.hands_over
    if hands is None:
        return None
    show_id = hands.show(payload) if hands.show else None
    show = await catalog.row_of("shows", show_id) if show_id else None
    if show is not None and show["team_id"]:
        return str(show["team_id"])
    key = hands.team_of(payload)
    team = (await people.teams_by_key([key])).get(key) if key else None
    return team.id if team else None
