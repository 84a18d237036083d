"""Help, lists and the Home tab."""

from collections.abc import Sequence

from bot.ids import ActionId
from bot.messages.parts import Block, button, context, escaped, header, section
from domain.requests.model import Request

CAMPAIGN_HELP = (
    "*What you can do*\n"
    "• `/campaign new` asks for a campaign\n"
    "• `/campaign list` shows the ten that changed last\n"
    "• `/campaign show 12` shows number 12\n"
    "• `/campaign help` shows this"
)
CASE_HELP = (
    "*Cases* are complaints, inquiries and content issues.\n"
    "• `/case help` shows this. Opening and handling cases from here is not built yet."
)


def request_list(requests: Sequence[Request]) -> str:
    """Return a list of requests as text, one a line."""
    if not requests:
        return "There is nothing yet. `/campaign new` asks for the first."
    return "\n".join(_line(request) for request in requests)


def home_view(total: int, waiting: Sequence[Request], mine: Sequence[Request]) -> Block:
    """The Home tab: what waits for the reader, then what they asked for."""
    blocks = [header(f"Waiting for you: {total}")]
    blocks += [_row(request) for request in waiting] or [section("Nothing. Well done.")]
    blocks += [header("Asked for by you")]
    blocks += [_row(request) for request in mine] or [section("`/campaign new` asks for one.")]
    return {"type": "home", "blocks": blocks}


def unlinked_home(message: str) -> Block:
    """The Home tab of somebody the hub does not know."""
    return {"type": "home", "blocks": [section(message), context("Greenlight")]}


def _row(request: Request) -> Block:
    label = f"Details of {request.title}"
    return {
        **section(_line(request)),
        "block_id": f"row:{request.id}",
        "accessory": button("Details", ActionId.DETAILS, request.id, label=label),
    }


def _line(request: Request) -> str:
    said = request.state.replace("_", " ")
    return f"*#{request.number}* {escaped(request.title)}: {said}"
