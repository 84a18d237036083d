"""Help, refusals, lists and the Home tab."""

from collections.abc import Sequence

from bot.language import later, number, say
from bot.messages.parts import (
    Block,
    Message,
    bullets,
    context,
    details_button,
    header,
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
    later("• `/campaign list` shows the ten requests of any kind that changed last"),
    later("• `/campaign show 12` shows request number 12, of whatever kind"),
    later("• `/campaign help` shows this"),
)
CASE_HELP = (
    later("*Cases* are complaints, inquiries and content issues."),
    later("• `/case help` shows this. Opening and handling cases from here is not built yet."),
)


def help_text(*sentences: str) -> Message:
    """A text of ours, with its markup, each sentence on a line of its own."""
    text = "\n".join(say(sentence) for sentence in sentences)
    return message(text, [section(text)])


def spoken(text: str) -> Message:
    """A sentence in which people's words may stand, such as why something is refused."""
    return message(inert(text, 1_000), [told(text)])


def unknown_word(word: str) -> Message:
    """What is said to a command that does not exist."""
    known = help_text(*CAMPAIGN_HELP)
    missing = spoken(say("There is no command `/campaign {word}`.", word=word[:40]))
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def request_list(requests: Sequence[Request]) -> Message:
    """A list of requests, one a line."""
    if not requests:
        return help_text(later("There is nothing yet. `/campaign new` asks for a campaign."))
    rows = [_line(request) for request in requests]
    return message(inert("; ".join(rows), 1_000), [rich(bullets([[said(r, 300)] for r in rows]))])


def home_view(total: int, waiting: Sequence[Request], mine: Sequence[Request]) -> Block:
    """The Home tab: what waits for the reader, then what they asked for."""
    blocks = [header(say("Waiting for you: {count}", count=number(total)))]
    blocks += [_row(request) for request in waiting] or [section(say("Nothing. Well done."))]
    blocks += [header(say("Asked for by you"))]
    blocks += [_row(request) for request in mine] or [
        section(say("`/campaign new` asks for a campaign."))
    ]
    return {"type": "home", "blocks": blocks}


def unlinked_home(text: str) -> Block:
    """The Home tab of somebody the hub does not know."""
    return {"type": "home", "blocks": [told(text), context("Greenlight")]}


def _row(request: Request) -> Block:
    return {
        **told(_line(request)),
        "block_id": f"row:{request.id}",
        "accessory": details_button(request.id, request.title),
    }


def _line(request: Request) -> str:
    return say(
        "#{number} {title}: {stands}",
        number=request.number,
        title=request.title,
        stands=request_state(request.state),
    )
