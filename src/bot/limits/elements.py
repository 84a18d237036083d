"""The elements inside blocks: their fields, and which block on which surface may hold them."""

from collections.abc import Iterator, Mapping

from bot.limits import numbers
from bot.limits.shape import (
    ALL_SURFACES,
    Check,
    Place,
    Problem,
    Shape,
    by_type,
    either,
    flag,
    many,
    matching,
    one_of,
    record,
    string,
    whole,
)
from bot.limits.texts import (
    confirm,
    initial_is_offered,
    linked_option,
    option_groups,
    options_or_groups,
    plain,
    plain_option,
    rich_option,
)

_identifier = string(numbers.IDENTIFIER_MAX)
_BASE: dict[str, Check] = {"type": string(numbers.IDENTIFIER_MAX), "action_id": _identifier}
_CONFIRMED: dict[str, Check] = {**_BASE, "confirm": confirm, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_CONFIRMED, "placeholder": plain(numbers.PLACEHOLDER_MAX)}
_SEVERAL: dict[str, Check] = {"max_selected_items": whole(1, numbers.SELECT_OPTIONS_MAX)}
_ASKED: dict[str, Check] = {"min_query_length": whole(0, numbers.QUERY_LENGTH_MAX)}
_STATIC: dict[str, Check] = {
    "options": many(plain_option, numbers.SELECT_OPTIONS_MAX),
    "option_groups": option_groups,
}
_TYPED: dict[str, Check] = {
    **_BASE,
    "placeholder": plain(numbers.PLACEHOLDER_MAX),
    "focus_on_load": flag,
    "initial_value": string(numbers.TYPED_LENGTH_MAX, least=0),
    "dispatch_action_config": record(
        Shape(
            {
                "trigger_actions_on": many(
                    one_of("on_enter_pressed", "on_character_entered"), 2, least=1
                )
            }
        )
    ),
}
_FILTER = record(
    Shape(
        {
            "include": many(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        }
    )
)
_NUMBER = matching(r"-?\d+(\.\d+)?", "a number written as a string")
_user = matching(r"[UW][A-Z0-9]+", "a user id")
_conversation = matching(r"[CDG][A-Z0-9]+", "a conversation id")

_SECTION_ACTIONS = frozenset({"section", "actions"})
_ANYWHERE = frozenset({"section", "actions", "input"})
_INPUT = frozenset({"input"})


def _lengths_in_order(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem(path, "conflict", "min_length must not exceed max_length")


_image_source: dict[str, Check] = {
    "image_url": string(numbers.URL_MAX),
    "slack_file": record(
        Shape(
            {"id": string(numbers.IDENTIFIER_MAX), "url": string(numbers.URL_MAX)},
            rules=(either("id", "url"),),
        )
    ),
    "alt_text": string(numbers.IMAGE_ALT_MAX),
}
IMAGE_FIELDS: Mapping[str, Check] = _image_source

_BUTTON = Shape(
    {
        **_BASE,
        "confirm": confirm,
        "text": plain(numbers.BUTTON_TEXT_MAX),
        "url": string(numbers.URL_MAX),
        "value": string(numbers.BUTTON_VALUE_MAX),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(numbers.ACCESSIBILITY_LABEL_MAX),
    },
    required=("text",),
    blocks=_SECTION_ACTIONS,
)

_MENUS: dict[str, Shape] = {
    "static_select": Shape(
        {**_MENU, **_STATIC, "initial_option": plain_option},
        rules=(options_or_groups(), initial_is_offered("initial_option")),
        blocks=_ANYWHERE,
    ),
    "multi_static_select": Shape(
        {
            **_MENU,
            **_STATIC,
            **_SEVERAL,
            "initial_options": many(plain_option, numbers.SELECT_OPTIONS_MAX),
        },
        rules=(options_or_groups(), initial_is_offered("initial_options")),
        blocks=_ANYWHERE,
    ),
    "external_select": Shape({**_MENU, **_ASKED, "initial_option": plain_option}, blocks=_ANYWHERE),
    "multi_external_select": Shape(
        {
            **_MENU,
            **_ASKED,
            **_SEVERAL,
            "initial_options": many(plain_option, numbers.SELECT_OPTIONS_MAX),
        },
        blocks=_ANYWHERE,
    ),
    "users_select": Shape({**_MENU, "initial_user": _user}, blocks=_ANYWHERE),
    "multi_users_select": Shape(
        {**_MENU, **_SEVERAL, "initial_users": many(_user, numbers.SELECT_OPTIONS_MAX)},
        blocks=_ANYWHERE,
    ),
    "conversations_select": Shape(
        {
            **_MENU,
            "initial_conversation": _conversation,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        },
        blocks=_ANYWHERE,
    ),
    "overflow": Shape(
        {
            **_BASE,
            "confirm": confirm,
            "options": many(linked_option, numbers.OVERFLOW_OPTIONS_MAX),
        },
        required=("options",),
        blocks=_SECTION_ACTIONS,
    ),
}

_CHOICES: dict[str, Shape] = {
    "checkboxes": Shape(
        {
            **_CONFIRMED,
            "options": many(rich_option, numbers.CHOICE_OPTIONS_MAX),
            "initial_options": many(rich_option, numbers.CHOICE_OPTIONS_MAX),
        },
        required=("options",),
        rules=(initial_is_offered("initial_options"),),
        blocks=_ANYWHERE,
    ),
    "radio_buttons": Shape(
        {
            **_CONFIRMED,
            "options": many(rich_option, numbers.CHOICE_OPTIONS_MAX),
            "initial_option": rich_option,
        },
        required=("options",),
        rules=(initial_is_offered("initial_option"),),
        blocks=_ANYWHERE,
    ),
}

_PICKERS: dict[str, Shape] = {
    "datepicker": Shape(
        {**_MENU, "initial_date": matching(r"\d{4}-\d\d-\d\d", "a date as YYYY-MM-DD")},
        blocks=_ANYWHERE,
    ),
    "timepicker": Shape(
        {
            **_MENU,
            "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm"),
            "timezone": string(numbers.IDENTIFIER_MAX),
        },
        blocks=_ANYWHERE,
    ),
    "datetimepicker": Shape(
        # Ten digits: whole seconds since 1970, as the reference demands.
        {**_CONFIRMED, "initial_date_time": whole(10**9, 10**10 - 1)},
        surfaces=frozenset({"message", "modal"}),
        blocks=frozenset({"actions", "input"}),
    ),
}

_ENTRIES: dict[str, Shape] = {
    "plain_text_input": Shape(
        {
            **_TYPED,
            "multiline": flag,
            "min_length": whole(0, numbers.TYPED_LENGTH_MAX),
            "max_length": whole(1, numbers.TYPED_LENGTH_MAX),
        },
        rules=(_lengths_in_order,),
        blocks=_INPUT,
    ),
    "number_input": Shape(
        {
            **_TYPED,
            "is_decimal_allowed": flag,
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        },
        required=("is_decimal_allowed",),
        surfaces=frozenset({"modal"}),
        blocks=_INPUT,
    ),
    "email_text_input": Shape(_TYPED, surfaces=frozenset({"modal"}), blocks=_INPUT),
    "url_text_input": Shape(_TYPED, surfaces=frozenset({"modal"}), blocks=_INPUT),
}

_IMAGE = Shape(
    {"type": string(numbers.IDENTIFIER_MAX), **_image_source},
    required=("alt_text",),
    rules=(either("image_url", "slack_file"),),
    surfaces=ALL_SURFACES,
    blocks=frozenset({"section", "context"}),
)

ELEMENTS: Mapping[str, Shape] = {
    "button": _BUTTON,
    "image": _IMAGE,
    **_MENUS,
    **_CHOICES,
    **_PICKERS,
    **_ENTRIES,
}


def _allowed(_name: str, shape: Shape, place: Place) -> bool:
    return place.block in shape.blocks and place.surface in shape.surfaces


element: Check = by_type(ELEMENTS, _allowed)
