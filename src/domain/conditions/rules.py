"""Which conditions count, and what may become of one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from domain import text as texts
from domain.approvals.model import Choice, Stage, Vote
from domain.approvals.rules import standing
from domain.conditions.model import Condition, ConditionState
from domain.errors import Conflict, Invalid

#: How many conditions one yes may have, and how long each may be, in characters: cards show them.
CONDITIONS_MAX = 5
LENGTH_MAX = 300

#: The longest word on a condition, in characters.
WORD_LENGTH_MAX = 500


def clean(choice: Choice, given: Sequence[str]) -> tuple[str, ...]:
    """Return conditions without blanks around them; `Invalid` says everything wrong with them."""
    wanted = tuple(one.strip() for one in given)
    if not wanted:
        return ()
    if choice is not Choice.APPROVE:
        said = "Only a yes has conditions; say in the reason what has to change."
        raise Invalid("conditions_without_yes", said, ("conditions",))
    if len(wanted) > CONDITIONS_MAX:
        said = f"A yes has at most {CONDITIONS_MAX} conditions; ask for changes instead."
        raise Invalid("too_many_conditions", said, ("conditions",))
    for at, one in enumerate(wanted):
        path = ("conditions", str(at))
        if not 0 < len(one) <= LENGTH_MAX:
            said = f"A condition has 1 to {LENGTH_MAX} characters; this has {len(one)}."
            raise Invalid("condition_length", said, path)
        texts.require_honest(one, path)
    return wanted


def clean_word(given: str, field: str) -> str:
    """Return what somebody says of a condition, without blanks around it."""
    word = given.strip()
    if not 0 < len(word) <= WORD_LENGTH_MAX:
        said = f"Say it in 1 to {WORD_LENGTH_MAX} characters."
        raise Invalid("word_missing" if not word else "word_too_long", said, (field,))
    texts.require_honest(word, (field,))
    return word


def counting(
    conditions: Iterable[Condition], stages: Iterable[Stage], votes: Iterable[Vote]
) -> list[Condition]:
    """Return the conditions of votes that count in the present rounds, in their order."""
    cast = {vote.id for vote in standing(stages, votes)}
    return [one for one in conditions if one.vote_id in cast]


def unconfirmed(conditions: Iterable[Condition]) -> list[Condition]:
    """Return the conditions that still hold the effect back."""
    return [one for one in conditions if one.state is not ConditionState.CONFIRMED]


def met(condition: Condition, word: str, by: str, at: datetime) -> Condition:
    """Return `condition` as its requester says it is met; `Conflict` if that was said already."""
    if condition.state is not ConditionState.OPEN:
        said = f"This condition is {condition.state} already."
        raise Conflict("condition_not_open", said)
    return replace(condition, state=ConditionState.MET, word=word, met_by=by, met_at=at, doubt=None)


def confirmed(condition: Condition, by: str, at: datetime) -> Condition:
    """Return `condition` as confirmed; `Conflict` unless it is said to be met."""
    _require_met(condition)
    return replace(condition, state=ConditionState.CONFIRMED, confirmed_by=by, confirmed_at=at)


def doubted(condition: Condition, doubt: str) -> Condition:
    """Return `condition` as open again; `Conflict` unless it is said to be met."""
    _require_met(condition)
    return replace(condition, state=ConditionState.OPEN, doubt=doubt)


def _require_met(condition: Condition) -> None:
    if condition.state is ConditionState.OPEN:
        said = "The requester has not said yet that this condition is met; wait for their word."
        raise Conflict("condition_not_met", said)
    if condition.state is ConditionState.CONFIRMED:
        raise Conflict("condition_confirmed", "This condition is confirmed already.")
