"""The button by which what Spotify shows otherwise than approved is mended."""

from bot.gathered.dossier import Dossier
from bot.ids import ActionId
from bot.language import say
from bot.messages.parts import Block, button
from domain.looks import telling


def mend_button(dossier: Dossier) -> list[Block]:
    """Return the button, as long as something of it is told that can be mended so."""
    request = dossier.request
    if not telling.is_to_mend(request.trouble):
        return []
    title = f"#{request.number} {request.title}"
    label = say("Have what Spotify shows of {title} mended", title=title)
    return [button(say("Have it mended"), ActionId.MEND, request.id, label=label)]
