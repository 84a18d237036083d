"""Charts by their addresses: for one person and a while, and no answer tells what there is."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import httpx2
import pytest
from PIL import Image

from connectors.charts.painting import painting
from domain.actor import Actor
from domain.charts.model import Chart, Look, Theme
from domain.charts.spec import Kind, Spec
from domain.charts.specimen import specimens
from domain.clock import SteppingClock
from domain.errors import Missing, Upstream
from domain.people import service as people
from domain.pictures import service
from tests.api.door import client
from tests.world import World

#: Nothing of charts is kept, so the engines do not differ.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SPEC = Spec(
    Kind.THRESHOLD,
    "cmp_1",
    "ad_completion_rate",
    date(2026, 11, 1),
    date(2026, 11, 22),
    Look(Theme.DARK, "de"),
)


@dataclass
class Kept:
    """Charts by subject and metric, and who may see them."""

    charts: dict[tuple[str, str], Chart]
    seers: set[str | None]
    asked: list[Spec] = field(default_factory=list)

    async def chart(self, actor: Actor, spec: Spec) -> Chart | None:
        self.asked.append(spec)
        return self.charts.get((spec.subject, spec.metric)) if actor.user_id in self.seers else None


@dataclass
class Busy:
    """A painter who has no time."""

    async def png(self, _: str) -> bytes:
        raise Upstream("charts_busy", "Too many charts are being painted.")


@dataclass
class Desk:
    """A hub with charts of which the requester may see one."""

    world: World
    kept: Kept

    async def addresses(self, spec: Spec = SPEC) -> service.Addresses:
        return await service.addressed(self.world.hub, await self.world.actor("requester"), spec)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client(self.world, names).get(path)


@asynccontextmanager
async def opened(world: World) -> AsyncIterator[Desk]:
    kept = Kept({("cmp_1", "ad_completion_rate"): specimens()["threshold"]}, set())
    kept.seers.add(world.people["requester"])
    async with painting() as painter:
        hub = replace(world.hub, charts=kept, painter=painter)
        yield Desk(replace(world, hub=hub), kept)


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Desk]:
    async with opened(world) as found:
        yield found


async def test_a_chart_is_fetched_as_svg_and_as_png(desk: Desk) -> None:
    found = await desk.addresses()
    svg, png = await desk.get(found.svg), await desk.get(found.png)

    assert (svg.status_code, svg.headers["content-type"]) == (200, "image/svg+xml")
    assert found.alt.startswith("Audiobook autumn")
    assert svg.text.startswith("<svg")
    assert "Erreicht" in svg.text
    assert (png.status_code, png.headers["content-type"]) == (200, "image/png")
    with Image.open(io.BytesIO(png.content)) as picture:
        assert picture.width == 1_080
    assert desk.kept.asked == [SPEC] * 3
    assert {
        name: svg.headers[name]
        for name in (
            "cache-control",
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy",
            "content-disposition",
        )
    } == {
        "cache-control": "private, max-age=300",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "referrer-policy": "no-referrer",
        "content-disposition": 'inline; filename="chart.svg"',
    }


async def test_who_has_it_already_is_told_so_until_it_changes(desk: Desk) -> None:
    path = (await desk.addresses()).svg
    tag = (await desk.get(path)).headers["etag"]
    again = await desk.get(path, if_none_match=f'"x", W/{tag}')
    chart = specimens()["threshold"]
    desk.kept.charts["cmp_1", "ad_completion_rate"] = replace(chart, title="Other")
    changed = await desk.get(path, if_none_match=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, "Other" in changed.text) == (200, True)


async def test_nobody_keeps_it_longer_than_its_address(desk: Desk, clock: SteppingClock) -> None:
    path = (await desk.addresses()).svg
    found = await desk.get(path)
    while found.status_code == 200:
        last, kept = clock.now(), int(found.headers["cache-control"].partition("=")[2])
        clock.advance(timedelta(seconds=50))
        found = await desk.get(path)

    assert clock.now() - last >= timedelta(seconds=kept)
    assert kept < 300


async def test_every_address_that_leads_nowhere_has_the_same_answer(
    desk: Desk, clock: SteppingClock
) -> None:
    path = (await desk.addresses()).svg
    held = desk.kept.charts.copy()
    answers = [
        await desk.get(one)
        for one in (
            "/charts/x.svg",
            "/charts/x",
            "/charts/.svg",
            path.removesuffix(".svg"),
            path.replace(".svg", ".gif"),
            path.replace("/charts/", "/charts/A"),
            f"/charts/{'x' * 5_000}.png",
        )
    ]
    desk.kept.charts.clear()
    answers.append(await desk.get(path))
    desk.kept.charts.update(held)
    desk.kept.seers.clear()
    answers.append(await desk.get(path))
    desk.kept.seers.add(desk.world.people["requester"])
    assert (await desk.get(path)).status_code == 200
    clock.advance(timedelta(hours=1))
    answers.append(await desk.get(path))

    assert {(one.status_code, one.text, one.headers["cache-control"]) for one in answers} == {
        (404, answers[0].text, "no-store")
    }
    assert answers[0].json()["error"] == "no_such_chart"


async def test_whoever_may_not_enter_any_more_fetches_nothing(desk: Desk) -> None:
    path = (await desk.addresses()).svg
    admin = await desk.world.actor("admin")
    await people.forget(desk.world.hub, admin, desk.world.people["requester"])

    assert (await desk.get(path)).status_code == 404


async def test_nobody_is_given_the_address_of_what_they_may_not_see(desk: Desk) -> None:
    with pytest.raises(Missing):
        await service.addressed(desk.world.hub, await desk.world.actor("auditor"), SPEC)
    with pytest.raises(Missing):
        await desk.addresses(replace(SPEC, metric="spend"))


async def test_a_hub_without_charts_has_none(world: World) -> None:
    with pytest.raises(Missing):
        await service.addressed(world.hub, await world.actor("requester"), SPEC)


async def test_who_cannot_be_served_now_is_told_to_come_again(desk: Desk) -> None:
    busy = Desk(replace(desk.world, hub=replace(desk.world.hub, painter=Busy())), desk.kept)
    found = await busy.addresses()
    answer = await busy.get(found.png)

    assert (answer.status_code, answer.json()["error"]) == (503, "charts_busy")
    assert int(answer.headers["retry-after"]) > 0
    assert (await busy.get(found.svg)).status_code == 200
