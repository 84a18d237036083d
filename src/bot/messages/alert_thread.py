"""What is said in the thread below an alert: one line for everything that happened to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.gathered.alert import AlertFile, Board
from bot.language import day, later, retold, say, say_n
from bot.messages import alert_words as words
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    instant,
    mention,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
    woven,
)
from bot.messages.words import NOTHING, inert
from domain.audit.model import Event
from domain.followups.ending import WITHDREW
from domain.followups.opening import JOINED, REFUSED, STARTED
from domain.thresholds.model import Reason

#: How much of a name, and of a note, a line holds, in characters.
NAME_MAX, NOTE_MAX = 160, 1_000

Tell = Callable[[AlertFile, Event], list[Piece]]


def said_of(
    file: AlertFile, event: Event, *, named: bool, mentioned: Sequence[str] = ()
) -> Message | None:
    """Return what is said of an event; None if nothing is.

    `named` has the alert be named, where the thread is of many. `mentioned` are accounts whose
    attention is called.
    """
    tell = TOLD.get(event.act)
    if tell is None:
        return None
    line = tell(file, event)
    note = event.details.get("note")
    below = [quote(note, NOTE_MAX)] if isinstance(note, str) and note.strip() else []
    return _line(file, line, below, named=named, mentioned=mentioned)


def woke_up(file: AlertFile, *, named: bool) -> Message:
    """The line that says that a snooze is over."""
    text = say("The snooze is over, and it is not resolved.")
    return _line(file, [ours(text)], [], named=named)


def reminder(board: Board) -> Message:
    """The line that says that nobody looks after an alert, or after several, yet."""
    if board.grouped:
        text = say_n(
            "Nobody looks after {n} of these yet.",
            "Nobody looks after {n} of these yet.",
            len(board.files),
        )
        return message(text, [rich(paragraph(ours(text)))])
    (file,) = board.files
    text = say("Nobody looks after it yet; it is so since {day}.", day=day(file.since))
    return _line(file, [ours(text)], [], named=False)


def _line(
    file: AlertFile,
    line: Sequence[Piece],
    below: Sequence[Block],
    *,
    named: bool,
    mentioned: Sequence[str] = (),
) -> Message:
    name = words.name(file)
    held = [said(name, NAME_MAX), ours(": "), *line] if named else list(line)
    for account in mentioned:
        held += [ours(" "), mention(account)]
    spoken = "".join(str(piece.get("text") or piece.get("fallback", "")) for piece in line)
    text = say("{name}: {found}", name=inert(name), found=inert(spoken))
    return message(text, [rich(paragraph(*held), *below)])


def _who(file: AlertFile, event: Event) -> Piece:
    name = "Greenlight" if event.actor_id is None else file.name(event.actor_id)
    return said(name, NAME_MAX)


def _of_people(sentence: str) -> Tell:
    return lambda file, event: woven(sentence, who=_who(file, event))


def _of_figures(sentence: str) -> Tell:
    def tell(file: AlertFile, event: Event) -> list[Piece]:
        held = event.details
        value = words.measured(file, held.get("value"))
        return woven(
            sentence,
            value=said(value, NAME_MAX),
            target=said(words.target(file, held.get("bound")) or NOTHING, NAME_MAX),
            why=said(words.why(file), NAME_MAX),
        )

    return tell


def _resolved(file: AlertFile, event: Event) -> list[Piece]:
    reason = Reason(event.details["reason"])
    if reason is Reason.MANUAL:
        return woven(later("{who} resolved the alert:"), who=_who(file, event))
    return [said(f"{words.ended(file, reason, event.details)}.", NAME_MAX)]


def _started(file: AlertFile, event: Event) -> list[Piece]:
    kind = later("It started a request: {what}.")
    if event.details.get("case"):
        kind = later("It started a case: {what}.")
    return _of_work(kind)(file, event)


def _refused(_: AlertFile, event: Event) -> list[Piece]:
    reason = retold(str(event.details.get("code", "")), str(event.details.get("reason") or NOTHING))
    return woven(later("Nothing could be started: {what}"), what=said(reason, NAME_MAX))


def _of_work(sentence: str) -> Tell:
    def tell(_: AlertFile, event: Event) -> list[Piece]:
        return woven(sentence, what=said(str(event.details.get("called") or NOTHING), NAME_MAX))

    return tell


def _until(sentence: str, endless: str) -> Tell:
    def tell(file: AlertFile, event: Event) -> list[Piece]:
        until = event.details.get("until")
        if not isinstance(until, str):
            return woven(endless, who=_who(file, event))
        at = instant(datetime.fromisoformat(until))
        return woven(sentence, who=_who(file, event), at=at)

    return tell


def _assigned(file: AlertFile, event: Event) -> list[Piece]:
    who, owner = _who(file, event), event.details.get("user_id")
    if not isinstance(owner, str):
        return woven(later("{who} gave the alert to nobody."), who=who)
    if owner == event.actor_id:
        return woven(later("{who} took the alert on."), who=who)
    return woven(
        later("{who} gave the alert to {owner}."), who=who, owner=said(file.name(owner), NAME_MAX)
    )


_SNOOZED = _until(
    later("{who} snoozed it until {at}."), later("{who} snoozed it until it is resolved.")
)
_SILENCED = _until(later("{who} silenced it until {at}:"), later("{who} silenced it:"))

#: What is told of which act; that it opened is what the card itself says.
TOLD: Mapping[str, Tell] = {
    "alert.worsened": _of_figures(later("It is critical now: {value}, target {target}.")),
    "alert.eased": _of_figures(later("It is a warning again: {value}, target {target}.")),
    "alert.recovering": _of_figures(later("Figures are getting better: {value}, target {target}.")),
    "alert.firing": _of_figures(later("Figures are bad again: {value}, target {target}.")),
    "alert.unknown": _of_figures(later("Nothing can be said now: {why}.")),
    "alert.woken": _of_figures(
        later("It is worse than when it was snoozed: {value}, target {target}.")
    ),
    "alert.resolved": _resolved,
    "alert.acknowledged": _of_people(later("{who} looks after it.")),
    "alert.unacknowledged": _of_people(later("{who} does not look after it any more.")),
    "alert.snoozed": _SNOOZED,
    "alert.silenced": _SILENCED,
    "alert.unsnoozed": _of_people(later("{who} ended the snooze.")),
    "alert.unsilenced": _of_people(later("{who} ended the silence.")),
    "alert.assigned": _assigned,
    STARTED: _started,
    JOINED: _of_work(later("It is one more reason for what is open already: {what}.")),
    REFUSED: _refused,
    WITHDREW: _of_work(later("What it started was withdrawn: {what}.")),
}
