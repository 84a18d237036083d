"""Alerts and thresholds by page, narrowed and sorted; snoozes and silences that end by hand."""

from typing import Any

import pytest

from domain.actor import Role
from domain.catalog import service as catalog
from domain.people import service as people
from domain.thresholds import judging
from tests.api.door import Door, door
from tests.api.test_thresholds import SAVE, fallen
from tests.world import ROOT, World

LIST = """query($where: AlertWhere, $order: AlertOrder, $after: String, $first: Int) {
  alertsConnection(where: $where, orderBy: $order, after: $after, first: $first) {
    totalCount pageInfo { endCursor } edges { node { id severity handling } } } }"""
SILENCES = """{ alertSilences { totalCount edges { node {
  until note saidBy alert { id handling } } } } }"""
THRESHOLDS = """query($where: ThresholdWhere, $after: String) {
  thresholdsConnection(first: 1, after: $after, where: $where) { totalCount
    pageInfo { endCursor } edges { node { id terms { name }
      versions { version saidBy terms { name } } } } } }"""


async def act(front: Door, name: str, kind: str, **given: Any) -> dict[str, Any]:
    query = f"""mutation($input: {kind}!) {{ done: {name}(input: $input) {{
      alert {{ handling auditTrail {{ act }} }} errors {{ ... on UserError {{ code }} }} }} }}"""
    done: dict[str, Any] = (await front.data(query, input=given))["done"]
    return done


async def opened(world: World) -> tuple[Door, list[str]]:
    """Open a warning, then one that is critical; return their ids."""
    manager, terms = await door(world, "manager"), await fallen(world)
    for name, critical in (("One", None), ("Two", "95")):
        said = terms | {"name": name, "critical": critical}
        await manager.data(SAVE, input={"terms": said})
        await judging.judge(world.hub)
    found = (await manager.data(LIST, order={"direction": "ASC"}))["alertsConnection"]
    return manager, [edge["node"]["id"] for edge in found["edges"]]


async def ids(front: Door, **where: Any) -> list[str]:
    found = (await front.data(LIST, where=where))["alertsConnection"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"]["id"] for edge in found["edges"]]


async def test_alerts_are_narrowed_by_how_they_stand_and_what_is_done_about_them(
    world: World,
) -> None:
    manager, (warned, critical) = await opened(world)
    mine = world.people["manager"]
    await act(manager, "assignAlert", "AssignAlertInput", id=warned, userId=mine)
    await act(manager, "acknowledgeAlert", "AlertInput", id=warned)
    before = await ids(manager, handlings=["ACKNOWLEDGED"])
    await act(manager, "snoozeAlert", "SnoozeAlertInput", id=warned)
    other = (await catalog.add_brand(world.hub, ROOT, "Other Roasters")).id

    assert before == [warned]
    assert await ids(manager, handlings=["ACKNOWLEDGED"]) == []
    assert await ids(manager, handlings=["SNOOZED", "SILENCED"]) == [warned]
    assert await ids(manager, handlings=["NONE"]) == [critical]
    assert await ids(manager, severities=["CRITICAL"]) == [critical]
    assert await ids(manager, conditions=["RECOVERING", "UNKNOWN"]) == []
    assert await ids(manager, assigneeId=mine) == [warned]
    assert await ids(manager, brandId=world.brand_id, subjectKind="SHOW") == [critical, warned]
    assert await ids(manager, brandId=other) == []
    assert await ids(manager, subjectKind="CAMPAIGN") == []


@pytest.mark.parametrize(("direction", "first"), [("DESC", "CRITICAL"), ("ASC", "WARNING")])
async def test_alerts_are_walked_by_how_bad_they_are(
    world: World, direction: str, first: str
) -> None:
    manager, _ = await opened(world)
    order = {"field": "SEVERITY", "direction": direction}
    found, after = [], None
    for _ in range(2):
        page = (await manager.data(LIST, order=order, first=1, after=after))["alertsConnection"]
        found += [edge["node"]["severity"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]

    assert found == sorted(["CRITICAL", "WARNING"], key=lambda one: one != first)


async def test_a_snooze_ends_when_somebody_says_so_and_only_one_that_is(world: World) -> None:
    manager, (alert, _) = await opened(world)
    await act(manager, "snoozeAlert", "SnoozeAlertInput", id=alert)
    done = await act(manager, "unsnoozeAlert", "HearAlertInput", id=alert)
    again = await act(manager, "unsnoozeAlert", "HearAlertInput", id=alert)
    agent = await act(await door(world, "agent"), "unsnoozeAlert", "HearAlertInput", id=alert)

    assert done["alert"]["handling"] == "NONE"
    assert [one["act"] for one in done["alert"]["auditTrail"]][-2:] == [
        "alert.snoozed",
        "alert.unsnoozed",
    ]
    assert again["errors"] == [{"code": "not_snoozed"}]
    assert agent["errors"] == [{"code": "not_allowed"}]


async def test_what_is_silenced_is_listed_until_somebody_ends_it(world: World) -> None:
    manager, (alert, _) = await opened(world)
    silence = {"id": alert, "until": "2026-12-01T00:00:00Z", "note": "A holiday."}
    await act(manager, "silenceAlert", "SilenceAlertInput", **silence)
    listed = (await manager.data(SILENCES))["alertSilences"]
    other = (await catalog.add_brand(world.hub, ROOT, "Other Roasters")).id
    user = await people.add_user(world.hub, ROOT, name="Else", email="else@hub.example.com")
    await people.grant_role(world.hub, ROOT, user.id, Role.MANAGER, brand_id=other)
    world.people["else"] = user.id
    hidden = (await (await door(world, "else")).data(SILENCES))["alertSilences"]
    done = await act(manager, "unsilenceAlert", "HearAlertInput", id=alert)
    again = await act(manager, "unsilenceAlert", "HearAlertInput", id=alert)
    after = (await manager.data(SILENCES))["alertSilences"]

    assert listed["totalCount"] == 1
    assert listed["edges"][0]["node"] == {
        "until": "2026-12-01T00:00:00+00:00",
        "note": "A holiday.",
        "saidBy": "Manager",
        "alert": {"id": alert, "handling": "SILENCED"},
    }
    assert (hidden["totalCount"], after["totalCount"]) == (0, 0)
    assert done["alert"]["handling"] == "NONE"
    assert again["errors"] == [{"code": "not_silenced"}]


async def test_thresholds_are_walked_with_what_they_said_before(world: World) -> None:
    manager, terms = await door(world, "manager"), await fallen(world)
    kept = [
        (await manager.data(SAVE, input={"terms": terms | {"name": name}}))["saveThreshold"]
        for name in ("One", "Two")
    ]
    first = kept[0]["threshold"]["id"]
    anew = {"id": first, "version": 1, "terms": terms | {"name": "One, anew"}}
    await manager.data(SAVE, input=anew)
    page = (await manager.data(THRESHOLDS))["thresholdsConnection"]
    rest = await manager.data(THRESHOLDS, after=page["pageInfo"]["endCursor"])
    none = (await manager.data(THRESHOLDS, where={"active": False}))["thresholdsConnection"]

    assert page["totalCount"] == 2
    assert page["edges"][0]["node"]["versions"] == [
        {"version": 2, "saidBy": "Manager", "terms": {"name": "One, anew"}},
        {"version": 1, "saidBy": "Manager", "terms": {"name": "One"}},
    ]
    (second,) = rest["thresholdsConnection"]["edges"]
    assert second["node"]["terms"]["name"] == "Two"
    assert none["totalCount"] == 0


async def test_what_many_thresholds_said_is_read_as_what_one_did(
    world: World, asked: list[str]
) -> None:
    manager, terms = await door(world, "manager"), await fallen(world)
    every = THRESHOLDS.replace("first: 1", "first: 9")
    trips = []
    for name in ("One", "Two", "Three"):
        await manager.data(SAVE, input={"terms": terms | {"name": name}})
        asked.clear()
        found = (await manager.data(every))["thresholdsConnection"]["edges"]
        trips.append(len(asked))

    assert trips == [trips[0]] * 3
    assert [[one["terms"]["name"] for one in edge["node"]["versions"]] for edge in found] == [
        ["One"],
        ["Two"],
        ["Three"],
    ]


async def test_a_page_of_thresholds_holds_what_their_list_does(world: World) -> None:
    """So the list that is read at once and the one that is read by page hide the same."""
    whole, terms = await door(world, "manager"), await fallen(world)
    asked = await (await door(world, "requester")).submit(world)
    every = {"subjectId": None, "brandId": None}
    for name, about in (
        ("show", {}),
        ("campaign", {"subjectId": asked["request"]["id"]}),
        ("all", every),
        ("brand", every | {"brandId": world.brand_id}),
    ):
        done = await whole.data(SAVE, input={"terms": terms | about | {"name": name}})
        assert done["saveThreshold"]["errors"] == []
    other = (await catalog.add_brand(world.hub, ROOT, "Other Roasters")).id
    for name, brand in (("theirs", world.brand_id), ("others", other)):
        user = await people.add_user(world.hub, ROOT, name=name, email=f"{name}@hub.example.com")
        await people.grant_role(world.hub, ROOT, user.id, Role.MANAGER, brand_id=brand)
        world.people[name] = user.id
    query = """{ thresholds { terms { name } }
      thresholdsConnection { edges { node { terms { name } } } } }"""
    found = {}
    for who in ("manager", "requester", "other_requester", "theirs", "others"):
        said = await (await door(world, who)).data(query)
        found[who] = [one["terms"]["name"] for one in said["thresholds"]]
        paged = [edge["node"]["terms"]["name"] for edge in said["thresholdsConnection"]["edges"]]
        assert paged == found[who]

    assert found == {
        "manager": ["show", "campaign", "all", "brand"],
        "requester": ["show", "campaign", "all", "brand"],
        "other_requester": ["show", "all", "brand"],
        "theirs": ["show", "campaign", "all", "brand"],
        "others": ["all"],
    }
