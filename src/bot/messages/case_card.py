"""The card of a case for its queue, for who it left, and for its reporter; lists of cases."""

from collections.abc import Sequence
from datetime import datetime

from bot.case_file import CaseFile
from bot.ids import CaseAction
from bot.messages.case_words import KINDS, SOURCES, STATES, about, due, reporter, title
from bot.messages.parts import (
    Block,
    Message,
    actions,
    bold,
    bullets,
    button,
    context,
    fields,
    fitting,
    header,
    instant,
    link,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
    section,
)
from bot.messages.words import inert, one_line
from domain.cases.model import Case, CaseState, Comment, CommentKind
from domain.cases.rules import OPEN
from domain.compensations.model import Compensation, CompensationState

#: How many subjects and comments a card shows, the latest of each.
SUBJECTS_MAX, COMMENTS_MAX = 5, 3


def queue_card(file: CaseFile, now: datetime) -> Message:
    """The card that a team handles a case on."""
    return fitting(lambda room: _queue_card(file, now, room))


def moved_card(file: CaseFile) -> Message:
    """What stands where a case was, once another queue answers for it."""
    name = title(file.case)
    text = f"{inert(name)}: it went to another queue."
    return message(text, [header(name), section("*It went to another queue.*")])


def reporter_card(file: CaseFile) -> Message:
    """The card that a reporter follows their case on; nothing said inside the house is on it."""
    return fitting(lambda room: _reporter_card(file, room))


def case_list(cases: Sequence[Case]) -> Message:
    """A list of cases, one a line."""
    if not cases:
        text = "There is no case yet. `/case new` opens one."
        return message(text, [section(text)])
    rows = [
        f"#{case.number} {case.title}: {case.priority}, {STATES[case.state]}, {case.queue}"
        for case in cases
    ]
    return message(inert("; ".join(rows), 1_000), [rich(bullets([[said(r, 300)] for r in rows]))])


def _queue_card(file: CaseFile, now: datetime, room: int) -> Message:
    case, name = file.case, title(file.case)
    owner = file.name(case.assignee_id) if case.assignee_id else "nobody yet"
    blocks = [
        header(name),
        fields(
            [
                ("Priority", case.priority),
                ("State", STATES[case.state]),
                ("Kind", KINDS[case.kind]),
                ("Queue", case.queue),
                ("Owner", one_line(owner, room)),
                ("Reported by", one_line(reporter(file), room)),
                ("Came by", SOURCES[case.source]),
                ("Market", case.market or "not said"),
            ]
        ),
        rich(quote(case.text, room)),
        *_subjects(file, room),
        *_reasons(case, room),
        *_note(file, room),
        *[block for one in file.comments[-COMMENTS_MAX:] for block in _comment(file, one, room)],
        *[_compensation(file, one, room) for one in file.compensations[-COMMENTS_MAX:]],
        context(due(case, now)),
        *_buttons(case, name),
    ]
    text = f"{inert(name)}: {case.priority}, {STATES[case.state]}, owned by {inert(owner)}."
    return message(text, blocks)


def _reporter_card(file: CaseFile, room: int) -> Message:
    case, name = file.case, title(file.case)
    shown = [one for one in file.comments if one.kind is not CommentKind.INTERNAL]
    blocks = [header(name), rich(paragraph(bold(STATES[case.state])))]
    if case.state in {CaseState.RESOLVED, CaseState.MERGED} and case.note:
        blocks.append(rich(quote(case.note, room)))
    for one in shown[-COMMENTS_MAX:]:
        blocks += _comment(file, one, room)
    if case.state is not CaseState.MERGED:
        label = f"Answer on {name}"
        made = [button("Answer", CaseAction.COMMENT, case.id, label=label)]
        if case.state not in OPEN:
            made = [button("Reopen", CaseAction.REOPEN, case.id, label=f"Reopen {name}")]
        blocks.append(actions(f"case:{case.id}", made))
    return message(f"{inert(name)}: {STATES[case.state]}.", blocks)


def _subjects(file: CaseFile, room: int) -> list[Block]:
    rows = [[said(about(file, one), room)] for one in file.subjects[-SUBJECTS_MAX:]]
    if file.case.link:
        rows.append([link(file.case.link, room)])
    return [rich(paragraph(bold("About")), bullets(rows))] if rows else []


def _reasons(case: Case, room: int) -> list[Block]:
    rows = [[said(reason, room)] for reason in case.reasons]
    return [rich(paragraph(bold("Why so")), bullets(rows))] if rows else []


def _note(file: CaseFile, room: int) -> list[Block]:
    case = file.case
    if case.state is CaseState.MERGED and file.main is not None:
        return [rich(paragraph(bold("Merged into"), ours(" "), said(title(file.main), room)))]
    if not case.note:
        return []
    return [rich(paragraph(bold("Last word")), quote(case.note, room))]


def _comment(file: CaseFile, comment: Comment, room: int) -> list[Block]:
    whom = {
        CommentKind.INTERNAL: "said inside the house",
        CommentKind.REPLY: "told the reporter, or was told by them",
        CommentKind.INQUIRY: "asked the reporter",
    }[comment.kind]
    who = one_line(file.name(comment.author_id), room)
    return [rich(paragraph(ours(f"{who} {whom} "), instant(comment.at)), quote(comment.text, room))]


def _compensation(file: CaseFile, found: Compensation, room: int) -> Block:
    amount = str(found.proposal.amount) if found.proposal.amount else "Words alone"
    tier = found.tier.replace("_", " ") if found.tier else "compensation"
    stands = {
        CompensationState.WAITING: "waits for a second pair of eyes",
        CompensationState.DONE: "given",
        CompensationState.DECLINED: "declined",
    }[found.state]
    who = one_line(file.name(found.proposer_id), room)
    line = f"{amount} as {tier}, proposed by {who}: {stands}"
    return rich(paragraph(bold("Made good"), ours(f" {line}")), quote(found.proposal.why, room))


def _buttons(case: Case, name: str) -> list[Block]:
    """What can be done about a case, in order."""
    value = case.id
    made = []
    if case.state is CaseState.NEW:
        label = f"Acknowledge {name}"
        made.append(
            button("Acknowledge", CaseAction.ACKNOWLEDGE, value, label=label, style="primary")
        )
    if case.state in OPEN:
        made += [
            button("Assign to me", CaseAction.TAKE, value, label=f"Take on {name}"),
            button("Comment", CaseAction.COMMENT, value, label=f"Comment on {name}"),
            button("Resolve", CaseAction.RESOLVE, value, label=f"Resolve {name}"),
        ]
    elif case.state is not CaseState.MERGED:
        made.append(button("Reopen", CaseAction.REOPEN, value, label=f"Reopen {name}"))
    return [actions(f"case:{case.id}", made)] if made else []
