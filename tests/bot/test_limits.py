"""Each of Slack's lengths and counts: what just fits passes, what is one more is refused."""

from collections.abc import Callable

import pytest

from bot.limits import Surface, problems, refusals, sent_bytes
from tests.bot.blocks import (
    Json,
    actions,
    button,
    codes,
    confirm,
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

Filled = tuple[str, Surface, int, Callable[[str], Json]]

LENGTHS: list[Filled] = [
    ("section text", "message", 3000, lambda t: message(section(text=mrkdwn(t)))),
    (
        "section field",
        "message",
        2000,
        lambda t: message({"type": "section", "fields": [mrkdwn(t)]}),
    ),
    ("header", "message", 150, lambda t: message({"type": "header", "text": plain(t)})),
    ("context text", "message", 3000, lambda t: message(context(mrkdwn(t)))),
    ("markdown", "message", 12_000, lambda t: message({"type": "markdown", "text": t})),
    ("message text", "message", 40_000, lambda t: message(text=t)),
    ("image alt", "message", 2000, lambda t: message(image(alt_text=t))),
    ("image title", "message", 2000, lambda t: message(image(title=plain(t)))),
    ("image url", "message", 3000, lambda t: message(image(image_url=t))),
    ("block id", "message", 255, lambda t: message(section(block_id=t))),
    ("action id", "message", 255, lambda t: message(actions(button(action_id=t)))),
    ("button text", "message", 75, lambda t: message(actions(button(text=plain(t))))),
    ("button value", "message", 2000, lambda t: message(actions(button(value=t)))),
    ("button url", "message", 3000, lambda t: message(actions(button(url=t)))),
    ("button label", "message", 75, lambda t: message(actions(button(accessibility_label=t)))),
    (
        "confirm title",
        "message",
        100,
        lambda t: message(actions(button(confirm=confirm(title=plain(t))))),
    ),
    (
        "confirm text",
        "message",
        300,
        lambda t: message(actions(button(confirm=confirm(text=mrkdwn(t))))),
    ),
    (
        "confirm yes",
        "message",
        30,
        lambda t: message(actions(button(confirm=confirm(confirm=plain(t))))),
    ),
    (
        "confirm no",
        "message",
        30,
        lambda t: message(actions(button(confirm=confirm(deny=plain(t))))),
    ),
    (
        "option text",
        "modal",
        75,
        lambda t: modal(entry("static_select", options=[option(text=plain(t))])),
    ),
    ("option value", "modal", 75, lambda t: modal(entry("static_select", options=[option(t)]))),
    (
        "option description",
        "modal",
        75,
        lambda t: modal(entry("radio_buttons", options=[option(description=plain(t))])),
    ),
    (
        "option group label",
        "modal",
        75,
        lambda t: modal(
            entry("static_select", option_groups=[{"label": plain(t), "options": [option()]}])
        ),
    ),
    (
        "placeholder",
        "modal",
        150,
        lambda t: modal(entry("plain_text_input", placeholder=plain(t))),
    ),
    ("input label", "modal", 2000, lambda t: modal({**entry("datepicker"), "label": plain(t)})),
    ("input hint", "modal", 2000, lambda t: modal({**entry("datepicker"), "hint": plain(t)})),
    ("initial text", "modal", 3000, lambda t: modal(entry("plain_text_input", initial_value=t))),
    ("modal title", "modal", 24, lambda t: modal(title=plain(t))),
    ("modal submit", "modal", 24, lambda t: modal(submit=plain(t))),
    ("modal close", "modal", 24, lambda t: modal(close=plain(t))),
    ("modal metadata", "modal", 3000, lambda t: modal(private_metadata=t)),
    ("callback id", "modal", 255, lambda t: modal(callback_id=t)),
    ("external id", "modal", 255, lambda t: modal(external_id=t)),
    ("home metadata", "home", 3000, lambda t: home(private_metadata=t)),
    ("alert", "modal", 3000, lambda t: modal({"type": "alert", "text": mrkdwn(t)})),
]


@pytest.mark.parametrize(("name", "surface", "most", "make"), LENGTHS, ids=[x[0] for x in LENGTHS])
def test_text_that_just_fits_passes_and_one_more_is_too_long(
    name: str, surface: Surface, most: int, make: Callable[[str], Json]
) -> None:
    assert "too_long" not in codes(make("x" * most), surface)
    assert "too_long" in codes(make("x" * (most + 1)), surface)


Counted = tuple[str, Surface, int, Callable[[int], Json]]


def dividers(count: int) -> list[Json]:
    return [{"type": "divider"}] * count


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"b{number}") for number in range(count)]


COUNTS: list[Counted] = [
    ("message blocks", "message", 50, lambda n: message(*dividers(n))),
    ("modal blocks", "modal", 100, lambda n: modal(*dividers(n))),
    ("home blocks", "home", 100, lambda n: home(*dividers(n))),
    (
        "section fields",
        "message",
        10,
        lambda n: message({"type": "section", "fields": [mrkdwn()] * n}),
    ),
    ("context elements", "message", 10, lambda n: message(context(*[mrkdwn()] * n))),
    ("actions elements", "message", 25, lambda n: message(actions(*buttons(n)))),
    ("select options", "modal", 100, lambda n: modal(entry("static_select", options=options(n)))),
    (
        "option groups",
        "modal",
        100,
        lambda n: modal(
            entry("static_select", option_groups=[{"label": plain(), "options": [option()]}] * n)
        ),
    ),
    (
        "options in a group",
        "modal",
        100,
        lambda n: modal(
            entry("static_select", option_groups=[{"label": plain(), "options": options(n)}])
        ),
    ),
    (
        "multi-select options",
        "modal",
        100,
        lambda n: modal(entry("multi_static_select", options=options(n))),
    ),
    ("checkboxes", "modal", 10, lambda n: modal(entry("checkboxes", options=options(n)))),
    ("radio buttons", "modal", 10, lambda n: modal(entry("radio_buttons", options=options(n)))),
    (
        "overflow",
        "message",
        5,
        lambda n: message(actions({"type": "overflow", "options": options(n)})),
    ),
]


@pytest.mark.parametrize(("name", "surface", "most", "make"), COUNTS, ids=[x[0] for x in COUNTS])
def test_as_many_as_allowed_pass_and_one_more_is_too_many(
    name: str, surface: Surface, most: int, make: Callable[[int], Json]
) -> None:
    assert codes(make(most), surface) == set()
    assert "too_many" in codes(make(most + 1), surface)


def test_markdown_is_counted_over_all_blocks_of_a_message() -> None:
    half: Json = {"type": "markdown", "text": "x" * 6001}

    assert "too_long" in codes(message(half, half), "message")


def long_card(characters: int) -> Json:
    empty = message(*[section(text=mrkdwn("")) for _ in range(6)])
    size = len('{"type":"section","text":{"type":"mrkdwn","text":""}}') * 6 + len("[,,,,,]")
    per_block, rest = divmod(characters - size, 6)
    for number, block in enumerate(empty["blocks"]):
        block["text"]["text"] = "x" * (per_block + (rest if number == 0 else 0))
    return empty


def test_blocks_longer_than_slack_takes_as_a_whole_are_refused() -> None:
    assert "msg_blocks_too_long" not in codes(long_card(13_199), "message")
    assert "msg_blocks_too_long" in codes(long_card(13_200), "message")


def test_our_own_cards_stay_well_under_that() -> None:
    blocks = 12_000 - (sent_bytes(long_card(10_000)) - 10_000)

    assert problems(long_card(blocks - 1), "message") == []
    assert [one.house for one in problems(long_card(blocks), "message")] == [True]


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_our_own_forms_and_homes_stay_as_small(surface: Surface) -> None:
    named = {"type": surface, "title": plain(), "submit": plain()}
    view = {name: held for name, held in named.items() if surface == "modal" or name == "type"}
    large = view | {"blocks": [section(text=mrkdwn("ä" * 2_000)) for _ in range(3)]}
    small = view | {"blocks": [section(text=mrkdwn("a" * 2_000)) for _ in range(3)]}

    assert [(one.code, one.house) for one in problems(large, surface)] == [
        ("payload_too_long", True)
    ]
    assert problems(small, surface) == []


def test_blocks_without_a_text_offend_only_our_own_rule() -> None:
    silent = {"blocks": [section()]}

    assert [(one.code, one.house) for one in problems(silent, "message")] == [("no_text", True)]


def test_a_problem_reads_like_slack_says_it() -> None:
    problem = refusals(message(section(block_id="")), "message")[0]

    assert str(problem) == (
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/block_id]"
    )
