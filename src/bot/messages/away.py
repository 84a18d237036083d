"""Being away: the row of the Home tab, and the form that asks from when until when."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.ids import ActionId, CallbackId
from bot.messages.parts import Block, actions, button, choice, paragraph, plain, rich, said
from domain.absences.model import Absence

#: How many absences the row shows.
SHOWN_MAX = 3

#: How many characters of a name are shown.
NAME_ROOM = 120

#: What is chosen where nobody stands in.
NOBODY = "nobody"


def away_row(absences: Sequence[Absence], names: Mapping[str, str]) -> list[Block]:
    """What the Home tab says of the reader's absences, and the buttons that change them.

    `absences` are those not over, the next first; `names` are those of who stands in, by id.
    """
    blocks = []
    for one in absences[:SHOWN_MAX]:
        blocks.append(rich(paragraph(said(_line(one, names), 3 * NAME_ROOM))))
        back = button("I am back", ActionId.BACK, one.id, label=f"End this absence: {one.id}")
        blocks.append(actions(f"away:{one.id}", [back]))
    leave = button("I am away", ActionId.AWAY, "away", label="Say when you are away")
    return [*blocks, actions("away", [leave])]


def away_form(today: date, colleagues: Mapping[str, str]) -> Block:
    """The form that asks when somebody is away; `colleagues` may stand in, names by id."""
    offered = {NOBODY: "Nobody", **colleagues}
    return {
        "type": "modal",
        "callback_id": CallbackId.AWAY,
        "title": plain("I am away"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            _day("starts_on", "First day away", today),
            _day("back_on", "First day back", None),
            choice("delegate_id", "Who stands in?", offered, NOBODY),
        ],
    }


def _line(absence: Absence, names: Mapping[str, str]) -> str:
    since, until = absence.starts_at.date(), absence.ends_at.date()
    if absence.delegate_id is None:
        return f"You are away from {since} until {until}, and nobody stands in for you."
    name = names.get(absence.delegate_id, "somebody")
    return f"You are away from {since} until {until}, and {name} stands in for you."


def _day(block_id: str, label: str, initial: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": "value"}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
