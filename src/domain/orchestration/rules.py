"""What the mirror makes of tasks, and when it starts anew. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from domain.decision_service import Fact
from domain.orchestration.model import Mirror, Mirrored, Outcome, Standing, Step, Verdict
from domain.workflow_service import Task

#: The task's own variable by which a task that the hub completed is known again.
GREENLIGHT = "greenlight"

#: The variable of a process that says which instance of a subject it is.
GENERATION = "greenlight_generation"

#: The task in which a process waits for a revision, which is made here.
REVISE = "greenlight_revise"

#: How that task ends.
REVISED = "revised"

#: What begins the names of variables that say how a stage was decided.
OUTCOME = "outcome"

#: What stands there for a stage that is to be decided still.
ASKED = ""

#: The first and the longest wait for a service that is not there, in seconds.
WAIT_SECONDS_MIN, WAIT_SECONDS_MAX = 2.0, 900.0

#: How far the two clocks may be apart.
SKEW = timedelta(seconds=5)

#: The longest text of a person's that is taken over, in characters.
TEXT_LENGTH_MAX = 1_000


def outcome_variable(step: str) -> str:
    """Return the name of the process's variable that says how `step` was decided."""
    return f"{OUTCOME}_{named(step)}"


def named(step: str) -> str:
    """Return a stage's key as processes can name it: letters, digits and underscores."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in step)
    return plain if plain[:1].isalpha() else f"s_{plain}"


def outcome_facts(standing: Standing) -> dict[str, Fact]:
    """Return how every stage stands, as variables that the process goes by."""
    return {
        outcome_variable(step.key): Fact("string", Outcome.APPROVED.value if _kept(step) else ASKED)
        for step in standing.steps
    }


def _kept(step: Step) -> bool:
    """Whether a process that begins now passes a stage by."""
    return step.decision is Outcome.APPROVED


def started_with(standing: Standing, generation: int) -> dict[str, Fact]:
    """Return the variables that an instance begins with."""
    return {
        **standing.facts,
        **outcome_facts(standing),
        GENERATION: Fact("number", generation),
    }


def decided_with(step: Step) -> dict[str, Fact]:
    """Return the variables that a task is completed with."""
    said = step.decision.value if step.decision else ASKED
    mark = Fact("string", intent_of(step))
    return {outcome_variable(step.key): Fact("string", said), GREENLIGHT: mark}


def intent_of(step: Step) -> str:
    """Return by what a task is known that the hub completes as `step` was decided."""
    return f"{step.mark}:{step.decision}"


def revised_with() -> dict[str, Fact]:
    """Return the variables that the task is completed with in which a process waits."""
    return {GREENLIGHT: Fact("string", REVISED)}


def names_of(task: Task) -> list[str]:
    """Return the names a task may be matched by, the surest first."""
    own = task.local.get("stage")
    found = [own if isinstance(own, str) else None, task.category, task.key, task.name]
    return [name.strip() for name in found if name and name.strip()]


def matched(task: Task, standing: Standing) -> str | None:
    """Return the stage a task stands for: by variable, category, key or name; None if none."""
    known = {step.title.casefold(): step.key for step in standing.steps}
    known |= {named(step.key).casefold(): step.key for step in standing.steps}
    known |= {step.key.casefold(): step.key for step in standing.steps}
    found = (known.get(name.casefold()) for name in names_of(task))
    return next((key for key in found if key is not None), None)


def waits_for_revision(task: Task) -> bool:
    """Whether a task is the one in which a process waits for a revision."""
    return REVISE in names_of(task)


def outcome_of(task: Task, step: str) -> Outcome | None:
    """Return how a finished task was decided, by its own variable or its process's."""
    for said in (task.local.get(OUTCOME), task.values.get(outcome_variable(step))):
        if isinstance(said, str) and (found := _OUTCOMES.get(said.strip().casefold())):
            return found
    return None


#: What models say for an outcome. Source: OpenText's sample process (`Approve:approved`).
_OUTCOMES = {
    "approved": Outcome.APPROVED,
    "approve": Outcome.APPROVED,
    "rejected": Outcome.REJECTED,
    "reject": Outcome.REJECTED,
    "changes_requested": Outcome.CHANGES_REQUESTED,
    "changes requested": Outcome.CHANGES_REQUESTED,
    "request_changes": Outcome.CHANGES_REQUESTED,
}


def reason_of(task: Task, name: str) -> str:
    """Return why a finished task was decided so, as it was said there."""
    for said in (task.local.get("comment"), task.local.get("reason")):
        if isinstance(said, str) and said.strip():
            return " ".join(said.split())[:TEXT_LENGTH_MAX]
    return f"Decided in {name}, without a comment."


def by_the_hub(task: Task, known: Mirrored) -> bool:
    """Whether the hub completed a task itself.

    Its mark is set before that; somebody there may have been quicker still, with another outcome.
    """
    mark = task.local.get(GREENLIGHT)
    if mark is None or mark != known.intent:
        return False
    said = outcome_of(task, known.step) if known.step else None
    return said is None or str(mark).endswith(f":{said}")


def outdated(task: Task, mirror: Mirror, standing: Standing) -> bool:
    """Whether a task was completed by somebody who cannot have seen the present revision."""
    if mirror.revision < standing.revision:
        return True
    closed, since = task.closed_at, mirror.revised_at
    return closed is not None and since is not None and closed < since - SKEW


def rounds(standing: Standing) -> str:
    """Return a name for which stages are asked in which round, to tell it from others."""
    asked = ",".join(step.mark for step in standing.steps if step.open and not step.automatic)
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def shape(standing: Standing) -> str:
    """Return a name for what a process has to know of: revision, stages and their rounds."""
    known = f"{standing.revision}:{','.join(sorted(step.mark for step in standing.steps))}"
    return hashlib.sha256(known.encode()).hexdigest()[:32]


def cannot_follow(
    mirror: Mirror,
    standing: Standing,
    tasks: Sequence[Mirrored],
    open_ids: frozenset[str],
    *,
    running: bool,
) -> bool:
    """Whether an instance will never ask for what is open here, so that another has to.

    It ended, or the task of a stage that is open here is done. Once for each set of rounds:
    whether a process asks for a stage at all is its own affair.
    """
    asked = [step for step in standing.steps if step.open and not step.automatic]
    if standing.over or not asked or mirror.restarted_for == rounds(standing):
        return False
    if not running:
        return True
    mine = [one for one in tasks if one.generation == mirror.generation]
    asks = {one.step for one in mine if one.id in open_ids}
    done = {one.step for one in mine if one.closed_at is not None}
    return any(step.key in done - asks for step in asked)


def settled_for_good(step: Step, now: datetime, window: timedelta) -> bool:
    """Whether a decision cannot be taken back any more, so that others may build on it."""
    if step.decision is None:
        return False
    return step.decided_at is None or step.decided_at + window <= now


def wait_after(failures: int) -> float:
    """Return for how many seconds a service is left alone that failed so often in a row."""
    return min(WAIT_SECONDS_MIN * 2.0 ** min(max(failures - 1, 0), 30), WAIT_SECONDS_MAX)


def marked(text: str, word_id: str) -> str:
    """Return a comment by which it is known again that it was made."""
    return f"{text} [{word_id}]"


def is_there(comments: Sequence[str], word_id: str) -> bool:
    """Whether a comment was made already."""
    return any(said.rstrip().endswith(f"[{word_id}]") for said in comments)


def says(values: Mapping[str, object], name: str, fact: Fact) -> bool:
    """Whether the variables of an instance hold a fact already; numbers may be told as text."""
    if name not in values or values[name] is None or fact.value is None:
        return name in values and values[name] is None and fact.value is None
    if fact.kind != "number":
        return values[name] == fact.value
    try:
        return Decimal(str(values[name])) == fact.value
    except InvalidOperation:
        return False


def of_generation(values: Mapping[str, object]) -> int | None:
    """Return which instance of its subject an instance is, by its variables."""
    found = values.get(GENERATION)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


#: What became of a task, as it is said where it did not count.
VERDICTS: Mapping[Verdict, str] = {
    Verdict.LATE: "it had been decided in Greenlight before",
    Verdict.OUTDATED: "it was about an earlier revision",
    Verdict.UNKNOWN_STAGE: "no stage of it is called so",
    Verdict.NO_OUTCOME: "it says neither approved, rejected nor changes_requested",
    Verdict.NOT_ALLOWED: "who completed it may not decide it",
}
