"""What the hub itself brings about of what was handed over: how that stands, and what it says."""

from bot.gathered.dossier import Dossier
from bot.language import instant, later, say
from domain.placements.model import HandOver
from domain.requests.kinds import retirement, takedown, targeting
from domain.requests.model import RequestState

#: What asks for an end, and is acknowledged by the hub once that is seen.
ENDS = frozenset({takedown.KIND.name, retirement.KIND.name})


def unaided_stands(dossier: Dossier) -> str:
    """Where a request stands that needs nobody's word, as it stands alone; empty for others."""
    state, found, handed = dossier.request.state, dossier.unaided, dossier.sheet
    if state is RequestState.PUBLISHED and found is not None:
        if found.opens_at is None:
            return say("Handed over; Greenlight is carrying it out")
        return say("Handed over; comes out on {at}", at=instant(found.opens_at))
    if state is RequestState.LIVE and handed is not None and by_hub(handed):
        return say(later("Live") if publishes(dossier) else later("Carried out by Greenlight"))
    return ""


def promise(dossier: Dossier) -> str:
    """What a team is told of a package that it need not acknowledge; empty where it has to."""
    found = dossier.unaided
    if found is None or dossier.going:
        return ""
    if found.opens_at is None:
        return say("Greenlight carries this out by itself; there is nothing to acknowledge.")
    return say(
        "Greenlight publishes this by itself on {at}; there is nothing to acknowledge.",
        at=instant(found.opens_at),
    )


def by_hub(handed: HandOver) -> bool:
    """Whether the hub took it on, and nobody of the team."""
    return handed.taken_at is not None and handed.taken_by is None


def publishes(dossier: Dossier) -> bool:
    """Whether what the hub did of it is that it can be heard."""
    return dossier.request.kind not in ENDS | {targeting.NAME}
