"""Titles on a page stand as each of them does alone, whatever is in the books of theirs."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from domain import ids
from domain.catalog.works.title_lists import TitleWhere
from domain.database import sql, transaction
from domain.rights import avails, reading, records
from domain.rights.model import Subject, SubjectKind
from domain.rights.verdicts import Question
from domain.rights.windows import Freedom, summed
from tests.api.test_works import brought
from tests.connectors.onix.messages import record
from tests.domain.rights import drawn
from tests.world import ROOT, World

TITLES, PLACES = 12, ("AT", "DE", "FR", "US", "ZW")
SALES = (
    "<PublishingStatus>04</PublishingStatus><SalesRights><SalesRightsType>01</SalesRightsType>"
    "<Territory><CountriesIncluded>{0}</CountriesIncluded></Territory></SalesRights>"
)


async def catalogue(world: World, draw: Random) -> list[Subject]:
    """Bring titles, some with sales rights; return them and their works."""
    await brought(
        world,
        *(
            record(
                number,
                title=f"Title {number}",
                isbn="",
                publishing=SALES.format("DE FR") if draw.random() < 0.3 else "",
            )
            for number in range(1, TITLES + 1)
        ),
    )
    rows = await sql.fetch("SELECT id, work_id FROM titles ORDER BY id")
    return [
        subject
        for row in rows
        for subject in (
            Subject(SubjectKind.TITLE, row["id"]),
            Subject(SubjectKind.WORK, row["work_id"]),
        )
    ]


async def booked(draw: Random, subject: Subject) -> None:
    """Write drawn needs and grants into the books of a subject, as older rows may have them."""
    needs = {(one.layer, one.part): one for one in (drawn.need(draw) for _ in range(2))}
    async with transaction():
        await records.replace_needs(subject, [one for one in needs.values() if draw.random() < 0.8])
        for _ in range(draw.randrange(5)):
            given = replace(drawn.grant(draw), subject=subject, id=ids.new(ids.Prefix.GRANT))
            await records.add(given)


async def test_a_title_on_a_page_stands_as_it_does_alone(world: World) -> None:
    draw = Random(20261122)
    for subject in await catalogue(world, draw):
        await booked(draw, subject)
    seen: set[Freedom] = set()
    for _ in range(8):
        asked: Question = drawn.question(draw)
        until = asked.at + timedelta(days=draw.randint(1, 6))
        least, places = draw.randrange(2), tuple(draw.sample(PLACES, draw.randint(1, 5)))
        wanted = avails.Wanted(asked, until, places, least)
        pages = [await avails.page(ROOT, TitleWhere(), wanted, None, 5)]
        while pages[-1].more:
            pages.append(await avails.page(ROOT, TitleWhere(), wanted, pages[-1].last_id, 5))
        rows = [row for page in pages for row in page.rows]

        assert [len(page.rows) for page in pages] == [5, 5, 2]
        assert len({row.title.id for row in rows}) == TITLES
        for row in rows:
            alone = await reading.book(ROOT, Subject(SubjectKind.TITLE, row.title.id))
            spans = reading.search(alone, asked, until, places)
            assert row.summary == summed(spans, timedelta(days=least))
            seen.add(row.summary.freedom)
    assert seen == set(Freedom)
