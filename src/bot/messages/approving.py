"""The form that asks whether a stage is really to be approved, for those who type."""

from collections.abc import Sequence

from bot.gathered.dossier import Dossier
from bot.ids import CallbackId
from bot.language import say
from bot.messages import brief
from bot.messages.card import stage_value
from bot.messages.parts import (
    Block,
    choice,
    context,
    fitting_view,
    header,
    plain,
    text_input,
)
from domain.approvals.model import Stage
from domain.approvals.rules import REASON_LENGTH_MAX


def approval_form(dossier: Dossier, stages: Sequence[Stage]) -> Block:
    """What is approved, as it stands, and in which of the reader's `stages`; one at least."""
    options = {stage_value(stage): stage.title for stage in stages}

    def draw(room: int) -> Block:
        return {
            "type": "modal",
            "callback_id": CallbackId.CONFIRM_APPROVAL,
            "title": plain(say("Approve"), 24),
            "submit": plain(say("Approve"), 24),
            "close": plain(say("Cancel"), 24),
            "blocks": [
                header(f"#{dossier.request.number} {dossier.request.title}"),
                brief.facts(dossier, room),
                *brief.creative(dossier, room),
                *brief.note(dossier, room),
                choice("stage", say("Stage"), options, next(iter(options))),
                text_input(
                    "reason",
                    say("Anything to add?"),
                    multiline=True,
                    optional=True,
                    max_length=REASON_LENGTH_MAX,
                ),
                context(say("If it is revised before you say yes, you are asked to look again.")),
            ],
        }

    return fitting_view(draw)
