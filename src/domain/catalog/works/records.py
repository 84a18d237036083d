"""Tables of works, titles and series; contributors stand in `credit_records`."""

from collections.abc import Iterable, Sequence

import orjson
from pydantic import TypeAdapter
from tortoise import fields
from tortoise.models import Model

from domain.catalog import words
from domain.catalog.words import FoundKind, Thing
from domain.catalog.works import rules
from domain.catalog.works.model import (
    Notice,
    Origin,
    Product,
    Series,
    SeriesPlace,
    Title,
    Work,
)
from domain.database import sql
from domain.text import folded, words_of

_PRODUCT = TypeAdapter(Product)


class WorkRecord(Model):
    """A work."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(64, unique=True)
    title = fields.CharField(500)
    title_folded = fields.TextField()
    subtitle = fields.CharField(500, null=True)
    language = fields.CharField(3, null=True)
    leader_id = fields.CharField(40)
    updated_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "works"


class TitleRecord(Model):
    """A title; that only one has an ISBN is held by a partial unique index."""

    id = fields.CharField(40, primary_key=True)
    work = fields.ForeignKeyField("hub.WorkRecord", on_delete=fields.RESTRICT, db_index=True)
    reference = fields.CharField(200, unique=True)
    isbn = fields.CharField(13, null=True)
    form = fields.CharField(2)
    document = fields.TextField()
    digest = fields.CharField(64)
    notice = fields.CharField(2)
    sender = fields.CharField(200)
    sent_at = fields.DatetimeField(null=True)
    file = fields.CharField(255)
    sha256 = fields.CharField(64)
    position = fields.IntField()
    line = fields.IntField()
    imported_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "titles"


class SeriesRecord(Model):
    """A series."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(64, unique=True)
    name = fields.CharField(500)
    name_folded = fields.TextField()

    class Meta:
        """Where it is kept."""

        table = "series"


class TitleSeriesRecord(Model):
    """A title's place in a series."""

    id = fields.BigIntField(primary_key=True, generated=True)
    title = fields.ForeignKeyField("hub.TitleRecord", on_delete=fields.RESTRICT)
    series = fields.ForeignKeyField("hub.SeriesRecord", on_delete=fields.RESTRICT, db_index=True)
    place = fields.IntField()
    number = fields.CharField(40, null=True)

    class Meta:
        """Where it is kept."""

        table = "title_series"
        unique_together = (("title", "place"),)


async def kept(references: Sequence[str], isbns: Sequence[str]) -> list[rules.Kept]:
    """Return the titles that have one of `references`, or one of `isbns` and are not removed."""
    wanted = sql.placeholders(1, len(references))
    ways = [f"reference IN ({wanted})"]
    if isbns:
        numbered = sql.placeholders(len(references) + 1, len(isbns))
        ways.append(f"(isbn IN ({numbered}) AND removed_at IS NULL)")
    rows = await sql.fetch(f"SELECT * FROM titles WHERE {' OR '.join(ways)}", *references, *isbns)
    return [_kept(row) for row in rows]


async def ids_of(table: str, keys: Iterable[str]) -> dict[str, str]:
    """Return the ids in a table by key, of those that are there."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    rows = await sql.fetch(
        f'SELECT id, key FROM "{table}" WHERE key IN ({sql.placeholders(1, len(wanted))})', *wanted
    )
    return {row["key"]: row["id"] for row in rows}


async def add_work(work: Work, key: str) -> None:
    """Add a work."""
    await sql.insert(WorkRecord, {"id": work.id, "key": key, **_called(work)})


async def change_work(work: Work) -> None:
    """Write what a work is called and led by."""
    said = _called(work)
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(said, 1))
    await sql.write(
        f"UPDATE works SET {names} WHERE id = ${len(said) + 1}", *said.values(), work.id
    )
    if work.removed_at is None:
        await words.put(FoundKind.WORK, work.id, work.title, work.subtitle)
    else:
        await words.drop(work.id)


async def add_series(series_id: str, key: str, name: str) -> None:
    """Add a series."""
    row = {"id": series_id, "key": key, "name": name, "name_folded": folded(name)}
    await sql.insert(SeriesRecord, row)
    await words.put(FoundKind.SERIES, series_id, name)


async def rename(table: str, row_id: str, name: str, isni: str | None = None) -> None:
    """Write what a series or somebody is called now, if that is something else."""
    await sql.write(
        f'UPDATE "{table}" SET name = $1, name_folded = $2 WHERE id = $3 AND name <> $1',
        name,
        folded(name),
        row_id,
    )
    kind = FoundKind.SERIES if table == "series" else FoundKind.CONTRIBUTOR
    await words.put(kind, row_id, name, isni)


async def put_title(title: Title, *, new: bool) -> None:
    """Write a title, whether it is new or was there."""
    product = title.product
    row = {
        "work_id": title.work_id,
        "reference": product.reference,
        "isbn": product.isbn,
        "form": product.descriptive.form if product.descriptive else "",
        "document": orjson.dumps(product).decode(),
        "digest": title.digest,
        **_from_where(title.origin, title.notice, title.position, title.line),
        "imported_at": title.imported_at,
        "removed_at": title.removed_at,
    }
    if new:
        await sql.insert(TitleRecord, {"id": title.id, **row})
    else:
        names = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(row, 1))
        await sql.write(
            f"UPDATE titles SET {names} WHERE id = ${len(row) + 1}", *row.values(), title.id
        )
        await words.drop(title.id)
    if title.removed_at is None:
        found_by = words_of(*rules.name_of(product), product.isbn)
        await words.add(Thing(FoundKind.TITLE, title.id, found_by))


async def confirm(title_id: str, origin: Origin, notice: Notice, position: int, line: int) -> None:
    """Write that a later message says the same of a title."""
    row = _from_where(origin, notice, position, line)
    names = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(row, 1))
    await sql.write(
        f"UPDATE titles SET {names} WHERE id = ${len(row) + 1}", *row.values(), title_id
    )


async def put_in_series(title_id: str, series: Sequence[tuple[str, SeriesPlace]]) -> None:
    """Write a title's places in series, in place of those before."""
    await sql.write("DELETE FROM title_series WHERE title_id = $1", title_id)
    for place, (series_id, one) in enumerate(series, 1):
        row = {"title_id": title_id, "series_id": series_id, "place": place}
        await sql.insert(TitleSeriesRecord, {**row, "number": one.number})


async def titles_by_id(titles: Sequence[str]) -> dict[str, Title]:
    """Return titles by id, those taken back among them, in the order of their references."""
    if not titles:
        return {}
    wanted = sql.placeholders(1, len(titles))
    query = f"SELECT * FROM titles WHERE id IN ({wanted}) ORDER BY reference"
    rows = await sql.fetch(query, *titles)
    return {row["id"]: title(row) for row in rows}


async def titles_of(works: Sequence[str]) -> dict[str, list[Title]]:
    """Return the titles of works that are not removed, by the work's id."""
    rows = await sql.fetch(
        f"SELECT * FROM titles WHERE work_id IN ({sql.placeholders(1, len(works))})"
        " AND removed_at IS NULL ORDER BY reference",
        *works,
    )
    found: dict[str, list[Title]] = {one: [] for one in works}
    for row in rows:
        found[row["work_id"]].append(title(row))
    return found


async def works_by_id(works: Sequence[str]) -> dict[str, Work]:
    """Return works by id."""
    wanted = sql.placeholders(1, len(works))
    rows = await sql.fetch(f"SELECT * FROM works WHERE id IN ({wanted})", *works)
    return {row["id"]: work(row) for row in rows}


async def series_of(titles: Sequence[str]) -> dict[str, list[tuple[Series, str | None]]]:
    """Return the series of titles with the number in each, by the title's id."""
    rows = await sql.fetch(
        "SELECT s.*, l.title_id, l.number FROM title_series l JOIN series s ON s.id = l.series_id"
        f" WHERE l.title_id IN ({sql.placeholders(1, len(titles))}) ORDER BY l.place",
        *titles,
    )
    found: dict[str, list[tuple[Series, str | None]]] = {one: [] for one in titles}
    for row in rows:
        found[row["title_id"]].append((series(row), row["number"]))
    return found


def work(row: sql.Row) -> Work:
    """Return a work from its row."""
    return Work(
        id=row["id"],
        title=row["title"],
        subtitle=row["subtitle"],
        language=row["language"],
        leader_id=row["leader_id"],
        updated_at=sql.instant(row["updated_at"]),
        removed_at=sql.instant_or_none(row["removed_at"]),
    )


def title(row: sql.Row) -> Title:
    """Return a title from its row."""
    sent = sql.instant_or_none(row["sent_at"])
    return Title(
        id=row["id"],
        work_id=row["work_id"],
        product=_PRODUCT.validate_json(row["document"]),
        digest=row["digest"],
        notice=Notice(row["notice"]),
        origin=Origin(row["sender"], sent, row["file"], row["sha256"]),
        position=row["position"],
        line=row["line"],
        imported_at=sql.instant(row["imported_at"]),
        removed_at=sql.instant_or_none(row["removed_at"]),
    )


def series(row: sql.Row) -> Series:
    """Return a series from its row."""
    return Series(row["id"], row["name"])


def _kept(row: sql.Row) -> rules.Kept:
    return rules.Kept(
        id=row["id"],
        work_id=row["work_id"],
        reference=row["reference"],
        isbn=row["isbn"],
        digest=row["digest"],
        sender=row["sender"],
        sent_at=sql.instant_or_none(row["sent_at"]),
        sha256=row["sha256"],
        position=row["position"],
        removed=row["removed_at"] is not None,
        product=_PRODUCT.validate_json(row["document"]),
    )


def _called(work: Work) -> dict[str, object]:
    return {
        "title": work.title,
        "title_folded": folded(work.title),
        "subtitle": work.subtitle,
        "language": work.language,
        "leader_id": work.leader_id,
        "updated_at": work.updated_at,
        "removed_at": work.removed_at,
    }


def _from_where(origin: Origin, notice: Notice, position: int, line: int) -> dict[str, object]:
    return {
        "notice": notice,
        "sender": origin.sender,
        "sent_at": origin.sent_at,
        "file": origin.file,
        "sha256": origin.sha256,
        "position": position,
        "line": line,
    }
