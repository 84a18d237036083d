"""Charts of what is kept: asked for over the door, fetched by their addresses."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.charts.painting import painting
from domain.actor import Role
from domain.catalog import service as catalog
from domain.charted.source import KeptCharts
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import service as people
from domain.thresholds import judging
from tests.api.door import Door, client, door
from tests.heard import launched, titles
from tests.world import ROOT, World

INGEST = """mutation($input: IngestMetricsInput!) { ingestMetrics(input: $input) {
  done { added problems { reason } } errors { __typename ... on UserError { message } } } }"""
CHART = """query($kind: ChartKind!, $subjects: [ID!]!, $metric: String, $from: Date, $to: Date,
  $theme: ChartTheme! = LIGHT, $locale: String) {
  chart(kind: $kind, subjects: $subjects, metric: $metric, from: $from, to: $to, theme: $theme,
    locale: $locale) { svg png alt } }"""
ALERT_CHART = """query($id: ID!, $locale: String) { alertChart(id: $id, locale: $locale) {
  svg png alt } }"""
SAVE = """mutation($input: SaveThresholdInput!) { saveThreshold(input: $input) {
  threshold { id } errors { ... on UserError { code message path } } } }"""
ALERTS = "{ alerts { id subjectId } }"

#: The flight of the campaign: fifteen days of 12,500.00 EUR, and the day it is.
FIRST, LAST, TODAY = date(2026, 11, 28), date(2026, 12, 12), date(2026, 12, 8)


@dataclass
class Desk:
    """A hub that has charts, with a campaign under way."""

    world: World
    campaign: str
    manager: Door

    async def bring(self, metric: str, values: Mapping[int, str], **said: str) -> None:
        """Bring figures in by the day of the flight, from 0."""
        figures = [
            {"day": (FIRST + timedelta(days=n)).isoformat(), "value": value, "metric": metric}
            | {"subject": self.campaign}
            | said
            for n, value in values.items()
        ]
        given = {"source": "spotify-ads", "figures": figures}
        done = (await self.manager.data(INGEST, input=given))["ingestMetrics"]
        assert (done["errors"], done["done"]["problems"]) == ([], [])

    async def chart(self, kind: str, *subjects: str, **said: Any) -> dict[str, str]:
        found: dict[str, str] = (
            await self.manager.data(CHART, kind=kind, subjects=subjects or [self.campaign], **said)
        )["chart"]
        return found

    async def refused(self, who: str, **said: Any) -> str:
        """Return why somebody is given no chart."""
        answer = await (await door(self.world, who)).send(CHART, **said)
        assert not (answer["data"] or {}).get("chart")
        return str(answer["errors"][0]["message"])

    async def get(self, path: str, **headers: str) -> Any:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client(self.world, names).get(path)


@pytest.fixture
async def desk(world: World, clock: SteppingClock) -> AsyncIterator[Desk]:
    requester = await door(world, "requester")
    campaign = (await requester.submit(world, name="Spring launch"))["request"]["id"]
    clock.advance(timedelta(days=17))
    async with painting() as painter:
        hub = replace(world.hub, charts=KeptCharts(world.hub), painter=painter)
        charted = replace(world, hub=hub)
        yield Desk(charted, campaign, await door(charted, "manager"))


async def test_pacing_shows_the_spend_that_is_kept_and_where_it_goes(desk: Desk) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "500"), currency="EUR")

    said = await desk.chart("PACING")
    german = await desk.chart("PACING", theme="DARK", locale="de")
    svg, png = await desk.get(said["svg"]), await desk.get(german["png"])

    assert "€4,500 of €12,500 spent (36%) after 60% of the flight." in said["alt"]
    assert "At this pace €7,500 will be spent by the end." in said["alt"]
    assert german["alt"].startswith("Spring launch. Ausgaben gegen Laufzeit, 28.11.2026")
    assert (svg.status_code, "€4,500" in svg.text) == (200, True)
    assert (png.status_code, png.content[:4]) == (200, b"\x89PNG")


async def test_a_chart_in_no_language_there_could_be_is_refused(desk: Desk) -> None:
    said = {"kind": "PACING", "subjects": [desk.campaign], "locale": "../../etc"}

    assert "is no language" in await desk.refused("manager", **said)


async def test_nothing_is_projected_across_a_day_that_lacks(desk: Desk) -> None:
    await desk.bring("spend", {n: "500" for n in range(9) if n != 3}, currency="EUR")

    said = (await desk.chart("PACING"))["alt"]

    assert "€4,000 of €12,500" in said
    assert "Days without data: 1; with too few to tell: 0." in said
    assert "At this pace" not in said


async def test_a_restated_number_changes_the_picture_and_its_tag(desk: Desk) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "500"), currency="EUR")
    address = (await desk.chart("PACING"))["svg"]
    first = await desk.get(address)
    tag = first.headers["etag"]
    same = await desk.get(address, if_none_match=tag)

    await desk.bring("spend", {4: "700"}, currency="EUR")
    after = await desk.get(address, if_none_match=tag)

    assert same.status_code == 304
    assert (after.status_code, after.headers["etag"] != tag) == (200, True)
    assert ("€4,700" in after.text, "€4,700" in first.text) == (True, False)


async def test_an_alert_shows_breaches_and_tells_missing_withheld_and_zero_apart(
    desk: Desk,
) -> None:
    values = dict.fromkeys(range(9), "100") | {2: "-5", 3: "0", 7: "40", 8: "40"}
    del values[1]
    await desk.bring("clicks", values)
    await desk.bring("ad_impressions", dict.fromkeys(range(9), "5000"))
    terms = {"name": "Few clicks", "metric": "clicks", "kind": "TARGET", "side": "BELOW"}
    terms |= {"warning": "80", "recoverMargin": "10", "subjectKind": "CAMPAIGN"}
    saved = await desk.manager.data(SAVE, input={"terms": {**terms, "days": 2}})
    await judging.judge(desk.world.hub)
    (alert,) = (await desk.manager.data(ALERTS))["alerts"]

    said = (await desk.manager.data(ALERT_CHART, id=alert["id"], locale="en"))["alertChart"]
    german = (await desk.manager.data(ALERT_CHART, id=alert["id"], locale="de"))["alertChart"]
    svg = await desk.get(said["svg"])

    assert saved["saveThreshold"]["errors"] == []
    assert said["alt"].startswith("Spring launch: Few clicks. Clicks by day,")
    assert "The target is 80. It counts as recovered at 90." in said["alt"]
    assert "The last known value is 40 on Dec 6, 2026." in said["alt"]
    assert "breached: 1;" in said["alt"]
    assert "with too few to tell: 1." in said["alt"]
    assert "Klicks nach Tagen" in german["alt"]
    assert (svg.status_code, "data complete to Dec 6, 2026" in svg.text) == (200, True)


async def test_an_alert_of_pace_shows_the_spend(desk: Desk) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "100"), currency="EUR")
    terms = {"name": "Behind", "metric": "spend", "kind": "PACING", "side": "BELOW"}
    terms |= {"warning": "0.2", "subjectKind": "CAMPAIGN"}
    await desk.manager.data(SAVE, input={"terms": terms})
    await judging.judge(desk.world.hub)
    (alert,) = (await desk.manager.data(ALERTS))["alerts"]

    said = (await desk.manager.data(ALERT_CHART, id=alert["id"]))["alertChart"]["alt"]
    held = (await desk.chart("THRESHOLD", alert["id"], metric="spend"))["alt"]

    assert "€900 of €12,500 spent (7%)" in said
    assert "Spend ahead of plan, in parts of the budget by day" in held
    assert "The target is -20%." in held
    assert "The last known value is -52.8% on Dec 6, 2026." in held


async def test_a_funnel_adds_up_the_days_that_every_step_has(desk: Desk) -> None:
    await desk.bring("ad_impressions", {0: "1000", 1: "1000", 2: "1000"})
    await desk.bring("ad_starts", {0: "900", 1: "800"})
    await desk.bring("ad_q1", {0: "-5", 1: "-5"})
    await desk.bring("ad_completes", {0: "500", 1: "400", 2: "300"})

    said = (await desk.chart("FUNNEL", **{"from": "2026-11-28", "to": "2026-12-08"}))["alt"]

    assert "Ad impressions: 2,000. Ads started: 1,700." in said
    assert "Ads played to 25 %: Too few to tell. Ads played to 50 %: No data yet." in said
    assert "Ads played to the end: 900." in said


async def test_a_portfolio_shows_who_is_behind_first(desk: Desk) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "500"), currency="EUR")
    await sql.execute("UPDATE requests SET state = 'live'")  # How it got there is another story.

    said = (await desk.chart("PORTFOLIO", desk.world.brand_id))["alt"]

    assert said.startswith("Sample Roasters: campaigns under way.")
    assert "The target is 100%." in said
    assert "Spring launch: 60%." in said


async def test_titles_are_shown_beside_one_another(desk: Desk) -> None:
    one, two = [
        await catalog.add_show(desk.world.hub, ROOT, name, desk.world.brand_id, "en")
        for name in ("Beans", "Leaves")
    ]
    await desk.bring("plays", {n: str(100 + n) for n in range(9)}, subject=one.id)
    await desk.bring("plays", {8: "0"}, subject=two.id)

    said = (await desk.chart("COMPARISON", one.id, two.id, metric="plays"))["alt"]
    alone = await desk.refused("manager", kind="COMPARISON", subjects=[one.id], metric="clicks")

    assert "Plays of 2 titles by day." in said
    assert "Beans: 108 (Dec 6, 2026). Leaves: 0 (Dec 6, 2026)." in said
    assert alone.startswith("There is no chart here")


async def test_a_title_is_called_by_its_name_and_shown_to_its_brand_alone(desk: Desk) -> None:
    world = desk.world
    one, two = await titles(world, "Night Train", "Harbour")
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    await launched(world, one, world.brand_id)
    await launched(world, two, other.id)
    user = await people.add_user(world.hub, ROOT, name="theirs", email="theirs@hub.example.com")
    await people.grant_role(world.hub, ROOT, user.id, Role.MANAGER, brand_id=world.brand_id)
    world.people["theirs"] = user.id
    for title in (one, two):
        await desk.bring("plays", {n: str(100 + n) for n in range(9)}, subject=title)
    asked: dict[str, Any] = {"kind": "COMPARISON", "metric": "plays"}

    said = (await desk.chart("COMPARISON", one, two, metric="plays"))["alt"]
    mine = await (await door(world, "theirs")).data(CHART, **asked, subjects=[one])

    assert "Night Train: 108 (Dec 6, 2026). Harbour: 108 (Dec 6, 2026)." in said
    assert "Night Train" in mine["chart"]["alt"]
    refused = await desk.refused("theirs", **asked, subjects=[one, two])
    assert refused.startswith("There is no chart here")


async def test_who_may_not_see_a_thing_hears_what_they_would_of_none(desk: Desk) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "500"), currency="EUR")
    asked: dict[str, Any] = {"kind": "PACING", "subjects": [desk.campaign]}
    nobody = asked | {"subjects": ["req_00000000000000000000000000"]}

    assert (
        len(
            {
                await desk.refused("agent", **asked),
                await desk.refused("other_requester", **asked),
                await desk.refused("manager", **nobody),
                await desk.refused("manager", **asked | {"metric": "nonsense"}),
                await desk.refused("manager", **asked | {"kind": "FUNNEL"}),
                await desk.refused("agent", kind="PORTFOLIO", subjects=[desk.world.brand_id]),
            }
        )
        == 1
    )


async def test_an_address_leads_nowhere_once_its_person_may_not_see_the_campaign(
    desk: Desk, clock: SteppingClock
) -> None:
    await desk.bring("spend", dict.fromkeys(range(9), "500"), currency="EUR")
    path = (await desk.chart("PACING"))["svg"]
    admin = await desk.world.actor("admin")
    await people.revoke_role(desk.world.hub, admin, desk.world.people["manager"], Role.MANAGER)
    answers = [await desk.get(path), await desk.get("/charts/forged.svg")]
    clock.advance(timedelta(hours=1))
    answers.append(await desk.get(path))

    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}


async def test_more_than_five_titles_or_no_metric_is_told(desk: Desk) -> None:
    many = [f"eps_{n}" for n in range(6)]

    assert "from 1 to 5 things" in await desk.refused(
        "manager", kind="COMPARISON", subjects=many, metric="plays"
    )
    assert "which metric" in await desk.refused("manager", kind="COMPARISON", subjects=many[:2])
