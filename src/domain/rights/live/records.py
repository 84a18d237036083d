"""The table of what is live."""

from collections.abc import Collection
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import Listing
from domain.database.listing import Shown as Read
from domain.errors import Busy
from domain.rights.live.model import RANKS, Exposure, Shown, Source
from domain.rights.model import Subject, SubjectKind, Use

_STANDINGS = {rank: standing for standing, rank in RANKS.items()}


class ExposureRecord(Model):
    """That something is live, or was.

    Partial indexes hold that it is so once, what is not cleared, and what is due.
    """

    id = fields.CharField(40, primary_key=True)
    subject_kind = fields.CharField(16)
    subject_ref = fields.CharField(80)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, related_name=False)
    usage = fields.CharField(24)
    channel = fields.CharField(40)
    language = fields.CharField(40, null=True)
    publisher = fields.CharField(32)
    outside_id = fields.CharField(500)
    included = fields.JSONField[list[str]]()
    excluded = fields.JSONField[list[str]]()
    barred = fields.CharField(500, default="", db_default="")
    source = fields.CharField(8)
    live_from = fields.DatetimeField()
    live_to = fields.DatetimeField(null=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        related_name=False,
    )
    owner = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    rank = fields.SmallIntField(null=True)
    uncleared = fields.JSONField[list[str]]()
    due_at = fields.DatetimeField(null=True)
    takedown = fields.ForeignKeyField(
        "hub.RequestRecord",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        related_name=False,
    )
    asked = fields.JSONField[list[str]]()
    version = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "exposures"
        indexes = (("subject_kind", "subject_ref", "id"),)


async def get(exposure_id: str) -> Exposure | None:
    """Return an exposure."""
    row = await sql.fetch_one("SELECT * FROM exposures WHERE id = $1", exposure_id)
    return exposure(row) if row else None


async def add(value: Exposure) -> None:
    """Add an exposure that was not judged yet."""
    shown = value.shown
    await sql.insert(
        ExposureRecord,
        {
            "id": value.id,
            "subject_kind": shown.subject.kind,
            "subject_ref": shown.subject.ref,
            "brand_id": value.brand_id,
            "usage": shown.use,
            "channel": shown.channel,
            "language": shown.language,
            "publisher": shown.publisher,
            "outside_id": shown.outside_id,
            "included": list(shown.include),
            "excluded": list(shown.exclude),
            "barred": shown.barred,
            "source": value.source,
            "live_from": value.live_from,
            "live_to": value.live_to,
            "request_id": value.request_id,
            "owner_id": value.owner_id,
            "rank": None,
            "uncleared": [],
            "due_at": None,
            "takedown_id": None,
            "asked": [],
            "version": 0,
        },
    )


async def same_live(shown: Shown) -> Exposure | None:
    """Return what is live at the same address of the same thing, for the same use."""
    row = await sql.fetch_one(
        "SELECT * FROM exposures WHERE publisher = $1 AND outside_id = $2 AND subject_kind = $3"
        " AND subject_ref = $4 AND usage = $5 AND live_to IS NULL",
        shown.publisher,
        shown.outside_id,
        shown.subject.kind,
        shown.subject.ref,
        shown.use,
    )
    return exposure(row) if row else None


async def live_at(publisher: str, source: Source) -> list[Exposure]:
    """Return all that is live at a publisher and known that way."""
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE publisher = $1 AND source = $2 AND live_to IS NULL"
        " ORDER BY id",
        publisher,
        source,
    )
    return [exposure(row) for row in rows]


async def live_of_request(request_id: str) -> list[Exposure]:
    """Return what a request brought about and is live still."""
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE request_id = $1 AND live_to IS NULL ORDER BY id", request_id
    )
    return [exposure(row) for row in rows]


async def of_request(request_id: str, limit: int) -> list[Exposure]:
    """Return what a request brought about, ended or not, the newest first."""
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE request_id = $1 ORDER BY id DESC LIMIT $2",
        *(request_id, limit),
    )
    return [exposure(row) for row in rows]


async def live_at_address(brand_id: str, address: str) -> list[Exposure]:
    """Return what of a brand is live at an address."""
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE outside_id = $1 AND brand_id = $2 AND live_to IS NULL"
        " ORDER BY id",
        address,
        brand_id,
    )
    return [exposure(row) for row in rows]


async def ever_of_request(request_id: str) -> bool:
    """Whether a request ever brought anything about."""
    row = await sql.fetch_one("SELECT 1 FROM exposures WHERE request_id = $1 LIMIT 1", request_id)
    return row is not None


async def of_takedown(request_id: str) -> Exposure | None:
    """Return what a request asks down, live or not."""
    row = await sql.fetch_one(
        "SELECT * FROM exposures WHERE takedown_id = $1 ORDER BY id DESC LIMIT 1", request_id
    )
    return exposure(row) if row else None


async def of_subject(subject: Subject, limit: int, after: str | None) -> list[Exposure]:
    """Return where something is live and was, newest first, older than the id `after`."""
    older = "" if after is None else " AND id < $4"
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE subject_kind = $1 AND subject_ref = $2"
        f"{older} ORDER BY id DESC LIMIT $3",
        subject.kind,
        subject.ref,
        limit,
        *(() if after is None else (after,)),
    )
    return [exposure(row) for row in rows]


def listing(subject: Subject) -> Listing[Exposure]:
    """Return where something is live and was, as a list of pages."""
    found = Listing("exposures", "e", Read(exposure))
    found.only_one("subject_kind", subject.kind)
    found.only_one("subject_ref", subject.ref)
    return found


#: What is live of a subject; of the episodes of a show, whose rights count for them too; and of
#: what is made from a title or work, or belongs to a show that is.
_LIVE_OF = (
    "SELECT e.* FROM exposures e WHERE e.subject_kind = $1 AND e.subject_ref = $2"
    " AND e.live_to IS NULL ORDER BY e.id LIMIT $3"
)
_LIVE_BELOW = (
    "SELECT e.* FROM episodes p JOIN exposures e ON e.subject_kind = $1 AND e.subject_ref = p.id"
    " WHERE p.show_id = $2 AND e.live_to IS NULL ORDER BY e.id LIMIT $3"
)

#: That a link (`l`) leads to a subject ($1, $2), or to a title of it where that is a work.
LINKED = (
    "((l.target_kind = $1 AND l.target_ref = $2) OR ($1 = 'work' AND l.target_kind = 'title'"
    " AND l.target_ref IN (SELECT t.id FROM titles t WHERE t.work_id = $2)))"
)
_LIVE_MADE = (
    "SELECT e.* FROM rights_links l JOIN exposures e ON e.subject_kind = l.subject_kind"
    f" AND e.subject_ref = l.subject_ref WHERE {LINKED} AND e.live_to IS NULL"
    " ORDER BY e.id LIMIT $3"
)
_LIVE_MADE_BELOW = (
    "SELECT e.* FROM rights_links l JOIN episodes p ON p.show_id = l.subject_ref"
    " JOIN exposures e ON e.subject_kind = 'episode' AND e.subject_ref = p.id"
    f" WHERE l.subject_kind = 'show' AND {LINKED} AND e.live_to IS NULL ORDER BY e.id LIMIT $3"
)


async def live_of(subject: Subject, limit: int) -> list[Exposure]:
    """Return what is live of a subject and of what is below it, `limit` of each way at most."""
    own = (subject.kind, subject.ref, limit)
    asked: list[sql.Question] = [(_LIVE_OF, own)]
    if subject.kind is SubjectKind.SHOW:
        asked.append((_LIVE_BELOW, (SubjectKind.EPISODE, subject.ref, limit)))
    if subject.kind in {SubjectKind.TITLE, SubjectKind.WORK}:
        asked += [(_LIVE_MADE, own), (_LIVE_MADE_BELOW, own)]
    rows = [row for found in await sql.fetch_all(*asked) for row in found]
    return [exposure(row) for row in {row["id"]: row for row in rows}.values()]


async def shows_of(episodes: Collection[str]) -> dict[str, str]:
    """Return the show of each episode, by id."""
    listed = list(dict.fromkeys(episodes))
    if not listed:
        return {}
    rows = await sql.fetch(
        f"SELECT id, show_id FROM episodes WHERE id IN ({sql.placeholders(1, len(listed))})",
        *listed,
    )
    return {row["id"]: row["show_id"] for row in rows}


async def end(value: Exposure, live_to: datetime) -> None:
    """Write that an exposure ended; `Busy` if it had."""
    await sql.write(
        "UPDATE exposures SET live_to = $1, rank = NULL, uncleared = $2, due_at = NULL,"
        " version = $3 WHERE id = $4 AND live_to IS NULL",
        live_to,
        [],
        value.version + 1,
        value.id,
        otherwise=Busy("changed_meanwhile", "Somebody ended this just now; look again."),
    )


async def ask_down(
    exposure_id: str, before: str | None, takedown_id: str | None, asked: Collection[str]
) -> None:
    """Write which request asks an exposure down, and where.

    `Busy` if it is not `before` that does now, or if one is to be asked for of what has ended.
    """
    live = "" if takedown_id is None else " AND live_to IS NULL"
    await sql.write(
        "UPDATE exposures SET takedown_id = $1, asked = $2 WHERE id = $3"
        f" AND COALESCE(takedown_id, '') = $4{live}",
        takedown_id,
        sorted(asked),
        exposure_id,
        before or "",
        otherwise=Busy(
            "changed_meanwhile", "It ended, or another takedown was asked for, just now."
        ),
    )


def exposure(row: sql.Row) -> Exposure:
    """Return an exposure from its row."""
    rank = row["rank"]
    return Exposure(
        id=row["id"],
        shown=Shown(
            subject=Subject(SubjectKind(row["subject_kind"]), row["subject_ref"]),
            use=Use(row["usage"]),
            channel=row["channel"],
            publisher=row["publisher"],
            outside_id=row["outside_id"],
            include=tuple(sql.document(row["included"])),
            exclude=tuple(sql.document(row["excluded"])),
            language=row["language"],
            barred=row["barred"],
        ),
        brand_id=row["brand_id"],
        source=Source(row["source"]),
        live_from=sql.instant(row["live_from"]),
        live_to=sql.instant_or_none(row["live_to"]),
        request_id=row["request_id"],
        owner_id=row["owner_id"],
        standing=None if rank is None else _STANDINGS[rank],
        uncleared=frozenset(sql.document(row["uncleared"])),
        due_at=sql.instant_or_none(row["due_at"]),
        takedown_id=row["takedown_id"],
        asked=frozenset(sql.document(row["asked"])),
        version=row["version"],
    )
