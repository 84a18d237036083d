"""What is asked for, and what a revision changed of it, as reviewers read it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from bot.dossier import Dossier
from bot.messages.parts import (
    Block,
    Piece,
    bold,
    bullets,
    fields,
    label,
    link,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.words import one_line
from domain.catalog.model import Asset, AssetKind
from domain.money import Money
from domain.requests.bids import bid
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.parts import Audience

Files = Mapping[str, Asset]

#: The longest tagline; what listeners see is never shortened. Advertisers are shorter.
TAGLINE_MAX = 40

#: How much of two long texts is shown before the place where they begin to differ.
_LEAD = 10


def facts(dossier: Dossier, room: int) -> Block:
    """Who asks, for whom, for how much and for how long."""
    request, brief = dossier.request, dossier.brief
    return fields(
        [
            ("Asked by", one_line(dossier.name(request.requester_id), room)),
            ("Brand", one_line(dossier.brand, room)),
            ("Budget", _money(brief.budget.money)),
            ("Bid", f"at most {_money(bid(brief.budget.currency))} per 1,000 impressions"),
            ("Flight", f"{_instant(brief.starts_at)} to {_instant(brief.ends_at)} UTC"),
            ("Audience", _audience(brief.audience)),
            ("Objective", _word(brief.objective)),
            ("Category", _category(brief)),
            ("Revision", str(request.revision)),
        ]
    )


def creative(dossier: Dossier, room: int) -> Block:
    """What listeners will hear and see, where it leads them, and how the budget is split."""
    brief = dossier.brief
    share = ", ".join(f"{f.market} {f.amount:,} {f.currency}" for f in dossier.flights)
    rows = [
        [label("Tagline"), said(brief.tagline, max(room, TAGLINE_MAX))],
        [label("Advertiser"), said(brief.advertiser, max(room, TAGLINE_MAX))],
        [
            label("Button"),
            ours(f"{_word(brief.call_to_action)}, to "),
            link(brief.click_url, room),
        ],
        *(
            [label(name), said(_file(dossier.files, asset_id), room)]
            for name, asset_id in _files(brief)
        ),
        [label("Per market"), ours(share)],
    ]
    return rich(bullets(rows))


def note(dossier: Dossier, room: int) -> list[Block]:
    """What the requester adds to it, if anything."""
    if not dossier.brief.note:
        return []
    return [rich(paragraph(bold("The requester adds")), quote(dossier.brief.note, room))]


def changed(dossier: Dossier, stage_id: str, round_: int, room: int) -> list[Block]:
    """What is asked for differently since the stage's round before; nothing in its first."""
    before = dossier.earlier.get(stage_id)
    if before is None:
        return []
    title = bold(f"Changed since round {round_ - 1}")
    rows = changes(before, dossier.brief, dossier.files, room)
    if not rows:
        return [rich(paragraph(title, ours(": nothing; it was opened again.")))]
    return [rich(paragraph(title), bullets(rows))]


def changes(
    before: CampaignBrief, after: CampaignBrief, files: Files, room: int
) -> list[list[Piece]]:
    """Return a row for each thing that is asked for differently: was, arrow, is."""
    rows = []
    for name, told in _TOLD.items():
        was, now = told(before, files), told(after, files)
        if was != now:
            was, now = _apart(was, now, room)
            rows.append([label(name), said(was, room), ours(" → "), said(now, room)])
    return rows


def _apart(was: str, now: str, room: int) -> tuple[str, str]:
    """Return two texts from shortly before where they differ, if a card would cut that off."""
    same = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), None)
    first = min(len(was), len(now)) if same is None else same
    if max(len(was), len(now)) <= room or first < room - _LEAD:
        return was, now
    return f"…{was[first - _LEAD :]}", f"…{now[first - _LEAD :]}"


def _files(brief: CampaignBrief) -> list[tuple[str, str]]:
    return [
        ("Audio", brief.audio_asset_id),
        ("Companion image", brief.image_asset_id),
        ("Logo", brief.logo_asset_id),
    ]


def _file(files: Files, asset_id: str) -> str:
    found = files.get(asset_id)
    if found is None:
        return f"a file that is not there ({asset_id})"
    if found.kind is AssetKind.AUDIO:
        return f"{found.name}, {(found.duration_ms or 0) / 1000:.1f} s"
    return f"{found.name}, {found.width} x {found.height} pixels"


def _money(value: Money) -> str:
    return f"{value.amount:,} {value.currency}"


def _instant(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{there.day} {there:%b %Y %H:%M}"


def _audience(audience: Audience) -> str:
    return f"{audience.age_from} to {audience.age_to} years"


def _word(word: str) -> str:
    return word.replace("_", " ").capitalize()


def _category(brief: CampaignBrief) -> str:
    told = _word(brief.category)
    return f"{told}, a sensitive topic" if brief.sensitive_topic else told


#: How each part of a brief is told, in the order in which changes are listed. Brand and agency
#: are fixed for the life of a request.
_TOLD: Mapping[str, Callable[[CampaignBrief, Files], str]] = MappingProxyType(
    {
        "Name": lambda brief, _: brief.name,
        "Budget": lambda brief, _: _money(brief.budget.money),
        "Start": lambda brief, _: f"{_instant(brief.starts_at)} UTC",
        "End": lambda brief, _: f"{_instant(brief.ends_at)} UTC",
        "Markets": lambda brief, _: ", ".join(sorted(brief.markets)),
        "Audience": lambda brief, _: _audience(brief.audience),
        "Objective": lambda brief, _: _word(brief.objective),
        "Category": lambda brief, _: _category(brief),
        "Tagline": lambda brief, _: brief.tagline,
        "Advertiser": lambda brief, _: brief.advertiser,
        "Button": lambda brief, _: _word(brief.call_to_action),
        "Where it leads": lambda brief, _: brief.click_url,
        "Audio": lambda brief, files: _file(files, brief.audio_asset_id),
        "Companion image": lambda brief, files: _file(files, brief.image_asset_id),
        "Logo": lambda brief, files: _file(files, brief.logo_asset_id),
        "Note": lambda brief, _: brief.note,
    }
)
