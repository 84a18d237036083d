"""What a version of a decision table brings, as reviewers read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.gathered.dossier import Dossier
from bot.language import instant, later, later_n, number, say, say_n
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    fields,
    label,
    more,
    ours,
    paragraph,
    rich,
    said,
    woven,
)
from bot.messages.telling import Tell, Telling
from bot.messages.words import NOTHING, one_line
from domain.decisions.model import Check, Difference, Failure, Replay, RowChange, Turn
from domain.requests.kinds.rule_version import RuleVersionBrief
from domain.requests.model import RequestState

#: How much of each list is shown, and how many cells of a row.
FAILURES, FINDINGS, ROWS, TURNS, CELLS = 3, 3, 5, 5, 2

#: The share of a text's room that each of many short texts gets.
_SHARE = 4
_LEAST = 8

#: What is said where there is nothing to be said of a version.
_GONE = later("the version is not there any more")

#: What is said of those that are left out.
_DECISIONS = later_n("and {n} more decision", "and {n} more decisions")
_ROWS = later_n("and {n} more row", "and {n} more rows")
_RESULTS = later_n("and {n} more result", "and {n} more results")
_FINDINGS = later_n("and {n} more finding", "and {n} more findings")

#: Where a version that was released stands.
_RELEASED = {
    RequestState.PUBLISHED: later("Released; it takes effect {at}"),
    RequestState.LIVE: later("Took effect {at}"),
    RequestState.WITHDRAWN: later("Withdrawn and rolled back; it counts no more"),
}

#: Which rule differs, and where it stands or stood.
_PLACES = {
    Difference.ADDED: later("{rule}, new at row {now}"),
    Difference.REMOVED: later("{rule}, taken out of row {was}"),
    Difference.MOVED: later("{rule}, moved from row {was} to {now}"),
    Difference.CHANGED: later("{rule}, row {now}"),
}


def stands(dossier: Dossier) -> str | None:
    """Return where a version stands, if that is said otherwise than of other requests."""
    release = dossier.rules.release if dossier.rules else None
    state = dossier.request.state
    if state is RequestState.APPROVED:
        return say("Approved; it is released when the undo window has passed")
    if release is None or state not in _RELEASED:
        return None
    return say(_RELEASED[state], at=instant(release.effective_at))


def past(dossier: Dossier, room: int) -> list[Block]:
    """What the version would have said of the past; nothing where no version is proposed."""
    if not isinstance(dossier.brief, RuleVersionBrief):
        return []
    replay = _replay(dossier)
    title = paragraph(label(say("The past")), ours(_judged(replay)))
    if replay is None or not replay.turns:
        return [rich(title)]
    some = _some(room)
    rows = [[ours(_turn(turn, some))] for turn in replay.turns[:TURNS]]
    rest = sum(turn.count for turn in replay.turns[TURNS:])
    unnamed = replay.changed - sum(turn.count for turn in replay.turns)
    return [rich(title, bullets([*rows, *more(rest + unnamed, _DECISIONS)]))]


def _facts(dossier: Dossier, brief: RuleVersionBrief, room: int) -> Block:
    request, rules = dossier.request, dossier.rules
    check = rules.check if rules else None
    base = say("version {number}", number=rules.base) if rules and rules.base else say("nothing")
    table = one_line(brief.table, room)
    return fields(
        [
            (say("Asked by"), one_line(dossier.name(request.requester_id), room)),
            (say("Table"), say("{table}, version {number}", table=table, number=brief.number)),
            (say("Made from"), base if rules else say(_GONE)),
            (say("Takes effect"), _effective(dossier, brief)),
            (say("Counts for"), _reach(brief)),
            (say("Test cases"), _cases(check) if check else _unchecked(dossier)),
            (say("Rows changed"), number(check.rows_changed) if check else NOTHING),
            (say("Found in it"), number(len(check.findings)) if check else NOTHING),
            (say("Revision"), str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: RuleVersionBrief, room: int) -> list[Block]:
    new = rich(bullets([[label(say("What is new")), said(brief.change, room)]]))
    check = dossier.rules.check if dossier.rules else None
    if check is None:
        return [new, *past(dossier, room)]
    rows = [_row(one, room) for one in check.changes[:ROWS]]
    failing = [_failure(one, room) for one in check.failures[:FAILURES]]
    found = [
        woven(
            later("must be mended: {flaw}") if one.refused else later("known: {flaw}"),
            flaw=said(one.said, room),
        )
        for one in check.findings[:FINDINGS]
    ]
    return [
        new,
        *_listed(say("Rows"), rows, len(check.changes), _ROWS),
        *_listed(say("Test cases that do not hold"), failing, len(check.failures), _RESULTS),
        *_listed(say("Found in the table"), found, len(check.findings), _FINDINGS),
        *past(dossier, room),
    ]


def _listed(
    title: str, rows: Sequence[list[Piece]], whole: int, rest: tuple[str, str]
) -> list[Block]:
    """Return a titled list that says how much of the `whole` it leaves out; nothing if empty."""
    if not rows:
        return []
    return [rich(paragraph(bold(title)), bullets([*rows, *more(whole - len(rows), rest)]))]


def _row(change: RowChange, room: int) -> list[Piece]:
    """Which rule, where, and what of it differs."""
    some = _some(room)
    cells = [
        say(
            "{column}: {was} → {now}",
            column=one_line(column, some),
            was=one_line(was, some),
            now=one_line(now, some),
        )
        for column, was, now in change.cells[:CELLS]
    ]
    left = len(change.cells) - CELLS
    cells += [say_n("and {n} more cell", "and {n} more cells", left)] if left > 0 else []
    row = _placed(change, one_line(change.rule or say("the table"), some))
    return [ours(say("{row}: {cells}", row=row, cells="; ".join(cells)) if cells else row)]


def _failure(one: Failure, room: int) -> list[Piece]:
    """Which test case does not hold, and what came out in its stead."""
    some = _some(room)
    wanted, found = one.expected or say("nothing"), one.found or say("nothing")
    told = say(
        later("Line {line} ({case}): “{column}” should be {wanted}, but is {found}.")
        if one.case
        else later("Line {line}: “{column}” should be {wanted}, but is {found}."),
        line=one.line,
        case=one_line(one.case, some),
        column=one_line(one.column, some),
        wanted=one_line(wanted, some),
        found=one_line(found, some),
    )
    return [ours(told)]


def _turn(turn: Turn, room: int) -> str:
    return say(
        "{count} x {before} → {after}",
        count=number(turn.count),
        before=one_line(turn.before, room),
        after=one_line(turn.after, room),
    )


def _placed(change: RowChange, rule: str) -> str:
    """Return a rule with where it stands, or stood; alone for what is no row."""
    if change.was_at is None and change.is_at is None:
        return rule
    return say(_PLACES[change.difference], rule=rule, was=change.was_at, now=change.is_at)


def _cases(check: Check) -> str:
    failing = len({failure.line for failure in check.failures})
    holding = number(check.cases - failing)
    return say("{holding} of {cases} hold", holding=holding, cases=number(check.cases))


def _unchecked(dossier: Dossier) -> str:
    return (dossier.rules.problem if dossier.rules else None) or say(_GONE)


def _replay(dossier: Dossier) -> Replay | None:
    found = dossier.rules.replay if dossier.rules else None
    return found[1] if found else None


def _judged(replay: Replay | None) -> str:
    if replay is None:
        return say("it is being judged by this version")
    if not replay.total:
        return say("nothing was ever decided by this table")
    return say(
        "{changed} of {total} decisions would change",
        changed=number(replay.changed),
        total=number(replay.total),
    )


def _effective(dossier: Dossier, brief: RuleVersionBrief) -> str:
    release = dossier.rules.release if dossier.rules else None
    return _when(release.effective_at if release else brief.effective_at)


def _when(at: datetime | None) -> str:
    return instant(at) if at else say("as soon as everybody said yes")


def _reach(brief: RuleVersionBrief) -> str:
    if brief.under_way:
        return say("what is under way as well")
    return say("what is asked for from then on")


def _some(room: int) -> int:
    return max(room // _SHARE, _LEAST)


#: How each part of a brief is told, in the order in which changes are listed.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        later("Table"): lambda brief, *_: brief.table,
        later("Version"): lambda brief, *_: say("version {number}", number=brief.number),
        later("What is new"): lambda brief, *_: brief.change,
        later("Takes effect"): lambda brief, *_: _when(brief.effective_at),
        later("Counts for"): lambda brief, *_: _reach(brief),
        later("Note"): lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
