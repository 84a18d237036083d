"""Who may decide a stage: told to those who may not, and asked where a channel is out of reach."""

from bot.dossier import Dossier
from bot.language import say, say_n
from bot.messages.words import one_line
from domain.approvals.model import Stage
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import ACCESS, covers
from domain.requests import ledger
from domain.requests.model import Request
from domain.requests.rules import reach

#: How many people are named, and how many are asked one by one. Ours.
NAMED_MAX, ASKED_MAX = 5, 5

#: The longest name in a sentence.
_NAME = 60


async def able(request: Request, stage: Stage) -> list[str]:
    """Return the ids of those who may vote on a stage, but for who wrote the request."""
    if stage.team_id is None:
        return []
    grants = await people.grants_of_all(await people.members(stage.team_id))
    voting, _ = ACCESS[Act.VOTE]
    authors = (await ledger.load(request.id)).authors
    return [
        user_id
        for user_id, held in grants.items()
        if user_id not in authors
        and covers([grant for grant in held if grant.role in voting], **reach(request))
    ]


async def named(dossier: Dossier, stage: Stage) -> str:
    """Return a sentence that names those who may vote on a stage."""
    found = await able(dossier.request, stage)
    names = await people.names(found)
    known = sorted(one_line(name, _NAME) for name in names.values())
    if not known:
        return say("Nobody may decide this at present; tell an admin of Greenlight.")
    shown = ", ".join(known[:NAMED_MAX])
    if (more := len(known) - NAMED_MAX) > 0:
        return say_n(
            "Those who may: {names} and {n} more.",
            "Those who may: {names} and {n} more.",
            more,
            names=shown,
        )
    return say("Those who may: {names}.", names=shown)
