"""What is asked for, and what a revision changed of it, as reviewers read it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.gathered.dossier import Dossier
from bot.language import say
from bot.messages import campaign_brief, rule_brief, sponsorship_brief
from bot.messages.kinds import TELLINGS
from bot.messages.parts import (
    ROOMS,
    Block,
    Piece,
    bold,
    bullets,
    label,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.telling import Files, Names, Telling
from domain.requests.kinds import PLAIN
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.kind import Payload
from domain.requests.kinds.rule_version import RuleVersionBrief
from domain.requests.kinds.sponsorship import SponsorshipBrief

#: How much of two long texts is shown before the place where they begin to differ.
_LEAD = 10

#: How many changes are named where they are too long to be told otherwise.
_ROWS = 12

#: For briefs that name nothing but files.
NOBODY: Names = MappingProxyType({})

#: How each kind of brief is told.
_TELLINGS: Mapping[type[Payload], Telling] = MappingProxyType(
    {
        CampaignBrief: campaign_brief.TELLING,
        SponsorshipBrief: sponsorship_brief.TELLING,
        RuleVersionBrief: rule_brief.TELLING,
        **{kind.payload: TELLINGS[kind.name] for kind in PLAIN},
    }
)


def facts(dossier: Dossier, room: int) -> Block:
    """Who asks, for whom, for how much and for how long."""
    return _TELLINGS[type(dossier.brief)].facts(dossier, dossier.brief, room)


def creative(dossier: Dossier, room: int) -> list[Block]:
    """What listeners will hear and see, and where it leads them."""
    return _TELLINGS[type(dossier.brief)].creative(dossier, dossier.brief, room)


def note(dossier: Dossier, room: int) -> list[Block]:
    """What the requester adds to it, if anything."""
    told = dossier.brief.note
    return [rich(paragraph(bold(say("The requester adds"))), quote(told, room))] if told else []


def changed(dossier: Dossier, stage_id: str, round_: int, room: int) -> list[Block]:
    """What is asked for differently since the stage's round before; nothing in its first."""
    before = dossier.earlier.get(stage_id)
    if before is None:
        return []
    title = bold(say("Changed since round {round}", round=round_ - 1))
    rows = changes(before, dossier.brief, dossier.files, room, dossier.things)
    if room == ROOMS[-1] and len(rows) > _ROWS:
        more = say("and {n} more", n=len(rows) - _ROWS + 1)
        rows = [*rows[: _ROWS - 1], [ours(more)]]
    if not rows:
        nothing = say("Nothing changed since round {round}; it was opened again.", round=round_ - 1)
        return [rich(paragraph(bold(nothing)))]
    return [rich(paragraph(title), bullets(rows))]


def changes(
    before: Payload, after: Payload, files: Files, room: int, names: Names = NOBODY
) -> list[list[Piece]]:
    """Return a row for each thing that is asked for differently: was, arrow, is."""
    rows = []
    for name, told in _TELLINGS[type(after)].told.items():
        was, now = told(before, files, names), told(after, files, names)
        if was != now:
            was, now = _apart(was, now, room)
            rows.append([label(say(name)), said(was, room), ours(" → "), said(now, room)])
    return rows


def _apart(was: str, now: str, room: int) -> tuple[str, str]:
    """Return two texts from shortly before where they differ, if a card would cut that off."""
    same = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), None)
    first = min(len(was), len(now)) if same is None else same
    if max(len(was), len(now)) <= room or first < room - _LEAD:
        return was, now
    return f"…{was[first - _LEAD :]}", f"…{now[first - _LEAD :]}"
