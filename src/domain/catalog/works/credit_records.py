"""Tables of contributors, and of what each did for which title."""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise import fields
from tortoise.models import Model

from domain.catalog import words
from domain.catalog.words import FoundKind
from domain.catalog.works import rules
from domain.catalog.works.model import Contribution, Contributor, Title
from domain.catalog.works.records import titles_by_id
from domain.database import sql
from domain.text import folded

#: The most titles of contributors that are read at once.
CREDITED_MAX = 1_000


class ContributorRecord(Model):
    """A contributor."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(64, unique=True)
    name = fields.CharField(300)
    name_folded = fields.TextField()
    isni = fields.CharField(16, null=True)

    class Meta:
        """Where it is kept."""

        table = "contributors"


class TitleContributorRecord(Model):
    """What somebody did for a title."""

    id = fields.BigIntField(primary_key=True, generated=True)
    title = fields.ForeignKeyField("hub.TitleRecord", on_delete=fields.RESTRICT)
    contributor = fields.ForeignKeyField(
        "hub.ContributorRecord", on_delete=fields.RESTRICT, db_index=True
    )
    place = fields.IntField()
    roles = fields.CharField(100)
    bio = fields.TextField(null=True)

    class Meta:
        """Where it is kept."""

        table = "title_contributors"
        unique_together = (("title", "place"),)


@dataclass(frozen=True, slots=True)
class Credit:
    """What somebody did for a title: `roles` of list 17."""

    contributor: Contributor
    roles: tuple[str, ...]
    bio: str | None


async def add_contributor(contributor_id: str, key: str, one: Contribution) -> None:
    """Add somebody."""
    row = {"id": contributor_id, "key": key, "name": one.name, "name_folded": folded(one.name)}
    isni = rules.isni_of(one)
    await sql.insert(ContributorRecord, {**row, "isni": isni})
    await words.put(FoundKind.CONTRIBUTOR, contributor_id, one.name, isni)


async def credit(title_id: str, contributors: Sequence[tuple[str, Contribution]]) -> None:
    """Write who did what for a title, in place of what was written before."""
    await sql.write("DELETE FROM title_contributors WHERE title_id = $1", title_id)
    for place, (contributor_id, who) in enumerate(contributors, 1):
        row = {"title_id": title_id, "contributor_id": contributor_id, "place": place}
        roles = " ".join(who.roles)[:100]
        await sql.insert(TitleContributorRecord, {**row, "roles": roles, "bio": who.bio})


async def contributors_by_id(contributors: Sequence[str]) -> dict[str, Contributor]:
    """Return contributors by id."""
    if not contributors:
        return {}
    wanted = sql.placeholders(1, len(contributors))
    rows = await sql.fetch(f"SELECT * FROM contributors WHERE id IN ({wanted})", *contributors)
    return {row["id"]: contributor(row) for row in rows}


async def called(refs: Sequence[str]) -> dict[str, str]:
    """Return what contributors and titles are called, by id."""
    people = await contributors_by_id(refs)
    titles = await titles_by_id([one for one in refs if one not in people])
    names = {one.id: rules.name_of(one.product)[0] for one in titles.values()}
    return names | {one.id: one.name for one in people.values()}


async def credited(contributors: Sequence[str]) -> dict[str, list[tuple[Title, Credit]]]:
    """Return the titles of contributors that are not removed, with what each did for them."""
    rows = await sql.fetch(
        "SELECT c.*, t.id AS of_title, l.roles, l.bio FROM title_contributors l"
        " JOIN contributors c ON c.id = l.contributor_id"
        " JOIN titles t ON t.id = l.title_id AND t.removed_at IS NULL"
        f" WHERE c.id IN ({sql.placeholders(1, len(contributors))})"
        f" ORDER BY t.id LIMIT {CREDITED_MAX}",
        *contributors,
    )
    titles = await titles_by_id(sorted({row["of_title"] for row in rows}))
    found: dict[str, list[tuple[Title, Credit]]] = {one: [] for one in contributors}
    for row in rows:
        credit = Credit(contributor(row), tuple(row["roles"].split()), row["bio"])
        found[row["id"]].append((titles[row["of_title"]], credit))
    return found


async def credits_of(titles: Sequence[str]) -> dict[str, list[Credit]]:
    """Return who did what for titles, by the title's id."""
    rows = await sql.fetch(
        "SELECT c.*, l.title_id, l.roles, l.bio"
        " FROM title_contributors l JOIN contributors c ON c.id = l.contributor_id"
        f" WHERE l.title_id IN ({sql.placeholders(1, len(titles))}) ORDER BY l.place",
        *titles,
    )
    found: dict[str, list[Credit]] = {one: [] for one in titles}
    for row in rows:
        roles = tuple(row["roles"].split())
        found[row["title_id"]].append(Credit(contributor(row), roles, row["bio"]))
    return found


def contributor(row: sql.Row) -> Contributor:
    """Return somebody from their row."""
    return Contributor(row["id"], row["name"], row["isni"])
