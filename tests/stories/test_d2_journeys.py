"""D2: an approved segment goes out to a system of journeys, and who agrees no more comes off."""

from typing import Any

from domain.activation.journeys.rules import WAITS
from domain.audit import service as audit
from domain.consents.model import Channel, Purpose, State
from tests.stories.briefs import YESES
from tests.stories.house import House
from tests.stories.journeys import ENDPOINTS, REGISTER, ROTATE, Journeys, listening
from tests.stories.test_d2_segments import PROPOSE, WISH, does, judged, listeners, says
from tests.stories.test_d7_activation import recorded_off

BY_MAIL = [(Purpose.DIRECT_MARKETING, Channel.EMAIL)]
INSIDE = (
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.1]/",
    "https://2130706433/",
    "https://localhost/",
    "https://user@hooks.example.com/",
    "https://hooks.example.com:8443/",
    "https://hooks.example.com\\@10.0.0.1/",
)


async def approved(house: House) -> dict[str, Any]:
    """Propose a journey of the loyal, have everybody say yes, and let the undo window pass."""
    found = await judged(house)
    wish = WISH | {"until": house.day(20)}
    done = await does(house, PROPOSE, cutId=found["loyal"]["id"], **wish)
    assert done["errors"] == [], done
    request: dict[str, Any] = done["request"]
    await house.desk.work()
    for who, stage in (("privacy_two", "privacy"), *YESES["targeting"][0]):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    return request


async def cases(house: House) -> list[dict[str, str]]:
    """Return what cases there are, the newest first."""
    query = "{ cases(first: 5) { edges { node { title queue } } } }"
    found = (await (await house.desk.front("manager")).data(query))["cases"]["edges"]
    return [one["node"] for one in found]


async def sent(journeys: Journeys, request: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return what was sent of a request: its kind, its state, and how often it was tried."""
    found = (await journeys.look(request))["journeyDeliveries"]
    return [(one["kind"], one["state"], one["attempts"]) for one in found]


async def test_d2_an_approved_segment_goes_out_signed(house: House) -> None:
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        request = await approved(house)
        found = await journeys.look(request)
        (body,) = journeys.receiver.taken.values()

    data = body["data"]
    assert journeys.receiver.refused == 0
    assert (body["type"], body["version"], data["request"]) == ("journey.started", 1, request["id"])
    assert (data["channel"], data["targets"], data["until"]) == (
        "email",
        "journey=hills",
        house.day(20),
    )
    assert (data["page"], data["pages"], len(data["members"])) == (1, 1, 21)
    assert data["members"][0] == {"account": "loyal-000", "offer": "next_title"}
    assert found["state"] == "LIVE"
    handed = found["handOver"]
    assert (handed["state"], handed["acknowledgedByName"]) == ("ACKNOWLEDGED", None)
    assert handed["receipt"] == "Sample Journeys took the list."
    assert handed["instructions"][0].startswith("Sample Journeys is sent the list by itself")
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d2_who_agrees_no_more_when_it_is_sent_is_left_out(house: House) -> None:
    members = await listeners(house, "loyal", 22)
    async with listening(house) as journeys:
        await journeys.pauses()
        request = await approved(house)
        waiting = await sent(journeys, request)
        await says(house, members[:1], State.WITHDRAWN, BY_MAIL)
        await house.desk.work()
        await says(house, members[1:2], State.WITHDRAWN, BY_MAIL)
        await journeys.pauses(active=True)
        await house.desk.work()
        found = await journeys.look(request)

    assert waiting == [("STARTED", "WAITING", 0)]
    first = next(iter(journeys.receiver.taken.values()))
    named = {one["account"] for one in first["data"]["members"]}
    assert named == {f"loyal-{at:03}" for at in range(2, 22)}
    off = {one["accountId"]: one for one in found["listedAccounts"] if one["removedAt"]}
    assert set(off) == set(members[:2])
    assert off[members[0]]["removedByName"] is None
    assert off[members[0]]["receipt"].startswith("Left out")
    assert await recorded_off(request) == {who: one["receipt"] for who, one in off.items()}


async def test_d2_who_agrees_no_more_afterwards_is_removed_there(house: House) -> None:
    members = await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        request = await approved(house)
        before = journeys.receiver.members()
        await says(house, members[:1], State.WITHDRAWN, BY_MAIL)
        await house.desk.work()
        found = await journeys.look(request)

    assert before - journeys.receiver.members() == {"loyal-000"}
    (off,) = [one for one in found["listedAccounts"] if one["removalAskedAt"]]
    assert off["receipt"] == "Sample Journeys was told, and took it."
    assert off["removedAt"] is not None
    assert await recorded_off(request) == {off["accountId"]: off["receipt"]}


async def test_d2_a_receiver_that_is_down_takes_it_later_and_once(house: House) -> None:
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        journeys.receiver.answers = [(503, {"retry-after": "600"}), (500, {})]
        request = await approved(house)
        first = (await journeys.look(request))["journeyDeliveries"]
        await house.desk.work(seconds=300)
        early = len(journeys.receiver.heard)
        await house.desk.work(seconds=300)
        await house.desk.work(seconds=60)
        later = await sent(journeys, request)

    assert [(one["state"], one["code"], one["trouble"]) for one in first] == [
        ("WAITING", 503, "It answered 503.")
    ]
    assert early == 1
    assert later == [("STARTED", "DELIVERED", 3)]
    assert journeys.receiver.heard == [first[0]["id"]] * 3
    assert list(journeys.receiver.taken) == [first[0]["id"]]


async def test_d2_what_a_receiver_never_takes_off_people_do(house: House) -> None:
    members = await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        request = await approved(house)
        journeys.receiver.answers = [(500, {})] * 10
        await says(house, members[:1], State.WITHDRAWN, BY_MAIL)
        await house.desk.work(rounds=2)
        for seconds in WAITS:
            await house.desk.work(seconds=seconds, rounds=2)
        found = await sent(journeys, request)
        titles = await cases(house)

    assert found == [("STARTED", "DELIVERED", 1), ("REMOVED", "FAILED", 10)]
    assert [one["title"] for one in titles] == ["Take loyal-000 off the list of #1"]
    assert [one["queue"] for one in titles] == ["marketing"]


async def test_d2_who_waits_for_a_paused_endpoint_to_be_taken_off_people_take_off(
    house: House,
) -> None:
    members = await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        request = await approved(house)
        await journeys.pauses()
        await says(house, members[:1], State.WITHDRAWN, BY_MAIL)
        await house.desk.work()
        early, none = await sent(journeys, request), await cases(house)
        await house.desk.work(seconds=90_000, rounds=2)
        found, titles = await sent(journeys, request), await cases(house)

    assert (early, none) == ([("STARTED", "DELIVERED", 1), ("REMOVED", "WAITING", 0)], [])
    assert found == [("STARTED", "DELIVERED", 1), ("REMOVED", "FAILED", 0)]
    assert [one["title"] for one in titles] == ["Take loyal-000 off the list of #1"]
    assert len(journeys.receiver.heard) == 1


async def test_d2_a_journey_whose_last_day_has_passed_is_not_sent(house: House) -> None:
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        await journeys.pauses()
        request = await approved(house)
        await house.desk.work(seconds=21 * 86_400, rounds=1)
        await journeys.pauses(active=True)
        await house.desk.work()
        (found,) = (await journeys.look(request))["journeyDeliveries"]

    assert journeys.receiver.heard == []
    assert (found["state"], found["trouble"]) == ("DROPPED", "Its last day has passed.")


async def test_d2_what_is_withdrawn_is_stopped_there(house: House) -> None:
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        request = await approved(house)
        before = len(journeys.receiver.members())
        done = await house.withdraws(request, "The hills are closed.", "manager")
        await house.desk.work()
        later = await sent(journeys, request)

    assert (before, done["errors"]) == (21, [])
    assert later == [("STARTED", "DELIVERED", 1), ("STOPPED", "DELIVERED", 1)]
    assert journeys.receiver.members() == set()


async def test_d2_an_endpoint_that_is_gone_is_sent_to_no_more(house: House) -> None:
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        journeys.receiver.answers = [(410, {})]
        request = await approved(house)
        await house.desk.work(seconds=90_000)
        found = await journeys.look(request)
        manager = await house.desk.front("manager")
        (endpoint,) = (await manager.data(ENDPOINTS))["journeyEndpoints"]
        told = await cases(house)

    assert (endpoint["state"], len(journeys.receiver.heard)) == ("GONE", 1)
    assert (found["state"], found["journeyDeliveries"][0]["state"]) == ("PUBLISHED", "FAILED")
    assert found["trouble"].startswith("Sending the journey of this stopped:")
    title = "The endpoint Sample Journeys is gone"
    assert told == [{"title": title, "queue": "case_managers"}]


async def test_d2_an_endpoint_inside_the_house_is_refused(house: House) -> None:
    async with listening(house) as journeys:
        refused = [await journeys.does(REGISTER, name="Other", address=one) for one in INSIDE]
        manager = await journeys.does(REGISTER, "manager", name="Other", address=journeys.address)
        rotated = await journeys.does(ROTATE, endpointId=journeys.endpoint_id)
        again = {"endpointId": journeys.endpoint_id, "idempotencyKey": "once"}
        secrets = [(await journeys.does(ROTATE, **again))["secret"] for _ in range(2)]
        shown = (await (await house.desk.front("auditor")).data(ENDPOINTS))["journeyEndpoints"]

    assert {one["errors"][0]["code"] for one in refused} == {"bad_address"}
    assert [one["secret"] for one in refused] == [None] * len(INSIDE)
    assert manager["errors"][0]["code"] == "not_allowed"
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != journeys.receiver.secret
    assert [one is None for one in secrets] == [False, True]
    assert [one["name"] for one in shown] == ["Sample Journeys"]
