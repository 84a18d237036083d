"""Help, refusals and lists."""

from collections.abc import Sequence

from bot.messages.parts import (
    Message,
    bullets,
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
    "• `/campaign list` shows the ten requests of any kind that changed last; `list mine` those"
    " you asked for, `list waiting` those that wait for you\n"
    "• `/campaign show 12` shows request number 12, of whatever kind\n"
    "• `/campaign approve 12` asks you to confirm your approval\n"
    "• `/campaign withdraw 12 reason` withdraws what you asked for\n"
    "• `/campaign help` shows this"
)
CASE_HELP = (
    "*Cases* are complaints, inquiries and content issues.\n"
    "• `/case help` shows this. Opening and handling cases from here is not built yet."
)
NOTHING_YET = "There is nothing yet. `/campaign new` asks for a campaign."


def help_text(text: str) -> Message:
    """A text of ours, with its markup."""
    return message(text, [section(text)])


def spoken(text: str) -> Message:
    """A sentence in which people's words may stand, such as why something is refused."""
    return message(inert(text, 1_000), [told(text)])


def unknown_word(word: str, hint: str = "") -> Message:
    """What is said to a command that does not exist; `hint` may name the nearest that does."""
    known = help_text(CAMPAIGN_HELP)
    missing = spoken(f"There is no command `/campaign {word[:40]}`{hint}.")
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def request_list(requests: Sequence[Request]) -> Message:
    """A list of requests, one a line."""
    if not requests:
        return help_text(NOTHING_YET)
    rows = [_line(request) for request in requests]
    return message(inert("; ".join(rows), 1_000), [rich(bullets([[said(r, 300)] for r in rows]))])


def _line(request: Request) -> str:
    return f"#{request.number} {request.title}: {request.state.replace('_', ' ')}"
