"""Texts taken apart: what each sign means, and that nothing written becomes markup."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fake.drawing import Reader, drawn, drawn_text
from domain.clock import SteppingClock
from tests.bot.blocks import mrkdwn, plain
from tests.bot.fake.town import ASKER, CLOSED, OPEN, REVIEWER, TEAM, build_town

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def reader_of_town() -> Reader:
    return Reader(build_town(SteppingClock(NOW)).teams[TEAM], ASKER, NOW)


@pytest.fixture
def reader() -> Reader:
    return reader_of_town()


def text(value: str) -> dict[str, object]:
    return {"t": "text", "v": value}


INLINE: list[tuple[str, list[dict[str, object]]]] = [
    ("*bold*", [{"t": "b", "c": [text("bold")]}]),
    (
        "_italic_ ~gone~",
        [{"t": "i", "c": [text("italic")]}, text(" "), {"t": "s", "c": [text("gone")]}],
    ),
    ("*_both_*", [{"t": "b", "c": [{"t": "i", "c": [text("both")]}]}]),
    ("snake_case_name 2*3*4", [text("snake_case_name 2*3*4")]),
    ("`*not bold*`", [{"t": "code", "v": "*not bold*"}]),
    ("```a\n*b*```", [{"t": "pre", "v": "a\n*b*"}]),
    ("> quoted\nafter", [{"t": "quote", "c": [text("quoted")]}, text("after")]),
    ("&gt; quoted", [{"t": "quote", "c": [text("quoted")]}]),
    (
        "<https://x.example?a=1&amp;b=2|the page>",
        [{"t": "link", "href": "https://x.example?a=1&b=2", "c": [text("the page")]}],
    ),
    (
        "see https://x.example.",
        [
            text("see "),
            {"t": "link", "href": "https://x.example", "c": [text("https://x.example")]},
            text("."),
        ],
    ),
    (f"<@{REVIEWER}>", [{"t": "user", "v": "@The reviewer", "me": False}]),
    (f"<@{ASKER}|asker>", [{"t": "user", "v": "@The requester", "me": True}]),
    (f"<#{OPEN}>", [{"t": "channel", "v": "#approvals", "id": OPEN}]),
    ("<!here>", [{"t": "broadcast", "v": "@here"}]),
    (":tada:", [{"t": "emoji", "v": "🎉", "name": "tada"}]),
    (":unheard_of:", [{"t": "emoji", "v": ":unheard_of:", "name": "unheard_of"}]),
    ("1 &lt; 2 &amp;&amp; 3", [text("1 < 2 && 3")]),
]


@pytest.mark.parametrize(("written", "nodes"), INLINE)
def test_slacks_signs_have_their_meaning(
    reader: Reader, written: str, nodes: list[dict[str, object]]
) -> None:
    assert drawn_text(written, reader) == nodes


@pytest.mark.parametrize(
    "written",
    ["<script>alert(1)</script>", "<javascript:alert(1)|click>", "&lt;img src=x onerror=1&gt;"],
)
def test_what_looks_like_markup_stays_text(reader: Reader, written: str) -> None:
    nodes = drawn_text(written, reader)

    assert {node["t"] for node in nodes} == {"text"}


def test_a_private_channel_stays_nameless_to_others(reader: Reader) -> None:
    other = Reader(reader.workspace, REVIEWER, NOW)

    assert drawn_text(f"<#{CLOSED}>", other) == [{"t": "channel", "v": "#private-channel"}]


DATES = [
    ("{date_num}", "2026-11-21"),
    ("{date}", "November 21st, 2026"),
    ("{date_short} at {time}", "Nov 21, 2026 at 3:05 PM"),
    ("{date_long}", "Saturday, November 21st, 2026"),
    ("{date_short_pretty}", "today"),
    ("{time_secs}", "3:05:00 PM"),
    ("{ago}", "in 5 hours"),
    ("{unknown}", "{unknown}"),
]


@pytest.mark.parametrize(("template", "expected"), DATES)
def test_dates_are_shown_in_the_readers_own_zone(
    reader: Reader, template: str, expected: str
) -> None:
    at = int((NOW + timedelta(hours=5, minutes=5)).timestamp())

    assert drawn_text(f"<!date^{at}^{template}|soon>", reader)[0]["v"] == expected


def test_a_date_that_cannot_be_read_falls_back(reader: Reader) -> None:
    assert drawn_text("<!date^never^{date}|some day>", reader) == [text("some day")]


def test_common_markdown_has_headings_lists_and_links(reader: Reader) -> None:
    block = {"type": "markdown", "text": "# Title\n- **one**\n- two\n\n[page](https://x.example)"}

    nodes: Any = drawn(block, reader)

    assert [node["t"] for node in nodes["nodes"]] == ["heading", "list", "p"]
    assert nodes["nodes"][1]["items"][0] == [{"t": "b", "c": [text("one")]}]


def test_rich_text_keeps_its_styles_and_names(reader: Reader) -> None:
    pieces = [
        {"type": "text", "text": "Hi ", "style": {"bold": True}},
        {"type": "user", "user_id": REVIEWER},
    ]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}

    nodes: Any = drawn(block, reader)

    assert nodes["nodes"][0]["c"] == [
        {"t": "b", "c": [text("Hi ")]},
        {"t": "user", "v": "@The reviewer", "me": False},
    ]


def test_in_plain_text_only_emoji_have_a_meaning(reader: Reader) -> None:
    nodes: Any = drawn(plain("*no* :tada:"), reader)

    assert nodes["nodes"] == [text("*no* "), {"t": "emoji", "v": "🎉", "name": "tada"}]


def test_drawing_leaves_the_message_as_it_is(reader: Reader) -> None:
    block = {"type": "section", "text": mrkdwn("*x*")}

    drawn([block], reader)

    assert block == {"type": "section", "text": mrkdwn("*x*")}


def words(nodes: Any) -> str:
    return "".join(node.get("v") or words(node.get("c", [])) for node in nodes)


KINDS = {"text", "b", "i", "s", "code", "pre", "quote", "link", "user", "channel", "broadcast"}


@given(st.text(alphabet="ab *_~`>|:&;\n@#!", max_size=60))
def test_whatever_is_written_keeps_its_letters(written: str) -> None:
    kept = words(drawn_text(written, reader_of_town()))

    assert [sign for sign in kept if sign in "ab"] == [sign for sign in written if sign in "ab"]


@given(st.text(alphabet="ab<>@#!|^:/", max_size=40))
def test_whatever_stands_in_angles_becomes_a_known_kind(written: str) -> None:
    nodes = drawn_text(written, reader_of_town())

    assert {node["t"] for node in nodes} <= {*KINDS, "date", "emoji"}
