"""What a team is handed: the card of its package, its end, and the form for a receipt."""

from bot.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.messages import brief
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    fitting,
    header,
    instant,
    message,
    ours,
    paragraph,
    plain,
    quote,
    rich,
    said,
    text_input,
    told,
)
from bot.messages.words import inert, one_line
from domain.handovers.service import RECEIPT_LENGTH_MAX
from domain.placements.model import HandOver, HandOverState
from domain.requests.rules import OVER

#: How many files, instructions and yeses a card shows.
SHOWN_MAX = 12

_STANDS = {
    HandOverState.WAITING: "handed over to you, waiting for your receipt",
    HandOverState.ACKNOWLEDGED: "acknowledged",
    HandOverState.TAKEN_BACK: "withdrawn",
}


def handover_card(dossier: Dossier, handed: HandOver) -> Message:
    """The card a team sees of what it was handed."""
    return fitting(lambda room: _card(dossier, handed, room))


def taken_back_card(dossier: Dossier, handed: HandOver) -> Message:
    """What a team is told when what it was handed is withdrawn."""
    return fitting(lambda room: _end(dossier, handed, room))


def receipt_form(request_id: str, title: str) -> Block:
    """The form in which a team says that it has what it was handed."""
    return {
        "type": "modal",
        "callback_id": CallbackId.RECEIPT,
        "private_metadata": request_id,
        "title": plain("Acknowledge"),
        "submit": plain("Acknowledge"),
        "close": plain("Cancel"),
        "blocks": [
            told(title),
            text_input(
                "receipt",
                "What became of it?",
                hint="Such as where it stands, or the number that your system gave it.",
                multiline=True,
                max_length=RECEIPT_LENGTH_MAX,
            ),
        ],
    }


def _card(dossier: Dossier, handed: HandOver, room: int) -> Message:
    title = _title(dossier)
    held = handed.content
    blocks = [
        header(title),
        brief.facts(dossier, room),
        *brief.creative(dossier, room),
        *brief.note(dossier, room),
        *_listed(
            "What to do", [[said(one, max(room // 2, 24))] for one in held.get("instructions", [])]
        ),
        *_listed("Files", [_material(one, room) for one in held["materials"]]),
        *_listed("Approved by", [_approval(dossier, one, room) for one in held["approvals"]]),
        *_standing(dossier, handed, room),
    ]
    return message(f"{inert(title)}: {_stands(dossier, handed)}.", blocks)


def _end(dossier: Dossier, handed: HandOver, room: int) -> Message:
    title = _title(dossier)
    rows = [_material(one, room) for one in handed.content["materials"]]
    blocks = [header(title), *_listed("Files", rows), _withdrawn(dossier, room)]
    return message(f"{inert(title)}: withdrawn. Nothing of it is to be done.", blocks)


def _standing(dossier: Dossier, handed: HandOver, room: int) -> list[Block]:
    request = dossier.request
    if request.state in OVER:
        return [_withdrawn(dossier, room)]
    if handed.taken_by is not None and handed.taken_at is not None:
        who = one_line(dossier.name(handed.taken_by), room)
        line = paragraph(ours(f"Acknowledged by {who} "), instant(handed.taken_at))
        return [rich(line, quote(handed.receipt, room)) if handed.receipt else rich(line)]
    take = button(
        "Acknowledge",
        ActionId.ACKNOWLEDGE,
        request.id,
        label=f"Acknowledge {request.title}",
        style="primary",
    )
    details = button("Details", ActionId.DETAILS, request.id, label=f"Details of {request.title}")
    return [actions(f"handover:{request.id}", [take, details])]


def _stands(dossier: Dossier, handed: HandOver) -> str:
    over = dossier.request.state in OVER
    return _STANDS[HandOverState.TAKEN_BACK if over else handed.state]


def _withdrawn(dossier: Dossier, room: int) -> Block:
    line = paragraph(bold("Withdrawn. Nothing of it is to be done; undo what was."))
    why = dossier.request.note
    return rich(line, quote(why, room)) if why else rich(line)


def _listed(title: str, rows: list[list[Piece]]) -> list[Block]:
    if not rows:
        return []
    more = f" ({SHOWN_MAX} of {len(rows)})" if len(rows) > SHOWN_MAX else ""
    return [rich(paragraph(bold(f"{title}{more}")), bullets(rows[:SHOWN_MAX]))]


def _material(held: dict[str, object], room: int) -> list[Piece]:
    name, kept, digest = (str(held[key]) for key in ("deliverable", "file", "sha256"))
    share = _share(room)
    return [bold(name, share), ours(": "), said(kept, share), ours(f", SHA-256 {digest[:12]}…")]


def _approval(dossier: Dossier, held: dict[str, object], room: int) -> list[Piece]:
    voters = held["voters"]
    names = [dossier.name(str(one)) for one in voters] if isinstance(voters, list) else []
    share = _share(room)
    return [bold(str(held["title"]), share), ours(": "), said(", ".join(names), share)]


def _share(room: int) -> int:
    """Return the room of each of many short texts."""
    return min(max(room // 8, 12), 80)


def _title(dossier: Dossier) -> str:
    return f"#{dossier.request.number} {dossier.request.title}"
