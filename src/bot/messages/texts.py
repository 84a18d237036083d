"""Help, refusals, lists and the Home tab."""

from collections.abc import Sequence

from bot.ids import ActionId
from bot.messages.parts import (
    Block,
    Message,
    bullets,
    button,
    context,
    header,
    message,
    rich,
    said,
    section,
    told,
)
from bot.messages.words import inert
from domain.requests.model import Request

CAMPAIGN_HELP = (
    "*What you can do*\n"
    "• `/campaign new` asks for a campaign\n"
    "• `/campaign list` shows the ten requests of any kind that changed last\n"
    "• `/campaign show 12` shows request number 12, of whatever kind\n"
    "• `/campaign help` shows this"
)
NOTHING_YET = "There is nothing yet. `/campaign new` asks for a campaign."


def help_text(text: str) -> Message:
    """A text of ours, with its markup."""
    return message(text, [section(text)])


def spoken(text: str) -> Message:
    """A sentence in which people's words may stand, such as why something is refused."""
    return message(inert(text, 1_000), [told(text)])


def unknown_word(word: str) -> Message:
    """What is said to a command that does not exist."""
    known = help_text(CAMPAIGN_HELP)
    missing = spoken(f"There is no command `/campaign {word[:40]}`.")
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def request_list(requests: Sequence[Request]) -> Message:
    """A list of requests, one a line."""
    if not requests:
        return help_text(NOTHING_YET)
    rows = [_line(request) for request in requests]
    return message(inert("; ".join(rows), 1_000), [rich(bullets([[said(r, 300)] for r in rows]))])


def home_view(total: int, waiting: Sequence[Request], mine: Sequence[Request]) -> Block:
    """The Home tab: what waits for the reader, then what they asked for."""
    blocks = [header(f"Waiting for you: {total}")]
    blocks += [_row(request) for request in waiting] or [section("Nothing. Well done.")]
    blocks += [header("Asked for by you")]
    blocks += [_row(request) for request in mine] or [
        section("`/campaign new` asks for a campaign.")
    ]
    return {"type": "home", "blocks": blocks}


def unlinked_home(text: str) -> Block:
    """The Home tab of somebody the hub does not know."""
    return {"type": "home", "blocks": [told(text), context("Greenlight")]}


def _row(request: Request) -> Block:
    label = f"Details of {request.title}"
    return {
        **told(_line(request)),
        "block_id": f"row:{request.id}",
        "accessory": button("Details", ActionId.DETAILS, request.id, label=label),
    }


def _line(request: Request) -> str:
    return f"#{request.number} {request.title}: {request.state.replace('_', ' ')}"
