"""Gathering how every title stands: what of it is live or was, and branded audio on its way."""

from collections.abc import Mapping

from domain.database import sql
from domain.exposures import telling_houses
from domain.hub import Hub
from domain.requests import records as requests
from domain.requests.kinds import commercial_audio
from domain.rights.channels import Channel
from domain.rights.live.records import exposure
from domain.site_audio import standing
from domain.territories import spoken, spoken_area

#: What every line holds, in order.
COLUMNS = (
    "sender",
    "reference",
    "isbn",
    "title",
    "what",
    "channel",
    "status",
    "since",
    "until",
    "where",
    "address",
)

#: What every title is the source of: what is linked to it or to its work, and, of shows that are,
#: their episodes. With its name, which stands in one table of three.
_MADE = (
    "WITH made AS (SELECT t.id AS title_id, l.subject_kind AS kind, l.subject_ref AS ref"
    " FROM titles t JOIN rights_links l ON (l.target_kind = 'title' AND l.target_ref = t.id)"
    " OR (l.target_kind = 'work' AND l.target_ref = t.work_id) WHERE t.removed_at IS NULL),"
    " below AS (SELECT title_id, kind, ref FROM made UNION SELECT m.title_id, 'episode', e.id"
    " FROM made m JOIN episodes e ON e.show_id = m.ref WHERE m.kind = 'show')"
)
_HEAD = (
    "t.sender AS title_sender, t.reference AS title_reference, t.isbn AS title_isbn,"
    " w.title AS work_title, COALESCE((SELECT a.name FROM assets a WHERE a.id = b.ref),"
    " (SELECT p.title FROM episodes p WHERE p.id = b.ref),"
    " (SELECT s.title FROM shows s WHERE s.id = b.ref), b.ref) AS subject_name"
)
_BELOW = "FROM below b JOIN titles t ON t.id = b.title_id JOIN works w ON w.id = t.work_id"
_ORDER = "ORDER BY t.sender, t.reference"

_LIVE = (
    f"{_MADE} SELECT {_HEAD}, r.number AS request_number, x.* {_BELOW}"
    " JOIN exposures x ON x.subject_kind = b.kind AND x.subject_ref = b.ref"
    f" LEFT JOIN requests r ON r.id = x.request_id {_ORDER}, x.id"
)
_LINKED_FILES = f"{_MADE} SELECT {_HEAD}, b.ref AS file_id {_BELOW} WHERE b.kind = 'asset' {_ORDER}"


async def lines(hub: Hub) -> list[Mapping[str, str]]:
    """Return a line for each title and each place where something of it is live, or was.

    Branded audio has a line for each request, by its phase, whether it is heard already or not.
    Days and instants are as ISO 8601 writes them, in UTC.
    """
    return [*await _live(hub), *await _audio(hub)]


async def _live(hub: Hub) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    for row in await sql.fetch(_LIVE):
        value = exposure(row)
        if value.shown.channel == Channel.SHOPS and value.request_id:
            continue  # Its request says more.
        more = {
            "channel": value.shown.channel,
            "status": "live" if value.live else "taken_down",
            "since": value.live_from.isoformat(),
            "until": value.live_to.isoformat() if value.live_to else "",
            "where": spoken_area(value.shown.area, value.shown.include, value.shown.exclude),
            "address": telling_houses.address_of(hub, value, row["request_number"]) or "",
        }
        found.append(_head(row) | more)
    return found


async def _audio(hub: Hub) -> list[Mapping[str, str]]:
    files: dict[str, list[sql.Row]] = {}
    for row in await sql.fetch(_LINKED_FILES):
        files.setdefault(row["file_id"], []).append(row)
    if not files:
        return []
    asked = await sql.fetch(
        "SELECT * FROM requests WHERE kind = $1 ORDER BY id", commercial_audio.KIND.name
    )
    found: list[Mapping[str, str]] = []
    for request in map(requests.from_row, asked):
        rows = files.get(request.payload["audio_asset_id"])
        if rows is None:
            continue
        stands = await standing.look(request, hub.clock.now())
        nearest = stands.nearest
        more = {
            "channel": Channel.SHOPS,
            "status": stands.phase.value,
            "since": str(request.payload["live_from"]),
            "until": nearest.day.isoformat() if nearest else "",
            "where": spoken({site.market for site in stands.sites}),
            "address": telling_houses.page(hub, request.number) or "",
        }
        found += [_head(row) | more for row in rows]
    return found


def _head(row: sql.Row) -> dict[str, str]:
    return {
        "sender": row["title_sender"],
        "reference": row["title_reference"],
        "isbn": row["title_isbn"] or "",
        "title": row["work_title"],
        "what": row["subject_name"],
    }
