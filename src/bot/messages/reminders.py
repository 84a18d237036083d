"""What somebody is told directly: that a stage waits for them, or waits for too long."""

from bot.dossier import Dossier
from bot.language import later, say
from bot.messages.parts import (
    Message,
    actions,
    details_button,
    instant,
    message,
    paragraph,
    rich,
    said,
    woven,
)
from bot.messages.words import inert
from domain.approvals.model import Stage
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
    look = details_button(stage.request_id, title)
    blocks = [rich(paragraph(*pieces)), actions(f"told:{told.id}", [look])]
    return message(inert(sentence, 2 * ROOM), blocks)


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
