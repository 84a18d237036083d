"""Calendars, absences, conditions, routes and deliveries, as a front end meets them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.clock import SteppingClock
from domain.database import sql
from tests.api.door import Door, door
from tests.world import World

ERRORS = "errors { ... on UserError { code message path } }"
HANDED = """query($id: ID!) { request(id: $id) { stages {
  key handedSeats { insteadOfName holderName byName at } } } }"""
OFFICE = [*[[{"start": "09:00", "end": "17:00"}]] * 5, [], []]


async def acts(front: Door, name: str, shown: str = "", **given: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:]
    query = f"mutation($i: {kind}Input!) {{ {name}(input: $i) {{ {shown} {ERRORS} }} }}"
    data: dict[str, Any] = (await front.data(query, i=given))[name]
    return data


def code(payload: dict[str, Any]) -> str:
    return str(payload["errors"][0]["code"])


def sound(payload: dict[str, Any]) -> dict[str, Any]:
    assert payload["errors"] == [], payload
    return payload


async def submitted(world: World) -> tuple[str, str]:
    payload = await (await door(world, "requester")).submit(world, markets=["DE"])
    request = sound(payload)["request"]
    return request["id"], next(s["id"] for s in request["stages"] if s["key"] == "brand")


async def stage(world: World, request: str, shown: str) -> dict[str, Any]:
    query = f"query($id: ID!) {{ request(id: $id) {{ stages {{ key {shown} }} }} }}"
    found = (await (await door(world, "manager")).data(query, id=request))["request"]["stages"]
    return next(one for one in found if one["key"] == "brand")


async def test_a_stage_is_due_by_the_calendar_of_its_market(world: World) -> None:
    manager = await door(world, "manager")
    monday = datetime.fromisoformat("2026-11-23T08:00:00+00:00")  # 9:00 in Berlin.
    clock = world.hub.clock
    assert isinstance(clock, SteppingClock)
    clock.advance(monday - clock.now())
    manager = await door(world, "manager")
    given: dict[str, Any] = {"market": "DE", "timeZone": "Europe/Berlin", "week": OFFICE}
    kept = sound(await acts(manager, "setCalendar", "calendars { market daysOff }", **given))
    first, _ = await submitted(world)
    sound(await acts(manager, "removeCalendar", "calendars { market }", market="DE"))
    second, _ = await submitted(world)
    by_calendar = await stage(world, first, "dueAt overdue")
    clock.advance(timedelta(hours=30))
    by_clock = await stage(world, second, "dueAt overdue")

    assert kept["calendars"] == [{"market": "DE", "daysOff": []}]
    # 24 hours are three days of eight; then two days of the clock.
    assert by_calendar == {"key": "brand", "dueAt": "2026-11-25T16:00:00+00:00", "overdue": False}
    assert by_clock == {"key": "brand", "dueAt": "2026-11-24T08:00:00+00:00", "overdue": True}
    assert not (await stage(world, first, "overdue"))["overdue"]


async def test_what_is_no_calendar_is_said(world: World) -> None:
    manager, reviewer = await door(world, "manager"), await door(world, "brand_one")
    closed = [(datetime(2026, 11, 23) + timedelta(days=n)).date().isoformat() for n in range(200)]  # noqa: DTZ001  Days.
    given: dict[str, Any] = {"market": "DE", "timeZone": "Europe/Berlin", "week": OFFICE}

    assert code(await acts(reviewer, "setCalendar", **given)) == "not_allowed"
    assert code(await acts(manager, "setCalendar", **given | {"market": "XX"})) == "no_such_market"
    assert code(await acts(manager, "setCalendar", **given | {"week": OFFICE[:3]})) == "not_a_week"
    assert code(await acts(manager, "setCalendar", **given | {"daysOff": closed})) == (
        "calendar_closed"
    )
    odd = [[{"start": "9 o'clock", "end": "17:00"}], *OFFICE[1:]]
    assert code(await acts(manager, "setCalendar", **given | {"week": odd})) == "no_time_of_day"
    assert code(await acts(manager, "removeCalendar", market="DE")) == "no_such_calendar"


@pytest.mark.parametrize("start", ["09:00+02:00", "09:00:30"])
async def test_hours_of_a_calendar_are_of_the_zone_beside_them(world: World, start: str) -> None:
    manager = await door(world, "manager")
    odd = [[{"start": start, "end": "17:00"}], *OFFICE[1:]]
    given: dict[str, Any] = {"market": "DE", "timeZone": "Europe/Berlin", "week": odd}

    assert code(await acts(manager, "setCalendar", **given)) == "no_time_of_day"


async def test_a_vote_for_somebody_names_both(world: World) -> None:
    request, stage_id = await submitted(world)
    now = world.hub.clock.now()
    away = await door(world, "brand_one")
    absence = sound(
        await acts(
            away,
            "setAbsence",
            "absence { id userName delegateName }",
            startsAt=now.isoformat(),
            endsAt=(now + timedelta(days=2)).isoformat(),
            delegateId=world.people["legal_one"],
        )
    )["absence"]
    page = "(first: 5) { edges { node { id } } }"
    lists = f"{{ requests{page} approvalsWaitingForMe{page} }}"
    seen = await (await door(world, "legal_one")).data(lists)
    sound(
        await acts(await door(world, "legal_one"), "castVote", stageId=stage_id, choice="APPROVE")
    )
    votes = (await stage(world, request, "state votes { voterName insteadOfName }"))["votes"]
    ended = sound(await acts(away, "endAbsence", "absence { id }", absenceId=absence["id"]))
    left = await away.data("{ absences { id } }")

    assert (absence["userName"], absence["delegateName"]) == ("Brand One", "Legal One")
    for name in ("requests", "approvalsWaitingForMe"):
        assert [edge["node"]["id"] for edge in seen[name]["edges"]] == [request]
    assert votes == [{"voterName": "Legal One", "insteadOfName": "Brand One"}]
    assert ended["absence"]["id"] == absence["id"]
    assert left["absences"] == []


async def test_conditions_hold_the_effect_back_until_they_are_confirmed(world: World) -> None:
    request, stage_id = await submitted(world)
    reviewer, requester = await door(world, "brand_one"), await door(world, "requester")
    given: dict[str, Any] = {
        "stageId": stage_id,
        "choice": "APPROVE",
        "conditions": ["Name the source."],
    }
    sound(await acts(reviewer, "castVote", **given))
    query = "query($id: ID!) { request(id: $id) { conditions { id text state word doubt } } }"
    (held,) = (await requester.data(query, id=request))["request"]["conditions"]
    asked: dict[str, Any] = {"conditionId": held["id"]}
    early = await acts(reviewer, "confirmCondition", **asked)
    foreign = await acts(reviewer, "meetCondition", word="It is.", **asked)
    sound(await acts(requester, "meetCondition", word="Done.", **asked))
    own = await acts(requester, "confirmCondition", **asked)
    sound(await acts(reviewer, "confirmCondition", holds=False, reason="Where?", **asked))
    (doubted,) = (await requester.data(query, id=request))["request"]["conditions"]
    sound(await acts(requester, "meetCondition", word="In second 12.", **asked))
    sound(await acts(await door(world, "brand_two"), "confirmCondition", **asked))
    (confirmed,) = (await requester.data(query, id=request))["request"]["conditions"]

    assert (held["text"], held["state"]) == ("Name the source.", "OPEN")
    assert (code(early), code(foreign)) == ("condition_not_met", "not_allowed")
    assert code(own) == "not_allowed"
    assert (doubted["state"], doubted["doubt"]) == ("OPEN", "Where?")
    assert (confirmed["state"], confirmed["word"]) == ("CONFIRMED", "In second 12.")


async def test_what_is_no_condition_is_said(world: World) -> None:
    _, stage_id = await submitted(world)
    reviewer = await door(world, "brand_one")

    async def refused(choice: str, *conditions: str) -> str:
        given: dict[str, Any] = {"stageId": stage_id, "choice": choice, "reason": "Because."}
        return code(await acts(reviewer, "castVote", conditions=[*conditions], **given))

    assert await refused("REJECT", "x") == "conditions_without_yes"
    assert await refused("APPROVE", " ") == "condition_length"
    assert await refused("APPROVE", "x" * 301) == "condition_length"
    assert await refused("APPROVE", *"abcdef") == "too_many_conditions"
    assert await refused("APPROVE", "read \u202ethis") == "control_character"


async def test_routes_and_who_is_told_are_set_by_admins(world: World) -> None:
    admin, manager = await door(world, "admin"), await door(world, "manager")
    team: dict[str, Any] = {"teamId": world.teams["brand"]}
    place: dict[str, Any] = {"workspaceId": "T0001", "place": "CGERMAN"}
    shown = "routes { id teamKey market place sound lastAt }"
    made = sound(await acts(admin, "setRoute", shown, market="DE", **team, **place))["routes"]
    route = next(one for one in made if one["market"] == "DE")
    sent = sound(
        await acts(admin, "sendTestCard", "delivery { what outcome place }", market="DE", **team)
    )["delivery"]
    left = sound(await acts(admin, "removeRoute", shown, routeId=route["id"]))["routes"]
    lead: dict[str, Any] = {**team, "userId": world.people["brand_one"]}
    sound(await acts(admin, "setTeamLead", "team { key }", **lead))
    above: dict[str, Any] = {**team, "escalationTeamId": world.teams["executive"]}
    sound(await acts(admin, "setTeamEscalation", "team { key }", **above))
    stranger: dict[str, Any] = {**team, "userId": world.people["legal_one"]}

    assert (route["teamKey"], route["place"], route["sound"]) == ("brand", "CGERMAN", True)
    assert sent == {"what": "TEST", "outcome": "ASKED", "place": "CGERMAN"}
    assert [one["market"] for one in left] == [None] * 4
    assert code(await acts(manager, "setRoute", market="DE", **team, **place)) == "not_allowed"
    assert code(await acts(admin, "setRoute", **team, **place)) == "route_for_everything"
    assert code(await acts(admin, "setRoute", kind="poem", **team, **place)) == "no_such_kind"
    assert code(await acts(admin, "setTeamLead", **stranger)) == "not_in_team"


async def test_who_a_stage_was_carried_up_to_hands_its_seats_on(world: World) -> None:
    admin, lead = await door(world, "admin"), await door(world, "brand_one")
    given: dict[str, Any] = {"teamId": world.teams["brand"], "userId": world.people["brand_one"]}
    sound(await acts(admin, "setTeamLead", "team { key }", **given))
    request, brand = await submitted(world)
    to: dict[str, Any] = {"stageId": brand, "toUserId": world.people["legal_one"]}
    early = code(await acts(lead, "reassignSeat", **to))
    await sql.execute("UPDATE stages SET escalated = 1 WHERE id = $1", brand)
    sound(await acts(lead, "reassignSeat", "request { number }", **to))
    asked, other = await door(world, "requester"), await door(world, "other_requester")
    found = (await asked.data(HANDED, id=request))["request"]["stages"]
    handed = {stage["key"]: stage["handedSeats"] for stage in found if stage["handedSeats"]}
    hidden = (await other.data(HANDED, id=request))["request"]
    voted = {"stageId": brand, "choice": "APPROVE"}
    sound(await acts(await door(world, "legal_one"), "castVote", **voted))

    assert early == "not_above"
    assert handed == {
        "brand": [
            {
                "insteadOfName": "Brand One",
                "holderName": "Legal One",
                "byName": "Brand One",
                "at": world.hub.clock.now().isoformat(),
            }
        ]
    }
    assert hidden is None
    assert code(await acts(lead, "takeOverStage", stageId=brand)) == "stage_closed"


async def test_quiet_hours_are_everybodys_own(world: World) -> None:
    reviewer = await door(world, "brand_one")
    given: dict[str, Any] = {
        "start": "18:30",
        "end": "09:00",
        "timeZone": "Europe/Berlin",
        "weekends": False,
    }
    shown = "quietHours { start end timeZone weekends }"
    kept = sound(await acts(reviewer, "setQuietHours", shown, **given))
    other = await acts(reviewer, "setQuietHours", userId=world.people["brand_two"], **given)
    nowhere = await acts(reviewer, "setQuietHours", **given | {"timeZone": "Moon"})

    assert kept["quietHours"] == given == (await reviewer.data(f"{{ {shown} }}"))["quietHours"]
    assert (code(other), code(nowhere)) == ("not_allowed", "unknown_time_zone")
