"""The daily digest, and the form in which somebody says whether they want it."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from bot.ids import CallbackId
from bot.messages.parts import (
    Block,
    Message,
    bold,
    bullets,
    choice,
    context,
    header,
    instant,
    menu,
    message,
    ours,
    plain,
    rich,
    said,
)
from domain.inbox.model import DigestWish, Row

#: How many requests a digest names.
NAMED_MAX = 10


def digest(rows: Sequence[Row], mine: int) -> Message:
    """What waits for somebody this morning; `mine` of their requests have to be revised."""
    late = sum(row.overdue for row in rows)
    title = f"Waiting for you: {len(rows)}"
    text = f"{len(rows)} requests wait for you, {late} of them overdue."
    blocks = [header(title)]
    if rows:
        blocks.append(rich(bullets([_line(row) for row in rows[:NAMED_MAX]])))
    if (more := len(rows) - NAMED_MAX) > 0:
        blocks.append(context(f"And {more} more in the Home tab."))
    if mine:
        blocks.append(context(f"{mine} of your own requests wait for your revision."))
    blocks.append(context("The Home tab holds all of it, and Settings there end this digest."))
    return message(text, blocks)


def _line(row: Row) -> list[Block]:
    pieces = [bold(f"#{row.request.number} ", 20), said(row.request.title, 120)]
    if row.due_at is not None:
        pieces += [ours(": overdue since " if row.overdue else ": due "), instant(row.due_at)]
    return pieces


def settings_form(wish: DigestWish, zone: str) -> Block:
    """The form in which somebody says whether, when, and where they live."""
    zones = menu({name: name for name in sorted(available_timezones() | {zone})})
    place: Block = {
        "type": "static_select",
        "action_id": "value",
        "initial_option": {"text": plain(zone, 75), "value": zone},
        **zones,
    }
    hours = {str(hour): f"{hour:02}:00" for hour in range(24)}
    wanted = {"yes": "Yes, on working days", "no": "No"}
    return {
        "type": "modal",
        "callback_id": CallbackId.HOME_SETTINGS,
        "title": plain("Settings", 24),
        "submit": plain("Keep", 24),
        "close": plain("Cancel", 24),
        "blocks": [
            choice("wanted", "Daily digest", wanted, "yes" if wish.wanted else "no"),
            choice("hour", "At this hour of your day", hours, str(wish.hour)),
            {"type": "input", "block_id": "zone", "label": plain("Time zone"), "element": place},
        ],
    }
