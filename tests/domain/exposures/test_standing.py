"""How exposures are kept to stand is what a slow look at everything says, whatever happened."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import asyncpg
import pytest

from domain.database import sql, transaction
from domain.errors import Conflict, HubError, Missing
from domain.exposures import polling, reading, service
from domain.pages import PageRequest
from domain.rights import records as grants
from domain.rights import service as rights
from domain.rights.clearance import WORSE
from domain.rights.live import judged_records, records, standing
from domain.rights.live.model import Exposure, Shown, Source
from domain.rights.model import (
    Duty,
    Effect,
    Layer,
    Need,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
)
from domain.rights.reading import book
from domain.rights.verdicts import Question, Standing
from domain.territories import TERRITORIES
from tests.domain.exposures.scene import Scene
from tests.domain.rights import oracle
from tests.world import ROOT

PLACES = ("DE", "AT", "FR", "CA-QC", "WORLD")
LAYERS = (Layer.NARRATOR, Layer.MUSIC_MASTER, Layer.SALES_TERRITORY)
STEPS = 12

Change = Callable[[Scene, Random], Coroutine[Any, Any, object]]


async def slow(exposure: Exposure, scene: Scene) -> tuple[Standing, set[str]]:
    """Judge an exposure one territory, layer and grant after the other."""
    shown = exposure.shown
    held = await book(scene.manager, shown.subject)
    question = Question(shown.use, scene.now, shown.language, shown.channel)
    found = {
        code: oracle.standing(held.needs, held.grants, question, code)
        for code in shown.area.touched
    }
    worst = max(found.values(), key=WORSE.__getitem__)
    return worst, {code for code, one in found.items() if one is not Standing.CLEARED}


async def _add(scene: Scene, draw: Random) -> None:
    start = scene.now + timedelta(hours=draw.randint(-3, 3))
    prohibits = draw.random() < 0.2
    places = tuple(draw.sample(PLACES[:4], draw.randint(1, 3)))
    await scene.granted(
        subject=draw.choice([scene.show, scene.episode]),
        layer=draw.choices(LAYERS, [8, 2, 1])[0],
        effect=Effect.PROHIBIT if prohibits else Effect.PERMIT,
        places=places if prohibits or draw.random() < 0.3 else ("WORLD",),
        starts_at=start,
        ends_at=start + timedelta(hours=draw.randint(1, 9)),
        status=Status.SIGNED if prohibits or draw.random() < 0.7 else Status.DRAFT,
        terms=Terms(duties={Duty.CREDIT: False} if not prohibits and draw.random() < 0.2 else {}),
    )


async def _change(scene: Scene, draw: Random) -> None:
    held, _ = await grants.held((scene.episode, scene.show))
    one, hub, kind = draw.choice(held), scene.world.hub, draw.randrange(4)
    if kind == 0:
        await rights.end(hub, scene.manager, one.id, scene.now + timedelta(hours=1))
    elif kind == 1:
        await rights.do(hub, scene.manager, one.id, Duty.CREDIT)
    else:
        status = Status.DISPUTED if one.status is Status.SIGNED else Status.SIGNED
        await rights.move(hub, scene.manager, one.id, status)


async def _declare(scene: Scene, draw: Random) -> None:
    needs = [
        Need(layer)
        for layer, often in zip(LAYERS, (0.9, 0.2), strict=False)
        if draw.random() < often
    ]
    subject = draw.choice([scene.show, scene.episode])
    await rights.declare(scene.world.hub, ROOT, subject, needs)


async def _live(scene: Scene, draw: Random) -> None:
    at = f"https://podcasts.example.com/{draw.randint(1, 3)}"
    places = draw.sample(PLACES, draw.randint(1, 2))
    places = ["WORLD"] if "WORLD" in places else places
    subject = draw.choice([scene.episode, scene.episode, scene.show])
    use = draw.choice([Use.STREAM, Use.CLIP])
    await scene.live(*places, outside_id=at, subject=subject, use=use)


async def _wait(scene: Scene, draw: Random) -> None:
    await scene.work(seconds=draw.randint(1, 4 * 3600))


CHANGES: tuple[Change, ...] = (_add, _add, _add, _change, _declare, _live, _live, _wait, _wait)


async def agree(scene: Scene, seed: int) -> set[Standing]:
    """Do things at random; compare after each, and return which standings were met.

    At first it is cleared; at last all is over that was ever granted.
    """
    draw = Random(seed)
    await scene.granted(ends_at=scene.now + timedelta(hours=draw.randint(1, 9)))
    await scene.live("DE", "AT")
    met = await _compared(scene, seed)
    for _ in range(STEPS):
        try:
            await draw.choice(CHANGES)(scene, draw)
        except (HubError, IndexError):
            continue  # Refused, or nothing there to change.
        met |= await _compared(scene, seed)
    await scene.work(seconds=86_400)
    return met | await _compared(scene, seed)


async def _compared(scene: Scene, seed: int) -> set[Standing]:
    met = set()
    for subject in (scene.episode, scene.show):
        for one in await records.live_of(subject, 50):
            kept = (one.standing, set(one.uncleared))
            assert kept == await slow(one, scene), (seed, one)
            assert one.due_at is None or one.due_at > scene.now
            met |= {one.standing} if one.standing else set()
    return met


@pytest.mark.parametrize("seed", [7, 21])
async def test_what_is_kept_is_what_a_slow_look_says(scene: Scene, seed: int) -> None:
    met = await agree(scene, seed)
    assert Standing.CLEARED in met
    assert len(met) > 1


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
async def test_what_is_kept_is_what_a_slow_look_says_sixty_times(scene: Scene, seed: int) -> None:
    await agree(scene, seed)


async def test_a_show_s_grant_reaches_its_episodes_and_many_are_judged_by_a_job(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "AT_ONCE", 2)
    live = [
        await scene.live(outside_id=f"https://podcasts.example.com/{number}") for number in range(3)
    ]
    await scene.granted(subject=scene.show)
    hub, wanted = scene.world.hub, PageRequest(50)
    waiting = (await reading.live_against_cleared(hub, scene.manager, None, wanted)).waiting
    unjudged = {(await scene.kept(one)).standing for one in live}
    await scene.work()
    found = {(await scene.kept(one)).standing for one in live}

    assert (waiting, unjudged, found) == (3, {Standing.UNKNOWN}, {Standing.CLEARED})


async def test_the_list_comes_page_by_page_the_worst_first(scene: Scene) -> None:
    await scene.granted(places=("DE", "FR"))
    unknown = await scene.live(subject=scene.show)
    blocked = [
        await scene.live("AT", outside_id=f"https://podcasts.example.com/{number}")
        for number in range(3)
    ]
    fine = await scene.live("DE", outside_id="https://podcasts.example.com/fine")
    hub = scene.world.hub
    seen, after, more = [], None, True
    while more:
        wanted = PageRequest(2, after=after)
        page = (await reading.live_against_cleared(hub, scene.manager, None, wanted)).page
        seen += [one.exposure.id for _, one in page.items]
        after, more = page.items[-1][0], page.has_next

    assert seen == [*(one.id for one in reversed(blocked)), unknown.id]
    assert fine.id not in seen


class Host:
    """A publisher that shows what it is told to."""

    publisher = "podcast-host"
    within = ""

    def __init__(self, *shows: Shown) -> None:
        self.shows = list(shows)

    async def shown(self) -> list[Shown]:
        return self.shows


async def test_a_poll_finds_what_is_live_and_what_is_no_more(scene: Scene) -> None:
    hub = scene.world.hub
    noticed = await scene.live()
    there = scene.shown("DE", outside_id="ep-1")
    lost = scene.shown(subject=Subject(SubjectKind.EPISODE, "eps_none"), outside_id="ep-2")
    host = Host(there, lost, noticed.shown)
    first = await polling.poll(hub, host)
    scene.clock.advance(timedelta(minutes=5))
    again = await polling.poll(hub, host)
    host.shows = [replace(there, include=("DE", "AT"))]
    wider = await polling.poll(hub, host)
    host.shows = []
    gone = await polling.poll(hub, host)
    kept = await records.live_at(host.publisher, Source.POLL)

    assert (len(first.found), first.ended, first.unknown) == (1, (), (lost,))
    assert (again.found, again.ended) == ((), ())
    assert len(wider.found) == 1
    assert gone.ended == wider.found
    assert kept == []
    assert (await scene.kept(noticed)).live


async def test_a_changed_grant_looks_up_grants_and_exposures_by_index(
    scene: Scene, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        plan = await _lite_plan(scene)
        assert all("SCAN" not in line for line in plan), plan
        return
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(FILL)
        one = "(subject_kind = '{}' AND subject_ref = 'x7')"
        where = f"{one.format('episode')} OR {one.format('show')}"
        plans = [
            *await connection.fetch(f"EXPLAIN SELECT * FROM rights_grants WHERE {where}"),
            *await connection.fetch(f"EXPLAIN {_live_of('episode')}"),
            *await connection.fetch(f"EXPLAIN {_swept()}"),
        ]
    finally:
        await connection.close()
    said = "\n".join(str(row[0]) for row in plans)
    assert "Seq Scan" not in said, said
    assert "exposures_at_odds" in said


#: Enough grants and exposures that a plan without an index would cost.
FILL = """
INSERT INTO rights_grants SELECT 'g' || n, 'episode', 'x' || n % 5000, 'narrator', '', 'permit',
 'in', 'signed', '["every"]'::jsonb, '["WORLD"]'::jsonb, o, o, o, o, o, now(), now(), 'dated',
 'non_exclusive', false, '{}'::jsonb, 'Her', '', '', NULL, 'hub', '', 1
 FROM generate_series(1, 20000) n, (SELECT '[]'::jsonb AS o) AS nothing;
INSERT INTO exposures (id, subject_kind, subject_ref, brand_id, usage, channel, language,
 publisher, outside_id, included, excluded, source, live_from, live_to, request_id, owner_id, rank,
 uncleared, due_at, takedown_id, asked, version)
 SELECT 'x' || n, 'episode', 'x' || n, (SELECT id FROM brands LIMIT 1),
 'stream', 'spotify', NULL, 'host', n::text, '["DE"]'::jsonb, o, 'poll', now(), NULL, NULL, NULL,
 CASE WHEN n % 50 = 0 THEN 3 ELSE 0 END, o, NULL, NULL, o, 1
 FROM generate_series(1, 5000) n, (SELECT '[]'::jsonb AS o) AS nothing;
ANALYZE rights_grants; ANALYZE exposures
"""


def _live_of(kind: str) -> str:
    return (
        "SELECT e.* FROM exposures e WHERE e.subject_kind = '"
        f"{kind}' AND e.subject_ref = 'x7' AND e.live_to IS NULL ORDER BY e.id LIMIT 301"
    )


def _swept() -> str:
    query, args = judged_records.at_odds_query(None, (3, "x9"), 50)
    for place, value in enumerate(args, 1):
        query = query.replace(f"${place}", repr(value))
    return query


async def _lite_plan(scene: Scene) -> list[str]:
    del scene
    async with transaction():
        rows = [
            row
            for query in (_live_of("episode"), _swept())
            for row in await sql.fetch(f"EXPLAIN QUERY PLAN {query}")
        ]
    return [str(row["detail"]) for row in rows]


async def test_an_unknown_exposure_is_missing(scene: Scene) -> None:
    hub = scene.world.hub
    with pytest.raises(Missing):
        await service.end(hub, scene.manager, "exp_none", scene.now)
    with pytest.raises(Missing):
        await reading.get(hub, scene.manager, "exp_none")
    live = await scene.live()
    async with transaction():
        await records.end(live, scene.now)
    with pytest.raises(Conflict):
        await service.end(hub, scene.manager, live.id, scene.now)
    assert (await reading.get(hub, scene.manager, live.id)).judged is None
    assert len(TERRITORIES) == len((await scene.live("WORLD")).shown.area.touched)
