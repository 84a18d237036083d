"""The card of one stage, the card for the requester, and the form that asks for a reason."""

from datetime import datetime
from typing import Any

from bot.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.messages.parts import (
    Block,
    actions,
    button,
    context,
    escaped,
    fields,
    header,
    plain,
    section,
    text_input,
    when,
)
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.requests.model import RequestState

_SAID = {
    Choice.APPROVE: "Approved",
    Choice.REJECT: "Rejected",
    Choice.REQUEST_CHANGES: "Changes requested",
}
_STANDS = {
    RequestState.IN_REVIEW: "In review",
    RequestState.CHANGES_REQUESTED: "Changes requested",
    RequestState.APPROVED: "Approved; publishing begins when the undo window has passed",
    RequestState.PUBLISHED: "Published; Spotify is reviewing the ads",
    RequestState.LIVE: "Live on Spotify",
    RequestState.REJECTED: "Rejected",
    RequestState.WITHDRAWN: "Withdrawn",
}

Message = dict[str, Any]


def stage_card(dossier: Dossier, stage: Stage, round_: int, now: datetime) -> Message:
    """The card a team sees of its stage; `round_` is the round this copy was posted for."""
    request = dossier.request
    title = f"#{request.number} {request.title}"
    if round_ != stage.round or stage.state is StageState.DROPPED:
        text = f"{title}: superseded. It was revised; the newest card stands further below."
        return _message(text, [header(title), section("*Superseded.* A newer card replaces this.")])
    blocks = [header(title), _facts(dossier), *_checks(dossier), section(_votes(dossier, stage))]
    blocks.append(context(_standing(dossier, stage, now)))
    if stage.state is StageState.OPEN and request.state is RequestState.IN_REVIEW:
        blocks.append(_buttons(stage, title))
    else:
        blocks.append(_after_buttons(dossier, stage, title))
    return _message(f"{title}: {_progress(dossier, stage)}.", blocks)


def requester_card(dossier: Dossier) -> Message:
    """The card the requester follows their request on."""
    request = dossier.request
    title = f"#{request.number} {request.title}"
    lines = [
        f"• {escaped(stage.title)}: {_progress(dossier, stage)}"
        for stage in dossier.stages
        if stage.state is not StageState.DROPPED
    ]
    blocks = [header(title), section(f"*{_STANDS[request.state]}*"), section("\n".join(lines))]
    if request.note:
        blocks.append(section(f">{escaped(request.note)}"))
    blocks += _checks(dossier)
    details = button("Details", ActionId.DETAILS, request.id, label=f"Details of {request.title}")
    blocks.append(actions(f"request:{request.id}", [details]))
    return _message(f"{title}: {_STANDS[request.state]}.", blocks)


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
            section(f"*{escaped(title)}*, stage {escaped(stage.title)}"),
            text_input(
                "reason",
                "Why?",
                hint="The requester reads this.",
                multiline=True,
                max_length=approval_rules.REASON_LENGTH_MAX,
            ),
        ],
    }


def details_form(dossier: Dossier) -> Block:
    """The form that explains what the rules decided, and everything that was checked."""
    blocks: list[Block] = [section(f"*{escaped(dossier.request.title)}*"), _facts(dossier)]
    for judgement in dossier.judgements:
        reasons = "\n".join(f"• {escaped(reason)}" for reason in judgement.reasons)
        rules = ", ".join(judgement.matched) or "none"
        blocks += [
            section(f"*Rules `{judgement.table}`: {judgement.outcome}*\n{reasons}"),
            context(f"Rules that matched: {escaped(rules)}. Version {judgement.version[:12]}."),
        ]
    blocks += _checks(dossier)
    return {
        "type": "modal",
        "callback_id": CallbackId.DETAILS,
        "title": plain(f"Request #{dossier.request.number}"),
        "close": plain("Close"),
        "blocks": blocks[:100],
    }


def stage_value(stage: Stage) -> str:
    """What the buttons of a stage carry: the stage and the round they were drawn for."""
    return f"{stage.id}:{stage.round}"


def _message(text: str, blocks: list[Block]) -> Message:
    return {"text": text, "blocks": blocks, "unfurl_links": False}


def _facts(dossier: Dossier) -> Block:
    request, asked = dossier.request, dossier.request.payload
    budget = asked.get("budget", {})
    starts, ends = str(asked.get("starts_at", ""))[:10], str(asked.get("ends_at", ""))[:10]
    return fields(
        [
            ("Asked by", escaped(dossier.name(request.requester_id))),
            ("Brand", escaped(dossier.brand)),
            ("Budget", escaped(f"{budget.get('amount')} {budget.get('currency')}")),
            ("Flight", f"{starts} to {ends}"),
            ("Markets", ", ".join(request.markets)),
            ("Revision", str(request.revision)),
        ]
    )


def _checks(dossier: Dossier) -> list[Block]:
    if not dossier.checks:
        return []
    lines = [
        f"{'✓' if check.holds else '✗ not ready:'} {escaped(check.name)}: {escaped(check.found)}"
        for check in dossier.checks
    ]
    return [section("*Readiness*\n" + "\n".join(lines))]


def _votes(dossier: Dossier, stage: Stage) -> str:
    counting = approval_rules.counting(stage, dossier.votes)
    first = f"*{escaped(stage.title)}*: {_progress(dossier, stage)}"
    return "\n".join([first, *(_vote(dossier, vote) for vote in counting)])


def _vote(dossier: Dossier, vote: Vote) -> str:
    who = escaped(dossier.name(vote.voter_id))
    line = f"{_SAID[vote.choice]} by {who} {when(vote.at)}"
    return f"{line}\n>{escaped(vote.reason)}" if vote.reason else line


def _progress(dossier: Dossier, stage: Stage) -> str:
    if stage.state is not StageState.OPEN or stage.automatic:
        return approval_rules.said(stage.state)
    counting = approval_rules.counting(stage, dossier.votes)
    return f"{len(counting)} of {stage.quorum} approvals"


def _standing(dossier: Dossier, stage: Stage, now: datetime) -> str:
    parts = [_STANDS[dossier.request.state]]
    due = approval_rules.due_at(stage)
    if due is not None:
        late = "overdue since" if approval_rules.overdue(stage, now) else "due"
        parts.append(f"{late} {when(due)}")
    if dossier.request.note:
        parts.append(escaped(dossier.request.note))
    return " · ".join(parts)


def _buttons(stage: Stage, title: str) -> Block:
    value = stage_value(stage)
    return actions(
        f"stage:{stage.id}",
        [
            button("Approve", ActionId.APPROVE, value, label=f"Approve {title}", style="primary"),
            button("Reject", ActionId.REJECT, value, label=f"Reject {title}", style="danger"),
            button(
                "Request changes",
                ActionId.REQUEST_CHANGES,
                value,
                label=f"Request changes of {title}",
            ),
            button("Details", ActionId.DETAILS, stage.request_id, label=f"Details of {title}"),
        ],
    )


def _after_buttons(dossier: Dossier, stage: Stage, title: str) -> Block:
    made = [button("Details", ActionId.DETAILS, stage.request_id, label=f"Details of {title}")]
    if dossier.undo_until is not None:
        made.append(
            button("Take back", ActionId.UNDO, stage.request_id, label=f"Take back on {title}")
        )
    return actions(f"stage:{stage.id}", made)
