"""The small parts messages and forms are made of.

A `str` that becomes mrkdwn is written by us, or went through `words.inert`; what people wrote
goes into rich text as a `Said`, or into plain text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.ids import ActionId
from bot.language import parted, say, say_n
from bot.limits import HOUSE_SENT_BYTES_MAX, SELECT_OPTIONS_MAX, sent_bytes
from bot.messages.words import cut, inert, lines, one_line

#: What a text of ours may hold in a section. Slack's limit is 3,000; the rest is room for more.
TEXT_MAX = 2_800

#: How many characters of one text somebody wrote a card shows: the first that fits all of them.
#: The last still holds an instant and the largest amount.
ROOMS = (1_000, 400, 160, 60, 24)

#: The same for forms, which hold less beside their texts.
VIEW_ROOMS = (2_000, *ROOMS)

#: Bytes that are left to where a message goes: its place, name and thread.
SPARE = 300

Measure = TypeVar("Measure")
Block = dict[str, Any]
Message = dict[str, Any]
Piece = dict[str, Any]


def fitting(draw: Callable[[int], Message]) -> Message:
    """Return the message `draw` makes with as much room for each text as the limit leaves."""
    return fitted(draw, ROOMS)


def fitting_view(draw: Callable[[int], Block]) -> Block:
    """Return the form `draw` makes with as much room for each text as the limit leaves."""
    return fitted(draw, VIEW_ROOMS)


def fitted(draw: Callable[[Measure], Block], measures: Iterable[Measure]) -> Block:
    """Return what `draw` makes by the first of `measures`, the widest first, that fits our limit.

    It is measured as it is sent.
    """
    for measure in measures:
        made = draw(measure)
        if sent_bytes(made) < HOUSE_SENT_BYTES_MAX - SPARE:
            break
    return made


def message(text: str, blocks: list[Block]) -> Message:
    """A message; `text` is what a notification and a screen reader say of it.

    What its addresses lead to is not shown beneath it: that is not ours, and may change.
    """
    return {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


# Mrkdwn and plain text.


def when(at: datetime) -> str:
    """Return an instant that Slack shows in the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{_WHEN}|{at.strftime(_WHEN_ELSE)}>"


def plain(text: str, most: int = TEXT_MAX) -> Block:
    """A plain text object: Slack reads nothing in it, not even the names of emoji."""
    return {"type": "plain_text", "text": one_line(text, most), "emoji": False}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, 150)}


def section(text: str) -> Block:
    """A paragraph of mrkdwn of ours."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, TEXT_MAX)}}


def told(text: str) -> Block:
    """A paragraph in which people's words may stand."""
    return {"type": "section", "text": plain(text)}


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Pairs of name and value, side by side; at most ten."""
    return {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": f"*{name}*\n{inert(value)}"} for name, value in pairs[:10]
        ],
    }


def image(file_id: str, alt: str) -> Block:
    """A picture that Slack has, and what it says in words."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": one_line(alt, 2_000)}


def context(text: str) -> Block:
    """A small line of mrkdwn of ours."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, 1_900)}]}


# Rich text.


def rich(*held: Block) -> Block:
    """A block of paragraphs, quotes and lists."""
    return {"type": "rich_text", "elements": list(held)}


def paragraph(*pieces: Piece) -> Block:
    """A paragraph of rich text; plain texts beside each other become one, for every byte counts."""
    held: list[Piece] = []
    for piece in pieces:
        if held and _plain_text(held[-1]) and _plain_text(piece):
            held[-1] = _text(held[-1]["text"] + piece["text"])
        else:
            held.append(piece)
    return {"type": "rich_text_section", "elements": held}


def quote(text: str, room: int) -> Block:
    """Somebody's words, every line of them marked as theirs."""
    return {"type": "rich_text_quote", "elements": [_text(lines(text, room))]}


def bullets(rows: Iterable[Sequence[Piece]]) -> Block:
    """A list; there is at least one row."""
    held = [paragraph(*row) for row in rows]
    return {"type": "rich_text_list", "style": "bullet", "elements": held}


def ours(text: str) -> Piece:
    """A piece of text of ours; blanks and line breaks in it count."""
    return _text(text)


def coded(text: str) -> list[Piece]:
    """A text of ours; what it has between backticks, which mean nothing in a piece, is code."""
    found = [(_text(words), at % 2) for at, words in enumerate(text.split("`")) if words]
    return [piece | ({"style": {"code": True}} if code else {}) for piece, code in found]


def bold(text: str, room: int = TEXT_MAX) -> Piece:
    """A piece of text in bold, on one line."""
    return _text(one_line(text, room)) | {"style": {"bold": True}}


def label(name: str) -> Piece:
    """What the words after it are, in bold."""
    return _text(f"{name}: ") | {"style": {"bold": True}}


def said(text: str, room: int) -> Piece:
    """Somebody's words on one line."""
    return _text(one_line(text, room))


def woven(sentence: str, /, **values: Piece | str) -> list[Piece]:
    """A sentence of ours with values in it that are pieces, such as an instant."""
    pieces: list[Piece] = []
    for words, name in parted(sentence):
        pieces += [_text(words)] if words else []
        if name is not None:
            value = values[name]
            pieces.append(_text(value) if isinstance(value, str) else value)
    return pieces


def more(left: int, what: tuple[str, str]) -> list[list[Piece]]:
    """The row that says how many are left out of a list; none where none is."""
    return [[ours(say_n(*what, left))]] if left > 0 else []


def link(address: str, room: int) -> Piece:
    """An address to follow; one that is long is shown in part, one that is too long not followed.

    The text is the address itself, so that nobody is led elsewhere.
    """
    shown = one_line(address, room)
    if len(address.encode()) > 3 * room:
        return _text(shown)
    return {"type": "link", "url": address, "text": shown}


def mention(account: str) -> Piece:
    """An account whose attention is called."""
    return {"type": "user", "user_id": account}


def channel(place: str) -> Piece:
    """A channel, which Slack shows by its name to those who may see it."""
    return {"type": "channel", "channel_id": place}


def instant(at: datetime) -> Piece:
    """An instant that Slack shows in the reader's own zone."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": _WHEN,
        "fallback": at.strftime(_WHEN_ELSE),
    }


_WHEN = "{date_short_pretty} {time}"
_WHEN_ELSE = "%Y-%m-%d %H:%M UTC"


def _plain_text(piece: Piece) -> bool:
    """Whether a piece is text without a style on one line, as all is that people wrote."""
    return piece.keys() == {"type", "text"} and "\n" not in piece["text"]


def _text(text: str) -> Piece:
    return {"type": "text", "text": text}


# Elements.


def button(text: str, action_id: str, value: str, *, label: str, style: str | None = None) -> Block:
    """A button; `label` is what a screen reader says."""
    made: Block = {
        "type": "button",
        "text": plain(text),
        "action_id": action_id,
        "value": value,
        "accessibility_label": one_line(label, 75),
    }
    return made | ({"style": style} if style else {})


def details_button(request_id: str, title: str) -> Block:
    """The button that shows all about a request."""
    label = say("Details of {title}", title=title)
    return button(say("Details"), ActionId.DETAILS, request_id, label=label)


def link_button(text: str, action_id: str, address: str, *, label: str) -> Block:
    """A button that leads to an address of ours; Slack tells of the click all the same."""
    return {
        "type": "button",
        "text": plain(text),
        "action_id": action_id,
        "url": address,
        "accessibility_label": one_line(label, 75),
    }


def actions(block_id: str, buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def text_input(
    block_id: str, label: str, *, hint: str = "", multiline: bool = False, **element: object
) -> Block:
    """A field to write in; `element` holds what else Slack takes of one."""
    optional = bool(element.pop("optional", False))
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": {
            "type": "plain_text_input",
            "action_id": "value",
            "multiline": multiline,
            **element,
        },
    }
    return made | ({"hint": plain(hint)} if hint else {})


def choice(
    block_id: str, label: str, options: Mapping[str, str], initial: str | None = None
) -> Block:
    """A field to choose one of `options` (value to text) in; the first hundred of them."""
    made = [option(value, text) for value, text in options.items()][:SELECT_OPTIONS_MAX]
    element: Block = {"type": "static_select", "action_id": "value", "options": made}
    chosen = next((one for one in made if one["value"] == initial), None)
    if chosen is not None:
        element["initial_option"] = chosen
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def overflow(action_id: str, options: Mapping[str, str]) -> Block:
    """A small menu of up to five `options` (value to text)."""
    made = [option(value, text) for value, text in options.items()]
    return {"type": "overflow", "action_id": action_id, "options": made}


def option(value: str, text: str) -> Block:
    """What may be chosen, and what is sent when it is."""
    return {"text": plain(text, 75), "value": value}
