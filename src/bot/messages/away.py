"""Being away: the row of the Home tab, the form that asks from when until when, and answers."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.ids import ActionId, CallbackId
from bot.language import day, here, say, say_n
from bot.messages.menus import listed_choice
from bot.messages.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    paragraph,
    plain,
    rich,
    said,
    section,
)
from bot.messages.words import inert, one_line
from domain.absences.model import Absence

#: How many absences the row shows.
SHOWN_MAX = 3

#: How many a message shows.
LISTED_MAX = 10

#: How many characters of a name are shown.
NAME_ROOM = 60

#: How many characters of a line are shown: all, whatever the name.
LINE_ROOM = 240

#: What is chosen where nobody stands in.
NOBODY = "nobody"


def away_row(absences: Sequence[Absence], names: Mapping[str, str]) -> list[Block]:
    """What the Home tab says of the reader's absences, and the buttons that change them.

    `absences` are those not over, the next first; `names` are those of who stands in, by id.
    """
    blocks = []
    for one in absences[:SHOWN_MAX]:
        blocks.append(rich(paragraph(said(_line(one, names), LINE_ROOM))))
        label = say("End this absence: {id}", id=one.id)
        back = button(say("I am back"), ActionId.BACK, one.id, label=label)
        blocks.append(actions(f"away:{one.id}", [back]))
    label = say("Say when you are away")
    leave = button(say("I am away"), ActionId.AWAY, "away", label=label)
    return [*blocks, actions("away", [leave])]


def stand_ins(colleagues: Mapping[str, str]) -> dict[str, str]:
    """Return who may be chosen to stand in: nobody, or one of `colleagues`, names by id."""
    return {NOBODY: say("Nobody"), **colleagues}


def away_form(today: date, colleagues: Mapping[str, str]) -> Block:
    """The form that asks when somebody is away; `colleagues` may stand in, names by id."""
    return {
        "type": "modal",
        "callback_id": CallbackId.AWAY,
        "title": plain(say("I am away")),
        "submit": plain(say("Save")),
        "close": plain(say("Cancel")),
        "blocks": [
            _day("starts_on", say("First day away"), today),
            _day("back_on", say("First day back"), None),
            listed_choice("delegate_id", say("Who stands in?"), stand_ins(colleagues), NOBODY),
        ],
    }


def absences_told(
    absences: Sequence[Absence], names: Mapping[str, str], empty: Sequence[int] = ()
) -> Message:
    """When the reader is away, or that they are not; `names` as for `away_row`.

    `empty` are the numbers of requests in which nobody stands in, since who would wrote them.
    """
    if not absences:
        sentence = say(
            "You are not away. `/campaign away 2026-12-21 2027-01-04 @colleague` says when you"
            " will be, and who stands in."
        )
        return message(sentence, [section(sentence)])
    lines = [_line(one, names) for one in absences[:LISTED_MAX]]
    if (more := len(absences) - LISTED_MAX) > 0:
        lines.append(say_n("And {n} more.", "And {n} more.", more))
    if empty:
        numbers = ", ".join(f"#{number}" for number in empty[:LISTED_MAX])
        lines.append(
            say("Who stands in wrote {requests}: nobody votes for you there.", requests=numbers)
        )
    return _lines(lines, say("`/campaign back` says that you are back."))


def welcome_back(absences: Sequence[Absence], names: Mapping[str, str]) -> Message:
    """What is said to who is back; `absences` are those still to come."""
    lines = [say("Welcome back. Nobody stands in for you any more.")]
    lines += [_line(one, names) for one in absences[:LISTED_MAX]]
    return _lines(lines)


def _lines(lines: Sequence[str], hint: str = "") -> Message:
    blocks = [rich(paragraph(said(line, LINE_ROOM))) for line in lines]
    return message(inert(" ".join(lines), 1_000), [*blocks, *([context(hint)] if hint else [])])


def _line(absence: Absence, names: Mapping[str, str]) -> str:
    since, until = day(here(absence.starts_at)), day(here(absence.ends_at))
    if absence.delegate_id is None:
        return say(
            "You are away from {since} until {until}, and nobody stands in for you.",
            since=since,
            until=until,
        )
    return say(
        "You are away from {since} until {until}, and {name} stands in for you.",
        since=since,
        until=until,
        name=one_line(names.get(absence.delegate_id) or say("somebody"), NAME_ROOM),
    )


def _day(block_id: str, label: str, initial: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": "value"}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
