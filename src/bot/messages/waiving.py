"""The button and the form by which a release is let out before its title's days."""

from bot.gathered.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.language import say
from bot.messages.asking_why import Asking, why_form
from bot.messages.parts import Block, button
from domain.masters import embargoes
from domain.masters.rules import REASON_MAX
from domain.requests.model import Request


def waive_button(dossier: Dossier) -> list[Block]:
    """Return the button, as long as it is the title's record that holds a release."""
    request = dossier.request
    if not embargoes.is_held(request.trouble):
        return []
    title = f"#{request.number} {request.title}"
    label = say("Waive the embargo of {title}", title=title)
    return [button(say("Waive the embargo"), ActionId.WAIVE, request.id, label=label)]


def waive_form(request: Request) -> Block:
    """What is let out, and the field for the reason."""
    hint = say("It is kept with your name, and everybody concerned can read it.")
    waived = Asking(CallbackId.WAIVE, say("Waive the embargo"), say("Waive"), hint, REASON_MAX)
    return why_form(request, waived)
