"""Text objects, options and confirmation dialogs: what blocks and elements are made of."""

from collections.abc import Iterator, Mapping

from bot.limits import numbers
from bot.limits.shape import (
    Check,
    Place,
    Problem,
    Rule,
    Shape,
    either,
    flag,
    many,
    one_of,
    record,
    string,
)


def _unfit_flag(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
    unfit = "verbatim" if value.get("type") == "plain_text" else "emoji"
    if value.get(unfit) is not None:
        yield Problem(f"{path}/{unfit}", "unknown_key", f"invalid additional property: {unfit}")


def _text(most: int, *types: str) -> Check:
    fields: dict[str, Check] = {
        "type": one_of(*types),
        "text": string(most),
        "emoji": flag,
        "verbatim": flag,
    }
    return record(Shape(fields, required=("type", "text"), rules=(_unfit_flag,)))


def plain(most: int) -> Check:
    """Check for a `plain_text` object of at most `most` characters."""
    return _text(most, "plain_text")


def rich(most: int = numbers.TEXT_MAX) -> Check:
    """Check for a `plain_text` or `mrkdwn` object of at most `most` characters."""
    return _text(most, "plain_text", "mrkdwn")


confirm: Check = record(
    Shape(
        {
            "title": plain(numbers.CONFIRM_TITLE_MAX),
            "text": rich(numbers.CONFIRM_TEXT_MAX),
            "confirm": plain(numbers.CONFIRM_BUTTON_MAX),
            "deny": plain(numbers.CONFIRM_BUTTON_MAX),
            "style": one_of("primary", "danger"),
        },
        required=("title", "text", "confirm", "deny"),
    )
)


def option(text: Check, *, with_url: bool = False) -> Check:
    """Check for an option object whose text and description pass `text`."""
    fields: dict[str, Check] = {
        "text": text,
        "value": string(numbers.OPTION_VALUE_MAX),
        "description": text,
    }
    if with_url:
        fields["url"] = string(numbers.URL_MAX)
    return record(Shape(fields, required=("text", "value")))


plain_option: Check = option(plain(numbers.OPTION_TEXT_MAX))
rich_option: Check = option(rich(numbers.OPTION_TEXT_MAX))
linked_option: Check = option(plain(numbers.OPTION_TEXT_MAX), with_url=True)

#: What a menu is answered with that asks; there may be nothing to offer.
offered_options: Check = many(plain_option, numbers.SELECT_OPTIONS_MAX, least=0)

option_groups: Check = many(
    record(
        Shape(
            {
                "label": plain(numbers.OPTION_TEXT_MAX),
                "options": many(plain_option, numbers.SELECT_OPTIONS_MAX),
            },
            required=("label", "options"),
        )
    ),
    numbers.SELECT_OPTIONS_MAX,
)


def values_offered(element: Mapping[str, object]) -> list[str]:
    """Return the values of all options of a select, checkbox, radio or overflow element."""
    return [str(choice.get("value")) for choice in options_of(element)]


def options_of(element: Mapping[str, object]) -> list[dict[str, object]]:
    """Return an element's options, those inside groups included, in order."""
    found = _objects(element.get("options"))
    for group in _objects(element.get("option_groups")):
        found += _objects(group.get("options"))
    return found


def _objects(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def initial_is_offered(field: str) -> Rule:
    """Rule: what is chosen at first is among the options."""

    def rule(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
        initial = value.get(field)
        chosen = _objects(initial if isinstance(initial, list) else [initial])
        offered = values_offered(value)
        if any(str(choice.get("value")) not in offered for choice in chosen):
            yield Problem(f"{path}/{field}", "wrong_value", f"{field} must be among the options")

    return rule


def options_or_groups() -> Rule:
    """Rule: a static menu has options or groups of them, not both."""
    return either("options", "option_groups")
