"""W4: what the show's team is handed after the last yes, and has taken away again."""

import hashlib
from typing import Any

from bot.ids import ActionId
from domain.audit import service as audit
from domain.database import sql
from domain.tellings import records as tellings
from tests.bot.reading import lines
from tests.stories.sponsors import PDF, Studio
from tests.stories.test_w2_campaign import PAGE, STANDING
from tests.world import tone


async def test_w4_the_last_yes_hands_a_placement_sheet_to_the_shows_team(studio: Studio) -> None:
    request = await studio.approved()
    before = await studio.look(request, "host")
    await studio.desk.work(seconds=31)
    found = await studio.look(request, "manager")
    (spot, script) = found["sheet"].pop("materials")

    assert before == {}
    assert found["state"] == "PUBLISHED"
    assert found["placements"] == [{"publisher": "show-team", "state": "HANDED_OVER"}]
    assert found["sheet"] == {
        "sponsor": "Sample tea",
        "show": "Beans and Beats",
        "positions": ["PRE_ROLL", "MID_ROLL"],
        "episodes": ["Cup 1"],
        "startsOn": None,
        "endsOn": None,
        "markets": ["AT", "DE"],
        "trackingUrl": "https://tea.example.com/beans",
        "promoCode": "BEANS10",
        "teamName": "Beans and Beats",
        "takenAt": None,
        "takenByName": None,
    }
    assert spot["sha256"] == found["deliverables"][0]["asset"]["sha256"]
    assert (spot["deliverable"], script["deliverable"]) == ("Spot", "Script")


async def test_w4_the_shows_team_takes_it_on_once_and_nobody_else_may(studio: Studio) -> None:
    request = await studio.approved()
    early = await studio.acknowledges("host", request)
    await studio.desk.work(seconds=31)
    others = {who: await studio.acknowledges(who, request) for who in ("legal_one", "agent")}
    done = await studio.acknowledges("host", request)
    again = await studio.acknowledges("host", request)
    found = await studio.look(request)

    assert early["errors"][0]["code"] == "no_such_request"
    assert others["legal_one"]["errors"][0]["code"] == "not_the_shows_team"
    assert others["agent"]["errors"][0]["code"] == "not_allowed"
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")
    assert again["errors"][0]["code"] == "taken_on_already"
    assert found["sheet"]["takenByName"] == "Host"
    assert found["placements"] == [{"publisher": "show-team", "state": "TAKEN_ON"}]


async def test_w4_what_the_shows_team_took_on_shows_by_which_right(studio: Studio) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    await studio.acknowledges("host", request)
    front, rival = await studio.desk.front("manager"), await studio.desk.front("rival")
    (placed,) = (await front.data(STANDING, id=request["id"]))["request"]["placements"]
    page = (await front.data(PAGE, id=placed["id"]))["node"]

    assert {one["stage"]: len(one["voterNames"]) for one in page["approvals"]} == {
        "contract": 1,
        "insertion_order": 1,
        "compliance": 1,
    }
    assert {one["table"] for one in page["decisions"]} >= {"sponsorship_stages"}
    assert all(len(one["version"]) == 64 for one in page["decisions"])
    assert page["outsideIds"] == []
    assert (await rival.data(PAGE, id=placed["id"]))["node"] is None


async def test_w4_a_file_that_changed_on_the_disk_is_not_handed_over(studio: Studio) -> None:
    request = await studio.approved()
    asset = (await studio.look(request))["deliverables"][0]["asset"]["id"]
    (studio.desk.files / asset).write_bytes(b"something else")
    await studio.desk.work(seconds=31)
    found = await studio.look(request)

    assert (found["state"], found["sheet"]) == ("CHANGES_REQUESTED", None)
    assert "the file of `Spot` is not what was approved" in found["note"]


async def test_w4_the_shows_team_fetches_the_files_as_they_were_approved(studio: Studio) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    (spot, script) = await studio.files(request, "host")
    browser = studio.desk.browser()
    heard, read = [await browser.get(one["downloadUrl"]) for one in (spot, script)]

    assert (heard.content, read.content) == (tone(2), PDF)
    assert hashlib.sha256(heard.content).hexdigest() == spot["sha256"]
    assert [one.headers["content-disposition"] for one in (heard, read)] == [
        'attachment; filename="1-Spot.wav"',
        'attachment; filename="1-Script.pdf"',
    ]


async def test_w4_a_file_that_changed_since_is_given_to_nobody(
    studio: Studio,
) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    asset = (await studio.look(request))["deliverables"][0]["asset"]["id"]
    (studio.desk.files / asset).write_bytes(tone(2)[:-1])
    (spot, _) = await studio.files(request, "host")
    answer = await studio.desk.browser().get(spot["downloadUrl"])

    assert answer.status_code == 409
    assert answer.json()["error"] == "not_what_was_approved"


async def test_w4_what_is_withdrawn_after_the_hand_over_is_taken_back(studio: Studio) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    (spot, _) = await studio.files(request, "host")
    done = await studio.withdraws(request, "The sponsor is out.")
    await studio.desk.work()
    found, late = await studio.look(request, "host"), await studio.acknowledges("host", request)
    answer = await studio.desk.browser().get(spot["downloadUrl"])
    trail: Any = (await studio.desk.look(request))["auditTrail"]

    assert (done["errors"], found["state"]) == ([], "WITHDRAWN")
    assert found["note"] == "The sponsor is out."
    assert found["placements"] == [{"publisher": "show-team", "state": "WITHDRAWN"}]
    assert late["errors"][0]["code"] == "withdrawn"
    assert (answer.status_code, answer.json()["error"]) == (409, "not_to_be_placed")
    assert [(event["act"], event["door"]) for event in trail][-2:] == [
        ("request.withdrawn", "API"),
        ("placement.withdrawn", "CONNECTOR"),
    ]
    assert await audit.verify(studio.world.hub.secrets) == []


async def test_w4_a_place_that_is_withdrawn_live_is_sold_again(studio: Studio) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    await studio.acknowledges("host", request)
    cocoa = {"sponsorId": studio.sponsors["cocoa"]}
    taken = await studio.asks("rival", **cocoa)
    await studio.withdraws(request, "The sponsor is out.", who="manager")
    await studio.desk.work()
    other = await studio.approved("rival", **cocoa)
    await studio.desk.work(seconds=31)

    assert taken["errors"][0]["code"] == "refused_by_rules"
    assert (await studio.look(request))["placements"][0]["state"] == "WITHDRAWN"
    assert (await studio.look(other))["placements"][0]["state"] == "HANDED_OVER"


async def test_w4_the_shows_team_is_told_in_chat_what_is_taken_back(studio: Studio) -> None:
    async with studio.desk.chat() as chat:
        request = await studio.approved()
        await studio.desk.work(seconds=31)
        await chat.click("host", "CSHOW", ActionId.TAKE_ON)
        await studio.desk.work()
        await studio.withdraws(request, "The sponsor is out.")
        await studio.desk.work()
        (sheet, news) = chat.shown("CSHOW")

    assert "[Acknowledge]" not in lines(sheet.blocks)
    assert news.text.endswith("withdrawn. Nothing of it is to be placed.")
    for card in (sheet, news):
        assert lines(card.blocks)[-2:] == [
            "Withdrawn. Nothing of it is to be placed; take out what was.",
            "> The sponsor is out.",
        ]


async def test_w4_a_shows_team_without_a_channel_is_written_to(studio: Studio) -> None:
    await sql.execute(
        "UPDATE teams SET workspace_id = NULL, place = NULL WHERE id = $1", studio.team
    )
    async with studio.desk.chat():
        request = await studio.approved()
        await studio.desk.work(seconds=31)
        await studio.withdraws(request, "The sponsor is out.")
        await studio.desk.work()
    about = f"mail:{request['id']}:show"
    asked = await sql.fetch("SELECT key FROM jobs WHERE kind = 'mail.send' ORDER BY id")
    told = (await tellings.of_requests([request["id"]]))[request["id"]]
    host = studio.world.people["host"]

    assert [row["key"] for row in asked if row["key"].startswith(about)] == [
        f"{about}:1:{host}",
        f"{about}_news:1:{host}",
    ]
    assert [one.reason for one in told if one.reason] == ["no_place"] * 2
