"""What may be acted upon of what a table said, whoever judged by it. Pure.

An outcome that nobody knows would let anything pass, a stage without quorum approve itself.
"""

from collections.abc import Mapping
from typing import Any

from domain import text
from domain.decisions.model import Judgement, Outcome
from domain.executors import rules as executors

#: What admissions say of what may not be, and everything they may say.
REFUSED = frozenset({"refuse", "reject"})
OUTCOMES = REFUSED | {"admit", "approve", "review"}

#: The largest step, quorum and hours of a stage that make sense.
NUMBERS = {"step": (1, 99), "quorum": (0, 99), "due_hours": (1, 8_760)}

#: The stages that wait for files: the hub closes each once those that it wants are in.
FILE_STAGES = frozenset({"collection", "release_forms", "script_file", "edit", "publication"})

#: The stages that the hub closes by itself; any other needs a team that votes.
OWN_STAGES = frozenset({"readiness", "replay", "compliance"}) | FILE_STAGES

#: The longest key, title or team of a stage, in characters.
WORD_LENGTH_MAX = 80


def acceptable(judgement: Judgement) -> Judgement:
    """Return a judgement as it is, or that people must look where it cannot be acted upon."""
    found = trouble(judgement)
    if found is None:
        return judgement
    who = judgement.by or f"`{judgement.table}`"
    said = f"{who} answered what cannot be acted upon: {found}; people look."
    return executors.review(judgement, said, judgement.by)


def trouble(judgement: Judgement) -> str | None:
    """Return why a judgement cannot be acted upon; None if it can, or decided nothing."""
    if judgement.outcome is not Outcome.DECIDED:
        return None
    return next(filter(None, map(_trouble, judgement.rows)), None) or _twice(judgement)


def _trouble(row: Mapping[str, Any]) -> str | None:
    if "outcome" in row and row["outcome"] not in OUTCOMES:
        return (
            f"`outcome` is `{str(row['outcome'])[:40]}`, not one of {', '.join(sorted(OUTCOMES))}"
        )
    if "outcome" not in row and not row.get("stage"):
        return "a stage has no name"
    return _stage_trouble(row) if row.get("stage") else None


def _stage_trouble(row: Mapping[str, Any]) -> str | None:
    for name, (least, most) in NUMBERS.items():
        value = row.get(name)
        if type(value) is not int or not least <= value <= most:
            return f"`{name}` is `{str(value)[:40]}`, no whole number from {least} to {most}"
    for name in ("stage", "title", "team"):
        value = row.get(name)
        if not isinstance(value, str) or len(value) > WORD_LENGTH_MAX or text.one_line(value):
            return f"`{name}` is no text of one line"
    if not row["title"]:
        return "a stage has no title"
    if not row["team"] and row["stage"] not in OWN_STAGES:
        return f"nobody is asked in the stage `{row['stage']}`; it needs a team"
    if bool(row["team"]) != bool(row["quorum"]):
        return f"the stage `{row['stage']}` has a team without a quorum, or a quorum without a team"
    return None


def _twice(judgement: Judgement) -> str | None:
    stages = [row["stage"] for row in judgement.rows if row.get("stage")]
    found = next((stage for stage in stages if stages.count(stage) > 1), None)
    return None if found is None else f"the stage `{found}` stands there twice"
