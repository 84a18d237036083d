"""The daily digest, and the form in which somebody says whether they want it."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from bot.ids import CallbackId
from bot.language import later, number, say, say_n
from bot.messages.menus import listed_choice
from bot.messages.parts import (
    Block,
    Message,
    bold,
    bullets,
    choice,
    context,
    header,
    image,
    instant,
    message,
    plain,
    rich,
    said,
    woven,
)
from domain.chat.pictures import Picture
from domain.inbox.model import DigestWish, Row

#: How many requests a digest names.
NAMED_MAX = 10


def digest(rows: Sequence[Row], mine: int, picture: Picture | None = None) -> Message:
    """What waits for somebody this morning; `mine` of their requests have to be revised.

    `picture` is the chart of a brand of theirs.
    """
    blocks = [header(say("Waiting for you: {count}", count=number(len(rows))))]
    if rows:
        blocks.append(rich(bullets([_line(row) for row in rows[:NAMED_MAX]])))
    if (more := len(rows) - NAMED_MAX) > 0:
        blocks.append(
            context(say_n("And {n} more in the Home tab.", "And {n} more in the Home tab.", more))
        )
    revise = say_n(
        "{n} of your own requests waits for your revision.",
        "{n} of your own requests wait for your revision.",
        mine,
    )
    if mine:
        blocks.append(context(revise))
    if picture is not None:
        blocks.append(image(picture.file_id, picture.alt))
    settings = say("The Home tab holds all of it, and Settings there end this digest.")
    blocks.append(context(settings))
    return message(_counted(rows) if rows else revise, blocks)


def _counted(rows: Sequence[Row]) -> str:
    late = sum(row.overdue for row in rows)
    if not late:
        return say_n("{n} request waits for you.", "{n} requests wait for you.", len(rows))
    return say_n(
        "{n} request waits for you; overdue: {late}.",
        "{n} requests wait for you; overdue: {late}.",
        len(rows),
        late=number(late),
    )


def _line(row: Row) -> list[Block]:
    named = {"number": bold(f"#{row.request.number}", 20), "title": said(row.request.title, 120)}
    if row.due_at is None:
        return woven(later("{number} {title}"), **named)
    late, due = later("{number} {title}: overdue since {at}"), later("{number} {title}: due {at}")
    return woven(late if row.overdue else due, **named, at=instant(row.due_at))


def zones() -> dict[str, str]:
    """Return the time zones that somebody may live in, by name."""
    return {name: name for name in sorted(available_timezones())}


def settings_form(wish: DigestWish, zone: str) -> Block:
    """The form in which somebody says whether, when, and where they live."""
    hours = {str(hour): f"{hour:02}:00" for hour in range(24)}
    wanted = {"yes": say("Yes, on working days"), "no": say("No")}
    return {
        "type": "modal",
        "callback_id": CallbackId.HOME_SETTINGS,
        "title": plain(say("Settings"), 24),
        "submit": plain(say("Keep"), 24),
        "close": plain(say("Cancel"), 24),
        "blocks": [
            choice("wanted", say("Daily digest"), wanted, "yes" if wish.wanted else "no"),
            choice("hour", say("At this hour of your day"), hours, str(wish.hour)),
            listed_choice("zone", say("Time zone"), {zone: zone} | zones(), zone, typed=2),
        ],
    }
