"""What a link of ours leads to, as it is shown beneath a message."""

from bot.language import say
from bot.messages.case_words import KINDS, STATES
from bot.messages.kind_words import kind_word, standing
from bot.messages.parts import Block, bold, context, ours, paragraph, rich, said
from domain.cases.model import Case
from domain.requests.model import Request


def request_unfurl(request: Request, brand: str, address: str) -> Block:
    """A request: its name, kind, brand and state."""
    pieces = [bold(f"#{request.number} {request.title}", 150), ours("\n")]
    pieces.append(ours(f"{kind_word(request.kind)} · "))
    if brand:
        pieces += [said(brand, 80), ours(" · ")]
    pieces.append(ours(standing(request.state)))
    return {"blocks": [rich(paragraph(*pieces)), context(f"Greenlight · {address}")]}


def case_unfurl(case: Case, address: str) -> Block:
    """A case: its name, kind, priority and state; who reported it is not for a channel."""
    pieces = [
        bold(f"#{case.number} {case.title}", 150),
        ours(f"\n{say(KINDS[case.kind])} · {case.priority} · {say(STATES[case.state])}"),
    ]
    return {"blocks": [rich(paragraph(*pieces)), context(f"Greenlight · {address}")]}
