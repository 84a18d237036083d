"""A promotion's pack as people read it: what is in it, and what was left out and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.gathered.dossier import Dossier
from bot.language import day, later, number, say
from bot.messages.parts import Block, Piece, bold, bullets, ours, paragraph, rich, said
from domain.contributors.model import Standing
from domain.contributors.packs import DayKind, PartKind

#: How many rows of each list of a pack a card shows, at least and at most.
SHOWN_MIN, SHOWN_MAX = 1, 8

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        PartKind.BIO: later("Bio"),
        PartKind.HEADSHOT: later("Headshot"),
        PartKind.DESCRIPTION: later("Description"),
    }
)

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        Standing.FORGOTTEN: later("they were forgotten"),
        Standing.NO_CONSENT: later("they do not agree any more to appear"),
        Standing.WITHDRAWN: later("it was withdrawn"),
        Standing.UNAPPROVED: later("nobody approved it"),
        Standing.NOT_YET: later("it may be used later only"),
        Standing.EXPIRED: later("its approval or time is over"),
        Standing.ENDS_BEFORE: later("its approval or time ends before that day"),
        Standing.WITHOUT_CREDIT: later("its credit is missing"),
        Standing.FILE_GONE: later("its file is not there"),
        Standing.NONE_THERE: later("there is none"),
        Standing.RESTRICTED: later("it is not meant for everybody"),
        Standing.TAKEN_BACK: later("the title was taken back"),
    }
)

_DAYS: Mapping[str, str] = MappingProxyType(
    {
        DayKind.APPEARANCE: later("Day of the promotion"),
        DayKind.CAMPAIGN_STARTS: later("The campaign begins"),
        DayKind.CAMPAIGN_ENDS: later("The campaign ends"),
        DayKind.PUBLICATION: later("Publication"),
        DayKind.EMBARGO: later("Embargo until"),
        DayKind.ANNOUNCEMENT: later("Announcement"),
    }
)


def expected(dossier: Dossier, room: int) -> list[Block]:
    """What would be handed over as things stand, as reviewers read it; nothing if unknown."""
    return contents(dossier, dossier.pack, room) if dossier.pack is not None else []


def contents(dossier: Dossier, pack: Mapping[str, Any] | None, room: int) -> list[Block]:
    """What is in a pack, its days, and what was left out; nothing where there is none."""
    if pack is None:
        return []
    share = min(max(room // 8, 8), 80)
    inside = [_part(dossier, one, share) for one in pack["parts"]]
    outside = [
        [*_part(dossier, one, share), ours(f": {say(_REASONS[one['reason']])}")]
        for one in pack["left_out"]
    ]
    days = [
        [*_titled(dossier, say(_DAYS[one["what"]]), one["about"], share), ours(f": {_day(one)}")]
        for one in pack["days"]
    ]
    return [
        *_listed(say("Left out of the pack"), outside, room),
        *_listed(say("In the pack"), inside, room),
        *_listed(say("Days"), days, room),
    ]


def _part(dossier: Dossier, held: Mapping[str, Any], share: int) -> list[Piece]:
    return _titled(dossier, say(_PARTS[held["what"]]), held["about"], share)


def _titled(dossier: Dossier, word: str, about: str | None, share: int) -> list[Piece]:
    name = dossier.things.get(about or "")
    return [bold(word), *([said(f", {name}", share)] if name else [])]


def _day(held: Mapping[str, Any]) -> str:
    return day(date.fromisoformat(held["day"]))


def _listed(title: str, rows: Sequence[list[Piece]], room: int) -> list[Block]:
    if not rows:
        return []
    most = min(max(room // 16, SHOWN_MIN), SHOWN_MAX)
    if len(rows) > most:
        shown, count = number(most), number(len(rows))
        title = say("{title} ({shown} of {count})", title=title, shown=shown, count=count)
    return [rich(paragraph(bold(title)), bullets(rows[:most]))]
