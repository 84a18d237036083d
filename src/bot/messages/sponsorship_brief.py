"""What a sponsorship asks for, how far its files are, and the sheet that hands it over."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.dossier import Dossier
from bot.ids import ActionId
from bot.messages.parts import (
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    fields,
    fitting,
    header,
    instant,
    label,
    link,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.telling import Names, Tell, Telling, ages, day, file, money, word
from bot.messages.words import inert, one_line
from domain.deliverables.model import Delivery, DeliveryState
from domain.placements.model import HandOver
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.rules import OVER

_SIGNS = {
    DeliveryState.IN: "✓",
    DeliveryState.MISSING: "missing:",
    DeliveryState.PROMISED: "announced:",
    DeliveryState.REFUSED: "✗ refused:",
}

#: The share of a text's room that each of many short texts of a list gets, its least and its most:
#: twenty of the longest still make one text that Slack takes.
_SHARE, _LEAST, _MOST = 8, 12, 80


def files(dossier: Dossier, room: int) -> list[Block]:
    """How far the listed files are; nothing where none is listed."""
    if not dossier.deliveries:
        return []
    held = sum(delivery.state is DeliveryState.IN for delivery in dossier.deliveries)
    title = bold(f"Files: {held} of {len(dossier.deliveries)} in")
    rows = [[ours(_delivery(delivery, _some(room)))] for delivery in dossier.deliveries]
    return [rich(paragraph(title), bullets(rows))]


def sheet_card(dossier: Dossier, sheet: HandOver) -> Message:
    """The card a show's team sees of what it is to place."""
    return fitting(lambda room: _sheet_card(dossier, sheet, room))


def withdrawn_card(dossier: Dossier, sheet: HandOver) -> Message:
    """What a show's team is told when what it was handed is withdrawn."""
    return fitting(lambda room: _withdrawn_card(dossier, sheet, room))


def _withdrawn_card(dossier: Dossier, sheet: HandOver, room: int) -> Message:
    title = f"#{dossier.request.number} {dossier.request.title}"
    rows: list[list[Piece]] = [
        [label("Sponsor"), said(sheet.content["sponsor"], room)],
        [label("Show"), said(sheet.content["show"], room)],
        [label("Insertion order"), said(sheet.content["insertion_order"], room)],
    ]
    blocks = [header(title), rich(bullets(rows)), _withdrawn(dossier, room)]
    return message(f"{inert(title)}: withdrawn. Nothing of it is to be placed.", blocks)


def _withdrawn(dossier: Dossier, room: int) -> Block:
    told = paragraph(bold("Withdrawn. Nothing of it is to be placed; take out what was."))
    why = dossier.request.note
    return rich(told, quote(why, room)) if why else rich(told)


def _sheet_card(dossier: Dossier, sheet: HandOver, room: int) -> Message:
    request, held = dossier.request, sheet.content
    title = f"#{request.number} {request.title}"
    when = _span(_date(held["starts_on"]), _date(held["ends_on"])) or _episodes(
        [(one["number"], one["title"], _date(one["release_on"])) for one in held["episodes"]], room
    )
    rows: list[list[Piece]] = [
        [label("Sponsor"), said(held["sponsor"], room)],
        [label("Show"), said(held["show"], room)],
        [label("Heard in"), ours(when)],
        [label("Positions"), ours(", ".join(map(word, held["positions"])))],
        [label("Spoken"), ours(word(held["read"]))],
        [label("Markets"), ours(", ".join(held["markets"]))],
        [label("Insertion order"), said(held["insertion_order"], room)],
        *_words(held["talking_points"], held["tracking_url"], held["promo_code"], room),
        *(_material(one, room) for one in held["materials"]),
    ]
    script = (
        [rich(paragraph(bold("Script")), quote(held["script"], room))] if held["script"] else []
    )
    blocks = [header(title), rich(bullets(rows)), *script, *_taken(dossier, sheet, room)]
    stands = "taken on" if sheet.taken_by else "to be placed"
    stands = "withdrawn" if request.state in OVER else stands
    return message(f"{inert(title)}: {stands}.", blocks)


def _taken(dossier: Dossier, sheet: HandOver, room: int) -> list[Block]:
    request = dossier.request
    if request.state in OVER:
        return [_withdrawn(dossier, room)]
    if sheet.taken_by is not None and sheet.taken_at is not None:
        who = one_line(dossier.name(sheet.taken_by), room)
        return [rich(paragraph(ours(f"Taken on by {who} "), instant(sheet.taken_at)))]
    take = button(
        "Acknowledge",
        ActionId.TAKE_ON,
        request.id,
        label=f"Take on {request.title}",
        style="primary",
    )
    details = button("Details", ActionId.DETAILS, request.id, label=f"Details of {request.title}")
    return [actions(f"sheet:{request.id}", [take, details])]


def _facts(dossier: Dossier, brief: SponsorshipBrief, room: int) -> Block:
    request = dossier.request
    asker = one_line(dossier.name(request.requester_id), room)
    agency = dossier.things.get(brief.agency_id or "")
    cpm = f", {money(brief.cpm.money)} per 1,000 listens" if brief.cpm else ""
    return fields(
        [
            ("Asked by", f"{asker}, {one_line(agency, room)}" if agency else asker),
            ("Brand", one_line(dossier.brand, room)),
            ("Sponsor", one_line(dossier.things.get(brief.sponsor_id, ""), room)),
            ("Show", one_line(dossier.things.get(brief.show_id, ""), room)),
            ("Price", f"{money(brief.price.money)}{cpm}"),
            ("Insertion order", brief.insertion_order),
            ("Spoken", word(brief.read)),
            ("Audience", ages(brief.audience)),
            ("Category", word(brief.category)),
            ("Revision", str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: SponsorshipBrief, room: int) -> list[Block]:
    episodes = [dossier.things.get(one, "?") for one in brief.episode_ids]
    named = ", ".join(one_line(title, _some(room)) for title in episodes)
    rows = [
        [label("Heard in"), ours(_span(brief.starts_on, brief.ends_on) or named)],
        [label("Positions"), ours(_positions(brief))],
        [label("Markets"), ours(", ".join(sorted(brief.markets)))],
        [label("Contract"), said(file(dossier.files, brief.contract_asset_id), room)],
        *_words(brief.talking_points, brief.tracking_url, brief.promo_code, room),
    ]
    script = [rich(paragraph(bold("Script")), quote(brief.script, room))] if brief.script else []
    return [rich(bullets(rows)), *script, *files(dossier, room)]


def _words(points: Sequence[str], address: str, code: str, room: int) -> list[list[Piece]]:
    rows = [[label("To say"), said(point, max(room // 2, _LEAST))] for point in points]
    if address:
        rows.append([label("Tracking"), link(address, room)])
    if code:
        rows.append([label("Promo code"), ours(code)])
    return rows


def _material(held: Mapping[str, object], room: int) -> list[Piece]:
    name, kept = str(held["deliverable"]), str(held["file"])
    digest = str(held["sha256"])[:12]
    return [
        label("File"),
        said(name, _some(room)),
        ours(": "),
        said(kept, _some(room)),
        ours(f", SHA-256 {digest}…"),
    ]


def _delivery(delivery: Delivery, room: int) -> str:
    wanted, asset = delivery.wanted, delivery.asset
    name = one_line(wanted.name, room)
    row = f"{_SIGNS[delivery.state]} {name}, {word(wanted.kind).lower()}, due {day(wanted.due)}"
    if asset is None:
        return row
    problem = f", {one_line(asset.problem, room)}" if asset.problem else ""
    return f"{row}: {one_line(asset.name, room)}{problem}"


def _positions(brief: SponsorshipBrief) -> str:
    return ", ".join(word(position) for position in brief.positions)


def _span(first: date | None, last: date | None) -> str:
    return f"{day(first)} to {day(last)}" if first and last else ""


def _episodes(found: Sequence[tuple[int, str, date | None]], room: int) -> str:
    return ", ".join(
        f"{number}. {one_line(title, _some(room))} ({day(out) if out else 'no day yet'})"
        for number, title, out in found
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _some(room: int) -> int:
    return min(max(room // _SHARE, _LEAST), _MOST)


def _listed(brief: SponsorshipBrief) -> str:
    return ", ".join(
        f"{one.name} ({word(one.kind).lower()}, due {day(one.due)})" for one in brief.deliverables
    )


def _titles(brief: SponsorshipBrief, names: Names) -> str:
    return ", ".join(names.get(one, "?") for one in brief.episode_ids)


#: How each part of a brief is told, in the order in which changes are listed. Brand and agency
#: are fixed for the life of a request.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        "Name": lambda brief, *_: brief.name,
        "Sponsor": lambda brief, _, names: names.get(brief.sponsor_id, ""),
        "Show": lambda brief, _, names: names.get(brief.show_id, ""),
        "Episodes": lambda brief, _, names: _titles(brief, names),
        "Days": lambda brief, *_: _span(brief.starts_on, brief.ends_on),
        "Positions": lambda brief, *_: _positions(brief),
        "Markets": lambda brief, *_: ", ".join(sorted(brief.markets)),
        "Price": lambda brief, *_: money(brief.price.money),
        "Rate": lambda brief, *_: money(brief.cpm.money) if brief.cpm else "",
        "Insertion order": lambda brief, *_: brief.insertion_order,
        "Contract": lambda brief, files, _: file(files, brief.contract_asset_id),
        "Spoken": lambda brief, *_: word(brief.read),
        "Audience": lambda brief, *_: ages(brief.audience),
        "Category": lambda brief, *_: word(brief.category),
        "To say": lambda brief, *_: " · ".join(brief.talking_points),
        "Script": lambda brief, *_: brief.script,
        "Tracking": lambda brief, *_: brief.tracking_url,
        "Promo code": lambda brief, *_: brief.promo_code,
        "Files": lambda brief, *_: _listed(brief),
        "Note": lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
