"""What a card says of a stage that was decided in the workflow service."""

from bot.gathered.dossier import Dossier
from bot.language import number, say
from bot.messages.parts import Block, Piece, bold, ours, paragraph, rich
from bot.messages.words import one_line
from domain.approvals.model import Stage
from domain.orchestration.model import Mirrored, Outcome


def decided_elsewhere(dossier: Dossier, stage: Stage, room: int) -> list[Block]:
    """Who decided a stage there, and that its quorum was not asked for; nothing if nobody did."""
    found = dossier.elsewhere.get(stage.id)
    return [rich(paragraph(*_said(dossier, found, room)))] if found else []


def all_decided_elsewhere(dossier: Dossier, room: int) -> list[Block]:
    """The same of every stage, each by its name."""
    lines = [
        paragraph(bold(f"{stage.title}: ", room), *_said(dossier, found, room))
        for stage in dossier.stages
        if (found := dossier.elsewhere.get(stage.id)) is not None
    ]
    return [rich(*lines)] if lines else []


def _said(dossier: Dossier, found: Mirrored, room: int) -> list[Piece]:
    who = one_line(_who(dossier, found), room)
    short = found.outcome is Outcome.APPROVED and found.approvals + 1 < found.quorum
    if short:
        text = say(
            "Decided in OpenText by {who}; quorum {quorum} was not asked for.",
            who=who,
            quorum=number(found.quorum),
        )
        return [ours(text)]
    return [ours(say("Decided in OpenText by {who}.", who=who))]


def _who(dossier: Dossier, found: Mirrored) -> str:
    if found.by_id is not None:
        return dossier.name(found.by_id)
    return found.by_name or say("somebody there")
