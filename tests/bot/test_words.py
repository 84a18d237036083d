"""Whatever people write, a message shows their words and reads nothing else in them."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fake import Installation, User, Workspace
from bot.fake.drawing import Reader, drawn
from bot.gallery import gallery
from bot.ids import ActionId
from bot.limits import problems
from bot.messages.words import inert, lines, one_line
from bot.specimens.request import NOW, Specimen, Words
from tests.bot.office import TEAM, Office
from tests.bot.reading import lines as read

#: Stands in every nasty text, so that it is found wherever it is drawn.
MARK = "zqx"

NASTY = (
    f"\n*Approved by* {MARK}",
    f"{MARK}\r\n> *Approved by* the Boss",
    f"{MARK}\u2028*Approved*\u2029*twice*\x0b*thrice*\x85*again*",
    f"<!channel> <!here> <!everyone> {MARK}",
    f"<@UANN> <#CBRAND> {MARK} <!subteam^S1>",
    f"<http://evil.example|{MARK}> http://evil.example/{MARK}",
    f"`{MARK}` ```{MARK}``` *{MARK}* _{MARK}_ ~{MARK}~",
    f"a*{MARK}*b *{MARK}_ _*{MARK}*_ ä*{MARK}*ä",
    f"> {MARK}\n>>> {MARK}\n&gt; {MARK}\n&lt;!channel&gt;",
    f":white_check_mark: {MARK} :{MARK}:",
    f"<!date^1^{{date}}|{MARK}> &amp;lt;!channel&amp;gt;",
    f"\u202e{MARK}\u2066\u200b*{MARK}\u200b*\u200b",
    f"• {MARK}\n✓ Audio: {MARK}\nReadiness",
)

Json = dict[str, Any]


@pytest.mark.parametrize("nasty", NASTY)
def test_words_are_only_words_in_every_message(nasty: str) -> None:
    check(nasty)


@settings(max_examples=4, deadline=None)
@given(st.text(alphabet="*_~`<>&|!@#:/^ \n\r\u2028\u200b\u202eazAZ019ä", max_size=60))
def test_any_signs_are_only_words_in_every_message(signs: str) -> None:
    check(f"{signs}{MARK}{signs}")


@given(st.text(max_size=200))
def test_texts_are_never_empty_and_never_too_long(text: str) -> None:
    assert 1 <= len(one_line(text, 50)) <= 50
    assert 1 <= len(lines(text, 50)) <= 50
    assert "\n" not in one_line(text, 50)
    assert inert(text, 50)


@pytest.mark.parametrize("kept", ["spring_20s_v2.wav", "2*3*4", "a~b", "Fish & chips", "10:30"])
def test_signs_that_mean_nothing_where_they_stand_are_kept(kept: str) -> None:
    assert inert(kept).replace("&amp;", "&") == kept


async def test_a_reason_forges_no_line_on_a_card(desk: Office) -> None:
    await desk.asks(note="See below.\n*Approved by* Legal One", name="*Approved* `by` all")
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.REJECT)
    reason = "No.\n*Approved by* Brand Two\n<!channel> & <@UADMIN>"
    await desk.clicks.submit(TEAM, desk.account("brand_one"), {"reason": {"value": reason}})
    await desk.work()
    (card,) = desk.shown("CBRAND")
    said = read(card.blocks)

    for line in ("*Approved by* Legal One", "*Approved by* Brand Two", "<!channel> & <@UADMIN>"):
        assert f"> {line}" in said
        assert line not in said
    assert "*" not in card.text
    assert "`" not in card.text


def check(nasty: str) -> None:
    """Draw every message with `nasty` wherever people write; nothing of it may be more."""
    texts = {field.name: nasty for field in fields(Words) if field.name != "click_url"}
    for item in gallery(Specimen(Words(**texts))):
        payload = item["payload"]
        assert problems(payload, item["surface"]) == [], item["name"]
        assert read_into([payload, spoken_aloud(payload)]) == [], item["name"]
        assert unquoted(payload["blocks"]) == [], item["name"]


def spoken_aloud(payload: Json) -> Json:
    """Return the text of a notification, which Slack reads as mrkdwn."""
    return {"type": "mrkdwn", "text": payload.get("text", "")}


def read_into(value: object) -> list[object]:
    """Return what is drawn of the words as more than words; we ourselves mention nobody."""
    return [
        node
        for text in texts_in(value)
        for node in nodes_of(text)
        if node["t"] in ("user", "channel", "broadcast")
        or (node["t"] != "text" and MARK in str(node))
    ]


def texts_in(value: object) -> Iterator[Json]:
    todo = [value]
    for one in todo:
        if isinstance(one, dict):
            if one.get("type") in ("mrkdwn", "plain_text"):
                yield one
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)


def nodes_of(text: Json) -> list[Json]:
    shown = drawn(text, READER)
    assert isinstance(shown, dict)
    found: list[Json] = shown["nodes"]
    return found


def unquoted(blocks: list[Json]) -> list[Json]:
    """Return the pieces of rich text that break a line outside of a quote, or are no mere text."""
    return [
        piece
        for block in blocks
        if block["type"] == "rich_text"
        for part in block["elements"]
        for piece in pieces_of(part)
        if (MARK in str(piece) and piece["type"] != "text")
        or (MARK in str(piece) and "\n" in piece["text"] and part["type"] != "rich_text_quote")
    ]


def pieces_of(part: Json) -> Iterator[Json]:
    for item in part["elements"]:
        if "elements" in item:
            yield from pieces_of(item)
        else:
            yield item


def _reader() -> Reader:
    home = Workspace(TEAM, "Tests", "tests", Installation("UBOT", "BBOT", "xoxb-tests"))
    home.add_user(User("UANN", "ann", "Ann"))
    home.add_channel("brand", "public", ["UANN"], now=NOW, id_="CBRAND")
    return Reader(home, "UANN", NOW)


READER = _reader()
