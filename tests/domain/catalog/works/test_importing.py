"""Messages of publishers go in once, and change what they change."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from domain.audit import service as audit
from domain.catalog.works import reading, records
from domain.catalog.works.importing import Import
from domain.catalog.works.model import (
    Contribution,
    Descriptive,
    Identifier,
    Language,
    Notice,
    Origin,
    Outcome,
    Problem,
    Product,
    Publishing,
    Record,
    Related,
    SeriesPlace,
    TitlePart,
    Work,
)
from domain.catalog.works.reading import Where
from domain.database import sql
from domain.errors import Forbidden, Missing
from domain.hub import Hub
from domain.pages import PageRequest
from tests.world import ROOT, World

SENT = datetime(2026, 11, 1, 9, tzinfo=UTC)
ISBN, OTHER = "9780007232833", "9783161484100"
MAJ = Contribution(1, ("A01",), "Maj Sj\u00f6wall", identifiers=(Identifier("16", "0" * 16),))
BECK = SeriesPlace("Martin Beck", "10", number="1")


def origin(file: str = "a", days: int = 0, sender: str = "House") -> Origin:
    return Origin(sender, SENT + timedelta(days=days), f"{file}.xml", file * 64)


def described(title: str, form: str = "AJ", bio: str | None = None) -> Descriptive:
    person = Contribution(1, MAJ.roles, MAJ.name, identifiers=MAJ.identifiers, bio=bio)
    parts = (TitlePart("01", title),)
    return Descriptive(
        form, ("A103",), parts, (BECK,), (person,), languages=(Language("01", "eng"),)
    )


def product(
    title: str | None = "Roseanna",
    *,
    reference: str = "com.house.1",
    isbn: str | None = ISBN,
    form: str = "AJ",
    status: str | None = "04",
    work: str | None = None,
    bio: str | None = None,
) -> Product:
    return Product(
        reference,
        (),
        isbn,
        descriptive=described(title, form, bio) if title else None,
        publishing=Publishing(status=status) if status else None,
        related=Related((Identifier("01", work, "house"),)) if work else None,
    )


def told(*products: Product, notice: Notice = Notice.CONFIRMED) -> list[Record | Problem]:
    return [Record(one, notice, place + 1, place) for place, one in enumerate(products, 1)]


async def run(
    hub: Hub, given: Sequence[Record | Problem], where: Origin | None = None, *, trial: bool = False
) -> Import:
    """Take a message in, a record a batch, so that no batch hides what the next one meets."""
    taken = Import(hub, ROOT, where or origin(), trial=trial)
    for one in given:
        await taken.take([one])
    return taken


def counted(taken: Import, **expected: int) -> bool:
    return dict(taken.counts) == {Outcome(name): number for name, number in expected.items()}


async def works(world: World, **where: str) -> list[Work]:
    page = await reading.page(await world.actor("manager"), Where(**where), PageRequest())
    return [one for _, one in page.items]


async def rows() -> dict[str, list[dict[str, object]]]:
    """Return everything that is kept of works, and of what was done."""
    tables = ("works", "titles", "series", "contributors", "title_series", "title_contributors")
    return {
        table: [dict(row) for row in await sql.fetch(f'SELECT * FROM "{table}" ORDER BY id')]
        for table in (*tables, "audit_events")
    }


async def test_the_same_message_twice_changes_nothing(world: World) -> None:
    message = told(
        product(work="w1", bio="Writes."),
        product("Roseanna", reference="com.house.2", isbn=OTHER, form="BC", work="w1"),
        product("Roseanna!", reference="com.house.1", work="w1"),  # The last of a file counts.
    )
    assert counted(await run(world.hub, message), new=2, changed=1)
    before = await rows()
    assert counted(await run(world.hub, message), same=3)
    assert await rows() == before

    (work,) = await works(world)
    titles = (await records.titles_of([work.id]))[work.id]
    assert (work.title, work.language) == ("Roseanna!", "eng")  # What is heard leads.
    assert [one.product.reference for one in titles] == ["com.house.1", "com.house.2"]
    assert len(before["series"]) == len(before["contributors"]) == 1


async def test_a_later_message_says_what_changed_and_where_it_came_from(world: World) -> None:
    await run(world.hub, told(product()))
    taken = await run(world.hub, told(product(status="07")), origin("b", 1))
    (work,) = await works(world)
    ((title,),) = (await records.titles_of([work.id])).values()
    trail = await audit.trail(title.id)

    assert counted(taken, changed=1)
    assert (title.origin, title.line) == (origin("b", 1), 2)
    assert [event.act for event in trail] == ["title.added", "title.changed"]
    assert trail[1].details["blocks"] == ["publishing"]
    assert trail[1].details["before"] == trail[0].details["after"]
    assert trail[1].details["file"] == "b.xml"
    assert "Sj\u00f6wall" not in str([event.details for event in trail])


async def test_an_earlier_message_does_not_undo_a_later_one(world: World) -> None:
    await run(world.hub, told(product("Later")), origin("b", 1))
    taken = await run(world.hub, told(product("Earlier")))
    same = await run(world.hub, told(product("Later")), origin("c", 2))
    again = await run(world.hub, told(product("Between")), origin("d", 1))

    assert counted(taken, aside=1)
    assert "sent later, at 2026-11-02 09:00 UTC" in taken.aside[0].reason
    assert counted(same, same=1)
    assert counted(again, aside=1)  # That it was confirmed counts, too.
    assert [work.title for work in await works(world)] == ["Later"]


async def test_a_partial_update_changes_its_blocks_only(world: World) -> None:
    await run(world.hub, told(product()))
    update = told(product(None, status="07"), notice=Notice.UPDATE)
    assert counted(await run(world.hub, update, origin("b", 1)), changed=1)
    assert counted(await run(world.hub, update, origin("c", 2)), same=1)
    (work,) = await works(world)
    ((title,),) = (await records.titles_of([work.id])).values()

    assert title.product.publishing == Publishing(status="07")
    assert title.product.descriptive == described("Roseanna")
    stranger = told(product(None, reference="com.house.9", isbn=None), notice=Notice.UPDATE)
    taken = await run(world.hub, stranger)
    assert counted(taken, aside=1)
    assert "not here" in taken.aside[0].reason


async def test_what_is_deleted_is_gone_until_it_is_sent_anew(world: World) -> None:
    await run(world.hub, told(product()))
    (work,) = await works(world)
    delete = told(product(None, isbn=None, status=None), notice=Notice.DELETE)
    assert counted(await run(world.hub, delete, origin("b", 1)), changed=1)
    assert counted(await run(world.hub, delete, origin("b", 1)), same=1)
    manager = await world.actor("manager")
    gone = await reading.get(manager, work.id)

    assert await works(world) == []
    assert await reading.count(manager, Where()) == 0
    assert gone.removed_at == world.hub.clock.now()
    other = told(product("Another", reference="com.house.2"))  # Its ISBN is free.
    assert counted(await run(world.hub, other, origin("c", 1)), new=1)
    assert counted(await run(world.hub, told(product(isbn=OTHER)), origin("d", 2)), changed=1)
    assert (await reading.get(manager, work.id)).removed_at is None
    unknown = told(product(None, reference="com.house.9", isbn=None), notice=Notice.DELETE)
    assert counted(await run(world.hub, unknown), same=1)


async def test_one_isbn_is_one_title(world: World) -> None:
    await run(world.hub, told(product()))
    (before,) = await works(world)
    renamed = told(product(reference="com.house.new"), product(reference="com.house.newer"))
    taken = await run(world.hub, renamed, origin("b", 1))
    foreign = await run(
        world.hub, told(product(reference="org.shop.1")), origin("c", 2, sender="Shop")
    )
    (after,) = await works(world)

    assert counted(taken, changed=1, aside=1)  # Renamed once; a file has it once.
    assert counted(foreign, aside=1)
    assert "`com.house.new` of House" in foreign.aside[0].reason
    assert after.id == before.id
    assert counted(await run(world.hub, renamed, origin("b", 1)), same=1, aside=1)


async def test_a_title_moves_to_the_work_it_is_told_to_be_of(world: World) -> None:
    await run(world.hub, told(product()))
    (alone,) = await works(world)
    print_ = product(reference="com.house.2", isbn=OTHER, form="BC", work="w1")
    await run(world.hub, told(print_, product(work="w1")), origin("b", 1))
    (together,) = await works(world)
    manager = await world.actor("manager")

    assert together.id != alone.id
    assert (await reading.get(manager, alone.id)).removed_at is not None
    assert len((await records.titles_of([together.id]))[together.id]) == 2


@pytest.mark.parametrize("batch", [1, 100])
async def test_a_trial_counts_what_would_be_and_writes_nothing(world: World, batch: int) -> None:
    await run(world.hub, told(product(), product(reference="com.house.5", isbn=None)))
    before = await rows()
    message = told(
        product("New", reference="com.house.2", isbn=OTHER),
        product("Newer", reference="com.house.2", isbn=OTHER),
        product("Newer", reference="com.house.2", isbn=OTHER),
        product("Else", reference="com.house.3", isbn=OTHER),
        product(),
        product("Changed", reference="com.house.5", isbn=None),
    )
    counts = []
    for trial in (True, False):
        taken = Import(world.hub, ROOT, origin("b", 1), trial=trial)
        for start in range(0, len(message), batch):
            await taken.take(message[start : start + batch])
        counts.append(taken.counts)
        assert (await rows() == before) is trial

    assert counts[0] == counts[1]
    assert counts[0] == {"new": 1, "changed": 2, "same": 2, "aside": 1}


async def test_works_are_found_by_what_people_call_them(world: World) -> None:
    first = product("\u00dcber 100% Nacht")
    second = product("Day_break", reference="com.house.2", isbn=OTHER)
    await run(world.hub, told(first, second))
    for text, found in (
        ("\u00fcBER", 1),
        ("u\u0308ber 100%", 1),
        ("%", 1),
        ("_", 1),
        ("sj\u00d6wall", 2),
        ("beck", 2),
        ("nobody", 0),
    ):
        assert len(await works(world, text_contains=text)) == found
    assert len(await works(world, isbn="978-0-00-723283-3")) == 1
    assert await works(world, isbn="123") == []


async def test_who_may_not_is_told(world: World) -> None:
    taken = Import(world.hub, await world.actor("requester"), origin())
    with pytest.raises(Forbidden):
        await taken.take(told(product()))
    await run(world.hub, told(product()))
    (work,) = await works(world)
    agent = await world.actor("agent")
    with pytest.raises(Missing):
        await reading.get(agent, work.id)
    with pytest.raises(Forbidden):
        await reading.page(agent, Where(), PageRequest())
