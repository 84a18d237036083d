"""How parts of cases are called, wherever they are shown."""

from datetime import datetime

from bot.case_file import CaseFile
from bot.messages.parts import when
from domain.cases import clocks
from domain.cases.model import Case, CaseKind, CaseState, Clock, Severity, Source, Subject, Topic

KINDS: dict[CaseKind, str] = {
    CaseKind.COMPLAINT: "Complaint",
    CaseKind.INQUIRY: "Inquiry",
    CaseKind.CONTENT_ISSUE: "Content issue",
    CaseKind.TAKEDOWN_NOTICE: "Takedown notice",
}
SEVERITIES: dict[Severity, str] = {
    Severity.LOW: "Low: a nuisance",
    Severity.MEDIUM: "Medium: somebody is held up",
    Severity.HIGH: "High: somebody is harmed",
    Severity.CRITICAL: "Critical: it cannot wait an hour",
}
TOPICS: dict[Topic, str] = {
    Topic.RIGHTS: "Rights",
    Topic.CHILD_SAFETY: "Child safety",
    Topic.LEGAL: "Law",
    Topic.HEALTH: "Health",
    Topic.WRONG_TERRITORY: "Wrong territory",
    Topic.WRONG_CLAIM: "Wrong claim",
    Topic.BILLING: "Billing",
    Topic.QUALITY: "Quality",
    Topic.OTHER: "Something else",
}
STATES: dict[CaseState, str] = {
    CaseState.NEW: "New",
    CaseState.ACKNOWLEDGED: "Acknowledged",
    CaseState.IN_PROGRESS: "In progress",
    CaseState.WAITING: "Waiting for the customer",
    CaseState.RESOLVED: "Resolved",
    CaseState.CLOSED: "Closed",
    CaseState.MERGED: "Merged",
}
SOURCES: dict[Source, str] = {
    Source.API: "A front end",
    Source.COMMAND: "Chat",
    Source.SHORTCUT: "A message in chat",
    Source.FORM: "A web form",
    Source.NOTICE: "A takedown form",
}


def title(case: Case) -> str:
    """Return what a case is called."""
    return f"Case {case.number}: {case.title}"


def reporter(file: CaseFile) -> str:
    """Return who reported a case; who is outside is not named where many read."""
    if file.case.reporter_id is None:
        return "Somebody outside"
    return file.name(file.case.reporter_id)


def about(file: CaseFile, subject: Subject) -> str:
    """Return what a case is about, by its name where it has one."""
    kind = subject.kind.replace("_", " ").capitalize()
    return f"{kind} {file.things.get(subject.ref, subject.ref)}"


def due(case: Case, now: datetime) -> str:
    """Return what the clocks of a case say, as mrkdwn of ours."""
    held = case.clocks
    if case.state in {CaseState.RESOLVED, CaseState.CLOSED, CaseState.MERGED}:
        return f"{STATES[case.state]} {when(held.resolved_at or case.updated_at)}"
    if held.waiting_since is not None:
        return f"The clocks stand still since {when(held.waiting_since)}"
    late = clocks.overdue(case, now)
    parts = []
    if held.responded_at is None:
        verb = "was to be answered by" if Clock.RESPONSE in late else "answer by"
        parts.append(f"{verb} {when(held.response_due_at)}")
    verb = "was to be resolved by" if Clock.RESOLUTION in late else "resolve by"
    parts.append(f"{verb} {when(held.resolution_due_at)}")
    said = " · ".join(parts)
    return said[0].upper() + said[1:]
