"""What is said in the thread below a case's card: one line for everything that happened."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.case_file import CaseFile
from bot.messages.case_words import STATES, title
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    instant,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.words import inert
from domain.audit.model import Event
from domain.cases.model import CaseState, CommentKind

#: How much of a name, and of a text, a line holds, in characters.
NAME_MAX, TEXT_MAX = 160, 1_500

#: Returns the pieces of a line, and the words of somebody below it.
Tell = Callable[[CaseFile, Event], tuple[list[Piece], str | None]]


def said_of(file: CaseFile, position: int) -> Message | None:
    """Return what is said of the event at `position` of a case; None if nothing is."""
    event = next((one for one in file.events if one.position == position), None)
    if event is None or event.act not in TOLD:
        return None
    pieces, below = TOLD[event.act](file, event)
    held: list[Block] = [paragraph(*pieces)]
    if below:
        held.append(quote(below, TEXT_MAX))
    line = "".join(str(piece.get("text") or piece.get("fallback", "")) for piece in pieces)
    return message(f"{inert(title(file.case))}: {inert(line)}", [rich(*held)])


def _who(file: CaseFile, event: Event) -> Piece:
    name = "Greenlight" if event.actor_id is None else file.name(event.actor_id)
    return said(name, NAME_MAX)


def _plainly(words: str) -> Tell:
    def tell(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
        return [_who(file, event), ours(f" {words}")], _text(event.details, "reason")

    return tell


def _assigned(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    owner = _text(event.details, "assignee")
    if owner == event.actor_id:
        return [_who(file, event), ours(" took it on.")], None
    given = [_who(file, event), ours(" gave it to "), said(file.name(owner), NAME_MAX), ours(".")]
    return given, None


def _commented(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    words = {
        CommentKind.INTERNAL: "said inside the house:",
        CommentKind.REPLY: "said, for the reporter or as the reporter:",
        CommentKind.INQUIRY: "asked the reporter; the clocks stand still:",
    }
    comment = file.comment(str(event.details.get("comment")))
    kind = CommentKind(event.details["kind"])
    below = comment.text if comment else None
    return [_who(file, event), ours(f" {words[kind]}")], below


def _triaged(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    priority, queue = _text(event.details, "priority"), _text(event.details, "queue")
    reasons = event.details.get("reasons")
    below = "\n".join(map(str, reasons)) if isinstance(reasons, list) else None
    line = [_who(file, event), ours(f" had it triaged again: {priority}, queue ")]
    return [*line, said(str(queue), NAME_MAX), ours(".")], below


def _escalated(_file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    details = event.details
    due = datetime.fromisoformat(str(details["due_at"]))
    line = [ours(f"The {details['clock']} clock ran out "), instant(due)]
    told = ours(f". Escalated to level {details['level']}, the team ")
    team = said(str(details["team"]), NAME_MAX)
    if details["told"]:
        return [*line, told, team, ours(".")], None
    return [*line, told, team, ours(", which nobody has set up: nobody else was told.")], None


def _merged(_file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    number = event.details.get("number")
    return [ours(f"Case {number} was merged into this one; what was said there is here now.")], None


def _linked(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    about = event.details.get("subjects")
    below = "\n".join(map(str, about)) if isinstance(about, list) else None
    return [_who(file, event), ours(" said what else it is about:")], below


def _made_good(words: str) -> Tell:
    def tell(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
        amount = _text(event.details, "amount") or "words alone"
        tier = (_text(event.details, "tier") or "compensation").replace("_", " ")
        line = [_who(file, event), ours(f" {words}: {amount} as {tier}.")]
        return line, _text(event.details, "reason")

    return tell


def _text(details: Mapping[str, Any], name: str) -> str | None:
    value = details.get(name)
    return value if isinstance(value, str) else None


#: What is told of which act; opening it is what the card itself says.
TOLD: Mapping[str, Tell] = {
    "case.acknowledged": _plainly("acknowledged it."),
    "case.in_progress": _plainly("is working on it."),
    "case.waiting": _plainly("waits for the customer; the clocks stand still."),
    "case.closed": _plainly("closed it."),
    "case.resolved": _plainly("resolved it:"),
    "case.reopened": _plainly("opened it again; the clocks begin anew:"),
    "case.merged": _plainly(f"merged it: {STATES[CaseState.MERGED].lower()} cases stay so."),
    "case.took_over": _merged,
    "case.assigned": _assigned,
    "case.commented": _commented,
    "case.triaged": _triaged,
    "case.escalated": _escalated,
    "case.linked": _linked,
    "case.compensation_proposed": _made_good("proposed to make it good"),
    "case.compensated": _made_good("made it good"),
    "case.compensation_declined": _made_good("declined to make it good"),
}
