"""What the owner of a webhook is told when the hub paused it, in chat and by mail."""

from bot.language import later, say
from bot.messages.parts import Message, coded, message, ours, paragraph, rich, said
from bot.messages.words import inert
from domain.tellings.model import Telling
from domain.webhooks.model import Why

#: How many characters are shown.
ROOM = 600

#: What is said of why the hub paused one.
SENTENCES = {
    Why.FAILING: later("Your webhook {name} is paused: its receiver took nothing for too long."),
    Why.GONE: later("Your webhook {name} is paused: its receiver answered that it is gone."),
}


def paused(told: Telling) -> Message:
    """That a webhook was paused, and what to do."""
    text = f"{sentence(told)} {remedy()}"
    line = [said(sentence(told), ROOM), ours(" "), *coded(remedy())]
    return message(inert(text, ROOM), [rich(paragraph(*line))])


def sentence(told: Telling) -> str:
    """Which webhook was paused, and why."""
    details = told.details or {}
    return say(SENTENCES[Why(str(details["why"]))], name=str(details["webhook"]))


def remedy() -> str:
    """What its owner does about it."""
    return say(
        "Changes are kept for it. Mend the receiver, and resume the webhook in the API with"
        " `resumeWebhook`; its log there shows what was answered."
    )
