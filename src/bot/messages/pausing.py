"""The form that asks why a live campaign is to be paused."""

from bot.ids import CallbackId
from bot.language import say
from bot.messages.parts import Block, plain, text_input, told
from domain.requests.model import Request
from domain.requests.revise import REASON_LENGTH_MAX


def pause_form(request: Request) -> Block:
    """What is paused, and the field for the reason."""
    return {
        "type": "modal",
        "callback_id": CallbackId.PAUSE,
        "private_metadata": request.id,
        "title": plain(say("Pause"), 24),
        "submit": plain(say("Pause"), 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            told(say("#{number} {title}", number=request.number, title=request.title)),
            text_input(
                "reason",
                say("Why?"),
                hint=say("It is paused at Spotify, and everybody concerned reads this."),
                multiline=True,
                max_length=REASON_LENGTH_MAX,
            ),
        ],
    }
