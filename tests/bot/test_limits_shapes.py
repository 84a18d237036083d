"""Which blocks and elements Slack takes where, and with which fields."""

import pytest

from bot.limits import Surface, problems, refusals
from tests.bot.blocks import (
    Json,
    actions,
    button,
    context,
    entry,
    home,
    image,
    message,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
)

GOOD: list[tuple[str, Surface, Json]] = [
    ("users_select", "message", message(section(accessory={"type": "users_select"}))),
    (
        "conversations_select",
        "modal",
        modal(
            entry(
                "conversations_select",
                response_url_enabled=True,
                default_to_current_conversation=True,
                filter={"include": ["public", "private"], "exclude_bot_users": True},
            )
        ),
    ),
    ("number", "modal", modal(entry("number_input", is_decimal_allowed=True, min_value="0.5"))),
    ("email", "modal", modal(entry("email_text_input"))),
    ("url", "modal", modal(entry("url_text_input"))),
    ("date", "message", message(section(accessory={"type": "datepicker"}))),
    ("initial date", "home", home(actions({"type": "datepicker", "initial_date": "2027-01-31"}))),
    ("time", "modal", modal(entry("timepicker", initial_time="23:59", timezone="Europe/Oslo"))),
    ("date and time", "message", message(entry("datetimepicker", initial_date_time=1628633820))),
    ("several people", "modal", modal(entry("multi_users_select", initial_users=["U1"]))),
    (
        "rich text",
        "message",
        message(
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [
                                    {"type": "text", "text": "a", "style": {"bold": True}},
                                    {"type": "user", "user_id": "U1"},
                                ],
                            }
                        ],
                    }
                ],
            }
        ),
    ),
    ("text alone", "message", {"text": "Only text"}),
    ("image in context", "message", message(context(image()))),
]


@pytest.mark.parametrize(("name", "surface", "payload"), GOOD, ids=[x[0] for x in GOOD])
def test_what_slack_takes_has_no_problem(name: str, surface: Surface, payload: Json) -> None:
    assert problems(payload, surface) == []


twice = option("same")
BAD: list[tuple[str, Surface, Json, str, str]] = [
    (
        "mrkdwn in a header",
        "message",
        message({"type": "header", "text": mrkdwn()}),
        "wrong_value",
        "/blocks/0/text/type",
    ),
    (
        "mrkdwn on a button",
        "message",
        message(actions(button(text=mrkdwn()))),
        "wrong_value",
        "/blocks/0/elements/0/text/type",
    ),
    (
        "emoji flag beside mrkdwn",
        "message",
        message(section(text={**mrkdwn(), "emoji": True})),
        "unknown_key",
        "/blocks/0/text/emoji",
    ),
    (
        "empty text",
        "message",
        message(section(text=mrkdwn(""))),
        "too_short",
        "/blocks/0/text/text",
    ),
    ("section of nothing", "message", message({"type": "section"}), "missing", "/blocks/0"),
    ("unknown block", "message", message({"type": "poster"}), "not_allowed", "/blocks/0"),
    ("unknown key", "message", message(section(texts=[])), "unknown_key", "/blocks/0/texts"),
    (
        "input in actions",
        "message",
        message(actions({"type": "plain_text_input"})),
        "not_allowed",
        "/blocks/0/elements/0",
    ),
    ("button in an input", "modal", modal(entry("button")), "not_allowed", "/blocks/0/element"),
    (
        "date and time beside a section",
        "message",
        message(section(accessory={"type": "datetimepicker"})),
        "not_allowed",
        "/blocks/0/accessory",
    ),
    (
        "number in a message",
        "message",
        message(entry("number_input", is_decimal_allowed=True)),
        "not_allowed",
        "/blocks/0/element",
    ),
    (
        "markdown in a modal",
        "modal",
        modal({"type": "markdown", "text": "x"}),
        "not_allowed",
        "/blocks/0",
    ),
    (
        "alert in a message",
        "message",
        message({"type": "alert", "text": mrkdwn()}),
        "not_allowed",
        "/blocks/0",
    ),
    (
        "same block id",
        "message",
        message(section(block_id="a"), section(block_id="a")),
        "duplicate",
        "/blocks/1/block_id",
    ),
    (
        "same action id",
        "message",
        message(actions(button(), button())),
        "duplicate",
        "/blocks/0/elements/1/action_id",
    ),
    (
        "unknown style",
        "message",
        message(actions(button(style="green"))),
        "wrong_value",
        "/blocks/0/elements/0/style",
    ),
    (
        "initial option not offered",
        "modal",
        modal(entry("static_select", options=options(2), initial_option=twice)),
        "wrong_value",
        "/blocks/0/element/initial_option",
    ),
    (
        "options and groups",
        "modal",
        modal(
            entry(
                "static_select",
                options=[twice],
                option_groups=[{"label": plain(), "options": [twice]}],
            )
        ),
        "conflict",
        "/blocks/0/element",
    ),
    ("menu of nothing", "modal", modal(entry("static_select")), "missing", "/blocks/0/element"),
    (
        "url in a select",
        "modal",
        modal(entry("static_select", options=[option(url="https://x.example")])),
        "unknown_key",
        "/blocks/0/element/options/0/url",
    ),
    (
        "too short for its own minimum",
        "modal",
        modal(entry("plain_text_input", min_length=5, max_length=4)),
        "conflict",
        "/blocks/0/element",
    ),
    (
        "longer than Slack lets type",
        "modal",
        modal(entry("plain_text_input", max_length=3001)),
        "wrong_value",
        "/blocks/0/element/max_length",
    ),
    (
        "number without its kind",
        "modal",
        modal(entry("number_input")),
        "missing",
        "/blocks/0/element",
    ),
    (
        "date in another order",
        "modal",
        modal(entry("datepicker", initial_date="31.1.2027")),
        "wrong_value",
        "/blocks/0/element/initial_date",
    ),
    (
        "time past midnight",
        "modal",
        modal(entry("timepicker", initial_time="24:00")),
        "wrong_value",
        "/blocks/0/element/initial_time",
    ),
    (
        "milliseconds",
        "modal",
        modal(entry("datetimepicker", initial_date_time=1628633820000)),
        "wrong_value",
        "/blocks/0/element/initial_date_time",
    ),
    (
        "image from nowhere",
        "message",
        message({"type": "image", "alt_text": "A"}),
        "missing",
        "/blocks/0",
    ),
    (
        "inputs without a submit",
        "modal",
        {"type": "modal", "title": plain(), "blocks": [entry("datepicker")]},
        "missing",
        "/submit",
    ),
    (
        "two first focuses",
        "modal",
        modal(
            entry("plain_text_input", focus_on_load=True),
            entry("plain_text_input", focus_on_load=True),
        ),
        "duplicate",
        "/blocks/1",
    ),
    ("modal without a title", "modal", {"type": "modal", "blocks": []}, "missing", ""),
    ("home with a title", "home", home(title=plain()), "unknown_key", "/title"),
    ("blocks that are none", "message", {"text": "x", "blocks": {}}, "wrong_type", "/blocks"),
    ("neither text nor blocks", "message", {}, "no_text", "/text"),
]


@pytest.mark.parametrize(
    ("name", "surface", "payload", "code", "path"), BAD, ids=[x[0] for x in BAD]
)
def test_what_slack_refuses_is_named_with_its_place(
    name: str, surface: Surface, payload: Json, code: str, path: str
) -> None:
    found = {(problem.code, problem.path) for problem in refusals(payload, surface)}

    assert (code, path) in found
