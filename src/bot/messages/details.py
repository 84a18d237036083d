"""The form that shows all that is asked for, and why it was decided so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from operator import itemgetter

from bot.gathered.dossier import Dossier
from bot.ids import CallbackId
from bot.language import day, exact, later, later_n, number, say, say_n
from bot.messages import brief
from bot.messages.card import checks
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    context,
    fitted,
    more,
    paragraph,
    plain,
    rich,
    said,
    told,
    woven,
)
from bot.messages.told import told_whom
from bot.messages.words import inert, one_line
from domain.decisions.model import Outcome
from domain.rulebook.explaining import Explained, Missed
from domain.rulebook.wording import Voice

#: How many characters of a title a form shows: as many as one has.
TITLE_ROOM = 150


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is told: characters of a text, decisions, of each its reasons and its misses."""

    room: int
    decisions: int
    reasons: int
    misses: int


#: How much a form tells: the first that fits. Long reasons give way before further decisions do.
MEASURES = tuple(
    starmap(
        Measure,
        (
            (2_000, 12, 10, 10),
            (1_000, 12, 10, 10),
            (400, 12, 10, 10),
            (400, 12, 5, 5),
            (160, 12, 3, 3),
            (160, 12, 1, 1),
            (160, 8, 1, 1),
            (60, 8, 1, 1),
            (60, 5, 1, 1),
            (24, 5, 1, 1),
            (24, 2, 1, 1),
        ),
    )
)

#: What is said of those that are left out.
_REASONS = later_n("and {n} more reason", "and {n} more reasons")
_RULES = later_n("and {n} more rule", "and {n} more rules")

_OUTCOMES = {
    Outcome.DECIDED: later("Rules {table}: decided"),
    Outcome.REVIEW: later("Rules {table}: review"),
}

#: How it is said why a rule did not match.
_VOICE = Voice(say, exact, day)

#: What a decision is told by; those that are told alike are told once.
_Told = tuple[int, Explained]
#: One of them, and how often it was made.
_Often = tuple[_Told, int]


def details_form(dossier: Dossier, explained: Sequence[Explained]) -> Block:
    """The form about a request; `explained` are its decisions, in the dossier's order."""
    decisions = _placed(dossier, explained)
    return fitted(lambda measure: _details_form(dossier, decisions, measure), MEASURES)


def _details_form(dossier: Dossier, decisions: Sequence[_Often], measure: Measure) -> Block:
    room = measure.room
    blocks: list[Block] = [
        told(one_line(dossier.request.title, min(room, TITLE_ROOM))),
        brief.facts(dossier, room),
        *brief.creative(dossier, room),
        *brief.note(dossier, room),
        *checks(dossier, room),
        *_decisions(dossier.request.revision, decisions, measure),
        *told_whom(dossier, room),
    ]
    return {
        "type": "modal",
        "callback_id": CallbackId.DETAILS,
        "title": plain(say("Request #{number}", number=dossier.request.number)),
        "close": plain(say("Close")),
        "blocks": blocks,
    }


def _placed(dossier: Dossier, explained: Sequence[Explained]) -> list[_Often]:
    """Return every decision, those of the present revision first; alike ones once.

    Each table's first comes before any other's second, for one may have judged many cases.
    """
    revisions = [revision for revision, _ in dossier.judgements]
    found = _alike([*zip(revisions, explained, strict=True)])
    seen: Counter[tuple[int, str]] = Counter()
    placed = []
    for (revision, one), count in found:
        at = (revision, one.judgement.table)
        placed.append((-revision, seen[at], ((revision, one), count)))
        seen[at] += 1
    return [held for *_, held in sorted(placed, key=itemgetter(0, 1))]


def _decisions(present: int, alike: Sequence[_Often], measure: Measure) -> list[Block]:
    """As many decisions as there is room for; `present` is the revision that counts."""
    blocks = [
        block
        for (revision, one), count in alike[: measure.decisions]
        for block in _decision(one, None if revision == present else revision, count, measure)
    ]
    left = sum(count for _, count in alike[measure.decisions :])
    rest = say_n(
        "And {n} more decision; the API shows every one (`decisions` of a request).",
        "And {n} more decisions; the API shows every one (`decisions` of a request).",
        left,
    )
    return [*blocks, *([context(rest)] if left else [])]


def _alike(decisions: Sequence[_Told]) -> list[_Often]:
    """Return decisions with how often each was made, for a request may be judged case by case."""
    found: dict[object, list[_Told]] = {}
    for revision, one in decisions:
        judged = one.judgement
        key = (revision, judged.version, judged.outcome, judged.matched, judged.reasons, one.misses)
        found.setdefault(key, []).append((revision, one))
    return [(those[0], len(those)) for those in found.values()]


def _decision(one: Explained, revision: int | None, count: int, measure: Measure) -> list[Block]:
    room, most = measure.room, measure.reasons
    judgement = one.judgement
    title = bold(_title(one, revision, count), room)
    reasons = [[said(reason, room)] for reason in judgement.reasons[:most]]
    reasons += more(len(judgement.reasons) - most, _REASONS)
    rules = inert(", ".join(judgement.matched) or say("none"), 4 * room)
    matched = say(
        later("Rules that matched: {rules}. Version {number}, {digest}.")
        if one.number
        else later("Rules that matched: {rules}. Version {digest}."),
        rules=rules,
        number=one.number,
        digest=judgement.version[:12],
    )
    return [
        rich(paragraph(title), bullets(reasons)) if reasons else rich(paragraph(title)),
        context(matched),
        *_misses(one, room, measure.misses),
    ]


def _title(one: Explained, revision: int | None, count: int) -> str:
    """Which table decided what, how often if more than once, and of which revision if not this."""
    told = say(_OUTCOMES[one.judgement.outcome], table=one.judgement.table)
    if count > 1:
        told = say("{decision}, {count} times", decision=told, count=number(count))
    if revision:
        told = say("{decision}, of revision {revision}", decision=told, revision=revision)
    return told


def _misses(one: Explained, room: int, most: int) -> list[Block]:
    title = paragraph(bold(say("Did not match")))
    if one.problem is not None:
        return [rich(title, paragraph(said(one.problem, room)))]
    if not one.misses:
        return []
    rows = [_miss(miss, room) for miss in one.misses[:most]]
    return [rich(title, bullets([*rows, *more(len(one.misses) - most, _RULES)]))]


def _miss(miss: Missed, room: int) -> list[Piece]:
    why = _VOICE.why(miss.column, miss.value, miss.cell)
    return woven("{rule}: {why}", rule=bold(miss.rule, room), why=said(why, 3 * room))
