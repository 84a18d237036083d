"""D5: whether a site may play music, by three lights, and what becomes of one that may not."""

from typing import Any

from app.jobs.hourly import ask_hourly
from domain.audit import service as audit
from domain.cases import records as cases
from domain.catalog.sites import JUDGE
from domain.database import sql
from domain.decisions import records as decisions
from domain.eligibility import missing
from domain.rulebook.replaying import over_the_past
from tests.domain.decisions.tables import shipped_table
from tests.stories.briefs import brief_of
from tests.stories.house import House

SITE = """query($id: ID!) { node(id: $id) { ... on Site { decisions { table outcome matchedRules
  facts reasons missCount } eligibility { verdict suspended programmes contract endsOn escalation
  reasons coverage { provider composition recording } } } } }"""
LIST = "{ sites(order: RISK) { name eligibility { risk priority } } }"
UPDATE = """mutation($input: UpdateSiteInput!) { updateSite(input: $input) {
  errors { ... on UserError { code } } } }"""
PLAIN = {
    "site_kind": "shop",
    "area_m2": 120,
    "capacity": 60,
    "provider_commercial": True,
    "composition_covered": True,
    "recording_covered": True,
    "contract": "active",
    "hours_over": 0,
    "size_over": False,
}
SIMULATE = """query($facts: JSON!) { simulate(table: "site_eligibility", facts: $facts) {
  outcome matchedRules reasons missingFacts } }"""


async def seen(house: House) -> dict[str, Any]:
    """Return how the shop stands, as a manager sees it."""
    manager = await house.desk.front("manager")
    found: dict[str, Any] = (await manager.data(SITE, id=await house.site()))["node"]
    return found


async def playing(house: House) -> dict[str, Any]:
    """License a shop, and let its first day of music come; return the request."""
    request = await house.licensed()
    await house.desk.work(seconds=11 * 86_400)
    return request


async def updates(house: House, **changes: Any) -> None:
    given = {"siteId": await house.site(), **changes}
    manager = await house.desk.front("manager")
    assert (await manager.data(UPDATE, input=given))["updateSite"]["errors"] == []
    await house.desk.work()


def week(closes: str) -> list[dict[str, Any]]:
    return [{"weekday": day, "opens": "09:00", "closes": closes} for day in range(1, 7)]


async def test_d5_a_licensed_site_is_eligible_by_three_lights(house: House) -> None:
    await playing(house)
    site = await seen(house)
    stands = site["eligibility"]
    replay = await over_the_past(shipped_table("site_eligibility"))

    assert stands["verdict"] == "ELIGIBLE"
    assert stands["coverage"] == {"provider": True, "composition": True, "recording": True}
    assert stands["programmes"] == ["AMBIENT", "STORY"]
    assert (stands["contract"], stands["escalation"]) == ("ACTIVE", "NONE")
    assert [one["matchedRules"] for one in site["decisions"]] == [["active_other"], ["no_licence"]]
    assert site["decisions"][0]["facts"]["hours_over"] == 0
    assert site["decisions"][0]["missCount"] > 0
    assert replay.total == await decisions.count("site_eligibility") == 2
    assert replay.changed == 0
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d5_hours_beyond_the_licence_are_judged_again_and_told_once(house: House) -> None:
    await playing(house)
    await updates(house, hours=week("22:00"))
    grown = await seen(house)
    await updates(house, capacity=60)
    (found,) = [one for one in await _cases() if one.queue == "operations"]
    await updates(house, hours=week("20:00"))
    back = await seen(house)

    assert grown["eligibility"]["verdict"] == "NOT_ELIGIBLE"
    assert grown["eligibility"]["escalation"] == "EXTEND"
    assert grown["eligibility"]["programmes"] == ["STORY"]
    assert grown["decisions"][0]["matchedRules"] == ["open_longer"]
    assert found.title == "No music at The shop as it is"
    assert (found.team_id, found.source) == (house.world.teams["operations"], "watch")
    assert back["eligibility"]["verdict"] == "ELIGIBLE"


async def test_d5_a_lunch_break_is_less_than_the_licence_and_a_night_into_the_next_day_counts_once(
    house: House,
) -> None:
    await playing(house)
    closed = [{"weekday": 1, "opens": "13:00", "closes": "20:00"}]
    await updates(house, hours=[*closed, *(one | {"closes": "12:00"} for one in week("20:00"))])
    broken = (await seen(house))["decisions"][0]["facts"]
    night = {"weekday": 7, "opens": "12:00", "closes": "11:00"}
    await updates(
        house, hours=[night, *week("20:00")[:-1], week("20:00")[-1] | {"closes": "10:00"}]
    )
    beyond = await seen(house)

    assert broken["hours_over"] == 6 * 3 + 7 - 66
    assert beyond["decisions"][0]["facts"]["hours_over"] == 5 * 11 + 1 + 23 - 2 - 66
    assert beyond["decisions"][0]["matchedRules"] == ["open_longer"]
    assert beyond["eligibility"]["escalation"] == "EXTEND"


async def test_d5_spans_of_a_day_that_overlap_are_refused_and_what_was_said_stays(
    house: House,
) -> None:
    twice = [*week("20:00"), {"weekday": 1, "opens": "19:00", "closes": "22:00"}]
    manager = await house.desk.front("manager")
    given = {"siteId": await house.site(), "hours": twice}
    (refused,) = (await manager.data(UPDATE, input=given))["updateSite"]["errors"]
    kept = await manager.data("{ sites { weeklyHours } }")

    assert refused == {"code": "hours_overlap"}
    assert [one["weeklyHours"] for one in kept["sites"]] == [66]


async def test_d5_a_missing_fact_gives_review_and_never_a_silent_yes(house: House) -> None:
    await updates(house, hours=[])
    site = await seen(house)

    assert site["eligibility"]["verdict"] == "REVIEW"
    assert site["eligibility"]["programmes"] == []
    assert site["decisions"][0]["outcome"] == "REVIEW"
    assert site["decisions"][0]["reasons"] == ["The rules need to know: hours_over."]


async def test_d5_where_nothing_matches_people_look(house: House) -> None:
    facts = dict(PLAIN, site_kind="castle")
    said = (await (await house.desk.front("manager")).data(SIMULATE, facts=facts))["simulate"]

    assert (said["outcome"], said["matchedRules"]) == ("REVIEW", [])


async def test_d5_where_the_executor_is_away_people_look(house: House) -> None:
    await house.site()
    await house.desk.gives_away("site_eligibility")
    await updates(house, capacity=59)
    site = await seen(house)

    assert site["eligibility"]["verdict"] == "REVIEW"
    assert "decision service" in site["eligibility"]["reasons"][0].lower()


async def test_d5_sites_come_by_urgency_and_risk(house: House) -> None:
    await updates(house, provider="YOUTUBE_CONSUMER")
    front = await house.desk.front("manager")
    consumer = {"siteId": await house.site("A second shop"), "capacity": 700}
    await front.data(UPDATE, input=consumer | {"provider": "SPOTIFY_CONSUMER"})
    await house.desk.work()
    listed = (await front.data(LIST))["sites"]
    found = [(one["name"], *one["eligibility"].values()) for one in listed]

    assert found == [("A second shop", "HIGH", 1), ("The shop", "LOW", 1)]


async def test_d5_licences_and_audio_at_sites_are_asked_for_by_it(house: House) -> None:
    licence = await house.licensed()
    music = {"hasMusic": True, "compositionRight": "Agreement 1", "recordingRight": "Agreement 2"}
    audio = await brief_of(house, "commercial_audio") | music
    early = (await house.asks("commercial_audio", audio))["request"]
    await house.desk.work(seconds=11 * 86_400)
    later = {"liveFrom": house.day(20), "liveUntil": house.day(90)}
    playing = (await house.asks("commercial_audio", audio | later))["request"]
    await house.desk.work(seconds=100 * 86_400)
    days = {"startsOn": house.day(5), "endsOn": house.day(50), "renews": licence["id"]}
    lapsed = (await house.asks("music_licence", await house.licence(**days)))["request"]

    assert set(await house.stages(early)) == {"compliance", "rights", "legal", "operations"}
    assert set(await house.stages(playing)) == {"compliance", "rights", "operations"}
    assert "procurement" in await house.stages(lapsed)


async def test_d5_a_site_nobody_looks_at_is_judged_again_and_its_old_yes_is_none(
    house: House,
) -> None:
    await playing(house)
    music = {"hasMusic": True, "compositionRight": "Agreement 1", "recordingRight": "Agreement 2"}
    # As after an upgrade: the site is there, and no job of it is.
    await sql.execute("DELETE FROM jobs WHERE kind = $1", JUDGE)
    await house.desk.work(seconds=2 * 86_400)
    audio = await brief_of(house, "commercial_audio") | music
    stale = (await house.asks("commercial_audio", audio))["request"]
    await missing.judge_missing(house.world.hub)
    await missing.judge_missing(house.world.hub)
    asked = await sql.fetch("SELECT key FROM jobs WHERE kind = $1 AND state = 'open'", JUDGE)
    await house.desk.work()
    fresh = (await house.asks("commercial_audio", audio))["request"]
    # As after a job that was given up.
    await sql.execute("UPDATE jobs SET state = 'dead' WHERE kind = $1 AND state = 'open'", JUDGE)
    await house.desk.work(seconds=100 * 86_400)
    kept = (await seen(house))["eligibility"]["verdict"]
    await ask_hourly(house.world.hub)
    await house.desk.work()
    lapsed = (await seen(house))["eligibility"]["verdict"]

    assert (len(asked), kept, lapsed) == (1, "ELIGIBLE", "NOT_ELIGIBLE")
    assert set(await house.stages(stale)) == {"compliance", "rights", "legal", "operations"}
    assert set(await house.stages(fresh)) == {"compliance", "rights", "operations"}


async def _cases() -> list[Any]:
    rows = await sql.fetch("SELECT * FROM cases ORDER BY number")
    return [cases.from_row(row) for row in rows]
