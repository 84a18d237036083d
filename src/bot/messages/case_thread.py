"""What is said in the thread below a case's card: one line for everything that happened."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.gathered.case import CaseFile
from bot.language import amount, later, say
from bot.messages.case_card import TIERS
from bot.messages.case_words import about, title
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    instant,
    message,
    paragraph,
    quote,
    rich,
    said,
    woven,
)
from bot.messages.words import inert
from domain.audit.model import Event
from domain.cases.model import Clock, CommentKind, Subject, SubjectKind
from domain.compensations.model import Tier

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
    text = say("{name}: {found}", name=inert(title(file.case)), found=inert(line))
    return message(text, [rich(*held)])


def _who(file: CaseFile, event: Event) -> Piece:
    name = "Greenlight" if event.actor_id is None else file.name(event.actor_id)
    return said(name, NAME_MAX)


def _plainly(sentence: str) -> Tell:
    def tell(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
        return woven(sentence, who=_who(file, event)), _text(event.details, "reason")

    return tell


def _assigned(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    who, owner = _who(file, event), _text(event.details, "assignee")
    if owner == event.actor_id:
        return woven(later("{who} took it on."), who=who), None
    given = later("{who} gave it to {owner}.")
    return woven(given, who=who, owner=said(file.name(owner), NAME_MAX)), None


_COMMENTED = {
    CommentKind.INTERNAL: later("{who} said inside the house:"),
    CommentKind.REPLY: later("{who} said, for the reporter or as the reporter:"),
    CommentKind.INQUIRY: later("{who} asked the reporter; the clocks stand still:"),
}


def _commented(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    comment = file.comment(str(event.details.get("comment")))
    sentence = _COMMENTED[CommentKind(event.details["kind"])]
    return woven(sentence, who=_who(file, event)), comment.text if comment else None


def _triaged(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    reasons = event.details.get("reasons")
    below = "\n".join(map(str, reasons)) if isinstance(reasons, list) else None
    line = woven(
        later("{who} had it triaged again: {priority}, queue {queue}."),
        who=_who(file, event),
        priority=str(_text(event.details, "priority")),
        queue=said(file.team(str(_text(event.details, "queue"))), NAME_MAX),
    )
    return line, below


#: What is told of a clock that ran out, by whether there is somebody to be told.
_RAN_OUT = {
    (Clock.RESPONSE, True): later(
        "The response clock ran out {at}. Escalated to level {level}, the team {team}."
    ),
    (Clock.RESPONSE, False): later(
        "The response clock ran out {at}. Escalated to level {level}, the team {team}, which"
        " nobody has set up: nobody else was told."
    ),
    (Clock.RESOLUTION, True): later(
        "The resolution clock ran out {at}. Escalated to level {level}, the team {team}."
    ),
    (Clock.RESOLUTION, False): later(
        "The resolution clock ran out {at}. Escalated to level {level}, the team {team}, which"
        " nobody has set up: nobody else was told."
    ),
}


def _escalated(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    details = event.details
    line = woven(
        _RAN_OUT[Clock(details["clock"]), bool(details["told"])],
        at=instant(datetime.fromisoformat(str(details["due_at"]))),
        level=str(details["level"]),
        team=said(file.team(str(details["team"])), NAME_MAX),
    )
    return line, None


def _merged(_file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    sentence = later("Case {number} was merged into this one; what was said there is here now.")
    return woven(sentence, number=str(event.details.get("number"))), None


def _linked(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
    held = event.details.get("subjects")
    named = [str(one).partition(":") for one in held] if isinstance(held, list) else []
    found = [Subject(SubjectKind(kind), ref) for kind, _, ref in named]
    below = "\n".join(about(file, one) for one in found) or None
    return woven(later("{who} said what else it is about:"), who=_who(file, event)), below


def _made_good(sentence: str) -> Tell:
    def tell(file: CaseFile, event: Event) -> tuple[list[Piece], str | None]:
        tier = _text(event.details, "tier")
        line = woven(
            sentence,
            who=_who(file, event),
            amount=_amount(_text(event.details, "amount")),
            tier=say(TIERS[Tier(tier) if tier else None]),
        )
        return line, _text(event.details, "reason")

    return tell


def _amount(held: str | None) -> str:
    """Return an amount as the record holds it, such as EUR 1,200.00, in the reader's writing."""
    if held is None:
        return say("words alone")
    currency, _, digits = held.partition(" ")
    return amount(Decimal(digits.replace(",", "")), currency)


def _text(details: Mapping[str, Any], name: str) -> str | None:
    value = details.get(name)
    return value if isinstance(value, str) else None


#: What is told of which act; opening it is what the card itself says.
TOLD: Mapping[str, Tell] = {
    "case.acknowledged": _plainly(later("{who} acknowledged it.")),
    "case.in_progress": _plainly(later("{who} is working on it.")),
    "case.waiting": _plainly(later("{who} waits for the customer; the clocks stand still.")),
    "case.figures_again": _plainly(later("Another alert asks for this as well:")),
    "case.figures_corrected": _plainly(later("The figures that opened this were corrected:")),
    "case.figures_ended": _plainly(later("The alert that opened this has ended:")),
    "case.closed": _plainly(later("{who} closed it.")),
    "case.resolved": _plainly(later("{who} resolved it:")),
    "case.resolved_elsewhere": _plainly(later("{who} resolved it in the workflow service:")),
    "case.reopened": _plainly(later("{who} opened it again; the clocks begin anew:")),
    "case.merged": _plainly(later("{who} merged it: merged cases stay so.")),
    "case.took_over": _merged,
    "case.assigned": _assigned,
    "case.commented": _commented,
    "case.triaged": _triaged,
    "case.escalated": _escalated,
    "case.linked": _linked,
    "case.compensation_requested": _made_good(
        later("{who} asked for {amount} as {tier}, by a request that decides it:")
    ),
    "case.compensation_proposed": _made_good(
        later("{who} proposed to make it good: {amount} as {tier}.")
    ),
    "case.compensated": _made_good(later("{who} made it good: {amount} as {tier}.")),
    "case.compensation_declined": _made_good(
        later("{who} declined to make it good: {amount} as {tier}.")
    ),
}
