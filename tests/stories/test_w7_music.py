"""W7: background music at a site, from the request to its use, and what keeps it from it."""

import json
from datetime import timedelta
from typing import Any

from app.commands.auditing import export
from domain.audit import service as audit
from domain.audit.exporting import check
from domain.database import sql
from tests.conftest import START
from tests.stories.house import House


async def test_w7_procurement_legal_and_operations_follow_one_another(house: House) -> None:
    request = (await house.asks("music_licence", await house.licence()))["request"]
    asked = await house.stages(request)
    await house.desk.says("buyer", request, "procurement")
    after = await house.stages(request)

    assert asked == {
        "procurement": ("OPEN", 1),
        "legal": ("WAITING", 1),
        "operations": ("WAITING", 1),
    }
    assert (after["legal"], after["operations"]) == (("OPEN", 1), ("WAITING", 1))


async def test_w7_the_last_yes_makes_the_usage_active_until_its_end(house: House) -> None:
    request = await house.licensed()
    found = await house.look(request)
    done = await house.acknowledges("operator", request, "Switched on.")
    active = await house.look(request)

    assert found["state"] == "PUBLISHED"
    assert found["handOver"]["instructions"] == [
        f"Music may be played from {house.day(10)} to {house.day(100)}, by soundtrack only.",
        "Keep the licences at the site, and this package for audit.",
        f"Give notice by {house.day(70)}, or renew.",
    ]
    assert [one["deliverable"] for one in found["handOver"]["materials"]] == ["Proof"]
    assert (done["errors"], active["state"]) == ([], "LIVE")
    assert active["placements"] == [{"publisher": "site-operations", "state": "TAKEN_ON"}]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w7_a_consumer_account_is_refused_and_a_provider_proposed(house: House) -> None:
    done = await house.asks("music_licence", await house.licence(provider="SPOTIFY_CONSUMER"))
    (error,) = done["errors"]

    assert done["request"] is None
    assert error["code"] == "refused_by_rules"
    assert "may not be played to customers" in error["message"]
    assert "such as Soundtrack, Mood or Rockbot" in error["message"]
    assert "rule `spotify_consumer` of `music_licence_admission`" in error["message"]


async def test_w7_licences_that_leave_a_day_out_are_looked_at(house: House) -> None:
    brief = await house.licence()
    brief["licences"][0]["endsOn"] = house.day(99)
    request = (await house.asks("music_licence", brief))["request"]
    found = await house.look(request)
    covered = await house.licence()
    first, second = covered["licences"][0], dict(covered["licences"][0])
    first["endsOn"], second["startsOn"] = house.day(50), house.day(51)
    covered["licences"].append(second)
    chained = (await house.asks("music_licence", covered))["request"]

    assert "rules" in await house.stages(request)
    (reason,) = found["decisions"][0]["reasons"]
    assert reason.startswith("Compositions are not covered on every day of use; people look")
    assert "rules" not in await house.stages(chained)


async def test_w7_a_small_renewal_passes_procurement_by(house: House) -> None:
    earlier = await house.licensed()
    renewal = await house.licence(renews=earlier["id"])
    request = (await house.asks("music_licence", renewal))["request"]
    large = {"annualCost": {"amount": "2500.00", "currency": "EUR"}}
    costly = (await house.asks("music_licence", renewal | large))["request"]

    assert set(await house.stages(request)) == {"legal", "operations"}
    assert set(await house.stages(costly)) == {"procurement", "legal", "operations"}


async def test_w7_only_a_licence_of_the_same_site_that_counts_is_renewed(house: House) -> None:
    waiting = (await house.asks("music_licence", await house.licence()))["request"]
    too_early = await house.asks("music_licence", await house.licence(renews=waiting["id"]))
    earlier = await house.licensed()
    elsewhere = await house.licence(renews=earlier["id"], siteId=await house.site("The other shop"))
    other_site = await house.asks("music_licence", elsewhere)
    nothing = await house.asks("music_licence", await house.licence(renews="req_0"))

    assert [one["code"] for one in too_early["errors"]] == ["not_renewable"]
    assert [one["code"] for one in other_site["errors"]] == ["other_site"]
    assert [one["code"] for one in nothing["errors"]] == ["no_such_request"]
    assert nothing["errors"][0]["path"] == ["renews"]


async def test_w7_an_agency_asks_for_no_music(house: House) -> None:
    done = await house.asks("music_licence", await house.licence(), who="agent")

    assert [one["code"] for one in done["errors"]] == ["other_agency"]


async def test_w7_renewals_open_by_themselves_before_expiry_and_notice(house: House) -> None:
    earlier = await house.licensed()
    await house.desk.work(seconds=39 * DAY)
    too_early = await renewals()
    await house.desk.work(seconds=2 * DAY)
    (before_notice,) = await renewals()
    await house.desk.work(seconds=2 * DAY)
    still_one = await renewals()
    requester = await house.look(before_notice, "requester")
    await house.withdraws(before_notice, "Next time.")
    await house.desk.work(seconds=30 * DAY)
    _, before_expiry = await renewals()
    await house.withdraws(before_expiry, "Never again.")
    await house.desk.work(seconds=5 * DAY)

    assert too_early == []
    assert [one["id"] for one in still_one] == [before_notice["id"]]
    assert before_notice["payload"]["renews"] == earlier["id"]
    assert before_notice["payload"]["starts_on"] == str(START.date() + timedelta(days=101))
    assert before_notice["payload"]["note"].startswith("Opened by Greenlight, for #1 ends on")
    assert [stage["key"] for stage in requester["stages"]] == ["rules", "legal", "operations"]
    assert len(await renewals()) == 2
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w7_a_licence_names_the_market_of_its_site_and_no_other(house: House) -> None:
    elsewhere = await house.asks("music_licence", await house.licence(markets=["DE", "AT"]))
    (error,) = elsewhere["errors"]

    assert (error["code"], error["path"]) == ("market_without_site", ["markets", "1"])
    assert "take AT out of the markets" in error["message"]


async def test_w7_what_was_approved_for_more_markets_stands_and_renews_for_its_site(
    house: House,
) -> None:
    request = (await house.asks("music_licence", await house.licence()))["request"]
    for who, stage in (
        ("buyer", "procurement"),
        ("legal_one", "legal"),
        ("operator", "operations"),
    ):
        await house.desk.says(who, request, stage)
    # As it was approved before a licence had to name its site's market alone.
    row = await sql.fetch_one("SELECT payload FROM requests WHERE id = $1", request["id"])
    assert row is not None
    payload = sql.document(row["payload"]) | {"markets": ["DE", "AT"]}
    await sql.execute("UPDATE requests SET payload = $1 WHERE id = $2", payload, request["id"])
    await house.desk.work(seconds=31)
    handed = await house.look(request)
    await house.desk.work(seconds=41 * DAY)
    (renewal,) = await renewals()

    assert handed["state"] == "PUBLISHED"
    assert renewal["payload"]["markets"] == ["DE"]


async def test_w7_who_left_opens_no_renewal_and_operations_are_told(house: House) -> None:
    await house.licensed()
    await sql.execute("UPDATE users SET active = FALSE WHERE name = 'Requester'")
    await house.desk.work(seconds=41 * DAY)
    row = await sql.fetch_one("SELECT title, queue, text FROM cases")
    assert row is not None

    assert await renewals() == []
    assert (row["title"], row["queue"]) == ("Renew the music at The shop", "operations")
    assert "who asked for it left" in row["text"]


async def test_w7_a_lapsed_licence_suspends_the_site(house: House) -> None:
    request = await house.licensed()
    await house.desk.work(seconds=100 * DAY)
    last_day = await stands(house)
    await house.desk.work(seconds=DAY)
    after = await stands(house)
    row = await sql.fetch_one("SELECT COUNT(*) AS n, MAX(queue) AS queue FROM cases")
    assert row is not None
    await house.desk.work(seconds=3 * DAY)
    again = await sql.fetch_one("SELECT COUNT(*) AS n FROM cases")
    assert again is not None

    assert (await house.look(request))["state"] == "PUBLISHED"
    assert (last_day["verdict"], last_day["contract"]) == ("ELIGIBLE", "ENDING")
    assert last_day["endsOn"] == str(START.date() + timedelta(days=100))
    assert (after["verdict"], after["suspended"]) == ("NOT_ELIGIBLE", True)
    assert after["programmes"] == ["STORY"]
    assert after["reasons"][0].startswith("Its licence has lapsed: the site is suspended")
    assert (row["n"], row["queue"]) == (1, "operations")
    assert again["n"] == 1


async def test_w7_licences_and_usages_are_exported_for_audit_and_verified(house: House) -> None:
    request = await house.licensed()
    site_id = await house.site()
    kept = await export(house.world.hub, site_id)
    exported = json.loads(json.dumps(kept))
    acts = [event["act"] for chain in exported["chains"] for event in chain["events"]]
    findings = check(exported)
    chain = next(one for one in exported["chains"] if one["subject"] == request["id"])
    chain["events"][0]["details"]["revision"] = 2
    forged = check(exported)

    assert exported["chains"][0]["subject"] == site_id
    assert {"site.added", "site.judged", "request.submitted", "request.handed_over"} <= set(acts)
    assert exported["findings"] == findings == []
    assert [one.subject for one in forged] == [request["id"]]


DAY = 86_400


async def renewals() -> list[dict[str, Any]]:
    """Return the requests that renew another, oldest first."""
    rows = await sql.fetch("SELECT id, payload FROM requests ORDER BY id")
    found = [{"id": row["id"], "payload": sql.document(row["payload"])} for row in rows]
    return [one for one in found if one["payload"].get("renews")]


async def stands(house: House) -> dict[str, Any]:
    """Return how the shop stands."""
    query = """query($id: ID!) { node(id: $id) { ... on Site { eligibility { verdict suspended
      contract endsOn programmes reasons } } } }"""
    manager = await house.desk.front("manager")
    found: dict[str, Any] = (await manager.data(query, id=await house.site()))["node"]
    return found["eligibility"] or {}
