"""What a link of ours leads to, as it is shown beneath a message."""

from bot.messages.kind_words import kind_word, standing
from bot.messages.parts import Block, bold, context, ours, paragraph, rich, said
from domain.requests.model import Request


def request_unfurl(request: Request, brand: str, address: str) -> Block:
    """A request: its name, kind, brand and state."""
    pieces = [bold(f"#{request.number} {request.title}", 150), ours("\n")]
    pieces.append(ours(f"{kind_word(request.kind)} · "))
    if brand:
        pieces += [said(brand, 80), ours(" · ")]
    pieces.append(ours(standing(request.state)))
    return {"blocks": [rich(paragraph(*pieces)), context(f"Greenlight · {address}")]}
