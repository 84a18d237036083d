"""How parts of cases are called, wherever they are shown; the tables go through `say`."""

from datetime import datetime

from bot.gathered.case import CaseFile
from bot.language import later, say
from bot.messages.parts import when
from domain.cases import clocks
from domain.cases.model import (
    Case,
    CaseKind,
    CaseState,
    Clock,
    Severity,
    Source,
    Subject,
    SubjectKind,
    Topic,
)

KINDS: dict[CaseKind, str] = {
    CaseKind.COMPLAINT: later("Complaint"),
    CaseKind.INQUIRY: later("Inquiry"),
    CaseKind.CONTENT_ISSUE: later("Content issue"),
    CaseKind.TAKEDOWN_NOTICE: later("Takedown notice"),
}
SEVERITIES: dict[Severity, str] = {
    Severity.LOW: later("Low: a nuisance"),
    Severity.MEDIUM: later("Medium: somebody is held up"),
    Severity.HIGH: later("High: somebody is harmed"),
    Severity.CRITICAL: later("Critical: it cannot wait an hour"),
}
TOPICS: dict[Topic, str] = {
    Topic.RIGHTS: later("Rights"),
    Topic.CHILD_SAFETY: later("Child safety"),
    Topic.LEGAL: later("Law"),
    Topic.HEALTH: later("Health"),
    Topic.WRONG_TERRITORY: later("Wrong territory"),
    Topic.WRONG_CLAIM: later("Wrong claim"),
    Topic.BILLING: later("Billing"),
    Topic.QUALITY: later("Quality"),
    Topic.OTHER: later("Something else"),
}
STATES: dict[CaseState, str] = {
    CaseState.NEW: later("New"),
    CaseState.ACKNOWLEDGED: later("Acknowledged"),
    CaseState.IN_PROGRESS: later("In progress"),
    CaseState.WAITING: later("Waiting for the customer"),
    CaseState.RESOLVED: later("Resolved"),
    CaseState.CLOSED: later("Closed"),
    CaseState.MERGED: later("Merged"),
}
_WITHIN: dict[CaseState, str] = {
    CaseState.NEW: later("new"),
    CaseState.ACKNOWLEDGED: later("acknowledged"),
    CaseState.IN_PROGRESS: later("in progress"),
    CaseState.WAITING: later("waiting"),
    CaseState.RESOLVED: later("resolved"),
    CaseState.CLOSED: later("closed"),
    CaseState.MERGED: later("merged"),
}
SOURCES: dict[Source, str] = {
    Source.API: later("A front end"),
    Source.COMMAND: later("Chat"),
    Source.SHORTCUT: later("A message in chat"),
    Source.FORM: later("A web form"),
    Source.NOTICE: later("A takedown form"),
    Source.WATCH: later("Greenlight noticed it"),
}
SUBJECTS: dict[SubjectKind, str] = {
    SubjectKind.REQUEST: later("Request {name}"),
    SubjectKind.EPISODE: later("Episode {name}"),
    SubjectKind.SHOW: later("Show {name}"),
    SubjectKind.BRAND: later("Brand {name}"),
    SubjectKind.MARKET: later("Market {name}"),
    SubjectKind.SITE: later("Site {name}"),
    SubjectKind.ACCOUNT: later("Account {name}"),
}
_OVER = {
    CaseState.RESOLVED: later("Resolved {at}"),
    CaseState.CLOSED: later("Closed {at}"),
    CaseState.MERGED: later("Merged {at}"),
}


def state(case: Case) -> str:
    """Return where a case stands."""
    return say(STATES[case.state])


def state_within(case: Case) -> str:
    """Return where a case stands, within a sentence."""
    return say(_WITHIN[case.state])


def title(case: Case) -> str:
    """Return what a case is called."""
    return say("Case {number}: {title}", number=case.number, title=case.title)


def reporter(file: CaseFile) -> str:
    """Return who reported a case; who is outside is not named where many read."""
    if file.case.source is Source.WATCH:
        return "Greenlight"
    if file.case.reporter_id is None:
        return say("Somebody outside")
    return file.name(file.case.reporter_id)


def about(file: CaseFile, subject: Subject) -> str:
    """Return what a case is about, by its name where it has one."""
    return say(SUBJECTS[subject.kind], name=file.things.get(subject.ref, subject.ref))


def due(case: Case, now: datetime) -> str:
    """Return what the clocks of a case say, as mrkdwn of ours."""
    held = case.clocks
    if case.state in _OVER:
        return say(_OVER[case.state], at=when(held.resolved_at or case.updated_at))
    if held.waiting_since is not None:
        return say("The clocks stand still since {at}", at=when(held.waiting_since))
    late = clocks.overdue(case, now)
    parts = []
    if held.responded_at is None:
        missed = Clock.RESPONSE in late
        answer = later("Was to be answered by {at}") if missed else later("Answer by {at}")
        parts.append(say(answer, at=when(held.response_due_at)))
    missed = Clock.RESOLUTION in late
    resolve = later("Was to be resolved by {at}") if missed else later("Resolve by {at}")
    parts.append(say(resolve, at=when(held.resolution_due_at)))
    return " · ".join(parts)
