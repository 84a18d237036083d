"""Who looks at what the rules of activation leave to people, and what they have seen. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from domain.activation import rules
from domain.activation.model import Word
from domain.approvals.model import Stage, StageState
from domain.decisions.model import Kept
from domain.requests.kinds.kind import Payload

#: The stages that look, where a request has one; else the first that people decide.
LOOKERS = frozenset({"legal", "privacy"})


def lookers(stages: Iterable[Stage]) -> list[Stage]:
    """Return the stages that look where the rules cannot tell; none if no people are asked."""
    asked = [one for one in stages if not one.automatic and one.state is not StageState.DROPPED]
    asked.sort(key=lambda one: (one.step, one.key))
    return [one for one in asked if one.key in LOOKERS] or asked[:1]


def unseen(
    brief: Payload | None,
    reasons: Sequence[str],
    stages: Iterable[Stage],
    kept: Sequence[Kept],
) -> Mapping[str, Sequence[str]]:
    """Return which of `reasons` were not there when those who look said yes, by key of the stage.

    `kept` are all judgements of the request, oldest first. What is there since a yes is no part of
    it, in whichever revision it was found. Stages that are not approved have yet to look.
    """
    said = [one for one in lookers(stages) if one.state is StageState.APPROVED]
    fresh = {
        one.key: [why for why in reasons if why not in _shown(brief, kept, one.closed_at)]
        for one in said
    }
    return {key: found for key, found in fresh.items() if found}


def _shown(brief: Payload | None, kept: Sequence[Kept], until: datetime | None) -> tuple[str, ...]:
    """Return what there was for people to look at in an instant."""
    known = [
        one for one in kept if until and one.at <= until and one.judgement.table == rules.TABLE
    ]
    if not known:
        return ()
    revision = max(one.revision for one in known)
    found = rules.stood(brief, revision, [(one.revision, one.judgement) for one in known])
    return found.reasons if found and found.word is Word.REVIEW else ()
