"""What a sponsorship asks for, how far its files are, and the sheet that hands it over."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.gathered.dossier import Dossier
from bot.ids import ActionId
from bot.language import day, later, money, say
from bot.messages import bought
from bot.messages.parts import (
    ROOMS,
    Block,
    Message,
    Piece,
    actions,
    bold,
    bullets,
    button,
    details_button,
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
    woven,
)
from bot.messages.telling import Names, Tell, Telling, ages, deliverable, file
from bot.messages.terms import file_kind, word
from bot.messages.words import inert, one_line
from domain.deliverables.model import Delivery, DeliveryState
from domain.placements.model import HandOver
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.rules import OVER

#: How far one file is; what follows it is told of each behind a colon.
_DELIVERIES = {
    DeliveryState.IN: later("✓ {name}, {kind}, due {day}"),
    DeliveryState.MISSING: later("missing: {name}, {kind}, due {day}"),
    DeliveryState.PROMISED: later("announced: {name}, {kind}, due {day}"),
    DeliveryState.REFUSED: later("✗ refused: {name}, {kind}, due {day}"),
}

#: The share of a text's room that each of many short texts of a list gets, its least and its most:
#: twenty of the longest still make one text that Slack takes.
_SHARE, _LEAST, _MOST = 8, 12, 80


def files(dossier: Dossier, room: int) -> list[Block]:
    """How far the listed files are; nothing where none is listed."""
    if not dossier.deliveries:
        return []
    held = sum(delivery.state is DeliveryState.IN for delivery in dossier.deliveries)
    title = bold(say("Files: {held} of {wanted} in", held=held, wanted=len(dossier.deliveries)))
    kind, short = dossier.request.kind, _some(room)
    rows = [[ours(_delivery(kind, delivery, short))] for delivery in dossier.deliveries]
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
        [label(say("Sponsor")), said(sheet.content["sponsor"], room)],
        [label(say("Show")), said(sheet.content["show"], room)],
        [label(say("Insertion order")), said(sheet.content["insertion_order"], room)],
    ]
    blocks = [header(title), rich(bullets(rows)), _withdrawn(dossier, room)]
    text = say("{title}: withdrawn. Nothing of it is to be placed.", title=inert(title))
    return message(text, blocks)


def _withdrawn(dossier: Dossier, room: int) -> Block:
    told = paragraph(bold(say("Withdrawn. Nothing of it is to be placed; take out what was.")))
    why = dossier.request.note
    return rich(told, quote(why, room)) if why else rich(told)


def _sheet_card(dossier: Dossier, sheet: HandOver, room: int) -> Message:
    request, held = dossier.request, sheet.content
    title = f"#{request.number} {request.title}"
    when = _span(_date(held["starts_on"]), _date(held["ends_on"])) or _episodes(
        [(one["number"], one["title"], _date(one["release_on"])) for one in held["episodes"]], room
    )
    rows: list[list[Piece]] = [
        [label(say("Sponsor")), said(held["sponsor"], room)],
        [label(say("Show")), said(held["show"], room)],
        [label(say("Heard in")), ours(when)],
        [label(say("Positions")), ours(", ".join(map(word, held["positions"])))],
        [label(say("Spoken")), ours(word(held["read"]))],
        [label(say("Markets")), ours(", ".join(held["markets"]))],
        [label(say("Insertion order")), said(held["insertion_order"], room)],
        *_words(held["talking_points"], held["tracking_url"], held["promo_code"], room),
        *(_material(one, room) for one in held["materials"]),
    ]
    script = (
        [rich(paragraph(bold(say("Script"))), quote(held["script"], room))]
        if held["script"]
        else []
    )
    blocks = [header(title), rich(bullets(rows)), *script, *_taken(dossier, sheet, room)]
    stands = later("{title}: taken on.") if sheet.taken_by else later("{title}: to be placed.")
    stands = later("{title}: withdrawn.") if request.state in OVER else stands
    return message(say(stands, title=inert(title)), blocks)


def _taken(dossier: Dossier, sheet: HandOver, room: int) -> list[Block]:
    request = dossier.request
    if request.state in OVER:
        return [_withdrawn(dossier, room)]
    if sheet.taken_by is not None and sheet.taken_at is not None:
        who = one_line(dossier.name(sheet.taken_by), room)
        pieces = woven("Taken on by {who} {at}", who=who, at=instant(sheet.taken_at))
        return [rich(paragraph(*pieces))]
    take = button(
        say("Acknowledge"),
        ActionId.TAKE_ON,
        request.id,
        label=say("Take on {title}", title=request.title),
        style="primary",
    )
    details = details_button(request.id, request.title)
    return [actions(f"sheet:{request.id}", [take, details])]


def _facts(dossier: Dossier, brief: SponsorshipBrief, room: int) -> Block:
    request = dossier.request
    asker = one_line(dossier.name(request.requester_id), room)
    agency = dossier.things.get(brief.agency_id or "")
    return fields(
        [
            (say("Asked by"), f"{asker}, {one_line(agency, room)}" if agency else asker),
            (say("Brand"), one_line(dossier.brand, room)),
            (say("Sponsor"), one_line(dossier.things.get(brief.sponsor_id, ""), room)),
            (say("Show"), one_line(dossier.things.get(brief.show_id, ""), room)),
            (say("Price"), _price(brief)),
            (say("Insertion order"), brief.insertion_order),
            (say("Spoken"), word(brief.read)),
            (say("Audience"), ages(brief.audience)),
            (say("Category"), word(brief.category)),
            (say("Revision"), str(request.revision)),
        ]
    )


def _creative(dossier: Dossier, brief: SponsorshipBrief, room: int) -> list[Block]:
    episodes = [dossier.things.get(one, "?") for one in brief.episode_ids]
    named = ", ".join(one_line(title, _some(room)) for title in episodes)
    rows = [
        [label(say("Heard in")), ours(_span(brief.starts_on, brief.ends_on) or named)],
        [label(say("Positions")), ours(_positions(brief))],
        [label(say("Markets")), ours(", ".join(sorted(brief.markets)))],
        [label(say("Contract")), said(file(dossier.files, brief.contract_asset_id), room)],
        *_words(brief.talking_points, brief.tracking_url, brief.promo_code, room),
        *bought.rows(brief, dossier.files, room),
    ]
    script = (
        [rich(paragraph(bold(say("Script"))), quote(brief.script, room))] if brief.script else []
    )
    return [rich(bullets(rows)), *script, *files(dossier, room)]


def _words(points: Sequence[str], address: str, code: str, room: int) -> list[list[Piece]]:
    short = max(room // 2, _LEAST)
    rows = [[label(say("To say")), said(point, short)] for point in points]
    if room == ROOMS[-1] and points:  # Ten rows of their own take more than their words.
        together = " · ".join(one_line(point, short) for point in points)
        rows = [[label(say("To say")), ours(together)]]
    if address:
        rows.append([label(say("Tracking")), link(address, room)])
    if code:
        rows.append([label(say("Promo code")), ours(code)])
    return rows


def _material(held: Mapping[str, object], room: int) -> list[Piece]:
    name, kept = str(held["deliverable"]), str(held["file"])
    digest = str(held["sha256"])[:12]
    pieces = woven(
        "{name}: {file}, SHA-256 {digest}…",
        name=said(name, _some(room)),
        file=said(kept, _some(room)),
        digest=digest,
    )
    return [label(say("File")), *pieces]


def _price(brief: SponsorshipBrief) -> str:
    price = money(brief.price.money)
    if brief.cpm is None:
        return price
    return say("{price}, {rate} per 1,000 listens", price=price, rate=money(brief.cpm.money))


def _delivery(kind: str, delivery: Delivery, room: int) -> str:
    wanted, asset = delivery.wanted, delivery.asset
    name = one_line(deliverable(kind, wanted.name), room)
    row = say(
        _DELIVERIES[delivery.state], name=name, kind=file_kind(wanted.kind), day=day(wanted.due)
    )
    if asset is None:
        return row
    problem = f", {one_line(asset.problem, room)}" if asset.problem else ""
    return f"{row}: {one_line(asset.name, room)}{problem}"


def _positions(brief: SponsorshipBrief) -> str:
    return ", ".join(word(position) for position in brief.positions)


def _span(first: date | None, last: date | None) -> str:
    return say("{first} to {last}", first=day(first), last=day(last)) if first and last else ""


def _episodes(found: Sequence[tuple[int, str, date | None]], room: int) -> str:
    return ", ".join(
        say(
            "{number}. {title} ({day})",
            number=number,
            title=one_line(title, _some(room)),
            day=day(out) if out else say("no day yet"),
        )
        for number, title, out in found
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _some(room: int) -> int:
    return min(max(room // _SHARE, _LEAST), _MOST)


def _listed(brief: SponsorshipBrief) -> str:
    return ", ".join(
        say("{name} ({kind}, due {day})", name=one.name, kind=file_kind(one.kind), day=day(one.due))
        for one in brief.deliverables
    )


def _titles(brief: SponsorshipBrief, names: Names) -> str:
    return ", ".join(names.get(one, "?") for one in brief.episode_ids)


#: How each part of a brief is told, in the order in which changes are listed. Brand and agency
#: are fixed for the life of a request.
_TOLD: Mapping[str, Tell] = MappingProxyType(
    {
        later("Name"): lambda brief, *_: brief.name,
        later("Sponsor"): lambda brief, _, names: names.get(brief.sponsor_id, ""),
        later("Show"): lambda brief, _, names: names.get(brief.show_id, ""),
        later("Episodes"): lambda brief, _, names: _titles(brief, names),
        later("Days"): lambda brief, *_: _span(brief.starts_on, brief.ends_on),
        later("Positions"): lambda brief, *_: _positions(brief),
        later("Markets"): lambda brief, *_: ", ".join(sorted(brief.markets)),
        later("Price"): lambda brief, *_: money(brief.price.money),
        later("Rate"): lambda brief, *_: money(brief.cpm.money) if brief.cpm else "",
        later("Insertion order"): lambda brief, *_: brief.insertion_order,
        later("Contract"): lambda brief, files, _: file(files, brief.contract_asset_id),
        later("Spoken"): lambda brief, *_: word(brief.read),
        later("Audience"): lambda brief, *_: ages(brief.audience),
        later("Category"): lambda brief, *_: word(brief.category),
        later("To say"): lambda brief, *_: " · ".join(brief.talking_points),
        later("Script"): lambda brief, *_: brief.script,
        later("Tracking"): lambda brief, *_: brief.tracking_url,
        later("Promo code"): lambda brief, *_: brief.promo_code,
        later("Inventory"): lambda brief, *_: word(brief.inventory),
        later("Ad at Spotify"): bought.told,
        later("Files"): lambda brief, *_: _listed(brief),
        later("Note"): lambda brief, *_: brief.note,
    }
)

TELLING = Telling(_facts, _creative, _TOLD)
