"""What nobody looks after, listed once a week."""

from collections.abc import Sequence
from functools import partial

from bot.alert_file import AlertFile
from bot.language import day, later_n, say, say_n
from bot.messages import alert_words as words
from bot.messages.parts import Message, bullets, fitted, header, image, message, more, rich, said
from domain.chat.pictures import Picture

#: How many letters of each line, and how many lines are shown: the first pair that fits.
_MEASURES = ((300, 30), (160, 30), (100, 20), (60, 10))

_MORE = later_n("and {n} more alert", "and {n} more alerts")


def waiting_list(files: Sequence[AlertFile], picture: Picture | None = None) -> Message:
    """The list of a place, the oldest first, with the chart of a brand that is in it."""
    return fitted(partial(_drawn, files, picture), _MEASURES)


def _drawn(
    files: Sequence[AlertFile], picture: Picture | None, measure: tuple[int, int]
) -> Message:
    room, most = measure
    text = say_n("{n} alert waits for somebody", "{n} alerts wait for somebody", len(files))
    rows = [[said(_line(one), room)] for one in files[:most]]
    rows += more(len(files) - most, _MORE)
    shown = [image(picture.file_id, picture.alt)] if picture else []
    return message(text, [header(text), rich(bullets(rows)), *shown])


def _line(file: AlertFile) -> str:
    severity = say(words.SEVERITIES[file.alert.severity])
    return say(
        "{severity}, since {day}: {name}",
        severity=severity,
        day=day(file.since),
        name=words.name(file),
    )
