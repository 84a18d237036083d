"""Cases to draw without a database, with every text that people write in one value."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.gathered.case import CaseFile
from bot.messages.case_card import case_list, moved_card, queue_card, reporter_card
from bot.messages.case_forms import comment_form, new_form, reopen_form, resolve_form
from bot.messages.case_texts import CASE_HELP, unknown_case_word
from bot.messages.case_thread import TOLD, said_of
from bot.messages.texts import help_text
from bot.specimens.request import NOW, Specimen
from domain.actor import Door
from domain.audit.model import Event
from domain.cases.model import (
    Case,
    CaseKind,
    CaseState,
    Clocks,
    Comment,
    CommentKind,
    Given,
    Priority,
    Severity,
    Source,
    Subject,
    SubjectKind,
    Topic,
)
from domain.compensations.model import (
    Compensation,
    CompensationState,
    Fault,
    Proposal,
    Tier,
)
from domain.money import Money
from domain.people.model import Team

Shown = dict[str, Any]


def case_of(drawn: Specimen, state: CaseState = CaseState.NEW, **changes: Any) -> Case:  # noqa: ANN401  Fields of all kinds.
    """Return a case that was opened two hours ago."""
    words, since = drawn.words, NOW - timedelta(hours=2)
    over = state in {CaseState.RESOLVED, CaseState.CLOSED, CaseState.MERGED}
    made = Case(
        id="cas_1",
        number=7,
        kind=CaseKind.COMPLAINT,
        source=Source.COMMAND,
        title=words.title,
        text=words.note,
        link=words.click_url,
        reporter_id="usr_1",
        contact=None,
        agency_id=None,
        brand_id="brd_1",
        market="DE",
        given=Given(Severity.MEDIUM, Topic.BILLING),
        state=state,
        priority=Priority.P2,
        queue="customer_service",
        team_id="tem_1",
        reasons=(words.ruled,),
        assignee_id=None if state is CaseState.NEW else "usr_2",
        round=1,
        level=0,
        version=1,
        clocks=Clocks(
            since=since,
            response_minutes=60,
            resolution_minutes=480,
            response_due_at=since + timedelta(hours=1),
            resolution_due_at=since + timedelta(hours=8),
            responded_at=None if state is CaseState.NEW else NOW,
            resolved_at=NOW if over else None,
            waiting_since=NOW if state is CaseState.WAITING else None,
        ),
        merged_into_id=None,
        note=words.reason if over else None,
        created_at=since,
        updated_at=NOW,
    )
    return replace(made, **changes)


def file_of(drawn: Specimen, case: Case, events: tuple[Event, ...] = ()) -> CaseFile:
    """Return the file of a case in which everything is said that can be."""
    words = drawn.words
    comments = tuple(
        Comment(f"cmt_{kind}", case.id, kind, "usr_2", words.reason, NOW) for kind in CommentKind
    )
    return CaseFile(
        case=case,
        subjects=(Subject(SubjectKind.REQUEST, "req_1"), Subject(SubjectKind.ACCOUNT, "A-17")),
        comments=comments,
        escalations=(),
        compensations=tuple(_compensation(drawn, case, state) for state in CompensationState),
        events=events,
        names={"usr_1": words.person, "usr_2": words.person},
        things={"req_1": f"#12 {words.title}"},
        teams={one.id: one for one in teams_of(drawn)},
        main=replace(case, number=6) if case.state is CaseState.MERGED else None,
    )


def teams_of(drawn: Specimen) -> tuple[Team, ...]:
    """Return the teams that a case goes to, except the lead of one, which nobody has set up."""
    keys = ("customer_service", "legal")
    return tuple(
        Team(f"tem_{at}", key, drawn.words.stage, None, None) for at, key in enumerate(keys, 1)
    )


def _compensation(drawn: Specimen, case: Case, state: CompensationState) -> Compensation:
    waits = state is CompensationState.WAITING
    return Compensation(
        id=f"cmp_{state}",
        case_id=case.id,
        proposer_id="usr_2",
        account="A-17",
        proposal=Proposal(
            Money(12_000, "EUR") if waits else None,
            Fault.OURS,
            repeat=False,
            why=drawn.words.reason,
        ),
        tier=Tier.MAKE_GOOD if waits else None,
        state=state,
        reasons=(drawn.words.ruled,),
        decider_id=None if waits else "usr_1",
        reason=None,
        at=NOW,
        decided_at=None if waits else NOW,
    )


def _event(drawn: Specimen, position: int, act: str, more: Mapping[str, Any]) -> Event:
    words = drawn.words
    details = {
        "reason": words.reason,
        "assignee": "usr_1",
        "comment": "cmt_inquiry",
        "kind": "inquiry",
        "priority": "P2",
        "queue": "legal",
        "reasons": [words.ruled],
        "clock": "response",
        "level": 1,
        "team": "legal",
        "told": True,
        "due_at": NOW.isoformat(),
        "number": 6,
        "subjects": ["account:A-17"],
        "amount": "EUR 120.00",
        "tier": "make_good",
        **more,
    }
    return Event(
        seq=position,
        id=f"evt_{position}",
        subject="cas_1",
        position=position,
        act=act,
        actor_id="usr_2",
        door=Door.CHAT,
        at=NOW,
        details=details,
        previous="",
        digest="",
    )


def cases_shown(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of everything that is shown of cases."""
    for state in CaseState:
        file = file_of(drawn, case_of(drawn, state))
        yield _shown(f"case {state}", "message", queue_card(file, NOW))
        yield _shown(f"case {state} for its reporter", "message", reporter_card(file))
    outside = case_of(drawn, reporter_id=None, contact={}, source=Source.NOTICE, market=None)
    file = file_of(drawn, case_of(drawn))
    bare = CaseFile(outside, (), (), (), (), (), {}, teams=file.teams)
    asked = tuple(replace(one, request_id="req_1") for one in file.compensations)
    by_request = queue_card(replace(file, compensations=asked), NOW)
    yield _shown("case whose compensation a request decides", "message", by_request)
    yield _shown("case of somebody outside", "message", queue_card(bare, NOW - timedelta(hours=2)))
    noticed = case_of(drawn, reporter_id=None, source=Source.WATCH)
    noticed_file = replace(bare, case=noticed)
    yield _shown("case that the hub noticed", "message", queue_card(noticed_file, NOW))
    yield _shown("case that went", "message", moved_card(bare))
    for act, told in ((act, told) for act in TOLD for told in (True, False)):
        if told or act == "case.escalated":
            more = {} if told else {"told": False, "team": "legal_lead"}
            file = file_of(drawn, case_of(drawn), (_event(drawn, 2, act, more),))
            name = f"thread of {act}{'' if told else ', nobody there'}"
            yield _shown(name, "message", said_of(file, 2) or {})
    yield from _forms(drawn)
    yield _shown(
        "list of cases", "message", case_list([case_of(drawn)] * 10, {"tem_1": drawn.words.stage})
    )
    yield _shown("list of no cases", "message", case_list([], {}))
    yield _shown("help of case", "message", help_text(*CASE_HELP))
    yield _shown("unknown word of case", "message", unknown_case_word(drawn.words.refusal))


def _forms(drawn: Specimen) -> Iterator[Shown]:
    words, case = drawn.words, case_of(drawn)
    yield _shown("new case", "modal", new_form(Source.COMMAND))
    made = new_form(
        Source.SHORTCUT, heading=words.title, text=words.note * 40, link=words.click_url
    )
    yield _shown("new case from a message", "modal", made)
    for name, form in (
        ("comment inside", comment_form(case, inside=True)),
        ("answer of a reporter", comment_form(case, inside=False)),
        ("resolve", resolve_form(case)),
        ("reopen", reopen_form(case)),
    ):
        yield _shown(f"case, {name}", "modal", form)


def _shown(name: str, surface: str, payload: Shown) -> Shown:
    return {"name": name, "surface": surface, "payload": payload}
