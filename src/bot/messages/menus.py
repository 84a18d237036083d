"""Menus of lists that may be long: their options go along, or Slack asks for what fits."""

from collections.abc import Mapping
from itertools import islice
from typing import Literal

from bot.limits import SELECT_OPTIONS_MAX, sent_bytes
from bot.messages.parts import Block, option, plain

#: How many bytes of options a form or a Home holds in one menu; longer ones are asked for.
MENU_BYTES_MAX = 800


def listed_choice(
    block_id: str,
    label: str,
    options: Mapping[str, str],
    initial: str | None = None,
    *,
    typed: int = 0,
) -> Block:
    """A field to choose one of `options` in, of which there may be any number.

    Where they are long Slack asks for those that fit what was `typed`, so many signs at least;
    `bot.listeners.suggesting` answers.
    """
    element = _listed("select", options, typed) | {"action_id": "value"}
    if initial in options:
        element["initial_option"] = option(initial or "", options[initial or ""])
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def listed_choices(block_id: str, label: str, options: Mapping[str, str], most: int) -> Block:
    """The same, to choose several in, `most` at most."""
    element = _listed("multi", options, 0) | {"action_id": "value", "max_selected_items": most}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def select(action_id: str, label: str, options: Mapping[str, str], chosen: str) -> Block:
    """A menu among buttons, with one of its `options` (value to text) chosen; asked for if long."""
    element = _listed("select", options, 0) | {"action_id": action_id, "placeholder": plain(label)}
    initial = option(chosen, options[chosen]) if chosen in options else None
    return element | ({"initial_option": initial} if initial else {})


def offered(options: Mapping[str, str], typed: str) -> list[Block]:
    """Return the first hundred of `options` that hold what was `typed`, blanks and case aside."""
    words = _plainly(typed)
    found = (one for one in options.items() if words in _plainly(one[1]))
    return [option(*one) for one in islice(found, SELECT_OPTIONS_MAX)]


def _plainly(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


def _listed(kind: Literal["select", "multi"], options: Mapping[str, str], typed: int) -> Block:
    """Return a menu without its name: with its options, or to be asked for."""
    made = [option(value, text) for value, text in options.items()]
    several = kind == "multi"
    if len(made) <= SELECT_OPTIONS_MAX and sent_bytes(made) <= MENU_BYTES_MAX:
        return {"type": "multi_static_select" if several else "static_select", "options": made}
    asked = "multi_external_select" if several else "external_select"
    return {"type": asked, "min_query_length": typed}
