"""The words things of the catalogue are found by, one row for each word of a thing.

Whoever writes a name writes its words, in the same transaction. A search begins with the word that
fewest things have and walks the index of words and ids, so it reads as many rows as have that
word, never a whole table.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from domain.database import lists, sql
from domain.text import WORD_MAX, words_of

#: The most words of one thing that are kept, and the most that are looked for at once.
KEPT_MAX, WANTED_MAX = 60, 8

#: From how many things on it makes no difference how many more have a word.
COUNTED_MAX = 1_000


class FoundKind(StrEnum):
    """The kinds of thing that are found by words."""

    TITLE = "title"
    WORK = "work"
    SERIES = "series"
    CONTRIBUTOR = "contributor"
    SHOW = "show"
    EPISODE = "episode"
    ASSET = "asset"
    SITE = "site"


class WordRecord(Model):
    """A word of a thing; of a file, with the brand and the agency whose it is."""

    id = fields.BigIntField(primary_key=True, generated=True)
    word = fields.CharField(WORD_MAX)
    ref = fields.CharField(40, db_index=True)
    kind = fields.CharField(12)
    brand_id = fields.CharField(40, null=True)
    agency_id = fields.CharField(40, null=True)

    class Meta:
        """Where it is kept."""

        table = "search_words"
        unique_together = (("word", "ref"),)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may find: things of `kinds`.

    Of files only those of the agency, and of the brands, that are given; None means any.
    """

    kinds: frozenset[FoundKind]
    agency_id: str | None = None
    brand_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What is found: a kind, an id, its words; a file has the brand and agency whose it is."""

    kind: FoundKind
    ref: str
    words: tuple[str, ...]
    brand_id: str | None = None
    agency_id: str | None = None


async def put(kind: FoundKind, ref: str, *texts: str | None) -> None:
    """Write the words something is found by, in place of those before."""
    await drop(ref)
    await add(Thing(kind, ref, words_of(*texts)))


async def add(thing: Thing) -> None:
    """Write the words of something that has none yet."""
    words = thing.words[:KEPT_MAX]
    if not words:
        return
    shared = (thing.ref, thing.kind, thing.brand_id, thing.agency_id)
    marks = ", ".join(f"(${at}, $1, $2, $3, $4)" for at in range(5, 5 + len(words)))
    await sql.write(
        f"INSERT INTO search_words (word, ref, kind, brand_id, agency_id) VALUES {marks}",
        *shared,
        *words,
    )


async def drop(ref: str) -> None:
    """Take out the words of something that is not there any more."""
    await sql.write("DELETE FROM search_words WHERE ref = $1", ref)


async def refs(
    wanted: Sequence[str], sight: Sight, kinds: Collection[FoundKind], size: int, after: str | None
) -> list[tuple[FoundKind, str]]:
    """Return kind and id of up to `size` things that have every one of `wanted`, by id."""
    seen = sorted(sight.kinds & frozenset(kinds))
    if not wanted or not seen:
        return []
    rarest, *others = await _by_number(wanted)
    args: list[object] = [rarest, *seen]
    conditions = [f"a.word = $1 AND a.kind IN ({sql.placeholders(2, len(seen))})"]
    if after is not None:
        args.append(after)
        conditions.append(f"a.ref > ${len(args)}")
    if sight.agency_id is not None:
        args.append(sight.agency_id)
        conditions.append(f"(a.kind <> 'asset' OR a.agency_id = ${len(args)})")
    if sight.brand_ids is not None:
        places = sql.placeholders(len(args) + 1, len(sight.brand_ids))
        args += sight.brand_ids
        conditions.append(f"(a.kind <> 'asset' OR a.brand_id IN ({places}))")
    for word in others:
        args.append(word)
        conditions.append(
            f"EXISTS (SELECT 1 FROM search_words b WHERE b.word = ${len(args)} AND b.ref = a.ref)"
        )
    rows = await lists.fetch(
        f"SELECT a.kind, a.ref FROM search_words a WHERE {' AND '.join(conditions)}"
        f" ORDER BY a.ref LIMIT {size}",
        *args,
    )
    return [(FoundKind(row["kind"]), row["ref"]) for row in rows]


async def _by_number(wanted: Sequence[str]) -> list[str]:
    """Return words, that which fewest things have first; counting stops where many have one."""
    if len(wanted) == 1:
        return list(wanted)
    counting = (
        "SELECT COUNT(*) AS n FROM"
        f" (SELECT 1 FROM search_words WHERE word = $1 LIMIT {COUNTED_MAX}) held"
    )
    counted = await sql.fetch_all(*((counting, [word]) for word in wanted))
    numbers = (int(rows[0]["n"]) for rows in counted)
    return [word for _, word in sorted(zip(numbers, wanted, strict=True))]
