"""The form that asks why a live campaign is to be paused."""

from bot.ids import CallbackId
from bot.language import say
from bot.messages.asking_why import Asking, why_form
from bot.messages.parts import Block
from domain.requests.model import Request
from domain.requests.revise import REASON_LENGTH_MAX


def pause_form(request: Request) -> Block:
    """What is paused, and the field for the reason."""
    hint = say("It is paused at Spotify, and everybody concerned reads this.")
    paused = Asking(CallbackId.PAUSE, say("Pause"), say("Pause"), hint, REASON_LENGTH_MAX)
    return why_form(request, paused)
