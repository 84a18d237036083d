"""What a version of a decision table brings, as reviewers read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.dossier import Dossier
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    fields,
    label,
    ours,
    paragraph,
    rich,
    said,
)
from bot.messages.telling import Tell, Telling, instant
from bot.messages.words import NOTHING, one_line
from domain.decisions.model import Check, Difference, Replay, RowChange, Turn
from domain.requests.kinds.rule_version import RuleVersionBrief
from domain.requests.model import RequestState

#: How much of each list is shown, and how many cells of a row.
FAILURES, FINDINGS, ROWS, TURNS, CELLS = 3, 3, 5, 5, 2

#: The share of a text's room that each of many short texts gets.
_SHARE = 4
_LEAST = 8

#: What is said where there is nothing to be said of a version.
_GONE = "the version is not there any more"


def stands(dossier: Dossier) -> str | None:
    """Return where a version stands, if that is said otherwise than of other requests."""
    release = dossier.rules.release if dossier.rules else None
    state = dossier.request.state
    if state is RequestState.APPROVED:
        return "Approved; it is released when the undo window has passed"
    if release is None:
        return None
    at = f"{instant(release.effective_at)} UTC"
    return {
        RequestState.PUBLISHED: f"Released; it takes effect {at}",
        RequestState.LIVE: f"Took effect {at}",
        RequestState.WITHDRAWN: "Withdrawn and rolled back; it counts no more",
    }.get(state)


def past(dossier: Dossier, room: int) -> list[Block]:
    """What the version would have said of the past; nothing where no version is proposed."""
    if not isinstance(dossier.brief, RuleVersionBrief):
        return []
    replay = _replay(dossier)
    title = paragraph(bold("The past"), ours(f": {_judged(replay)}"))
    if replay is None or not replay.turns:
        return [rich(title)]
    some = _some(room)
    rows = [[ours(_turn(turn, some))] for turn in replay.turns[:TURNS]]
    rest = sum(turn.count for turn in replay.turns[TURNS:])
    unnamed = replay.changed - sum(turn.count for turn in replay.turns)
    return [rich(title, bullets([*rows, *_more(rest + unnamed, "decision")]))]


def _facts(dossier: Dossier, brief: RuleVersionBrief, room: int) -> Block:
    request, rules = dossier.request, dossier.rules
    check = rules.check if rules else None
    base = f"version {rules.base}" if rules and rules.base else "nothing"
    return fields(
        [
            ("Asked by", one_line(dossier.name(request.requester_id), room)),
            ("Table", f"{one_line(brief.table, room)}, version {brief.number}"),
            ("Made from", base if rules else _GONE),
            ("Takes effect", _effective(dossier, brief)),
            ("Counts for", _reach(brief)),
            ("Test cases", _cases(check) if check else _unchecked(dossier)),
            ("Rows changed", f"{check.rows_changed:,}" if check else NOTHING),
            ("Found in it", f"{len(check.findings):,}" if check else NOTHING),
            ("Revision", str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: RuleVersionBrief, room: int) -> list[Block]:
    new = rich(bullets([[label("What is new"), said(brief.change, room)]]))
    check = dossier.rules.check if dossier.rules else None
    if check is None:
        return [new, *past(dossier, room)]
    rows = [_row(one, room) for one in check.changes[:ROWS]]
    failing = [[said(str(one), room)] for one in check.failures[:FAILURES]]
    found = [
        [ours("must be mended: " if one.refused else "known: "), said(one.said, room)]
        for one in check.findings[:FINDINGS]
    ]
    return [
        new,
        *_listed("Rows", rows, len(check.changes), "row"),
        *_listed("Test cases that do not hold", failing, len(check.failures), "result"),
        *_listed("Found in the table", found, len(check.findings), "finding"),
        *past(dossier, room),
    ]


def _listed(title: str, rows: Sequence[list[Piece]], whole: int, what: str) -> list[Block]:
    """Return a titled list that says how much of the `whole` it leaves out; nothing if empty."""
    if not rows:
        return []
    return [rich(paragraph(bold(title)), bullets([*rows, *_more(whole - len(rows), what)]))]


def _more(left: int, what: str) -> list[list[Piece]]:
    return [[ours(f"and {left:,} more {what}{'s' if left > 1 else ''}")]] if left > 0 else []


def _row(change: RowChange, room: int) -> list[Piece]:
    """Which rule, where, and what of it differs."""
    some = _some(room)
    cells = [
        f"{one_line(column, some)}: {one_line(was, some)} → {one_line(now, some)}"
        for column, was, now in change.cells[:CELLS]
    ]
    left = len(change.cells) - CELLS
    cells += [f"and {left} more {'cells' if left > 1 else 'cell'}"] if left > 0 else []
    told = f"{one_line(change.rule or 'the table', some)}{_placed(change)}"
    return [ours(": ".join([told, "; ".join(cells)] if cells else [told]))]


def _turn(turn: Turn, room: int) -> str:
    return f"{turn.count:,} x {one_line(turn.before, room)} → {one_line(turn.after, room)}"


def _placed(change: RowChange) -> str:
    """Return where a row stands, or stood, in words; nothing for what is no row."""
    if change.was_at is None and change.is_at is None:
        return ""
    return {
        Difference.ADDED: f", new at row {change.is_at}",
        Difference.REMOVED: f", taken out of row {change.was_at}",
        Difference.MOVED: f", moved from row {change.was_at} to {change.is_at}",
        Difference.CHANGED: f", row {change.is_at}",
    }[change.difference]


def _cases(check: Check) -> str:
    failing = len({failure.line for failure in check.failures})
    return f"{check.cases - failing:,} of {check.cases:,} hold"


def _unchecked(dossier: Dossier) -> str:
    return (dossier.rules.problem if dossier.rules else None) or _GONE


def _replay(dossier: Dossier) -> Replay | None:
    found = dossier.rules.replay if dossier.rules else None
    return found[1] if found else None


def _judged(replay: Replay | None) -> str:
    if replay is None:
        return "it is being judged by this version"
    if not replay.total:
        return "nothing was ever decided by this table"
    return f"{replay.changed:,} of {replay.total:,} decisions would change"


def _effective(dossier: Dossier, brief: RuleVersionBrief) -> str:
    release = dossier.rules.release if dossier.rules else None
    return _when(release.effective_at if release else brief.effective_at)


def _when(at: datetime | None) -> str:
    return f"{instant(at)} UTC" if at else "as soon as everybody said yes"


def _reach(brief: RuleVersionBrief) -> str:
    return "what is under way as well" if brief.under_way else "what is asked for from then on"


def _some(room: int) -> int:
    return max(room // _SHARE, _LEAST)


#: How each part of a brief is told, in the order in which changes are listed.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        "Table": lambda brief, *_: brief.table,
        "Version": lambda brief, *_: f"version {brief.number}",
        "What is new": lambda brief, *_: brief.change,
        "Takes effect": lambda brief, *_: _when(brief.effective_at),
        "Counts for": lambda brief, *_: _reach(brief),
        "Note": lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
