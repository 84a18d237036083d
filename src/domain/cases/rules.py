"""The lifecycle of a case, who may see and handle it, and the floors under its triage. Pure.

A case is new until somebody acknowledges it, then in progress, or waiting for the customer, until
it is resolved; reopened it is new again, and its clocks begin anew. A duplicate is merged into
its main case, which cannot be undone. A move that is not in the table raises and changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from domain import text
from domain.actor import Actor
from domain.cases.model import (
    Case,
    CaseKind,
    CaseMove,
    CaseState,
    Given,
    Priority,
    Subject,
    SubjectKind,
    Topic,
    Triaged,
)
from domain.decisions.model import Judgement, Outcome
from domain.errors import Conflict, Forbidden, Invalid
from domain.people.model import Act, Sight
from domain.people.rules import may, require

S, M = CaseState, CaseMove

MOVES: Mapping[tuple[CaseState, CaseMove], CaseState] = MappingProxyType(
    {
        (S.NEW, M.ACKNOWLEDGE): S.ACKNOWLEDGED,
        (S.NEW, M.START): S.IN_PROGRESS,
        (S.NEW, M.WAIT): S.WAITING,
        (S.NEW, M.RESOLVE): S.RESOLVED,
        (S.NEW, M.MERGE): S.MERGED,
        (S.ACKNOWLEDGED, M.START): S.IN_PROGRESS,
        (S.ACKNOWLEDGED, M.WAIT): S.WAITING,
        (S.ACKNOWLEDGED, M.RESOLVE): S.RESOLVED,
        (S.ACKNOWLEDGED, M.MERGE): S.MERGED,
        (S.IN_PROGRESS, M.WAIT): S.WAITING,
        (S.IN_PROGRESS, M.RESOLVE): S.RESOLVED,
        (S.IN_PROGRESS, M.MERGE): S.MERGED,
        (S.WAITING, M.START): S.IN_PROGRESS,
        (S.WAITING, M.RESOLVE): S.RESOLVED,
        (S.WAITING, M.MERGE): S.MERGED,
        (S.RESOLVED, M.REOPEN): S.NEW,
        (S.RESOLVED, M.CLOSE): S.CLOSED,
        (S.CLOSED, M.REOPEN): S.NEW,
    }
)

#: Where somebody still has to do something.
OPEN = frozenset({S.NEW, S.ACKNOWLEDGED, S.IN_PROGRESS, S.WAITING})

#: Topics that the law watches: whatever a table says, they go to the legal queue, as P2 at least.
LEGAL_TOPICS = frozenset({Topic.RIGHTS, Topic.CHILD_SAFETY, Topic.LEGAL})

#: The queue of those topics, and the one where people decide what no rule could.
LEGAL_QUEUE, TRIAGE_QUEUE = "legal", "triage"

#: What is done where the rules could not decide: people look, within minutes of business time.
UNSURE = (Priority.P2, TRIAGE_QUEUE, 60, 480)

#: Who is told when a clock runs out: the queue's lead, then those who manage all cases.
LEVELS = 2
LEAD, MANAGERS = "_lead", "case_managers"

#: The longest title, text, comment and reason, in characters.
TITLE_MAX, TEXT_MAX, COMMENT_MAX, REASON_MAX = 200, 10_000, 5_000, 1_000

#: The longest id, code or name of what a case is about, and how many it may name.
REF_MAX, SUBJECTS_MAX = 80, 20

#: The longest queue's key, and the most minutes until something is due: a year.
QUEUE_MAX, MINUTES_MAX = 40, 366 * 24 * 60

_URGENT_FIRST = tuple(Priority)


def moved(state: CaseState, move: CaseMove) -> CaseState:
    """Return the state after `move`; `Conflict` if the lifecycle has no such move."""
    after = MOVES.get((state, move))
    if after is None:
        raise Conflict(
            "illegal_move",
            f"A case that is {said(state)} cannot be moved by `{move.replace('_', ' ')}`;"
            " look at where it stands now.",
        )
    return after


def said(state: CaseState) -> str:
    """Return a state as one says it."""
    return "waiting for the customer" if state is S.WAITING else state.replace("_", " ")


def triaged(judgement: Judgement, kind: CaseKind, topic: Topic | None) -> Triaged:
    """Return what a judgement of the table comes to, with the floors that hold under every table.

    Where it could not decide, or said what cannot be acted upon, people look.
    """
    found = _read(judgement) if judgement.outcome is Outcome.DECIDED else None
    reasons = tuple(dict.fromkeys(reason for reason in judgement.reasons if reason))
    if found is None:
        priority, queue, response, resolution = UNSURE
        reasons = (*reasons, f"Nobody could tell by rules: people decide, as {priority}.")
        found = Triaged(priority, queue, response, resolution, reasons, judgement)
    return _floored(found, kind, topic)


def law_watches(kind: CaseKind, topic: Topic | None) -> bool:
    """Whether a case of `kind` about `topic` stays in the legal queue, as P2 at least."""
    return topic in LEGAL_TOPICS or kind is CaseKind.TAKEDOWN_NOTICE


def check_released(case: Case, given: Given, *, of_legal: bool, reason: str | None) -> None:
    """Raise unless `case` may be about what is `given` now: the law's are let go by legal alone.

    `of_legal` is whether somebody of the legal team says so, `reason` why.
    """
    stays = law_watches(case.kind, given.topic)
    if stays or not law_watches(case.kind, case.given.topic):
        return
    if not of_legal:
        raise Forbidden(
            "legal_only",
            f"Case #{case.number} is one that the law watches. Only people of the team"
            f" `{LEGAL_QUEUE}` can say that it is about something else; ask one of them.",
            ("topic",),
        )
    if reason is None:
        said = "Say why the law watches this no more, as `reason`; the record keeps it."
        raise Invalid("reason_missing", said, ("reason",))


def check_joined(duplicate: Case, main: Case, *, of_legal: bool) -> None:
    """Raise if what the law watches would go into what it does not, unless legal says so."""
    watched, stays = (law_watches(one.kind, one.given.topic) for one in (duplicate, main))
    if watched and not stays and not of_legal:
        raise Forbidden(
            "legal_only",
            f"Case #{duplicate.number} is one that the law watches, #{main.number} is not. Only"
            f" people of the team `{LEGAL_QUEUE}` can merge it there; ask one of them, or merge"
            " the other way round.",
            ("main_id",),
        )


def level_teams(queue: str, level: int) -> str:
    """Return the key of the team that is told at a level: `legal_lead`, then the managers."""
    return f"{queue[: QUEUE_MAX - len(LEAD)]}{LEAD}" if level == 1 else MANAGERS


def visible(sight: Sight, case: Case, team_ids: Collection[str]) -> bool:
    """Whether `case`, for which the teams `team_ids` were asked, is within `sight`."""
    if sight.agency_id is not None:
        return case.agency_id == sight.agency_id
    if sight.everything:
        return True
    if sight.user_id is not None and sight.user_id in {case.reporter_id, case.assignee_id}:
        return True
    if set(team_ids) & set(sight.team_ids):
        return True
    return any(
        (brand is None or brand == case.brand_id) and (market is None or market == case.market)
        for brand, market in sight.grants
    )


def handles(actor: Actor, case: Case, team_ids: Collection[str]) -> bool:
    """Whether `actor` answers for `case`: by team, as its owner, or as a manager of its brand."""
    if actor.agency_id is not None or not may(actor, Act.HANDLE_CASE):
        return False
    if case.assignee_id == actor.user_id or actor.team_ids & set(team_ids):
        return True
    return manages(actor, case)


def manages(actor: Actor, case: Case) -> bool:
    """Whether `actor` manages what `case` is about."""
    return may(
        actor,
        Act.MANAGE_CASES,
        brand_id=case.brand_id,
        markets=case.markets,
        everywhere=case.brand_id is None and not case.markets,
    )


def same_reporter(one: Case, other: Case) -> bool:
    """Whether the same person or agency reported two cases; nobody knows of somebody outside."""
    if one.agency_id is not None or other.agency_id is not None:
        return one.agency_id == other.agency_id
    return one.reporter_id is not None and one.reporter_id == other.reporter_id


def require_handler(actor: Actor, case: Case, team_ids: Collection[str]) -> None:
    """Raise `Forbidden` unless `actor` answers for `case`."""
    require(actor, Act.HANDLE_CASE)
    if not handles(actor, case, team_ids):
        raise Forbidden(
            "not_your_case",
            f"Case #{case.number} is for people of the queue `{case.queue}`, whoever it is"
            " assigned to, and managers. Ask one of them.",
        )


def clean(given: str, most: int, field: str, *, one_line: bool = False) -> str:
    """Return a text that somebody wrote, trimmed; `Invalid` if it is none, or too long."""
    trimmed = given.strip()
    problem = (text.one_line if one_line else text.honest)(trimmed, (field,))
    if problem:
        raise problem
    if not trimmed:
        raise Invalid("empty", f"Write something as `{field}`.", (field,))
    if len(trimmed) > most:
        raise Invalid("too_long", f"At most {most:,} characters, please.", (field,))
    return trimmed


def clean_subjects(given: Sequence[Subject]) -> tuple[Subject, ...]:
    """Return what a case is about, each once; `Invalid` where a name cannot be one."""
    found = dict.fromkeys(Subject(one.kind, _clean_ref(one)) for one in given)
    if len(found) > SUBJECTS_MAX:
        raise Invalid("too_many", f"A case has at most {SUBJECTS_MAX} subjects.", ("subjects",))
    return tuple(found)


def _clean_ref(subject: Subject) -> str:
    ref = clean(subject.ref, REF_MAX, "subjects", one_line=True)
    if subject.kind is SubjectKind.ACCOUNT and "@" in ref:
        raise Invalid(
            "not_pseudonymous",
            "Name an account by its pseudonymous id, never by an address.",
            ("subjects",),
        )
    return ref


def _read(judgement: Judgement) -> Triaged | None:
    """Return what the first row of a judgement says; None if it cannot be acted upon."""
    row = judgement.rows[0] if judgement.rows else {}
    if row.get("outcome") != "triaged" or len(judgement.rows) != 1:
        return None
    queue, priority = row.get("queue"), row.get("priority")
    response, resolution = (_minutes(row.get(name)) for name in _HOURS)
    if not isinstance(queue, str) or not queue.isidentifier() or len(queue) > QUEUE_MAX:
        return None
    if priority not in set(Priority) or response is None or resolution is None:
        return None
    reasons = tuple(reason for reason in judgement.reasons if reason)
    return Triaged(Priority(priority), queue, response, resolution, reasons, judgement)


_HOURS = ("response_hours", "resolution_hours")


def _minutes(hours: object) -> int | None:
    if isinstance(hours, bool) or not isinstance(hours, (int, float, str)):
        return None
    try:
        minutes = float(hours) * 60
    except ValueError:
        return None
    return round(minutes) if 1 <= minutes <= MINUTES_MAX else None


def _floored(found: Triaged, kind: CaseKind, topic: Topic | None) -> Triaged:
    if not law_watches(kind, topic):
        return found
    least = Priority.P2
    if _URGENT_FIRST.index(found.priority) > _URGENT_FIRST.index(least):
        _, _, response, resolution = UNSURE
        reason = f"What the law watches is {least} at least."
        found = replace(
            found,
            priority=least,
            response_minutes=min(found.response_minutes, response),
            resolution_minutes=min(found.resolution_minutes, resolution),
            reasons=(*found.reasons, reason),
        )
    if found.queue != LEGAL_QUEUE:
        reason = "What the law watches goes to the legal queue."
        found = replace(found, queue=LEGAL_QUEUE, reasons=(*found.reasons, reason))
    return found
