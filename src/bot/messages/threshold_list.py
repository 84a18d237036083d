"""The thresholds that watch a campaign, each to be edited, and a way to a new one."""

from collections.abc import Sequence
from functools import partial

from bot.ids import ThresholdAction
from bot.language import later_n, say, say_n
from bot.messages.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    fitted,
    header,
    message,
    plain,
)
from bot.messages.threshold_words import summary
from bot.messages.words import inert, one_line
from domain.requests.model import Request
from domain.thresholds.model import Threshold

#: How many letters of each name, and how many thresholds are shown: the first pair that fits.
_MEASURES = ((120, 20), (120, 10), (60, 10), (60, 5))

_MORE = later_n(
    "And {n} more, which `thresholds` lists.", "And {n} more, which `thresholds` lists."
)
_WATCH = later_n(
    "{n} threshold watches #{number} {title}", "{n} thresholds watch #{number} {title}"
)


def threshold_list(request: Request, found: Sequence[Threshold]) -> Message:
    """What watches a campaign, the oldest first."""
    return fitted(partial(_drawn, request, found), _MEASURES)


def _drawn(request: Request, found: Sequence[Threshold], measure: tuple[int, int]) -> Message:
    room, most = measure
    named = {"number": request.number, "title": one_line(request.title, room)}
    text = say("No threshold watches #{number} {title}", **named)
    if found:
        text = say_n(*_WATCH, len(found), **named)
    blocks = [header(text), *(_line(one, room) for one in found[:most])]
    left = len(found) - most
    if left > 0:
        blocks.append(context(say_n(*_MORE, left)))
    label = say("New threshold for {title}", title=request.title)
    new = button(say("New threshold"), ThresholdAction.NEW, request.id, label=label)
    return message(inert(text), [*blocks, actions("thresholds", [new])])


def _line(one: Threshold, room: int) -> Block:
    name = one_line(one.terms.name, room)
    said = say("{name}: {summary}", name=name, summary=summary(one.terms))
    return {"type": "section", "text": plain(said), "accessory": edit_button(one.id, name)}


def edit_button(threshold_id: str, name: str) -> Block:
    """The button that opens the form of a threshold."""
    label = say("Edit {title}", title=name)
    return button(say("Edit"), ThresholdAction.EDIT, threshold_id, label=label)
