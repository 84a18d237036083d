"""The card of a case for its queue, for who it left, and for its reporter; lists of cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.gathered.case import CaseFile
from bot.ids import CaseAction
from bot.language import later, money, say
from bot.messages.case_words import KINDS, SOURCES, about, due, reporter, state, state_within, title
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
    woven,
)
from bot.messages.words import inert, one_line
from domain.cases.model import Case, CaseState, Comment, CommentKind
from domain.cases.rules import OPEN
from domain.compensations.model import Compensation, CompensationState, Tier

#: How many subjects and comments a card shows, the latest of each.
SUBJECTS_MAX, COMMENTS_MAX = 5, 3

_COMMENTED = {
    CommentKind.INTERNAL: later("{who} said inside the house {at}"),
    CommentKind.REPLY: later("{who} told the reporter, or was told by them {at}"),
    CommentKind.INQUIRY: later("{who} asked the reporter {at}"),
}
_BY_REQUEST = later("{amount} as {tier}, proposed by {who}: waits for the request {request}")
_COMPENSATED = {
    CompensationState.WAITING: later(
        "{amount} as {tier}, proposed by {who}: waits for a second pair of eyes"
    ),
    CompensationState.DONE: later("{amount} as {tier}, proposed by {who}: given"),
    CompensationState.DECLINED: later("{amount} as {tier}, proposed by {who}: declined"),
}

#: How something is made good, within a sentence.
TIERS = {
    Tier.APOLOGY: later("apology"),
    Tier.GOODWILL: later("goodwill"),
    Tier.MAKE_GOOD: later("make good"),
    Tier.REFUND: later("refund"),
    None: later("compensation"),
}


def queue_card(file: CaseFile, now: datetime) -> Message:
    """The card that a team handles a case on."""
    return fitting(lambda room: _queue_card(file, now, room))


def moved_card(file: CaseFile) -> Message:
    """What stands where a case was, once another queue answers for it."""
    name = title(file.case)
    text = say("{title}: it went to another queue.", title=inert(name))
    return message(text, [header(name), section(say("*It went to another queue.*"))])


def reporter_card(file: CaseFile) -> Message:
    """The card that a reporter follows their case on; nothing said inside the house is on it."""
    return fitting(lambda room: _reporter_card(file, room))


def case_list(cases: Sequence[Case], teams: Mapping[str, str]) -> Message:
    """A list of cases, one a line; `teams` are the names of those that answer for them, by id."""
    if not cases:
        text = say("There is no case yet. `/case new` opens one.")
        return message(text, [section(text)])
    rows = [_line(case, teams.get(case.team_id or "", case.queue)) for case in cases]
    text = inert("; ".join(rows), 1_000)
    return fitting(
        lambda room: message(text, [rich(bullets([[said(r, min(room, 300))] for r in rows]))])
    )


def _line(case: Case, queue: str) -> str:
    return say(
        "#{number} {title}: {priority}, {state}, {queue}",
        number=case.number,
        title=case.title,
        priority=case.priority,
        state=state_within(case),
        queue=queue,
    )


def _queue_card(file: CaseFile, now: datetime, room: int) -> Message:
    case, name = file.case, title(file.case)
    owner = file.name(case.assignee_id) if case.assignee_id else say("nobody yet")
    blocks = [
        header(name),
        _facts(file, owner, room),
        rich(quote(case.text, room)),
        *_subjects(file, room),
        *_reasons(case, room),
        *_note(file, room),
        *[block for one in file.comments[-COMMENTS_MAX:] for block in _comment(file, one, room)],
        *[_compensation(file, one, room) for one in file.compensations[-COMMENTS_MAX:]],
        context(due(case, now)),
        *_buttons(case, name),
    ]
    text = say(
        "{title}: {priority}, {state}, owned by {owner}.",
        title=inert(name),
        priority=case.priority,
        state=state_within(case),
        owner=inert(owner),
    )
    return message(text, blocks)


def _facts(file: CaseFile, owner: str, room: int) -> Block:
    case = file.case
    return fields(
        [
            (say("Priority"), case.priority),
            (say("State"), state(case)),
            (say("Kind"), say(KINDS[case.kind])),
            (say("Queue"), one_line(file.team(case.queue), room)),
            (say("Owner"), one_line(owner, room)),
            (say("Reported by"), one_line(reporter(file), room)),
            (say("Came by"), say(SOURCES[case.source])),
            (say("Market"), case.market or say("not said")),
        ]
    )


def _reporter_card(file: CaseFile, room: int) -> Message:
    case, name = file.case, title(file.case)
    shown = [one for one in file.comments if one.kind is not CommentKind.INTERNAL]
    blocks = [header(name), rich(paragraph(bold(state(case))))]
    if case.state in {CaseState.RESOLVED, CaseState.MERGED} and case.note:
        blocks.append(rich(quote(case.note, room)))
    if file.main is not None:
        blocks.append(section(say("The main case: {stands}", stands=state(file.main))))
    for one in shown[-COMMENTS_MAX:]:
        blocks += _comment(file, one, room)
    if case.state is not CaseState.MERGED:
        label = say("Answer on {title}", title=name)
        made = [button(say("Answer"), CaseAction.COMMENT, case.id, label=label)]
        if case.state not in OPEN:
            made = [_reopen(case, name)]
        blocks.append(actions(f"case:{case.id}", made))
    return message(say("{title}: {stands}.", title=inert(name), stands=state(case)), blocks)


def _subjects(file: CaseFile, room: int) -> list[Block]:
    rows = [[said(about(file, one), room)] for one in file.subjects[-SUBJECTS_MAX:]]
    if file.case.link:
        rows.append([link(file.case.link, room)])
    return [rich(paragraph(bold(say("About"))), bullets(rows))] if rows else []


def _reasons(case: Case, room: int) -> list[Block]:
    rows = [[said(reason, room)] for reason in case.reasons]
    return [rich(paragraph(bold(say("Why so"))), bullets(rows))] if rows else []


def _note(file: CaseFile, room: int) -> list[Block]:
    case = file.case
    if case.state is CaseState.MERGED and file.main is not None:
        return [
            rich(paragraph(*woven(later("Merged into {case}"), case=bold(title(file.main), room))))
        ]
    if not case.note:
        return []
    return [rich(paragraph(bold(say("Last word"))), quote(case.note, room))]


def _comment(file: CaseFile, comment: Comment, room: int) -> list[Block]:
    who = one_line(file.name(comment.author_id), room)
    line = woven(_COMMENTED[comment.kind], who=who, at=instant(comment.at))
    return [rich(paragraph(*line), quote(comment.text, room))]


def _compensation(file: CaseFile, found: Compensation, room: int) -> Block:
    given = found.proposal.amount
    waits = found.state is CompensationState.WAITING
    line = say(
        _BY_REQUEST if waits and found.request_id else _COMPENSATED[found.state],
        request=one_line(file.things.get(found.request_id or "", ""), room),
        amount=money(given) if given else say("Words alone"),
        tier=say(TIERS[found.tier]),
        who=one_line(file.name(found.proposer_id), room),
    )
    return rich(
        paragraph(bold(say("Made good")), ours(f" {line}")), quote(found.proposal.why, room)
    )


def _buttons(case: Case, name: str) -> list[Block]:
    """What can be done about a case, in order."""
    value = case.id
    made = []
    if case.state is CaseState.NEW:
        label, text = say("Acknowledge {title}", title=name), say("Acknowledge")
        made.append(button(text, CaseAction.ACKNOWLEDGE, value, label=label, style="primary"))
    if case.state in OPEN:
        made += [
            button(
                say("Assign to me"),
                CaseAction.TAKE,
                value,
                label=say("Take on {title}", title=name),
            ),
            button(
                say("Comment"),
                CaseAction.COMMENT,
                value,
                label=say("Comment on {title}", title=name),
            ),
            button(
                say("Resolve"), CaseAction.RESOLVE, value, label=say("Resolve {title}", title=name)
            ),
        ]
    elif case.state is not CaseState.MERGED:
        made.append(_reopen(case, name))
    return [actions(f"case:{case.id}", made)] if made else []


def _reopen(case: Case, name: str) -> Block:
    label = say("Reopen {title}", title=name)
    return button(say("Reopen"), CaseAction.REOPEN, case.id, label=label)
