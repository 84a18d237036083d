"""Whose listening counts for what, by genre, market and brand; and how it is read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.actor import Actor, Door, Role, RoleGrant
from domain.audio_fit import reading, rules
from domain.audio_fit.model import Asked, By, Ranking, Scope
from domain.catalog import service as catalog
from domain.catalog.works.importing import Import
from domain.catalog.works.model import (
    Descriptive,
    Notice,
    Origin,
    Product,
    Record,
    Subject,
    TitlePart,
)
from domain.database import sql, transaction
from domain.errors import Forbidden, Invalid
from domain.metrics import bringing
from domain.metrics import records as points
from domain.metrics.model import Line
from domain.pages import PageRequest
from domain.rights import linking
from domain.rights.model import Subject as Held
from domain.rights.model import SubjectKind
from tests.world import ROOT, World

WEEK = range(13, 20)


def limited(brand_id: str | None, market: str | None = None) -> Actor:
    return Actor(None, "Somebody", Door.API, (RoleGrant(Role.REVIEWER, brand_id, market),))


async def title(world: World, *subjects: Subject) -> str:
    said = Descriptive("AJ", (), (TitlePart("01", "Night Train"),), subjects=subjects)
    origin = Origin("House", world.hub.clock.now(), "x", "a" * 64)
    record = Record(Product("house.1", (), descriptive=said), Notice.CONFIRMED, 1, 1)
    await Import(world.hub, ROOT, origin).take([record])
    row = await sql.fetch_one("SELECT id FROM titles")
    assert row is not None
    found: str = row["id"]
    return found


async def brings(world: World, ref: str, daily: int, dimension: str = "") -> None:
    lines = [
        Line(place, ref, metric, f"2026-11-{day}", str(value), dimension)
        for place, (metric, value, day) in enumerate(
            (one, value, day)
            for one, value in (("streams_60s", daily), ("streams_completed", daily // 2))
            for day in WEEK
        )
    ]
    await bringing.bring(world.hub, ROOT, bringing.Given("megaphone", "x", "b" * 64, lines))


async def ranking(world: World, actor: Actor, by: By, **where: str) -> Ranking:
    return await reading.ranking(world.hub, actor, Asked(by, 7, **where))


async def test_an_episode_counts_for_the_genre_of_its_title_within_its_brand_and_market(
    world: World,
) -> None:
    one = await title(world, Subject("93", "FBA", "Modern fiction"), Subject("20", "trains"))
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    for brand_id, daily in ((world.brand_id, 100), (other.id, 300)):
        show = await catalog.add_show(world.hub, ROOT, "Beans", brand_id, "en")
        episode = await catalog.add_episode(world.hub, ROOT, show.id, "One", 1, None)
        made = Held(SubjectKind.EPISODE, episode.id)
        await linking.link(world.hub, ROOT, made, Held(SubjectKind.TITLE, one))
        await brings(world, episode.id, daily)
        await brings(world, episode.id, 40, "country=DE")

    (whole,) = (await ranking(world, ROOT, By.GENRE)).fits
    (mine,) = (await ranking(world, limited(world.brand_id), By.GENRE)).fits
    (there,) = (await ranking(world, limited(world.brand_id, "DE"), By.GENRE, market="DE")).fits

    assert await reading.names_of(By.GENRE, [whole.thing_id]) == {whole.thing_id: "Modern fiction"}
    assert [each.streams.total for each in (whole, mine, there)] == [2_800, 700, 280]
    with pytest.raises(Invalid, match="for some markets only"):
        await ranking(world, limited(world.brand_id, "DE"), By.GENRE)
    with pytest.raises(Forbidden):
        await ranking(world, limited(world.brand_id), By.GENRE, brand_id=other.id)
    with pytest.raises(Forbidden):
        await ranking(world, limited(world.brand_id, "DE"), By.GENRE, market="AT")


def test_a_page_after_what_is_gone_begins_with_what_moved_up() -> None:
    scope, now = Scope(Asked(By.TITLE, 7), None), datetime(2026, 11, 21, tzinfo=UTC)
    fits = [rules.fit_of(name, [], 7) for name in ("a", "c", "d")]
    found = Ranking(scope, now, None, None, fits, {})

    # "b" was second, and is gone.
    after_b = reading.page(found, PageRequest(1, after=(1, "b")))
    after_c = reading.page(found, PageRequest(1, after=(1, "c")))

    assert [one.thing_id for _, one in after_b.items] == ["c"]
    assert [one.thing_id for _, one in after_c.items] == ["d"]


async def test_points_are_read_by_their_index(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await title(world)
    await brings(world, one, 100)
    # A table of one page is read as a whole, as it should be.
    many = [(9_000 + series, 20_600 + day, 1, 1) for series in range(60) for day in range(200)]
    async with transaction():
        await points.merge(many, 1, set())
    asked: list[Any] = []
    fetch_all = sql.fetch_all

    async def spy(*questions: sql.Question) -> list[Sequence[sql.Row]]:
        asked.extend(questions)
        return await fetch_all(*questions)

    monkeypatch.setattr(sql, "fetch_all", spy)
    (fit,) = (await ranking(world, ROOT, By.TITLE)).fits
    monkeypatch.undo()
    explain = "EXPLAIN QUERY PLAN " if sql.sole() else "EXPLAIN "

    # The last day, what titles are made of, two windows, what was heard to the end, and what was
    # published last.
    assert (str(fit.score), len(asked)) == ("50.00", 5)
    for query, values in asked:
        said = "\n".join(str(tuple(row)) for row in await sql.fetch(explain + query, *values))
        assert "Seq Scan on metric_points" not in said
        assert "SCAN p" not in said
        assert "SCAN q" not in said


async def test_a_brand_that_is_none_is_told_of(world: World) -> None:
    with pytest.raises(Invalid, match="There is no brand `brd_nowhere`"):
        await ranking(world, ROOT, By.TITLE, brand_id="brd_nowhere")
