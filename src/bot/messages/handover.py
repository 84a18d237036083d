"""What a team is handed: the card of its package, its end, and the form for a receipt."""

from dataclasses import replace

from bot.gathered.dossier import Dossier
from bot.ids import ActionId, CallbackId
from bot.language import last_word, later, number, retold, say
from bot.messages import brief, packs
from bot.messages.by_itself import ENDS, promise
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    details_button,
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
    woven,
)
from bot.messages.telling import deliverable
from bot.messages.words import inert, one_line
from domain.handovers.attesting import SEEN_MAX
from domain.placements.acknowledging import RECEIPT_MAX
from domain.placements.model import HandOver, HandOverState
from domain.requests.kinds import targeting
from domain.requests.rules import OVER

#: How many files, instructions and yeses a card shows.
SHOWN_MAX = 12

#: How much of a title stands above a card however much else it has to say.
_TITLE_MIN = 60

#: What the catalogue holds the core's instructions under.
INSTRUCTION = "instruction"

_STANDS = {
    HandOverState.WAITING: later("{title}: handed over; see what is left for you to do."),
    HandOverState.ACKNOWLEDGED: later("{title}: acknowledged."),
    HandOverState.TAKEN_BACK: later("{title}: withdrawn."),
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
        "title": plain(say("Acknowledge"), 24),
        "submit": plain(say("Acknowledge"), 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            told(title),
            text_input(
                "receipt",
                say("What became of it?"),
                hint=say("Such as where it stands, or the number that your system gave it."),
                multiline=True,
                max_length=RECEIPT_MAX,
            ),
        ],
    }


def gone_form(request_id: str, title: str) -> Block:
    """The form in which a team says what it saw of what the hub could not take down."""
    return {
        "type": "modal",
        "callback_id": CallbackId.GONE,
        "private_metadata": request_id,
        "title": plain(say("It is gone"), 24),
        "submit": plain(say("It is gone"), 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            told(title),
            text_input(
                "seen",
                say("What did you see?"),
                hint=say("Where you looked, and what was there. It is kept with your name."),
                multiline=True,
                max_length=SEEN_MAX,
            ),
        ],
    }


def _card(dossier: Dossier, handed: HandOver, room: int) -> Message:
    title = _title(dossier)
    held = handed.content
    # The pack that was handed over is shown, not what one would hold now.
    asked = replace(dossier, pack=None)
    blocks = [
        header(one_line(title, max(room, _TITLE_MIN))),
        brief.facts(dossier, room),
        *brief.creative(asked, room),
        *brief.note(dossier, room),
        *_listed(
            say("What to do"),
            [[_instruction(one, max(room // 2, 12))] for one in held.get("instructions", [])],
        ),
        *_listed(say("Files"), [_material(dossier, one, room) for one in held["materials"]]),
        *_listed(say("Approved by"), [_approval(dossier, one, room) for one in held["approvals"]]),
        *packs.contents(dossier, held.get("pack"), room),
        *_standing(dossier, handed, room),
    ]
    return message(say(_stands(dossier, handed), title=inert(title)), blocks)


def _end(dossier: Dossier, handed: HandOver, room: int) -> Message:
    title = _title(dossier)
    rows = [_material(dossier, one, room) for one in handed.content["materials"]]
    blocks = [header(title), *_listed(say("Files"), rows), _withdrawn(dossier, room)]
    text = say("{title}: withdrawn. Nothing of it is to be done.", title=inert(title))
    return message(text, blocks)


def _standing(dossier: Dossier, handed: HandOver, room: int) -> list[Block]:
    request = dossier.request
    gone = _gone(dossier)
    if request.state in OVER:
        return [_withdrawn(dossier, room), *([actions(_block(dossier), [gone])] if gone else [])]
    if handed.taken_at is not None:
        line = paragraph(*_taken(dossier, handed.taken_by, instant(handed.taken_at), room))
        return [rich(line, quote(handed.receipt, room)) if handed.receipt else rich(line)]
    said_so = promise(dossier)
    details = details_button(request.id, request.title)
    made = [_take(dossier, needed=not said_so), *([gone] if gone else []), details]
    return [*([told(said_so)] if said_so else []), actions(_block(dossier), made)]


def _take(dossier: Dossier, *, needed: bool) -> Block:
    """The button that acknowledges it; where nobody need, it says that people did it themselves."""
    value, title = dossier.request.id, dossier.request.title
    if not needed:
        label = say("Say that you did {title} by hand", title=title)
        return button(say("Done by hand"), ActionId.ACKNOWLEDGE, value, label=label)
    label = say("Acknowledge {title}", title=title)
    return button(say("Acknowledge"), ActionId.ACKNOWLEDGE, value, label=label, style="primary")


def _gone(dossier: Dossier) -> Block | None:
    """The button by which people say that they saw it gone, where the hub cannot."""
    if not dossier.going:
        return None
    label = say("Say that {title} is gone", title=dossier.request.title)
    return button(say("It is gone"), ActionId.GONE, dossier.request.id, label=label)


def _block(dossier: Dossier) -> str:
    return f"handover:{dossier.request.id}"


def _taken(dossier: Dossier, taken_by: str | None, at: Piece, room: int) -> list[Piece]:
    """Say who took it on; nobody of the team where the hub did by itself what it asks for."""
    if taken_by is None and dossier.request.kind in ENDS:
        return woven("All of it is gone: acknowledged by Greenlight itself {at}", at=at)
    if taken_by is None and dossier.request.kind == targeting.NAME:
        return woven("Carried out by Greenlight itself {at}", at=at)
    if taken_by is None:
        return woven("Published by Greenlight itself {at}", at=at)
    who = one_line(dossier.name(taken_by), room)
    return woven("Acknowledged by {who} {at}", who=who, at=at)


def _stands(dossier: Dossier, handed: HandOver) -> str:
    over = dossier.request.state in OVER
    return _STANDS[HandOverState.TAKEN_BACK if over else handed.state]


def _withdrawn(dossier: Dossier, room: int) -> Block:
    line = paragraph(bold(say("Withdrawn. Nothing of it is to be done; undo what was.")))
    why = dossier.request.note
    return rich(line, quote(last_word(why), room)) if why else rich(line)


def _listed(title: str, rows: list[list[Piece]]) -> list[Block]:
    if not rows:
        return []
    if len(rows) > SHOWN_MAX:
        shown, count = number(SHOWN_MAX), number(len(rows))
        title = say("{title} ({shown} of {count})", title=title, shown=shown, count=count)
    return [rich(paragraph(bold(title)), bullets(rows[:SHOWN_MAX]))]


def _instruction(text: str, room: int) -> Piece:
    return said(retold(INSTRUCTION, text), room)


def _material(dossier: Dossier, held: dict[str, object], room: int) -> list[Piece]:
    name, kept, digest = (str(held[key]) for key in ("deliverable", "file", "sha256"))
    share = _share(room)
    return woven(
        "{name}: {file}, SHA-256 {digest}…",
        name=bold(deliverable(dossier.request.kind, name), share),
        file=said(kept, share),
        digest=digest[:12],
    )


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
