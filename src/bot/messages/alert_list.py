"""What nobody looks after, listed once a week."""

from collections.abc import Sequence
from functools import partial

from bot.alert_file import AlertFile
from bot.language import day, later_n, say, say_n
from bot.messages import alert_words as words
from bot.messages.parts import Message, bullets, fitted, header, message, more, rich, said

#: How many letters of each line, and how many lines are shown: the first pair that fits.
_MEASURES = ((300, 30), (160, 30), (100, 20), (60, 10))

_MORE = later_n("and {n} more alert", "and {n} more alerts")


def waiting_list(files: Sequence[AlertFile]) -> Message:
    """The list of a place, the oldest first."""
    return fitted(partial(_drawn, files), _MEASURES)


def _drawn(files: Sequence[AlertFile], measure: tuple[int, int]) -> Message:
    room, most = measure
    text = say_n("{n} alert waits for somebody", "{n} alerts wait for somebody", len(files))
    rows = [[said(_line(one), room)] for one in files[:most]]
    rows += more(len(files) - most, _MORE)
    return message(text, [header(text), rich(bullets(rows))])


def _line(file: AlertFile) -> str:
    severity = say(words.SEVERITIES[file.alert.severity])
    return say(
        "{severity}, since {day}: {name}",
        severity=severity,
        day=day(file.since),
        name=words.name(file),
    )
