"""What owners of launches are told: what was opened, moved, left, given up, and is live still."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from bot.language import day, later, later_n, say, say_n
from bot.messages.kind_words import kind_word
from bot.messages.parts import (
    Block,
    Message,
    bold,
    bullets,
    fitted,
    message,
    ours,
    paragraph,
    rich,
    said,
)
from bot.messages.words import inert
from domain.chat.mailing import Words, one_line
from domain.launches.model import Milestone, Note, What
from domain.launches.telling import News

#: How many characters of each line, and how many lines of each launch, are shown: the first pair
#: that fits.
_MEASURES = ((300, 20), (160, 12), (80, 6), (60, 3))

#: The same in a mail, where there is more room.
_LETTER_LINES = 40

#: What each milestone is called.
MILESTONES: Mapping[Milestone, str] = MappingProxyType(
    {
        Milestone.PRE_ORDER: later("pre-order"),
        Milestone.PUBLICATION: later("publication"),
        Milestone.BACKLIST: later("backlist"),
    }
)

#: What fields of drafts are called; others by their own name.
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": later("Name"),
        "markets": later("Markets"),
        "audience": later("Audience"),
        "starts_at": later("First day"),
        "live_from": later("First day"),
        "appears_on": later("First day"),
        "ends_at": later("Last day"),
        "live_until": later("Last day"),
        "audio_asset_id": later("Audio"),
        "image_asset_id": later("Image"),
        "cover_asset_id": later("Cover"),
        "contributor_ids": later("Contributors"),
        "title_ids": later("Titles"),
    }
)

#: Of what it is said which request, where, or why.
_SAY_WHICH = frozenset({What.WITHDRAWN, What.LIVE, What.UNDECIDED})

#: What is said of each thing that happened; `{draft}` is the kind and the milestone of a draft.
_LINES: Mapping[What, str] = MappingProxyType(
    {
        What.OPENED: later("A draft for you: {draft}{more}"),
        What.MOVED: later("Moved: {draft}{more}"),
        What.LEFT: later("Left as it was edited: {draft}{more}"),
        What.STANDS: later("Asked for already, so not changed: {draft}{more}"),
        What.DROPPED: later("Given up: {draft}{more}"),
        What.WITHDRAWN: later("Withdrawn: {draft}{more}"),
        What.LIVE: later("Live still: {draft}{more}"),
        What.UNDECIDED: later("The rules say nothing sure: {draft}{more}"),
    }
)

_HEADLINE = later_n("A launch changed: {name}", "{n} launches changed: {name} and others")


def headline(news: Sequence[News]) -> str:
    """What changed, as one line."""
    return say_n(*_HEADLINE, len(news), name=one_line(news[0].name))


def card(news: Sequence[News]) -> Message:
    """The message about launches of one owner."""
    return fitted(partial(_drawn, news), _MEASURES)


def letter(news: Sequence[News], public_url: str) -> Words:
    """The same as a mail."""
    del public_url  # There is no page of a launch yet; the API shows it by its id.
    held = [
        "\n".join([one_line(one.name), *(f"- {line}" for line in _lines(one, _LETTER_LINES))])
        for one in news
    ]
    why = say("Greenlight writes to you because you own these launches.")
    text = "\n\n".join([headline(news), *held, to_do(news), why]) + "\n"
    return Words(say("Greenlight: {sentence}", sentence=headline(news)), text)


def to_do(news: Sequence[News]) -> str:
    """What is to be done about it."""
    if any(note.what is What.LIVE for one in news for note in one.change.notes):
        return say(
            "What is live stays so until somebody has it taken down; ask for that where due."
        )
    return say(
        "Nothing is asked for by itself: look at the drafts (launchPlans), and submit those that"
        " are right (submitLaunchBrief)."
    )


def _drawn(news: Sequence[News], measure: tuple[int, int]) -> Message:
    room, most = measure
    held: list[Block] = []
    for one in news:
        held.append(paragraph(bold(one.name, room)))
        held.append(bullets([said(line, room)] for line in _lines(one, most)))
    return message(inert(headline(news)), [rich(*held, paragraph(ours(to_do(news))))])


def _lines(news: News, most: int) -> list[str]:
    """Return what happened to a launch, fields of one draft together, `most` lines of it."""
    found: dict[tuple[str, ...], list[Note]] = {}
    for note in news.change.notes:
        whole = "" if note.field else f"{note.said} {note.after}"
        key = (note.what, note.milestone or "", note.kind, whole)
        found.setdefault(key, []).append(note)
    lines = [_line(notes) for notes in found.values()]
    if len(lines) > most:
        left = len(lines) - most + 1
        lines = [*lines[: most - 1], say_n("and {n} more thing", "and {n} more things", left)]
    return lines


def _line(notes: Sequence[Note]) -> str:
    first = notes[0]
    names = [_field(note) for note in notes if note.field]
    if first.what is What.OPENED:
        names = [say("from {day}", day=_shown(first.after))]
    elif not names and first.said and first.what in _SAY_WHICH:
        names = [one_line(first.said)]
    more = f" ({'; '.join(names)})" if names else ""
    return say(_LINES[first.what], draft=_draft(first), more=more)


def _draft(note: Note) -> str:
    if note.milestone is None:
        return one_line(note.kind)  # The channel of what is live.
    milestone = say(MILESTONES[note.milestone])
    return f"{kind_word(note.kind)}, {milestone}" if note.kind else milestone


def _field(note: Note) -> str:
    """Return a field, and the day that the plan has there now, if it is one."""
    name = note.field
    called = say(_FIELDS[name]) if name in _FIELDS else name.replace("_", " ")
    shown = _shown(note.after)
    return f"{called}: {shown}" if shown else called


def _shown(value: object) -> str:
    """Return a day or instant as people write it; nothing for whatever else a field holds."""
    if not isinstance(value, str):
        return ""
    try:
        return day(
            datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
        )
    except ValueError:
        return ""
