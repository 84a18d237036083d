"""The form that shows all that is asked for, and why it was decided so."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from bot.dossier import Dossier
from bot.ids import CallbackId
from bot.messages import brief
from bot.messages.card import checks
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    context,
    fitting_view,
    ours,
    paragraph,
    plain,
    rich,
    said,
    told,
)
from bot.messages.told import told_whom
from bot.messages.words import inert
from domain.rulebook.explaining import Explained, Missed

#: How many decisions are explained, how many of one's reasons and rules that did not match are
#: shown. With everything else, a form stays below Slack's hundred blocks and 250 kB.
DECISIONS, REASONS, MISSES = 12, 10, 10

#: What a decision is told by; those that are told alike are told once.
_Told = tuple[int, Explained]


def details_form(dossier: Dossier, explained: Sequence[Explained]) -> Block:
    """The form about a request; `explained` are its decisions, in the dossier's order."""
    return fitting_view(lambda room: _details_form(dossier, explained, room))


def _details_form(dossier: Dossier, explained: Sequence[Explained], room: int) -> Block:
    blocks: list[Block] = [
        told(dossier.request.title),
        brief.facts(dossier, room),
        *brief.creative(dossier, room),
        *brief.note(dossier, room),
        *checks(dossier, room),
        *_decisions(dossier, explained, room),
        *told_whom(dossier, room),
    ]
    return {
        "type": "modal",
        "callback_id": CallbackId.DETAILS,
        "title": plain(f"Request #{dossier.request.number}"),
        "close": plain("Close"),
        "blocks": blocks,
    }


def _decisions(dossier: Dossier, explained: Sequence[Explained], room: int) -> list[Block]:
    """Every decision, those of the present revision first; alike ones once.

    Each table's first comes before any other's second, for one may have judged many cases.
    """
    present = dossier.request.revision
    revisions = [revision for revision, _ in dossier.judgements]
    found = _alike([*zip(revisions, explained, strict=True)])
    seen: Counter[tuple[int, str]] = Counter()
    placed = []
    for (revision, one), count in found:
        at = (revision, one.judgement.table)
        placed.append((-revision, seen[at], ((revision, one), count)))
        seen[at] += 1
    alike = [held for *_, held in sorted(placed, key=itemgetter(0, 1))]
    blocks = [
        block
        for (revision, one), count in alike[:DECISIONS]
        for block in _decision(one, None if revision == present else revision, count, room)
    ]
    left = sum(count for _, count in alike[DECISIONS:])
    rest = f"And {left:,} more decisions; the API shows every one (`decisions` of a request)."
    return [*blocks, *([context(rest)] if left else [])]


def _alike(decisions: Sequence[_Told]) -> list[tuple[_Told, int]]:
    """Return decisions with how often each was made, for a request may be judged case by case."""
    found: dict[object, tuple[_Told, int]] = {}
    for revision, one in decisions:
        judged = one.judgement
        key = (revision, judged.version, judged.outcome, judged.matched, judged.reasons, one.misses)
        first, count = found.get(key, ((revision, one), 0))
        found[key] = (first, count + 1)
    return list(found.values())


def _decision(one: Explained, revision: int | None, count: int, room: int) -> list[Block]:
    judgement = one.judgement
    often = f", {count} times" if count > 1 else ""
    then = f", of revision {revision}" if revision else ""
    title = bold(f"Rules {judgement.table}: {judgement.outcome}{often}{then}", room)
    reasons = [[said(reason, room)] for reason in judgement.reasons[:REASONS]]
    reasons += _more(len(judgement.reasons) - REASONS, "reason")
    rules = inert(", ".join(judgement.matched) or "none", 4 * room)
    number = f"{one.number}, " if one.number else ""
    return [
        rich(paragraph(title), bullets(reasons)) if reasons else rich(paragraph(title)),
        context(f"Rules that matched: {rules}. Version {number}{judgement.version[:12]}."),
        *_misses(one, room),
    ]


def _misses(one: Explained, room: int) -> list[Block]:
    title = paragraph(bold("Did not match"))
    if one.problem is not None:
        return [rich(title, paragraph(said(one.problem, room)))]
    if not one.misses:
        return []
    rows = [_miss(miss, room) for miss in one.misses[:MISSES]]
    return [rich(title, bullets([*rows, *_more(len(one.misses) - MISSES, "rule")]))]


def _miss(miss: Missed, room: int) -> list[Piece]:
    return [
        bold(miss.rule, room),
        ours(": "),
        said(miss.column, room),
        ours(" is "),
        said(miss.value, room),
        ours("; it takes "),
        said(miss.cell, room),
    ]


def _more(left: int, what: str) -> list[list[Piece]]:
    return [[ours(f"and {left:,} more {what}{'s' if left > 1 else ''}")]] if left > 0 else []
