"""Help, refusals and lists."""

from collections.abc import Collection, Sequence

from bot.language import later, say
from bot.messages.parts import (
    Message,
    bullets,
    message,
    rich,
    said,
    section,
    told,
)
from bot.messages.terms import request_state
from bot.messages.words import inert
from domain.requests.model import Request

CAMPAIGN_HELP = (
    later("*What you can do*"),
    later("• `/campaign new` asks for a campaign"),
    later(
        "• `/campaign list` shows the ten requests of any kind that changed last; `list mine`"
        " those you asked for, `list waiting` those that wait for you"
    ),
    later("• `/campaign show 12` shows request number 12, of whatever kind"),
    later("• `/campaign approve 12` asks you to confirm your approval"),
    later("• `/campaign withdraw 12 reason` withdraws what you asked for"),
    later("• `/campaign metrics 12` tells how a campaign does, with its charts"),
    later(
        "• `/campaign alerts 12` lists what watches a campaign, to be tried out and edited;"
        " without a number, what happened while nobody was told"
    ),
    later("• `/campaign pause 12` pauses a live campaign, `resume 12` has it run again"),
    later(
        "• `/campaign away 2026-12-21 2027-01-04 @colleague` says your first day away, your first"
        " day back, and who stands in; `/campaign away` shows when you are away"
    ),
    later("• `/campaign back` ends an absence, `back all` also those to come"),
    later("• `/campaign help` shows this"),
)


def help_text(*sentences: str) -> Message:
    """A text of ours, with its markup, each sentence on a line of its own."""
    text = "\n".join(say(sentence) for sentence in sentences)
    return message(text, [section(text)])


def spoken(text: str) -> Message:
    """A sentence in which people's words may stand, such as why something is refused."""
    return message(inert(text, 1_000), [told(text)])


def withdrawn(number: int, title: str) -> str:
    """What is said to whoever withdrew a request."""
    return say("#{number} {title} is withdrawn.", number=number, title=title)


def followed(number: int, title: str) -> str:
    """What is said to whoever asked for what a review suggests."""
    return say("This is asked for as #{number} {title}.", number=number, title=title)


def runs_again(number: int, title: str) -> str:
    """What is said to whoever had a paused campaign run again."""
    return say("#{number} {title} is to run again.", number=number, title=title)


def unknown_word(word: str, near: str = "") -> Message:
    """What is said to a command that does not exist; `near` is the nearest that does."""
    known = help_text(*CAMPAIGN_HELP)
    meant = later("There is no command “/campaign {word}”; perhaps you meant “{near}”.")
    sentence = meant if near else later("There is no command “/campaign {word}”.")
    missing = spoken(say(sentence, word=word[:40], near=near))
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def request_list(requests: Sequence[Request], paused: Collection[str] = ()) -> Message:
    """A list of requests, one a line; `paused` are the ids of those that stand still."""
    if not requests:
        return help_text(later("There is nothing yet. `/campaign new` asks for a campaign."))
    rows = [_line(request, paused=request.id in paused) for request in requests]
    return message(inert("; ".join(rows), 1_000), [rich(bullets([[said(r, 300)] for r in rows]))])


def _line(request: Request, *, paused: bool) -> str:
    return say(
        "#{number} {title}: {stands}",
        number=request.number,
        title=request.title,
        stands=request_state(request.state, paused=paused),
    )
