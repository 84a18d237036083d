"""Conditions on a yes: how cards show them, and the forms that ask for them."""

from collections.abc import Callable

from bot.gathered.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.language import later, number, say
from bot.messages.parts import (
    Block,
    Piece,
    actions,
    bold,
    bullets,
    button,
    context,
    paragraph,
    plain,
    quote,
    rich,
    said,
    text_input,
    told,
    woven,
)
from domain.approvals.model import Stage
from domain.conditions import rules
from domain.conditions.model import Condition, ConditionState

#: How many conditions a card shows; the API shows every one.
SHOWN_MAX = 5

_STANDS = {
    ConditionState.OPEN: later("{condition} (open)"),
    ConditionState.MET: later("{condition} (met, says the requester)"),
    ConditionState.CONFIRMED: later("{condition} (confirmed)"),
}


def of_stage(dossier: Dossier, stage: Stage, room: int) -> list[Block]:
    """The conditions that came with the votes on a stage; those to be confirmed have buttons."""
    cast = {vote.id for vote in dossier.votes if vote.stage_id == stage.id}
    held = [one for one in dossier.conditions if one.vote_id in cast]
    return _listed(held, room, _judging)


def of_request(dossier: Dossier, room: int) -> list[Block]:
    """Every condition that counts, for the requester; those that are open have a button."""
    return _listed(list(dossier.conditions), room, _meeting)


def waiting(dossier: Dossier) -> int:
    """Return how many conditions hold the effect of a request back."""
    return len(rules.unconfirmed(dossier.conditions))


def conditions_form(stage: Stage, title: str) -> Block:
    """The form that asks under which conditions somebody says yes."""
    length = rules.CONDITIONS_MAX * (rules.LENGTH_MAX + 1)
    return {
        "type": "modal",
        "callback_id": CallbackId.CONDITIONS,
        "private_metadata": f"{stage.id}:{stage.round}",
        "title": plain(say("Approve conditionally")),
        "submit": plain(say("Approve")),
        "close": plain(say("Cancel")),
        "blocks": [
            told(say("{title}, stage {stage}", title=title, stage=stage.title)),
            text_input(
                "conditions",
                say("Under which conditions?"),
                hint=say(
                    "One a line, at most {most}. Nothing goes live before each is met and"
                    " confirmed.",
                    most=rules.CONDITIONS_MAX,
                ),
                multiline=True,
                max_length=length,
            ),
        ],
    }


def word_form(condition: Condition, *, doubt: bool) -> Block:
    """The form that asks how a condition is met, or with `doubt` why it is not."""
    title = say("Not met") if doubt else say("It is met")
    label = say("Why not?") if doubt else say("How is it met?")
    return {
        "type": "modal",
        "callback_id": CallbackId.DOUBT if doubt else CallbackId.MEET,
        "private_metadata": condition.id,
        "title": plain(title),
        "submit": plain(say("Send")),
        "close": plain(say("Cancel")),
        "blocks": [
            told(condition.text),
            text_input("word", label, multiline=True, max_length=rules.WORD_LENGTH_MAX),
        ],
    }


def lines_of(entered: str) -> list[str]:
    """Return the conditions that were written into the form, one a line."""
    return [line.strip() for line in entered.splitlines() if line.strip()]


def _listed(
    held: list[Condition], room: int, made: Callable[[Condition], list[Block]]
) -> list[Block]:
    if not held:
        return []
    # What waits for somebody comes first: what is left out has no button.
    shown = sorted(held, key=_is_confirmed)[:SHOWN_MAX]
    blocks = [rich(paragraph(bold(say("Conditions"))), bullets([_row(one, room) for one in shown]))]
    for one in shown:
        spoken = one.doubt if one.state is ConditionState.OPEN else one.word
        if spoken and not _is_confirmed(one):
            blocks.append(rich(quote(spoken, room)))
        if offered := made(one):
            blocks.append(actions(f"condition:{one.id}", offered))
    left = len(held) - SHOWN_MAX
    more = say("And {count} more; the API shows every one.", count=number(left))
    return [*blocks, *([context(more)] if left > 0 else [])]


def _is_confirmed(condition: Condition) -> bool:
    return condition.state is ConditionState.CONFIRMED


def _row(condition: Condition, room: int) -> list[Piece]:
    return woven(_STANDS[condition.state], condition=said(condition.text, room))


def _meeting(condition: Condition) -> list[Block]:
    if condition.state is not ConditionState.OPEN:
        return []
    label = say("Say that this is met: {condition}", condition=condition.text)
    return [button(say("It is met"), ActionId.MEET, condition.id, label=label)]


def _judging(condition: Condition) -> list[Block]:
    if condition.state is not ConditionState.MET:
        return []
    confirm = say("Confirm: {condition}", condition=condition.text)
    doubt = say("Not met: {condition}", condition=condition.text)
    return [
        button(say("Confirm"), ActionId.CONFIRM, condition.id, label=confirm),
        button(say("Not met"), ActionId.DOUBT, condition.id, label=doubt),
    ]
