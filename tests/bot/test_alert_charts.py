"""The chart beside an alert: sent when its values changed, and done without."""

from dataclasses import dataclass, replace
from typing import Any

from bot.fake.model import Message
from domain.actor import Actor
from domain.charts.model import Chart
from domain.charts.spec import Kind, Spec
from domain.charts.specimen import specimens
from tests.bot.alerted import PLACE, opened, used
from tests.bot.office import office, text_of
from tests.world import World


def pictures_in(card: Message) -> list[dict[str, Any]]:
    """Return the pictures of a message."""
    return [dict(one) for one in card.blocks if one["type"] == "image"]


@dataclass
class Charts:
    """Values of charts, which a test changes; how often they were painted."""

    chart_: Chart
    painted: int = 0

    async def chart(self, actor: Actor, spec: Spec) -> Chart | None:
        assert (actor.user_id, spec.kind) == (None, Kind.THRESHOLD)
        return self.chart_

    async def png(self, svg: str) -> bytes:
        self.painted += 1
        return svg.encode()


async def test_a_chart_stands_beside_an_alert_and_is_sent_anew_when_its_values_change(
    world: World,
) -> None:
    charts = Charts(specimens()["threshold"])
    hub = replace(world.hub, charts=charts, painter=charts)
    async with office(replace(world, hub=hub)) as desk:
        await opened(desk)
        (first,) = desk.shown(PLACE)
        (shown,) = pictures_in(first)
        await desk.click("brand_one", PLACE, "alert.acknowledge")
        await desk.work()
        same = charts.painted
        charts.chart_ = specimens(german=True)["threshold"]
        await used(desk, "brand_one", "alert.assign", desk.account("brand_two"))
        (last,) = desk.shown(PLACE)
        (after,) = pictures_in(last)
        files = desk.home.files

    assert (same, charts.painted) == (1, 2)
    assert files[shown["slack_file"]["id"]].is_complete
    assert shown["alt_text"] == files[shown["slack_file"]["id"]].alt[:2_000]
    assert after["slack_file"] != shown["slack_file"]


async def test_a_card_stands_without_its_chart_where_files_are_not_taken(world: World) -> None:
    charts = Charts(specimens()["threshold"])
    hub = replace(world.hub, charts=charts, painter=charts)
    async with office(replace(world, hub=hub)) as desk:
        desk.home.installation.scopes.remove("files:write")
        await opened(desk)
        (card,) = desk.shown(PLACE)

    assert "Plays fell" in text_of(card)
    assert pictures_in(card) == []
