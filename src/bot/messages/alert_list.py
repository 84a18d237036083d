"""What nobody looks after, listed once a week, and what happened while nobody was told."""

from collections.abc import Sequence
from functools import partial

from bot.gathered.alert import AlertFile
from bot.language import day, later, later_n, say, say_n
from bot.messages import alert_words as words
from bot.messages.parts import Message, bullets, fitted, header, image, message, more, rich, said
from domain.chat.pictures import Picture
from domain.thresholds.model import AlertMove, AlertSeverity

#: How many letters of each line, and how many lines are shown: the first pair that fits.
_MEASURES = ((300, 30), (160, 30), (100, 20), (60, 10))

_MORE = later_n("and {n} more alert", "and {n} more alerts")


_KEPT = later_n("{n} alert while nobody was told", "{n} alerts while nobody was told")
_HAPPENED = {
    (AlertMove.OPENED, True): later("Opened: {name}. {standing}."),
    (AlertMove.OPENED, False): later("Opened and over: {name}. {standing}."),
    (AlertMove.WORSENED, True): later("Got worse: {name}. {standing}."),
    (AlertMove.WORSENED, False): later("Got worse and over: {name}. {standing}."),
    (AlertMove.RESOLVED, False): later("Ended: {name}. {standing}."),
    (AlertMove.RESOLVED, True): later("Ended: {name}. {standing}."),
}

#: An alert, and what happened to it in a silence, first to last.
Kept = tuple[AlertFile, Sequence[AlertMove]]


def silence_list(found: Sequence[Kept]) -> Message:
    """The digest of a silence: what opened, got worse or ended in it, what is worst first."""
    return fitted(partial(_kept, sorted(found, key=_worst)), _MEASURES)


def _kept(found: Sequence[Kept], measure: tuple[int, int]) -> Message:
    room, most = measure
    text = say_n(*_KEPT, len(found)) if found else say("Nothing happened while nobody was told.")
    rows = [[said(_happened(*one), room)] for one in found[:most]]
    rows += more(len(found) - most, _MORE)
    return message(text, [header(text), *([rich(bullets(rows))] if rows else [])])


def _happened(file: AlertFile, moves: Sequence[AlertMove]) -> str:
    sentence = _HAPPENED[moves[0], file.alert.open]
    return say(sentence, name=words.name(file), standing=words.standing(file))


def _worst(one: Kept) -> tuple[bool, bool, str]:
    alert = one[0].alert
    return not alert.open, alert.severity is not AlertSeverity.CRITICAL, alert.id


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
