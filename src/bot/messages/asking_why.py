"""A form that asks why something is done to a request."""

from dataclasses import dataclass

from bot.ids import CallbackId
from bot.language import say
from bot.messages.parts import Block, plain, text_input, told
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class Asking:
    """What is done by a form, as its reader reads it; a reason has at most `most` characters."""

    callback: CallbackId
    title: str
    submit: str
    hint: str
    most: int


def why_form(request: Request, asking: Asking) -> Block:
    """Return the form: which request it is, and the field for the reason."""
    field = text_input(
        "reason", say("Why?"), hint=asking.hint, multiline=True, max_length=asking.most
    )
    return {
        "type": "modal",
        "callback_id": asking.callback,
        "private_metadata": request.id,
        "title": plain(asking.title, 24),
        "submit": plain(asking.submit, 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            told(say("#{number} {title}", number=request.number, title=request.title)),
            field,
        ],
    }
