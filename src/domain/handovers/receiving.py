"""Who may act on what a team was handed."""

from domain.actor import Actor
from domain.errors import Forbidden, Missing
from domain.placements.model import HandOver

#: The receiver that is a show's own team.
SHOW_TEAM = "show-team"


def require_team(actor: Actor, handed: HandOver | None) -> HandOver:
    """Return what was handed over; raises `Missing` if nothing was, `Forbidden` for others."""
    if handed is None:
        raise Missing("not_handed_over", "Nothing of this was handed over yet.")
    if handed.team_id not in actor.team_ids:
        if handed.receiver == SHOW_TEAM:
            raise Forbidden("not_the_shows_team", "The show's own team takes placements on.")
        raise Forbidden("not_the_receiver", "The team it was handed to acknowledges it.")
    return handed
