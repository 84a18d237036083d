"""The card of one stage, the card for the requester, and the form that asks for a reason."""

from collections.abc import Sequence
from datetime import datetime

from bot.gathered.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.language import TROUBLE, last_word, later, retold, say
from bot.messages import bought, brief, conditions, rule_brief
from bot.messages.customer_list import customer_list
from bot.messages.elsewhere import all_decided_elsewhere, decided_elsewhere
from bot.messages.mending import mend_button
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    context,
    details_button,
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
    woven,
)
from bot.messages.productions import earlier_episodes
from bot.messages.remedies import remedies
from bot.messages.sponsorship_brief import files
from bot.messages.stands import stands
from bot.messages.terms import stage_state
from bot.messages.waiving import waive_button
from bot.messages.words import inert, one_line
from domain.activation.rules import stood
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.campaigns.bidding import NAME as BID
from domain.requests.model import RequestState

_SAID = {
    Choice.APPROVE: later("Approved by {who} {at}"),
    Choice.REJECT: later("Rejected by {who} {at}"),
    Choice.REQUEST_CHANGES: later("Changes requested by {who} {at}"),
}
_SAID_FOR = {
    Choice.APPROVE: later("Approved by {who} for {absent} {at}"),
    Choice.REJECT: later("Rejected by {who} for {absent} {at}"),
    Choice.REQUEST_CHANGES: later("Changes requested by {who} for {absent} {at}"),
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
        text = say(
            "{title}: superseded. It was revised; the newest card stands further below.",
            title=inert(title),
        )
        newer = say("*Superseded.* A newer card replaces this.")
        return message(text, [header(title), section(newer)])
    return fitting(lambda room: _stage_card(dossier, stage, now, room, above))


def superseded(stage: Stage, round_: int) -> bool:
    """Whether a copy of the card of `stage` that was posted for `round_` counts no more."""
    return round_ != stage.round or stage.state is StageState.DROPPED


def requester_card(dossier: Dossier) -> Message:
    """The card the requester follows their request on."""
    return fitting(lambda room: _requester_card(dossier, room))


def reason_form(stage: Stage, choice: Choice, title: str) -> Block:
    """The form that asks why somebody says no."""
    verb = say("Reject") if choice is Choice.REJECT else say("Request changes")
    return {
        "type": "modal",
        "callback_id": CallbackId.REASON,
        "private_metadata": f"{stage.id}:{stage.round}:{choice}",
        "title": plain(verb),
        "submit": plain(verb),
        "close": plain(say("Cancel")),
        "blocks": [
            told(say("{title}, stage {stage}", title=title, stage=stage.title)),
            text_input(
                "reason",
                say("Why?"),
                hint=say("The requester reads this."),
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
    title = one_line(_title(dossier), 3 * room // 2)
    is_open = stage.state is StageState.OPEN and dossier.request.state is RequestState.IN_REVIEW
    blocks = [
        *above,
        header(title),
        *brief.changed(dossier, stage.id, stage.round, room),
        brief.facts(dossier, room),
        *brief.creative(dossier, room),
        *brief.note(dossier, room),
        *bought.warning(dossier),
        *customer_list(dossier),
        *earlier_episodes(dossier, room),
        *checks(dossier, room),
        _votes(dossier, stage, room),
        *decided_elsewhere(dossier, stage, room),
        *conditions.of_stage(dossier, stage, room),
        *_last_word(dossier, stage, room),
        context(_standing(dossier, stage, now)),
        _buttons(dossier, stage, title, is_open=is_open),
    ]
    stands = _progress(dossier, stage)
    return message(say("{title}: {stands}.", title=inert(title), stands=stands), blocks)


def _requester_card(dossier: Dossier, room: int) -> Message:
    request, title = dossier.request, _title(dossier)
    rows = [
        [said(_at_stage(dossier, stage), room)]
        for stage in dossier.stages
        if stage.state is not StageState.DROPPED
    ]
    standing = stands(dossier)
    first = paragraph(bold(standing))
    blocks = [header(title), rich(first, bullets(rows)) if rows else rich(first)]
    warned = bought.warning(dossier)
    trouble = retold(TROUBLE, request.trouble) if request.trouble and not warned else None
    words = (request.note and last_word(request.note), trouble)
    blocks += [*(rich(quote(text, room)) for text in words if text), *warned]
    blocks += all_decided_elsewhere(dossier, room)
    blocks += conditions.of_request(dossier, room)
    blocks += [*remedies(dossier, room), *customer_list(dossier)]
    blocks += [*checks(dossier, room), *files(dossier, room), *rule_brief.past(dossier, room)]
    made = [
        *_alternative(dossier),
        *mend_button(dossier),
        *waive_button(dossier),
        details_button(request.id, request.title),
    ]
    blocks.append(actions(f"request:{request.id}", made))
    return message(say("{title}: {stands}.", title=inert(title), stands=standing), blocks)


def _alternative(dossier: Dossier) -> list[Block]:
    """The button that asks for the compliant alternative, where one is proposed."""
    request = dossier.request
    found = stood(dossier.brief, request.revision, dossier.judgements)
    if request.state is not RequestState.CHANGES_REQUESTED or not (found and found.alternative):
        return []
    label = say("Take the alternative of {title}", title=_title(dossier))
    value = f"{request.id}:{request.revision}"
    text = say("Take the alternative")
    return [button(text, ActionId.TAKE_ALTERNATIVE, value, label=label, style="primary")]


def _title(dossier: Dossier) -> str:
    return f"#{dossier.request.number} {dossier.request.title}"


def checks(dossier: Dossier, room: int) -> list[Block]:
    """What was looked at to make it ready, and what was found."""
    if not dossier.checks:
        return []
    pieces: list[Piece] = [bold(say("Readiness"))]
    for check in dossier.checks:
        if check.name == BID:
            continue  # It stands among the facts, whole.
        row = later("✓ {found}") if check.holds else later("✗ not ready: {found}")
        name, found = retold("check", check.name), retold("check", check.found)
        told = said(say("{name}: {found}", name=name, found=found), room)
        pieces += [ours("\n"), *woven(row, found=told)]
    return [rich(paragraph(*pieces))]


def _votes(dossier: Dossier, stage: Stage, room: int) -> Block:
    counting = approval_rules.counting(stage, dossier.votes)
    many = later("{stage}: {stands}, the latest {count}:")
    stands = woven(
        many if len(counting) > VOTES_MAX else later("{stage}: {stands}"),
        stage=bold(stage.title, room),
        stands=_progress(dossier, stage),
        count=str(VOTES_MAX),
    )
    first = paragraph(*stands)
    shown = counting[-VOTES_MAX:]
    return rich(first, *(part for vote in shown for part in _vote(dossier, vote, room)))


def _vote(dossier: Dossier, vote: Vote, room: int) -> list[Block]:
    who = one_line(dossier.name(vote.voter_id), room)
    sentence = _SAID[vote.choice]
    absent = ""
    if vote.instead_of_id:
        sentence = _SAID_FOR[vote.choice]
        absent = one_line(dossier.name(vote.instead_of_id), room)
    line = paragraph(*woven(sentence, who=who, absent=absent, at=instant(vote.at)))
    return [line, quote(vote.reason, room)] if vote.reason else [line]


def _progress(dossier: Dossier, stage: Stage) -> str:
    if stage.state is not StageState.OPEN or stage.automatic:
        return stage_state(stage.state)
    given = len(approval_rules.counting(stage, dossier.votes))
    return say("{given} of {quorum} approvals", given=given, quorum=stage.quorum)


def _at_stage(dossier: Dossier, stage: Stage) -> str:
    return say("{stage}: {stands}", stage=stage.title, stands=_progress(dossier, stage))


def _last_word(dossier: Dossier, stage: Stage, room: int) -> list[Block]:
    """Why the request stands where it does, unless a vote on this card says it already."""
    last = dossier.request.note
    shown = {vote.reason for vote in approval_rules.counting(stage, dossier.votes)}
    if not last or last in shown:
        return []
    return [rich(paragraph(bold(say("Last word"))), quote(last_word(last), room))]


def _standing(dossier: Dossier, stage: Stage, now: datetime) -> str:
    parts = [stands(dossier)]
    due = approval_rules.due_at(stage)
    if due is not None:
        overdue = approval_rules.overdue(stage, now)
        parts.append(
            say(later("overdue since {at}") if overdue else later("due {at}"), at=when(due))
        )
    return " · ".join(parts)


def _buttons(dossier: Dossier, stage: Stage, title: str, *, is_open: bool) -> Block:
    """What can be done about a stage: decide it, take back what was said on it last, look."""
    made = _deciding(stage, title) if is_open else []
    made.append(details_button(stage.request_id, title))
    last = dossier.undo_vote
    if last is not None and last.stage_id == stage.id:
        value = undo_value(last)
        label = say("Take back on {title}", title=title)
        made.append(button(say("Take back"), ActionId.UNDO, value, label=label))
    return actions(f"stage:{stage.id}", made)


def _deciding(stage: Stage, title: str) -> list[Block]:
    value = stage_value(stage)
    approve, reject = say("Approve {title}", title=title), say("Reject {title}", title=title)
    conditional = say("Approve with conditions {title}", title=title)
    change = say("Request changes of {title}", title=title)
    return [
        button(say("Approve"), ActionId.APPROVE, value, label=approve, style="primary"),
        button(say("Approve with conditions"), ActionId.APPROVE_IF, value, label=conditional),
        button(say("Reject"), ActionId.REJECT, value, label=reject, style="danger"),
        button(say("Request changes"), ActionId.REQUEST_CHANGES, value, label=change),
    ]
