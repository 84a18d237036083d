"""What somebody is told directly: that a stage waits for them, or waits for too long."""

from bot.dossier import Dossier
from bot.ids import ActionId
from bot.messages.parts import (
    Message,
    actions,
    button,
    instant,
    message,
    ours,
    paragraph,
    rich,
    said,
)
from bot.messages.words import inert
from domain.approvals.model import Stage
from domain.reminding.model import Beat, Why
from domain.tellings.model import Telling, What

#: How many characters of each text are shown.
ROOM = 300


def direct(dossier: Dossier, stage: Stage, told: Telling) -> Message:
    """What a person is told about a stage: a reminder, or that it was carried up to them."""
    title = f"#{dossier.request.number} {dossier.request.title}"
    sentence = _sentence(dossier, stage, told, title)
    pieces = [said(sentence, 2 * ROOM)]
    if stage.due_at is not None:
        pieces += [ours(" Due "), instant(stage.due_at), ours(".")]
    look = button("Details", ActionId.DETAILS, stage.request_id, label=f"Details of {title}")
    blocks = [rich(paragraph(*pieces)), actions(f"told:{told.id}", [look])]
    return message(inert(sentence, 2 * ROOM), blocks)


def test_card(team: str) -> Message:
    """What a test of a route sends."""
    text = f"This is a test: cards of {team} arrive here."
    return message(inert(text), [rich(paragraph(said(text, ROOM)))])


def _sentence(dossier: Dossier, stage: Stage, told: Telling, title: str) -> str:
    details = told.details or {}
    if told.what is What.ESCALATION:
        words = (
            "Too few reviewers of {stage} are there to decide {title}."
            if details.get("why") == Why.SHORT_HANDED
            else "{stage} has not decided {title} in time."
        )
        return words.format(stage=stage.title, title=title)
    absent = details.get("instead_of")
    if absent:
        name = dossier.name(str(absent))
        return f"{title} waits in {stage.title} for {name}, for whom you stand in."
    if details.get("beat") == Beat.DUE:
        return f"{title} is due in {stage.title}, and waits for you."
    return f"{title} waits for you in {stage.title}."
