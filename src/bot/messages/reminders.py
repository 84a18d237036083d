"""What somebody is told directly: that a stage waits for them, or waits for too long."""

from collections.abc import Mapping

from bot.gathered.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.language import later, say
from bot.messages.menus import listed_choice
from bot.messages.parts import (
    Block,
    Message,
    actions,
    button,
    details_button,
    instant,
    message,
    paragraph,
    plain,
    rich,
    said,
    woven,
)
from bot.messages.parts import told as heading
from bot.messages.words import inert
from domain.approvals.model import LEADS, Stage
from domain.reminding.model import Beat, Why
from domain.tellings.model import Telling, What

#: How many characters of each text are shown.
ROOM = 300


def direct(dossier: Dossier, stage: Stage, told: Telling) -> Message:
    """What a person is told about a stage: a reminder, or that it was carried up to them."""
    title = named(dossier)
    sentence = sentence_of(dossier, stage, told)
    pieces = [said(sentence, 2 * ROOM)]
    if stage.due_at is not None:
        pieces = woven("{sentence} Due {at}.", sentence=pieces[0], at=instant(stage.due_at))
    buttons = [*_handing(stage, told, title), details_button(stage.request_id, title)]
    blocks = [rich(paragraph(*pieces)), actions(f"told:{told.id}", buttons)]
    return message(inert(sentence, 2 * ROOM), blocks)


def _handing(stage: Stage, told: Telling, title: str) -> list[Block]:
    """Return the buttons of those whom a stage was carried up to; leads have a seat of their own.

    Whether they may still is looked at when they click.
    """
    if told.what is not What.ESCALATION:
        return []
    value = f"{stage.id}:{told.round}"
    label = say("Ask another reviewer about {title}", title=title)
    give = button(say("Ask another reviewer"), ActionId.REASSIGN, value, label=label)
    if (told.details or {}).get("level") == LEADS:
        return [give]
    label = say("Take over {title}", title=title)
    return [button(say("Take over"), ActionId.TAKE_OVER, value, label=label), give]


def reassign_form(
    stage: Stage, title: str, members: Mapping[str, str], others: Mapping[str, str]
) -> Block:
    """The form that asks who is asked in whose place; both are names by id."""
    return {
        "type": "modal",
        "callback_id": CallbackId.REASSIGN,
        "private_metadata": f"{stage.id}:{stage.round}",
        "title": plain(say("Ask another reviewer"), 24),
        "submit": plain(say("Ask them"), 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            heading(title),
            listed_choice("member_id", say("In whose place?"), members, next(iter(members))),
            listed_choice("to_user_id", say("Who is asked?"), others),
        ],
    }


def test_card(team: str) -> Message:
    """What a test of a route sends."""
    text = say("This is a test: cards of {team} arrive here.", team=team)
    return message(inert(text), [rich(paragraph(said(text, ROOM)))])


def named(dossier: Dossier) -> str:
    """How a request is called wherever somebody is told of it."""
    return f"#{dossier.request.number} {dossier.request.title}"


def sentence_of(dossier: Dossier, stage: Stage, told: Telling) -> str:
    """What a person is told about a stage, as one sentence."""
    title = named(dossier)
    details = told.details or {}
    if told.what is What.ESCALATION:
        words = (
            later("Too few reviewers of {stage} are there to decide {title}.")
            if details.get("why") == Why.SHORT_HANDED
            else later("{stage} has not decided {title} in time.")
        )
        return say(words, stage=stage.title, title=title)
    absent = details.get("instead_of")
    if absent:
        return say(
            "{title} waits in {stage} for {name}, for whom you stand in.",
            title=title,
            stage=stage.title,
            name=dossier.name(str(absent)),
        )
    if details.get("beat") == Beat.DUE:
        return say("{title} is due in {stage}, and waits for you.", title=title, stage=stage.title)
    return say("{title} waits for you in {stage}.", title=title, stage=stage.title)
