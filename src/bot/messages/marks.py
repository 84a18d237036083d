"""What a card shows from a click on until it is drawn anew."""

from bot.language import say
from bot.messages.parts import Message, context, header
from bot.messages.words import inert


def processing(title: str) -> Message:
    """The card called `title` in between: nothing on it can be clicked twice."""
    blocks = [*([header(title)] if title else []), context(say("Processing…"))]
    said = say("{title}: Processing…", title=inert(title)) if title else say("Processing…")
    return {"text": said, "blocks": blocks}
