"""The card of an alert, and the one message of many that opened together."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.gathered.alert import AlertFile, Board
from bot.ids import AlertAction
from bot.language import day, here, instant, later, later_n, say, say_n
from bot.messages import alert_words as words
from bot.messages.parts import (
    Block,
    Message,
    actions,
    bold,
    bullets,
    button,
    context,
    fitted,
    fitting,
    header,
    image,
    label,
    message,
    option,
    overflow,
    paragraph,
    plain,
    quote,
    rich,
    said,
)
from bot.messages.threshold_list import edit_button
from bot.messages.words import inert, one_line
from domain.chat.pictures import Picture
from domain.thresholds.model import AlertSeverity, Handling
from domain.thresholds.snoozing import Snooze

#: For how long an alert can be snoozed by a click.
SNOOZES = {
    Snooze.TOMORROW: later("Until tomorrow, 09:00"),
    Snooze.THREE_DAYS: later("For three days"),
    Snooze.WEEK: later("For a week"),
    Snooze.RESOLVED: later("Until it is resolved"),
}

#: What the menu of a line calls looking after it, and hearing of it again; all else in it is a
#: `Snooze`.
LOOK_AFTER, UNSNOOZE, UNSILENCE = "acknowledge", "unsnooze", "unsilence"

#: What ends what keeps people from hearing of an alert, by how it is handled.
_ENDS = {
    Handling.SNOOZED: (AlertAction.UNSNOOZE, UNSNOOZE, later("End the snooze")),
    Handling.SILENCED: (AlertAction.UNSILENCE, UNSILENCE, later("End the silence")),
}

#: What a card of many shows, the widest first: letters and number of lines, choices of each line.
_MEASURES = ((160, 40, 4), (80, 12, 3), (60, 10, 2), (40, 8, 1))

#: The block of an alert's buttons is called by this and its id: a menu of people holds no more.
BLOCK = "alert:"


def card(board: Board, now: datetime, picture: Picture | None = None) -> Message:
    """The message of an alert, or of those that opened together, as things stand."""
    if board.grouped:
        return fitted(partial(_together, board, now), _MEASURES)
    return fitting(lambda room: _card(board, now, room, picture))


def _card(board: Board, now: datetime, room: int, picture: Picture | None) -> Message:
    file = board.files[0]
    name, standing = words.name(file), words.standing(file)
    blocks = [header(name), rich(paragraph(bold(standing, room)), bullets(_facts(file, room)))]
    if picture is not None:
        blocks.append(image(picture.file_id, picture.alt))
    if file.alert.note and file.alert.open:
        blocks.append(rich(quote(file.alert.note, room)))
    handled = words.handled(file, now)
    if handled:
        blocks.append(context(inert(handled)))
    text = say("{name}. {standing}.", name=inert(name), standing=inert(standing))
    blocks += [*_hushed(board, room), *_buttons(file, name, now)]
    return message(text, blocks)


def _hushed(board: Board, room: int) -> list[Block]:
    """That a team hears of none of its alerts, and what ends that, while one here is open."""
    team, silence = board.team, board.silence
    if team is None or silence is None or not any(one.alert.open for one in board.files):
        return []
    text = say(
        "{team} hears of none of its alerts until {at}, says {who}: {note}",
        team=one_line(team.name, room),
        at=instant(silence.until),
        who=board.silenced_by or say("somebody"),
        note=one_line(silence.note, room),
    )
    told = say("End the silence of {team}", team=team.name)
    ends = button(say("Hear again"), AlertAction.UNSILENCE_TEAM, team.id, label=told)
    return [context(inert(text)), actions(f"{BLOCK}{team.id}", [ends])]


def _facts(file: AlertFile, room: int) -> list[list[Block]]:
    """What is known of an alert, each with its name."""
    alert, held = file.alert, file.alert.evidence
    rows = [
        (words.metric(file), words.measured(file, held["value"]) if file.terms else ""),
        (say("Target"), words.target(file, held["bound"])),
        (say("Of the part"), alert.dimension),
        (say("Since"), day(file.since)),
        (
            say("Figures"),
            say(
                "as of {day}, data complete to {settled}",
                day=day(here(file.judged_at)),
                settled=day(file.complete_to),
            ),
        ),
        (say("Corrected"), words.corrected(file)),
        (say("Source"), file.source),
        (say("Brand"), file.brand),
        (say("Who has it"), words.owner(file)),
    ]
    if alert.unstable and alert.open:
        rows.append((say("It comes and goes"), say("a week of clear days ends it")))
    return [[label(name), said(text, room)] for name, text in rows if text]


def _buttons(file: AlertFile, name: str, now: datetime) -> list[Block]:
    """What can be done about an alert that is open."""
    alert = file.alert
    if not alert.open:
        return []
    made: list[Block] = []
    if alert.acked_at is None:
        look = say("Acknowledge {title}", title=name)
        made.append(
            button(
                say("Acknowledge"), AlertAction.ACKNOWLEDGE, alert.id, label=look, style="primary"
            )
        )
    if file.handling(now) is not Handling.SILENCED:
        snoozes = [option(f"{alert.id}:{key}", say(text)) for key, text in SNOOZES.items()]
        made.append(
            {
                "type": "static_select",
                "action_id": AlertAction.SNOOZE,
                "placeholder": plain(say("Snooze")),
                "options": snoozes,
            }
        )
    made.append(
        {
            "type": "users_select",
            "action_id": AlertAction.ASSIGN,
            "placeholder": plain(say("Give it to …")),
        }
    )
    if ends := _ENDS.get(file.handling(now)):
        action, _, text = ends
        told = say("{act}: {title}", act=say(text), title=name)
        made.append(button(say(text), action, alert.id, label=told))
    made += [
        button(
            say("Silence"), AlertAction.SILENCE, alert.id, label=say("Silence {title}", title=name)
        ),
        button(
            say("Resolve"), AlertAction.RESOLVE, alert.id, label=say("Resolve {title}", title=name)
        ),
    ]
    if alert.threshold_id is not None:
        made.append(edit_button(alert.threshold_id, name))
    return [actions(f"{BLOCK}{alert.id}", made)]


_MORE = later_n("And {n} more, which `alerts` lists.", "And {n} more, which `alerts` lists.")
#: How many opened together.
TOGETHER = later_n("{n} alert opened", "{n} alerts opened together")


def _together(board: Board, now: datetime, measure: tuple[int, int, int]) -> Message:
    """One message of many, what is worst first; what it has no room for it counts."""
    room, most, choices = measure
    files = sorted(board.files, key=partial(_worst, now))
    text = say_n(*TOGETHER, len(files))
    blocks = [header(text), *(_line(one, now, room, choices) for one in files[:most])]
    left = len(files) - most
    if left > 0:
        blocks.append(context(say_n(*_MORE, left)))
    blocks += _hushed(board, room)
    still = sum(one.alert.open for one in files)
    open_ = say_n("{n} of them is open.", "{n} of them are open.", still)
    return message(f"{text}. {open_}", blocks)


def _worst(now: datetime, file: AlertFile) -> tuple[bool, bool, bool, str]:
    alert = file.alert
    unhandled = file.handling(now) is Handling.NONE
    return (not alert.open, alert.severity is not AlertSeverity.CRITICAL, not unhandled, alert.id)


def _line(file: AlertFile, now: datetime, room: int, choices: int) -> Block:
    said_of = [words.name(file), words.standing(file), *_measure(file), words.handled(file, now)]
    text = ". ".join(one_line(part, room) for part in said_of if part)
    made: Block = {"type": "section", "text": plain(f"{text}.")}
    offered = _menu(file, now, choices)
    return made | ({"accessory": overflow(AlertAction.MENU, offered)} if offered else {})


def _measure(file: AlertFile) -> Sequence[str]:
    held = file.alert.evidence
    if file.terms is None or not file.alert.open:
        return ()
    return (
        say(
            "{metric}: {measured}, target {target}",
            metric=words.metric(file),
            measured=words.measured(file, held["value"]),
            target=words.target(file, held["bound"]),
        ),
    )


def _menu(file: AlertFile, now: datetime, choices: int) -> dict[str, str]:
    alert = file.alert
    if not alert.open:
        return {}
    made = {}
    if ends := _ENDS.get(file.handling(now)):
        made[f"{alert.id}:{ends[1]}"] = say(ends[2])
        choices -= 1
    if alert.acked_at is None:
        made[f"{alert.id}:{LOOK_AFTER}"] = say("Acknowledge")
    for key, text in list(SNOOZES.items())[len(SNOOZES) - choices :]:
        made[f"{alert.id}:{key}"] = say("Snooze: {how_long}", how_long=say(text))
    return made
