"""The card that somebody sees who stands in for a reviewer who is away."""

from collections.abc import Sequence
from datetime import datetime

from bot.gathered.dossier import Dossier
from bot.language import say
from bot.messages.card import stage_card, superseded
from bot.messages.parts import Message, header, message, paragraph, rich, said, section
from bot.messages.words import inert
from domain.approvals.model import Stage, StageState
from domain.requests.model import RequestState

#: How many characters of names are shown.
NAMES_ROOM = 300

#: How many of them a notification says, beside a card that is as large as it may be.
SPOKEN_ROOM = 70


def stand_in_card(
    dossier: Dossier, stage: Stage, round_: int, now: datetime, absent: Sequence[str]
) -> Message:
    """The card of a stage for somebody who stands in for `absent`; nobody, if they do no more."""
    waits = stage.state is StageState.OPEN and dossier.request.state is RequestState.IN_REVIEW
    if superseded(stage, round_) or not waits:
        return stage_card(dossier, stage, round_, now)
    if not absent:
        return stood_in_card(dossier)
    names = ", ".join(absent)
    sentence = say("You stand in for {names}, and your vote counts as theirs.", names=names)
    line = rich(paragraph(said(sentence, NAMES_ROOM)))
    card = stage_card(dossier, stage, round_, now, (line,))
    return {**card, "text": f"{card['text']} {inert(sentence, SPOKEN_ROOM)}"}


def stood_in_card(dossier: Dossier) -> Message:
    """What is left of the card of somebody who stood in, and does no more: nothing of the stage."""
    title = f"#{dossier.request.number} {dossier.request.title}"
    text = say("You do not stand in for anybody here any more.")
    told = say("{title}: {stands}", title=inert(title), stands=text)
    return message(told, [header(title), section(text)])
