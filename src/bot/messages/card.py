"""The card of one stage, the card for the requester, and the form that asks for a reason."""

from collections.abc import Sequence
from datetime import datetime

from bot.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.messages import brief, conditions, rule_brief
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    context,
    fitting,
    header,
    instant,
    message,
    ours,
    paragraph,
    plain,
    quote,
    rich,
    said,
    section,
    text_input,
    told,
    when,
)
from bot.messages.sponsorship_brief import files
from bot.messages.words import inert, one_line
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.requests.kinds import kind_named
from domain.requests.kinds.rule_version import NAME as RULE_VERSION
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP
from domain.requests.model import RequestState

_SAID = {
    Choice.APPROVE: "Approved",
    Choice.REJECT: "Rejected",
    Choice.REQUEST_CHANGES: "Changes requested",
}
_STANDS: dict[RequestState, str] = {
    RequestState.IN_REVIEW: "In review",
    RequestState.CHANGES_REQUESTED: "Changes requested",
    RequestState.APPROVED: "Approved; publishing begins when the undo window has passed",
    RequestState.PUBLISHED: "Published; Spotify is reviewing the ads",
    RequestState.LIVE: "Live on Spotify",
    RequestState.REJECTED: "Rejected",
    RequestState.WITHDRAWN: "Withdrawn",
}

#: What stands otherwise where a show's team places what was approved.
_STANDS_BY_SHEET = {
    RequestState.APPROVED: "Approved; it is handed over when the undo window has passed",
    RequestState.PUBLISHED: "Handed over; the show's team has not taken it on yet",
    RequestState.LIVE: "Taken on by the show's team",
}

#: What stands otherwise where people outside the hub make it real.
_STANDS_HANDED = {
    RequestState.APPROVED: "Approved; it is handed over when the undo window has passed",
    RequestState.PUBLISHED: "Handed over, waiting; nobody has acknowledged it yet",
    RequestState.LIVE: "Acknowledged by those it was handed to",
}

#: How many votes a card shows; a stage with more shows the latest.
VOTES_MAX = 4


def stage_card(
    dossier: Dossier, stage: Stage, round_: int, now: datetime, above: Sequence[Block] = ()
) -> Message:
    """The card a team sees of its stage; `round_` is the round this copy was posted for.

    `above` is what somebody has to know first who sees it by themselves.
    """
    if superseded(stage, round_):
        title = _title(dossier)
        text = f"{inert(title)}: superseded. It was revised; the newest card stands further below."
        return message(text, [header(title), section("*Superseded.* A newer card replaces this.")])
    return fitting(lambda room: _stage_card(dossier, stage, now, room, above))


def superseded(stage: Stage, round_: int) -> bool:
    """Whether a copy of the card of `stage` that was posted for `round_` counts no more."""
    return round_ != stage.round or stage.state is StageState.DROPPED


def requester_card(dossier: Dossier) -> Message:
    """The card the requester follows their request on."""
    return fitting(lambda room: _requester_card(dossier, room))


def reason_form(stage: Stage, choice: Choice, title: str) -> Block:
    """The form that asks why somebody says no."""
    verb = "Reject" if choice is Choice.REJECT else "Request changes"
    return {
        "type": "modal",
        "callback_id": CallbackId.REASON,
        "private_metadata": f"{stage.id}:{stage.round}:{choice}",
        "title": plain(verb),
        "submit": plain(verb),
        "close": plain("Cancel"),
        "blocks": [
            told(f"{title}, stage {stage.title}"),
            text_input(
                "reason",
                "Why?",
                hint="The requester reads this.",
                multiline=True,
                max_length=approval_rules.REASON_LENGTH_MAX,
            ),
        ],
    }


def stage_value(stage: Stage) -> str:
    """What the buttons of a stage carry: the stage and the round they were drawn for."""
    return f"{stage.id}:{stage.round}"


def undo_value(vote: Vote) -> str:
    """What the button that takes a vote back carries: the request, and the vote it shows."""
    return f"{vote.request_id}:{vote.id}"


def _stage_card(
    dossier: Dossier, stage: Stage, now: datetime, room: int, above: Sequence[Block]
) -> Message:
    title = _title(dossier)
    is_open = stage.state is StageState.OPEN and dossier.request.state is RequestState.IN_REVIEW
    blocks = [
        *above,
        header(title),
        *brief.changed(dossier, stage.id, stage.round, room),
        brief.facts(dossier, room),
        *brief.creative(dossier, room),
        *brief.note(dossier, room),
        *checks(dossier, room),
        _votes(dossier, stage, room),
        *conditions.of_stage(dossier, stage, room),
        *_last_word(dossier, stage, room),
        context(_standing(dossier, stage, now)),
        _buttons(dossier, stage, title, is_open=is_open),
    ]
    return message(f"{inert(title)}: {_progress(dossier, stage)}.", blocks)


def _requester_card(dossier: Dossier, room: int) -> Message:
    request, title = dossier.request, _title(dossier)
    rows = [
        [said(f"{stage.title}: {_progress(dossier, stage)}", room)]
        for stage in dossier.stages
        if stage.state is not StageState.DROPPED
    ]
    stands = paragraph(bold(_stands(dossier)))
    blocks = [header(title), rich(stands, bullets(rows)) if rows else rich(stands)]
    blocks += [rich(quote(text, room)) for text in (request.note, request.trouble) if text]
    blocks += conditions.of_request(dossier, room)
    blocks += [*checks(dossier, room), *files(dossier, room), *rule_brief.past(dossier, room)]
    details = button("Details", ActionId.DETAILS, request.id, label=f"Details of {request.title}")
    blocks.append(actions(f"request:{request.id}", [details]))
    return message(f"{inert(title)}: {_stands(dossier)}.", blocks)


def _stands(dossier: Dossier) -> str:
    state, kind = dossier.request.state, dossier.request.kind
    if state is RequestState.APPROVED and (open_ones := conditions.waiting(dossier)):
        return f"Approved; it waits for conditions to be met: {open_ones}"
    if kind == RULE_VERSION:
        return rule_brief.stands(dossier) or _STANDS[state]
    if kind == SPONSORSHIP:
        return _STANDS_BY_SHEET.get(state, _STANDS[state])
    handed = kind_named(kind).hands_over is not None
    return _STANDS_HANDED.get(state, _STANDS[state]) if handed else _STANDS[state]


def _title(dossier: Dossier) -> str:
    return f"#{dossier.request.number} {dossier.request.title}"


def checks(dossier: Dossier, room: int) -> list[Block]:
    """What was looked at to make it ready, and what was found."""
    if not dossier.checks:
        return []
    pieces: list[Piece] = [bold("Readiness")]
    for check in dossier.checks:
        sign = "✓" if check.holds else "✗ not ready:"
        pieces += [ours(f"\n{sign} "), said(f"{check.name}: {check.found}", room)]
    return [rich(paragraph(*pieces))]


def _votes(dossier: Dossier, stage: Stage, room: int) -> Block:
    counting = approval_rules.counting(stage, dossier.votes)
    latest = f", the latest {VOTES_MAX}:" if len(counting) > VOTES_MAX else ""
    first = paragraph(bold(stage.title, room), ours(f": {_progress(dossier, stage)}{latest}"))
    shown = counting[-VOTES_MAX:]
    return rich(first, *(part for vote in shown for part in _vote(dossier, vote, room)))


def _vote(dossier: Dossier, vote: Vote, room: int) -> list[Block]:
    who = one_line(dossier.name(vote.voter_id), room)
    if vote.instead_of_id:
        who += f" for {one_line(dossier.name(vote.instead_of_id), room)}"
    line = paragraph(ours(f"{_SAID[vote.choice]} by {who} "), instant(vote.at))
    return [line, quote(vote.reason, room)] if vote.reason else [line]


def _progress(dossier: Dossier, stage: Stage) -> str:
    if stage.state is not StageState.OPEN or stage.automatic:
        return approval_rules.said(stage.state)
    counting = approval_rules.counting(stage, dossier.votes)
    return f"{len(counting)} of {stage.quorum} approvals"


def _last_word(dossier: Dossier, stage: Stage, room: int) -> list[Block]:
    """Why the request stands where it does, unless a vote on this card says it already."""
    last = dossier.request.note
    shown = {vote.reason for vote in approval_rules.counting(stage, dossier.votes)}
    if not last or last in shown:
        return []
    return [rich(paragraph(bold("Last word")), quote(last, room))]


def _standing(dossier: Dossier, stage: Stage, now: datetime) -> str:
    parts = [_stands(dossier)]
    due = approval_rules.due_at(stage)
    if due is not None:
        late = "overdue since" if approval_rules.overdue(stage, now) else "due"
        parts.append(f"{late} {when(due)}")
    return " · ".join(parts)


def _buttons(dossier: Dossier, stage: Stage, title: str, *, is_open: bool) -> Block:
    """What can be done about a stage: decide it, take back what was said on it last, look."""
    made = _deciding(stage, title) if is_open else []
    made.append(button("Details", ActionId.DETAILS, stage.request_id, label=f"Details of {title}"))
    last = dossier.undo_vote
    if last is not None and last.stage_id == stage.id:
        value = undo_value(last)
        made.append(button("Take back", ActionId.UNDO, value, label=f"Take back on {title}"))
    return actions(f"stage:{stage.id}", made)


def _deciding(stage: Stage, title: str) -> list[Block]:
    value = stage_value(stage)
    return [
        button("Approve", ActionId.APPROVE, value, label=f"Approve {title}", style="primary"),
        button(
            "Approve with conditions",
            ActionId.APPROVE_IF,
            value,
            label=f"Approve with conditions {title}",
        ),
        button("Reject", ActionId.REJECT, value, label=f"Reject {title}", style="danger"),
        button(
            "Request changes", ActionId.REQUEST_CHANGES, value, label=f"Request changes of {title}"
        ),
    ]
