"""What a card says of a stage that was decided in the workflow service."""

from bot.dossier import Dossier
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
        return [ours(f"Decided in OpenText by {who}; quorum {found.quorum} was not asked for.")]
    return [ours(f"Decided in OpenText by {who}.")]


def _who(dossier: Dossier, found: Mirrored) -> str:
    if found.by_id is not None:
        return dossier.name(found.by_id)
    return found.by_name or "somebody there"
