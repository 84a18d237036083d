"""Figures over the door: brought in, corrected, and read with what is known of them."""

from typing import Any

from domain.actor import Role
from domain.catalog import service as catalog
from domain.people import service as people
from tests.api.door import Door, door
from tests.heard import launched, titles
from tests.world import ROOT, World

INGEST = """mutation($input: IngestMetricsInput!) { ingestMetrics(input: $input) {
  done { number added changed same setAside held problems { line reason cure } }
  errors { __typename ... on UserError { code message path } } } }"""
READ = """query($id: ID!, $metric: String!, $grain: MetricGrain! = DAY) {
  metrics(subject: $id, metric: $metric, from: "2026-11-09", to: "2026-11-11", grain: $grain) {
    source dimension currency settledTo metric { key unit }
    points { day value state asOf restatedFrom revision days suppressedDays } } }"""


def figure(subject: str, day: str, value: str, **changes: str) -> dict[str, str]:
    return {"subject": subject, "metric": "ad_impressions", "day": day, "value": value} | changes


async def ingest(front: Door, *figures: dict[str, str], **changes: Any) -> dict[str, Any]:
    given = {"source": "spotify-ads", "figures": list(figures)} | changes
    done: dict[str, Any] = (await front.data(INGEST, input=given))["ingestMetrics"]
    return done


async def show_of(world: World) -> str:
    return (await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")).id


async def test_figures_are_brought_in_corrected_and_read(world: World) -> None:
    manager, show = await door(world, "manager"), await show_of(world)
    await ingest(manager, figure(show, "2026-11-09", "100"), figure(show, "2026-11-10", "-5"))
    await ingest(manager, figure(show, "2026-11-09", "90"))
    for value in ("100", "90"):
        # Said before, and something else since: a correction as any other.
        back = await ingest(manager, figure(show, "2026-11-09", value))
        assert (back["done"]["changed"], back["done"]["same"]) == (1, 0)
    asked = {"id": show, "metric": "ad_impressions"}
    (days,) = (await manager.data(READ, **asked))["metrics"]
    (week,) = (await manager.data(READ, **asked, grain="WEEK"))["metrics"]

    assert (days["currency"], days["settledTo"]) == (None, "2026-11-10")
    assert [(p["state"], p["value"], p["restatedFrom"], p["revision"]) for p in days["points"]] == [
        ("VALUE", "90", "100", 4),
        ("SUPPRESSED", None, None, 1),
        ("MISSING", None, None, 0),
    ]
    (point,) = week["points"]
    assert (point["day"], point["value"], point["days"], point["suppressedDays"]) == (
        "2026-11-09",
        "90",
        1,
        1,
    )


RESTATED = """query($id: ID!, $metric: String!, $first: Int! = 25) {
  metrics(subject: $id, metric: $metric, from: "2026-11-09", to: "2026-11-11") {
    restatements(first: $first) { metric day from fromState to toState importNumber at } } }"""


async def test_every_step_between_the_first_and_the_present_value_is_shown(world: World) -> None:
    manager, show = await door(world, "manager"), await show_of(world)
    numbers = []
    for value in ("100", "90", "90", "suppressed", "0"):
        done = (await ingest(manager, figure(show, "2026-11-09", value)))["done"]
        numbers.append(done["number"])
    await ingest(manager, figure(show, "2026-11-01", "7"), figure(show, "2026-11-10", "50"))
    await ingest(manager, figure(show, "2026-11-01", "8"))
    asked = {"id": show, "metric": "ad_impressions"}
    (series,) = (await manager.data(RESTATED, **asked))["metrics"]
    (last,) = (await manager.data(RESTATED, **asked, first=1))["metrics"]
    refused = await manager.send(RESTATED, **asked, first=101)
    found = series["restatements"]

    assert [(one["from"], one["fromState"], one["to"], one["toState"]) for one in found] == [
        (None, "SUPPRESSED", "0", "ZERO"),
        ("90", "VALUE", None, "SUPPRESSED"),
        ("100", "VALUE", "90", "VALUE"),
    ]
    assert [one["importNumber"] for one in found] == [numbers[4], numbers[3], numbers[1]]
    assert {(one["day"], one["at"] is None) for one in found} == {("2026-11-09", False)}
    assert last["restatements"] == found[:1]
    assert refused["errors"]


async def test_of_a_ratio_both_parts_are_said_to_be_corrected(world: World) -> None:
    manager, show = await door(world, "manager"), await show_of(world)
    for heard, done in (("100", "50"), ("100", "60"), ("120", "60")):
        given = figure(show, "2026-11-09", done, metric="ad_completes")
        await ingest(manager, figure(show, "2026-11-09", heard), given)
    asked = {"id": show, "metric": "ad_completion_rate"}
    (series,) = (await manager.data(RESTATED, **asked))["metrics"]

    assert [(one["metric"], one["from"], one["to"]) for one in series["restatements"]] == [
        ("ad_impressions", "100", "120"),
        ("ad_completes", "50", "60"),
    ]


async def test_a_figure_that_cannot_be_is_set_aside_and_the_others_go_in(world: World) -> None:
    manager, show = await door(world, "manager"), await show_of(world)
    days = {"2026-11-09": "100", "2026-11-10": "-5", "2026-12-24": "7"}
    found = await ingest(manager, *[figure(show, day, value) for day, value in days.items()])

    (problem,) = found["done"].pop("problems")
    del found["done"]["number"]
    assert found["done"] == {"added": 2, "changed": 0, "same": 0, "setAside": 1, "held": False}
    assert (problem["line"], problem["reason"]) == (
        3,
        "2026-12-24 lies ahead; it is 2026-11-21 in UTC",
    )


async def test_what_may_not_be_brought_in_or_read_is_refused(world: World) -> None:
    manager, agent = await door(world, "manager"), await door(world, "agent")
    show = await show_of(world)
    refused = await ingest(manager, source="nobody")
    too_many = await ingest(manager, *[figure(show, "2026-11-09", "1")] * 5_001)
    forbidden = await agent.send(READ, id=show, metric="ad_impressions")

    assert refused["errors"][0]["code"] == "unknown_source"
    assert too_many["errors"][0]["path"] == ["figures"]
    assert forbidden["errors"]


async def test_whoever_reads_figures_is_told_which_there_are(world: World) -> None:
    manager = await door(world, "manager")
    keys = (await manager.data("{ metricCatalogue { key } metricSources }"))["metricCatalogue"]

    assert {"key": "ad_completion_rate"} in keys


async def test_figures_that_change_much_go_in_once_they_are_confirmed(world: World) -> None:
    manager, show = await door(world, "manager"), await show_of(world)
    days = [f"2026-10-{day:02}" for day in range(1, 31)]
    await ingest(manager, *[figure(show, day, "100") for day in days])
    other = [figure(show, day, "90") for day in days]
    held, done = await ingest(manager, *other), await ingest(manager, *other, confirm=True)

    assert (held["done"]["held"], held["done"]["changed"]) == (True, 0)
    assert (done["done"]["held"], done["done"]["changed"]) == (False, 30)


LOOK = """query($input: MetricTableInput!) {
  metricTable(input: $input) { name holds how near samples } }"""
KEEP = """mutation($input: KeepMetricProfileInput!) { keepMetricProfile(input: $input) {
  name errors { __typename ... on UserError { code message path } } } }"""
PROFILES = "{ metricProfiles { name source columns { name holds } } }"


async def test_a_table_is_looked_at_and_its_columns_kept_for_the_next(world: World) -> None:
    manager = await door(world, "manager")
    named = [{"name": "Hörstunden", "holds": "consumption_hours"}]
    kept = {"source": "spotify-creators", "name": "German", "columns": named}
    done = (await manager.data(KEEP, input=kept))["keepMetricProfile"]
    bad = [{"name": "Plays", "holds": "nonsense"}]
    wrong = (await manager.data(KEEP, input=kept | {"columns": bad}))["keepMetricProfile"]
    both = [*named, {"name": " HÖRSTUNDEN", "holds": "ignore"}]
    twice = (await manager.data(KEEP, input=kept | {"columns": both}))["keepMetricProfile"]
    table = {
        "source": "spotify-creators",
        "head": ["Date", "Hörstunden", "Followerz"],
        "rows": [["2026-11-10", "1.5", "7"], ["2026-11-11", "", "8"]],
        "profile": "German",
        "columns": [{"name": "followerz", "holds": "followers"}],
    }
    found = (await manager.data(LOOK, input=table))["metricTable"]
    (profile,) = (await manager.data(PROFILES))["metricProfiles"]

    assert (done["name"], wrong["errors"][0]["code"]) == ("German", "no_role")
    assert [one["code"] for one in twice["errors"]] == ["named_twice"]
    assert [(one["holds"], one["how"], one["samples"]) for one in found] == [
        ("day", "KNOWN", ["2026-11-10", "2026-11-11"]),
        ("consumption_hours", "PROFILE", ["1.5", ""]),
        ("followers", "SAID", ["7", "8"]),
    ]
    assert profile["columns"] == [{"name": "hörstunden", "holds": "consumption_hours"}]


async def test_a_table_that_is_none_and_who_may_not_are_refused(world: World) -> None:
    manager, agent = await door(world, "manager"), await door(world, "agent")
    table = {"source": "other", "head": ["Date", "Plays"]}
    refused = [
        await manager.send(LOOK, input=table | changed)
        for changed in (
            {"rows": [["2026-11-10"]]},
            {"rows": [["2026-11-10", "1"]] * 21},
            {"head": ["x"] * 201},
            {"source": "nobody"},
            {"profile": "nobody"},
        )
    ]
    forbidden = [await agent.send(LOOK, input=table), await agent.send(PROFILES)]

    codes = [one["errors"][0]["extensions"]["code"] for one in refused]
    assert codes == ["bad_rows", "too_many", "too_many", "unknown_source", "no_such_profile"]
    assert all(one["errors"] for one in forbidden)


TRY = """query($terms: ThresholdTermsInput!) {
  tryThreshold(terms: $terms) { seriesCount } }"""


async def test_figures_of_a_title_are_for_the_brand_that_launches_it(world: World) -> None:
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    for name, brand_id in (("theirs", world.brand_id), ("others", other.id)):
        user = await people.add_user(world.hub, ROOT, name=name, email=f"{name}@hub.example.com")
        await people.grant_role(world.hub, ROOT, user.id, Role.MANAGER, brand_id=brand_id)
        world.people[name] = user.id
    ours, alone = await titles(world, "Night Train", "Harbour")
    await launched(world, ours, world.brand_id)
    whole = await door(world, "manager")
    for title in (ours, alone):
        done = await ingest(whole, figure(title, "2026-11-09", "100"))
        assert done["done"]["added"] == 1

    async def reads(who: str, title: str) -> list[bool]:
        front = await door(world, who)
        terms = {
            "name": "Few",
            "metric": "ad_impressions",
            "kind": "TARGET",
            "side": "BELOW",
            "warning": "500",
            "subjectId": title,
        }
        read = await front.send(READ, id=title, metric="ad_impressions")
        tried = await front.send(TRY, terms=terms)
        return [bool((read["data"] or {}).get("metrics")), not tried.get("errors")]

    assert await reads("manager", ours) == [True, True]
    assert await reads("manager", alone) == [True, True]
    assert await reads("theirs", ours) == [True, True]
    assert await reads("theirs", alone) == [False, False]
    assert await reads("others", ours) == [False, False]
