"""What people enter: from a plain value to Slack's element state, and what Slack checks itself.

A plain value is text for fields, an option's value for menus and radio buttons, a list of them
for several, an id for people and conversations, whole seconds for a date with a time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from bot.limits import options_of

Values = dict[str, dict[str, object]]
"""Entries as Slack words them: block id, action id, element state."""

REQUIRED = "Please complete this required field."

_VALUE_KEY = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_INITIAL_KEY = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
_SEVERAL = frozenset({"selected_options", "selected_users"})
_STATELESS = frozenset({"button", "overflow", "image"})


def elements_of(block: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Yield the elements a block holds, whichever way it holds them."""
    held = block.get("elements")
    for item in (block.get("element"), block.get("accessory"), *_objects(held)):
        if isinstance(item, dict) and "action_id" in item:
            yield item


def value_key(element_type: str) -> str | None:
    """Return the key under which an element's state carries its value, if it has one."""
    return _VALUE_KEY.get(element_type)


def state_of(element: Mapping[str, object], plain: object) -> dict[str, object]:
    """Return the element's state as Slack sends it, after `plain` has been entered."""
    kind = str(element.get("type"))
    key = _VALUE_KEY.get(kind)
    if key is None:
        return {"type": kind}
    value: object = plain if plain not in ("", None) else None
    if key == "selected_option":
        value = next(iter(_chosen(element, [plain])), None)
    elif key == "selected_options":
        value = _chosen(element, plain if isinstance(plain, list) else [])
    elif key in _SEVERAL:
        value = plain if isinstance(plain, list) else []
    return {"type": kind, key: value}


def initial_state(element: Mapping[str, object]) -> dict[str, object]:
    """Return the element's state before anybody touches it."""
    kind = str(element.get("type"))
    key = _VALUE_KEY[kind]
    empty: object = [] if key in _SEVERAL else None
    return {"type": kind, key: element.get(_INITIAL_KEY[key], empty)}


def initial_values(blocks: Iterable[Mapping[str, object]]) -> Values:
    """Return the state of every element that keeps one, before anybody touches them."""
    values: Values = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] not in _STATELESS:
                held = values.setdefault(str(block.get("block_id")), {})
                held[str(element["action_id"])] = initial_state(element)
    return values


def entered(
    blocks: Iterable[Mapping[str, object]], before: Values, plain: Mapping[str, object]
) -> Values:
    """Return the values after `plain` (block id, action id, plain value) has been entered."""
    values = {block: dict(held) for block, held in before.items()}
    for block in blocks:
        given = plain.get(str(block.get("block_id")))
        if not isinstance(given, Mapping):
            continue
        for element in elements_of(block):
            action = str(element["action_id"])
            if action in given and element["type"] not in _STATELESS:
                held = values.setdefault(str(block["block_id"]), {})
                held[action] = state_of(element, given[action])
    return values


def chosen_in(state: object) -> list[dict[str, object]]:
    """Return the options that an element's state holds."""
    held = state if isinstance(state, dict) else {}
    several = _objects(held.get("selected_options"))
    return [one for one in (held.get("selected_option"), *several) if isinstance(one, dict)]


def is_empty(state: Mapping[str, object]) -> bool:
    """Whether nothing is entered or chosen."""
    return state.get(_VALUE_KEY.get(str(state.get("type")), "value")) in (None, "", [])


def entry_problems(blocks: Iterable[Mapping[str, object]], values: Values) -> dict[str, str]:
    """Return what Slack's own form refuses before it sends anything, by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        element = block.get("element")
        if block.get("type") != "input" or not isinstance(element, dict):
            continue
        name = str(block.get("block_id"))
        state = values.get(name, {}).get(str(element.get("action_id")))
        problem = _problem(block, element, state if isinstance(state, dict) else {})
        if problem:
            found[name] = problem
    return found


def _problem(
    block: Mapping[str, object], element: Mapping[str, object], state: Mapping[str, object]
) -> str | None:
    if is_empty(state):
        return None if block.get("optional") is True else REQUIRED
    kind, value = element.get("type"), str(state.get("value"))
    if kind == "plain_text_input":
        return _length_problem(element, value)
    if kind == "number_input":
        return _number_problem(element, value)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        return "Please enter a valid URL."
    return None


def _length_problem(element: Mapping[str, object], value: str) -> str | None:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and len(value) < least:
        return f"Please enter at least {least} characters."
    if isinstance(most, int) and len(value) > most:
        return f"Please enter at most {most} characters."
    return None


def _number_problem(element: Mapping[str, object], value: str) -> str | None:
    number = _number(value)
    if number is None:
        return "Please enter a number."
    if element.get("is_decimal_allowed") is not True and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Please enter a number of at least {least}."
    if most is not None and number > Decimal(str(most)):
        return f"Please enter a number of at most {most}."
    return None


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _chosen(element: Mapping[str, object], values: Iterable[object]) -> list[dict[str, object]]:
    wanted = list(values)
    return [option for option in options_of(element) if option.get("value") in wanted]


def _objects(value: object) -> list[object]:
    return value if isinstance(value, list) else []
